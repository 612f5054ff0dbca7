"""What a run did not report because it is not new, in sentences for people."""

from __future__ import annotations

from claimlint.reports.order import counted
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.finding import Notice
    from claimlint.waivers import Lists


def old_findings(lists: Lists | None) -> list[Notice]:
    """Return the notices of a run that `told` says better."""
    return lists.changes.notices() if lists is not None and lists.changes is not None else []


def told(lists: Lists | None, accepted: int) -> list[str]:
    """Return what the totals leave out, as plain sentences; nothing for a run without lists.

    lists: what the run waives by; accepted: how many findings its baseline waived.
    """
    if lists is None:
        return []
    said = []
    if lists.changes is not None:
        said.append(_changes(lists.changes.since, lists.changes.untouched, lists.changes.left_out))
    if lists.baseline is not None:
        said.append(_baseline(lists.baseline.path, accepted))
    return said


def _baseline(path: str, accepted: int) -> str:
    with_it = f"Findings are compared with the baseline {shown(path)}"
    if not accepted:
        return f"{with_it}, which accepts none of them."
    verb = "is" if accepted == 1 else "are"
    return (
        f"{with_it}: {counted(accepted, 'finding')} that it accepts {verb} not in the counts, "
        "but listed as waived."
    )


def _changes(since: str, untouched: int, left_out: int) -> str:
    gone = []
    if untouched:
        was = "was" if untouched == 1 else "were"
        gone.append(f"{counted(untouched, 'document')} without a change {was} not checked")
    if left_out:
        was = "was" if left_out == 1 else "were"
        gone.append(f"{counted(left_out, 'finding')} that {was} there before {was} left out")
    rest = f": {', and '.join(gone)}" if gone else ""
    return f"Only what changed {shown(since)} is reported{rest}."
