"""Components of JSX, MDX, Vue, Svelte and Astro: what element each acts as, and what it says.

Nothing is known of a project's components but their names and attributes: `<Button>` is taken for
a button, `<Highlight>` for inline text, `<Card title="…">` for a block whose title is shown.
"""

from __future__ import annotations

import re

from claimlint.documents import html_attributes, html_tokens
from claimlint.documents.html_elements import ELEMENTS, RAW
from claimlint.documents.model import Builder
from claimlint.documents.prose import kind_of, looks_like_prose

_ACTS_AS = {
    "anchor": "a",
    "blockquote": "blockquote",
    "cta": "button",
    "image": "img",
    "inlinecode": "code",
    "link": "a",
    "listitem": "li",
    "navlink": "a",
    "paragraph": "x-paragraph",
    "pullquote": "blockquote",
    "quote": "blockquote",
    "routerlink": "a",
    "subtitle": "h3",
    "title": "h2",
}
_INLINE = (
    " abbreviation accent balancer bold emphasis fontawesomeicon fragment gradient highlight icon "
    "italic nobr nowrap sparkles strong subscript superscript t term tooltip trans underline "
)
OTHERS_WORDS = r"(?i:testimonial|reviews?(?!ed|er)|quote)"
_MACHINE = r"(?:[^a-zA-Z]|(?:v|x|on|data|client|set|is|bind|class|use|slot|transition)[-:A-Z])"


def element(name: str) -> str:
    """Return the lower-case name of the element that a tag acts as; `x-…` for an unknown block.

    "motion.div" is a div, "CardTitle" a heading.
    """
    last = name.rpartition(".")[2]
    lower = last.lower()
    if not is_component(name) or (last and last[0].islower() and lower in ELEMENTS):
        return lower
    known = _ACTS_AS.get(lower)
    if known is not None:
        return known
    if lower in ELEMENTS and ELEMENTS[lower][0] != RAW:
        return lower
    if f" {lower} " in _INLINE or lower.endswith("icon"):
        return "span"
    if lower.endswith(("heading", "headline", "title")):
        return "h2"
    if lower.endswith(("button", "btn")):
        return "button"
    return f"x-{lower}"


def is_component(name: str) -> bool:
    """Tell whether a tag, as written, is no element of HTML."""
    return name[:1].isupper() or "." in name or "-" in name


def emit(
    builder: Builder, source: str, written: str, name: str, start: int, end: int, quoted: bool
) -> html_attributes.Said:
    """Add what the attributes in source[start:end] of a tag say; `name` is what it acts as.

    Of a component each attribute whose value reads like prose is text.
    """
    if not is_component(written):
        return html_attributes.emit(builder, source, name, start, end, quoted)
    said = re.search(OTHERS_WORDS, written) is not None
    for attribute, low, high in html_tokens.attributes(source, start, end):
        if low == high or re.match(_MACHINE, attribute):
            continue
        kind = html_attributes.TEXTS.get(attribute.lower(), "")
        if not kind or attribute == "title":
            if not looks_like_prose(attribute, source[low:high]):
                continue
            kind = kind_of(attribute, "field")
        is_quote = quoted or said or re.search(OTHERS_WORDS, attribute) is not None
        pieces = html_tokens.pieces(source, low, high, in_attribute=True)
        builder.aside(kind, pieces, attribute, is_quote)
    return html_attributes.Said(False, said, False)
