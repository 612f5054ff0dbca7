"""Frames that say of a claim that it has not been shown, proven or established, or is foretold."""

from __future__ import annotations

from claimlint.rewrites import grammar
from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.clause import Group, clauses, label, starts, verb_group
from claimlint.rewrites.complement import complement, tail_start
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment
    from claimlint.rewrites.clause import Clause


MAX_SAFE_TAIL = 7
"""Tokens at the end of a clause that go with a claim without a second look."""


def draft(frame: Frame, changes: Changes, careful: bool = False) -> Iterator[Draft]:
    """Yield the draft of some changes, if they make one."""
    edits = changes.edits()
    if edits:
        level = "review" if careful else frame.applicability
        yield Draft(frame.id, level, frame.description, edits)


def filled(text: str, number: str, base: str = "") -> str:
    """Return a frame's text with {has}, {have}, {is}, {does}, {its} and {base} filled in.

    Empty where the number or the base that the text asks for is not known.
    """
    for name in ("has", "have", "is", "does", "its"):
        if f"{{{name}}}" in text:
            word = grammar.agree(name, number)
            if not word:
                return ""
            text = text.replace(f"{{{name}}}", word)
    if "{base}" in text:
        if not base:
            return ""
        text = text.replace("{base}", base)
    return text


def deny(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`reverses X` -> `has not been shown to reverse X`."""
    for clause in clauses(segment):
        if not _holds_claim(segment, clause) or clause.group.base in segment.book.facts:
            continue
        text = filled(frame.text, clause.number, clause.group.base)
        changes = Changes(segment)
        plain, keep = complement(segment, clause.group, clause.end, changes)
        if not text or not plain:
            continue
        # What ends with ", restoring ..." says more than the claim: a person should see it go.
        longer = clause.end - keep > MAX_SAFE_TAIL
        _put_group(segment, clause.group, text, changes)
        if clause.start.front:
            changes.drop(*clause.start.front)
        elif 0 < label(segment) < clause.start.at:
            changes.drop(0, 1)  # the lead-in promises as well
        yield from draft(frame, changes, clause.careful or clause.group.proof or longer)
        return


def _put_group(segment: Segment, group: Group, text: str, changes: Changes) -> None:
    """Put the denial in place of a verb group; a verb that is a base form already stays."""
    if segment.words[group.at] == group.base:
        lead = text[: -len(group.base)].rstrip()
        changes.replace(group.first, group.at, lead)
    else:
        changes.replace(group.first, group.at + 1, text)


def _holds_claim(segment: Segment, clause: Clause) -> bool:
    """Tell whether the claim is what the clause says: it reaches into its predicate."""
    first, stop = segment.claim
    begin = clause.start.at
    if clause.start.front and clause.start.front[0] <= first:
        begin = clause.start.front[0]  # what is claimed in front goes
    if segment.words[begin] in ("that", "which"):
        begin -= 4  # the noun that the clause is about
    return bool(begin <= first < clause.end and stop <= clause.end)


def promise(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`We can reduce X` -> `We cannot promise to reduce X`."""
    for start in starts(segment):
        at = start.at
        if segment.words[at : at + 1] != ["we"]:
            continue
        group = verb_group(segment, at + 1)
        if group is None or not segment.book.words["promise-verb"] & {group.base}:
            continue
        end = next(
            (i for i in range(group.at, len(segment.words)) if segment.words[i] in BREAKS),
            len(segment.words),
        )
        if not (at <= segment.claim[0] and segment.claim[1] <= end) or group.proof:
            continue
        changes = Changes(segment)
        plain, _ = complement(segment, group, end, changes)
        if plain:
            _put_group(segment, group, filled(frame.text, "", group.base), changes)
            if start.front:
                changes.drop(*start.front)
            yield from draft(frame, changes, True)
        return


def under_study(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`improves X` -> `is being studied for its effects on X`."""
    for clause in clauses(segment):
        group = clause.group
        if not _holds_claim(segment, clause) or group.base not in segment.book.words["effect-verb"]:
            continue
        text = filled(frame.text, clause.number)
        changes = Changes(segment)
        plain, keep = complement(segment, group, clause.end, Changes(segment))
        object_ = segment.words[group.at + 1 : group.at + 2]
        if segment.words[clause.subject_stop - 1] in ("it", "this", "they", "these"):
            continue
        if object_ in (["a"], ["an"], ["more"], ["to"]) or not object_:
            continue
        behind = range(group.at + 1, keep)
        if any(segment.words[at] == "by" or segment.is_word(at, "time-word") for at in behind):
            continue
        if not text or not plain or _has_verb(segment, group.at + 1, keep):
            continue
        if keep < clause.end:
            changes.drop(keep, clause.end)
        changes.replace(group.first, group.at + 1, text)
        if clause.start.front:
            changes.drop(*clause.start.front)
        elif 0 < label(segment) < clause.start.at:
            changes.drop(0, 1)
        yield from draft(frame, changes, True)
        return


def _has_verb(segment: Segment, first: int, stop: int) -> bool:
    """Tell whether a range holds what may be another verb: then no noun list can be made of it."""
    if "but" in segment.words[first:stop]:
        return True
    joints = (",", "and", "or", "&", "to")
    return any(
        segment.verbs(at) and (segment.words[at - 1] in joints or at == first)
        for at in range(first, stop)
    )


def ability(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`One benefit of T is its ability to V` -> `T has not been shown to V`."""
    for first, stop in segment.of("benefit-of"):
        if first:
            continue
        heads = [s for f, s in segment.of("promoted") if f >= stop and f - stop < 3]
        for head in sorted(heads, reverse=True):
            verb = segment.at("is-able", head)
            if verb < 0 or not segment.verb(verb, "base") or segment.claim[1] <= verb:
                continue
            text = filled(frame.text, grammar.number_of(segment, stop, head))
            end = segment.body
            changes = Changes(segment)
            group = Group(0, verb, segment.verb(verb, "base"), "", "base", False)
            plain, _ = complement(segment, group, end, changes)
            if text and plain:
                subject = grammar.capitalized(segment.shown(stop, head))
                changes.replace(0, verb, f"{subject} {text}")
                yield from draft(frame, changes, True)
            return


def effect(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Improved mobility` -> `Effect on mobility not established`."""
    first = segment.at("gain", 0)
    body = segment.body
    words = segment.words
    if "," in words and words[words.index(",") + 1 :][:1] == ["including"]:
        body = words.index(",")
    whole, body = body, tail_start(segment, max(first, 1), body)
    last = body - 1
    if (
        first < 0
        and 1 < body < 5
        and segment.at("gain-tail", last) == body
        and not (segment.verb(0, "base") and not segment.covers("noun", 0))
    ):
        first, body = 0, last  # "Hangover relief"
    elif not 0 < first < body:
        return
    if first > 2 or body > 9 or segment.of("stop") or any(w in BREAKS for w in words[:whole]):
        return
    if any(
        segment.verb(at, "s", "past") and not segment.covers("noun", at)
        for at in range(first, body)
    ):
        return
    gains = [stop for at in range(first, body) if (stop := segment.at("gain", at)) > at]
    if (
        gains
        or segment.is_word(body - 1, "dangling")
        or segment.is_word(first, "outcome")
        or "," in words[:body]
        or words[body : body + 1] == ["?"]
    ):
        return
    if segment.is_name(first) or not segment.is_capital(first):
        word = segment.shown(first, first + 1)
    else:
        word = words[first]
    rest = segment.shown(first, body)[len(word) :]
    changes = Changes(segment)
    text = frame.text.replace("{object}", word + rest)
    titled = len(words) > 1 and all(segment.is_capital(at) for at in range(min(2, body)))
    changes.replace(0, segment.body, grammar.titled(text, segment.book) if titled else text)
    yield from draft(frame, changes, True)


def fragment(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Prevents A and strengthens B` -> `Not shown to prevent A or strengthen B`."""
    begin = _behind_lead_in(segment)
    first = max(segment.at("adverb", begin), begin)
    hedge = segment.at("hedge-to", first)
    helps = hedge > first and segment.verb(hedge, "base") and segment.words[first].endswith("s")
    noun = segment.covers("noun", first) or segment.covers("treatment", first)
    expects = "s" if segment.verb(first, "s") and not noun else ""
    if segment.kind in ("list-item", "cell", "term", "label") and not expects:
        expects = next((tag for tag in ("base", "ing") if segment.verb(first, tag)), "")
    if not expects or segment.claim[1] <= begin or _is_readers(segment, first, expects):
        return
    if helps and expects:
        first, expects = hedge, "base"
    base = segment.verb(first, expects)
    group = Group(begin, first, base, "", expects, False)
    end = next(
        (i for i in range(first, len(segment.words)) if segment.words[i] in BREAKS),
        len(segment.words),
    )
    if segment.claim[1] > end or base in segment.book.facts:
        return
    behind = first + 1
    if expects == "ing" and (
        segment.is_word(behind, "treatment-word") or segment.is_word(behind, "vague-noun")
    ):
        return  # "Brightening treatment": an adjective
    changes = Changes(segment)
    plain, _ = complement(segment, group, end, changes)
    if plain:
        text = filled(frame.text, "", base)
        if begin and not segment.is_capital(begin):
            text = text[0].lower() + text[1:]
        elif segment.has_capitals() and segment.is_capital(segment.body - 1):
            text = grammar.titled(text, segment.book)
        changes.replace(begin, first + 1, text)
        if 0 < label(segment) < begin:
            changes.drop(0, 1)
        yield from draft(frame, changes, True)


def _is_readers(segment: Segment, at: int, form: str) -> bool:
    """Tell whether a verb in front says what the reader does or gets (`Enjoy ...`), or is none.

    `Lasting relief` begins with an adjective.
    """
    readers = segment.book.words["reader-verb"]
    adjective = form == "ing" and segment.covers("gain", at)
    return adjective or (form != "s" and segment.verb(at, form) in readers)


def _behind_lead_in(segment: Segment) -> int:
    """Return where the text behind a lead-in of a few words (`Sleep: ...`) begins, else 0."""
    for at in range(1, min(6, len(segment.words) - 2)):
        if segment.words[at] in (":", "—", "–"):
            return at + 1
    return 0


def with_treatment(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """`Relieve X with T` -> `T has not been shown to relieve X`."""
    words, body = segment.words, segment.body
    base = segment.verb(0, "base")
    if not base or words[body : body + 1] == ["?"] or _is_readers(segment, 0, "base"):
        return
    for at in range(2, body - 1):
        if words[at] not in ("with", "using", "through", "via"):
            continue
        low = at + 1
        while low < body and segment.at("determiner", low) > low and words[low] in ("our", "the"):
            low += 1
        stops = [s for f, s in segment.of("promoted") if f in (at + 1, low)]
        head = max(stops, default=0)
        if head != body and (head < low or words[head] not in ("that", "which")):
            continue
        if segment.claim[0] > at:
            continue
        number = grammar.number_of(segment, at + 1, head)
        text = filled(frame.text, number, base)
        changes = Changes(segment)
        group = Group(0, 0, base, "", "base", False)
        plain, keep = complement(segment, group, at, changes)
        if text and plain and keep == at:
            subject = grammar.capitalized(segment.shown(at + 1, body))
            changes.replace(0, 1, f"{subject} {text}")
            changes.drop(at, body)
            yield from draft(frame, changes, True)
        return
