"""States that an automaton learned, in this run and in those before, by number and by places."""

from __future__ import annotations

import marshal
from bisect import bisect_left

from claimlint.rulebook.tables import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from claimlint.rulebook.network import Place
    from claimlint.rulebook.tables import Records

    Key = str | None
    Places = frozenset[Place]
    Kept = tuple[Key, Places]
    Index = tuple[Sequence[int], Sequence[int]]

_HASH_MASK = (1 << 64) - 1


class Shelf:
    """The states of earlier runs, read one by one, and what was added since.

    saved: records (known transitions, values, key, further places); index: the sorted hashes of
    their places, and their numbers in the same order. `kind` is what states with the same places
    differ in. Of the places a state keeps those that its token alone does not lead to.
    """

    __slots__ = ("_added", "_index", "_numbers", "_saved")

    def __init__(self, saved: Records | None = None, index: Index = ((), ())) -> None:
        self._saved = saved
        self._index = index
        self._added: list[tuple[int, bytes]] = []  # places take much less room as marshal data
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return self.saved + len(self._added)

    @property
    def saved(self) -> int:
        """How many states are of earlier runs; they have the first numbers."""
        return len(self._index[1])

    def load(self, number: int) -> tuple[dict[Key, int], tuple[Any, ...]]:
        """Return the known transitions and the values of a state of an earlier run."""
        assert self._saved is not None  # noqa: S101 - it has numbers
        known, values, _, _ = self._saved[number]
        return known, values

    def places(self, number: int) -> Kept:
        """Return the key that led to a state, and the further places that it stands for."""
        if number >= self.saved:
            key, further = marshal.loads(self._added[number - self.saved][1])  # noqa: S302 - ours
            return key, frozenset(further)
        assert self._saved is not None  # noqa: S101 - it has numbers
        _, _, key, further = self._saved[number]
        return key, frozenset(further)

    def find(self, kind: int, places: Places) -> int | None:
        """Return the number of the state with some places."""
        value = _hash(kind, places)
        number = self._numbers.get(value)
        if number is None and self._index[0]:
            hashes, numbers = self._index
            at = bisect_left(hashes, value)
            if at < len(hashes) and hashes[at] == value:
                number = self._numbers[value] = numbers[at]
        return number

    def add(self, kind: int, places: Places, kept: Kept) -> int:
        """Give a number to new places."""
        value = _hash(kind, places)
        number = self._numbers[value] = len(self)
        self._added.append((value, marshal.dumps((kept[0], tuple(kept[1])))))
        return number

    def emptied(self) -> Shelf:
        """Return a shelf without states."""
        return Shelf()

    def dump(
        self, changed: Mapping[int, tuple[dict[Key, int], tuple[Any, ...]]]
    ) -> tuple[list[bytes], tuple[bytes, bytes]]:
        """Return all states as records, and their index.

        changed: transitions and values of states that are new or have learned something.
        """
        from array import array

        records = self._saved.all_raw() if self._saved is not None and self.saved else []
        for number, (known, values) in changed.items():
            if number < self.saved:
                key, further = self.places(number)
                records[number] = record((known, values, key, tuple(further)))
        for number in range(self.saved, len(self)):
            known, values = changed[number]
            key, further = self.places(number)
            records.append(record((known, values, key, tuple(further))))
        hashes = list(zip(*self._index, strict=True))
        hashes += ((value, n) for n, (value, _) in enumerate(self._added, self.saved))
        hashes.sort()
        index = (array("Q", [h for h, _ in hashes]), array("I", [n for _, n in hashes]))
        return records, (index[0].tobytes(), index[1].tobytes())


def unpacked(index: tuple[bytes, bytes]) -> Index:
    """Return the index of `Shelf.dump` for a Shelf."""
    return memoryview(index[0]).cast("Q"), memoryview(index[1]).cast("I")


def _hash(kind: int, places: Places) -> int:
    # Hashes of numbers are the same in every process of one interpreter. Two of 64 bits that are
    # equal by chance are not to be expected before some 10 ** 9 states.
    return hash((kind, places)) & _HASH_MASK
