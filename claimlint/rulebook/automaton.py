"""All phrases -> one word automaton.

A Graph is a word NFA: nodes with arcs for words, numbers and breaks, self-loops for gaps, and
calls into vocabularies, which are graphs of their own and stand there once however many phrases
use them. A place in it is a tuple (node, return node, ...). A Scanner walks it as a DFA whose
states are made when a text first needs them, so the cost of a page does not grow with the
number of phrases. It says which phrases may end at which token: gaps are unbounded in it;
A Reader then checks one phrase backwards, gap sizes included, and says where it begins.
"""

from __future__ import annotations

from itertools import accumulate
from operator import getitem

from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY, BREAKS, NUMBER_KEY, is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.rulebook.phrase import Element, Row

    Place = tuple[int, ...]
    Vocabulary = tuple[str, str]

MAX_STATES = 20_000
"""Scanner states kept before the table is begun anew."""

MAX_WORDS = 200_000
"""Unknown words remembered before they are forgotten."""


class Graph:
    """Nodes of a word NFA; `calls` reach vocabularies, `finals` name the phrases ending there."""

    __slots__ = (
        *("_memo", "_vocabularies", "anys", "blocks", "breaks", "calls", "empties", "entries"),
        *("finals", "numbers", "returns", "words"),
    )

    def __init__(self) -> None:
        self.words: dict[int, dict[str, list[int]]] = {}
        self.empties: dict[int, list[int]] = {}
        self.calls: dict[int, list[tuple[int, int]]] = {}
        self.numbers: dict[int, list[int]] = {}
        self.breaks: dict[int, list[int]] = {}
        self.blocks: dict[int, list[int]] = {}
        self.anys: dict[int, list[int]] = {}
        self.finals: dict[int, list[int]] = {}
        self.returns: set[int] = set()
        self.entries: dict[Vocabulary, int] = {}
        self._memo: dict[tuple[int, object], int] = {}
        self._vocabularies: Callable[[Vocabulary], Iterable[Row]] | None = None

    def dump(self) -> tuple[object, ...]:
        """Return plain values for marshal, with the ends of all vocabulary entries made one.

        Equal tuples and words are one object, which marshal writes and reads once.
        """
        goes_on = {node for node, words in self.words.items() if words}
        arcs = (self.empties, self.calls, self.numbers, self.breaks, self.blocks, self.anys)
        goes_on.update(*arcs, self.finals)
        one = min((node for node in self.returns if node not in goes_on), default=-1)
        same = {node: one for node in self.returns if node not in goes_on}
        pool: dict[tuple[object, ...], tuple[object, ...]] = {}
        spelling: dict[str, str] = {}

        def moved(targets: Sequence[int]) -> tuple[object, ...]:
            found = tuple(dict.fromkeys(same.get(target, target) for target in targets))
            return pool.setdefault(found, found)

        words = {
            node: {spelling.setdefault(w, w): moved(targets) for w, targets in words.items()}
            for node, words in self.words.items()
            if words
        }
        calls = {
            node: tuple((entry, same.get(back, back)) for entry, back in found)
            for node, found in self.calls.items()
        }
        rest = [
            {node: moved(targets) for node, targets in arc.items()}
            for arc in (self.empties, self.numbers, self.breaks, self.blocks, self.anys)
        ]
        returns = {same.get(node, node) for node in self.returns}
        return words, calls, *rest, self.finals, returns

    @classmethod
    def restore(cls, values: tuple[object, ...]) -> Graph:
        """Return the graph of `dump`."""
        graph = cls()
        (graph.words, graph.calls, graph.empties, graph.numbers, graph.breaks, graph.blocks,
         graph.anys, graph.finals, graph.returns) = values  # type: ignore[assignment] # fmt: skip
        return graph

    # -- building

    def grow(self, lookup: Callable[[Vocabulary], Iterable[Row]]) -> None:
        """Set where the rows of a vocabulary come from while the graph is built."""
        self._vocabularies = lookup

    def node(self) -> int:
        """Add a node."""
        self.words[len(self.words)] = {}
        return len(self.words) - 1

    def add(self, root: int, row: Row, final: int, exact_gaps: bool = False) -> None:
        """Add a phrase below `root` that ends as number `final`."""
        end = self._row(root, row, exact_gaps)
        finals = self.finals.setdefault(end, [])
        if final not in finals:
            finals.append(final)

    def _row(self, node: int, row: Row, exact: bool) -> int:
        for element in row:
            node = self._element(node, element, exact)
        return node

    def _element(self, node: int, element: Element, exact: bool) -> int:
        """Add an element behind a node; equal elements behind one node share what follows."""
        known = self._memo.get((node, element))
        if known is not None:
            return known
        kind, after = element[0], self.node()
        self._memo[node, element] = after
        if kind == "word":
            self.words[node].setdefault(str(element[1]), []).append(after)
        elif kind == "number":
            self.numbers.setdefault(node, []).append(after)
        elif kind == "vocabulary":
            entry = self._entry((str(element[1]), str(element[2])), exact)
            self.calls.setdefault(node, []).append((entry, after))
        elif kind in ("start", "end"):
            self.blocks.setdefault(node, []).append(after)
            if not element[1]:
                self.breaks.setdefault(node, []).append(after)
        elif kind == "gap":
            self._gap(node, after, int(str(element[1])), exact)
        else:
            self._rows(node, element[1], after, exact)  # type: ignore[arg-type]
            if kind == "maybe":
                self.empties.setdefault(node, []).append(after)
        return after

    def _rows(self, node: int, rows: Sequence[Row], after: int, exact: bool) -> None:
        for row in rows:
            if len(row) == 1 and row[0][0] == "word":
                targets = self.words[node].setdefault(str(row[0][1]), [])
                if after not in targets:
                    targets.append(after)
            else:
                self.empties.setdefault(self._row(node, row, exact), []).append(after)

    def _gap(self, node: int, after: int, size: int, exact: bool) -> None:
        """Add up to `size` words of any kind: a loop, or (exact) as many steps."""
        self.empties.setdefault(node, []).append(after)
        if not exact:
            self.anys[after] = [after]
            return
        step = node
        for _ in range(size):
            ahead = self.node()
            self.anys.setdefault(step, []).append(ahead)
            self.empties[ahead] = [after]
            step = ahead

    def _entry(self, vocabulary: Vocabulary, exact: bool) -> int:
        if vocabulary not in self.entries:
            root = self.entries[vocabulary] = self.node()
            assert self._vocabularies is not None  # noqa: S101 - set by grow()
            for row in self._vocabularies(vocabulary):
                self.returns.add(self._row(root, row, exact))
        return self.entries[vocabulary]

    # -- walking

    def closure(self, places: Iterable[Place]) -> set[Place]:
        """Return the places and all that they reach without reading a token."""
        result = set(places)
        work = list(result)
        empties, calls, returns = self.empties, self.calls, self.returns
        while work:
            place = work.pop()
            node, rest = place[0], place[1:]
            reached: list[Place] = []
            if node in empties:
                reached += [(target, *rest) for target in empties[node]]
            if node in calls:
                reached += [(entry, back, *rest) for entry, back in calls[node]]
            if rest and node in returns:
                reached.append(rest)
            for new in reached:
                if new not in result:
                    result.add(new)
                    work.append(new)
        return result

    def step(self, places: Iterable[Place], key: str, number: bool) -> list[Place]:
        """Return the places behind a token (before closure)."""
        result: list[Place] = []
        words, anys = self.words, self.anys
        if key in (BREAK_KEY, BLOCK_KEY):
            arcs = self.breaks if key == BREAK_KEY else self.blocks
            for place in places:
                for target in arcs.get(place[0], ()):
                    result.append((target, *place[1:]))
            return result
        numbers = self.numbers
        for place in places:
            node = place[0]
            if node in words:
                for target in words[node].get(key, ()):
                    result.append((target, *place[1:]))
            if node in anys:
                for target in anys[node]:
                    result.append((target, *place[1:]))
            if number and node in numbers:
                for target in numbers[node]:
                    result.append((target, *place[1:]))
        return result


class Backward(dict[str | None, "Backward | None"]):
    """What is left of a phrase when it is read from its end: token key -> the rest, or None.

    whole: the phrase may begin at the token just read.
    """

    __slots__ = ("_graph", "_known", "_places", "whole")

    def __init__(
        self, graph: Graph, places: frozenset[Place], known: dict[frozenset[Place], Backward]
    ) -> None:
        super().__init__()
        self._graph = graph
        self._places = places
        self._known = known
        known[places] = self
        finals = graph.finals
        self.whole = any(len(place) == 1 and place[0] in finals for place in places)

    def __missing__(self, key: str | None) -> Backward | None:
        number = key is not None and (key == NUMBER_KEY or is_number(key))
        stepped = self._graph.step(self._places, key or "\0", number)
        rest: Backward | None = None
        if stepped:
            places = frozenset(self._graph.closure(stepped))
            rest = self._known.get(places) or Backward(self._graph, places, self._known)
        self[key] = rest
        return rest


class Reader:
    """Reads phrases backwards in a reversed graph with exact gaps; roots: the node of each."""

    __slots__ = ("_graph", "_known", "_roots", "_starts")

    def __init__(self, graph: Graph, roots: Sequence[int]) -> None:
        self._graph = graph
        self._roots = roots
        self._known: dict[frozenset[Place], Backward] = {}
        self._starts: dict[int, Backward] = {}

    def begins(self, phrase: int, keys: Sequence[str | None], last: int) -> int:
        """Return the first token of a phrase whose last token is keys[last], or -1.

        The earliest beginning counts.
        """
        rest: Backward | None = self._starts.get(phrase)
        if rest is None:
            places = frozenset(self._graph.closure([(self._roots[phrase],)]))
            rest = self._starts[phrase] = Backward(self._graph, places, self._known)
        found, at = -1, last
        while at >= 0:
            rest = rest[keys[at]]
            if rest is None:
                break
            if rest.whole:
                found = at
            at -= 1
        if len(self._known) > MAX_STATES:
            self._known.clear()
            self._starts.clear()
        return found


def beginnings(graph: Graph, root: int) -> tuple[list[Place], dict[str, list[int]]]:
    """Return the places where a phrase may begin, and for each word those that it leads on from."""
    places = sorted(graph.closure([(root,)]))
    words: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for word in graph.words.get(place[0], ()):
            words.setdefault(word, []).append(index)
    return places, words


class State(dict[str | None, "State"]):
    """A scanner state: token key -> next state, filled as texts need it.

    marks: bits of the parts that end here and that phrases go on from; needed: all bits that
    phrases ending here ask for; stops: a clause ends here; live: any of these.
    """

    __slots__ = ("_ends", "_found", "live", "marks", "needed", "places", "scanner", "stops")

    def __init__(self, scanner: Scanner, places: frozenset[Place], stops: bool) -> None:
        super().__init__()
        self.scanner = scanner
        self.places = places
        self.stops = stops
        self.marks = 0
        ends: dict[int, list[int]] = {}
        finals, table = scanner.graph.finals, scanner.parts
        for place in places:
            if len(place) == 1 and place[0] in finals:
                for part in finals[place[0]]:
                    bit, users = table[part]
                    self.marks |= bit
                    for needed, phrase in users:
                        ends.setdefault(needed, []).append(phrase)
        self._ends = ends
        self._found: dict[int, tuple[int, ...]] = {}
        self.needed = 0
        for needed in ends:
            self.needed |= needed
        self.live = bool(stops or self.marks or ends)

    def found(self, seen: int) -> tuple[int, ...]:
        """Return the phrases that may end here when the parts `seen & needed` went before."""
        seen &= self.needed
        known = self._found.get(seen)
        if known is None:
            phrases = [
                p for needed, found in self._ends.items() if not needed & ~seen for p in found
            ]
            known = self._found[seen] = tuple(sorted(phrases))
        return known

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __missing__(self, key: str | None) -> State:
        state = self[key] = self.scanner.advance(self.places, key)
        return state


class Keys(dict[str, "str | None"]):
    """Token -> key: itself if a phrase knows it, a number, a break, or None."""

    __slots__ = ()

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__((word, word) for word in known)
        for token in BREAKS:
            self[token] = BREAK_KEY
        self[BLOCK_KEY] = BLOCK_KEY
        self["&"] = "and"
        self[","] = ","

    def __missing__(self, token: str) -> str | None:
        if is_number(token):
            return NUMBER_KEY
        if len(self) < MAX_WORDS:
            self[token] = None
        return None


class Scanner:
    """Runs a graph over tokens as a DFA built on the way.

    begin: what `beginnings` says of the graph; parts: for each part (bit, ((bits needed, phrase),
    ...)): its bit if phrases go on from it, and the phrases that it ends.
    """

    __slots__ = ("_first", "_places", "_states", "_words", "graph", "keys", "parts", "start")

    def __init__(
        self,
        graph: Graph,
        begin: tuple[list[Place], dict[str, list[int]]],
        keys: Keys,
        parts: Sequence[tuple[int, Sequence[tuple[int, int]]]],
    ) -> None:
        self.graph = graph
        self.keys = keys
        self.parts = parts
        self._places, self._words = begin
        self._first: dict[str | None, frozenset[Place]] = {}
        self._states: dict[tuple[bool, frozenset[Place]], State] = {}
        # A text begins as if a block had just ended.
        self.start = self.advance(frozenset(), BLOCK_KEY)

    def advance(self, places: frozenset[Place], key: str | None) -> State:
        """Return the state behind a token."""
        number = key is not None and (key == NUMBER_KEY or is_number(key))
        first = self._first.get(key)
        if first is None:
            begin = self._places
            if key is not None and not number and key not in (BREAK_KEY, BLOCK_KEY):
                begin = [begin[index] for index in self._words.get(key, ())]
            begun = self.graph.step(begin, key or "\0", number)
            first = self._first[key] = frozenset(self.graph.closure(begun))
        stepped = self.graph.step(places, key or "\0", number)
        reached = first.union(self.graph.closure(stepped)) if stepped else first
        stops = key in (BREAK_KEY, BLOCK_KEY)
        state = self._states.get((stops, reached))
        if state is None:
            if len(self._states) > MAX_STATES:
                self._forget()
            state = self._states[stops, reached] = State(self, reached, stops)
        return state

    def _forget(self) -> None:
        for state in self._states.values():
            state.clear()
        self._states.clear()

    def scan(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Return (phrase, last token) of every phrase that may end in a text, in text order."""
        keys = map(self.keys.__getitem__, words)
        seen, found = 0, []
        for last, state in enumerate(accumulate(keys, getitem, initial=self.start), -1):
            if state.live:
                phrases = state.found(seen)
                if phrases:
                    found += [(phrase, last) for phrase in phrases]
                seen = state.marks if state.stops else seen | state.marks
        return found
