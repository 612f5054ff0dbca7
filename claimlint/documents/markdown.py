"""Markdown -> Document: CommonMark with GitHub's tables, footnotes, task lists and alerts.

Template tags, addresses and marks of other dialects (Obsidian comments, kramdown attributes) are
masked before the parser sees the text: they keep their length, so no offset moves.
"""

from __future__ import annotations

import re

from pyromark import Options

from claimlint.documents.markdown_walk import Walk
from claimlint.documents.model import MASK, Builder, Document

_TEMPLATE_SIGNS = ("{{", "{%", "{#", "{!!", "<%", "<?")
# Patterns are strings: `re` compiles one when a text first needs it, and few texts do.
_CODE = (
    r"^[ \t>]*+(?P<fence>```+|~~~+)[^\n]*\n(?:(?s:.*?)^[ \t>]*(?P=fence)|(?s:.*))"
    r"|(?<!`)`[^`\n]++`(?!`)|``[^\n]*?``"
)
_SURROGATE = "[\ud800-\udfff]"
_ADDRESS = r"""(?:[^\s<>()\[\]"'`|]|\([^\s<>()]*\))*[^\s<>()\[\]"'`|.,;:!?*_~]"""
_ATTRIBUTES = r"\{:[^{}\n]*\}|(?<=[ \t])\{[#.][\w-][^{}\n]*\}(?=[ \t]*(?:\n|\r|$))"
_COMMENT = r"(?<![\w%])%%(?!%)(?:[^%]|%(?!%))++%%"
_CALLOUT = r"^([ \t]{0,3}>[ \t>]*)\[![\w-]+\][+-]?"


def extract(source: str, path: str) -> Document:
    """Return the document that a Markdown text holds, front matter included."""
    masked = mask(source)
    builder = Builder(source, path, "markdown", _without_addresses(masked))
    body = 0
    if source.startswith(("---", "+++", "{")):
        from claimlint.documents import front_matter

        body = front_matter.extract_into(builder, source)
    extract_into(builder, source, masked, body, len(source))
    return builder.finish()


def extract_string(value: str) -> Document:
    """Return the document of a Markdown text that is part of another file, no front matter."""
    masked = mask(value)
    builder = Builder(value, "", "markdown", _without_addresses(masked))
    extract_into(builder, value, masked, 0, len(value))
    return builder.finish()


def extract_into(builder: Builder, source: str, masked: str, start: int, end: int) -> None:
    """Add the blocks of the Markdown in source[start:end] to a builder made for `source`.

    `masked` is `mask(source)`, or the same with more of it masked.
    """
    # MASK is a control character, which ends a link's address: the parser sees a letter instead.
    parsed = masked[start:end].replace(MASK, "x")
    try:
        parsed.encode()
    except UnicodeEncodeError:
        parsed = re.compile(_SURROGATE).sub("\ufffd", parsed)
    Walk(builder, source, masked, parsed, start, _options(parsed)).run()


def _options(parsed: str) -> Options:
    options = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_GFM
    )
    # `[[1]](#ref)` is a link with brackets in its text, and no wikilink.
    if "[[" in parsed and "]](" not in parsed:
        options |= Options.ENABLE_WIKILINKS
    return options


def mask(source: str) -> str:
    """Return the source with MASK in place of what no Markdown parser should read as text."""
    masked = source
    has_braces = "{" in source  # one character is found much faster than two
    if (has_braces or "<" in source) and any(sign in source for sign in _TEMPLATE_SIGNS):
        masked = _mask_templates(source)
    if has_braces and ("{:" in masked or "{#" in masked or "{." in masked):
        masked = re.compile(_ATTRIBUTES).sub(_blank, masked)
    if "%" in masked and "%%" in masked:
        masked = re.compile(_COMMENT).sub(_blank, masked)
    return masked


def _mask_templates(source: str) -> str:
    """Mask template tags; one that stands in code opens nothing."""
    from claimlint.documents import templating

    if "`" not in source and "~~~" not in source:
        return templating.mask(source)
    shown = templating.mask(
        re.compile(_CODE, re.MULTILINE).sub(lambda code: re.sub(r"\S", " ", code.group()), source)
    )
    parts = []
    at = 0
    for hidden in re.compile(f"{MASK}+").finditer(shown):
        parts += [source[at : hidden.start()], hidden.group()]
        at = hidden.end()
    parts.append(source[at:])
    return "".join(parts)


def _without_addresses(masked: str) -> str:
    """Mask web addresses and the marks of callouts: the parser needs them, a reader does not."""
    for sign in ("://", "www."):
        if sign in masked:
            masked = _mask_addresses(masked, sign)
    if "[!" in masked:
        masked = re.compile(_CALLOUT, re.MULTILINE).sub(
            lambda found: found[1] + MASK * (found.end() - found.end(1)),
            masked,
        )
    return masked


def _mask_addresses(masked: str, sign: str) -> str:
    """Mask what stands around each `sign`; a pattern with a scheme in front is much slower."""
    parts = []
    at = 0
    address = re.compile(_ADDRESS).match
    middle = masked.find(sign)
    while middle >= 0:
        start = middle
        if sign == "://":
            start -= 5 if masked[middle - 5 : middle].lower() == "https" else 4
        if start >= at and (sign != "://" or masked[start : start + 4].lower() == "http"):
            found = address(masked, middle + len(sign))
            if found:
                parts += [masked[at:start], MASK * (found.end() - start)]
                at = found.end()
        middle = masked.find(sign, max(at, middle + 1))
    return "".join(parts) + masked[at:]


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", MASK, found.group())
