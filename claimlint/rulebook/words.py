"""How text is cut into words, for rules and for documents alike.

A token is a folded word (`stem`, `don't`, `'s`, `b12`), a number (`2,100`; `22kg` is `22` and
`kg`), a mark that phrases may name (`,` `%` `&` `#1`) or a break (`.` `;` `:` `!` `?`, a dash, the
end of a block). Quotation marks, brackets, hyphens between words and dashes between numbers are
passed over.
"""

from __future__ import annotations

import re

from claimlint.documents.model import BLOCK_END

TOKEN = re.compile(
    r"[^\W\d_][^\W_]*+(?:(?<=n)'t(?![^\W_]))?"
    r"|[,;:!?%&—…•|→]"
    r"|\.(?![^\W_])"
    r"|\d+(?:[.,]\d+)*"
    r"|'(?:s|ll|re|ve|d|m)(?![^\W_])"
    r"|\#\d+"
    r"|(?<=\s)[–-](?=\s)"
    rf"|{BLOCK_END}"
)
"""A token of a folded text whose ranges of numbers are joined (`fold`, `join_ranges`)."""

_RANGE = r"[–-](?=\s\d)(?<=\d\s[–-])"
_KEPT_STRETCH = 30
_MAX_STRETCHES = 100_000

BREAKS = frozenset(".;:!?—–-…•|→")
"""Tokens that end a clause inside a block."""

NUMBER_WORDS = frozenset(
    [
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty"),
        *("seventy", "eighty", "ninety", "hundred", "hundreds", "thousand", "thousands"),
        *("million", "millions", "dozens", "half"),
    ]
)

BREAK_KEY, BLOCK_KEY, NUMBER_KEY = ".", BLOCK_END, "#"


def fold(text: str) -> str:
    """Return the text in lower case with plain apostrophes; the length never changes."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if "’" in lower:
        lower = lower.replace("’", "'")
    return lower


def is_number(token: str) -> bool:
    """Tell whether a token is a number in digits or words."""
    if token[0].isdigit():
        return token.replace(",", "").replace(".", "").isdigit()
    return token in NUMBER_WORDS


def join_ranges(folded: str) -> str:
    """Return a folded text in which a dash between numbers (`600 - 2500`) is no dash.

    The length stays. Then a token depends on what stands between two blanks and nothing else.
    """
    if "-" in folded or "–" in folded:
        return re.sub(_RANGE, '"', folded)
    return folded


def tokens(text: str) -> list[str]:
    """Return the tokens of a text that is not folded yet."""
    return TOKEN.findall(join_ranges(fold(text)))


def stretches(joined: str) -> list[str]:
    """Return what stands between the blanks and line ends of a text, a block end by itself.

    `joined` is a folded text with its ranges joined. Where it holds no block end, one character
    stands between any two stretches.
    """
    if BLOCK_END in joined:
        joined = joined.replace(BLOCK_END, f" {BLOCK_END} ")
    return joined.replace("\n", " ").split(" ")


class Places(dict[str, "tuple[tuple[int, int], ...]"]):
    """Stretch -> the range of each of its tokens; pages repeat their stretches over and over."""

    __slots__ = ()

    def __missing__(self, stretch: str) -> tuple[tuple[int, int], ...]:
        found = TOKEN.finditer(f" {stretch} ")
        places = tuple((token.start() - 1, token.end() - 1) for token in found)
        if len(stretch) < _KEPT_STRETCH and len(self) < _MAX_STRETCHES:
            self[stretch] = places
        return places

    def spans(self, joined: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return the range of each token of joined[start:end], which lies in one block."""
        result = []
        at = start
        for stretch in stretches(joined[start:end]):
            for first, stop in self[stretch]:
                result.append((at + first, at + stop))
            at += len(stretch) + 1
        return result
