"""Plain text -> Document: paragraphs, lines that look like headings, list items, quotes.

reStructuredText and AsciiDoc are read as plain text too: underlines, directives and attribute
lines are left out, inline markup stays.
"""

from __future__ import annotations

import re

from claimlint.documents.model import MASK, Builder, Document

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_QUOTE = re.compile(r"(?:[ \t]*>)+[ \t]?")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣◦▪●○■□✓✔✅➤►–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:([=\-~^\"'`#*+:._])\1{2,}|(?:[-*_=]+[ \t]+)+[-*_=]+)[ \t]*")
_SIGNED_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
_NO_TEXT = (
    r"[ \t]*\.\.(?:[ \t]+(?:\S+::|_|\[|\||claimlint-).*|[ \t]*)|[ \t]*:[A-Za-z][\w -]*:(?:[ \t].*)?"
    r"|\[[^\]]*\][ \t]*|//(?:[^/].*)?|(?:include|image)::\S*\[.*\]"
)
_ADDRESS = r"(?:https?://|www\.)\S*[^\s.,;:!?)\]\"']"
_LONG_LINE = 100
"""A text with many longer lines is not wrapped by hand: each of its lines is a paragraph."""
_HEADING_LENGTH, _HEADING_WORDS, _LABEL_WORDS = 90, 14, 6
_TITLE_LENGTH, _TITLE_WORDS = 160, 24

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Lines = list[tuple[int, int]]
    Unit = tuple[str, int, Lines]


def extract(source: str, path: str) -> Document:
    """Return the document that a plain text holds."""
    masked = source
    if "://" in source or "www." in source:
        masked = re.sub(_ADDRESS, lambda found: MASK * len(found.group()), source)
    builder = Builder(source, path, "text", masked)
    units = list(_units(source, path.lower().endswith((".rst", ".adoc", ".asciidoc", ".asc"))))
    for index, (kind, level, lines) in enumerate(units):
        if kind == "paragraph" and _is_heading(source, units, index):
            kind, level = "heading", 1 if index == 0 else 2
        builder.open(kind, level, quoted=kind == "quote")
        _add_lines(builder, source, lines)
        builder.close()
    return builder.finish()


def _units(source: str, has_markup: bool) -> Iterator[Unit]:
    """Yield (kind, heading level, lines) of each block; lines are ranges without indentation."""
    kind = "paragraph"
    lines: Lines = []
    is_wrapped = _is_wrapped(source)
    for line in _LINE.finditer(source):
        text, (start, end) = line[1], line.span(1)
        if not text.strip() or (has_markup and re.fullmatch(_NO_TEXT, text)):
            if lines:
                yield kind, 0, lines
            kind, lines = "paragraph", []
            continue
        if _RULE.fullmatch(text):
            if lines:
                is_underlined = kind == "paragraph" and len(lines) == 1
                yield ("heading", 2, lines) if is_underlined else (kind, 0, lines)
            kind, lines = "paragraph", []
            continue
        signed = _SIGNED_HEADING.match(text)
        if signed:
            if lines:
                yield kind, 0, lines
            yield "heading", len(signed[1]), [(start + signed.end(), end)]
            kind, lines = "paragraph", []
            continue
        begins, indent = _line_kind(text, kind, lines, is_wrapped)
        if begins:
            if lines:
                yield kind, 0, lines
            kind, lines = begins, []
        lines.append((start + indent, end))
    if lines:
        yield kind, 0, lines


def _is_wrapped(source: str) -> bool:
    lengths = [len(line) for line in re.split(r"[\r\n]+", source)]
    return sum(1 for length in lengths if length > _LONG_LINE) * 10 < len(lengths)


def _line_kind(text: str, kind: str, lines: Lines, is_wrapped: bool) -> tuple[str, int]:
    """Return the kind of the block that a line begins ("": it goes on), and its margin."""
    quote = _QUOTE.match(text)
    if quote:
        return ("" if kind == "quote" else "quote"), quote.end()
    item = _ITEM.match(text)
    if item and (text.lstrip()[0] not in "–—" or kind == "list-item" or not lines):
        return "list-item", item.end()
    margin = len(text) - len(text.lstrip())
    goes_on = kind in ("paragraph", "list-item") and (is_wrapped or not lines)
    return ("" if goes_on else "paragraph"), margin


def _is_heading(source: str, units: list[Unit], index: int) -> bool:
    """Tell whether a paragraph is a line that heads what follows it."""
    if index + 1 == len(units) or not _looks_like_heading(source, units[index], index == 0):
        return False
    follower = units[index + 1]
    return index == 0 or follower[0] != "paragraph" or not _looks_like_heading(source, follower)


def _looks_like_heading(source: str, unit: Unit, is_first: bool = False) -> bool:
    kind, _, lines = unit
    if kind != "paragraph" or len(lines) != 1:
        return False
    text = source[lines[0][0] : lines[0][1]].strip()
    longest, most = _HEADING_LENGTH, _HEADING_WORDS
    if is_first:
        longest, most = _TITLE_LENGTH, _TITLE_WORDS
    if len(text) > longest or not any(sign.isalpha() for sign in text):
        return False
    words = len(text.split())
    if text[-1] in ".,;…!" or text[0].islower():
        return False
    return words <= (_LABEL_WORDS if text[-1] == ":" else most)


def _add_lines(builder: Builder, source: str, lines: Lines) -> None:
    """Add lines as one text; a line end with margins around it is a line feed."""
    first, behind = lines[0]
    for start, end in lines[1:]:
        if source[behind:start] != "\n":
            builder.text(first, behind)
            builder.put("\n", behind, start)
            first = start
        behind = end
    builder.text(first, behind)
