"""Phrases as a word NFA: how it is built (network.py walks it).

Nodes have arcs for words, numbers, breaks and any word, and calls into vocabularies, which are
graphs of their own and stand there once however many phrases use them. A place in the graph is
a tuple (node, return node, ...).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.rulebook.network import Node
    from claimlint.rulebook.phrase import Element, Row

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

    def nodes(self) -> list[Node]:
        """Return the nodes for a Network, with the ends of all vocabulary entries made one.

        A node is (words, empties, calls, numbers, breaks, blocks, anys, finals, returns): targets
        by word, targets, (entry, return node) pairs, targets ..., phrases that end here, whether
        a vocabulary entry ends here. The graph is let go meanwhile: both at once would take
        twice the memory.
        """
        self._memo = {}
        goes_on = {node for node, words in self.words.items() if words}
        arcs = (self.empties, self.calls, self.numbers, self.breaks, self.blocks, self.anys)
        goes_on.update(*arcs, self.finals)
        one = min((node for node in self.returns if node not in goes_on), default=-1)
        same = {node: one for node in self.returns if node not in goes_on}

        none: tuple[int, ...] = ()

        def moved(targets: Sequence[int]) -> tuple[int, ...]:
            if len(targets) == 1:
                return (same.get(targets[0], targets[0]),)
            return tuple(dict.fromkeys([same.get(target, target) for target in targets]))

        def node(number: int, words: dict[str, list[int]]) -> Node:
            return (
                {word: moved(targets) for word, targets in words.items()},
                moved(self.empties[number]) if number in self.empties else none,
                tuple((entry, same.get(back, back)) for entry, back in self.calls[number])
                if number in self.calls
                else none,
                *(moved(arc[number]) if number in arc else none for arc in arcs[2:]),
                tuple(self.finals[number]) if number in self.finals else none,
                number in self.returns,
            )

        last: Node = ({}, *[none] * 7, True)
        result = []
        for number in range(len(self.words)):
            words = self.words.pop(number)
            result.append(last if number in same else node(number, words))
        return result

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
