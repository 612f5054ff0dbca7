"""Strings decoded from a source (escapes, folded lines) that know where each character came from.

Text inside text, such as HTML in a JSON string or Markdown in a template literal, is extracted
from the decoded string as a document of its own and grafted into the one around it.
"""

from __future__ import annotations

from bisect import bisect_right

from claimlint.documents.model import MASK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.documents.model import Block, Builder, Document

    Piece = tuple[str, int, int]


class Mapped:
    """A decoded string; `value[starts[i]:]` up to the next start came from the i-th source range.

    A piece as long as its source range maps character by character, any other as a whole; white
    space that was put in for a parser has an empty range.
    """

    __slots__ = ("_ends", "_sources", "_starts", "value")

    def __init__(self, pieces: list[Piece]) -> None:
        self.value = "".join([visible for visible, _, _ in pieces])
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._ends: list[int] = []
        at = 0
        for visible, start, end in pieces:
            if visible:
                self._starts.append(at)
                self._sources.append(start)
                self._ends.append(end)
                at += len(visible)

    def pieces(self, start: int = 0, end: int | None = None) -> list[Piece]:
        """Return the pieces that value[start:end] is made of, cut to that range."""
        value = self.value
        end = len(value) if end is None else min(end, len(value))
        result = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while start < end:
            last = index + 1 == len(self._starts)
            stop = min(end, len(value) if last else self._starts[index + 1])
            offset = start - self._starts[index]
            source, source_end = self._sources[index], self._ends[index]
            size = (len(value) if last else self._starts[index + 1]) - self._starts[index]
            if size == source_end - source:
                result.append((value[start:stop], source + offset, source + offset + stop - start))
            else:
                result.append((value[start:stop], source, source_end))
            start = stop
            index += 1
        return result

    def without(self, ranges: list[tuple[int, int]]) -> Mapped:
        """Return the string without the given ranges (in order, not overlapping)."""
        kept: list[Piece] = []
        at = 0
        for start, end in ranges:
            kept += self.pieces(at, start)
            at = end
        kept += self.pieces(at)
        return Mapped(kept)


def unmasked(mapped: Mapped) -> Mapped:
    """Return the string without its template tags."""
    from claimlint.documents import templating

    masked = templating.mask(mapped.value)
    if MASK not in masked:
        return mapped
    ranges = []
    at = masked.find(MASK)
    while at != -1:
        end = at
        while end < len(masked) and masked[end] == MASK:
            end += 1
        ranges.append((at, end))
        at = masked.find(MASK, end)
    return mapped.without(ranges)


def graft(
    builder: Builder,
    document: Document,
    mapped: Mapped | None = None,
    kind: str = "",
    key: str = "",
    quoted: bool = False,
    level: int = 0,
) -> None:
    """Add the blocks of `document` to `builder`.

    `mapped`: the string that was extracted, where it is not the builder's own source.
    `kind` and `level`, `key`: given to each block instead of its own.
    """
    for block, pieces in _blocks(document, mapped):
        builder.whole(
            kind or block.kind,
            pieces,
            key or block.key,
            quoted or block.quoted,
            level if kind else block.level,
        )


def weave(
    builder: Builder,
    documents: list[tuple[Document, Mapped | None]],
    quoted: list[tuple[int, int]] | None = None,
) -> None:
    """Add the blocks of several documents of one source, in the order of their places.

    `quoted`: source ranges, in order, whose blocks are someone else's words.
    """
    ranges = quoted or []
    starts = [start for start, _ in ranges]
    found: list[tuple[int, int, int, Block, list[Piece]]] = []
    for number, (document, mapped) in enumerate(documents):
        farthest = 0
        for block, pieces in _blocks(document, mapped):
            if pieces:
                farthest = max(farthest, pieces[0][1])
                found.append((farthest, number, len(found), block, pieces))
    found.sort(key=lambda entry: entry[:3])
    for _, _, _, block, pieces in found:
        at = pieces[0][1]
        index = bisect_right(starts, at) - 1
        is_quoted = block.quoted or (index >= 0 and at < ranges[index][1])
        builder.whole(block.kind, pieces, block.key, is_quoted, block.level)


def _blocks(document: Document, mapped: Mapped | None) -> Iterator[tuple[Block, list[Piece]]]:
    """Yield each block with its pieces, in places of the outer source."""
    pieces = document.pieces()
    text = document.text
    at = 0
    for block in document.blocks:
        result: list[Piece] = []
        while at < len(pieces) and pieces[at][0] < block.end:
            start, stop, source, source_end = pieces[at]
            at += 1
            if mapped is None:
                result.append((text[start:stop], source, source_end))
                continue
            ranges = mapped.pieces(source, source_end)
            if stop - start == source_end - source:
                result += [piece for piece in ranges if piece[1] < piece[2]]
            elif ranges and ranges[0][1] < ranges[-1][2]:
                result.append((text[start:stop], ranges[0][1], ranges[-1][2]))
        yield block, result
