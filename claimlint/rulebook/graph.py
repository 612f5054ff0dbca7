"""Phrases as a word NFA.

Nodes have arcs for words, numbers, breaks and any word, and calls into vocabularies, which are
graphs of their own and stand there once however many phrases use them. A place in the graph is
a tuple (node, return node, ...).
"""

from __future__ import annotations

from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.rulebook.phrase import Element, Row

    Place = tuple[int, ...]
    Vocabulary = tuple[str, str]


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


def beginnings(graph: Graph, root: int) -> tuple[list[Place], dict[str, list[int]]]:
    """Return the places where a phrase may begin, and for each word those that it leads on from."""
    places = sorted(graph.closure([(root,)]))
    words: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        for word in graph.words.get(place[0], ()):
            words.setdefault(word, []).append(index)
    return places, words
