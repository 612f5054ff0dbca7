"""Titles of Markdown links and images: where they stand in the source, and what they say."""

from __future__ import annotations

import re

from pyromark import reference_definitions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyromark import Options

    Pieces = list[tuple[str, int, int]]

_ENCODED = (
    r"\\([!-/:-@\[-`{-~])"
    r"|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)"
    r"|\r\n?"
)
_OPENERS = {'"': '"', "'": "'", ")": "("}


def title_pieces(source: str, start: int, end: int, title: str) -> Pieces:
    """Return the pieces of the title that stands last in source[start:end], quotes and all.

    `title` is what the parser read. Where the source spells it in another way than with escapes
    and entities (a quote mark before each line), it becomes one piece. No title: no pieces.
    """
    close = start + len(source[start:end].rstrip()) - 1
    opener = _OPENERS.get(source[close], "")
    first = source.rfind(opener, start, close) if opener else -1
    while first > start and _is_escaped(source, start, first):
        first = source.rfind(opener, start, first)
    if first < 0:
        return []
    pieces = _decoded(source, first + 1, close)
    if "".join(piece[0] for piece in pieces) != title:
        return [(title, first + 1, close)]
    return pieces


def _is_escaped(source: str, start: int, at: int) -> bool:
    before = source[start:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _decoded(source: str, start: int, end: int) -> Pieces:
    """Return source[start:end] in pieces, its escapes and entities decoded."""
    pieces: Pieces = []
    at = start
    for found in re.compile(_ENCODED).finditer(source, start, end):
        if at < found.start():
            pieces.append((source[at : found.start()], at, found.start()))
        at = found.end()
        if found[1]:
            pieces.append((found[1], at - 1, at))
        elif found[2]:
            from html import unescape

            pieces.append((unescape(found[2]), found.start(), at))
        else:
            pieces.append(("\n", found.start(), at))
    if at < end:
        pieces.append((source[at:end], at, end))
    return pieces


def label_key(label: str) -> str:
    """Return the form under which link labels are equal."""
    return " ".join(label.split()).casefold()


def reference_titles(source: str, parsed: str, base: int, options: Options) -> dict[str, Pieces]:
    """Return the title pieces of the reference definitions in `parsed`, by `label_key`.

    `parsed` stands in `source` from `base` on, character for character.
    """
    data = parsed.encode()
    titles = {}
    byte, char = 0, base
    for label, definition in reference_definitions(parsed, options=options).items():
        span = definition["span"]
        if not definition["title"] or span["start"] < byte:
            continue
        char += len(data[byte : span["start"]].decode())
        stop = char + len(data[span["start"] : span["end"]].decode())
        titles[label_key(label)] = title_pieces(source, char, stop, definition["title"])
        byte, char = span["end"], stop
    return titles
