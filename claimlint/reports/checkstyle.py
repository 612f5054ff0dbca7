"""Checkstyle XML, which Jenkins, reviewdog and many editors read. Columns are code points."""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, WARNING
from claimlint.reports.xml import HEAD, tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals

SEVERITIES = {ERROR: "error", WARNING: "warning", NOTE: "info"}


def begin(write: Callable[[str], None], context: Context) -> CheckstyleReport:
    """Begin a Checkstyle report."""
    return CheckstyleReport(write)


class CheckstyleReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_head", "_write")

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._head = HEAD + '<checkstyle version="4.3">\n'

    def add(self, checked: Checked) -> None:
        """Write the findings of a file; files without any are left out."""
        if checked.findings:
            lines = [f"<{tag('file', name=checked.path)}>"]
            lines += [f"  <{_error(finding)}/>" for finding in checked.findings]
            self._put("\n".join([*lines, "</file>\n"]))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write what could not be checked, and the end."""
        for notice in notices:
            if notice.level == "error":
                failure = tag(
                    "error", line=notice.line or 1, column=notice.column or 1, severity="error",
                    message=f"could not be checked: {notice.message}",
                    source="claimlint.not-checked",
                )  # fmt: skip
                self._put(f"<{tag('file', name=notice.path)}>\n  <{failure}/>\n</file>\n")
        self._put("</checkstyle>\n")

    def _put(self, text: str) -> None:
        self._write(self._head + text)
        self._head = ""


def _error(finding: Finding) -> str:
    advice = f" {finding.advice}" if finding.advice else ""
    return tag(
        "error", line=finding.line, column=finding.column,
        severity=SEVERITIES[finding.severity], message=finding.message + advice,
        source=f"claimlint.{finding.rule}",
    )  # fmt: skip
