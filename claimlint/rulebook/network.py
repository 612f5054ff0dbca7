"""Walking a word NFA, and where its phrases may begin; nodes are read when they are reached."""

from __future__ import annotations

from bisect import bisect_left

from claimlint.rulebook.tables import Pages, checksum
from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from claimlint.rulebook.tables import Records

    Place = tuple[int, ...]
    Targets = tuple[int, ...]
    Node = tuple[Any, ...]  # see Graph.nodes

WORDS, EMPTIES, CALLS, NUMBERS, BREAKS, BLOCKS, ANYS, FINALS, RETURNS = range(9)
"""The fields of a node, see `Graph.nodes`."""


class Network:
    """The nodes of a Graph, in pages.

    node: returns a node by its number.
    """

    __slots__ = ("node",)

    def __init__(self, pages: Sequence[Sequence[Node]] | Records) -> None:
        self.node: Callable[[int], Node] = Pages(pages).__getitem__

    def finals(self, places: Iterable[Place]) -> frozenset[int]:
        """Return the phrases that end at some places."""
        node = self.node
        ended = [node(place[0])[FINALS] for place in places if len(place) == 1]
        return frozenset().union(*ended)

    def closure(self, places: Iterable[Place]) -> set[Place]:
        """Return the places and all that they reach without reading a token."""
        result = set(places)
        work = list(result)
        node_of = self.node
        while work:
            place = work.pop()
            node = node_of(place[0])
            if not (node[1] or node[2] or (node[8] and len(place) > 1)):
                continue
            rest = place[1:]
            reached: list[Place] = []
            if node[1]:
                reached += [(target, *rest) for target in node[1]]
            if node[2]:
                reached += [(entry, back, *rest) for entry, back in node[2]]
            if rest and node[8]:
                reached.append(rest)
            for new in reached:
                if new not in result:
                    result.add(new)
                    work.append(new)
        return result

    def step(self, places: Iterable[Place], key: str, number: bool) -> list[Place]:
        """Return the places behind a token (before closure)."""
        result: list[Place] = []
        node_of = self.node
        if key in (BREAK_KEY, BLOCK_KEY):
            arc = BREAKS if key == BREAK_KEY else BLOCKS
            for place in places:
                result += [(target, *place[1:]) for target in node_of(place[0])[arc]]
            return result
        for place in places:
            node = node_of(place[0])
            if key in node[0]:
                result += [(target, *place[1:]) for target in node[0][key]]
            if node[6]:
                result += [(target, *place[1:]) for target in node[6]]
            if number and node[3]:
                result += [(target, *place[1:]) for target in node[3]]
        return result


class Lexicon:
    """The words that phrases know, each with the places from which it leads on from a beginning.

    hashes: the sorted hashes of the words; places: (word, places) in the same order; others:
    beginnings that go on with a number, a break, a block end and any word.
    """

    __slots__ = ("_hashes", "_others", "_places")

    def __init__(
        self,
        hashes: Sequence[int],
        places: Sequence[tuple[str, Sequence[Place]]] | Records,
        others: Sequence[Sequence[Place]],
    ) -> None:
        self._hashes = hashes
        self._places = places
        self._others = others

    def __contains__(self, word: str) -> bool:
        """Tell whether a phrase knows a word; one in 500,000 others counts too, to no harm."""
        value = hash_of(word)
        at = bisect_left(self._hashes, value)
        return at < len(self._hashes) and self._hashes[at] == value

    def beginnings(self, key: str | None, number: bool) -> list[Place]:
        """Return the places where a phrase may begin with a token."""
        numbers, breaks, blocks, anys = self._others
        if key == BREAK_KEY:
            return list(breaks)
        if key == BLOCK_KEY:
            return list(blocks)
        result = [*anys, *(numbers if number else ())]
        if key is not None:
            value = hash_of(key)
            at = bisect_left(self._hashes, value)
            while at < len(self._hashes) and self._hashes[at] == value:
                word, places = self._places[at]
                if word == key:
                    result += places
                at += 1
        return result


def hash_of(word: str) -> int:
    """Return the hash of a word, the same in every process."""
    return checksum(word.encode("utf-8", "surrogatepass"))


def lexicon(
    network: Network, root: int, words: Iterable[str]
) -> tuple[list[int], list[tuple[str, list[Place]]], list[list[Place]]]:
    """Return what a Lexicon of the phrases below `root` is made of; words: all that are known."""
    begin = sorted(network.closure([(root,)]))
    nodes = [network.node(place[0]) for place in begin]
    found: dict[str, list[Place]] = {word: [] for word in words}
    for place, node in zip(begin, nodes, strict=True):
        for word in node[WORDS]:
            found[word].append(place)
    entries = sorted((hash_of(word), word) for word in found)
    others = [
        [place for place, node in zip(begin, nodes, strict=True) if node[arc]]
        for arc in (NUMBERS, BREAKS, BLOCKS, ANYS)
    ]
    return [value for value, _ in entries], [(word, found[word]) for _, word in entries], others
