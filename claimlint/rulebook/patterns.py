"""`regex:` phrases: the escape hatch, run only where its fixed letters occur, with a time limit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 1.0
"""Time that one pattern may take on one document."""

STRIKES = 3
"""Documents on which a pattern may run over before it is switched off."""


def anchor(pattern: str) -> str:
    """Return letters that every match of a pattern holds, in lower case, or nothing.

    Only letters outside groups, classes and repeats count, so the answer may be shorter than
    what a match really needs, never longer.
    """
    if "|" in pattern:
        return ""
    best = run = ""
    depth = 0
    at = 0
    while at < len(pattern):
        c = pattern[at]
        if c == "\\":
            at += 1
            c = ""
        depth += (c in ("(", "[")) - (c in (")", "]"))
        ahead = pattern[at + 1] if at + 1 < len(pattern) else ""
        fixed = c.isalpha() and c.isascii() and depth == 0 and ahead not in ("?", "*", "{")
        if fixed:
            run += c
        else:
            best, run = max(best, run, key=len), ""
        at += 1
    return max(best, run, key=len).lower()


class Patterns:
    """The regular expressions of a rule book: (phrase number, expression)."""

    def __init__(self, patterns: tuple[tuple[int, str], ...]) -> None:
        self._waiting = [(phrase, text, anchor(text)) for phrase, text in patterns]
        self._compiled: dict[int, object] = {}
        self._strikes: dict[int, int] = {}
        self.overrun: list[int] = []

    def find(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Yield (phrase, start, end) in a folded text; phrases that run over go to `overrun`."""
        for phrase, text, letters in self._waiting:
            if letters not in folded or self._strikes.get(phrase, 0) >= STRIKES:
                continue
            if phrase not in self._compiled:
                import regex

                self._compiled[phrase] = regex.compile(text, regex.IGNORECASE | regex.V1)
            compiled = self._compiled[phrase]
            try:
                for found in compiled.finditer(folded, timeout=SECONDS):  # type: ignore[attr-defined]
                    if found.end() > found.start():
                        yield phrase, found.start(), found.end()
            except TimeoutError:
                self._strikes[phrase] = self._strikes.get(phrase, 0) + 1
                self.overrun.append(phrase)


def problem(pattern: str) -> str:
    """Return what is wrong with a regular expression, or nothing."""
    import regex

    if "{e" in pattern or "{i" in pattern or "{d" in pattern or "{s" in pattern:
        return "fuzzy matching is not allowed"
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE | regex.V1)
    except (regex.error, RecursionError, OverflowError) as said:
        return f"is not a valid regular expression: {said}"
    return "can match nothing" if compiled.match("") else ""
