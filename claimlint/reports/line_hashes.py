"""GitHub's `primaryLocationLineHash`, by which an alert is known again when its line has moved.

It covers the 100 UTF-16 units from the start of a line on that are neither space nor tab; they run
on into the next lines. Line ends count as LF, the end of the file as U+FFFF, and zeros follow it.
The units are the digits of a polynomial hash (base 37, modulo 2^64), written in hexadecimal, and
`:n` says that it is the n-th line of the file with this hash.
(github/codeql-action, src/fingerprints.ts, described here in our own words.)
"""

from __future__ import annotations

_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
_END_OF_FILE = "\uffff"


class LineHashes:
    """The hashes of the lines of one text, computed when they are asked for."""

    __slots__ = ("_ordinals", "_starts", "_units")

    def __init__(self, source: str) -> None:
        units = _units(_decoded(source)) + _END_OF_FILE
        self._starts = [0]
        at = units.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = units.find("\n", at + 1)
        self._units = units + "\0" * _WINDOW
        self._ordinals: list[int] = []

    def of(self, line: int) -> str:
        """Return `hash:n` of a line (1-based); of one behind the last, that of the last."""
        if not self._ordinals:
            self._count()
        index = min(line, len(self._starts)) - 1
        return f"{_hash(self._window(index)):x}:{self._ordinals[index]}"

    def _count(self) -> None:
        """Find out the how manieth each line is of those with its hash."""
        seen: dict[str, int] = {}
        for index in range(len(self._starts)):
            window = self._window(index)
            seen[window] = seen.get(window, 0) + 1
            self._ordinals.append(seen[window])

    def _window(self, index: int) -> str:
        start = self._starts[index]
        return self._units[start : start + _WINDOW]


def _hash(window: str) -> int:
    value = 0
    for unit in window:
        value = (value * _BASE + ord(unit)) & _MASK
    return value


def _decoded(source: str) -> str:
    """Return a text as a JavaScript program reads its file: bad bytes become U+FFFD."""
    if source.isascii():
        return source
    try:
        data = source.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate of a UTF-16 file
        return source
    return data.decode("utf-8", "replace")


def _units(text: str) -> str:
    """Return the UTF-16 units that count, each as a character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(
        c if c <= "\uffff"
        else chr(0xD7C0 + (ord(c) >> 10)) + chr(0xDC00 + (ord(c) & 0x3FF))
        for c in text
    )  # fmt: skip
