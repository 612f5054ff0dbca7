"""Raw HTML blocks inside Markdown: one reader for all of them, without what indents their lines."""

from __future__ import annotations

from pyromark import events_with_range

from claimlint.documents.model import MASK, Builder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyromark import Options
    from pyromark.event import Range

    from claimlint.documents.html import Reader

    Events = Iterable[tuple[Any, Range]]


def html_reader(builder: Builder, masked: str, parsed: str, base: int, options: Options) -> Reader:
    """Return a reader for the HTML blocks of `parsed`, which stands in `masked` from `base` on.

    Quote marks and indentation between their lines are hidden for all blocks at once: once per
    block would take too long.
    """
    from claimlint.documents.html import Reader

    gaps = [(base + first, base + last) for first, last in _html_gaps(parsed, options)]
    parts = []
    at = 0
    for first, last in gaps:
        parts += [masked[at:first], MASK * (last - first)]
        at = last
    if gaps:
        builder.hide(gaps)
    return Reader(builder, "".join(parts) + masked[at:])


def _html_gaps(parsed: str, options: Options) -> list[tuple[int, int]]:
    """Return the ranges between the lines of HTML blocks: quote marks and indentation."""
    data = parsed.encode()
    gaps = []
    byte = char = 0
    behind = -1
    events: Events = events_with_range(parsed, options=options)
    for event, span in events:
        if "Html" in event:
            start = span["start"]
            if 0 <= behind < start:
                first = char + len(data[byte:behind].decode())
                char = first + len(data[behind:start].decode())
                byte = start
                gaps.append((first, char))
            behind = span["end"]
        else:
            behind = -1
    return gaps
