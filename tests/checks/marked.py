"""Sentences with their claim in [[brackets]]."""

from __future__ import annotations

from claimlint.finding import Guard
from claimlint.rulebook.words import TOKEN, fold

EFFECTS = {
    **dict.fromkeys(("negated", "question", "attributed", "investigational"), "drop"),
    **{"qualified": "drop", "hedged": "lower", "cited": "lower"},
    **{"accepted": "drop", "biology": "drop"},
    "testimonial": "keep",
}
"""The default effects that the documentation promises."""


def tokens_of(text: str) -> list[tuple[str, int, int]]:
    return [(found.group(), *found.span()) for found in TOKEN.finditer(fold(text))]


def unmark(marked: str) -> tuple[str, list[tuple[str, int, int]], tuple[int, int]]:
    """Return the text without brackets, its tokens, and the token range of the claim."""
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    tokens = tokens_of(text)
    inside = [i for i, (_, a, b) in enumerate(tokens) if a >= start and b <= end]
    return text, tokens, (inside[0], inside[-1] + 1)


def names(guards: list[Guard]) -> list[str]:
    return [guard.name for guard in guards]
