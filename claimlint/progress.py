"""How far a long run is: one line on standard error, only at a terminal, gone at the end."""

from __future__ import annotations

import os
import sys
from time import monotonic

from claimlint import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    Item = TypeVar("Item")

DELAY = 1.0
"""Seconds before the line appears: a run that is over by then shows nothing."""

STEP = 0.1
"""Seconds between two states of the line."""

_WIPE = "\x1b[K"


def followed(
    items: Sequence[Item],
    wanted: bool,
    write: Callable[[str], None] = streams.write_stderr,
    clock: Callable[[], float] = monotonic,
) -> Iterable[Item]:
    """Return some items to go through, and show how many are done meanwhile.

    wanted: False for a quiet run, and for one whose findings go to the same terminal. The cursor
    is left at the start of the line, so that a message that comes in between takes its place.
    """
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    if not wanted or len(items) < 2 or dumb or not streams.is_terminal(sys.stderr):
        return items
    return _followed(items, write, clock)


def _followed(
    items: Sequence[Item], write: Callable[[str], None], clock: Callable[[], float]
) -> Iterator[Item]:
    total, due, visible = len(items), clock() + DELAY, False
    try:
        for done, item in enumerate(items):
            now = clock()
            if now >= due:
                due, visible = now + STEP, True
                write(f"{_WIPE}{done:,} of {total:,} files ({done * 100 // total} %)\r")
            yield item
    finally:
        if visible:
            write(_WIPE)
