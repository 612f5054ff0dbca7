"""Frames with fixed wordings: for a phrase, for a lead-in, for a whole heading or call."""

from __future__ import annotations

import re

from claimlint.rewrites import grammar
from claimlint.rewrites.book import SWAP
from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.clause import label
from claimlint.rewrites.complement import tail_start
from claimlint.rewrites.denials import draft, filled
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment


CALL = 24
"""Tokens of a call at most."""


def lead_in(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out the verb of a lead-in: `Enhance Tissue Repair: ...` -> `Tissue Repair: ...`."""
    if segment.claim[0] >= label(segment):
        return
    changes = Changes(segment)
    changes.drop(0, 1)
    yield from draft(frame, changes, True)


def swap(frame: Frame, segment: Segment, rule: str) -> Iterator[Draft]:
    """Put the wording of rules/rewrites.yaml, or of the rule itself, in place of a phrase."""
    found = [hit for hit in segment.hits if hit.name.startswith(SWAP)]
    for name, first, stop in found:
        wider = any(h.first <= first and stop <= h.stop and h[1:] != (first, stop) for h in found)
        while segment.words[first] in BREAKS:
            first += 1  # what `^` stood behind
        if first >= segment.claim[1] or wider or segment.is_word(first - 1, "reason"):
            continue
        wording = segment.book.swaps[int(name[len(SWAP) :])]
        if stop < segment.claim[0] - 2 and first and not wording.object:
            continue
        behind = _behind(segment, stop) if wording.tail else stop
        if wording.rule not in ("", rule) or (wording.ends and behind < segment.body):
            continue
        if wording.subject and not any(s == first for _, s in segment.of("promoted")):
            continue
        if wording.object and not _promoted_from(segment, stop):
            continue
        if wording.needs and wording.needs not in segment.words[:first]:
            continue
        forms = ("s", "base", "ing")
        group = next((at for at in range(first, stop) if segment.verb(at, *forms)), first)
        number = _number(segment, first, stop)
        base = next((v.base for v in segment.verbs(group)), "")
        if "{has} risks" in wording.text and segment.is_word(0, "subordinator"):
            continue  # "If ..., it is safe": for them it may be
        text = _with_parts(segment, filled(wording.text, number, base), first, stop)
        if not text or segment.words[segment.body : segment.body + 1] == ["?"]:
            continue
        if segment.style() == "title":
            text = grammar.titled(text, segment.book)
        changes = Changes(segment)
        changes.replace(first, stop, text)
        if wording.tail:
            end = tail_start(segment, stop, segment.body)
            if wording.tail == "rest":
                end = stop
                if any(w in BREAKS or w == "," for w in segment.words[stop : segment.body]):
                    continue
            if end < segment.body:
                changes.drop(end, segment.body)
        chosen = frame._replace(applicability=wording.applicability)
        yield from draft(chosen, changes, wording.applicability != "safe")


def _behind(segment: Segment, stop: int) -> int:
    """Return where the clause ends, or `stop` where more than a tail stands between."""
    return segment.body if tail_start(segment, stop, segment.body) == stop else stop


def _promoted_from(segment: Segment, at: int) -> bool:
    """Tell whether a promoted thing begins at a token, or behind a word like `our`."""
    return segment.at("promoted", at) > at or (
        segment.at("determiner", at) == at + 1 and segment.at("promoted", at + 1) > at
    )


def _with_parts(segment: Segment, text: str, first: int, stop: int) -> str:
    """Put what lists matched inside a phrase into its wording; '' where one is missing."""
    while "{" in text:
        name = text[text.index("{") + 1 : text.index("}")]
        hits = segment.within(name, first, stop)
        if not hits:
            return ""
        text = text.replace(f"{{{name}}}", segment.shown(*hits[0]))
    return text


def _number(segment: Segment, first: int, stop: int) -> str:
    """Return the number that the verb of a phrase shows."""
    for at in range(first, stop):
        word = segment.words[at]
        if word in ("is", "has", "does") or segment.verb(at, "s"):
            return grammar.SINGULAR
        if word in ("are", "have", "do") or segment.verb(at, "base"):
            return grammar.PLURAL
    return ""


def topic(frame: Frame, segment: Segment, category: str) -> Iterator[Draft]:
    """Name the topic of a heading, button or call and promise nothing."""
    from claimlint.checks.page import WHOLE

    end = _unit_end(segment)
    # An alternative text says what a picture shows; "Relief in {{ city }}" is filled in later.
    if segment.kind == "alt" or segment.is_word(end - 1, "dangling") or segment.claim[0] >= end:
        return
    if segment.text[: segment.end].rstrip().endswith("?"):
        return
    for entry in segment.book.topics:
        fits = segment.kind in (entry.kinds or WHOLE)
        fits = fits and (not entry.categories or category in entry.categories)
        if not fits or (entry.calls and not _is_call(segment)):
            continue
        parts = {name: _part(segment, name, end) for name in entry.lists}
        if not all(parts.values()) or (":" in entry.text and not segment.takes_marks()):
            continue
        text = _topic_text(segment, entry.text, {k: v for k, v in parts.items() if v})
        if entry.calls or segment.words[-1] not in ("!", "."):
            end = min(end, segment.body)
        low, high = segment.spans[0][0], segment.spans[end - 1][1]
        if text and text != segment.text[low:high]:
            yield Draft(frame.id, "review", frame.description, ((low, high, text),))
            return


def _unit_end(segment: Segment) -> int:
    """Return the number of tokens of a unit, the name of the site behind a bar left out."""
    bar = segment.text.find(" | ", segment.start, segment.end)
    tokens = [at for at, (_, end) in enumerate(segment.spans) if bar < 0 or end <= bar]
    return len(tokens) or len(segment.words)


def _is_call(segment: Segment) -> bool:
    """Tell whether a segment is an imperative of a few words, on its own."""
    if any(word in BREAKS for word in segment.words[: segment.body]):
        return False
    if segment.covers("promoted", 0) or any(
        segment.is_word(at, "finite") for at in range(1, len(segment.words))
    ):
        return False
    return (
        bool(segment.verb(0, "base"))
        and len(segment.words) <= CALL
        and not (segment.within("stop", 1, segment.body))
    )


def _part(segment: Segment, name: str, end: int) -> tuple[int, int] | None:
    """Return the longest hit of a list before a token."""
    hits = [h for h in segment.within(name, 0, end) if not segment.of("vague").count(h)]
    if name != "treatment":  # "NAD+" is sold, and no good of the body
        hits = [h for h in hits if h not in segment.of("treatment")]
    return max(hits, key=lambda hit: (hit[1] - hit[0], -hit[0]), default=None)


def _topic_text(segment: Segment, text: str, parts: dict[str, tuple[int, int]]) -> str:
    """Return the text of a topic in the case style of its unit; '' where its parts overlap."""
    style = segment.style()
    ranges = list(parts.values())
    if any(a != b and a[0] < b[1] and b[0] < a[1] for a in ranges for b in ranges):
        return ""
    if style == "sentence":
        text = re.sub(r"\{[^}]*\}|[^{]+", lambda m: m[0] if m[0][0] == "{" else m[0].lower(), text)
    for name, (first, stop) in parts.items():
        shown = segment.shown(first, stop)
        if "\n" in shown or segment.words[first] in ("our", "this", "these", "the", "your"):
            return ""
        # A capital inside a sentence is a name's, and so may the first one be (`Crohn's`).
        own = (
            (first > 0 and not segment.has_capitals())
            or segment.is_name(first)
            or segment.words[1:2] == ["'s"]
        )
        if style == "sentence" and not own:
            shown = shown[0].lower() + shown[1:]
            if segment.has_capitals() and not any(segment.is_name(t) for t in range(first, stop)):
                shown = shown.lower()
        if style == "sentence" and first and segment.words[first - 1] in ("the", "your"):
            shown = f"{segment.words[first - 1]} {shown}"
        text = text.replace(f"{{{name}}}", shown)
    if style == "upper":
        return text.upper()
    if style == "title":
        return grammar.titled(text, segment.book)
    return grammar.capitalized(text)
