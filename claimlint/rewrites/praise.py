"""Frames that leave praise and superlatives out: `a revolutionary treatment` -> `a treatment`."""

from __future__ import annotations

from claimlint.rewrites import grammar
from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.denials import draft
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment

_OUTCOMES = ("symptom", "condition", "flaw", "asset", "serious")


def word(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out praise that stands before a noun: `a revolutionary treatment` -> `a treatment`."""
    first, stop = segment.claim
    for changes in _praise(frame, segment, first, stop):
        # Praise of an outcome ("amazing improvements in pain") leaves the outcome claimed.
        outcome = any(segment.within(name, first, stop) for name in _OUTCOMES)
        yield from draft(frame, changes, outcome)


def without_praise(frame: Frame, segment: Segment, made: Draft) -> Draft | None:
    """Return a draft that leaves out praise elsewhere in its segment as well; None without any."""
    edits = list(made.edits)
    for changes in _praise(frame, segment, 0, segment.body):
        more = changes.edits()
        low, high = (more[0][0], more[-1][1]) if more else (0, 0)
        if more and all(high < start or end < low for start, end, _ in edits):
            edits += more
    if len(edits) == len(made.edits):
        return None
    return made._replace(edits=tuple(sorted(edits)))


def _praise(frame: Frame, segment: Segment, low: int, high: int) -> Iterator[Changes]:
    """Yield the changes that leave out praise in a token range."""
    ranges = sorted({hit for name in frame.lists for hit in segment.of(name)})
    whole = [r for r in ranges if not any(o != r and o[0] <= r[0] and r[1] <= o[1] for o in ranges)]
    for first, stop in _runs(segment, whole):
        if first >= high or stop <= low:
            continue
        before = segment.words[first - 1] if first else ""
        after = segment.words[stop] if stop < len(segment.words) else ""
        if after == "," and segment.is_word(first - 1, "article") and stop + 1 < segment.body:
            # "a safe, natural way": the next adjective takes its place.
            stop += 1
            after = segment.words[stop]
        if (
            segment.is_word(first - 1, "keeps-behind")
            or segment.is_word(stop, "keeps-before")
            or after in BREAKS
            or not after
        ):
            continue
        if not after[0].isalpha() or segment.verb(stop, "ing") or segment.covers("stop", stop):
            continue
        if _is_name(segment, first, stop) or (before in BREAKS and before):
            continue
        if before.endswith("ly"):
            continue  # "potentially transformative"
        if _says_it_all(segment, first, stop):
            continue
        if segment.body - (stop - first) < 2 or _ranks(segment, first, stop):
            continue
        changes = Changes(segment)
        changes.drop(first, stop)
        yield changes


def _says_it_all(segment: Segment, first: int, stop: int) -> bool:
    """Tell whether without the praise nothing would be said: `it is a safe treatment`."""
    if not segment.is_word(stop, "vague-noun") or not segment.is_word(first - 1, "article"):
        return False
    if segment.words[stop] == "solution":
        return True
    further = segment.words[stop + 1 : stop + 2] in (["for"], ["of"], ["that"])
    return segment.words[first - 2 : first - 1] in (["is"], ["are"], ["be"]) and not further


def _ranks(segment: Segment, first: int, stop: int) -> bool:
    """Tell whether praise is part of a superlative, whose article goes with it."""
    return any(low < stop and first < high for low, high in segment.of("superlative"))


def _runs(segment: Segment, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that stand side by side or with a comma or `and` between them."""
    result: list[tuple[int, int]] = []
    for first, stop in ranges:
        if result:
            low, high = result[-1]
            between = segment.words[high:first]
            if first <= high or between in ([","], ["and"], [",", "and"]):
                result[-1] = (low, max(stop, high))
                continue
        result.append((first, stop))
    return result


def _is_name(segment: Segment, first: int, stop: int) -> bool:
    """Tell whether words are part of a name: capitals inside a sentence."""
    if segment.style() != "sentence":
        return False
    low = first if first else 1
    return any(segment.is_capital(at) for at in range(low, stop)) or (
        stop < len(segment.words) and segment.is_capital(stop) and not segment.is_name(stop)
    )


def superlative(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`the #1 clinic` -> `a clinic`; `Leeds's best clinic` -> `A clinic in Leeds`."""
    yield from _of_a_place(frame, segment)
    for first, stop in segment.of("superlative"):
        if first >= segment.claim[1] or stop <= segment.claim[0]:
            continue
        if any(
            o != (first, stop) and o[0] <= first and stop <= o[1] for o in segment.of("superlative")
        ):
            continue
        end = stop
        while (
            end < len(segment.words)
            and segment.words[end][0].isalnum()
            and (not segment.is_word(end, "keeps-before") and not segment.covers("stop", end))
        ):
            end += 1
        if end == stop or segment.words[end - 1].endswith("'s"):
            continue
        if segment.is_word(first - 1, "ranks"):
            continue  # "ranked the number one clinic"
        number = grammar.number_of(segment, stop, end)
        article = grammar.article(segment.shown(stop, stop + 1))
        changes = Changes(segment)
        if first and segment.words[first - 1] in ("of", "among", "as"):
            # "one of the best clinics": the others are still meant.
            changes.replace(first, stop, "the")
        elif number == grammar.SINGULAR and article:
            changes.replace(first, stop, article)
        elif number == grammar.PLURAL:
            changes.drop(first, stop)
        yield from draft(frame, changes)


def _of_a_place(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Leeds's best clinic` -> `A clinic in Leeds`, where nothing stands before or behind it."""
    words, body = segment.words, segment.body
    mark = next((at for at in range(1, min(4, body)) if words[at] == "'s"), 0)
    stop = segment.at("best", mark + 1) if mark else -1
    if not mark < stop < body or body - stop > 5 or not _is_place(segment, mark):
        return
    if any(segment.is_word(at, "keeps-before") or words[at] in BREAKS for at in range(stop, body)):
        return
    article = grammar.article(segment.shown(stop, stop + 1))
    if article and grammar.number_of(segment, stop, body) == grammar.SINGULAR:
        place = segment.shown(0, mark)
        changes = Changes(segment)
        text = f"{grammar.capitalized(article)} {segment.shown(stop, body)} in {place}"
        changes.replace(0, body, text)
        yield from draft(frame, changes, True)


def _is_place(segment: Segment, stop: int) -> bool:
    """Tell whether the tokens before `stop` may be the name of a town."""
    return all(
        segment.is_capital(at)
        and not segment.covers("promoted", at)
        and not segment.is_word(at, "common")
        and not segment.is_word(at, "wide-place")
        for at in range(stop)
    )
