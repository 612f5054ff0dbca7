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
    r"\d+(?:[.,]\d+)*"
    r"|[^\W\d_][^\W_]*(?:(?<=n)'t(?![^\W_]))?"
    r"|'(?:s|ll|re|ve|d|m)(?![^\W_])"
    r"|[,;:!?%&—…•|→]"
    r"|\.(?![^\W_])"
    r"|\#\d+"
    r"|(?<=\s)(?<!\d\s)[–-](?=\s)"
    r"|(?<=\s)[–-](?=\s(?!\d))"
    rf"|{BLOCK_END}"
)

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


def tokens(text: str) -> list[str]:
    """Return the tokens of a text that is not folded yet."""
    return TOKEN.findall(fold(text))
