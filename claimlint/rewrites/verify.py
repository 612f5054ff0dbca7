"""Is a draft good? Applied in memory, its segment must lint clean, and nothing else may change."""

from __future__ import annotations

import re
from bisect import bisect_right

from claimlint.checks.duties import is_duty
from claimlint.checks.match import candidates, headings
from claimlint.checks.page import Page
from claimlint.documents.model import BLOCK_END, Block, Document
from claimlint.finding import WARNING
from claimlint.rewrites.changes import applied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.checks.match import Candidate
    from claimlint.checks.page import Match, Span
    from claimlint.rewrites.changes import Draft

_SLIPS = re.compile(
    r"  |\s[,.;!?](?!\w)|,\s*[,.;]|\b(\w+) \1\b"
    r"|\ba [aeio](?!ne\b|nce\b|u)\w|\ban [bcdfgjkmpqtvwxyz][a-z]"
    r"|\b(?:may|might|can|could|will) (?:has|have not|is|are|not been)\b|\bto (?:has|is|are)\b"
    r"|[,;–—]\W?$|\b(?:and|or|the|a|an|of|to|with)[.,;!]?$",
    re.IGNORECASE,
)
"""Slips that a rewrite may not bring in: doubled words and blanks, articles, stranded words."""


LONG = 2_000
"""Characters of a block from which on only the sentences around an edit are read again."""

AROUND = 400
"""Characters of such a block that are read on both sides, and then to the end of the sentence."""


NEAR = 200
"""Characters around a new sentence in which is looked for what it may have changed."""


class LocalPage(Page):
    """A block with the headings above it, checked as if it stood in its page.

    block: its number here; shift: what is to be added to a place in the whole page. Of a long
    block only the sentences around the edit are here; what it states elsewhere still counts.
    """

    def __init__(self, page: Page, block: int, sentence: Span, text: str) -> None:
        """Take a block of `page` with `text` in place of a sentence."""
        self._whole = page
        self._origin = block
        here = page.document.blocks[block]
        low, high = here.start, here.end
        if high - low > LONG:
            low, high = _around(page.sentences(block), sentence)
        self._is_cut = (low, high) != (here.start, here.end)
        new = page.document.text[low : sentence.start] + text
        new += page.document.text[sentence.end : high]
        chain = sorted({*headings(page, block), block})
        super().__init__(_piece(page.document, chain, block, new), page.book)
        self.block = chain.index(block)
        self.shift = self.document.blocks[self.block].start - low
        # What the headings claim is not asked.
        at = sentence.start + self.shift
        self._candidates = self._near(at - NEAR, at + len(text) + NEAR)

    def _near(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the candidates of the block that end in a range of the visible text."""
        first, _ = self.block_tokens(self.block)
        spans = self.spans(self.block)
        return [
            (phrase, last)
            for phrase, last in self.candidates_in(self.block)
            if start <= spans[min(max(last - first, 0), len(spans) - 1)][0] <= end
        ]

    def states(self, phrases: tuple[int, ...]) -> Match | None:
        """Return the first match of a phrase in the whole page."""
        return self._whole.states(phrases) or super().states(phrases)

    def stated_in(self, phrases: tuple[int, ...], first: int, stop: int) -> Match | None:
        """Return the first match of one of the phrases, for a cut block in all of it."""
        found = super().stated_in(phrases, first, stop)
        if found is None and self._is_cut and (first, stop) == self.block_tokens(self.block):
            found = self._whole.stated_in(phrases, *self._whole.block_tokens(self._origin))
        return found


def _around(sentences: list[tuple[int, int]], sentence: Span) -> tuple[int, int]:
    """Return the range of the sentences around one."""
    first = max(0, bisect_right(sentences, (sentence.start - AROUND, 0)) - 1)
    last = min(bisect_right(sentences, (sentence.end + AROUND, 0)), len(sentences)) - 1
    return min(sentences[first][0], sentence.start), max(sentences[last][1], sentence.end)


def _piece(document: Document, chain: list[int], block: int, text: str) -> Document:
    """Return some blocks of a document as a document of their own, one of them with a new text."""
    parts: list[str] = []
    blocks = []
    at = 0
    for index in chain:
        old = document.blocks[index]
        shown = text if index == block else document.text[max(old.start, old.end - LONG) : old.end]
        under = chain.index(old.under) if old.under in chain else -1
        blocks.append(Block(old.kind, at, at + len(shown), old.level, old.key, under, old.quoted))
        parts.append(shown + BLOCK_END)
        at += len(shown) + 1
    whole = "".join(parts)
    pieces = ([0], [0], [len(whole)])
    return Document(document.path, whole, document.format, whole, tuple(blocks), pieces)


class Verifier:
    """Tells whether drafts leave their segments clean; what it has read it reads once.

    rules: indexes of the rules that are switched on (None: all).
    """

    __slots__ = ("_found", "_known", "_page", "_rules")

    def __init__(self, page: Page, rules: frozenset[int] | None) -> None:
        self._page = page
        self._rules = rules
        self._known: dict[int, frozenset[str]] = {}
        self._found: dict[tuple[int, Span, str], list[tuple[str, int, int, int]]] = {}

    def is_good(
        self,
        block: int,
        sentence: Span,
        claim: tuple[int, int],
        draft: Draft,
        before: list[Candidate],
        whole: bool = False,
    ) -> bool:
        """Tell whether a draft leaves its segment clean.

        claim: its range of the visible text; before: what strict mode finds in the block now;
        whole: no warning and no error may be left in the sentence. Else no finding may touch what
        was changed or what is left of the claim. No rule may find what it did not find before.
        """
        text = self._page.document.text
        old = text[sentence.start : sentence.end]
        new = applied(text, draft.edits, sentence.start, sentence.end)
        if not new.strip() or slips(old, new):
            return False
        if block not in self._known:
            self._known[block] = frozenset(candidate.rule.id for candidate in before)
        known = self._known[block]
        touched = _touched(draft, claim)
        low, high = sentence.start, sentence.start + len(new)
        return not any(
            rule not in known
            or (whole and severity >= WARNING and first < high and low < stop)
            or any(first < high and low < stop for low, high in touched)
            for rule, first, stop, severity in self._findings(block, sentence, new)
        )

    def _findings(self, block: int, sentence: Span, new: str) -> list[tuple[str, int, int, int]]:
        """Return what strict mode finds in a block with a new sentence: rule, range, severity.

        Ranges are those of the visible text, as if all before the sentence stood as it is.
        """
        key = (block, sentence, new)
        if key not in self._found:
            page = LocalPage(self._page, block, sentence, new)
            self._found[key] = [
                (candidate.rule.id, first - page.shift, stop - page.shift, candidate.severity)
                for candidate in candidates(page, self._rules)
                if candidate.severity and not is_duty(candidate.rule)
                for first, stop in [
                    page.text_of(page.block, candidate.match.first, candidate.match.stop)
                ]
            ]
        return self._found[key]


def _touched(draft: Draft, claim: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the ranges of the new text in which nothing may be found.

    Where words were put in, all from the first edit to the last and what is left of the claim;
    where words were left out only, what is left of the claim.
    """
    shifts = [(end, len(new) - (end - start)) for start, end, new in draft.edits]

    def moved(offset: int) -> int:
        total: int = offset + sum(shift for end, shift in shifts if end <= offset)
        return total

    left = []
    at = claim[0]
    for start, end, _ in draft.edits:
        if start > at:
            left.append((moved(at), moved(at) + min(start, claim[1]) - at))
        at = max(at, end)
        if at >= claim[1]:
            break
    else:
        left.append((moved(at), moved(at) + claim[1] - at))
    left = [(low, high) for low, high in left if low < high]
    if any(len(new) > 2 for _, _, new in draft.edits):
        low = min(draft.edits[0][0], claim[0])
        high = max(moved(draft.edits[-1][1]), moved(claim[1]))
        left.append((low, high))
    return left


def slips(old: str, new: str) -> bool:
    """Tell whether a rewrite brings in a slip, or brackets and quotes that do not pair."""
    if any(
        old.count(a) - old.count(b) != new.count(a) - new.count(b) for a, b in ("()", "[]", "“”")
    ):
        return True
    if (old.count('"') - new.count('"')) % 2:
        return True
    found = [m.group().lower() for m in _SLIPS.finditer(new.strip())]
    there = [m.group().lower() for m in _SLIPS.finditer(old.strip())]
    return any(found.count(slip) > there.count(slip) for slip in found)
