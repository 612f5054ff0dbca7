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

from claimlint.rulebook.tables import PAGE
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
    from collections.abc import Sequence
    from typing import Any

    from claimlint.rulebook.network import Lexicon, Network, Place
    from claimlint.rulebook.shelf import Shelf
    from claimlint.rulebook.tables import Records

    Key = str | None
    Places = frozenset[Place]
    Users = Sequence[tuple[int, int]]
    Part = tuple[int, bool, Users, Users, Sequence[int]]

MAX_STATES = 20_000
"""States kept before they are forgotten and learned anew."""

MAX_WORDS = 200_000
"""Unknown words, and stretches between blanks, remembered."""

LONG_STRETCH = 40
"""Characters from which on a stretch is not remembered."""

REACH = 500
"""Tokens that no phrase is longer than, its gaps included."""

_HOT, _WIDE = attrgetter("hot"), attrgetter("wide")


class Keys(dict[str, "Key"]):
    """Token -> key: itself if a phrase knows it, a number, a break, or None."""

    __slots__ = ("_known",)

    def __init__(self, known: Lexicon | frozenset[str]) -> None:
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


class Ends:
    """What the parts that end at a token mean; states with the same parts share it.

    marks: bits of the parts that phrases go on from; claims, facts: (bits needed, phrases) of the
    phrases whose last part ends here; needed: all bits that `claims` asks for; found: of these
    bits those seen -> the claims that may end here; wide: the facts that whole pages are searched
    for.
    """

    __slots__ = ("claims", "facts", "found", "marks", "needed", "wide")

    def __init__(self, parts: Sequence[Part]) -> None:
        claims: dict[int, list[int]] = {}
        facts: dict[int, list[int]] = {}
        self.marks = self.needed = 0
        wide: set[int] = set()
        for bit, _, claimed, stated, sought in parts:
            wide.update(sought)
            self.marks |= bit
            for needed, phrase in claimed:
                claims.setdefault(needed, []).append(phrase)
                self.needed |= needed
            for needed, phrase in stated:
                facts.setdefault(needed, []).append(phrase)
        self.claims, self.facts = tuple(claims.items()), tuple(facts.items())
        self.wide = tuple(sorted(wide))
        self.found: dict[int, tuple[int, ...]] = {}

    def look(self, seen: int) -> tuple[int, ...]:
        """Return the claims that may end here when the parts in `seen` went before."""
        phrases = [p for needed, found in self.claims if not needed & ~seen for p in found]
        result = self.found[seen & self.needed] = tuple(sorted(phrases))
        return result


class State(dict["Key", "State"]):
    """A scanner state: token key -> next state, filled as texts need it.

    finals: the parts that end here; stops: a clause ends here; hot: an anchor ends here, the part
    without which a claim cannot stand in the clause; wide: a fact ends here that whole pages are
    searched for; ends: what the parts mean, found when it is
    asked for; known: what an earlier run learned, key -> number of the next state.
    """

    __slots__ = ("_scanner", "ends", "finals", "hot", "known", "number", "stops", "wide")

    ends: Ends

    def __init__(
        self,
        scanner: Scanner,
        number: int,
        values: tuple[tuple[int, ...], bool, bool, bool],
        known: dict[Key, int],
    ) -> None:
        super().__init__()
        self._scanner = scanner
        self.number = number
        self.finals, self.stops, self.hot, self.wide = values
        self.known = known

    def __getattr__(self, name: str) -> Any:
        if name != "ends":
            raise AttributeError(name)
        self.ends = self._scanner.ends(self.finals)
        return self.ends

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

    network: the phrases below one root; lexicon: where they may begin; parts, in pages: its bit
    if phrases go on from it, whether it is an anchor, the (bits needed, phrase) of the claims and
    of the facts that it ends, and the facts that whole pages are searched for; shelf: the states
    of earlier runs; fresh: transitions that are new since then.
    """

    __slots__ = (
        *("_ends", "_first", "_learned", "_lexicon", "_network", "_pages", "_parts", "_shelf"),
        *("_states", "_stretches", "fresh", "keys", "start"),
    )

    def __init__(
        self,
        network: Network,
        lexicon: Lexicon,
        keys: Keys,
        parts: Sequence[Sequence[Part]] | Records,
        shelf: Shelf,
    ) -> None:
        self._network = network
        self._lexicon = lexicon
        self._pages = parts
        self._parts: dict[int, Part] = {}
        self._ends: dict[tuple[int, ...], Ends] = {}
        self._shelf = shelf
        self.keys = keys
        self._stretches = Stretches(keys)
        self.fresh = 0
        self._learned: set[int] = set()
        self._first: dict[Key, Places] = {}
        self._states: dict[int, State] = {}
        # A text begins as if a block had just ended.
        self.start = self.state(0) if len(shelf) else self._reached(frozenset(), BLOCK_KEY)

    def state(self, number: int) -> State:
        """Return a state by its number."""
        state = self._states.get(number)
        if state is None:
            known, values = self._shelf.load(number)
            state = self._states[number] = State(self, number, values, known)
        return state

    def advance(self, state: State, key: Key) -> State:
        """Return the state behind a token that a state has not met before."""
        self.fresh += 1
        places = self._places(state.number)
        if len(self._states) > MAX_STATES:
            self._forget()
        else:
            self._learned.add(state.number)
        return self._reached(places, key)

    def _places(self, number: int) -> Places:
        """Return the places of a state: where phrases begin with its token, and where they go on.

        The first half is the same for all states behind a token, and is not kept with each.
        """
        key, further = self._shelf.places(number)
        return self._beginnings(key) | further

    def _beginnings(self, key: Key) -> Places:
        """Return the places behind the first token of a phrase."""
        first = self._first.get(key)
        if first is None:
            network, number = self._network, is_number_key(key)
            begun = network.step(self._lexicon.beginnings(key, number), key or "\0", number)
            first = self._first[key] = frozenset(network.closure(begun))
        return first

    def _reached(self, places: Places, key: Key) -> State:
        first = self._beginnings(key)
        stepped = self._network.step(places, key or "\0", is_number_key(key))
        further = frozenset(self._network.closure(stepped)) - first if stepped else frozenset()
        stops = key in (BREAK_KEY, BLOCK_KEY)
        reached = first | further
        at = self._shelf.find(stops, reached)
        if at is not None:
            return self.state(at)
        return self._new(self._shelf.add(stops, reached, (key, further)), reached, stops)

    def part(self, number: int) -> Part:
        """Return a part by its number."""
        part = self._parts.get(number)
        if part is None:
            first = number - number % PAGE
            self._parts.update(enumerate(self._pages[number // PAGE], first))
            part = self._parts[number]
        return part

    def ends(self, finals: tuple[int, ...]) -> Ends:
        """Return what parts mean that end at one token."""
        ends = self._ends.get(finals)
        if ends is None:
            ends = self._ends[finals] = Ends([self.part(number) for number in finals])
        return ends

    def _new(self, number: int, places: Places, stops: bool) -> State:
        finals = sorted({part for place in places for part in self._network.finals(place)})
        hot = any(self.part(part)[1] for part in finals)
        wide = any(self.part(part)[4] for part in finals)
        state = self._states[number] = State(self, number, (tuple(finals), stops, hot, wide), {})
        self._learned.add(number)
        return state

    def _forget(self) -> None:
        """Begin anew from the start state; states that are still in use stay whole."""
        for state in self._states.values():
            state.clear()
            state.known = {}
        places, kept = self._places(self.start.number), self._shelf.places(self.start.number)
        self._shelf = self._shelf.emptied()
        self.start.number = self._shelf.add(True, places, kept)
        self._states = {self.start.number: self.start}
        self._learned = {self.start.number}

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
        seen = states[first].ends.marks
        for last in range(first + 1, len(states)):
            state = states[last]
            if state.finals:
                ends = state.ends
                if ends.claims:
                    phrases = ends.found.get(seen & ends.needed)
                    if phrases is None:
                        phrases = ends.look(seen)
                    if phrases:
                        found += [(phrase, last) for phrase in phrases]
                if ends.marks:
                    seen |= ends.marks
            if state.stops:
                return last
        return len(states)

    def wide(self, states: Sequence[State]) -> dict[int, list[int]]:
        """Return the last tokens at which facts may end that whole pages are searched for.

        Whether their other parts stand before is not looked at: most of them have none.
        """
        found: dict[int, list[int]] = {}
        for at in compress(range(len(states)), map(_WIDE, states)):
            for phrase in states[at].ends.wide:
                found.setdefault(phrase, []).append(at)
        return found

    def facts(self, states: Sequence[State], first: int, stop: int) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every fact that may end in tokens first + 1 .. stop.

        The clauses around it are looked at too, as far as a phrase can reach.
        """
        found: list[tuple[int, int]] = []
        nearest = max(0, first - REACH)
        while not states[first].stops and first > nearest:
            first -= 1
        seen = states[first].ends.marks
        for last in range(first + 1, min(len(states), stop + REACH)):
            state = states[last]
            ends = state.ends
            for needed, phrases in ends.facts:
                if not needed & ~seen:
                    found += [(phrase, last) for phrase in phrases]
            if state.stops:
                if last >= stop:
                    break
                seen = ends.marks
            elif ends.marks:
                seen |= ends.marks
        return found

    @property
    def size(self) -> int:
        """How many states are known."""
        return len(self._shelf)

    def dump(self) -> tuple[list[bytes], tuple[bytes, bytes]]:
        """Return what was learned: the states as records, and their index."""
        changed: dict[int, tuple[dict[Key, int], tuple[Any, ...]]] = {}
        for number in self._learned:
            state = self._states[number]
            known = {**state.known, **{key: after.number for key, after in state.items()}}
            changed[number] = (known, (state.finals, state.stops, state.hot, state.wide))
        return self._shelf.dump(changed)
