"""The strings of a YAML text with their keys and exact places, by the events of PyYAML's parser.

Events, not objects: an alias costs nothing, nesting costs no stack, and no value is built.
"""

from __future__ import annotations

import re

import yaml

from claimlint.documents.yaml_scalars import (
    block_scalar,
    is_no_string,
    plain_scalar,
    quoted_scalar,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Pieces = list[tuple[str, int, int]]

_REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*+")


class YamlProblem(Exception):
    """A YAML text that its parser refuses: what it says, and the offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def strings(source: str, start: int, end: int) -> Iterator[tuple[tuple[str, ...], Pieces]]:
    """Yield (path of keys, pieces) for each string value of the mapping source[start:end].

    List positions are not part of the path. Raises YamlProblem where the text breaks; what
    stands before that place has been yielded by then. A text whose root is a plain scalar
    yields nothing.
    """
    text = _REFUSED.sub("?", source[start:end])
    path: list[str] = []
    open_maps: list[bool] = []
    awaits_key: list[bool] = []
    events: Any = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        for event in events:
            kind = type(event).__name__
            if kind == "MappingEndEvent":
                path.pop()
            if kind in ("MappingEndEvent", "SequenceEndEvent"):
                open_maps.pop()
                awaits_key.pop()
            in_map = bool(open_maps) and open_maps[-1]
            if kind in ("ScalarEvent", "AliasEvent") and in_map and awaits_key[-1]:
                path[-1] = getattr(event, "value", "")
                awaits_key[-1] = False
                continue
            if kind == "ScalarEvent" and open_maps:
                pieces = _scalar(source, event, start)
                if pieces:
                    yield tuple(path), pieces
            if in_map and kind in _VALUE_ENDS:
                awaits_key[-1] = True
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                if len(open_maps) > _DEEPEST:  # libyaml's time grows with the square of it
                    raise YamlProblem("nested too deeply", start + event.start_mark.index)
                is_map = kind == "MappingStartEvent"
                open_maps.append(is_map)
                awaits_key.append(is_map)
                if is_map:
                    path.append("")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = str(getattr(error, "problem", None) or "cannot be read as YAML")
        raise YamlProblem(message, start + (mark.index if mark else 0)) from error


_DEEPEST = 200
_VALUE_ENDS = ("ScalarEvent", "AliasEvent", "MappingEndEvent", "SequenceEndEvent")


def _scalar(source: str, event: Any, base: int) -> Pieces:
    """Return the pieces of a scalar from the parser's marks."""
    start, end = base + event.start_mark.index, base + event.end_mark.index
    start = _PROPERTIES.match(source, start, end).end()  # type: ignore[union-attr]
    style = event.style
    if style in ("|", ">"):
        return block_scalar(source, start, end)
    if style in ('"', "'"):
        return quoted_scalar(source, start + 1, end - 1, style)
    return [] if is_no_string(event.value) else plain_scalar(source, start, end)
