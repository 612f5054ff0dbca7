"""XML without surprises: what XML 1.0 cannot hold, or a terminal would obey, is spelled out."""

from __future__ import annotations

from claimlint.reports.shown import shown

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"))


def text(value: object) -> str:
    """Return a value as character data or as an attribute value, on one line."""
    result = "".join(["\\ufffe" if c == "\ufffe" else "\\uffff" if c == "\uffff" else c
                      for c in shown(str(value))])  # fmt: skip
    for character, entity in _ENTITIES:
        result = result.replace(character, entity)
    return result


def tag(name: str, /, **attributes: object) -> str:
    """Return the inside of a start tag: the name and its attributes."""
    return name + "".join(f' {key}="{text(value)}"' for key, value in attributes.items())
