"""A document: the text that a reader sees, in blocks, with an exact way back to the source.

All offsets are code points. `Document.text` holds the visible text of all blocks one after the
other; each block ends with BLOCK_END. The way back is a list of pieces: an identity piece is a
stretch of text equal to its source slice, a replacement piece (entity, escape, decoded byte)
denotes its source range as a whole.

Characters that a reader cannot see (zero-width, soft hyphens, marks of direction, and what an
extractor masked) never reach the text: the pieces around them stay exact.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.finding import Notice

BLOCK_END = "\x1d"
"""The character behind each block's text; it never belongs to a block."""

MASK = "\x01"
"""Stands for one source character that is not text (a template tag, an address)."""

# Patterns that not every text needs are strings, compiled when one does.
_LINE_END = r"\r\n|\n|\r"
_UNSEEN = f"[{MASK}\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_NOT_MASK = f"[^{MASK}]+"


class Block:
    """One unit of visible text: `document.text[start:end]`.

    kind: paragraph, heading, list-item, cell, ... (design, section 2); level: heading level 1-6,
    else 0; key: front matter or data key, attribute name, tag, where it helps; under: index of
    the innermost heading block above this one (-1: none; of a heading: its parent heading);
    quoted: inside a block quote, `<q>` or testimonial markup.
    """

    __slots__ = ("end", "key", "kind", "level", "quoted", "start", "under")

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        level: int = 0,
        key: str = "",
        under: int = -1,
        quoted: bool = False,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.level = level
        self.key = key
        self.under = under
        self.quoted = quoted

    def __repr__(self) -> str:
        return f"Block({self.kind!r}, {self.start}, {self.end}, under={self.under})"


class Document:
    """A source text and what a reader sees of it. Made by a Builder, never changed after."""

    __slots__ = (
        "_line_starts",
        "blocks",
        "format",
        "notices",
        "path",
        "piece_ends",
        "piece_sources",
        "piece_texts",
        "source",
        "text",
    )

    def __init__(
        self,
        path: str,
        source: str,
        format: str,
        text: str,
        blocks: tuple[Block, ...],
        pieces: tuple[list[int], list[int], list[int]],
        notices: tuple[Notice, ...] = (),
    ) -> None:
        self.path = path
        self.source = source
        self.format = format
        self.text = text
        self.blocks = blocks
        self.piece_texts, self.piece_sources, self.piece_ends = pieces
        self.notices = notices
        self._line_starts: list[int] | None = None

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range that text[start:end] came from (start < end)."""
        first = bisect_right(self.piece_texts, start) - 1
        last = bisect_right(self.piece_texts, end - 1) - 1
        source_start = self.piece_sources[first]
        if self._is_even(first):
            source_start += start - self.piece_texts[first]
        source_end = self.piece_ends[last]
        if self._is_even(last):
            source_end = self.piece_sources[last] + end - self.piece_texts[last]
        return source_start, min(source_end, self.piece_ends[last])

    def _is_even(self, piece: int) -> bool:
        """Tell whether a piece maps character by character: its text is as long as its source.

        So does each identity piece; a replacement of the same length (a tab shown as a space)
        maps the same way. Comparing the texts would cost the length of the piece per look-up.
        """
        length = self.piece_ends[piece] - self.piece_sources[piece]
        return self._text_end(piece) - self.piece_texts[piece] == length

    def _text_end(self, piece: int) -> int:
        """Return where a piece's text ends: the block end behind it has no source."""
        is_last = piece + 1 == len(self.piece_texts)
        end = len(self.text) if is_last else self.piece_texts[piece + 1]
        return end - 1 if self.text[end - 1] == BLOCK_END else end

    def pieces(self) -> list[tuple[int, int, int, int]]:
        """Return (text start, text end, source start, source end) of every piece, in order."""
        return [
            (start, self._text_end(index), self.piece_sources[index], self.piece_ends[index])
            for index, start in enumerate(self.piece_texts)
        ]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (code points) of a source offset.

        A byte order mark takes no column.
        """
        if self._line_starts is None:
            first = int(self.source.startswith("\ufeff"))
            self._line_starts = [first] + [
                m.end() for m in re.compile(_LINE_END).finditer(self.source)
            ]
        offset = max(offset, self._line_starts[0])
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """Return the source line (1-based) without its line end."""
        self.position(0)
        starts = self._line_starts or [0]
        if not 1 <= line <= len(starts):
            return ""
        stop = starts[line] if line < len(starts) else len(self.source)
        return self.source[starts[line - 1] : stop].rstrip("\r\n")

    def block_text(self, index: int) -> str:
        """Return the visible text of a block."""
        block = self.blocks[index]
        return self.text[block.start : block.end]

    def block_at(self, offset: int) -> int:
        """Return the index of the block that holds a text offset."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            if self.blocks[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return low - 1


class Builder:
    """Collects blocks and pieces in reading order and makes a Document of them.

    `masked` is the source with MASK in place of each character that is not text, where the
    extractor knows of such: `text()` leaves those out.
    """

    __slots__ = (
        "_asides",
        "_block",
        "_blocks",
        "_chain",
        "_ends",
        "_first",
        "_format",
        "_length",
        "_notices",
        "_parts",
        "_path",
        "_seen",
        "_source",
        "_sources",
        "_texts",
        "is_quoting",
    )

    def __init__(self, source: str, path: str, format: str, masked: str = "") -> None:
        self._source = source
        seen = masked or source
        self._seen = seen if seen.isascii() else re.compile(_UNSEEN).sub(MASK, seen)
        self._path = path
        self._format = format
        self._parts: list[str] = []
        self._length = 0
        self._first = 0
        self._texts: list[int] = []
        self._sources: list[int] = []
        self._ends: list[int] = []
        self._blocks: list[Block] = []
        self._block: Block | None = None
        self._chain: list[int] = []
        self._asides: list[tuple[str, str, bool, list[tuple[str, int, int]]]] = []
        self._notices: list[Notice] = []
        self.is_quoting = False
        """Whether all blocks that are opened stand in a quotation."""

    def hide(self, ranges: list[tuple[int, int]]) -> None:
        """Leave source ranges (in order, apart) out of all text that is added from here on."""
        parts = []
        at = 0
        for start, end in ranges:
            parts += [self._seen[at:start], MASK * (end - start)]
            at = end
        self._seen = "".join(parts) + self._seen[at:]

    def open(self, kind: str, level: int = 0, key: str = "", quoted: bool = False) -> None:
        """Begin a block; a block that is still open is closed first."""
        if self._block is not None:
            self.close()
        self._first = len(self._texts)
        self._block = Block(
            kind, self._length, self._length, level, key, -1, quoted or self.is_quoting
        )

    @property
    def is_open(self) -> bool:
        """Tell whether a block is open."""
        return self._block is not None

    def text(self, start: int, end: int) -> None:
        """Add source[start:end] as visible text, as it stands."""
        visible = self._seen[start:end]
        if MASK not in visible:
            self._add(visible, start, end)
            return
        for run in re.compile(_NOT_MASK).finditer(visible):
            self._add(run.group(), start + run.start(), start + run.end())

    def put(self, visible: str, start: int, end: int) -> None:
        """Add visible text that source[start:end] denotes."""
        if visible == self._source[start:end]:
            self.text(start, end)
        elif visible.isascii() and MASK not in visible:
            self._add(visible, start, end)
        else:
            self._add(re.compile(_UNSEEN).sub("", visible), start, end)

    def _add(self, visible: str, start: int, end: int) -> None:
        if not visible or self._block is None:
            return
        if BLOCK_END in visible:
            visible = visible.replace(BLOCK_END, " ")
        self._texts.append(self._length)
        self._sources.append(start)
        self._ends.append(end)
        self._parts.append(visible)
        self._length += len(visible)

    def aside(
        self, kind: str, pieces: list[tuple[str, int, int]], key: str = "", quoted: bool = False
    ) -> None:
        """Keep a text that an inline element owns (alt, title): a block after the open one.

        `pieces` are (visible text, source start, source end).
        """
        if self._block is None:
            self.whole(kind, pieces, key, quoted)
        else:
            self._asides.append((kind, key, quoted, pieces))

    def whole(
        self,
        kind: str,
        pieces: list[tuple[str, int, int]],
        key: str = "",
        quoted: bool = False,
        level: int = 0,
    ) -> None:
        """Add a block whose pieces are all known."""
        self.open(kind, level, key, quoted)
        for visible, start, end in pieces:
            self.put(visible, start, end)
        self.close()

    def close(self) -> None:
        """End the open block; one without visible text is dropped."""
        block = self._block
        if block is None:
            return
        self._block = None
        first = self._first
        for part in self._parts[first:]:
            if not part.isspace():
                self._keep(block)
                break
        else:
            del self._texts[first:], self._sources[first:], self._ends[first:]
            del self._parts[first:]
            self._length = block.start
        if self._asides:
            asides, self._asides = self._asides, []
            for kind, key, quoted, pieces in asides:
                self.whole(kind, pieces, key, quoted)

    def _keep(self, block: Block) -> None:
        """End a block that has visible text, and place it under its heading."""
        block.end = self._length
        self._parts[-1] += BLOCK_END
        self._length += 1
        chain = self._chain
        if block.kind == "heading":
            while chain and self._blocks[chain[-1]].level >= block.level:
                chain.pop()
        block.under = chain[-1] if chain else -1
        if block.kind == "heading":
            chain.append(len(self._blocks))
        self._blocks.append(block)

    def end_sections(self) -> None:
        """Let the headings so far have no part in what follows (a body behind front matter)."""
        self.close()
        self._chain.clear()

    def notice(self, notice: Notice) -> None:
        """Add a notice about the file."""
        self._notices.append(notice)

    def warn(self, at: int, message: str) -> None:
        """Add a warning about the place `at` in the source."""
        from claimlint.finding import Notice

        before = re.compile(_LINE_END).findall(self._source, 0, at)
        start = max(self._source.rfind("\n", 0, at), self._source.rfind("\r", 0, at)) + 1
        line, column = len(before) + 1, at - start + 1
        self._notices.append(Notice(self._path, "warning", message, line, column))

    def finish(self) -> Document:
        """Close what is open and return the document."""
        self.close()
        return Document(
            self._path,
            self._source,
            self._format,
            "".join(self._parts),
            tuple(self._blocks),
            (self._texts, self._sources, self._ends),
            tuple(self._notices),
        )
