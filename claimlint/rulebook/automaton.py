"""All phrases as one word automaton, whose states are made when a text first needs them.

A Scanner finds the parts that the gaps of phrases separate; a phrase may end where its last part
ends and the others were seen in the same clause. A Reader then reads the phrase backwards from
there, gap sizes included, and says where it begins. So the cost of a page does not grow with the
number of phrases. What both have learned can be kept between runs (`dump`), and then neither
needs the graph again until a text brings something new.
"""

from __future__ import annotations

from itertools import accumulate
from operator import getitem

from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY, BREAKS, NUMBER_KEY, is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from claimlint.rulebook.graph import Graph, Place

    Key = str | None
    Places = frozenset[Place]

MAX_STATES = 20_000
"""States kept before they are forgotten and learned anew."""

MAX_WORDS = 200_000
"""Unknown words remembered."""


class Keys(dict[str, "Key"]):
    """Token -> key: itself if a phrase knows it, a number, a break, or None."""

    __slots__ = ("_known",)

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__((token, BREAK_KEY) for token in BREAKS)
        self[BLOCK_KEY] = BLOCK_KEY
        self["&"] = "and"
        self[","] = ","
        self._known = known

    def __missing__(self, token: str) -> Key:
        key = token if token in self._known else NUMBER_KEY if is_number(token) else None
        if len(self) < MAX_WORDS:
            self[token] = key
        return key


def _is_number(key: Key) -> bool:
    return key is not None and (key == NUMBER_KEY or is_number(key))


class State(dict["Key", "State"]):
    """A scanner state: token key -> next state, filled as texts need it.

    marks: bits of the parts that end here and that phrases go on from; ends: (bits needed,
    phrases) of the phrases whose last part ends here; stops: a clause ends here; live: any of
    these. needed: all bits that `ends` asks for; found: of these bits those seen -> the phrases
    that may end here. known: what an earlier run learned, key -> number of the next state.
    """

    __slots__ = (
        *("_scanner", "ends", "found", "known", "live", "marks", "needed", "number", "stops"),
    )

    def __init__(
        self,
        scanner: Scanner,
        number: int,
        marks: int,
        ends: tuple[tuple[int, tuple[int, ...]], ...],
        stops: bool,
        known: dict[Key, int],
    ) -> None:
        super().__init__()
        self._scanner = scanner
        self.number = number
        self.marks = marks
        self.ends = ends
        self.stops = stops
        self.known = known
        self.live = bool(stops or marks or ends)
        self.found: dict[int, tuple[int, ...]] = {}
        self.needed = 0
        for needed, _ in ends:
            self.needed |= needed

    def look(self, seen: int) -> tuple[int, ...]:
        """Return the phrases that may end here when the parts in `seen` went before."""
        phrases = [p for needed, found in self.ends if not needed & ~seen for p in found]
        result = self.found[seen & self.needed] = tuple(sorted(phrases))
        return result

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __missing__(self, key: Key) -> State:
        number = self.known.get(key)
        scanner = self._scanner
        state = scanner.advance(self, key) if number is None else scanner.state(number)
        self[key] = state
        return state


class Scanner:
    """Says which phrases may end where in a text.

    graph: returns the graph, when it is needed; begin: what `graph.beginnings` says of it;
    parts: for each part (bit, ((bits needed, phrase), ...)): its bit if phrases go on from it,
    and the phrases that it ends; learned: what `dump` returned in an earlier run, the second
    half behind a function; fresh: transitions that are new since then.
    """

    __slots__ = (
        *("_begin", "_first", "_graph", "_load", "_numbers", "_parts", "_places", "_saved"),
        *("_saved_places", "_states", "fresh", "keys", "start"),
    )

    def __init__(
        self,
        graph: Callable[[], Graph],
        begin: Callable[[], tuple[list[Place], dict[str, list[int]]]],
        keys: Keys,
        parts: Callable[[], Sequence[tuple[int, Sequence[tuple[int, int]]]]],
        learned: Any = None,
    ) -> None:
        self._load = (graph, begin, parts)
        self._graph: Any = None
        self._begin: Any = None
        self._parts: Any = None
        self.keys = keys
        self.fresh = 0
        self._first: dict[Key, Places] = {}
        self._numbers: dict[tuple[bool, Places], int] = {}
        self._places: list[Places] = []
        saved, load_places = learned or ((), None)
        self._saved: Sequence[Any] = saved
        self._saved_places: Any = load_places
        self._states: list[State | None] = [None] * len(self._saved)
        if self._saved:
            self.start = self.state(0)
        else:
            # A text begins as if a block had just ended.
            self._wake()
            self.start = self._reached(frozenset(), BLOCK_KEY)

    def state(self, number: int) -> State:
        """Return a state by its number."""
        state = self._states[number]
        if state is None:
            known, marks, ends, stops = self._saved[number]
            state = self._states[number] = State(self, number, marks, ends, stops, known)
        return state

    def _wake(self) -> None:
        """Load the graph, and the places of the states of earlier runs."""
        if self._graph is None:
            self._graph, self._begin, self._parts = (load() for load in self._load)
            for number, places in enumerate(self._saved_places() if self._saved_places else ()):
                self._places.append(frozenset(places))
                self._numbers[self._saved[number][3], self._places[-1]] = number

    def advance(self, state: State, key: Key) -> State:
        """Return the state behind a token that a state has not met before."""
        self._wake()
        self.fresh += 1
        places = self._places[state.number]
        if len(self._states) > MAX_STATES:
            self._forget()
        return self._reached(places, key)

    def _reached(self, places: Places, key: Key) -> State:
        number = _is_number(key)
        first = self._first.get(key)
        if first is None:
            begin, words = self._begin
            if key is not None and not number and key not in (BREAK_KEY, BLOCK_KEY):
                begin = [begin[index] for index in words.get(key, ())]
            begun = self._graph.step(begin, key or "\0", number)
            first = self._first[key] = frozenset(self._graph.closure(begun))
        stepped = self._graph.step(places, key or "\0", number)
        reached = first.union(self._graph.closure(stepped)) if stepped else first
        stops = key in (BREAK_KEY, BLOCK_KEY)
        at = self._numbers.get((stops, reached))
        return self._new(reached, stops) if at is None else self.state(at)

    def _new(self, places: Places, stops: bool) -> State:
        marks = 0
        ends: dict[int, list[int]] = {}
        finals = self._graph.finals
        for place in places:
            if len(place) == 1 and place[0] in finals:
                for part in finals[place[0]]:
                    bit, users = self._parts[part]
                    marks |= bit
                    for needed, phrase in users:
                        ends.setdefault(needed, []).append(phrase)
        number = self._numbers[stops, places] = len(self._states)
        found = tuple((needed, tuple(sorted(ends[needed]))) for needed in sorted(ends))
        state = State(self, number, marks, found, stops, {})
        self._states.append(state)
        self._places.append(places)
        return state

    def _forget(self) -> None:
        """Begin anew from the start state; states that are still in use stay whole."""
        for state in self._states:
            if state is not None:
                state.clear()
                state.known = {}
        kept = {state.number: self._places[state.number] for state in (self.start,)}
        self._saved = ()
        self._numbers = {(True, kept[self.start.number]): 0}
        self._places = [kept[self.start.number]]
        self._states = [self.start]
        self.start.number = 0

    def scan(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every phrase that may end in a text, in text order."""
        keys = map(self.keys.__getitem__, words)
        seen, found = 0, []
        for last, state in enumerate(accumulate(keys, getitem, initial=self.start), -1):
            if state.live:
                phrases = state.found.get(seen & state.needed)
                if phrases is None:
                    phrases = state.look(seen)
                if phrases:
                    found += [(phrase, last) for phrase in phrases]
                seen = state.marks if state.stops else seen | state.marks
        return found

    @property
    def size(self) -> int:
        """How many states are known."""
        return len(self._states)

    def dump(self) -> tuple[list[Any], list[Any]]:
        """Return what was learned, for marshal: the states, and apart from them their places."""
        self._wake()
        states = []
        for number, state in enumerate(self._states):
            if state is None:
                states.append(self._saved[number])
            else:
                known = {**state.known, **{key: after.number for key, after in state.items()}}
                states.append((known, state.marks, state.ends, state.stops))
        return states, [tuple(places) for places in self._places]


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
        stepped = self._graph.step(self._places[state.number], key or "\0", _is_number(key))
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
