"""What a run comes to: the exit code, as a report can know it before the run ends."""

from __future__ import annotations

from claimlint.finding import SEVERITIES, SEVERITY_NAMES, WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimlint.finding import Notice
    from claimlint.reports import Context
    from claimlint.run import Totals


def fails_from(context: Context) -> int:
    """Return the severity from which on a finding counts as a failure (4: none does)."""
    if context.settings is None:
        return WARNING
    return SEVERITIES.get(context.settings.fail_on, len(SEVERITY_NAMES))


def exit_code(context: Context, totals: Totals, notices: Sequence[Notice]) -> int:
    """Return the exit code that a run with these totals and notices has.

    A report that cannot be written makes it 2 after all; no report can know of that.
    """
    if any(notice.level == "error" for notice in notices):
        return 2
    counts = (0, totals.notes, totals.warnings, totals.errors)
    return int(any(counts[fails_from(context) :]) and not context.exit_zero)
