"""Frames with fixed wordings: for a phrase, for a lead-in, for a whole heading or call."""

from __future__ import annotations

from claimlint.rewrites import grammar
from claimlint.rewrites.book import SWAP
from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.complement import tail_start
from claimlint.rewrites.denials import draft, filled
from claimlint.rewrites.omissions import JOINTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment


def lead_in(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out the verb of a lead-in: `Enhance Tissue Repair: ...` -> `Tissue Repair: ...`."""
    words = segment.words
    colon = next((at for at in range(2, min(7, len(words) - 1)) if words[at] == ":"), 0)
    if not colon or segment.claim[0] >= colon or not segment.verb(0, "base", "ing"):
        return
    first = 1
    if segment.covers("noun", 0) or words[first] in ("to", "with", "for", "in", "the", "a", "an"):
        return
    if segment.within("stop", 0, colon) or any(w in JOINTS for w in words[:colon]):
        return
    changes = Changes(segment)
    changes.drop(0, first)
    yield from draft(frame, changes, True)


def swap(frame: Frame, segment: Segment, rule: str) -> Iterator[Draft]:
    """Put the wording of rules/rewrites.yaml, or of the rule itself, in place of a phrase."""
    found = [hit for hit in segment.hits if hit.name.startswith(SWAP)]
    for name, first, stop in found:
        wider = any(h.first <= first and stop <= h.stop and h[1:] != (first, stop) for h in found)
        if first >= segment.claim[1] or wider or segment.is_word(first - 1, "reason"):
            continue
        wording = segment.book.swaps[int(name[len(SWAP) :])]
        if stop < segment.claim[0] - 2 and first and not wording.object:
            continue
        if wording.rule not in ("", rule) or (wording.ends and stop < segment.body):
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
        text = _with_parts(segment, filled(wording.text, number, base), first, stop)
        if not text or segment.words[segment.body : segment.body + 1] == ["?"]:
            continue
        if segment.style() == "title":
            text = grammar.titled(text, segment.book)
        changes = Changes(segment)
        changes.replace(first, stop, text)
        end = tail_start(segment, stop + 1, segment.body) if stop + 1 < segment.body else stop
        if wording.tail and stop < end < segment.body:
            changes.drop(end, segment.body)
        chosen = frame._replace(applicability=wording.applicability)
        yield from draft(chosen, changes, wording.applicability != "safe")


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

    if segment.is_word(len(segment.words) - 1, "dangling"):
        return  # more of the unit is filled in later: "Relief in {{ city }}"
    for entry in segment.book.topics:
        fits = segment.kind in (entry.kinds or WHOLE)
        fits = fits and (not entry.categories or category in entry.categories)
        if not fits or (entry.calls and not _is_call(segment)):
            continue
        parts = {name: _part(segment, name) for name in entry.lists}
        if not all(parts.values()):
            continue
        text = _topic_text(segment, entry.text, {k: v for k, v in parts.items() if v})
        end = (
            len(segment.words)
            if segment.words[-1:] in (["!"], ["."]) and not entry.calls
            else segment.body
        )
        low, high = segment.spans[0][0], segment.spans[end - 1][1]
        before = segment.text[low:high]
        if (
            text
            and text != before
            and not before.endswith("?")
            and segment.words[segment.body :] != ["?"]
        ):
            yield Draft(frame.id, "review", frame.description, ((low, high, text),))
            return


def _is_call(segment: Segment) -> bool:
    """Tell whether a segment is an imperative of a few words, on its own."""
    if segment.covers("promoted", 0) or any(
        segment.is_word(at, "finite") for at in range(1, len(segment.words))
    ):
        return False
    return (
        bool(segment.verb(0, "base"))
        and len(segment.words) <= 14
        and not (segment.within("stop", 1, segment.body))
    )


def _part(segment: Segment, name: str) -> tuple[int, int] | None:
    """Return the longest hit of a list."""
    hits = [hit for hit in segment.of(name) if not segment.of("vague").count(hit)]
    return max(hits, key=lambda hit: (hit[1] - hit[0], -hit[0]), default=None)


def _topic_text(segment: Segment, text: str, parts: dict[str, tuple[int, int]]) -> str:
    style = segment.style()
    ranges = list(parts.values())
    if any(a != b and a[0] < b[1] and b[0] < a[1] for a in ranges for b in ranges):
        return ""
    for name, (first, stop) in parts.items():
        shown = segment.shown(first, stop)
        if "\n" in shown or segment.words[first] in ("our", "this", "these", "the", "your"):
            return ""
        if (
            style == "sentence"
            and not text.startswith(f"{{{name}}}")
            and not segment.is_name(first)
        ):
            shown = shown[0].lower() + shown[1:]
        text = text.replace(f"{{{name}}}", shown)
    if style == "upper":
        return text.upper()
    if style == "title":
        return grammar.titled(text, segment.book)
    return grammar.capitalized(text)
