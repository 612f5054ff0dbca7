"""YAML as data and nothing else: text, lists and mappings, each with its place in the file.

Every scalar is text, so `no` stays "no"; a plain scalar that YAML would read as something else
is marked, and text fields refuse it. Duplicate keys, tags, anchors, aliases, control characters
(`"\\b"` in double quotes), deep nesting and large files are errors with line and column.
"""

from __future__ import annotations

import re

from claimlint.errors import ClaimlintError

MAX_BYTES = 2_000_000
MAX_DEPTH = 50

_SURPRISE = re.compile(
    r"(?:y|n|yes|no|true|false|on|off|null|~"
    r"|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F_]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+|\d{4}-\d\d?-\d\d?|\.nan|[-+]?\.inf)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Text(str):
    """A scalar; `plain` tells that it stands without quotes."""

    line: int
    column: int
    plain: bool

    @property
    def surprising(self) -> bool:
        """Tell whether YAML itself would read this scalar as something other than text."""
        return self.plain and _SURPRISE.fullmatch(self) is not None


class List(list["Value"]):
    """A sequence with its place."""

    line: int
    column: int


class Map(dict[Text, "Value"]):
    """A mapping with its place; its keys are Text and have places of their own."""

    line: int
    column: int

    def key(self, name: str) -> Text:
        """Return the key as it stands in the file."""
        return next(key for key in self if key == name)


Value = Text | List | Map


def load(text: str, path: str, error: type[ClaimlintError] = ClaimlintError) -> Value | None:
    """Return the one document of a YAML text, or None where it is empty.

    Raises `error` with file, line and column on anything that is not plain data.
    """
    import yaml

    if len(text) > MAX_BYTES:
        raise error(f"is larger than {MAX_BYTES:,} characters", path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = iter(list(yaml.parse(text.removeprefix("\ufeff"), Loader=loader)))
        return _Reader(events, path, error).document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        said = problem.problem or problem.context or "not valid"
        raise error(f"is not valid YAML: {said}", path, line, column) from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise error(f"is not valid YAML: {_first_line(problem)}", path) from None


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]


class _Reader:
    """Turns parser events into values."""

    def __init__(self, events: object, path: str, error: type[ClaimlintError]) -> None:
        self.events = events
        self.path = path
        self.error = error

    def fail(self, message: str, mark: object) -> ClaimlintError:
        return self.error(message, self.path, mark.line + 1, mark.column + 1)  # type: ignore[attr-defined]

    def document(self) -> Value | None:
        value: Value | None = None
        seen = False
        for event in self.events:  # type: ignore[attr-defined]
            kind = type(event).__name__
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            if kind == "DocumentStartEvent":
                if seen:
                    raise self.fail("holds a second YAML document (`---`)", event.start_mark)
                seen = True
            else:
                value = self.value(event, 0)
        if isinstance(value, Text) and value.plain and not value:
            return None
        return value

    def value(self, event: object, depth: int) -> Value:
        kind, mark = type(event).__name__, event.start_mark  # type: ignore[attr-defined]
        if kind == "AliasEvent":
            raise self.fail("aliases (`*name`) are not allowed here", mark)
        if event.anchor is not None:  # type: ignore[attr-defined]
            raise self.fail("anchors (`&name`) are not allowed here", mark)
        if event.tag is not None:  # type: ignore[attr-defined]
            raise self.fail(f"tags (`{event.tag}`) are not allowed here", mark)  # type: ignore[attr-defined]
        if depth > MAX_DEPTH:
            raise self.fail("is nested too deeply", mark)
        if kind == "ScalarEvent":
            return self.scalar(event)
        result: Value = Map() if kind == "MappingStartEvent" else List()
        result.line, result.column = mark.line + 1, mark.column + 1
        while True:
            inner = next(self.events)  # type: ignore[call-overload]
            if type(inner).__name__ in ("MappingEndEvent", "SequenceEndEvent"):
                return result
            if isinstance(result, List):
                result.append(self.value(inner, depth + 1))
            else:
                self.entry(result, inner, depth)  # type: ignore[arg-type]

    def entry(self, result: Map, event: object, depth: int) -> None:
        key = self.value(event, depth + 1)
        if not isinstance(key, Text):
            raise self.fail("a key must be a word", event.start_mark)  # type: ignore[attr-defined]
        if key in result:
            first = result.key(key).line
            raise self.fail(
                f"'{key}' is given twice (first on line {first})",
                event.start_mark,  # type: ignore[attr-defined]
            )
        result[key] = self.value(next(self.events), depth + 1)  # type: ignore[call-overload]

    def scalar(self, event: object) -> Text:
        text = Text(event.value)  # type: ignore[attr-defined]
        mark = event.start_mark  # type: ignore[attr-defined]
        text.line, text.column = mark.line + 1, mark.column + 1
        text.plain = not event.style  # type: ignore[attr-defined]
        if event.style == '"' and (found := _CONTROL.search(text)):  # type: ignore[attr-defined]
            raise self.fail(
                f"the double quotes turn a backslash into the control character "
                f"\\x{ord(found[0]):02x}; use single quotes",
                mark,
            )
        return text
