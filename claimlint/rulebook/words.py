"""How text is cut into words, for rules and for documents alike.

A token is a folded word (`stem`, `don't`, `'s`, `b12`), a number (`2,100`; `22kg` is `22` and
`kg`), a mark that phrases may name (`,` `%` `&` `#1`) or a break (`.` `;` `:` `!` `?`, a dash, the
end of a block). Quotation marks, brackets, hyphens between words and dashes between numbers are
passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, count
from operator import add

from claimlint.documents.model import BLOCK_END

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sized

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
        places = tuple([(token.start() - 1, token.end() - 1) for token in found])
        if len(stretch) < _KEPT_STRETCH and len(self) < _MAX_STRETCHES:
            self[stretch] = places
        return places


class Layout:
    """Where the tokens of a text stand; token 0 is none of the text's, as in `Scanner.cut`.

    found: the text's stretches; counts: stretch -> something as long as it has tokens. Block ends
    have a blank on both sides that the text has not: hence `block`, the number of those before.
    """

    __slots__ = ("_ends", "_firsts", "_found", "_places")

    def __init__(self, found: list[str], counts: Mapping[str, Sized], places: Places) -> None:
        self._found = found
        self._places = places
        self._ends = list(accumulate(map(len, found), initial=0))
        self._firsts = list(accumulate(map(len, map(counts.__getitem__, found)), initial=1))

    def span(self, token: int, block: int) -> tuple[int, int]:
        """Return the range of a token of a block."""
        at = bisect_right(self._firsts, token) - 1
        first, stop = self._places[self._found[at]][token - self._firsts[at]]
        start = self._ends[at] + at - 2 * block  # a character stands between two stretches
        return start + first, start + stop

    def words(self, first: int, stop: int) -> list[str]:
        """Return the tokens first..stop-1 themselves."""
        if first >= stop:
            return []
        low, high = bisect_right(self._firsts, first) - 1, bisect_left(self._firsts, stop)
        result = [
            stretch[a:b] for stretch in self._found[low:high] for a, b in self._places[stretch]
        ]
        skipped = first - self._firsts[low]
        return result[skipped : skipped + stop - first]

    def spans(self, first: int, stop: int, block: int) -> list[tuple[int, int]]:
        """Return the ranges of the tokens first..stop-1 of a block."""
        if first >= stop:
            return []
        low, high = bisect_right(self._firsts, first) - 1, bisect_left(self._firsts, stop)
        starts = map(add, self._ends[low:high], count(low - 2 * block))
        places = map(self._places.__getitem__, self._found[low:high])
        result = [
            (at + a, at + b) for at, place in zip(starts, places, strict=True) for a, b in place
        ]
        skipped = first - self._firsts[low]
        return result[skipped : skipped + stop - first]

    def token_at(self, offset: int, block: int) -> int:
        """Return the first token of a block that begins at or behind an offset."""
        offset += 2 * block
        ends = self._ends
        at = bisect_right(range(len(ends)), offset, key=lambda at: ends[at] + at) - 1
        inside = offset - ends[at] - at
        if not inside:
            return self._firsts[at]
        place = self._places[self._found[at]]
        return self._firsts[at] + sum([first < inside for first, _ in place])
