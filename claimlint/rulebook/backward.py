"""Where a phrase begins that may end at some token: it is read from right to left."""

from __future__ import annotations

from claimlint.rulebook.automaton import MAX_STATES
from claimlint.rulebook.keys import is_number_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claimlint.rulebook.network import Network, Place
    from claimlint.rulebook.shelf import Shelf

    Key = str | None
    Places = frozenset[Place]


class Backward(dict["Key", "Backward | None"]):
    """What is left of a phrase when it is read from its end: token key -> the rest, or None.

    whole: the phrase may begin at the token just read.
    """

    __slots__ = ("_reader", "known", "number", "whole")

    def __init__(self, reader: Reader, number: int, whole: bool, known: dict[Key, int]) -> None:
        super().__init__()
        self._reader = reader
        self.number = number
        self.whole = whole
        self.known = known

    def __missing__(self, key: Key) -> Backward | None:
        number = self.known.get(key)
        reader = self._reader
        rest: Backward | None
        if number is None:
            rest = reader.advance(self, key)
        else:
            rest = None if number < 0 else reader.state(number)
        self[key] = rest
        return rest


class Reader:
    """Says where a phrase begins that may end at some token.

    network: the phrases reversed, with exact gaps; roots: the node of each phrase; shelf: the
    states of earlier runs; starts: phrase -> the number of the state to begin with; fresh: as in
    Scanner.
    """

    __slots__ = ("_learned", "_network", "_roots", "_shelf", "_states", "fresh", "starts")

    def __init__(
        self, network: Network, roots: Sequence[int], shelf: Shelf, starts: dict[int, int]
    ) -> None:
        self._network = network
        self._roots = roots
        self._shelf = shelf
        self.starts = starts
        self.fresh = 0
        self._learned: set[int] = set()
        self._states: dict[int, Backward] = {}

    def state(self, number: int) -> Backward:
        """Return a state by its number."""
        state = self._states.get(number)
        if state is None:
            known, (whole,) = self._shelf.load(number)
            state = self._states[number] = Backward(self, number, whole, known)
        return state

    def _at(self, places: Places) -> Backward:
        number = self._shelf.find(0, places)
        if number is not None:
            return self.state(number)
        whole = bool(self._network.finals(places))
        number = self._shelf.add(0, places, (None, places))
        self._learned.add(number)
        state = self._states[number] = Backward(self, number, whole, {})
        return state

    def advance(self, state: Backward, key: Key) -> Backward | None:
        """Return the rest behind a token that a state has not met before."""
        self.fresh += 1
        self._learned.add(state.number)
        network = self._network
        _, places = self._shelf.places(state.number)
        stepped = network.step(places, key or "\0", is_number_key(key))
        return self._at(frozenset(network.closure(stepped))) if stepped else None

    def begins(self, phrase: int, keys: Sequence[Key], last: int) -> int:
        """Return the first token of a phrase whose last token is keys[last], or -1.

        The earliest beginning counts.
        """
        number = self.starts.get(phrase)
        if number is None:
            if len(self._states) > MAX_STATES:
                self._forget()
            places = frozenset(self._network.closure([(self._roots[phrase],)]))
            number = self.starts[phrase] = self._at(places).number
        rest: Backward | None = self.state(number)
        found, at = -1, last
        while at >= 0:
            rest = rest[keys[at]]  # type: ignore[index]
            if rest is None:
                break
            if rest.whole:
                found = at
            at -= 1
        return found

    def _forget(self) -> None:
        self.starts.clear()
        self._states.clear()
        self._learned.clear()
        self._shelf = self._shelf.emptied()

    @property
    def size(self) -> int:
        """How many states are known."""
        return len(self._shelf)

    def dump(self) -> tuple[list[bytes], tuple[bytes, bytes]]:
        """Return what was learned: the states as records, and their index."""
        changed: dict[int, tuple[dict[Key, int], tuple[Any, ...]]] = {}
        for number in self._learned:
            state = self._states[number]
            new = {key: -1 if rest is None else rest.number for key, rest in state.items()}
            changed[number] = ({**state.known, **new}, (state.whole,))
        return self._shelf.dump(changed)
