"""A document as tokens, with what the phrase automaton found in it.

Token 0 is a block end that stands before the first block, so that every block lies between two
block ends: block b has the tokens `ends[b] + 1 .. ends[b + 1] - 1`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import namedtuple

from claimlint.documents.model import BLOCK_END
from claimlint.documents.sentences import split
from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY, TOKEN, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claimlint.documents.model import Document
    from claimlint.rulebook.compile import RuleBook

WHOLE = frozenset(
    ["heading", "title", "button", "option", "label", "placeholder", "alt", "tooltip", "term"]
)
"""Kinds of block that are one segment, whatever their punctuation."""

Match = namedtuple("Match", "phrase first stop")
Match.__doc__ = "A phrase at the tokens first..stop-1 (breaks at its ends left out)."

Span = namedtuple("Span", "first stop start end")
Span.__doc__ = "A sentence: tokens first..stop-1, visible text start..end."


class Page:
    """The tokens of a document and the phrases that occur in them, checked when asked for."""

    def __init__(self, document: Document, book: RuleBook) -> None:
        self.document = document
        self.book = book
        self.folded = fold(document.text)
        self.words = [BLOCK_END, *TOKEN.findall(self.folded)]
        self.candidates: list[tuple[int, int]] = []
        self.facts: dict[int, list[int]] = {}
        users, facts = book.users, book.facts
        for phrase, last in book.phrases.scanner.scan(self.words):
            if phrase in users:
                self.candidates.append((phrase, last))
            if phrase in facts:
                self.facts.setdefault(phrase, []).append(last)
        self._known: dict[tuple[int, int], Match | None] = {}
        self._keys: list[str | None] = []
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._ends: list[int] = []
        self._sentences: dict[int, list[Span]] = {}
        self.contexts: dict[Span, Any] = {}
        self.heading_cues: dict[int, list[tuple[str, str, int, int]]] = {}
        if book.patterns:
            self._add_patterns()

    def _add_patterns(self) -> None:
        """Add what `regex:` phrases match, as whole tokens of one block."""
        assert self.book.patterns is not None  # noqa: S101 - the caller looked
        for phrase, start, end in self.book.patterns.find(self.folded):
            block = self.document.block_at(start)
            spans, before = self.spans(block), self.block_tokens(block)[0]
            first = before + bisect_right(spans, (start, len(self.folded))) - 1
            last = before + bisect_left(spans, (end, 0)) - 1
            if end > self.document.blocks[block].end or not before <= first <= last:
                continue
            self._known[phrase, last] = Match(phrase, first, last + 1)
            if phrase in self.book.users:
                self.candidates.append((phrase, last))
            if phrase in self.book.facts:
                self.facts.setdefault(phrase, []).append(last)

    @property
    def keys(self) -> list[str | None]:
        """The automaton's key of each token."""
        if not self._keys:
            keys = self.book.phrases.scanner.keys
            self._keys = [keys[word] for word in self.words]
        return self._keys

    def spans(self, block: int) -> list[tuple[int, int]]:
        """Return the visible text range of each token of a block."""
        known = self._spans.get(block)
        if known is None:
            here = self.document.blocks[block]
            # The block end takes part: what a token is may depend on the character behind it.
            found = TOKEN.finditer(self.folded, here.start, here.end + 1)
            known = self._spans[block] = [token.span() for token in found][:-1]
        return known

    @property
    def ends(self) -> list[int]:
        """The tokens that end a block (the first one stands before all blocks)."""
        if not self._ends:
            self._ends = [i for i, word in enumerate(self.words) if word == BLOCK_END]
        return self._ends

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

    def sentences(self, block: int) -> list[Span]:
        """Return the segments of a block."""
        if block not in self._sentences:
            here = self.document.blocks[block]
            first, _ = self.block_tokens(block)
            if here.kind in WHOLE:
                ranges = [(here.start, here.end)]
            else:
                ranges = split(self.document.text, here.start, here.end)
            starts = [start for start, _ in self.spans(block)]
            result = []
            for start, end in ranges:
                low = first + bisect_left(starts, start)
                high = first + bisect_left(starts, end)
                result.append(Span(low, high, start, end))
            self._sentences[block] = result
        return self._sentences[block]

    def sentence_of(self, block: int, match: Match) -> Span:
        """Return the segment that a match stands in (from its first to its last token)."""
        spans = self.sentences(block)
        low = max(0, bisect_right([s.first for s in spans], match.first) - 1)
        high = max(low, bisect_right([s.first for s in spans], match.stop - 1) - 1)
        if low == high:
            return spans[low]
        return Span(spans[low].first, spans[high].stop, spans[low].start, spans[high].end)

    def facts_in(self, phrases: tuple[int, ...], first: int, stop: int) -> Match | None:
        """Return the first match of one of the phrases inside a token range."""
        for phrase in phrases:
            ends = self.facts.get(phrase)
            if not ends:
                continue
            # A phrase that ends with an anchor has its last token behind the range.
            for last in ends[bisect_left(ends, first) : bisect_right(ends, stop)]:
                match = self.match(phrase, last)
                if match and match.first >= first and match.stop <= stop:
                    return match
        return None

    def text_of(self, block: int, first: int, stop: int) -> tuple[int, int]:
        """Return the visible text range of tokens first..stop-1 of a block."""
        spans, before = self.spans(block), self.block_tokens(block)[0]
        return spans[first - before][0], spans[stop - 1 - before][1]
