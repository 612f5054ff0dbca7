"""Columns in the units that other tools count in.

claimlint counts code points. SARIF (`columnKind: utf16CodeUnits`) and the language server
protocol count UTF-16 units, reviewdog counts UTF-8 bytes. Columns are 1-based in all of them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claimlint.documents.model import Document


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text takes.

    An undecodable byte (a lone surrogate here) counts as one: other tools read it as U+FFFD.
    """
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def utf8_length(text: str) -> int:
    """Return how many bytes a text takes in UTF-8; an undecodable byte is one byte."""
    if text.isascii():
        return len(text)
    return sum(
        1 if c < "\x80" or "\udc80" <= c <= "\udcff"
        else 2 if c < "\u0800" else 3 if c <= "\uffff" else 4
        for c in text
    )  # fmt: skip


def position16(document: Document, offset: int) -> tuple[int, int]:
    """Return the line, and the column in UTF-16 units, of a source offset (code points)."""
    return _position(document, offset, utf16_length)


def position8(document: Document, offset: int) -> tuple[int, int]:
    """Return the line, and the column in UTF-8 bytes, of a source offset (code points)."""
    return _position(document, offset, utf8_length)


def _position(document: Document, offset: int, length: Callable[[str], int]) -> tuple[int, int]:
    line, column = document.position(offset)
    return line, length(document.source[offset - column + 1 : offset]) + 1
