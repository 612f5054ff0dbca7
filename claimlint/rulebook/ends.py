"""What it means that parts of phrases end at a token: which phrases may end there, and need what.

Parts of phrases that have several are numbered by bits; a set of them is a number (a mask).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.rulebook.phrase import Row

    Bits = tuple[int, ...]
    Users = tuple[tuple[Bits, int], ...]
    Part = tuple[int, tuple[Bits, ...], Users, tuple[int, ...], tuple[int, ...]]

KEPT_ANSWERS = 1_000
"""Answers that are remembered for one set of parts."""


class Ends:
    """What the parts that end at a token mean; states with the same parts share it.

    marks: the parts, as a mask; claims: (parts needed before, phrases) of the claims whose last
    part ends here; needed: all parts that they need; found: of these those seen -> the claims
    that may end here; anchored: what the claims need beside the anchor that ends here; facts: the
    facts whose last part ends here; wide: those that whole pages are searched for.
    """

    __slots__ = (
        *("_asked", "_may", "anchored", "claims", "facts", "found", "marks", "needed"),
        "wide",
    )

    def __init__(self, parts: Sequence[Part]) -> None:
        claims: dict[int, list[int]] = {}
        facts: set[int] = set()
        wide: set[int] = set()
        anchored: set[int] = set()
        marks = needed = asked = 0
        for bit, beside, claimed, stated, sought in parts:
            if bit >= 0:
                marks |= 1 << bit
            anchored.update(map(mask, beside))
            facts.update(stated)
            wide.update(sought)
            for before, phrase in claimed:
                claims.setdefault(mask(before), []).append(phrase)
        for parts_before in claims:
            needed |= parts_before
        self.marks, self.needed, self.claims = marks, needed, tuple(claims.items())
        self.facts, self.wide = frozenset(facts), frozenset(wide)
        self.found: dict[int, tuple[int, ...]] = {}
        for beside_it in anchored:
            asked |= beside_it
        self.anchored, self._asked = tuple(anchored), asked
        self._may: dict[int, bool] = {}

    def look(self, seen: int) -> tuple[int, ...]:
        """Return the claims that may end here when the parts in `seen` went before."""
        phrases = [p for needed, found in self.claims if needed & seen == needed for p in found]
        if len(self.found) > KEPT_ANSWERS:
            self.found.clear()
        result = self.found[seen & self.needed] = tuple(sorted(phrases))
        return result

    def may_hold(self, clause: int) -> bool:
        """Tell whether a clause with some parts may hold a claim whose anchor ends here."""
        there = clause & self._asked
        known = self._may.get(there)
        if known is None:
            if len(self._may) > KEPT_ANSWERS:
                self._may.clear()
            known = self._may[there] = any(needed & there == needed for needed in self.anchored)
        return known


def mask(bits: Iterable[int]) -> int:
    """Return some bits as one number."""
    result = 0
    for bit in bits:
        result |= 1 << bit
    return result


class Table:
    """Collects the parts of phrases while they are compiled.

    anchor: gives the index of the part that texts hold least often.
    """

    def __init__(self, anchor: Callable[[Sequence[Row]], int]) -> None:
        self._anchor = anchor
        self.parts: dict[Row, int] = {}
        self._bits: dict[int, int] = {}
        self._anchored: dict[int, dict[Bits, None]] = {}
        self._claims: dict[int, dict[tuple[Bits, int], None]] = {}
        self._facts: dict[int, dict[int, None]] = {}
        self._wide: dict[int, dict[int, None]] = {}

    def add(self, phrase: int, reading: Sequence[Row], uses: tuple[bool, bool, bool]) -> None:
        """Add a reading of a phrase, as its parts.

        uses: whether the phrase is a claim, a fact, and a fact that whole pages are searched for.
        """
        numbers = [self.parts.setdefault(part, len(self.parts)) for part in reading]
        last = numbers[-1]
        claim, fact, wide = uses
        if fact:
            self._facts.setdefault(last, {})[phrase] = None
        if wide:
            self._wide.setdefault(last, {})[phrase] = None
        if not claim:
            return
        bits: list[int] = []
        if len(numbers) > 1:
            bits = [self._bits.setdefault(number, len(self._bits)) for number in numbers]
        self._claims.setdefault(last, {})[_sorted(bits[:-1]), phrase] = None
        anchor = numbers[self._anchor(reading)]
        beside = _sorted(
            bit for number, bit in zip(numbers, bits, strict=False) if number != anchor
        )
        self._anchored.setdefault(anchor, {})[beside] = None

    def records(self) -> list[Part]:
        """Return what each part means."""
        return [
            (
                self._bits.get(number, -1),
                tuple(self._anchored.get(number, ())),
                tuple(self._claims.get(number, ())),
                tuple(self._facts.get(number, ())),
                tuple(self._wide.get(number, ())),
            )
            for number in range(len(self.parts))
        ]


def _sorted(bits: Iterable[int]) -> Bits:
    return tuple(sorted(set(bits)))
