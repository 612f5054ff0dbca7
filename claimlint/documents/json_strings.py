"""The strings of a JSON text with their keys and exact ranges; reads on where it is broken."""

from __future__ import annotations

import re
from collections import namedtuple

from claimlint.documents.mapped import Mapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from claimlint.documents.mapped import Piece

Value = namedtuple("Value", "path start end")
Value.__doc__ = "A string value: the dotted path of its keys (faq.answer), its range in quotes."

# A string that nothing closes ends with its line, so that the next line starts afresh.
_LEXEME = (
    r"\"(?P<string>(?:[^\"\\\r\n]++|\\[^\r\n])*+)(?P<close>\"?)(?P<colon>\s*+:)?+"
    r"|(?P<sign>[{}\[\],])"
    r"|(?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)"
    r"|'(?P<single>(?:[^'\\\r\n]++|\\[^\r\n])*+)'(?P<single_colon>\s*+:)?+"
    r"|(?P<word>[^\s\"'{}\[\],:/]++|[/':])(?P<word_colon>\s*+:)?+"
)
_LITERAL = r"(?:true|false|null|NaN|-?(?:Infinity|(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][-+]?\d++)?))\Z"
_ESCAPE = (
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
    r"|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}|\r\n|(?s:.))"
)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_DEEPEST = 60


class Scanner:
    """Walks through the tokens of one JSON text.

    `fault`: offset and description of the first place that is no JSON; comments and a comma
    behind the last item are let pass.
    """

    __slots__ = ("_end", "_source", "_start", "fault")

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source = source
        self._start = start
        self._end = end
        self.fault: tuple[int, str] | None = None

    def values(self) -> Iterator[Value]:
        """Yield the string values in order."""
        base, key, in_list = "", "", False
        stack: list[tuple[str, str, bool]] = []
        is_behind_value = False
        for token in re.compile(_LEXEME).finditer(self._source, self._start, self._end):
            sign = token["sign"]
            if sign is None:
                if token["comment"] is not None:
                    continue
                name, start, end, is_key, is_string = self._scalar(token)
                if is_behind_value:
                    self._complain(token.start(), "a comma is missing")
                is_behind_value = not is_key
                if is_key:
                    key = name
                elif is_string:
                    yield Value(_join(base, key), start, end)
            elif sign == ",":
                if not is_behind_value:
                    self._complain(token.start(), "a value is missing")
                is_behind_value = False
            elif sign in "{[":
                if is_behind_value:
                    self._complain(token.start(), "a comma is missing")
                is_behind_value = False
                stack.append((base, key, in_list))
                if len(stack) < _DEEPEST:
                    base = _join(base, key)
                key, in_list = "", sign == "["
            else:
                if not stack or (sign == "]") != in_list:
                    self._complain(token.start(), f"{sign} closes nothing")
                if stack:
                    base, key, in_list = stack.pop()
                is_behind_value = True
        if stack:
            self._complain(self._end, "a bracket is not closed")

    def _scalar(self, token: Match[str]) -> tuple[str, int, int, bool, bool]:
        """Return text, range, whether it is a key and whether a string of a scalar token."""
        if token["string"] is not None:
            if not token["close"]:
                self._complain(token.start(), "a string is not closed")
            return token["string"], *token.span("string"), token["colon"] is not None, True
        if token["single"] is not None:
            is_key = token["single_colon"] is not None
            return token["single"], *token.span("single"), is_key, True
        is_key = token["word_colon"] is not None
        if not is_key and re.match(_LITERAL, token["word"]) is None:
            self._complain(
                token.start(), f"{token['word'][:20]!r} is neither a string nor a number"
            )
        return token["word"], *token.span("word"), is_key, False

    def _complain(self, at: int, what: str) -> None:
        if self.fault is None:
            self.fault = (at, what)


def _join(base: str, key: str) -> str:
    if not base:
        return key
    return f"{base}.{key}" if key else base


def decoded(source: str, start: int, end: int) -> Mapped:
    """Return the string whose characters between the quotes are source[start:end].

    Serves JSON and JavaScript escapes alike; an escape that neither knows stands for its
    character.
    """
    if source.find("\\", start, end) == -1:
        return Mapped([(source[start:end], start, end)])
    pieces: list[Piece] = []
    at = start
    for found in re.compile(_ESCAPE).finditer(source, start, end):
        pieces.append((source[at : found.start()], at, found.start()))
        at = found.end()
        pieces.append((_unescaped(found.group()), found.start(), at))
    pieces.append((source[at:end], at, end))
    return Mapped(pieces)


def _unescaped(escape: str) -> str:
    """Return the text of one escape; a line end that is escaped is none."""
    sign = escape[1]
    if len(escape) == 12:
        return bytes.fromhex(escape[2:6] + escape[8:12]).decode("utf-16-be")
    if sign in "ux" and len(escape) > 3:
        number = int(escape[2:].strip("{}"), 16)
        is_character = number < 0xD800 or 0xDFFF < number < 0x110000
        return chr(number) if is_character else "\ufffd"
    if sign in "\r\n":
        return ""
    return _ESCAPES.get(sign, sign)
