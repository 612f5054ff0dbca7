"""Who is said to do what: subject, verb group and complement of a claim, where they are plain.

A clause is read only if its subject is a promoted thing (or a pronoun), its verb a known form,
and nothing behind the verb opens another clause. Everything else is left alone: a fluent
rewrite that denies an accepted fact is worse than none.
"""

from __future__ import annotations

from collections import namedtuple

from claimlint.rewrites import grammar
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.capture import Segment

Start = namedtuple("Start", "at front careful")
Start.__doc__ = """Where a clause may begin.

front: tokens (first, stop) of a fronted claim that must go with it, or None; careful: the clause
is not the sentence's plain beginning, so the rewrite is for review.
"""

Group = namedtuple("Group", "first at base number expects proof")
Group.__doc__ = """A verb with what stands before it.

first: the first token (adverb, modal, hedge or the verb); at: the verb; base: its base form ('be'
for a copula); number: as the finite form says ('' after a modal); expects: the tag that verbs
joined to it must have; proof: what stood before it claims proof.
"""

Clause = namedtuple("Clause", "start subject_stop group number end careful")
Clause.__doc__ = (
    "A claim as subject, verb group and the tokens up to `end`; number: of the subject."
)

_MODIFIER = 7
_MAX_FRONT = 30


def starts(segment: Segment) -> Iterator[Start]:
    """Yield the tokens at which a clause with a subject may begin."""
    words = segment.words
    yield Start(0, None, False)
    lead = segment.at("lead", 0)
    if lead > 0:
        yield Start(lead + (words[lead : lead + 1] == [","]), None, False)
    commas = [at for at in range(1, min(_MAX_FRONT, len(words) - 2)) if words[at] == ","]
    if len(commas) > 1 and fronted(segment) and words[commas[0] + 1] in ("which", "who"):
        del commas[0]  # "Unlike drugs, which mask it, ..."
    for comma in commas[:3]:
        if fronted(segment):
            if comma == commas[0]:
                backed = words[0] in ("backed", "supported")
                yield Start(comma + 1, (0, comma + 1), not backed)
        elif segment.is_word(0, "setting"):
            yield Start(comma + 1, None, comma != commas[0] or bool(stops(segment, 0, comma)))
        elif segment.is_word(0, "subordinator") or words[0].endswith(("ed", "ing")):
            yield Start(comma + 1, None, True)
    for at in range(1, len(words) - 2):
        behind = at + 1
        if words[at] == "," and words[at + 1] in ("and", "but", "so"):
            behind = at + 2
        elif words[at] not in (":", "—", "–", ";"):
            continue
        lead = segment.at("lead", behind)
        if lead > behind:
            yield Start(lead + (words[lead : lead + 1] == [","]), None, True)
        yield Start(behind, None, True)


def label(segment: Segment) -> int:
    """Return where the colon behind a lead-in with a verb stands: `Enhance Repair: ...`; else 0."""
    words = segment.words
    colon = next((at for at in range(2, min(7, len(words) - 1)) if words[at] == ":"), 0)
    if not colon or not segment.verb(0, "base", "ing") or segment.covers("noun", 0):
        return 0
    if words[1] in ("to", "with", "for", "in", "the", "a", "an"):
        return 0
    joined = any(word in ("and", "or", ",", "&") for word in words[:colon])
    return 0 if joined or segment.within("stop", 0, colon) else colon


def fronted(segment: Segment) -> bool:
    """Tell whether a segment begins with a claim that stands before its clause."""
    words = segment.words
    by = words[:1] == ["by"] and len(words) > 1 and words[1].endswith("ing")
    return by or segment.at("fronted", 0) > 0


def stops(segment: Segment, first: int, stop: int) -> list[tuple[int, int]]:
    """Return what may begin or belong to another clause in a range."""
    return [
        hit for hit in segment.within("stop", first, stop) if not segment.covers("fine", hit[0])
    ]


def clauses(segment: Segment) -> Iterator[Clause]:
    """Yield the clauses of a segment that say what a promoted thing does."""
    for start in starts(segment):
        for stop, careful in _subjects(segment, start.at):
            group = verb_group(segment, stop)
            if group is None:
                continue
            number = grammar.number_of(segment, start.at, stop)
            if not _agrees(group, number):
                continue
            yield Clause(start, stop, group, group.number or number, _end(segment, group.at),
                         start.careful or careful)  # fmt: skip
            break
    for at in range(1, len(segment.words) - 1):
        if segment.words[at] in ("that", "which") and _antecedent(segment, at):
            group = verb_group(segment, at + 1)
            if group is not None and group.number:
                careful = segment.words[at] == "which"
                start = Start(at, None, careful)
                end = _end(segment, group.at)
                yield Clause(start, at + 1, group, group.number, end, careful)


def _agrees(group: Group, number: str) -> bool:
    """Tell whether subject and verb agree: else one of them was not understood."""
    if group.number and number:
        return bool(group.number == number)
    # A base form without a modal may be a noun ("PRP repair"), unless the subject is plural.
    return bool(number) or (group.number == grammar.SINGULAR)


def _antecedent(segment: Segment, at: int) -> bool:
    """Tell whether a promoted thing stands right before a relative pronoun."""
    return any(stop == at for name in ("promoted", "antecedent") for _, stop in segment.of(name))


def _end(segment: Segment, at: int) -> int:
    """Return where the clause that holds a token ends: the first break behind it."""
    words = segment.words
    end = at + 1
    while end < len(words) and words[end] not in BREAKS:
        end += 1
    return end


def _subjects(segment: Segment, at: int) -> Iterator[tuple[int, bool]]:
    """Yield (where a promoted subject that begins here ends, it is for review), longest first."""
    words = segment.words
    if at >= len(words):
        return
    if words[at] in ("it", "they", "this", "these") and segment.at("pronoun", at) == at + 1:
        if segment.refers():
            yield at + 1, True
        if words[at] in ("it", "they"):
            return
    generic = segment.is_word(at, "generic") and not segment.refers()
    listed = _listed(segment, at)
    if listed:
        yield listed, True
    first = at
    heads: list[tuple[int, int]] = []
    for _ in range(5):
        heads += [hit for hit in segment.of("promoted") if hit[0] == first]
        step = segment.at("determiner", first)
        if step <= first:
            break
        first = step
    ends = sorted({stop for low, stop in heads if not _accepted(segment, low, stop)}, reverse=True)
    for stop in ends:
        while words[stop : stop + 1] == ["and"]:
            joined = [s for low, s in segment.of("promoted") if low == stop + 1]
            if not joined:
                break
            stop = max(joined)
        plainly = segment.is_word(stop - 1, "treatment-word") and segment.is_first()
        if generic and not plainly and not any(f < stop <= s for f, s in segment.of("treatment")):
            continue
        yield stop, False
        if stop < len(words) and (
            _in_brackets(segment, stop) or segment.is_word(stop, "treatment-word")
        ):
            stop += 1
            yield stop, False
        if segment.is_word(stop, "derived") and words[stop + 1 : stop + 2] in (["from"], ["of"]):
            source = max((s for f, s in segment.of("treatment") if f == stop + 2), default=0)
            if source:
                yield source, True
        if segment.is_word(stop, "preposition"):
            for end in range(stop + 2, min(stop + _MODIFIER, len(words)) + 1):
                if words[end - 1] == "," or segment.covers("stop", end - 1):
                    break
                yield end, False


def _listed(segment: Segment, at: int) -> int:
    """Return where a list of names that ends as a treatment ends: `B12, NAD and C injections`."""
    words, commas = segment.words, 0
    for token in range(at, min(at + _MODIFIER * 2, len(words))):
        word = words[token]
        if word in (",", "and", "&"):
            commas += word == ","
        elif commas and word.endswith("s") and segment.is_word(token, "treatment-word"):
            return token + 1
        elif not (segment.is_capital(token) or segment.covers("treatment", token)):
            return 0
    return 0


def _in_brackets(segment: Segment, at: int) -> bool:
    """Tell whether one token stands in brackets: `platelet-rich plasma (PRP)`."""
    start, end = segment.spans[at]
    return segment.text[start - 1 : start] == "(" and segment.text[end : end + 1] == ")"


def _accepted(segment: Segment, first: int, stop: int) -> bool:
    """Tell whether a subject is accepted care, a study or a person rather than a promoted thing."""
    return any(
        low <= first and end >= stop and not (low == first and end == stop and _sold(segment, stop))
        for low, end in segment.of("accepted")
    )


def _sold(segment: Segment, stop: int) -> bool:
    """Tell whether a named treatment ends here (a list of accepted care may name it as well)."""
    return any(end == stop for _, end in segment.of("treatment"))


def verb_group(segment: Segment, first: int) -> Group | None:
    """Read adverbs, modal, hedges and the verb from a token on; None where it is not plain."""
    for hedged in (True, False):
        found = _group(segment, first, hedged)
        if found is not None:
            return found
    return None


def _group(segment: Segment, first: int, hedged: bool) -> Group | None:
    words = segment.words
    at, number, expects, proof = first, "", "", False
    for _ in range(5):
        after = segment.at("adverb", at)
        if after > at:
            at = after
            continue
        proved = segment.at("proof-to", at)
        hedge = max(segment.at("hedge-to", at), proved) if hedged else -1
        if hedge > at and expects in ("", "base"):
            if not expects:
                number = _finite(segment, at)
                if not number:
                    return None
            proof = proof or proved == hedge
            at, expects = hedge, "base"
            continue
        if not expects and segment.at("modal", at) == at + 1:
            at, expects = at + 1, "base"
            continue
        hedge = segment.at("hedge-ing", at) if hedged else -1
        if hedge > at and segment.verb(hedge, "ing") and expects in ("", "base"):
            number = number or (_finite(segment, at) if not expects else "")
            at, expects = hedge, "ing"
            continue
        break
    if at >= len(words):
        return None
    copula = _copula(segment, first, at, expects, number, proof)
    if copula is not None:
        return copula
    if not expects and words[at] in ("is", "are") and segment.verb(at + 1, "ing"):
        number = grammar.SINGULAR if words[at] == "is" else grammar.PLURAL
        return Group(first, at + 1, segment.verb(at + 1, "ing"), number, "ing", proof)
    if expects:
        base = segment.verb(at, expects)
        # After "help" a noun may follow: "may help pain relief".
        return Group(first, at, base, number, expects, proof) if base else None
    if segment.verb(at, "s"):
        return Group(first, at, segment.verb(at, "s"), grammar.SINGULAR, "s", proof)
    if segment.verb(at, "base"):
        return Group(first, at, segment.verb(at, "base"), grammar.PLURAL, "base", proof)
    return None


def _finite(segment: Segment, at: int) -> str:
    """Return the number that a finite form shows; '' for a past or unknown one."""
    word = segment.words[at]
    if word in ("is", "has", "does"):
        return grammar.SINGULAR
    if word in ("are", "have", "do"):
        return grammar.PLURAL
    tags = {tag for verb in segment.verbs(at) for tag in verb.tags}
    if segment.is_word(at, "leads-in"):
        return grammar.SINGULAR
    if segment.is_word(at, "lead-in"):
        return grammar.PLURAL
    if "s" in tags:
        return grammar.SINGULAR
    return grammar.PLURAL if "base" in tags else ""


def _copula(
    segment: Segment, first: int, at: int, expects: str, number: str, proof: bool
) -> Group | None:
    """Return the group of a form of `be` that praise follows: "is highly effective"."""
    word = segment.words[at]
    if (word in ("is", "are") and not expects) or (word == "be" and expects == "base"):
        after = segment.at("adverb", at + 1)
        after = after if after > at else at + 1
        if segment.at("predicate", after) > after or segment.at("predicate", at + 1) > at:
            if word != "be":
                number = grammar.SINGULAR if word == "is" else grammar.PLURAL
            return Group(first, at, "be", number, "be", proof)
    return None
