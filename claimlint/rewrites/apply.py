"""Edits -> a new source, and the check that nothing but the edited words changed."""

from __future__ import annotations

from bisect import bisect_right

from claimlint.documents import extract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Edit


def edited(source: str, edits: Iterable[Edit]) -> str:
    """Return a source with edits made; they must be apart from each other."""
    parts, at = [], 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        parts += [source[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, source[at:]])


def overlaps(edits: Sequence[Edit], others: Sequence[Edit]) -> bool:
    """Tell whether the ranges from the first to the last of some edits meet."""
    return bool(
        edits
        and others
        and min(e.start for e in edits) <= max(e.end for e in others)
        and min(e.start for e in others) <= max(e.end for e in edits)
    )


class Places:
    """The way from source offsets back to the visible text of a document."""

    __slots__ = ("_pieces", "_starts")

    def __init__(self, document: Document) -> None:
        self._pieces = sorted((s, e, t) for t, _, s, e in document.pieces())
        self._starts = [piece[0] for piece in self._pieces]

    def text_offset(self, offset: int) -> int:
        """Return the text offset of a source offset that stands for itself; -1 where none is."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return -1
        start, end, text = self._pieces[at]
        return text + offset - start if offset <= end else -1


def expected_text(document: Document, edits: Iterable[Edit]) -> str | None:
    """Return the visible text that edits should lead to; None where they are not of the text."""
    places = Places(document)
    parts, at = [], 0
    mapped = []
    for edit in edits:
        start = places.text_offset(edit.start)
        end = places.text_offset(edit.end - 1) + 1 if edit.end > edit.start else start
        if start < 0 or end < start:
            return None
        mapped.append((start, end, edit.replacement))
    for start, end, new in sorted(mapped):
        if start < at:
            return None
        parts += [document.text[at:start], new]
        at = end
    return "".join([*parts, document.text[at:]])


def is_exact(document: Document, edits: Sequence[Edit], format: str | None) -> bool:
    """Tell whether a document with edits made reads as before but for the edited words.

    The new source is extracted anew: the same blocks must be there, with the same text around
    the edits. So an edit that would change the markup is found out.
    """
    wanted = expected_text(document, edits)
    if wanted is None:
        return False
    new = extract(document.path, edited(document.source, edits), format)
    return new.text == wanted and [(b.kind, b.level, b.key, b.quoted) for b in new.blocks] == [
        (b.kind, b.level, b.key, b.quoted) for b in document.blocks
    ]


def exact_ones(
    document: Document, choices: Sequence[Sequence[Edit]], format: str | None
) -> list[bool]:
    """Tell of several groups of edits, apart from each other, which are exact.

    All are tried at once; only if that fails are they tried in halves.
    """
    if not choices:
        return []
    if is_exact(document, [edit for edits in choices for edit in edits], format):
        return [True] * len(choices)
    if len(choices) == 1:
        return [False]
    middle = len(choices) // 2
    return [
        *exact_ones(document, choices[:middle], format),
        *exact_ones(document, choices[middle:], format),
    ]
