"""A rewrite as other tools take it: one range, one text."""

from __future__ import annotations

from collections import namedtuple

from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.finding import Finding, Rewrite

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


Wording = namedtuple("Wording", "old new")
Wording.__doc__ = "What a rewrite takes away and what it puts there, each on one line, for people."


def suggestion(finding: Finding, source: str, size: int = 200) -> Wording | None:
    """Return what the first rewrite of a finding does, if it can be said in short.

    size: the most characters that either side may have. An insertion has nothing to point at, and
    an edit of white space nothing to show: None.
    """
    if not finding.rewrites or not finding.rewrites[0].edits:
        return None
    start, end, text = merged(finding.rewrites[0], source)
    old, new = (shown(" ".join(side.split())) for side in (source[start:end], text))
    if not old or old == new or max(len(old), len(new)) > size:
        return None
    return Wording(old, new)
