"""The strings of a TOML text with their keys and exact places.

It reads what front matter needs: keys, tables, arrays, inline tables and the four kinds of
string; other values are skipped.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Pieces = list[tuple[str, int, int]]

_TOKEN = re.compile(
    r'''(?P<blank>[ \t\r\n]++|\#[^\r\n]*+)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5} | \'\'\'(?:[^']|'(?!''))*+'{3,5}
        | "(?:[^"\\\r\n]|\\[^\r\n])*+" | '[^'\r\n]*+')
    | (?P<bare>[A-Za-z0-9_+.:-]++)
    | (?P<sign>[\[\]{}=,])''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|[ \t]*(?:\r\n|\n)\s*|(.))|\r\n?",
    re.DOTALL,
)
_ESCAPED = {"b": "", "e": "", "f": "\n", "n": "\n", "r": "", "t": "\t"}


class TomlProblem(Exception):
    """A TOML text that breaks: what was expected, and the offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def strings(source: str, start: int, end: int) -> Iterator[tuple[tuple[str, ...], Pieces]]:
    """Yield (path of keys, pieces) for each string value of source[start:end].

    Raises TomlProblem where the text breaks; what stands before has been yielded by then.
    """
    reader = _Reader()
    at = start
    while at < end:
        token = _TOKEN.match(source, at, end)
        if token is None:
            raise TomlProblem("no TOML: a quote is not closed, or a sign is out of place", at)
        at = token.end()
        kind, text = str(token.lastgroup), token.group()
        if reader.take(kind, text):
            yield reader.path(), _string(source, *token.span())
        if reader.problem:
            raise TomlProblem(reader.problem, token.start())


class _Reader:
    """Knows where in a TOML text it stands: which key, which table, key or value next."""

    def __init__(self) -> None:
        self.awaits = "key"
        self.table: tuple[str, ...] = ()
        self.key: tuple[str, ...] = ()
        self.open: list[tuple[str, tuple[str, ...]]] = []
        self.problem = ""

    def path(self) -> tuple[str, ...]:
        """Return the keys that lead to the current value."""
        outer = tuple(key for _, keys in self.open for key in keys)
        return self.table + outer + self.key

    def take(self, kind: str, text: str) -> bool:
        """Move on by one token; tell whether it is a string value."""
        if kind == "blank":
            if "\n" in text and self.awaits == "end" and not self.open:
                self.awaits, self.key = "key", ()
            return False
        if kind in ("string", "bare"):
            return self._word(kind, text)
        self._sign(text)
        return False

    def _word(self, kind: str, text: str) -> bool:
        if self.awaits in ("key", "header"):
            parts = [text.strip("\"'")] if kind == "string" else text.split(".")
            self.key += tuple(part for part in parts if part)
            return False
        if self.awaits == "end":
            self.problem = "no TOML: text needs quotes, and each key its own line"
            return False
        self.awaits = "end"
        return kind == "string"

    def _sign(self, sign: str) -> None:
        if self.awaits == "header":
            if sign == "]":
                self.table, self.key, self.awaits = self.key, (), "end"
        elif sign == "=" and self.awaits == "key":
            self.awaits = "value"
        elif sign == "[" and self.awaits == "key" and not self.open:
            self.awaits = "header"
        elif sign in "[{" and self.awaits == "value":
            self.open.append((sign, self.key))
            self.key, self.awaits = (), "value" if sign == "[" else "key"
        elif sign in "]}" and self.open:
            self.key = self.open.pop()[1]
            self.awaits = "end"
        elif sign == "," and self.open:
            self.key = ()
            self.awaits = "value" if self.open[-1][0] == "[" else "key"
        elif sign != "]":
            self.problem = f"no TOML: {sign!r} is out of place"


def _string(source: str, start: int, end: int) -> Pieces:
    """Return the pieces of a string with its quotes, source[start:end]."""
    quote = source[start]
    width = 3 if source.startswith(quote * 3, start) and end - start >= 6 else 1
    start, end = start + width, end - width
    if width == 3:
        start += len(source[start : start + 2]) - len(source[start : start + 2].lstrip("\r\n"))
    pieces: Pieces = []
    at = start
    for found in _ESCAPE.finditer(source, start, end):
        if quote == "'" and found.group()[0] == "\\":
            continue
        if at < found.start():
            pieces.append((source[at : found.start()], at, found.start()))
        at = found.end()
        visible = _denoted(found)
        if visible:
            pieces.append((visible, found.start(), at))
    if at < end:
        pieces.append((source[at:end], at, end))
    return pieces


def _denoted(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    if found[4]:
        return _ESCAPED.get(found[4], found[4])
    return "\n" if found.group()[0] == "\r" else ""
