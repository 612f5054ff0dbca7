"""What a tag's attributes say: text for readers, hidden or not, whose words, a button or a link."""

from __future__ import annotations

import re
from collections import namedtuple

from claimlint.documents import html_tokens
from claimlint.documents.model import MASK, Builder

Said = namedtuple("Said", "hidden quoted button")
Said.__doc__ = "What attributes tell of an element: not shown, someone else's words, a button."

NOTHING = Said(False, False, False)
TEXTS = {
    "alt": "alt",
    "aria-description": "label",
    "aria-label": "label",
    "aria-placeholder": "placeholder",
    "data-alt": "alt",
    "data-bs-content": "tooltip",
    "data-bs-title": "tooltip",
    "data-caption": "caption",
    "data-content": "tooltip",
    "data-original-title": "tooltip",
    "data-title": "tooltip",
    "data-tooltip": "tooltip",
    "placeholder": "placeholder",
    "title": "tooltip",
}
_DOUBTFUL = ("data-content", "data-title", "data-tooltip", "data-bs-content")
_NAMING = ("class", "classname", "id", "itemprop", "itemtype", "typeof", "property")
_UNTITLED = ("link", "style", "script", "meta", "base")
_LABELLED = ("optgroup", "option", "track")
_META_KINDS = {
    "abstract": "description",
    "dc.description": "description",
    "dc.title": "title",
    "dcterms.description": "description",
    "dcterms.title": "title",
    "description": "description",
    "og:description": "social",
    "og:image:alt": "social",
    "og:site_name": "social",
    "og:title": "social",
    "summary": "description",
    "title": "title",
    "twitter:description": "social",
    "twitter:image:alt": "social",
    "twitter:title": "social",
}
_NOT_SHOWN = r"(?i:display\s*+:\s*+none)"
# "preview" and "reviewed" name no testimonial, "customerReview" and "reviews-list" do.
OTHERS_WORDS = r"(?i:testimonial)|(?<![a-zA-Z])reviews?(?![a-z])|Reviews?(?![a-z])"
_BUTTON = r"(?i:(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-]))"


def is_telling(inside: str) -> bool:
    """Tell whether the inside of a tag may hold an attribute that matters (a quick look)."""
    inside = inside.lower()
    return (
        "alt" in inside
        or "title" in inside
        or "label" in inside
        or "hidden" in inside
        or "display" in inside
        or "btn" in inside
        or "button" in inside
        or "cta" in inside
        or "placeholder" in inside
        or "review" in inside
        or "testimonial" in inside
        or "content" in inside
        or "value" in inside
        or "caption" in inside
        or "tooltip" in inside
        or "aria-desc" in inside
    )


def emit(
    builder: Builder, source: str, name: str, start: int, end: int, quoted: bool = False
) -> Said:
    """Add the attributes in source[start:end] of a `name` tag that a reader sees or hears.

    Each becomes a block of its own, after the open one. An element that is not shown adds none.
    """
    if name == "meta":
        _emit_meta(builder, source, start, end)
        return NOTHING
    hidden = said = button = False
    texts = []
    values: dict[str, str] = {}
    for written, low, high in html_tokens.attributes(source, start, end):
        attribute = written.lower()
        if attribute in values:
            continue
        value = values[attribute] = source[low:high]
        if attribute in TEXTS or (attribute == "label" and name in _LABELLED):
            texts.append((attribute, low, high))
        elif attribute in _NAMING:
            said = said or re.search(OTHERS_WORDS, value) is not None
            button = button or (attribute[0] == "c" and re.search(_BUTTON, value) is not None)
        elif attribute == "hidden":
            hidden = MASK not in value  # `hidden={isClosed}` may be shown
        elif attribute == "style":
            hidden = hidden or re.search(_NOT_SHOWN, value) is not None
        elif attribute == "value" and name == "input":
            texts.append((attribute, low, high))
    if hidden or (name == "input" and values.get("type", "").lower() == "hidden"):
        return Said(True, said, button)
    for attribute, low, high in texts:
        _emit_text(builder, source, name, attribute, low, high, values, quoted or said)
    return Said(False, said, button or values.get("role", "").lower() == "button")


def _emit_text(
    builder: Builder,
    source: str,
    name: str,
    attribute: str,
    start: int,
    end: int,
    values: dict[str, str],
    quoted: bool,
) -> None:
    """Add the text of one attribute."""
    kind = TEXTS.get(attribute, "label")
    if attribute == "value":
        if values.get("type", "").lower() not in ("submit", "button", "reset"):
            return
        kind = "button"
    elif attribute == "title" and name in _UNTITLED:
        return
    elif attribute in _DOUBTFUL:
        from claimlint.documents.prose import looks_like_prose

        if not looks_like_prose("", source[start:end]):
            return
    pieces = html_tokens.pieces(source, start, end, in_attribute=True)
    if pieces:
        builder.aside(kind, pieces, attribute, quoted)


def _emit_meta(builder: Builder, source: str, start: int, end: int) -> None:
    """Add the content of a meta description, social card or item property."""
    names = []
    content = (0, 0)
    for written, low, high in html_tokens.attributes(source, start, end):
        attribute = written.lower()
        if attribute in ("name", "property", "itemprop"):
            names.append((attribute, source[low:high]))
        elif attribute == "content":
            content = (low, high)
    for attribute, name in names:
        kind = _META_KINDS.get(name.lower())
        if attribute == "itemprop":
            from claimlint.documents.structured_data import is_text

            kind = "structured-data" if is_text(name) else None
        if kind is not None and content[1] > content[0]:
            pieces = html_tokens.pieces(source, *content, in_attribute=True)
            builder.aside(kind, pieces, name.lower() if attribute != "itemprop" else name)
            return
