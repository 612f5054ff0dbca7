"""The strings of a YAML text with their keys and exact places, by the events of PyYAML's parser.

Events, not objects: an alias costs nothing, nesting costs no stack, and no value is built.
"""

from __future__ import annotations

import re

import yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Pieces = list[tuple[str, int, int]]

_REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*(?:(?:\r\n|\n|\r)[ \t]*)*")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*+")
_LINE_END = re.compile(r"\r\n|\n|\r")
_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\r\n|\n|\r)[ \t]*|(.))"
)
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
_QUOTED = {
    '"': re.compile(r"\\(?:\r\n|.)|[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*", re.DOTALL),
    "'": re.compile(r"''|[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*"),
}


class YamlProblem(Exception):
    """A YAML text that its parser refuses: what it says, and the offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def strings(source: str, start: int, end: int) -> Iterator[tuple[tuple[str, ...], Pieces]]:
    """Yield (path of keys, pieces) for each string value of the mapping source[start:end].

    List positions are not part of the path. Raises YamlProblem where the text breaks; what
    stands before that place has been yielded by then. A text whose root is a plain scalar
    yields nothing.
    """
    text = _REFUSED.sub("?", source[start:end])
    path: list[str] = []
    open_maps: list[bool] = []
    awaits_key: list[bool] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            kind = type(event).__name__
            if kind == "MappingEndEvent":
                path.pop()
            if kind in ("MappingEndEvent", "SequenceEndEvent"):
                open_maps.pop()
                awaits_key.pop()
            in_map = bool(open_maps) and open_maps[-1]
            if kind in ("ScalarEvent", "AliasEvent") and in_map and awaits_key[-1]:
                path[-1] = getattr(event, "value", "")
                awaits_key[-1] = False
                continue
            if kind == "ScalarEvent" and open_maps:
                yield tuple(path), _scalar(source, event, start)
            if in_map and kind in _VALUE_ENDS:
                awaits_key[-1] = True
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                is_map = kind == "MappingStartEvent"
                open_maps.append(is_map)
                awaits_key.append(is_map)
                if is_map:
                    path.append("")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = str(getattr(error, "problem", None) or "cannot be read as YAML")
        raise YamlProblem(message, start + (mark.index if mark else 0)) from error


_VALUE_ENDS = ("ScalarEvent", "AliasEvent", "MappingEndEvent", "SequenceEndEvent")


def _scalar(source: str, event: Any, base: int) -> Pieces:
    """Return the pieces of a scalar from the parser's marks."""
    start, end = base + event.start_mark.index, base + event.end_mark.index
    start = _PROPERTIES.match(source, start, end).end()  # type: ignore[union-attr]
    style = event.style
    if style in ("|", ">"):
        return block_scalar(source, start, end)
    if style in ('"', "'"):
        return quoted_scalar(source, start + 1, end - 1, style)
    return plain_scalar(source, start, end)


def plain_scalar(source: str, start: int, end: int) -> Pieces:
    """Return the pieces of an unquoted scalar; folded lines are joined by line feeds."""
    return _folded(source, start, end, _BREAK)


def quoted_scalar(source: str, start: int, end: int, quote: str) -> Pieces:
    """Return the pieces of what stands between the quotes of a scalar."""
    return _folded(source, start, end, _QUOTED[quote])


def _folded(source: str, start: int, end: int, special: re.Pattern[str]) -> Pieces:
    pieces: Pieces = []
    at = start
    for match in special.finditer(source, start, end):
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
        match = _ESCAPE.match(source, start)
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
    return ("\n\n" if len(_LINE_END.findall(found)) > 1 else "\n"), end


def block_scalar(source: str, start: int, end: int) -> Pieces:
    """Return the pieces of a `|` or `>` scalar: source[start] is its indicator.

    Each line's indentation and the line end before it are one piece that denotes a line feed.
    """
    header = _LINE_END.search(source, start, end)
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
    for match in _LINE_END.finditer(source, start, end):
        lines.append((at, source[at : match.start()]))
        at = match.end()
    if at < end:
        lines.append((at, source[at:end]))
    return lines
