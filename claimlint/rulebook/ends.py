"""What it means that parts of phrases end at a token: which phrases may end there, and need what.

Parts of phrases that have several are numbered by bits; a set of them is a number (a mask).
"""

from __future__ import annotations

from collections import namedtuple
from functools import reduce
from operator import or_

from claimlint.rulebook.tables import Pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from claimlint.rulebook.phrase import Row
    from claimlint.rulebook.tables import Records

    Bits = tuple[int, ...]
    Users = tuple[tuple[Bits, int], ...]
    Part = tuple[int, tuple[Bits, ...], Users, tuple[int, ...], tuple[int, ...]]

Meaning = namedtuple("Meaning", "anchored claims facts wide needed")
Meaning.__doc__ = """A part as records() gives it, without its bit, and with masks.

needed: all parts that its claims need.
"""

KEPT_ANSWERS = 1_000
"""Answers that are remembered for one set of parts."""


class Meanings(dict[int, Meaning]):
    """What parts mean, by number; only of those that are asked for."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[Sequence[Part]] | Records) -> None:
        super().__init__()
        self._parts = Pages(parts)

    def __missing__(self, number: int) -> Meaning:
        _, anchored, users, facts, wide = self._parts[number]
        claims: dict[Bits, list[int]] = {}
        for needed, phrase in users:
            claims.setdefault(needed, []).append(phrase)
        masked = tuple([(mask(needed), phrases) for needed, phrases in claims.items()])
        all_of_it = reduce(or_, [needed for needed, _ in masked], 0)
        meaning = self[number] = Meaning(tuple(map(mask, anchored)), masked, facts, wide, all_of_it)
        return meaning


class Ends:
    """What the parts that end at a token mean; states with the same parts share it.

    marks: the parts, as a mask; needed: all parts that claims need before whose last part ends
    here; anchored: what claims need beside the anchor
    that ends here; asked: all of it; facts: the facts whose last part ends here; wide: those that
    whole pages are searched for. All but the marks is found when it is asked for.
    """

    __slots__ = (
        *("_found", "_may", "_parts", "anchored", "asked", "facts", "marks", "needed"),
        "wide",
    )

    anchored: tuple[int, ...]
    asked: int
    facts: frozenset[int]
    needed: int
    wide: frozenset[int]

    def __init__(self, marks: int, parts: Callable[[], Iterable[Meaning]]) -> None:
        self.marks = marks
        self._parts = parts
        self._found: dict[int, tuple[int, ...]] = {}
        self._may: dict[int, bool] = {}

    def __getattr__(self, name: str) -> Any:
        if name in ("anchored", "asked"):
            beside = {needed for part in self._parts() for needed in part.anchored}
            self.anchored, self.asked = tuple(beside), reduce(or_, beside, 0)
        elif name == "needed":
            self.needed = reduce(or_, [part.needed for part in self._parts()], 0)
        elif name == "facts":
            self.facts = frozenset([fact for part in self._parts() for fact in part.facts])
        elif name == "wide":
            self.wide = frozenset([fact for part in self._parts() for fact in part.wide])
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def ending(self, seen: int) -> tuple[int, ...]:
        """Return the claims that may end here when the parts in `seen` went before."""
        there = seen & self.needed
        known = self._found.get(there)
        if known is None:
            phrases = {
                phrase
                for part in self._parts()
                if part.claims
                for needed, found in part.claims
                if needed & seen == needed
                for phrase in found
            }
            if len(self._found) > KEPT_ANSWERS:
                self._found.clear()
            known = self._found[there] = tuple(sorted(phrases))
        return known

    def may_hold(self, clause: int) -> bool:
        """Tell whether a clause with some parts may hold a claim whose anchor ends here."""
        there = clause & self.asked
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

    @property
    def bits(self) -> list[int]:
        """The bit of each part, -1 where it has none."""
        return [self._bits.get(number, -1) for number in range(len(self.parts))]

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
