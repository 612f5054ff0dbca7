"""Two versions of a text -> the lines of the new one that the old one does not have."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 5_000
"""Where more lines than this changed in one stretch, they are told apart as a set: a true
comparison takes quadratic time."""

_LINE_END = r"\r\n|\n|\r"


def split(text: str) -> list[str]:
    """Return the lines of a text without their ends, as documents count them."""
    return re.split(_LINE_END, text.removeprefix("\ufeff"))


def added(old: Sequence[str], new: Sequence[str]) -> frozenset[int]:
    """Return the 1-based numbers of the lines of `new` that were added or changed."""
    first = 0
    most = min(len(old), len(new))
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if len(before) > MOST_LINES or len(after) > MOST_LINES:
        known = frozenset(before)
        return frozenset(first + n for n, line in enumerate(after, 1) if line not in known)
    if not before or not after:
        return frozenset(range(first + 1, first + len(after) + 1))
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return frozenset(
        first + number
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("insert", "replace")
        for number in range(start + 1, end + 1)
    )


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Return which part of the lines that are not blank two texts have in common (0 to 1)."""
    before = {line for line in old if line.strip()}
    after = {line for line in new if line.strip()}
    return len(before & after) / max(len(before), len(after), 1)
