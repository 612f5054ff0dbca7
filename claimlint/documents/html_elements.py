"""What each HTML element means for a reader: block or inline, kind of text, shown or not."""

from __future__ import annotations

INLINE, BLOCK, RAW, VOID, CODE, QUOTE, BREAK = range(7)
"""How an element is read.

INLINE breaks nothing; BLOCK begins and ends a block; RAW holds no markup; VOID holds nothing;
CODE is inline and not shown; QUOTE is inline and someone else's words; BREAK is white space.
"""

ELEMENTS = {
    "address": (BLOCK, ""),
    "area": (VOID, ""),
    "article": (BLOCK, ""),
    "aside": (BLOCK, ""),
    "audio": (BLOCK, ""),
    "base": (VOID, ""),
    "basefont": (VOID, ""),
    "bgsound": (VOID, ""),
    "blockquote": (BLOCK, "quote"),
    "body": (BLOCK, ""),
    "br": (BREAK, ""),
    "button": (BLOCK, "button"),
    "caption": (BLOCK, "caption"),
    "center": (BLOCK, ""),
    "cite": (QUOTE, ""),
    "code": (CODE, ""),
    "col": (VOID, ""),
    "colgroup": (BLOCK, ""),
    "command": (VOID, ""),
    "datalist": (BLOCK, ""),
    "dd": (BLOCK, "paragraph"),
    "desc": (BLOCK, ""),
    "details": (BLOCK, ""),
    "dialog": (BLOCK, ""),
    "dir": (BLOCK, ""),
    "div": (BLOCK, ""),
    "dl": (BLOCK, ""),
    "dt": (BLOCK, "term"),
    "embed": (VOID, ""),
    "fieldset": (BLOCK, ""),
    "figcaption": (BLOCK, "caption"),
    "figure": (BLOCK, ""),
    "footer": (BLOCK, ""),
    "form": (BLOCK, ""),
    "frame": (VOID, ""),
    "frameset": (BLOCK, ""),
    "h1": (BLOCK, "heading"),
    "h2": (BLOCK, "heading"),
    "h3": (BLOCK, "heading"),
    "h4": (BLOCK, "heading"),
    "h5": (BLOCK, "heading"),
    "h6": (BLOCK, "heading"),
    "head": (BLOCK, ""),
    "header": (BLOCK, ""),
    "hgroup": (BLOCK, ""),
    "hr": (BLOCK, ""),
    "html": (BLOCK, ""),
    "iframe": (RAW, ""),
    "image": (VOID, ""),
    "img": (VOID, ""),
    "input": (VOID, ""),
    "kbd": (CODE, ""),
    "keygen": (VOID, ""),
    "label": (BLOCK, "label"),
    "legend": (BLOCK, "label"),
    "li": (BLOCK, "list-item"),
    "link": (VOID, ""),
    "main": (BLOCK, ""),
    "marquee": (BLOCK, ""),
    "menu": (BLOCK, ""),
    "meta": (VOID, ""),
    "nav": (BLOCK, ""),
    "noembed": (RAW, ""),
    "noframes": (RAW, ""),
    "noscript": (BLOCK, ""),
    "object": (BLOCK, ""),
    "ol": (BLOCK, ""),
    "optgroup": (BLOCK, ""),
    "option": (BLOCK, "option"),
    "p": (BLOCK, ""),
    "param": (VOID, ""),
    "pre": (BLOCK, "hidden"),
    "q": (QUOTE, ""),
    "samp": (CODE, ""),
    "script": (RAW, ""),
    "search": (BLOCK, ""),
    "section": (BLOCK, ""),
    "select": (BLOCK, ""),
    "source": (VOID, ""),
    "style": (RAW, ""),
    "summary": (BLOCK, "summary"),
    "table": (BLOCK, ""),
    "tbody": (BLOCK, ""),
    "td": (BLOCK, "cell"),
    "template": (BLOCK, "hidden"),
    "text": (BLOCK, ""),
    "textarea": (RAW, ""),
    "tfoot": (BLOCK, ""),
    "th": (BLOCK, "cell"),
    "thead": (BLOCK, ""),
    "title": (RAW, ""),
    "tr": (BLOCK, ""),
    "track": (VOID, ""),
    "ul": (BLOCK, ""),
    "video": (BLOCK, ""),
    "wbr": (VOID, ""),
    "xmp": (RAW, ""),
}
"""Role and block kind ("": that of the element around it; "hidden": nothing in it is shown).

What is not listed is INLINE, but a name with a hyphen is a custom element and a BLOCK.
"""

FORMATTING = ("a", "b", "big", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "u")
"""Inline elements whose end tags reach out of blocks that are still open."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_CELLS = ("td", "th")
_ROWS = ("tr", *_CELLS)
_SECTIONS = ("tbody", "thead", "tfoot", "caption", *_ROWS)

IMPLIED_ENDS = {
    "caption": (_SECTIONS, ("table",)),
    "dd": (("dd", "dt"), ("dl",)),
    "dt": (("dd", "dt"), ("dl",)),
    "li": (("li",), ("ul", "ol", "menu", "dir", "table", "td", "th")),
    "optgroup": (("option", "optgroup"), ("select", "datalist")),
    "option": (("option",), ("select", "datalist", "optgroup")),
    "tbody": (_SECTIONS, ("table",)),
    "td": (_CELLS, ("tr", "table")),
    "tfoot": (_SECTIONS, ("table",)),
    "th": (_CELLS, ("tr", "table")),
    "thead": (_SECTIONS, ("table",)),
    "tr": (_ROWS, ("tbody", "thead", "tfoot", "table")),
}
"""Which open elements a start tag ends, and within which element they are looked for."""

SCOPES = ("table", "td", "th", "caption", "template", "object", "button", "html")
"""Elements that an end tag inside them does not reach out of."""

TABLE_PARTS = ("table", "button", "template", "object", "html", *_SECTIONS)
"""Elements whose end tags do."""
