"""The text of an open document, its lines, and positions in the client's units.

The protocol counts lines by \\n, \\r\\n and \\r only, and columns in units of the encoding that
client and server agreed on (UTF-16, UTF-8 or UTF-32). Everything else here counts code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

UNITS = ("utf-8", "utf-16", "utf-32")
"""The position encodings that are known."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_WIDE = {
    "utf-8": re.compile("[^\x00-\x7f]"),
    "utf-16": re.compile("[\U00010000-\U0010ffff]"),
}

Position = tuple[int, int]
"""A 0-based line and a 0-based column, the column in the client's units."""

Change = tuple[tuple[Position, Position] | None, str]
"""What is replaced (None: everything), and what by."""


class Text:
    """A source text with its lines; never changed after it is made.

    units: one of UNITS.
    """

    __slots__ = ("_starts", "_wide", "source", "units")

    def __init__(self, source: str, units: str = "utf-16") -> None:
        self.source = source
        self.units = units
        self._starts: list[int] = []
        self._wide: dict[int, _WideCharacters] = {}

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.source))]
        return self._starts

    def line_range(self, line: int) -> tuple[int, int]:
        """Return where a line (0-based) begins and ends, its line end left out."""
        starts = self.starts
        start = starts[line]
        stop = starts[line + 1] if line + 1 < len(starts) else len(self.source)
        while stop > start and self.source[stop - 1] in "\r\n":
            stop -= 1
        return start, stop

    def line(self, line: int) -> str:
        """Return a line (0-based) without its line end."""
        start, stop = self.line_range(line)
        return self.source[start:stop]

    def line_at(self, offset: int) -> int:
        """Return the line (0-based) that an offset stands in."""
        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int) -> Position:
        """Return the position of an offset; one inside a line end is the end of its line."""
        line = self.line_at(max(0, min(offset, len(self.source))))
        start, stop = self.line_range(line)
        column = max(0, min(offset, stop) - start)
        return line, self._wide_in(line).units(column)

    def offset(self, position: Position) -> int:
        """Return the offset of a position; what lies outside of the text is moved to its edge.

        A position inside a character (half a surrogate pair) is the start of that character.
        """
        line, column = position
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.source)
        start, stop = self.line_range(line)
        return min(stop, start + self._wide_in(line).column(max(0, column)))

    def changed(self, changes: Iterable[Change]) -> Text:
        """Return the text after some changes, each of which sees the ones before it."""
        text = self
        for span, new in changes:
            if span is None:
                text = Text(new, self.units)
                continue
            start, end = sorted((text.offset(span[0]), text.offset(span[1])))
            text = Text(text.source[:start] + new + text.source[end:], self.units)
        return text

    def _wide_in(self, line: int) -> _WideCharacters:
        known = self._wide.get(line)
        if known is None:
            start, stop = self.line_range(line)
            known = self._wide[line] = _WideCharacters(self.source, start, stop, self.units)
        return known


class _WideCharacters:
    """The characters of a line that take more than one unit."""

    __slots__ = ("_columns", "_extra", "_starts")

    def __init__(self, source: str, start: int, stop: int, units: str) -> None:
        self._columns: list[int] = []
        self._starts: list[int] = []
        self._extra = [0]
        pattern = _WIDE.get(units)
        for match in pattern.finditer(source, start, stop) if pattern else ():
            column = match.start() - start
            self._columns.append(column)
            self._starts.append(column + self._extra[-1])
            self._extra.append(self._extra[-1] + _width(match.group(), units) - 1)

    def units(self, column: int) -> int:
        """Return the units before a column of code points."""
        return column + self._extra[bisect_left(self._columns, column)]

    def column(self, units: int) -> int:
        """Return the code points before a column of units."""
        before = bisect_left(self._starts, units)
        if before and units < self._starts[before - 1] + self._width(before - 1):
            return self._columns[before - 1]
        return units - self._extra[before]

    def _width(self, index: int) -> int:
        return self._extra[index + 1] - self._extra[index] + 1


def _width(character: str, units: str) -> int:
    if units == "utf-16":
        return 2
    code = ord(character)
    return 2 if code < 0x800 else 3 if code < 0x10000 else 4
