"""A segment taken apart: its tokens, the parts that rules/rewrites.yaml knows, its verbs."""

from __future__ import annotations

from bisect import bisect_left
from collections import namedtuple

from claimlint.rulebook.words import BREAKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.checks.page import Page, Span
    from claimlint.documents.model import Document
    from claimlint.rewrites.book import Hit, RewriteBook

Verb = namedtuple("Verb", "at base tags")
Verb.__doc__ = "A token that may be a form of a known verb: its base and the tags of that form."

Parts = namedtuple("Parts", "by_name longest hits")
Parts.__doc__ = """The parts of a sentence.

by_name: list -> token ranges; longest: (list, first token) -> where the longest hit ends; hits:
all of them.
"""

_FIXED = ("reference", "notice")

LOOK_BACK = 60
"""Tokens before a sentence in which what "it" stands for is looked for."""


_PROSE = ("markdown", "html", "text")
_DATA_KINDS = frozenset(
    [
        *("title", "description", "social", "structured-data", "front-matter", "field", "alt"),
        *("label", "placeholder", "tooltip"),
    ]
)


def holds_data(document: Document, kind: str) -> bool:
    """Tell whether a block of a kind is text in data or code, where a colon may be syntax."""
    return kind in _DATA_KINDS or document.format not in _PROSE


class Readings:
    """What is read of a page more than once: the parts of its sentences and blocks."""

    __slots__ = ("_before", "_fixed", "_hits", "_lists", "book", "page")

    def __init__(self, page: Page, book: RewriteBook) -> None:
        self.page = page
        self.book = book
        self._hits: dict[tuple[int, int], Parts] = {}
        self._before: dict[tuple[int, int], frozenset[str]] = {}
        self._fixed: dict[int, bool] = {}
        self._lists: dict[tuple[int, int], frozenset[str]] = {}

    def parts(self, first: int, stop: int) -> Parts:
        """Return the parts of a sentence by list, those that begin at a token, and all in order."""
        known = self._hits.get((first, stop))
        if known is None:
            known = self._hits[first, stop] = Parts({}, {}, self._of(first, stop))
            for name, low, high in known.hits:
                known.by_name.setdefault(name, []).append((low, high))
                longest = known.longest.get((name, low), -1)
                known.longest[name, low] = max(longest, high)
        return known

    def _of(self, first: int, stop: int) -> list[Hit]:
        return self.book.hits(self.page.words[first:stop])

    def is_fixed(self, block: int) -> bool:
        """Tell whether a block is an entry of a list of works, or a notice that the law words."""
        known = self._fixed.get(block)
        if known is None:
            names = self._names(*self.page.block_tokens(block))
            known = self._fixed[block] = not names.isdisjoint(_FIXED)
        return known

    def before(self, block: int, at: int) -> frozenset[str]:
        """Return the lists that know something in the text before a token; "text" if any is there.

        What stood before is the block so far; at its beginning, the headings above and the block
        before.
        """
        known = self._before.get((block, at))
        if known is None:
            known = self._before[block, at] = frozenset(self._names_before(block, at))
        return known

    def _names_before(self, block: int, at: int) -> Iterator[str]:
        from claimlint.checks.match import headings

        page = self.page
        first, _ = page.block_tokens(block)
        ranges = [(max(first, at - LOOK_BACK), at)]
        if at - first < LOOK_BACK // 3:
            ranges += [page.block_tokens(above) for above in headings(page, block)]
            if block and page.document.blocks[block - 1].kind == page.document.blocks[block].kind:
                ranges.append(page.block_tokens(block - 1))
        for low, high in ranges:
            if low < high:
                yield "text"
                yield from self._names(low, high)

    def _names(self, first: int, stop: int) -> frozenset[str]:
        known = self._lists.get((first, stop))
        if known is None:
            names = (hit.name for hit in self._of(first, stop))
            known = self._lists[first, stop] = frozenset(names)
        return known


class Segment:
    """One sentence (or heading, cell, ...) of a page, as the frames read it.

    words: folded tokens; spans: their ranges in the visible text of the document; start, end:
    the segment in that text; kind: of its block; found: where the claim is, as tokens of this
    segment.
    """

    __slots__ = (
        *(
            "_block",
            "_first",
            "_parts",
            "_readings",
            "book",
            "claim",
            "end",
            "hits",
            "kind",
            "opens_block",
            "page",
            "spans",
        ),
        *("start", "text", "words"),
    )

    def __init__(
        self, readings: Readings, block: int, sentence: Span, claim: tuple[int, int]
    ) -> None:
        page = readings.page
        before = page.block_tokens(block)[0]
        first = sentence.first
        while first < claim[0] and page.words[first] in BREAKS:
            first += 1  # a bullet or a dash in front
        sentence = sentence._replace(first=first)
        self._block, self._first = block, sentence.first
        self._readings = readings
        self.page = page
        self.book = readings.book
        self.words = page.words[sentence.first : sentence.stop]
        self.spans = page.spans(block)[sentence.first - before : sentence.stop - before]
        self.text = page.document.text
        self.start, self.end = sentence.start, sentence.end
        self.kind = page.document.blocks[block].kind
        self.opens_block = sentence.first == before
        self.claim = (claim[0] - sentence.first, claim[1] - sentence.first)
        self._parts = readings.parts(sentence.first, sentence.stop)
        self.hits = self._parts.hits

    @property
    def body(self) -> int:
        """The number of tokens before the mark that ends the segment."""
        end = len(self.words)
        while end and self.words[end - 1] in BREAKS:
            end -= 1
        return end

    def of(self, name: str) -> list[tuple[int, int]]:
        """Return the token ranges of a list's hits."""
        found: list[tuple[int, int]] = self._parts.by_name.get(name, [])
        return found

    def at(self, name: str, first: int) -> int:
        """Return where the longest hit of a list that begins at a token ends, or -1."""
        stop: int = self._parts.longest.get((name, first), -1)
        return stop

    def takes_marks(self) -> bool:
        """Tell whether a colon may be put in without being taken for syntax."""
        return not holds_data(self.page.document, self.kind)

    def is_word(self, token: int, name: str) -> bool:
        """Tell whether there is a token and it is one of the words of a name."""
        return 0 <= token < len(self.words) and self.words[token] in self.book.words[name]

    def within(self, name: str, first: int, stop: int) -> list[tuple[int, int]]:
        """Return the hits of a list inside a token range."""
        return [hit for hit in self.of(name) if first <= hit[0] and hit[1] <= stop]

    def covers(self, name: str, token: int) -> bool:
        """Tell whether a token is part of a hit of a list."""
        return any(first <= token < stop for first, stop in self.of(name))

    def refers(self) -> bool:
        """Tell whether what stood before names a promoted treatment, and no accepted care.

        Only then may "it" or "this method" be taken for something promoted.
        """
        return "care" not in self._before() and "treatment" in self._before()

    def is_accepted(self) -> bool:
        """Tell whether an accepted fact, or care that has a known effect, is spoken of here."""
        return bool(self.of("process") or self.of("approved")) or "approved" in self._before()

    def is_first(self) -> bool:
        """Tell whether nothing stands before the segment that it could refer to."""
        return not self._before()

    def _before(self) -> frozenset[str]:
        return self._readings.before(self._block, self._first)

    def verbs(self, at: int) -> list[Verb]:
        """Return what a token may be as a form of a known verb, one Verb for each base."""
        found: dict[str, list[str]] = {}
        if 0 <= at < len(self.words) and not self.is_joined(at):
            for base, tag in self.book.verbs.get(self.words[at], ()):
                found.setdefault(base, []).append(tag)
        return [Verb(at, base, tuple(tags)) for base, tags in found.items()]

    def is_joined(self, at: int) -> bool:
        """Tell whether a hyphen joins a token to the next or the last one: `lower-back`."""
        start, end = self.spans[at]
        ahead, behind = self.text[end : end + 2], self.text[max(0, start - 2) : start]
        return (ahead[:1] == "-" and ahead[1:].isalpha()) or (
            behind[1:] == "-" and behind[:1].isalpha()
        )

    def verb(self, at: int, *tags: str) -> str:
        """Return the base of a token that may be one of the forms; '' where it is not."""
        for verb in self.verbs(at):
            if any(tag in verb.tags for tag in tags):
                return str(verb.base)
        return ""

    def shown(self, first: int, stop: int) -> str:
        """Return the visible text of a token range as it stands."""
        return self.text[self.spans[first][0] : self.spans[stop - 1][1]]

    def token_at(self, offset: int) -> int:
        """Return the first token that begins at or behind an offset of the visible text."""
        return bisect_left(self.spans, (offset, 0))

    def is_capital(self, token: int) -> bool:
        """Tell whether a token begins with a capital."""
        return self.text[self.spans[token][0]].isupper()

    def is_name(self, token: int) -> bool:
        """Tell whether a token's capitals are its own: an acronym, or a capital inside (iPS)."""
        start, end = self.spans[token]
        word = self.text[start:end]
        return len(word) == 1 or any(c.isupper() or c.isdigit() for c in word[1:])

    def is_quoted(self) -> bool:
        """Tell whether quotation marks stand around or inside the claim."""
        low = self.spans[self.claim[0]][0]
        high = self.spans[min(self.claim[1], len(self.spans)) - 1][1]
        before, after = self.text[self.start : low], self.text[high : self.end]
        inside = self.text[low:high]
        opened = before.count("“") - before.count("”")
        straight = before.count('"') % 2 == 1 and '"' in after
        return opened > 0 or straight or any(mark in inside for mark in '“”"')

    def has_capitals(self) -> bool:
        """Tell whether most long words begin with a capital, whatever the block."""
        long = [start for start, end in self.spans if end - start > 3]
        return len(long) > 1 and sum(self.text[at].isupper() for at in long) >= 0.6 * len(long)

    def style(self) -> str:
        """Return the case style of the segment: 'upper', 'title' or 'sentence'."""
        words = [
            self.text[start:end]
            for start, end in self.spans
            if end - start > 3 and self.text[start:end].isalpha()
        ]
        if words and all(word.isupper() for word in words):
            return "upper"
        if self.kind in ("heading", "title", "button", "label", "social", "option", "term") and (
            len(words) > 1 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
        ):
            return "title"
        return "sentence"
