"""Which rewrites are made together: one plan for each segment, and files to their fixed point."""

from __future__ import annotations

from collections import namedtuple

from claimlint.documents import extract
from claimlint.finding import Notice
from claimlint.rewrites.apply import edited, exact_ones, overlaps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Edit, Finding, Rewrite
    from claimlint.rewrites.offer import Rewriter

MAX_PASSES = 5
"""How often a file is checked and fixed anew; one that still changes then is left as it was."""

Outcome = namedtuple("Outcome", "document findings notices passes")
Outcome.__doc__ = """A fixed document: as it is now, what was found in it then, and passes taken.

The document is the one given where nothing was to be fixed.
"""


def chosen(
    placed: Sequence[tuple[Finding, tuple[int, int]]], levels: Sequence[str]
) -> list[tuple[Edit, ...]]:
    """Return the edits of one pass, in groups that are apart.

    placed: findings with the segments that they stand in. The most severe finding of a segment
    comes first, then the widest, then a safe rewrite; what is left out waits for the next pass.
    Deletions may join another rewrite of their segment where they are well apart from it.
    """
    wanted: list[tuple[tuple[object, ...], tuple[int, int], Rewrite]] = []
    for finding, segment in placed:
        fit = [r for r in finding.rewrites if r.applicability in levels]
        if fit:
            rank = (-finding.severity, finding.start - finding.end, fit[0].applicability != "safe")
            wanted.append(((*rank, finding.start, finding.rule), segment, fit[0]))
    taken: dict[tuple[int, int], list[tuple[Edit, ...]]] = {}
    for _, segment, rewrite in sorted(wanted, key=lambda w: w[0]):
        there = taken.setdefault(segment, [])
        if not there or (
            _only_deletes(rewrite) and not any(_near(rewrite.edits, edits) for edits in there)
        ):
            there.append(rewrite.edits)
    return [edits for groups in taken.values() for edits in groups]


def _only_deletes(rewrite: Rewrite) -> bool:
    return all(edit.replacement.strip() in ("", "a", "an") for edit in rewrite.edits)


def _near(edits: Sequence[Edit], others: Sequence[Edit]) -> bool:
    """Tell whether edits stand so close that one may change the grammar of the other."""
    room = 12
    wide = [edit._replace(start=edit.start - room, end=edit.end + room) for edit in edits]
    return overlaps(wide, others)


def fixed(
    document: Document,
    findings_of: Callable[[Document], Sequence[Finding]],
    rewriter: Rewriter,
    levels: Sequence[str],
    format: str | None,
) -> Outcome:
    """Return a document after its rewrites, checked and fixed anew until nothing is left to fix.

    findings_of: what is to be fixed in a document; levels: the applicabilities that are made. A
    document that is still changing after MAX_PASSES stays as it was, and a notice says so.
    """
    original, first = document, tuple(findings_of(document))
    findings = first
    for number in range(MAX_PASSES + 1):
        groups = chosen(rewriter.placed(document, findings), levels)
        groups = _apart(groups)
        good = exact_ones(document, groups, format)
        groups = [edits for edits, exact in zip(groups, good, strict=True) if exact]
        if not groups:
            return Outcome(document, findings, (), number)
        if number == MAX_PASSES:
            break
        source = edited(document.source, [edit for edits in groups for edit in edits])
        document = extract(document.path, source, format)
        findings = tuple(findings_of(document))
    message = f"still changes after {MAX_PASSES} passes of fixes; it is left as it was"
    return Outcome(original, first, (Notice(document.path, "warning", message),), 0)


def _apart(groups: list[tuple[Edit, ...]]) -> list[tuple[Edit, ...]]:
    """Return groups of edits, those that meet an earlier one left out."""
    kept: list[tuple[Edit, ...]] = []
    end = -1
    for edits in sorted(groups):
        if min(edit.start for edit in edits) > end:
            kept.append(edits)
            end = max(edit.end for edit in edits)
    return kept
