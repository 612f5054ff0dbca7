"""The strings of simple YAML, line by line, without the cost of importing a YAML parser.

Simple is what most front matter is: keys, lists, one-line scalars and block scalars. Anything
else makes `simple_strings` give up; `yaml_text.strings` reads it then.
"""

from __future__ import annotations

import re

from claimlint.documents.yaml_scalars import block_scalar, is_no_string, quoted_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pieces = list[tuple[str, int, int]]
    Strings = list[tuple[tuple[str, ...], Pieces]]

_NOTHING = r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|\n|\r|\Z(?<!\n)))"
_LINE = r"""(?P<indent>\ *+)(?P<dashes>(?:-(?:\ ++|(?=[\r\n]|\Z)))*+)
    (?:(?P<key>[A-Za-z_][\w\ .-]*?|"[^"\\\r\n]*+"|'[^'\r\n]*+')\ *+:(?:\ ++|(?=[\r\n]|\Z)))?
    (?:
      (?P<block>[|>][+-]?)
    | "(?P<double>(?:[^"\\\r\n]|\\[^\r\n])*+)"
    | '(?P<single>(?:[^'\r\n]|'')*+)'
    | (?P<flow>\[[^\[\]{}\r\n]*+\]|\{\})
    | (?P<plain>[^\s\-?:,\[\]{}#&*!|>'"%@`\x00-\x1f][^\r\n]*?)
    |
    )
    (?:\ ++\#[^\r\n]*+)?\ *+(?:\r\n|\n|\r|\Z)"""
_DEEPER = r"(?:(?:[ \t]*+(?:\r\n|\n|\r)|\ {%d}[^\r\n]*+(?:\r\n|\n|\r|\Z)))*+"
_ITEM = r"""(?:[^\s,\[\]"'{}&*!|>%@`#?:-][^,\[\]"':#]*|"(?:[^"\\]|\\.)*+"|'[^']*')"""


def simple_strings(source: str, start: int, end: int) -> Strings | None:
    """Return (path of keys, pieces) for each string of the mapping source[start:end].

    None: the text is not simple, or not YAML.
    """
    found: Strings = []
    parents: list[tuple[int, str]] = []
    deepest = -1
    nothing, simple = re.compile(_NOTHING).match, re.compile(_LINE, re.VERBOSE).match
    at = start
    while at < end:
        blank = nothing(source, at, end)
        if blank:
            at = blank.end()
            continue
        line = simple(source, at, end)
        if line is None or not (line["key"] or line["dashes"]):
            return None
        indent = len(line["indent"])
        column = indent + len(line["dashes"])
        # What a scalar's own lines must be indented by more than: its key, or its dash.
        margin = column if line["key"] else indent + len(line["dashes"].rstrip()) - 1
        if 0 <= deepest < indent:
            return None
        at = line.end()
        while parents and parents[-1][0] >= indent + bool(line["dashes"]):
            parents.pop()
        if line["key"]:
            key = line["key"]
            parents.append((column, key[1:-1] if key[0] in "\"'" else key))
        path = tuple(key for _, key in parents)
        deepest = -1
        if line["block"]:
            body = re.compile(_DEEPER % (margin + 1)).match(source, at, end)
            at = body.end() if body else at
            content = block_scalar(source, line.start("block"), at)
            found += [(path, content)] if content else []
        elif line["flow"]:
            items = _flow_items(source, line.start("flow") + 1, line.end("flow") - 1)
            if items is None:
                return None
            found += [(path, item) for item in items]
        else:
            pieces = _one_line(source, line)
            if pieces is None:
                return None
            if line["plain"] or pieces:
                deepest = margin
            if pieces:
                found.append((path, pieces))
    return found


def _one_line(source: str, line: re.Match[str]) -> Pieces | None:
    """Return the pieces of a line's scalar; none without one, None where it goes on below."""
    if line["plain"]:
        if ": " in line["plain"] or line["plain"].endswith(":"):
            return None
        return [] if is_no_string(line["plain"]) else [(line["plain"], *line.span("plain"))]
    for name, quote in (("double", '"'), ("single", "'")):
        if line[name] is not None:
            return quoted_scalar(source, *line.span(name), quote)
    return []


def _flow_items(source: str, start: int, end: int) -> list[Pieces] | None:
    """Return the items between the brackets of a one-line flow list; None: not simple."""
    if re.compile(rf"\s*(?:{_ITEM}\s*(?:,\s*|$))*").fullmatch(source, start, end) is None:
        return None
    items: list[Pieces] = []
    for item in re.compile(_ITEM).finditer(source, start, end):
        first, last = item.span()
        if source[first] in "\"'":
            items.append(quoted_scalar(source, first + 1, last - 1, source[first]))
        else:
            last = first + len(item.group().rstrip())
            items.append([(source[first:last], first, last)])
    return items
