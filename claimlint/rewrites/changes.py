"""Changes to a segment's words -> edits of its visible text, with commas, articles and capitals."""

from __future__ import annotations

from collections import namedtuple
from itertools import pairwise

from claimlint.rewrites import grammar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rewrites.capture import Segment

Draft = namedtuple("Draft", "frame applicability description edits")
Draft.__doc__ = """A rewording that is not checked yet.

frame: the id of its frame; edits: (start, end, replacement) in the visible text of the document,
in order and apart.
"""


class Changes:
    """What is to change in a segment; `edits` puts it together."""

    __slots__ = ("_changes", "segment")

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._changes: list[tuple[int, int, str]] = []

    def replace(self, first: int, stop: int, text: str) -> None:
        """Put a text in place of tokens first..stop-1; before token `first` where stop == first."""
        spans = self.segment.spans
        start = spans[first][0]
        if stop == first:
            self._changes.append((start, start, text + " "))
        elif text != self.segment.shown(first, stop):
            self._changes.append((start, spans[stop - 1][1], text))

    def drop(self, first: int, stop: int) -> None:
        """Leave out tokens first..stop-1 with the blank or the comma that goes with them."""
        segment = self.segment
        spans, words, text = segment.spans, segment.words, segment.text
        if first and words[first - 1] == "," and (stop >= segment.body or words[stop] == ","):
            first -= 1
        start, end = spans[first][0], spans[stop - 1][1]
        if stop < len(words) and stop < segment.body and words[first] != ",":
            # The blank behind goes; what stands between is no part of a word.
            end = spans[stop][0]
            if text[spans[stop - 1][1] : end].strip():
                end = spans[stop - 1][1]
        else:
            while start > segment.start and text[start - 1].isspace():
                start -= 1
        self._changes.append((start, end, ""))

    def edits(self) -> tuple[tuple[int, int, str], ...]:
        """Return the edits in order; () where they overlap or leave something unknown."""
        merged = _merged(self._changes)
        if merged is None:
            return ()
        widened = [_with_article(self.segment, edit) for edit in merged]
        if None in widened:
            return ()
        edits = _with_capital(self.segment, [edit for edit in widened if edit is not None])
        if edits is None or any(a[1] > b[0] for a, b in pairwise(edits)):
            return ()
        return tuple(edits)


def _merged(changes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]] | None:
    """Return the changes in order, deletions that touch joined; None where they overlap."""
    result: list[tuple[int, int, str]] = []
    for start, end, text in sorted(changes):
        if result and start < result[-1][1]:
            last = result[-1]
            if not text and not last[2]:
                result[-1] = (last[0], max(end, last[1]), "")
                continue
            if end <= last[1] and not last[2]:
                continue  # inside what is left out anyway
            return None
        result.append((start, end, text))
    return result


def _with_article(segment: Segment, edit: tuple[int, int, str]) -> tuple[int, int, str] | None:
    """Widen an edit by the article before it where the next word asks for the other one."""
    start, end, text = edit
    at = segment.token_at(start) - 1
    if at < 0 or segment.words[at] not in ("a", "an"):
        return edit
    if segment.text[segment.spans[at][1] : start].strip():
        return None
    following = text or segment.text[end : segment.end].lstrip()
    wanted = grammar.article(_first_word(following))
    if not wanted:
        return None
    if wanted == segment.words[at]:
        return edit
    begin, stop = segment.spans[at]
    if segment.text[begin].isupper():
        wanted = grammar.capitalized(wanted)
    return begin, end, wanted + segment.text[stop:start] + text


def _first_word(text: str) -> str:
    at = 0
    while at < len(text) and (text[at].isalnum() or text[at] == "'"):
        at += 1
    return text[:at]


def _with_capital(
    segment: Segment, edits: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]] | None:
    """Give the first word of the segment its capital where the old first word goes."""
    if not edits or not segment.spans:
        return edits
    first = segment.spans[0][0]
    start, end, text = edits[0]
    if start > first or segment.text[first].islower():
        return edits
    if text:
        return [(start, end, grammar.capitalized(text)), *edits[1:]]
    token = segment.token_at(end)
    if token >= len(segment.spans):
        return None
    at = segment.spans[token][0]
    if segment.text[end:at].strip() and segment.text[end:at].strip() != ",":
        return None
    if segment.is_name(token) or not segment.text[at].islower():
        return edits
    if len(edits) > 1 and edits[1][0] <= at:
        return None
    # An edit of its own: markup may stand between the two.
    return [(start, end, ""), (at, at + 1, segment.text[at].upper()), *edits[1:]]


def applied(text: str, edits: tuple[tuple[int, int, str], ...], start: int, end: int) -> str:
    """Return text[start:end] with the edits made."""
    parts, at = [], start
    for low, high, new in edits:
        parts += [text[at:low], new]
        at = high
    return "".join([*parts, text[at:end]])
