"""The records that every stage passes on: findings, edits, rewrites, guards and notices.

Offsets are code points into the source, 0-based and end-exclusive; lines and columns are 1-based.
This module knows nothing of rules or documents.
"""

from __future__ import annotations

from collections import namedtuple

NOTE, WARNING, ERROR = 1, 2, 3
SEVERITY_NAMES = ("none", "note", "warning", "error")
SEVERITIES = {"note": NOTE, "warning": WARNING, "error": ERROR}

Edit = namedtuple("Edit", "start end replacement")
Edit.__doc__ = "Replace source[start:end] (code points) by `replacement`."

Rewrite = namedtuple("Rewrite", "applicability description edits")
Rewrite.__doc__ = "A checked rewording: applicability is 'safe' or 'review', edits a tuple of Edit."

Guard = namedtuple("Guard", "name trigger effect")
Guard.__doc__ = (
    "A context that was seen: its name, the words that showed it, and its effect "
    "('drop', 'lower' or 'keep')."
)

Notice = namedtuple("Notice", "path level message line column", defaults=(0, 0))
Notice.__doc__ = (
    "Something about a file that is not a claim: level is 'info', 'warning' or 'error'; "
    "line and column are 0 where they are not known."
)

Finding = namedtuple(
    "Finding",
    "path start end line column end_line end_column rule category severity scope message text "
    "segment block guards sources fingerprint rewrites advice related pages",
    defaults=((), (), "", (), "", (), None),
)
Finding.__doc__ = """One claim that was found.

path: as shown to the user; start, end: code-point offsets into the source;
severity: 1 note, 2 warning, 3 error; scope: 'span' or 'document';
text: visible text matched; segment: its sentence; block: kind of its block;
guards: tuple of Guard; sources: ids; rewrites: tuple of Rewrite; related: ids of rules
that matched the same words; pages: of a site, how many pages repeat it and the first of them
(site.grouping.Pages), else None.
"""
