"""JSON and YAML content files -> Document: the prose among their strings, each under its key."""

from __future__ import annotations

import re

from claimlint.documents.embedded import Strings
from claimlint.documents.mapped import Mapped
from claimlint.documents.model import Builder, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.documents.mapped import Piece

MAX_YAML = 2_000_000
"""A longer YAML text (code points) is read line by line."""

_MOST_RESTARTS = 20
_YAML_ENDINGS = (".yaml", ".yml")
# A line that can be read by itself: the next key or item at the margin.
_MARGIN = re.compile(r"^(?:[A-Za-z_\"'][^\r\n:]*:(?=[ \t\r\n])|- )", re.MULTILINE)
_LOOSE = re.compile(
    r"^[ \t]*+(?:-[ \t]++)*+(?:[\"']?(?P<key>[A-Za-z_][\w .-]*?)[\"']?[ \t]*:[ \t]+)?"
    r"[\"']?(?P<value>[^\r\n]*?)[\"']?[ \t]*$",
    re.MULTILINE,
)


def extract(source: str, path: str, format: str = "") -> Document:
    """Return the document of a JSON or YAML file; `format` is "json" or "yaml".

    Without it the path's ending decides. A file that breaks is read on as far as possible, with a
    warning that names the place.
    """
    is_yaml = format == "yaml" or (not format and path.lower().endswith(_YAML_ENDINGS))
    builder = Builder(source, path, "yaml" if is_yaml else "json")
    strings = Strings(builder)
    if is_yaml:
        for key, pieces in _yaml_strings(builder, source):
            strings.put(key, Mapped(pieces))
        return builder.finish()
    from claimlint.documents.json_strings import Scanner, decoded

    scanner = Scanner(source, 0, len(source))
    for value in scanner.values():
        if value.start < value.end:
            strings.put(value.path, decoded(source, value.start, value.end))
    if scanner.fault is not None:
        at, what = scanner.fault
        builder.warn(at, f"this is not valid JSON: {what}; read as far as possible")
    return builder.finish()


def _yaml_strings(builder: Builder, source: str) -> Iterator[tuple[str, list[Piece]]]:
    """Yield (dotted key, pieces) of each string; starts anew behind a place that breaks."""
    from claimlint.documents import yaml_lines, yaml_text

    end = len(source)
    if end > MAX_YAML:
        builder.warn(0, f"longer than {MAX_YAML:,} characters: read line by line")
        yield from _loose_strings(source, 0, end)
        return
    simple = yaml_lines.simple_strings(source, 0, end)
    if simple is not None:
        yield from [(".".join(keys), pieces) for keys, pieces in simple]
        return
    start = 0
    for restart in range(_MOST_RESTARTS):
        found: list[tuple[str, list[Piece]]] = []
        try:
            for keys, pieces in yaml_text.strings(source, start, end):
                if pieces:
                    found.append((".".join(keys), pieces))
            yield from found
            return
        except yaml_text.YamlProblem as problem:
            broken = problem.offset
            if not restart:
                what = f"{problem.message}; read as far as possible"
                builder.warn(broken, f"this is not valid YAML: {what}")
        # What stands on the line that breaks may have been taken apart wrongly.
        line = max(source.rfind("\n", start, broken), source.rfind("\r", start, broken)) + 1
        found = [string for string in found if string[1][-1][2] <= line]
        yield from found
        behind = _next_line(source, found[-1][1][-1][2]) if found else start
        margin = _MARGIN.search(source, _next_line(source, behind))
        start = margin.start() if margin else end
        yield from _loose_strings(source, behind, start)
        if start >= end:
            return
    yield from _loose_strings(source, start, end)


def _next_line(source: str, at: int) -> int:
    line = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r)?+").match(source, at)
    return line.end() if line else at


def _loose_strings(source: str, start: int, end: int) -> Iterator[tuple[str, list[Piece]]]:
    """Yield what looks like a value on each line, with the key that stands on it."""
    for found in _LOOSE.finditer(source, start, end):
        if found["value"]:
            yield found["key"] or "", [(found["value"], *found.span("value"))]
