"""Text from outside made plain in GitHub's and GitLab's Markdown: nothing in it is markup.

Besides HTML and Markdown this disarms what the sites add to it: mentions, references to issues,
merge requests and milestones, quick actions at the start of a line, and links that are made of
bare addresses.
"""

from __future__ import annotations

import re

from claimlint.reports.shown import shown

_JOINER = "\u2060"
"""The word joiner: invisible, without a width, and no part of any name or number."""

_MARKUP = {
    character: f"&#{ord(character)};" for character in "&<>\"|`*_[]\\~$"
} | {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_MARKUP)) + "]")
_REFERENCE = re.compile(r"([@#!%~&]|\bGH-)(?=\w)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.|(?<=\bmailto):|(?<=\bxmpp):", re.IGNORECASE)
_BLOCK_START = re.compile(r"^(\s*)([-+=#>]|\d+(?=[.)]))")


def plain(text: str) -> str:
    """Return a text on one line as Markdown that shows it as it is, in a table cell as well."""
    text = shown(" ".join(text.split()))
    text = _REFERENCE.sub(lambda m: m[1] + _JOINER, text)
    text = _ADDRESS.sub(lambda m: m[0] + _JOINER, text)
    text = _SPECIAL.sub(lambda m: _MARKUP[m[0]], text)
    return _BLOCK_START.sub(_disarmed, text)


def code(text: str) -> str:
    """Return a text on one line as code, where the sites look for no mentions or references."""
    text = _ADDRESS.sub(lambda m: m[0] + _JOINER, " ".join(shown(text).split()))
    inside = _SPECIAL.sub(lambda m: _MARKUP[m[0]], text)
    return f"<code>{inside}</code>"


def _disarmed(match: re.Match[str]) -> str:
    mark = match[2]
    return match[1] + (f"&#{ord(mark)};" if not mark.isdigit() else mark + _JOINER)
