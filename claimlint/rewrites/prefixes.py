"""Frames that say before a clause that it is not established, or that studies differ."""

from __future__ import annotations

from claimlint.checks.page import WHOLE
from claimlint.rewrites import grammar
from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.clause import verb_group
from claimlint.rewrites.complement import tail_start
from claimlint.rewrites.denials import draft, filled
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment


def passive(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`X is relieved by T` -> `It has not been established that X is relieved by T`."""
    words, body = segment.words, segment.body
    for at in range(1, body - 3):
        if words[at] not in ("is", "are") and words[at : at + 2] != ["can", "be"]:
            continue
        verb = at + 1 + (words[at] == "can")
        after = segment.at("adverb", verb)
        verb = after if after > verb else verb
        if not segment.verb(verb, "participle") or words[verb + 1 : verb + 2] not in (
            ["by"],
            ["with"],
        ):
            continue
        low = verb + 2
        while (
            low < body
            and segment.at("promoted", low) != body
            and ((step := segment.at("determiner", low)) > low)
        ):
            low = step
        agents = [s for f, s in segment.of("promoted") if f == low]
        stops = [hit for hit in segment.within("stop", 0, body) if not at <= hit[0] <= verb]
        if max(agents, default=-1) != body or stops or "," in words or words[body:] == ["?"]:
            continue
        yield from _prefixed(frame, segment, 0, 0, False)
        return


def patients(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Most patients report X` -> `It has not been established that patients report X`."""
    lead = max(segment.at("lead", 0), 0)
    first = lead + (segment.words[lead : lead + 1] == [","])
    quantified = max(segment.at("quantifier", first), first)
    people = segment.at("patient", quantified)
    if people < 0:
        return
    after = max(segment.at("adverb", people), people)
    if segment.is_word(after, "moves"):
        return
    if not (segment.verb(after, "base") or segment.covers("modal", after)):
        return
    end = segment.body
    keep = tail_start(segment, people + 1, end)
    rest = (people + 1, keep)
    if segment.words[end : end + 1] == ["?"] or segment.claim[0] > keep:
        return
    aux = [h for h in segment.within("stop", *rest) if not segment.covers("modal", h[0])]
    if aux or any(w in ("%", "percent") for w in segment.words[first:keep]):
        return
    if any(w in BREAKS for w in segment.words[people:keep]):
        return
    yield from _prefixed(frame, segment, first, quantified, True, keep)


def outcomes(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Results are seen within days` -> `It has not been established that results are seen ...`."""
    lead = max(segment.at("lead", 0), 0)
    first = lead + (segment.words[lead : lead + 1] == [","])
    verb = segment.at("outcome-subject", first)
    behind = segment.at("outcome-verb", verb) if verb > first else -1
    end = segment.body
    if behind < 0 or segment.words[end : end + 1] == ["?"] or segment.kind in WHOLE:
        return
    keep = tail_start(segment, behind, end)
    if segment.within("stop", behind, keep) or any(
        w in BREAKS or w in ("%", "percent", ",") for w in segment.words[first:keep]
    ):
        return
    yield from _prefixed(frame, segment, first, first, True, keep)


def foretold(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`You will V` -> `It cannot be predicted whether you will V`."""
    words = segment.words
    lead = max(segment.at("lead", 0), 0)
    first = lead + (words[lead : lead + 1] == [","])
    if words[first : first + 2] not in (["you", "will"], ["you", "'ll"]) or "?" in words:
        return
    rest = (first + 2, segment.body)
    if any(word in ("never", "not", "no") for word in words[first:]):
        return
    stops = [h for h in segment.within("stop", *rest) if words[h[0]] not in ("be", "have")]
    if not stops and words[first + 2 : first + 3] not in (["need"], ["receive"], ["meet"]):
        yield from _prefixed(frame, segment, first, first, False)


def _prefixed(
    frame: Frame, segment: Segment, first: int, subject: int, careful: bool, keep: int = 0
) -> Iterator[Draft]:
    """Put the frame's text before the clause whose subject begins at a token."""
    word = (
        grammar.decapitalized(segment, subject)
        if first == 0
        else segment.shown(subject, subject + 1)
    )
    if not word or (
        word == segment.shown(subject, subject + 1)
        and first == 0
        and (segment.is_capital(subject) and not segment.is_name(subject))
    ):
        return
    text = frame.text if first == 0 else frame.text[0].lower() + frame.text[1:]
    changes = Changes(segment)
    changes.replace(first, subject + 1, f"{text} {word}")
    if keep and keep < segment.body:
        changes.drop(keep, segment.body)
    yield from draft(frame, changes, careful)


def _clause_at(segment: Segment, at: int) -> bool:
    """Tell whether a promoted thing and its verb stand at a token."""
    heads = [stop for first, stop in segment.of("promoted") if first == at]
    return any((group := verb_group(segment, stop)) and group.number for stop in heads)


def studies(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Studies show that T does X` -> `Studies have given mixed results on whether T does X`."""
    lead = max(segment.at("lead", 0), 0)
    first = lead + (segment.words[lead : lead + 1] == [","])
    subject = segment.at("study", first)
    shows = segment.at("study-shows", subject) if subject > first else -1
    if shows < 0 or not any(f >= shows for f, _ in segment.of("promoted")):
        return
    if segment.words[segment.body : segment.body + 1] == ["?"]:
        return
    if segment.words[shows - 1] != "that" and not _clause_at(segment, shows):
        return  # "has shown the benefits of T"
    if segment.within("modal", shows, segment.body):
        return
    if any(w in BREAKS for w in segment.words[shows : segment.body]):
        return
    number = grammar.number_of(segment, first, subject)
    text = filled(frame.text, number)
    if text:
        changes = Changes(segment)
        changes.replace(subject, shows, text)
        yield from draft(frame, changes, True)
