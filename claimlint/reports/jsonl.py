"""JSON Lines: one object per finding as soon as its file is checked, then one with the totals.

The last line holds what the JSON report has besides: {"version", "tool", "summary", "notices"}.
A report without it was cut off.
"""

from __future__ import annotations

from claimlint.reports import json as report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals


def begin(write: Callable[[str], None], context: Context) -> JsonLinesReport:
    """Begin a JSON Lines report."""
    return JsonLinesReport(write, context)


class JsonLinesReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_context", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        lines = [
            report.dumped(report.finding_record(finding, checked.document)) + "\n"
            for finding in checked.findings
        ]
        if lines:
            self._write("".join(lines))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the last line."""
        last = {
            "version": report.VERSION,
            "tool": report.tool_record(self._context),
            "summary": totals._asdict(),
            "notices": [report.notice_record(notice) for notice in notices],
        }
        self._write(report.dumped(last) + "\n")
