"""Is a draft good? Applied in memory, its segment must lint clean, and nothing else may change."""

from __future__ import annotations

import re

from claimlint.checks.duties import is_duty
from claimlint.checks.match import candidates, headings
from claimlint.checks.page import Page
from claimlint.documents.model import BLOCK_END, Block, Document
from claimlint.rewrites.changes import applied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.checks.match import Candidate
    from claimlint.checks.page import Match
    from claimlint.rewrites.changes import Draft

_SLIPS = re.compile(
    r"  |\s[,.;!?](?!\w)|,\s*[,.;]|\b(\w+) \1\b"
    r"|\ba [aeio](?!ne\b|nce\b|u)\w|\ban [bcdfgjkmpqtvwxyz][a-z]"
    r"|\b(?:may|might|can|could|will) (?:has|have not|is|are|not been)\b|\bto (?:has|is|are)\b"
    r"|[,;]$|\b(?:and|or|the|a|an|of|to|with)[.,;!]?$",
    re.IGNORECASE,
)
"""Slips that a rewrite may not bring in: doubled words and blanks, articles, stranded words."""


class LocalPage(Page):
    """A block with the headings above it, checked as if it stood in its page."""

    def __init__(self, page: Page, block: int, start: int, end: int, text: str) -> None:
        """Take a block of `page` with `text` in place of text[start:end]."""
        self._whole = page
        chain = sorted({*headings(page, block), block})
        document = _piece(page.document, chain, block, start, end, text)
        super().__init__(document, page.book)
        self.block = chain.index(block)

    def states(self, phrases: tuple[int, ...]) -> Match | None:
        """Return the first match of a phrase in the whole page."""
        return self._whole.states(phrases) or super().states(phrases)


def _piece(
    document: Document, chain: list[int], block: int, start: int, end: int, text: str
) -> Document:
    """Return some blocks of a document as a document of their own."""
    parts: list[str] = []
    blocks = []
    at = 0
    for index in chain:
        old = document.blocks[index]
        shown = document.text[old.start : old.end]
        if index == block:
            shown = document.text[old.start : start] + text + document.text[end : old.end]
        under = chain.index(old.under) if old.under in chain else -1
        blocks.append(Block(old.kind, at, at + len(shown), old.level, old.key, under, old.quoted))
        parts.append(shown + BLOCK_END)
        at += len(shown) + 1
    whole = "".join(parts)
    pieces = ([0], [0], [len(whole)])
    return Document(document.path, whole, document.format, whole, tuple(blocks), pieces)


def verified(
    page: Page,
    block: int,
    segment: tuple[int, int],
    claim: tuple[int, int],
    draft: Draft,
    rules: frozenset[int] | None,
    before: list[Candidate],
) -> bool:
    """Tell whether a draft leaves its segment clean.

    segment, claim: ranges of the visible text; before: what strict mode finds in the block now.
    No finding may touch what was changed or what is left of the claim, and no rule may find what
    it did not find before.
    """
    start, end = segment
    old = page.document.text[start:end]
    new = applied(page.document.text, draft.edits, start, end)
    if not new.strip() or slips(old, new):
        return False
    local = LocalPage(page, block, start, end, new)
    touched = _touched(draft, claim)
    base = local.document.blocks[local.block].start - page.document.blocks[block].start
    known = {c.rule.id for c in before}
    for candidate in candidates(local, rules):
        if candidate.block != local.block or not candidate.severity or is_duty(candidate.rule):
            continue
        if candidate.rule.id not in known:
            return False
        first, stop = local.text_of(local.block, candidate.match.first, candidate.match.stop)
        if any(first < high + base and low + base < stop for low, high in touched):
            return False
    return True


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
