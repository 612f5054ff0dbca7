"""The automaton against a matcher that tries everything."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.documents.model import BLOCK_END
from claimlint.rulebook.anchors import Weights
from claimlint.rulebook.automaton import BLOCK, Scanner, positions
from claimlint.rulebook.backward import Reader
from claimlint.rulebook.ends import Table
from claimlint.rulebook.graph import Graph
from claimlint.rulebook.keys import Keys
from claimlint.rulebook.network import Lexicon, Network, lexicon
from claimlint.rulebook.phrase import parse, parts, reverse
from claimlint.rulebook.shelf import Shelf, unpacked
from claimlint.rulebook.tables import Tables, packed, paged
from claimlint.rulebook.words import BREAKS, is_number

VOCABULARY = {"v": ["a b", "c", "b ... d"]}


def book(phrases):
    """Return (scanner, begins) for phrases, as compile.py puts them together."""
    weights = Weights(["a a a b b c"], lambda _: entries)
    rows = [parse(text) for text in phrases]
    entries = [parse(text) for text in VOCABULARY["v"]]
    forward, backward = Graph(), Graph()
    forward.grow(lambda _: entries)
    backward.grow(lambda _: [reverse(row) for row in entries])
    root, roots, table = forward.node(), [], Table(weights.anchor)
    for number, row in enumerate(rows):
        roots.append(backward.node())
        backward.add(roots[-1], reverse(row), number, exact_gaps=True)
        for reading in parts(row):
            table.add(number, reading, (True, True, True))
    for part, number in table.parts.items():
        forward.add(root, part, number)
    known = {word for words in forward.words.values() for word in words}
    nodes = Network(paged(forward.nodes()))
    hashes, places, others = lexicon(nodes, root, known)
    words_known = Lexicon(hashes, places, others)
    uses = table.bits, paged(table.records())
    reverse_nodes = Network(paged(backward.nodes()))

    def made(scan, read, starts):
        scanner = Scanner(nodes, words_known, Keys(words_known), uses, scan)
        return scanner, Reader(reverse_nodes, roots, read, starts)

    first, first_reader = made(Shelf(), Shelf(), {})

    def found(words, scanner=first, reader=first_reader):
        keys = [scanner.keys[word] for word in words]
        states = scanner.read(keys)
        kinds = scanner.kinds(states)
        blocks = [i for i, word in enumerate(words) if word == BLOCK_END]
        assert positions(kinds, BLOCK) == blocks
        facts = {
            (phrase, last)
            for pair in pairwise(blocks)
            for last, phrases in scanner.facts(states, kinds, *pair)
            for phrase in phrases
        }
        wide = {
            (phrase, last)
            for ends, places in scanner.wide(states, kinds).items()
            for phrase in ends.wide
            for last in places
        }
        claims = scanner.claims(states, kinds)
        assert set(claims) <= facts == wide
        return {
            (number, reader.begins(number, keys, last), last)
            for number, last in claims
            if reader.begins(number, keys, last) >= 0
        }

    def again(words):
        sections = {}
        for name, part in (("scan", first), ("read", first_reader)):
            records, index = part.dump()
            sections |= {name: packed(records), f"{name}-index": index}
        kept = Tables.of(sections)
        scan, read = (
            Shelf(kept.records(name), unpacked(kept[f"{name}-index"])) for name in ("scan", "read")
        )
        return found(words, *made(scan, read, dict(first_reader.starts)))

    return found, again


def naive(phrases, words):
    """Return {(phrase, earliest first token, last token)} by trying everything."""
    rows = [parse(text) for text in phrases]
    result = {}
    for number, row in enumerate(rows):
        for first in range(len(words)):
            for stop in ends(row, words, first):
                if stop > first:
                    at = (number, stop - 1)
                    result[at] = min(result.get(at, first), first)
    return {(number, first, last) for (number, last), first in result.items()}


def ends(row, words, at):
    """Yield every index at which a row that begins at `at` may end."""
    if not row:
        yield at
        return
    element, rest = row[0], row[1:]
    kind = element[0]
    if kind == "gap":
        for size in range(element[1] + 1):
            if any(w in BREAKS or w == BLOCK_END for w in words[at : at + size]):
                break
            if at + size <= len(words):
                yield from ends(rest, words, at + size)
    elif kind in ("any", "maybe"):
        if kind == "maybe":
            yield from ends(rest, words, at)
        for inner in element[1]:
            for stop in ends(inner, words, at):
                yield from ends(rest, words, stop)
    elif kind == "vocabulary":
        for text in VOCABULARY[element[1]]:
            for stop in ends(parse(text), words, at):
                yield from ends(rest, words, stop)
    elif at < len(words):
        word = words[at]
        stops = word == BLOCK_END or (not element[-1] and word in BREAKS)
        if (
            (kind == "word" and word == element[1])
            or (kind == "number" and is_number(word))
            or (kind in ("start", "end") and stops)
        ):
            yield from ends(rest, words, at + 1)


PHRASES = [
    "a b",
    "a ...2 b",
    "a (b) c",
    "{a b|c ... d} a",
    "<v> ...1 d",
    "^ a|b c",
    "^^ d (a)",
    "c $",
    "# a",
    "a , b",
    "a (b ...1 c) d ... <v>",
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(["a", "b", "c", "d", "x", "7", ",", ".", BLOCK_END]), max_size=14),
)
def test_finds_what_trying_everything_finds(phrases, words):
    words = [BLOCK_END, *words, BLOCK_END]
    found, _ = book(phrases)
    assert found(words) == naive(phrases, words)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4, unique=True),
    st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", "x", "."]), max_size=9), min_size=2),
)
def test_what_was_learned_changes_nothing(phrases, texts):
    found, again = book(phrases)
    for words in texts[:-1]:
        found([BLOCK_END, *words, BLOCK_END])
    for words in texts:
        words = [BLOCK_END, *words, BLOCK_END]
        assert again(words) == naive(phrases, words)
