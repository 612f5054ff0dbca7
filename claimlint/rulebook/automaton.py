"""All phrases as one word automaton, whose states are made when a text first needs them.

A Scanner finds the parts that the gaps of phrases separate; a phrase may end where its last part
ends and the others were seen in the same clause. A Reader (see backward.py) then reads the phrase
backwards from there, gap sizes included, and says where it begins. So the cost of a page does not
grow with the number of phrases. What both have learned can be kept between runs (`dump`), and then
neither needs the graph again until a text brings something new.
"""

from __future__ import annotations

from functools import cache, reduce
from itertools import accumulate, chain, compress, count, islice
from operator import attrgetter, getitem, or_

from claimlint.rulebook.ends import Ends, Meanings, mask
from claimlint.rulebook.keys import Stretches, is_number_key
from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from claimlint.rulebook.ends import Meaning, Part
    from claimlint.rulebook.keys import Keys
    from claimlint.rulebook.network import Lexicon, Network, Place
    from claimlint.rulebook.shelf import Shelf
    from claimlint.rulebook.tables import Records

    Key = str | None
    Places = frozenset[Place]

MAX_STATES = 50_000
"""States kept before they are forgotten and learned anew."""

MAX_PAIRS = 100_000
"""Pairs of tokens of which it is remembered where phrases go on that begin with the first."""

REACH = 500
"""Tokens that no phrase is longer than, its gaps included."""

STOP, BLOCK, HOT, WIDE, FACT, CLAIM = 1, 2, 4, 8, 16, 32
"""What may end at a token: a clause; a block; an anchor, without which a clause holds no claim; a
fact that whole pages are searched for; any fact; any claim."""

_KIND, _MARKS = attrgetter("kind"), attrgetter("marks")
_NONE, _THERE = b"\0", b"\1"


class State(dict["Key", "State"]):
    """A scanner state: token key -> next state, filled as texts need it.

    finals: the parts that end here; kind: what of interest ends here (BLOCK, ...); ends: what the
    parts mean, and marks: the parts as a mask, found when they are asked for; known: what an
    earlier run learned, key -> number of the next state.
    """

    __slots__ = ("_scanner", "ends", "finals", "kind", "known", "marks", "number")

    ends: Ends
    marks: int

    def __init__(
        self,
        scanner: Scanner,
        number: int,
        values: tuple[tuple[int, ...], int],
        known: dict[Key, int],
    ) -> None:
        super().__init__()
        self._scanner = scanner
        self.number = number
        self.finals, self.kind = values
        self.known = known

    def __getattr__(self, name: str) -> Any:
        if name not in ("ends", "marks"):
            raise AttributeError(name)
        self.ends = self._scanner.ends(self.finals)
        self.marks = self.ends.marks
        return self.ends if name == "ends" else self.marks

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

    network: the phrases below one root; lexicon: where they may begin; parts: their bits, and
    what they mean in pages, see `ends.Table`; shelf: the states of earlier runs; fresh:
    transitions that are new since then.
    """

    __slots__ = (
        *(
            "_bits",
            "_ends",
            "_first",
            "_learned",
            "_lexicon",
            "_network",
            "_pairs",
            "_part",
            "_shelf",
        ),
        *("_states", "fresh", "keys", "start", "stretches"),
    )

    def __init__(
        self,
        network: Network,
        lexicon: Lexicon,
        keys: Keys,
        parts: tuple[Sequence[int], Sequence[Sequence[Part]] | Records],
        shelf: Shelf,
    ) -> None:
        self._network = network
        self._lexicon = lexicon
        self._bits = parts[0]
        self._part: Callable[[int], Meaning] = Meanings(parts[1]).__getitem__
        self._ends: dict[tuple[int, ...], Ends] = {}
        self._shelf = shelf
        self.keys = keys
        self.stretches = Stretches(keys)
        self.fresh = 0
        self._learned: set[int] = set()
        self._first: dict[Key, tuple[Places, frozenset[int], int, int]] = {}
        self._pairs: dict[tuple[Key, Key], Places] = {}
        self._states: dict[int, State] = {}
        # A text begins as if a block had just ended.
        self.start = self.state(0) if len(shelf) else self._reached(BLOCK_KEY, frozenset())

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
        before, further = self._shelf.places(state.number)
        if len(self._states) > MAX_STATES:
            self._forget()
        else:
            self._learned.add(state.number)
        network = self._network
        first = self._beginnings(key)[0]
        stepped = network.step(further, key or "\0", is_number_key(key))
        reached = network.closure(stepped) if stepped else frozenset()
        return self._reached(key, (self._begun(before, key) | reached) - first)

    def _beginnings(self, key: Key) -> tuple[Places, frozenset[int], int, int]:
        """Return what a state behind a token is apart from phrases that go on.

        The places behind the first token of a phrase, the parts that end there, the kind of state,
        and a hash of all. As they are the same for all states behind the token, they are not kept
        with each.
        """
        known = self._first.get(key)
        if known is None:
            network, number = self._network, is_number_key(key)
            begun = network.step(self._lexicon.beginnings(key, number), key or "\0", number)
            first = frozenset(network.closure(begun))
            stop = STOP | BLOCK if key == BLOCK_KEY else STOP if key == BREAK_KEY else 0
            known = (first, network.finals(first), stop, hash((stop, first)))
            self._first[key] = known
        return known

    def _begun(self, before: Key, key: Key) -> Places:
        """Return where phrases go on behind their first two tokens."""
        known = self._pairs.get((before, key))
        if known is None:
            network, first = self._network, self._beginnings(before)[0]
            stepped = network.step(first, key or "\0", is_number_key(key))
            known = frozenset(network.closure(stepped))
            if len(self._pairs) >= MAX_PAIRS:
                self._pairs.clear()
            self._pairs[before, key] = known
        return known

    def _reached(self, key: Key, further: Places) -> State:
        """Return the state behind a token, with the places where phrases go on there."""
        _, ended, kind, beginnings = self._beginnings(key)
        at = self._shelf.find(beginnings, further)
        if at is not None:
            return self.state(at)
        number = self._shelf.add(beginnings, further, (key, further))
        finals = sorted(ended | self._network.finals(further)) if further else sorted(ended)
        for anchored, claims, facts, wide, _ in map(self._part, finals):
            kind |= (HOT if anchored else 0) | (CLAIM if claims else 0)
            kind |= (FACT if facts else 0) | (WIDE if wide else 0)
        state = self._states[number] = State(self, number, (tuple(finals), kind), {})
        self._learned.add(number)
        return state

    def foresee(self, keys: Iterable[Key] = (None, ",", BREAK_KEY, BLOCK_KEY)) -> None:
        """Learn what follows each state that is known so far behind some keys."""
        keys = tuple(keys)
        for state in list(self._states.values()):
            for key in keys:
                state[key]

    def ends(self, finals: tuple[int, ...]) -> Ends:
        """Return what parts mean that end at one token."""
        ends = self._ends.get(finals)
        if ends is None:
            marks = mask([bit for number in finals if (bit := self._bits[number]) >= 0])
            ends = self._ends[finals] = Ends(marks, lambda: map(self._part, finals))
        return ends

    def _forget(self) -> None:
        """Begin anew from the start state; states that are still in use stay whole."""
        for state in self._states.values():
            state.clear()
            state.known = {}
        key, further = self._shelf.places(self.start.number)
        self._shelf = self._shelf.emptied()
        self.start.number = self._shelf.add(self._beginnings(key)[3], further, (key, further))
        self._states = {self.start.number: self.start}
        self._learned = {self.start.number}

    def cut(self, found: Iterable[str]) -> list[Key]:
        """Return the keys of the tokens of some stretches, those of a block end before it first."""
        return [BLOCK_KEY, *chain.from_iterable(map(self.stretches.__getitem__, found))]

    def read(self, keys: Sequence[Key]) -> list[State]:
        """Return the state behind each token; the first key is that of a block end."""
        return list(accumulate(islice(keys, 1, None), getitem, initial=self.start))

    def kinds(self, states: Sequence[State]) -> bytes:
        """Return the kind of each state: what is looked for in them is found at C's speed."""
        return bytes(map(_KIND, states))

    def claims(self, states: Sequence[State], kinds: bytes) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every claim that may end in a text, in text order.

        Only clauses that hold an anchor and what it needs are looked at.
        """
        found: list[tuple[int, int]] = []
        hots, stops = kinds.translate(_flags(HOT)), kinds.translate(_flags(STOP))
        hot = hots.find(_THERE, 1)
        while hot > 0:
            first = stops.rfind(_THERE, 0, hot)
            stop = stops.find(_THERE, hot)
            behind = len(kinds) if stop < 0 else stop + 1
            parts = reduce(or_, map(_MARKS, states[first:behind]))
            while 0 < hot < behind and not states[hot].ends.may_hold(parts):
                hot = hots.find(_THERE, hot + 1)
            if 0 < hot < behind:
                self._clause(states, first, positions(kinds, CLAIM, first + 1, behind), found)
                hot = hots.find(_THERE, behind)
        return found

    def _clause(
        self,
        states: Sequence[State],
        first: int,
        lasts: Iterable[int],
        found: list[tuple[int, int]],
    ) -> None:
        """Add the claims that end in a clause, which begins behind the break at `first`."""
        seen, at = states[first].marks, first + 1
        for last in lasts:
            ends = states[last].ends
            if ends.needed:
                seen = reduce(or_, map(_MARKS, states[at:last]), seen)
                at = last
            phrases = ends.ending(seen)
            if phrases:
                found += [(phrase, last) for phrase in phrases]

    def wide(self, states: Sequence[State], kinds: bytes) -> dict[Ends, list[int]]:
        """Return where facts may end that whole pages are searched for: tokens by what they mean.

        Whether their other parts stand before is not looked at: most of them have none.
        """
        found: dict[Ends, list[int]] = {}
        for at in positions(kinds, WIDE):
            found.setdefault(states[at].ends, []).append(at)
        return found

    def facts(
        self, states: Sequence[State], kinds: bytes, first: int, stop: int
    ) -> list[tuple[int, frozenset[int]]]:
        """Return (last token, phrases) of the facts whose last part ends in tokens first + 1..stop.

        The clauses around it are looked at too, as far as a phrase can reach. Whether their other
        parts stand before is not looked at.
        """
        begin, behind = self._clauses(kinds, first, stop)
        return [(at, states[at].ends.facts) for at in positions(kinds, FACT, begin + 1, behind)]

    def _clauses(self, kinds: bytes, first: int, stop: int) -> tuple[int, int]:
        """Return where the clauses of tokens first + 1 .. stop begin (the break) and end."""
        low, high = max(0, first - REACH), stop + REACH
        stops = kinds[low:high].translate(_flags(STOP))
        begin = low + max(0, stops.rfind(_THERE, 0, first + 1 - low))
        end = stops.find(_THERE, max(stop, begin + 1) - low)
        return begin, min(len(kinds), high) if end < 0 else low + end + 1

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
            changed[number] = (known, (state.finals, state.kind))
        return self._shelf.dump(changed)


def positions(kinds: bytes, flag: int, start: int = 0, stop: int | None = None) -> list[int]:
    """Return where a flag is set in the kinds of some tokens, from `start` to before `stop`."""
    flags = kinds[start:stop].translate(_flags(flag))
    return list(compress(count(start), flags)) if _THERE in flags else []


@cache
def _flags(flag: int) -> bytes:
    """Return a table that says of each kind whether it has a flag."""
    return bytes([int(kind & flag > 0) for kind in range(256)])
