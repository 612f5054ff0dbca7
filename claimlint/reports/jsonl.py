"""JSON Lines: one object per finding as soon as its file is checked, then one with the totals.

The last line holds what the JSON report has besides: {"version", "tool", "summary", "notices"},
and "waived" where something was.
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

    __slots__ = ("_context", "_waived", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._waived: list[dict[str, object]] = []

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        lines = [
            report.dumped(report.finding_record(finding, checked.document)) + "\n"
            for finding in checked.findings
        ]
        if lines:
            self._write("".join(lines))
        self._waived += [report.waived_record(w, checked.document) for w in checked.waived]

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the last line."""
        last: dict[str, object] = {
            "version": report.VERSION,
            "tool": report.tool_record(self._context),
            "summary": totals._asdict(),
            "notices": [report.notice_record(notice) for notice in notices],
        }
        if self._waived:
            last["waived"] = self._waived
        self._write(report.dumped(last) + "\n")
