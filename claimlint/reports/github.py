"""Annotations on GitHub: workflow commands that the runner shows beside the lines of a change.

    ::error file=...,line=...,endLine=...,col=...,endColumn=...,title=...::message

The runner shows ten errors, ten warnings and ten notices of a step and drops the others without
a word. So the worst come first, no more than that are written, and one more notice has the true
totals. Columns are code points; they are left out where a range has several lines, which the
runner does not take.
"""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, WARNING
from claimlint.reports.order import counted, worst_first
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals

CAPS = {"error": 10, "warning": 10, "notice": 9}
"""How many annotations of a kind are written; one notice is kept for the totals."""

COMMANDS = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


def begin(write: Callable[[str], None], context: Context) -> GithubReport:
    """Begin a report of annotations."""
    return GithubReport(write)


class GithubReport:
    """Keeps the findings until the worst are known."""

    __slots__ = ("_findings", "_write")

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._findings: list[Finding] = []

    def add(self, checked: Checked) -> None:
        """Keep the findings of a file."""
        self._findings += checked.findings

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the annotations: what could not be checked, the worst findings, the totals."""
        lines = [("error", _noticed(n, "error")) for n in notices if n.level == "error"]
        lines += [
            (COMMANDS[finding.severity], _annotation(finding))
            for finding in sorted(self._findings, key=worst_first)
        ]
        lines += [("warning", _noticed(n, "warning")) for n in notices if n.level == "warning"]
        left = dict(CAPS)
        written = []
        for kind, line in lines:
            if left[kind]:
                left[kind] -= 1
                written.append(line)
        if lines:
            written.append(_total(totals, len(lines) - len(written)))
        self._write("".join(line + "\n" for line in written))


def _annotation(finding: Finding) -> str:
    place = {"file": finding.path, "line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:
        place |= {"col": finding.column, "endColumn": finding.end_column}
    advice = f"\n{finding.advice}" if finding.advice else ""
    title = {"title": f"claimlint {finding.rule}"}
    return command(COMMANDS[finding.severity], place | title, finding.message + advice)


def _noticed(notice: Notice, kind: str) -> str:
    place: dict[str, object] = {"file": notice.path} if notice.path else {}
    if notice.line:
        place["line"] = notice.line
        if notice.column:
            place["col"] = notice.column
    return command(kind, place | {"title": "claimlint"}, notice.message)


def _total(totals: Totals, dropped: int) -> str:
    counts = ", ".join(
        counted(number, name)
        for number, name in zip(totals[1:4], ("error", "warning", "note"), strict=True)
    )
    message = f"{counted(totals.files, 'file')} checked: {counts}"
    if totals.waived:
        message += f" ({totals.waived:,} waived)"
    if dropped:
        message += (
            f". {counted(dropped, 'annotation')} more than GitHub shows for a step: "
            "the job summary or another report has them all"
        )
    return command("notice", {"title": "claimlint"}, message)


def command(name: str, properties: dict[str, object], message: str) -> str:
    """Return a workflow command in which nothing but the command itself is obeyed."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message; its own line ends are kept, all else that is hidden is spelled out."""
    shown_lines = "\n".join(shown(line) for line in text.split("\n"))
    return shown_lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shown(text)).replace(":", "%3A").replace(",", "%2C")
