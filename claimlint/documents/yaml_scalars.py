"""The spellings of a YAML scalar -> its text in pieces, with exact places."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pieces = list[tuple[str, int, int]]

# Patterns are strings, compiled when a text first needs them.
_BREAK = r"[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*"
_LINE_END = r"\r\n|\n|\r"
_ESCAPE = r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\r\n|\n|\r)[ \t]*|(.))"
_ESCAPED = {
    "0": "",
    "a": "",
    "b": "",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\n",
    "f": "\n",
    "r": "",
    "e": "",
    "N": "\n",
    "_": "\xa0",
    "L": "\n",
    "P": "\n",
}
_QUOTED = {'"': rf"\\(?:\r\n|(?s:.))|{_BREAK}", "'": f"''|{_BREAK}"}


def is_no_string(value: str) -> bool:
    """Tell whether an unquoted scalar is a truth value or null."""
    return len(value) < 6 and value.lower() in (
        "~",
        "null",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
    )


def plain_scalar(source: str, start: int, end: int) -> Pieces:
    """Return the pieces of an unquoted scalar; folded lines are joined by line feeds."""
    return _folded(source, start, end, _BREAK)


def quoted_scalar(source: str, start: int, end: int, quote: str) -> Pieces:
    """Return the pieces of what stands between the quotes of a scalar."""
    return _folded(source, start, end, _QUOTED[quote])


def _folded(source: str, start: int, end: int, special: str) -> Pieces:
    text = source[start:end]
    if not any(sign in text for sign in ("\n", "\r", "\\", "''")):
        return [(text, start, end)] if text else []
    pieces: Pieces = []
    at = start
    for match in re.compile(special).finditer(source, start, end):
        if match.start() > at:
            pieces.append((source[at : match.start()], at, match.start()))
        at = match.end()
        visible, at = _denoted(source, match.group(), match.start(), at)
        if visible:
            pieces.append((visible, match.start(), at))
    if at < end:
        pieces.append((source[at:end], at, end))
    return pieces


def _denoted(source: str, found: str, start: int, end: int) -> tuple[str, int]:
    """Return what an escape or a line fold stands for, and where it ends."""
    if found[0] == "\\":
        match = re.compile(_ESCAPE).match(source, start)
        if match is None:
            return found, end
        code = match.group(1) or match.group(2) or match.group(3)
        if code:
            number = int(code, 16)
            return (chr(number) if number <= 0x10FFFF else "\ufffd"), match.end()
        if match.group(4):
            return "", match.end()
        return _ESCAPED.get(match.group(5), match.group(5)), match.end()
    if found[0] == "'":
        return "'", end
    return ("\n\n" if len(re.findall(_LINE_END, found)) > 1 else "\n"), end


def block_scalar(source: str, start: int, end: int) -> Pieces:
    """Return the pieces of a `|` or `>` scalar: source[start] is its indicator.

    Each line's indentation and the line end before it are one piece that denotes a line feed.
    """
    header = re.compile(_LINE_END).search(source, start, end)
    if header is None:
        return []
    lines = _lines(source, header.end(), end)
    margins = [len(line) - len(line.lstrip(" ")) for _, line in lines if line.strip()]
    if not margins:
        return []
    margin = min(margins)
    pieces: Pieces = []
    behind, breaks = -1, 0
    for at, line in lines:
        if not line.strip():
            breaks += 1
            continue
        if behind >= 0:
            pieces.append(("\n\n" if breaks else "\n", behind, at + margin))
        pieces.append((line[margin:], at + margin, at + len(line)))
        behind, breaks = at + len(line), 0
    return pieces


def _lines(source: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return (offset, line without its end) of the lines of source[start:end]."""
    lines = []
    at = start
    for match in re.compile(_LINE_END).finditer(source, start, end):
        lines.append((at, source[at : match.start()]))
        at = match.end()
    if at < end:
        lines.append((at, source[at:end]))
    return lines
