"""A document as tokens, with what the phrase automaton found in it.

Token 0 is a block end that stands before the first block, so that every block lies between two
block ends: block b has the tokens `ends[b] + 1 .. ends[b + 1] - 1`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import namedtuple

from claimlint.documents.model import BLOCK_END
from claimlint.documents.sentences import split
from claimlint.rulebook.automaton import BLOCK, positions
from claimlint.rulebook.words import (
    BLOCK_KEY,
    BREAK_KEY,
    TOKEN,
    Layout,
    fold,
    join_ranges,
    stretches,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimlint.checks.context import Scene
    from claimlint.documents.model import Document
    from claimlint.rulebook.compile import RuleBook

    Range = tuple[int, int]

WHOLE = frozenset(
    ["heading", "title", "button", "option", "label", "placeholder", "alt", "tooltip", "term"]
)
"""Kinds of block that are one segment, whatever their punctuation."""

LONGEST_WHOLE = 1_000
"""Characters up to which a block of these kinds is one segment; nobody writes longer ones."""

Match = namedtuple("Match", "phrase first stop")
Match.__doc__ = "A phrase at the tokens first..stop-1 (breaks at its ends left out)."

Span = namedtuple("Span", "first stop start end")
Span.__doc__ = "A sentence: tokens first..stop-1, visible text start..end."


class Page:
    """The tokens of a document and the phrases that occur in them, checked when asked for.

    keys: the automaton's key of each token; asked: where a list, it keeps what rules
    want to know of the page as a whole, with the answers.
    """

    def __init__(self, document: Document, book: RuleBook) -> None:
        self.document = document
        self.book = book
        self._scanner = book.phrases.scanner
        folded = fold(document.text)
        self._joined = join_ranges(folded)
        self._stretches = stretches(self._joined)
        self.keys = self._scanner.cut(self._stretches)
        self._states = self._scanner.read(self.keys)
        self._kinds = self._scanner.kinds(self._states)
        self._candidates: list[tuple[int, int]] | None = None
        self._patterned: list[tuple[int, int]] = []
        self._words: list[str] = []
        self._known: dict[tuple[int, int], Match | None] = {}
        self._layout: Layout | None = None
        self._spans: dict[int, list[Range]] = {}
        self.ends = positions(self._kinds, BLOCK)
        self._sentences: dict[int, list[Range]] = {}
        self._chosen: dict[tuple[int, int, int], Span] = {}
        self._facts: dict[Range, tuple[frozenset[int], list[tuple[int, frozenset[int]]]]] = {}
        self._expressed: list[tuple[int, int]] = []
        self._wide: list[tuple[frozenset[int], list[int]]] | None = None
        self._stated: dict[tuple[int, ...], Match | None] = {}
        self.asked: list[tuple[tuple[int, ...], bool]] | None = None
        self.scenes: dict[Span, Scene] = {}
        self.heading_cues: dict[int, list[tuple[str, str, int, int]]] = {}
        if book.patterns:
            self._add_patterns(folded)

    def _add_patterns(self, folded: str) -> None:
        """Add what `regex:` phrases match, as whole tokens of one block."""
        assert self.book.patterns is not None  # noqa: S101 - the caller looked
        for phrase, start, end in self.book.patterns.find(folded):
            block = self.document.block_at(start)
            spans, before = self.spans(block), self.block_tokens(block)[0]
            first = before + bisect_right(spans, (start, len(folded))) - 1
            last = before + bisect_left(spans, (end, 0)) - 1
            if end > self.document.blocks[block].end or not before <= first <= last:
                continue
            self._known[phrase, last] = Match(phrase, first, last + 1)
            if phrase in self.book.users:
                self._patterned.append((phrase, last))
            if phrase in self.book.facts:
                self._expressed.append((phrase, last))

    @property
    def candidates(self) -> list[tuple[int, int]]:
        """(phrase, last token) of what may be a claim."""
        if self._candidates is None:
            found = self._scanner.claims(self._states, self._kinds)
            self._candidates = [*found, *self._patterned]
        return self._candidates

    def candidates_in(self, block: int) -> list[tuple[int, int]]:
        """Return the candidates of one block, without a look at the others."""
        first, stop = self.ends[block], self.ends[block + 1] + 1
        found = self._scanner.claims(self._states[first:stop], self._kinds[first:stop])
        patterned = [place for place in self._patterned if first < place[1] < stop]
        return [*((phrase, last + first) for phrase, last in found), *patterned]

    @property
    def words(self) -> list[str]:
        """All tokens."""
        if not self._words:
            self._words = [BLOCK_END, *TOKEN.findall(f" {self._joined}")]
        return self._words

    @property
    def layout(self) -> Layout:
        """Where the tokens stand in the visible text."""
        if self._layout is None:
            counts = self._scanner.stretches
            self._layout = Layout(self._stretches, counts, self.book.places)
        return self._layout

    def spans(self, block: int) -> list[Range]:
        """Return the visible text range of each token of a block."""
        known = self._spans.get(block)
        if known is None:
            known = self._spans[block] = self.layout.spans(*self.block_tokens(block), block)
        return known

    def tokens(self, block: int, first: int, stop: int) -> list[tuple[str, int, int]]:
        """Return the tokens first..stop-1 of a block: (folded word or mark, start, end)."""
        text = self._joined
        spans = self.layout.spans(first, stop, block)
        return [(text[start:end], start, end) for start, end in spans]

    def block_of(self, last: int) -> int:
        """Return the block of a match that ends at a token (which may be the block's end)."""
        return bisect_left(self.ends, last) - 1

    def match(self, phrase: int, last: int) -> Match | None:
        """Return the phrase that may end at a token as a Match, or None where it does not."""
        at = (phrase, last)
        if at not in self._known:
            self._known[at] = self._verified(phrase, last)
        return self._known[at]

    def _verified(self, phrase: int, last: int) -> Match | None:
        keys = self.keys
        first = self.book.phrases.begins(phrase, keys, last)
        if first < 0:
            return None
        stop = last + 1
        while first < stop and keys[first] in (BREAK_KEY, BLOCK_KEY, ","):
            first += 1
        while stop > first and keys[stop - 1] in (BREAK_KEY, BLOCK_KEY, ","):
            stop -= 1
        return Match(phrase, first, stop) if first < stop else None

    def block_tokens(self, block: int) -> tuple[int, int]:
        """Return the token range of a block."""
        return self.ends[block] + 1, self.ends[block + 1]

    def sentences(self, block: int) -> list[Range]:
        """Return the visible text ranges of the segments of a block."""
        known = self._sentences.get(block)
        if known is None:
            here = self.document.blocks[block]
            if here.kind in WHOLE and here.end - here.start <= LONGEST_WHOLE:
                known = [(here.start, here.end)]
            else:
                known = split(self.document.text, here.start, here.end)
            self._sentences[block] = known
        return known

    def sentence_of(self, block: int, match: Match) -> Span:
        """Return the segment that a match stands in (from its first to its last token)."""
        layout, ranges = self.layout, self.sentences(block)
        low = high = 0
        if len(ranges) > 1:
            first = layout.span(match.first, block)[0]
            last = layout.span(match.stop - 1, block)[0]
            low = max(0, bisect_right(ranges, (first, len(self._joined))) - 1)
            high = max(low, bisect_right(ranges, (last, len(self._joined))) - 1)
        known = self._chosen.get((block, low, high))
        if known is None:
            start, end = ranges[low][0], ranges[high][1]
            known = self._chosen[block, low, high] = Span(
                layout.token_at(start, block), layout.token_at(end, block), start, end
            )
        return known

    def facts(
        self, phrases: Iterable[int], first: int, stop: int, after: int = 0
    ) -> Iterator[Match]:
        """Yield the matches of some facts in the clauses of the tokens first..stop-1.

        after: those that end before this token may be left out.
        """
        known = self._facts.get((first, stop))
        if known is None:
            there = self._scanner.facts(self._states, self._kinds, first - 1, stop)
            there += [
                (last, frozenset([phrase]))
                for phrase, last in self._expressed
                if first <= last <= stop
            ]
            ending: frozenset[int] = frozenset().union(*[ending for _, ending in there])
            known = self._facts[first, stop] = (ending, there)
        ending, there = known
        if ending.isdisjoint(phrases):
            return
        for phrase in phrases:
            if phrase in ending:
                for last, ending_here in there:
                    if last >= after and phrase in ending_here:
                        match = self.match(phrase, last)
                        if match:
                            yield match

    def stated_in(self, phrases: tuple[int, ...], first: int, stop: int) -> Match | None:
        """Return the first match of one of the phrases in the tokens first..stop-1."""
        for match in self.facts(phrases, first, stop, first):
            if match.first >= first and match.stop <= stop:
                return match
        return None

    def states(self, phrases: tuple[int, ...]) -> Match | None:
        """Return the first match of one of the phrases in the page, which may be anywhere."""
        if phrases not in self._stated:
            if self._wide is None:
                ends = self._scanner.wide(self._states, self._kinds)
                self._wide = [(ending.wide, places) for ending, places in ends.items()]
                self._wide += [(frozenset([phrase]), [last]) for phrase, last in self._expressed]
            found = (
                match
                for phrase in phrases
                for ending, places in self._wide
                if phrase in ending
                for last in places
                if (match := self.match(phrase, last))
            )
            self._stated[phrases] = next(found, None)
        return self._stated[phrases]

    def text_of(self, block: int, first: int, stop: int) -> tuple[int, int]:
        """Return the visible text range of tokens first..stop-1 of a block."""
        layout = self.layout
        return layout.span(first, block)[0], layout.span(stop - 1, block)[1]
