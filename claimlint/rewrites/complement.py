"""What follows the verb of a claim, brought under its negation: joined verbs, `and`, tails."""

from __future__ import annotations

from claimlint.rewrites import grammar
from claimlint.rewrites.clause import stops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rewrites.capture import Segment
    from claimlint.rewrites.changes import Changes
    from claimlint.rewrites.clause import Group


def complement(segment: Segment, group: Group, end: int, changes: Changes) -> tuple[bool, int]:
    """Bring what follows a verb under its negation; return (it is plain, where what is kept ends).

    Verbs that are joined to it become base forms, `and` becomes `or`, tails and intensifiers go.
    """
    first = group.at + 1
    keep = tail_start(segment, first + 1, end)
    if keep < end:
        changes.drop(keep, end)
    if segment.words[end : end + 1] in (["?"], [":"], ["—"], ["–"]) and (
        end + 1 < len(segment.words) or segment.words[end] == "?"
    ):
        return False, keep
    if any(w in ("%", "percent") for w in segment.words[first:keep]):
        return False, keep
    plain = _plain_until(segment, group, first, keep)
    if plain < 0:
        return False, keep
    if group.base == "be":
        _plain_praise(segment, first, plain, changes)
    dropped = [d for d in segment.within("drop", first, plain) if not _beside_and(segment, d)]
    for low, high in dropped:
        if high < keep and segment.covers("noun", high) and segment.words[low].endswith("ly"):
            return False, keep
        changes.drop(low, high)
    return _coordinate(segment, group, first, plain, changes), keep


def _plain_until(segment: Segment, group: Group, first: int, keep: int) -> int:
    """Return up to where a complement is plain; -1 where another clause may follow.

    A clause about the object ("pain that does not go") may follow, if no verb behind it may be
    joined to the verb of the claim.
    """
    found = stops(segment, first, keep)
    if not found:
        return keep
    openers = [f for f, _ in segment.within("relative", first, keep) if f > first]
    if not openers or found[0][0] < openers[0]:
        return -1
    words = segment.words
    for at in range(openers[0] + 1, keep):
        if segment.covers("fine", at):
            continue
        if segment.is_word(at, "turn"):
            return -1
        if words[at] in ("and", "or", ",") and at + 1 < keep:
            after = max(segment.at("adverb", at + 1), at + 1)
            if after < keep and segment.verb(
                after, group.expects if group.expects != "be" else "s"
            ):
                return -1
            if segment.at("promoted", after) > 0 or words[after] in ("it", "we", "this", "they"):
                return -1
    return openers[0]


def _plain_praise(segment: Segment, first: int, stop: int, changes: Changes) -> None:
    """Make praise behind `be` plain: to deny that it is *very* effective grants that it is."""
    at = first
    while at < stop and segment.is_word(at, "intensifier"):
        at += 1
    if at > first:
        changes.drop(first, at)
    if segment.words[at : at + 1] in (["a"], ["an"]) and at + 2 < stop:
        more = at + 1
        while more < stop and segment.is_word(more, "intensifier"):
            more += 1
        if segment.is_word(more, "praised") and segment.words[more + 1] == ",":
            article = grammar.article(segment.shown(more + 2, more + 3))
            changes.replace(at, more + 2, article or "a")
        elif segment.is_word(more, "praised") and more + 1 < stop:
            changes.replace(at, more + 1, "an effective")
        elif more > at + 1:
            changes.drop(at + 1, more)


def _beside_and(segment: Segment, hit: tuple[int, int]) -> bool:
    joints = ("and", "or", ",")
    before, after = segment.words[hit[0] - 1 : hit[0]], segment.words[hit[1] : hit[1] + 1]
    return before[0] in joints or (bool(after) and after[0] in joints)


def _coordinate(segment: Segment, group: Group, first: int, keep: int, changes: Changes) -> bool:
    """Turn joined verbs into base forms and `and` into `or`; False where one is not understood."""
    words = segment.words
    kept = {t for low, high in segment.within("pair", first, keep) for t in range(low, high)}
    if "both" in words[first:keep] or "between" in words[first:keep]:
        return False
    for at in range(first, keep):
        if words[at : at + 2] == ["but", "also"] and at + 2 < keep:
            changes.replace(at, at + 2, "or")
            if not _joined_verb(segment, group, at + 2, keep, changes):
                return False
            continue
        if words[at] not in ("and", "&", "or", ","):
            continue
        after = at + 1
        if words[at] == "," and words[after : after + 1] in (["and"], ["or"], ["&"]):
            continue
        if segment.is_word(after, "opens-examples"):
            continue
        # "with our serum and mask" stays; a verb that is joined to the claim's does not.
        joined = segment.verb(at + 1, "s" if group.expects == "be" else group.expects)
        means = (
            not joined
            and words[at - 1] != ","
            and any(word in ("with", "using") for word in words[first:at])
        )
        if at not in kept and words[at] in ("and", "&") and not means:
            changes.replace(at, at + 1, "or")
        step = segment.at("adverb", after)
        if step > after and step < keep and segment.verbs(step):
            changes.drop(after, step)
            after = step
        if after >= keep:
            return False
        if not _joined_verb(segment, group, after, keep, changes):
            return False
    return True


def _joined_verb(segment: Segment, group: Group, at: int, keep: int, changes: Changes) -> bool:
    """Make a verb behind `and` fit the infinitive; False where it may be another clause."""
    words = segment.words
    is_noun = segment.covers("noun", at)
    next_ends = (
        at + 1 >= keep
        or words[at + 1] in (",", "and", "or", "&")
        or segment.is_word(at + 1, "preposition")
    )
    expects = "s" if group.expects == "be" else group.expects
    base = segment.verb(at, expects)
    if base and not (is_noun and next_ends) and not (next_ends and expects == "s" and is_noun):
        if words[at] != base:
            changes.replace(at, at + 1, base)
        return True
    if segment.verbs(at) and not is_noun and not next_ends:
        # A verb in another form, or a noun that looks like one: "and support", "and promoting".
        is_adjective = words[at].endswith("ed") and not segment.is_word(at + 1, "determines")
        return bool(segment.verb(at, "participle")) and (
            is_adjective or segment.covers("noun", at + 1)
        )
    odd = words[at].endswith("s") and not words[at].endswith(("ss", "us", "is"))
    return not (odd and not is_noun and not next_ends)


def _is_participle(segment: Segment, at: int) -> bool:
    """Tell whether a word behind a comma begins a participle clause."""
    word = segment.words[at]
    joined = segment.is_joined(at)
    if segment.is_word(at, "describing") and segment.words[at + 1 : at + 2] in (
        *([","], ["and"], ["or"], ["&"]),
    ):
        return False
    if joined or segment.is_word(at, "no-participle") or segment.covers("gain", at):
        return False
    return len(word) > 5 and word.endswith("ing")


def tail_start(segment: Segment, first: int, end: int) -> int:
    """Return where the part at the end of a clause begins that goes with the claim, or `end`."""
    words = segment.words
    found = end
    for low, _ in segment.within("tail", first, end):
        found = min(found, low)
    for at in range(first, end - 1):
        if words[at] == ",":
            after = max(segment.at("adverb", at + 1), at + 1)
            if words[after] in ("thus", "thereby", "ultimately", "while"):
                after += 1
            if after < end and (_is_participle(segment, after) or words[after] == "which"):
                found = min(found, at)
    if found < end and words[found - 1] == ",":
        found -= 1
    return found
