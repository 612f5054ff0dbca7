"""TOML as the same values as `strict_yaml`: text, lists and mappings with their places.

The standard library parses; since it does not tell places, `_Places` walks the text once more.
It relies on the text being valid, so it knows only how tokens begin and end.
"""

from __future__ import annotations

import re

from claimlint.errors import ClaimlintError
from claimlint.strict_yaml import List, Map, Text, Value

MAX_BYTES = 2_000_000

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\r\n]+")


class Bare(Text):
    """A number, a truth value or a date: never meant as text."""

    surprising = True


def load(text: str, path: str, error: type[ClaimlintError] = ClaimlintError) -> Map:
    """Return the tables of a TOML text.

    Raises `error` with file, line and column when the text is not valid TOML.
    """
    import tomllib

    if len(text) > MAX_BYTES:
        raise error(f"is larger than {MAX_BYTES:,} characters", path)
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
        places = _Places(text)
        places.read()
        value = _value(tables, (), places)
    except (ValueError, RecursionError) as problem:
        raise _syntax_error(problem, path, error) from None
    assert isinstance(value, Map)  # noqa: S101 - a TOML document is a table
    return value


def _syntax_error(problem: Exception, path: str, error: type[ClaimlintError]) -> ClaimlintError:
    said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
    at = _AT.search(said)
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (0, 0)
    said = said[: at.start()] if at and at[1] else said
    return error(f"is not valid TOML: {said[:1].lower()}{said[1:]}", path, line, column)


def _value(raw: object, where: tuple[str | int, ...], places: _Places) -> Value:
    """Give a value of `tomllib` its place."""
    result: Value
    if isinstance(raw, dict):
        result = Map()
        for name, inner in raw.items():
            key = Text(name)
            key.line, key.column = places.of((*where, name))
            key.plain = True
            result[key] = _value(inner, (*where, name), places)
    elif isinstance(raw, list):
        result = List(_value(inner, (*where, index), places) for index, inner in enumerate(raw))
    elif isinstance(raw, bool):
        result = Bare("true" if raw else "false")
        result.plain = True
    elif isinstance(raw, str):
        result = Text(raw)
        result.plain = False
    else:
        result = Bare(raw)
        result.plain = True
    result.line, result.column = places.of(where)
    return result


class _Places:
    """Where the keys and list items of a valid TOML text stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.offsets: dict[tuple[str | int, ...], int] = {}
        self.tables: dict[tuple[str | int, ...], int] = {}

    def of(self, where: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column (1-based, code points) of the key or item at a path."""
        offset = self.offsets.get(where)
        if offset is None:
            return 0, 0
        start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, offset - start + 1

    def read(self) -> None:
        """Walk the text."""
        table: tuple[str | int, ...] = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Move over what a pattern matches here and return it."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def header(self) -> tuple[str | int, ...]:
        """Read `[table]` or `[[table]]` and return its path."""
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        where = self.key(())
        if brackets == 2:
            index = self.tables[where] = self.tables.get(where, -1) + 1
            start = self.offsets[where]
            where = (*where, index)
            self.offsets[where] = start
        self.skip(_SPACE)
        self.at += brackets
        return where

    def pair(self, table: tuple[str | int, ...]) -> None:
        """Read `key = value`."""
        where = self.key(table)
        self.skip(_SPACE)
        self.at += 1
        self.value(where)

    def key(self, where: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Read a dotted key below `where`; of an array of tables, its newest table is meant."""
        import tomllib

        while True:
            if where in self.tables:
                where = (*where, self.tables[where])
            self.skip(_SPACE)
            start = self.at
            raw = self.skip(_KEY)
            where = (*where, next(iter(tomllib.loads(f"{raw} = 0"))))
            self.offsets.setdefault(where, start)
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return where
            self.at += 1

    def value(self, where: tuple[str | int, ...]) -> None:
        """Move over a value, noting the items of lists and the keys of inline tables."""
        self.skip(_SPACE)
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self.items(where, "]")
        elif first == "{":
            self.items(where, "}")
        elif first in ('"', "'"):
            self.skip(_STRING)
        else:
            self.skip(_BARE)

    def items(self, where: tuple[str | int, ...], closing: str) -> None:
        """Move over a list or an inline table."""
        self.at += 1
        count = 0
        while self.at < len(self.text):
            self.skip(_BLANK)
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if closing == "}":
                self.pair(where)
            else:
                self.offsets[(*where, count)] = self.at
                self.value((*where, count))
                count += 1
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
