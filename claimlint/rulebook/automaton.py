"""All phrases as one word automaton, whose states are made when a text first needs them.

A Scanner finds the parts that the gaps of phrases separate; a phrase may end where its last part
ends and the others were seen in the same clause. A Reader (see backward.py) then reads the phrase
backwards from there, gap sizes included, and says where it begins. So the cost of a page does not
grow with the number of phrases. What both have learned can be kept between runs (`dump`), and then
neither needs the graph again until a text brings something new.
"""

from __future__ import annotations

from itertools import accumulate, chain, compress, islice
from operator import attrgetter, getitem

from claimlint.rulebook.words import (
    BLOCK_KEY,
    BREAK_KEY,
    BREAKS,
    NUMBER_KEY,
    TOKEN,
    is_number,
    stretches,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from claimlint.rulebook.graph import Graph, Place

    Key = str | None
    Places = frozenset[Place]
    Ends = tuple[tuple[int, tuple[int, ...]], ...]
    Part = tuple[int, bool, Sequence[tuple[int, int]], Sequence[tuple[int, int]]]

MAX_STATES = 20_000
"""States kept before they are forgotten and learned anew."""

MAX_WORDS = 200_000
"""Unknown words, and stretches between blanks, remembered."""

LONG_STRETCH = 40
"""Characters from which on a stretch is not remembered."""

_HOT = attrgetter("hot")


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


class Stretches(dict[str, "tuple[Key, ...]"]):
    """What stands between two blanks -> the keys of its tokens.

    Texts repeat their stretches over and over, so cutting one is mostly a look-up.
    """

    __slots__ = ("_keys",)

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, stretch: str) -> tuple[Key, ...]:
        keys = tuple([self._keys[token] for token in TOKEN.findall(f" {stretch} ")])
        if len(stretch) < LONG_STRETCH and len(self) < MAX_WORDS:
            self[stretch] = keys
        return keys


def is_number_key(key: Key) -> bool:
    """Tell whether the token of a key is a number."""
    return key is not None and (key == NUMBER_KEY or is_number(key))


class State(dict["Key", "State"]):
    """A scanner state: token key -> next state, filled as texts need it.

    marks: bits of the parts that end here and that phrases go on from; claims, facts: (bits
    needed, phrases) of the phrases whose last part ends here; stops: a clause ends here; hot: an
    anchor ends here, the part without which a claim cannot stand in the clause. needed: all bits
    that `claims` asks for; found: of these bits those seen -> the claims that may end here.
    known: what an earlier run learned, key -> number of the next state.
    """

    __slots__ = (
        *("_scanner", "claims", "facts", "found", "hot", "known", "marks", "needed", "number"),
        "stops",
    )

    def __init__(
        self,
        scanner: Scanner,
        number: int,
        values: tuple[int, Ends, Ends, bool, bool],
        known: dict[Key, int],
    ) -> None:
        super().__init__()
        self._scanner = scanner
        self.number = number
        self.marks, self.claims, self.facts, self.stops, self.hot = values
        self.known = known
        self.found: dict[int, tuple[int, ...]] = {}
        self.needed = 0
        for needed, _ in self.claims:
            self.needed |= needed

    def look(self, seen: int) -> tuple[int, ...]:
        """Return the claims that may end here when the parts in `seen` went before."""
        phrases = [p for needed, found in self.claims if not needed & ~seen for p in found]
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
    parts: for each part its bit if phrases go on from it, whether it is an anchor, and the
    (bits needed, phrase) of the claims and of the facts that it ends; learned: what `dump`
    returned in an earlier run, the second half behind a function; fresh: transitions that are
    new since then.
    """

    __slots__ = (
        *("_begin", "_first", "_graph", "_load", "_numbers", "_parts", "_places", "_saved"),
        *("_saved_places", "_states", "_stretches", "fresh", "keys", "start"),
    )

    def __init__(
        self,
        graph: Callable[[], Graph],
        begin: Callable[[], tuple[list[Place], dict[str, list[int]]]],
        keys: Keys,
        parts: Callable[[], Sequence[Part]],
        learned: Any = None,
    ) -> None:
        self._load = (graph, begin, parts)
        self._graph: Any = None
        self._begin: Any = None
        self._parts: Any = None
        self.keys = keys
        self._stretches = Stretches(keys)
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
            known, *values = self._saved[number]
            state = self._states[number] = State(self, number, values, known)
        return state

    def _wake(self) -> None:
        """Load the graph, and the places of the states of earlier runs."""
        if self._graph is None:
            self._graph, self._begin, self._parts = (load() for load in self._load)
            for number, places in enumerate(self._saved_places() if self._saved_places else ()):
                self._places.append(frozenset(places))
                self._numbers[self._saved[number][4], self._places[-1]] = number

    def advance(self, state: State, key: Key) -> State:
        """Return the state behind a token that a state has not met before."""
        self._wake()
        self.fresh += 1
        places = self._places[state.number]
        if len(self._states) > MAX_STATES:
            self._forget()
        return self._reached(places, key)

    def _reached(self, places: Places, key: Key) -> State:
        number = is_number_key(key)
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
        marks, hot = 0, False
        claims: dict[int, list[int]] = {}
        facts: dict[int, list[int]] = {}
        finals = self._graph.finals
        for place in places:
            if len(place) == 1 and place[0] in finals:
                for part in finals[place[0]]:
                    bit, anchor, claimed, stated = self._parts[part]
                    marks |= bit
                    hot = hot or anchor
                    for ends, users in ((claims, claimed), (facts, stated)):
                        for needed, phrase in users:
                            ends.setdefault(needed, []).append(phrase)
        number = self._numbers[stops, places] = len(self._states)
        values = (marks, _sorted(claims), _sorted(facts), stops, hot)
        state = State(self, number, values, {})
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

    def cut(self, joined: str) -> list[Key]:
        """Return the keys of a text's tokens, those of a block end before it first."""
        return [
            BLOCK_KEY,
            *chain.from_iterable(map(self._stretches.__getitem__, stretches(joined))),
        ]

    def read(self, keys: Sequence[Key]) -> list[State]:
        """Return the state behind each token; the first key is that of a block end."""
        return list(accumulate(islice(keys, 1, None), getitem, initial=self.start))

    def claims(self, states: Sequence[State]) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every claim that may end in a text, in text order.

        Only clauses that hold an anchor are looked at.
        """
        found: list[tuple[int, int]] = []
        done = 0
        for hot in compress(range(len(states)), map(_HOT, states)):
            if hot <= done:
                continue
            first = hot - 1
            while not states[first].stops:
                first -= 1
            done = self._clause(states, first, found)
        return found

    def _clause(self, states: Sequence[State], first: int, found: list[tuple[int, int]]) -> int:
        """Add the claims of the clause behind the break at `first`; return where it ends."""
        seen = states[first].marks
        for last in range(first + 1, len(states)):
            state = states[last]
            if state.claims:
                phrases = state.found.get(seen & state.needed)
                if phrases is None:
                    phrases = state.look(seen)
                if phrases:
                    found += [(phrase, last) for phrase in phrases]
            if state.stops:
                return last
            if state.marks:
                seen |= state.marks
        return len(states)

    def facts(self, states: Sequence[State], first: int, stop: int) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every fact that may end in tokens first + 1 .. stop.

        Clauses that the range cuts through are looked at as a whole.
        """
        found: list[tuple[int, int]] = []
        while not states[first].stops:
            first -= 1
        seen = states[first].marks
        for last in range(first + 1, len(states)):
            state = states[last]
            for needed, phrases in state.facts:
                if not needed & ~seen:
                    found += [(phrase, last) for phrase in phrases]
            if state.stops:
                if last >= stop:
                    break
                seen = state.marks
            elif state.marks:
                seen |= state.marks
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
                values = (state.marks, state.claims, state.facts, state.stops, state.hot)
                states.append((known, *values))
        return states, [tuple(places) for places in self._places]


def _sorted(ends: dict[int, list[int]]) -> Ends:
    return tuple((needed, tuple(sorted(ends[needed]))) for needed in sorted(ends))
