"""Frames that leave a part of a sentence out: a tail, a front, a clause, a purpose."""

from __future__ import annotations

from claimlint.rewrites.changes import Changes, Draft
from claimlint.rewrites.clause import fronted as is_fronted
from claimlint.rewrites.clause import stops, verb_group
from claimlint.rewrites.complement import tail_start
from claimlint.rewrites.denials import draft
from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rewrites.book import Frame
    from claimlint.rewrites.capture import Segment

JOINTS = ("and", "or", ",", "&")

MAX_TAIL = 30
"""Tokens that are left out at the end of a sentence at most."""


def tail(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out what is claimed at the end: `..., restoring function`."""
    body, claim = segment.body, segment.claim
    starts = sorted(
        {tail_start(segment, at, body) for at in range(1, claim[1])}
        | {f - 1 for f, _ in segment.of("tail-more") if segment.words[f - 1] == ","}
        | {f for f, s in segment.of("tail-more") if segment.words[f] in ("for", "with", "thanks")}
        | {
            stop
            for _, stop in segment.of("promoted")
            if stop < body and segment.verb(stop, "ing") and not segment.covers("noun", stop)
        }
    )
    for start in reversed(starts):
        if start >= body or start >= claim[1] or start < 2 or body - start > MAX_TAIL:
            continue
        if segment.words[body : body + 1] == ["?"] or not _stands(segment, start):
            continue
        is_noun = segment.covers("noun", start - 1) or segment.is_word(start - 1, "no-participle")
        if segment.words[start - 1].endswith("ing") and not is_noun:
            continue
        if _front_open(segment, start):
            continue
        if segment.verb(start - 1, "s", "base") and not segment.covers("noun", start - 1):
            continue  # "PRP works": a larger claim than before
        if any(w in BREAKS for w in segment.words[start:body]) or _second_clause(segment, start):
            continue
        if segment.is_word(start - 1, "dangling") or segment.words[start - 1] in BREAKS:
            continue
        if _goes_on(segment, start):
            continue
        changes = Changes(segment)
        changes.drop(start, body)
        with_comma = segment.words[start] == ","
        yield from draft(frame, changes, not with_comma or segment.words[start + 1] == "which")


def _goes_on(segment: Segment, start: int) -> bool:
    """Tell whether a tail is more than one: the end of a list, or words between commas."""
    words, body = segment.words, segment.body
    for at in range(start + 1, body - 1):
        if words[at] != ",":
            continue
        behind = at + 1 + (words[at + 1] in ("and", "or"))
        if segment.is_word(behind, "preposition") or words[behind : behind + 1] == ["to"]:
            return True  # "such as dextrose, into the joint"
    if words[start] != ",":
        return False
    last = [a for a in range(start + 1, body - 1) if words[a : a + 2] == [",", "and"]]
    ends_list = bool(last) and words[min(last[-1] + 2, body - 1)].endswith("ing")
    earlier = any(words[at] == "," and words[at + 1].endswith("ing") for at in range(1, start - 1))
    return ends_list and earlier


def _front_open(segment: Segment, at: int) -> bool:
    """Tell whether a phrase in front of the clause is still open: the clause comes after it."""
    words = segment.words
    if segment.is_word(0, "asks"):
        return True
    if "," not in words or words.index(",") < at:
        return False
    # "Using your own cells lowers the risk, ...": a subject, and the verb has been there.
    participle = words[0].endswith(("ing", "ed")) and not has_finite(segment, at)
    return segment.is_word(0, "opens-clause") or participle


def _second_clause(segment: Segment, start: int) -> bool:
    """Tell whether a tail holds a clause of its own: `, helping you heal, and we offer ...`."""
    words = segment.words
    return any(
        words[at] == ","
        and words[at + 1] in ("and", "but", "so", "or", "we", "you", "it", "they")
        and any(segment.covers("stop", t) for t in range(at + 2, min(at + 8, segment.body)))
        for at in range(start + 1, segment.body - 1)
    )


def _stands(segment: Segment, stop: int) -> bool:
    """Tell whether the tokens before `stop` can stand alone: a clause, a call, or a bare noun."""
    if has_finite(segment, stop) or segment.verb(0, "base", "s"):
        return True
    return not has_finite(segment, segment.body) and not segment.verbs(0)


def has_finite(segment: Segment, stop: int) -> bool:
    """Tell whether the tokens before `stop` hold a finite verb."""
    for at in range(1, stop):
        if segment.is_word(at, "finite"):
            return True
        if segment.verb(at, "s", "past") and not segment.covers("noun", at):
            return True
    return any(
        segment.verb(at, "base")
        and segment.words[at - 1] != "to"
        and (
            segment.words[at - 1] in ("we", "you", "they", "also") or _plural_noun(segment, at - 1)
        )
        for at in range(1, stop)
    )


def _plural_noun(segment: Segment, at: int) -> bool:
    return segment.words[at].endswith("s") and (
        segment.covers("noun", at) or segment.covers("promoted", at)
    )


def relative(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out a clause at the end: `factors that promote repair` -> `factors`."""
    body, words = segment.body, segment.words
    for at in range(segment.claim[1] - 1, 1, -1):
        if at >= body or words[at] not in ("that", "which", "who"):
            continue
        group = verb_group(segment, at + 1)
        comma = words[at - 1] == ","
        if group is None or body - at > MAX_TAIL or words[body : body + 1] == ["?"]:
            return
        low = at - comma
        more = next(
            (t for t in range(at + 1, body) if words[t - 1 : t + 1] == [",", "which"]), body
        )
        inner = stops(segment, group.at + 1, more)
        if _front_open(segment, low):
            return
        if inner or not has_finite(segment, low) or any(w in BREAKS for w in words[at:body]):
            return
        if not comma and _defines(segment, low):
            return
        if any(
            words[t] == "," and segment.is_word(t + 1 + (words[t + 1] in JOINTS), "determines")
            for t in range(at, body - 2)
        ):
            return  # a list goes on behind the clause
        changes = Changes(segment)
        changes.drop(low, body)
        yield from draft(frame, changes, True)
        return


def _defines(segment: Segment, at: int) -> bool:
    """Tell whether a noun needs the clause behind it: `is a treatment that ...`, `those that`."""
    words = segment.words
    if segment.is_word(at - 1, "needs-clause"):
        return True
    low = max(0, at - 6)
    return any(words[t] in ("is", "are", "be", "so", "such", "the") for t in range(low, at))


def purpose(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out a purpose at the end: `needles are placed to ease pain` -> `needles are placed`."""
    body, words = segment.body, segment.words
    for at in range(segment.claim[1] - 1, 2, -1):
        if at >= body - 1 or words[at] != "to":
            continue
        after = max(segment.at("adverb", at + 1), at + 1)
        low = _made_to(segment, at - (words[at - 2 : at] == ["in", "order"]) * 2)
        if low < 2:
            return
        if not segment.verb(after, "base"):
            continue
        if any(segment.is_word(t, "object-to") for t in range(max(0, low - 8), low)):
            return
        low -= words[low - 1] == ","
        is_noun_phrase = not has_finite(segment, body) and segment.covers("promoted", low - 1)
        if (segment.covers("needs-to", low - 1) and not is_noun_phrase) or segment.verb(
            low - 1, "base", "s", "ing"
        ):
            return
        if not _passive_or_object(segment, low) or body - low > MAX_TAIL:
            return
        if words[body : body + 1] == ["?"] or any(w in BREAKS for w in words[low:body]):
            return
        if stops(segment, low, body) or _joined_before(segment, low):
            return
        if "," in words[max(0, low - 2) : low] or _front_open(segment, low):
            return
        changes = Changes(segment)
        changes.drop(low, body)
        yield from draft(frame, changes, True)
        return


def _made_to(segment: Segment, at: int) -> int:
    """Return where what stands before a purpose begins: `a serum designed to`; 0 where it stays."""
    if not segment.is_word(at - 1, "made-to"):
        return at
    low = at - 1
    while low > 1 and segment.words[low - 1].endswith("ly"):
        low -= 1
    is_verb = segment.is_word(low - 1, "finite") or segment.words[low - 1] in ("be", "been", "also")
    return 0 if is_verb else low


def _passive_or_object(segment: Segment, at: int) -> bool:
    """Tell whether the sentence can end before a token."""
    return _stands(segment, at) and not segment.is_word(at - 1, "dangling")


def _joined_before(segment: Segment, at: int) -> bool:
    """Tell whether an infinitive is already open: `to move and to feel`."""
    return segment.words[at - 1] in JOINTS


def second_verb(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out the second of two verbs: `wraps tissue and reduces pain` -> `wraps tissue`."""
    body, words = segment.body, segment.words
    for at in range(segment.claim[0], 2, -1):
        if at >= body - 1 or words[at] != "and":
            continue
        after = max(segment.at("adverb", at + 1), at + 1)
        tags = [t for t in ("s", "base") if segment.verb(after, t)]
        if not tags or segment.claim[0] < at or body - at > MAX_TAIL:
            return
        low = at - (words[at - 1] == ",")
        if any(w in JOINTS for w in words[1:low]) or segment.within("stop", after, body):
            return
        if _front_open(segment, low):
            return
        earlier = [t for t in range(1, low - 1) if segment.verb(t, tags[0])]
        if not earlier or segment.covers("noun", after) or words[body : body + 1] == ["?"]:
            return
        changes = Changes(segment)
        changes.drop(low, body)
        yield from draft(frame, changes, True)
        return


def fronted(frame: Frame, segment: Segment) -> Iterator[Draft]:
    """Leave out a claim before the clause: `Unlike drugs, ...`."""
    if not is_fronted(segment) or "," not in segment.words:
        return
    comma = segment.words.index(",")
    rest = segment.words[comma + 1 :]
    if segment.claim[1] > comma + 1 or not rest or rest[0] in ("and", "or") or comma > 20:
        return
    if not has_finite(segment, segment.body) or segment.verb(comma + 1, "ing"):
        return
    if not (segment.at("determiner", comma + 1) > 0 or segment.at("promoted", comma + 1) > 0
            or rest[0] in ("we", "it", "they", "you", "your")):  # fmt: skip
        return
    changes = Changes(segment)
    changes.drop(0, comma + 1)
    yield from draft(frame, changes, True)
