"""HTML at the level of characters: tags, attributes and character references, by exact range."""

from __future__ import annotations

import re

from claimlint.documents.model import MASK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

TAG = re.compile(
    r"<(?:"
    # Quotes count behind "=" only. A tag that nothing closes runs to the end of the input.
    r"(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)(>|\Z)"
    r"|!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
    r"|[!?/][^>]*+(?:>|\Z))"
)
"""Slash, name, attributes and closer of a tag; a comment or declaration has no name."""

LOOSE_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/><]*+)(?:([^<>]*+)(>))?+|[!?/][^<>]*+>)")
"""A tag where quotes cannot be relied on any more: it ends before the next "<"."""

_ATTRIBUTE = r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++)))?+"
_REFERENCE = r"&(?:#(?:[0-9]++|[xX][0-9a-fA-F]++);?|[a-zA-Z][a-zA-Z0-9]*+;?)"
_ADDRESS = r"(?i:https?://|\bwww\.)[^\s<>\"']*[^\s<>\"'.,;:!?)]"
_RUN = f"[^{MASK}]++"

# The references that nearly all pages get by with: the full table costs an import.
_COMMON_REFERENCES = {
    "amp;": "&",
    "apos;": "'",
    "bull;": "•",
    "copy;": "©",
    "eacute;": "é",
    "gt;": ">",
    "hellip;": "…",
    "laquo;": "«",
    "ldquo;": "“",
    "lsquo;": "‘",
    "lt;": "<",
    "mdash;": "—",
    "middot;": "·",
    "nbsp;": "\xa0",
    "ndash;": "–",
    "quot;": '"',
    "raquo;": "»",
    "rdquo;": "”",
    "reg;": "®",
    "rsquo;": "’",
    "trade;": "™",
}
# Numbers that HTML reads as windows-1252 (the specification's table, 13.2.5.80).
_WINDOWS = (
    "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f"  # 0x80
    "\x90‘’“”•–—˜™š›œ\x9džŸ"  # 0x90
)
_LONGEST_NAME = 32


def end_tag(name: str) -> Pattern[str]:
    """Return the pattern of the end tag of a raw element."""
    return re.compile(rf"(?i:</{name}(?:\s[^>]*+)?/?+>)")


def attributes(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (name as written, value start, value end) of each attribute in a tag's inside.

    An attribute without a value yields an empty range.
    """
    for found in re.compile(_ATTRIBUTE).finditer(source, start, end):
        group = found.lastindex or 1
        if group == 1:
            yield found[1], found.end(), found.end()
        else:
            yield found[1], found.start(group), found.end(group)


def pieces(
    source: str, start: int, end: int, in_attribute: bool = False
) -> list[tuple[str, int, int]]:
    """Return the (visible, source start, source end) of text or of an attribute's value.

    Character references are decoded; MASK is left out.
    """
    result = []
    at = start
    text = source[start:end]
    if "&" in text:
        for found in re.compile(_REFERENCE).finditer(source, start, end):
            is_name_before_value = in_attribute and source.startswith("=", found.end())
            visible, length = reference(found.group(), in_attribute)
            if not length or (is_name_before_value and source[found.end() - 1] != ";"):
                continue
            result += _runs(source, at, found.start())
            at = found.start() + length
            result.append((visible, found.start(), at))
    result += _runs(source, at, end)
    return result


def shown_pieces(source: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the pieces of text between tags: references decoded, web addresses left out."""
    result = []
    for found in re.compile(_ADDRESS).finditer(source, start, end):
        result += pieces(source, start, found.start())
        start = found.end()
    return result + pieces(source, start, end)


def _runs(source: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the stretches of source[start:end] that are not masked."""
    text = source[start:end]
    if MASK not in text:
        return [(text, start, end)] if text else []
    return [(m.group(), m.start(), m.end()) for m in re.compile(_RUN).finditer(source, start, end)]


def reference(text: str, in_attribute: bool = False) -> tuple[str, int]:
    """Return the text of a character reference, and how many of its characters it takes.

    `text` begins with "&" and holds all the letters and digits that follow. Outside of attributes
    a name without a semicolon may be longer than the reference ("&notit" is "¬it").
    Length 0: no reference.
    """
    name = text[1:]
    if name[:1] == "#":
        return _character(name), len(text)
    known = _COMMON_REFERENCES.get(name)
    if known is not None:
        return known, len(text)
    from html.entities import html5

    known = html5.get(name)
    if known is not None:
        return known, len(text)
    if not in_attribute:
        for length in range(min(len(name), _LONGEST_NAME), 1, -1):
            known = html5.get(name[:length])
            if known is not None:
                return known, length + 1
    return "", 0


def _character(name: str) -> str:
    """Return the character of `#123;` or `#x7B;` as browsers read it; a control one is nothing."""
    is_hexadecimal = name[1] in "xX"
    digits = name[2 if is_hexadecimal else 1 :].rstrip(";").lstrip("0") or "0"
    if len(digits) > 8:
        return "\ufffd"
    number = int(digits, 16 if is_hexadecimal else 10)
    if 0x80 <= number < 0xA0:
        return _WINDOWS[number - 0x80]
    if number == 0 or 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        return "\ufffd"
    return chr(number) if number >= 32 or number in (9, 10, 12, 13) else ""
