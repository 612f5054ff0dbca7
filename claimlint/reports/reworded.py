"""A rewrite as other tools take it: one range, one text."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.finding import Rewrite

Replacement = namedtuple("Replacement", "start end text")
Replacement.__doc__ = "Replace source[start:end] (code points) by `text`."


def merged(rewrite: Rewrite, source: str) -> Replacement:
    """Return all edits of a rewrite as one replacement, from the first to the last of them."""
    edits = sorted(rewrite.edits)
    start, end = edits[0].start, max(edit.end for edit in edits)
    parts = []
    at = start
    for edit in edits:
        parts += [source[at : edit.start], edit.replacement]
        at = edit.end
    return Replacement(start, end, "".join(parts))
