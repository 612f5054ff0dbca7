"""Text inside text: strings of data files and programs that hold HTML or Markdown themselves."""

from __future__ import annotations

import re

from claimlint.documents.mapped import Mapped, graft, unmasked
from claimlint.documents.model import MASK, Builder
from claimlint.documents.prose import key_words, kind_of, looks_like_prose

_HTML = r"</?[a-zA-Z][^<>]*+>|<!--|&(?:#\d|#[xX][0-9a-fA-F]|[a-zA-Z]++;)"
_MARKDOWN = (
    r"\n[ \t]*+\n|\*\*|__|`|\]\(|(?m:^[ \t]*+(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t]|>[ \t]))"
    r"|(?<![\w*])\*\w[^*\n]*+\*|(?<!\w)_\w[^_\n]*+_(?!\w)|\\[*_#]"
)
_HEADING_WORDS = ("heading", "headings", "headline")
_QUOTING = r"(?i:(?:^|[^a-z])(?:testimonials?|reviews?|quotes?)(?:$|[^a-z]))"
_LINE_INDENT = r"(?m:^[ \t]*+(?=\S))"


class Strings:
    """Adds strings that are prose; a heading holds for the object that it stands in."""

    __slots__ = ("_builder", "_scope")

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._scope = ""

    def put(self, key: str, mapped: Mapped) -> None:
        """Add the string under a dotted key if it is prose."""
        if not looks_like_prose(key, mapped.value):
            return
        if not key.startswith(self._scope):
            self._builder.end_sections()
            self._scope = ""
        kind, level = kind_of(key, "field"), 0
        words = key_words(key)
        if words and words[-1] in _HEADING_WORDS:
            kind, level = "heading", min(key.count(".") + 1, 6)
            self._scope = key[: key.rfind(".") + 1]
        quoted = re.search(_QUOTING, key) is not None
        put_value(self._builder, mapped, kind, key, quoted, level)


def put_value(
    builder: Builder,
    mapped: Mapped,
    kind: str,
    key: str,
    quoted: bool = False,
    level: int = 0,
    is_markdown: bool = True,
) -> None:
    """Add a decoded string as one block, or as the blocks that its own markup makes.

    A string that holds one block gets `kind`; blocks of a longer one keep theirs. Each gets `key`.
    `is_markdown`: Markdown in it is understood, else only HTML.
    """
    if MASK in mapped.value or "{{" in mapped.value or "{%" in mapped.value:
        mapped = unmasked(mapped)
    value = mapped.value
    if is_markdown and re.search(_MARKDOWN, value):
        from claimlint.documents import markdown

        mapped = dedented(mapped)
        document = markdown.extract_string(mapped.value)
    elif ("<" in value or "&" in value) and re.search(_HTML, value):
        from claimlint.documents import html

        document = html.extract_string(value)
    else:
        builder.whole(kind, mapped.pieces(), key, quoted, level)
        return
    one = len(document.blocks) == 1
    graft(builder, document, mapped, kind if one else "", key, quoted, level if one else 0)


def dedented(mapped: Mapped) -> Mapped:
    """Return a text without the indentation that its lines share, as of a template literal."""
    lines = [found.span() for found in re.finditer(_LINE_INDENT, mapped.value)]
    inner = [end - start for start, end in lines if start] or [end - start for start, end in lines]
    shared = min(inner, default=0)
    if not shared:
        return mapped
    return mapped.without([(start, min(end, start + shared)) for start, end in lines])
