"""Where a phrase begins that may end at some token: it is read from right to left."""

from __future__ import annotations

from claimlint.rulebook.automaton import MAX_STATES, is_number_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from claimlint.rulebook.graph import Graph, Place

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

    graph: returns (the node of each phrase, the reversed graph with exact gaps), when it is
    needed; learned and fresh: as in Scanner.
    """

    __slots__ = (
        *("_graph", "_load", "_numbers", "_places", "_roots", "_saved", "_saved_places"),
        *("_starts", "_states", "fresh"),
    )

    def __init__(
        self, graph: Callable[[], tuple[Sequence[int], Graph]], learned: Any = None
    ) -> None:
        self._load = graph
        self._graph: Any = None
        self._roots: Sequence[int] = ()
        self.fresh = 0
        (starts, saved), load_places = learned or (({}, ()), None)
        self._starts: dict[int, int] = dict(starts)
        self._saved: Sequence[Any] = saved
        self._saved_places: Any = load_places
        self._states: list[Backward | None] = [None] * len(self._saved)
        self._places: list[Places] = []
        self._numbers: dict[Places, int] = {}

    def _wake(self) -> None:
        if self._graph is None:
            self._roots, self._graph = self._load()
            for number, places in enumerate(self._saved_places() if self._saved_places else ()):
                self._places.append(frozenset(places))
                self._numbers[self._places[-1]] = number

    def state(self, number: int) -> Backward:
        """Return a state by its number."""
        state = self._states[number]
        if state is None:
            known, whole = self._saved[number]
            state = self._states[number] = Backward(self, number, whole, known)
        return state

    def _at(self, places: Places) -> Backward:
        number = self._numbers.get(places)
        if number is not None:
            return self.state(number)
        finals = self._graph.finals
        whole = any(len(place) == 1 and place[0] in finals for place in places)
        number = self._numbers[places] = len(self._states)
        state = Backward(self, number, whole, {})
        self._states.append(state)
        self._places.append(places)
        return state

    def advance(self, state: Backward, key: Key) -> Backward | None:
        """Return the rest behind a token that a state has not met before."""
        self._wake()
        self.fresh += 1
        stepped = self._graph.step(self._places[state.number], key or "\0", is_number_key(key))
        return self._at(frozenset(self._graph.closure(stepped))) if stepped else None

    def begins(self, phrase: int, keys: Sequence[Key], last: int) -> int:
        """Return the first token of a phrase whose last token is keys[last], or -1.

        The earliest beginning counts.
        """
        number = self._starts.get(phrase)
        if number is None:
            if len(self._states) > MAX_STATES:
                self._forget()
            self._wake()
            places = frozenset(self._graph.closure([(self._roots[phrase],)]))
            number = self._starts[phrase] = self._at(places).number
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
        self._starts, self._saved, self._states, self._places = {}, (), [], []
        self._numbers.clear()

    @property
    def size(self) -> int:
        """How many states are known."""
        return len(self._states)

    def dump(self) -> tuple[tuple[dict[int, int], list[Any]], list[Any]]:
        """Return what was learned, for marshal: the states, and apart from them their places."""
        self._wake()
        states = []
        for number, state in enumerate(self._states):
            if state is None:
                states.append(self._saved[number])
            else:
                new = {key: -1 if rest is None else rest.number for key, rest in state.items()}
                states.append(({**state.known, **new}, state.whole))
        return (self._starts, states), [tuple(places) for places in self._places]
