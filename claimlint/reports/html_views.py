"""What the HTML report keeps of a document: its visible text in blocks, and where claims stand.

Findings say where they stand in the source; a reader sees the visible text. `document_view` finds
the way from one to the other and lets go of the source, so that a report on a thousand pages does
not hold a thousand documents.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Edit, Finding, Rewrite

NEARBY = 2
"""Blocks that an excerpt keeps on either side of a block with a finding."""

LONG_RUN = 4_000
"""Characters between two claims of one block above which an excerpt leaves some out."""

_BLOCKS_PER_ROW = 12
_CARDS_PER_ROW = 6
_CARD_LINES = 14
_LINE = 64
_SOURCE_CONTEXT = 80
_LOOK_BACK = 16


@dataclass(frozen=True, slots=True)
class Redline:
    """A rewrite shown on the sentence: parts are (kind, text), kind "same", "del" or "ins"."""

    applicability: str
    description: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding as the report shows it.

    block: index of its block in the view, -1 where it is about the whole document or has no place
    in the visible text; start, end: its range in the block's text; number: 1 for the first
    finding that the report shows, 0 until that is known; anchor: id of its card.
    """

    finding: Finding
    block: int
    start: int
    end: int
    redlines: tuple[Redline, ...]
    number: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A block as the report shows it; gap: how many blocks were left out before it."""

    kind: str
    level: int
    quoted: bool
    key: str
    text: str
    gap: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A document as the report shows it.

    digest: SHA-256 of the file's text; parts: its blocks, () where the text is not shown;
    rest: blocks left out behind the last one; excerpt: whether any text was left out.
    """

    path: str
    format: str
    digest: str
    parts: tuple[Part, ...]
    claims: tuple[Claim, ...]
    rest: int = 0
    excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's text: the claim that covers it, and the claims that end with it."""

    text: str
    claim: Claim | None
    ends: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of text and the claims beside them."""

    blocks: tuple[tuple[Part, tuple[Run, ...]], ...]
    claims: tuple[Claim, ...]


def digest(source: str) -> str:
    """Return the SHA-256 of a source text as UTF-8: of a UTF-8 file, that of its bytes."""
    try:
        data = source.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = source.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def document_view(document: Document, findings: Sequence[Finding], room: int) -> View:
    """Return what to show of a document; more than `room` characters of text are excerpted."""
    places = _Places(document)
    claims = []
    for finding in findings:
        block, start, end = places.find(finding)
        first = document.blocks[block].start if block >= 0 else 0
        redlines = tuple(redline(document, finding, r, block, start) for r in finding.rewrites)
        if finding.scope == "document":
            block = -1
        claims.append(Claim(finding, block, start - first, end - first, redlines))
    # The page shows what concerns the whole document first; numbers and keys follow its order.
    claims.sort(key=lambda claim: claim.block >= 0)
    parts = tuple(
        Part(
            block.kind, block.level, block.quoted, block.key, document.text[block.start : block.end]
        )
        for block in document.blocks
    )
    view = View(document.path, document.format, digest(document.source), parts, tuple(claims))
    return view if len(document.text) <= room else excerpt(view, _headings(document, claims))


def _headings(document: Document, claims: Iterable[Claim]) -> set[int]:
    """Return the blocks that are headings above a claim."""
    result: set[int] = set()
    for claim in claims:
        above = document.blocks[claim.block].under if claim.block >= 0 else -1
        while above >= 0 and above not in result:
            result.add(above)
            above = document.blocks[above].under
    return result


def excerpt(view: View, keep: Iterable[int] = ()) -> View:
    """Return a view with only the blocks around its claims, and those to `keep`."""
    wanted = set(keep)
    for claim in view.claims:
        if claim.block >= 0:
            wanted.update(range(claim.block - NEARBY, claim.block + NEARBY + 1))
    kept = sorted(index for index in wanted if 0 <= index < len(view.parts))
    new = {old: index for index, old in enumerate(kept)}
    parts, before = [], -1
    for index in kept:
        parts.append(replace(view.parts[index], gap=index - before - 1))
        before = index
    claims = tuple(replace(claim, block=new.get(claim.block, -1)) for claim in view.claims)
    rest = len(view.parts) - before - 1
    return replace(view, parts=tuple(parts), claims=claims, rest=rest, excerpt=True)


class _Places:
    """Finds where the visible text has what a source range denotes."""

    __slots__ = ("_document", "_pieces", "_starts")

    def __init__(self, document: Document) -> None:
        self._document = document
        pieces = document.pieces()
        self._pieces = sorted((s, e, low, high) for low, high, s, e in pieces)
        self._starts = [piece[0] for piece in self._pieces]

    def find(self, finding: Finding) -> tuple[int, int, int]:
        """Return block, text start and text end of a finding; (-1, 0, 0) if it has no place."""
        document = self._document
        last = bisect_right(self._starts, finding.start)
        best = (-1, 0, 0)
        for s, e, low, high in self._pieces[max(0, last - _LOOK_BACK) : last][::-1]:
            if not s <= finding.start < e:
                continue
            start = low + finding.start - s if high - low == e - s else low
            block = document.block_at(start)
            found = visible_range(document, block, start, finding.start, finding.end)
            if found is None or found[1] <= start:
                continue
            if document.source_range(start, found[1]) == (finding.start, finding.end):
                return block, start, found[1]
            if best[0] < 0:
                best = block, start, found[1]
        return best


def visible_range(
    document: Document, block: int, near: int, start: int, end: int
) -> tuple[int, int] | None:
    """Return the text range of a block that source[start:end] denotes, None if there is none.

    `near` is a text offset in the block from which to look. Markup at either end has no text: the
    range is then that of the text between. An empty source range, where something is to be
    inserted, has an empty text range.
    """
    texts, sources, ends = document.piece_texts, document.piece_sources, document.piece_ends
    stop = document.blocks[block].end
    first = bisect_left(texts, document.blocks[block].start)
    index = max(first, bisect_right(texts, near) - 1)
    while index > first and sources[index] > start:
        index -= 1
    low = high = -1
    behind = document.blocks[block].start
    while index < len(texts) and texts[index] < stop and (low < 0 or sources[index] < end):
        text, s, e = texts[index], sources[index], ends[index]
        index += 1
        behind = min(texts[index], stop) if index < len(texts) else stop
        even = behind - text == e - s
        if low < 0 and e > start:
            low = text + max(start - s, 0) if even else text
        if s < end:
            high = text + min(end - s, e - s) if even else behind
    if start == end:
        return (behind, behind) if low < 0 else (low, low)
    return (low, high) if 0 <= low < high else None


def redline(
    document: Document, finding: Finding, rewrite: Rewrite, block: int, start: int
) -> Redline:
    """Return a rewrite as deletions and insertions in the sentence that it is about."""
    edits = sorted(rewrite.edits)
    parts = _visible_parts(document, finding, edits, block, start) if block >= 0 else None
    if parts is None:
        parts = _source_parts(document.source, edits)
    return Redline(rewrite.applicability, rewrite.description, tuple(p for p in parts if p[1]))


def _visible_parts(
    document: Document, finding: Finding, edits: Sequence[Edit], block: int, start: int
) -> list[tuple[str, str]] | None:
    """Return the parts on the visible text; None where an edit has no place in the block."""
    ranges: list[tuple[int, int]] = []
    low, high = _sentence(document, finding.segment, block, start)
    for edit in edits:
        found = visible_range(document, block, low, edit.start, edit.end)
        if found is None or (ranges and found[0] < ranges[-1][1]):
            return None
        ranges.append(found)
    if ranges:
        low, high = min(low, ranges[0][0]), max(high, ranges[-1][1])
    changes = [(*found, edit.replacement) for found, edit in zip(ranges, edits, strict=True)]
    return _parts(document.text, low, high, changes)


def _sentence(document: Document, segment: str, block: int, start: int) -> tuple[int, int]:
    """Return the text range of a finding's sentence; its words may stand on several lines."""
    low, high = document.blocks[block].start, document.blocks[block].end
    # Only near the claim: a block may be as long as a file.
    near = max(low, start - 2 * len(segment) - _SOURCE_CONTEXT)
    found = document.text.find(segment, near, high) if segment else -1
    if 0 <= found <= start < found + len(segment):
        return found, found + len(segment)
    words = r"\s+".join(re.escape(word) for word in segment.split())
    high_near = min(high, start + 2 * len(segment) + _SOURCE_CONTEXT)
    for match in re.finditer(words, document.text[near:high_near]) if words else ():
        if match.start() <= start - near < match.end():
            return near + match.start(), near + match.end()
    return low, high


def _source_parts(source: str, edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """Return the parts on the source, with what stands around them in their lines."""
    if not edits:
        return []
    low, high = edits[0].start, max(edit.end for edit in edits)
    before = source[max(0, low - _SOURCE_CONTEXT) : low].splitlines()
    behind = source[high : high + _SOURCE_CONTEXT].splitlines()
    low -= len(before[-1]) if before else 0
    high += len(behind[0]) if behind else 0
    return _parts(source, low, high, [tuple(edit) for edit in edits])


def _parts(
    text: str, low: int, high: int, changes: Iterable[tuple[int, int, str]]
) -> list[tuple[str, str]]:
    parts, at = [], low
    for start, end, replacement in changes:
        start = max(start, at)
        parts += [("same", text[at:start]), ("del", text[start:end]), ("ins", replacement)]
        at = max(at, end)
    return [*parts, ("same", text[at:high])]


def rows(view: View) -> Iterator[Row]:
    """Give a document's blocks in order, with the claims that stand beside them.

    A row with claims takes further blocks as long as its cards are likely to be longer than its
    text, so that the text reads on instead of waiting for the cards.
    """
    by_block: dict[int, list[Claim]] = {}
    for claim in view.claims:
        by_block.setdefault(claim.block, []).append(claim)
    blocks: list[tuple[Part, tuple[Run, ...]]] = []
    beside: list[Claim] = []
    lines = 0
    for index, part in enumerate(view.parts):
        claims = by_block.get(index, ())
        if beside:
            is_full = lines >= _CARD_LINES * len(beside) or (
                claims and len(beside) + len(claims) > _CARDS_PER_ROW
            )
        else:
            is_full = bool(claims) or len(blocks) == _BLOCKS_PER_ROW
        if blocks and is_full:
            # A heading goes with what follows it.
            last = index - 1
            split = len(blocks)
            while split > 1 and view.parts[last].kind == "heading" and last not in by_block:
                split, last = split - 1, last - 1
            yield Row(tuple(blocks[:split]), tuple(beside))
            blocks, beside, lines = blocks[split:], [], 0
        runs = _runs(part.text, claims)
        blocks.append((part, tuple(_shortened(runs) if view.excerpt else runs)))
        beside += claims
        lines += 2 + len(part.text) // _LINE
    if blocks:
        yield Row(tuple(blocks), tuple(beside))


def _runs(text: str, claims: Sequence[Claim]) -> list[Run]:
    """Cut a text where claims begin and end; the worst, then the shortest claim covers a run."""
    cuts = sorted({0, len(text), *(c.start for c in claims), *(c.end for c in claims)})
    waiting = sorted(claims, key=lambda c: c.start, reverse=True)
    over: list[Claim] = []
    result = []
    for start, end in pairwise(cuts):
        over = [claim for claim in over if claim.end > start]
        while waiting and waiting[-1].start <= start:
            over.append(waiting.pop())
        top = min(over, key=lambda c: (-c.finding.severity, c.end - c.start), default=None)
        ends = tuple(claim for claim in over if claim.end == end)
        result.append(Run(text[start:end], top, ends))
    return result


def _shortened(runs: Iterable[Run]) -> Iterator[Run]:
    """Leave out the middle of long stretches without claims."""
    for run in runs:
        if run.claim is None and len(run.text) > LONG_RUN:
            side = LONG_RUN // 3
            gone = len(run.text) - 2 * side
            text = f"{run.text[:side]} […{gone:,} characters left out…] {run.text[-side:]}"
            yield replace(run, text=text)
        else:
            yield run
