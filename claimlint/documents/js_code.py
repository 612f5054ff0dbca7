"""Programs in JavaScript or TypeScript: the string literals that may be shown, with their keys."""

from __future__ import annotations

from collections import namedtuple

from claimlint.documents import js_tokens as tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

Literal = namedtuple("Literal", "key parts")
Literal.__doc__ = "A string that may be shown: its dotted key, (start, end) of its static parts."

CODE, TEMPLATE, TAG, CHILDREN = "{", "`", "<", ">"
"""What may be open, beside "(" and "["."""

_DEEPEST_PATH = 100


class Frame:
    """Something open: a bracket, a template literal, a tag, the inside of an element.

    path, key: dotted key of what stands in it; name: of the element; callee: function called;
    host: what the code stands in ("" a program, "<" a tag, ">" an element); shown: whether its
    strings are text; start: of the range kept last, or of a template's part.
    """

    __slots__ = (
        "callee",
        "host",
        "key",
        "name",
        "opener",
        "parts",
        "path",
        "root",
        "shown",
        "start",
    )

    def __init__(self, opener: str, path: str = "", host: str = "", start: int = 0) -> None:
        self.opener = opener
        self.path = path
        self.host = host
        self.start = start
        self.key = self.name = self.callee = ""
        self.shown = self.root = False
        self.parts: list[tuple[int, int]] = []


class CodeScanner:
    """The part of `js_scan.Scanner` that reads code; it hands over where something else begins."""

    __slots__ = (
        "_before",
        "_frames",
        "_has_markup",
        "_last",
        "_name",
        "_source",
        "_until_blank",
        "literals",
    )

    def __init__(self, source: str, has_markup: bool) -> None:
        self._source = source
        self._has_markup = has_markup
        self._frames: list[Frame] = []
        self._last = self._before = self._name = ""
        self._until_blank = False
        self.literals: list[Literal] = []

    def _open_element(self, at: int, host: str) -> int:
        """Begin a tag; return where its attributes begin."""
        raise NotImplementedError

    def _code(self, at: int, end: int) -> int:
        """Read tokens until something else than code begins or the frame ends."""
        source = self._source
        match = tokens.LEXEME.match
        while at < end:
            token = match(source, at, end)
            if token is None:
                return end
            group = token.lastgroup
            if group is None or group == "comment":
                if self._until_blank and len(self._frames) == 1 and _is_blank_line(token.group()):
                    self._frames.clear()
                    return at
                at = token.end()
                continue
            text = token.group()
            if group == "sign":
                place = self._sign(text, at, end)
                if place < 0 or place > at + len(text):
                    at = abs(place)
                    if place < 0:
                        return at
                    continue
            elif group == "string":
                self._string(token)
                text = '"'
            elif group == "word":
                self._name = text
                if text in tokens.CLEARING:
                    self._frames[-1].key = ""
            at = token.end()
            self._before, self._last = self._last, text
        return at

    def _sign(self, sign: str, at: int, end: int) -> int:
        """Take in an operator or bracket; return where to go on, negative if code ends here."""
        frame = self._frames[-1]
        after = at + len(sign)
        if sign in ("{", "(", "["):
            self._open_bracket(sign, frame, at)
        elif sign in ("}", ")", "]"):
            return self._close_bracket(sign, after)
        elif sign == ":":
            is_word = self._last == '"' or tokens.is_word(self._last)
            if is_word and self._before in tokens.BEFORE_KEY:
                frame.key = self._name
        elif sign == "=":
            if tokens.is_word(self._last) and not (frame.key and self._before == ":"):
                frame.key = self._name
        elif sign in (",", ";"):
            frame.key = ""
        elif sign == "`":
            self._open_template(frame, after)
            return -after
        elif sign == "/" and self._awaits_operand():
            found = tokens.REGEX.match(self._source, at, end)
            if found is not None:
                self._before, self._last = self._last, '"'
                return found.end()
        elif sign == "<" and self._has_markup and self._begins_element(at):
            return -self._open_element(at, frame.host)
        return after

    def _awaits_operand(self) -> bool:
        """Tell whether a value comes next, so that "/" and "<" are no operators."""
        last = self._last
        if tokens.is_word(last):
            return last in tokens.BEFORE_VALUE
        return last not in tokens.VALUE_ENDS

    def _begins_element(self, at: int) -> bool:
        if not self._awaits_operand():
            return False
        source = self._source
        following = source[at + 1 : at + 2]
        if following == ">":
            return True
        if not (following.isalpha() or following in ("_", "$")):
            return False
        return tokens.GENERIC.match(source, at) is None

    def _open_bracket(self, sign: str, frame: Frame, at: int) -> None:
        is_behind_value = (
            tokens.is_word(self._last) and self._last not in tokens.NO_CALLEES
        ) or self._last in (")", "]", '"', "?.")
        if self._last == ">" and self._source[at - 1] == ">":  # `useState<string>(`
            is_behind_value = True
        opened = Frame(sign, frame.path, frame.host)
        opened.shown = frame.shown
        if sign == "(" and not is_behind_value:
            opened.key, opened.callee = frame.key, frame.callee
        else:
            opened.path = _join(frame.path, frame.key)
            if sign != "{" and is_behind_value:
                opened.callee = self._name if tokens.is_word(self._last) and sign == "(" else "?"
            if sign == "{":
                opened.shown = False
        self._frames.append(opened)

    def _close_bracket(self, sign: str, after: int) -> int:
        """Close a bracket; behind the one that ends an expression in markup, code ends."""
        opener = tokens.OPENERS[sign]
        frames = self._frames
        if frames[-1].opener != opener:
            if sign != "}":
                return after
            while len(frames) > 1 and frames[-1].opener in ("(", "["):
                frames.pop()
            if frames[-1].opener != opener:
                return after
        if len(frames) == 1:
            if not frames[0].shown:
                return after  # a program has one bracket too many
            frames.pop()
            return -after
        frames.pop()
        if frames[-1].opener in (TAG, CHILDREN, TEMPLATE):
            if frames[-1].opener != CHILDREN:
                frames[-1].start = after
            self._before, self._last = "", "}"
            return -after
        return after

    # Strings

    def _string(self, token: Match[str]) -> None:
        start, end = token.start() + 1, token.end()
        if end > start and self._source[end - 1] == self._source[start - 1]:
            end -= 1
        self._name = self._source[start:end]
        frame = self._frames[-1]
        is_key = (
            self._last in ("{", ",")
            and frame.opener == "{"
            and tokens.COLON.match(self._source, token.end()) is not None
        )
        if not is_key and start < end and self._is_text(frame):
            self.literals.append(Literal(_join(frame.path, frame.key), ((start, end),)))

    def _is_text(self, frame: Frame) -> bool:
        """Tell whether a string at this place may be shown to a reader."""
        if self._last in tokens.NEVER_TEXT:
            return False
        if frame.callee:
            return frame.callee in tokens.SHOWING_CALLEES
        if frame.key or frame.opener == "[":
            return True
        return self._last in tokens.BEFORE_TEXT or (frame.shown and self._last == "{")

    def _open_template(self, frame: Frame, after: int) -> None:
        opened = Frame(TEMPLATE, _join(frame.path, frame.key), frame.host, after)
        if tokens.is_word(self._last) and self._last not in tokens.BEFORE_VALUE:
            opened.shown = self._name in tokens.SHOWING_TAGS
        else:
            opened.shown = self._last not in (")", "]") and self._is_text(frame)
        self._frames.append(opened)

    def _template(self, at: int, end: int) -> int:
        """Read one static part of a template literal."""
        frame = self._frames[-1]
        found = tokens.TEMPLATE.match(self._source, at, end)
        stop = found.end() if found else end
        if stop > at:
            frame.parts.append((at, stop))
        if self._source.startswith("${", stop) and stop < end:
            inner = Frame(CODE, frame.path, frame.host)
            inner.shown = frame.shown
            self._frames.append(inner)
            self._before, self._last = "", "{"
            return stop + 2
        self._frames.pop()
        if frame.shown and frame.parts:
            self.literals.append(Literal(frame.path, tuple(frame.parts)))
        self._before, self._last = "", '"'
        return min(stop + 1, end)


def _is_blank_line(space: str) -> bool:
    return space.isspace() and len(space.splitlines()) > 2 - space.endswith(("\n", "\r"))


def _join(path: str, key: str) -> str:
    if not key or len(path) > _DEEPEST_PATH:
        return path
    return f"{path}.{key}" if path else key
