"""One line per finding for people and editors; at a terminal also the place, marked, and advice.

    path:line:column: severity rule: message [source, source]

Columns are code points, 1-based.
"""

from __future__ import annotations

from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import shown, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived

_COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "place": "\x1b[1m",
    "quiet": "\x1b[2m",
    "good": "\x1b[32m",
}
_PLAIN = "\x1b[0m"


def begin(write: Callable[[str], None], context: Context) -> TextReport:
    """Begin a text report."""
    return TextReport(write, context)


class TextReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_context", "_paint", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._paint = painted if context.colour else unpainted

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        parts = []
        for finding in checked.findings:
            parts.append(line_of(finding, self._paint) + "\n")
            if self._context.frames:
                from claimlint.reports.frame import frame

                parts.append(frame(finding, checked.document, self._context.width, self._paint))
                parts.append("\n")
        if self._context.show_waived:
            parts += [waived_line(waived, self._paint) + "\n" for waived in checked.waived]
        if parts:
            self._write("".join(parts))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write nothing more: totals and notices go to standard error."""


def line_of(finding: Finding, paint: Callable[[str, str], str]) -> str:
    """Return the one line of a finding."""
    place = f"{shown_path(finding.path)}:{finding.line}:{finding.column}:"
    severity = SEVERITY_NAMES[finding.severity]
    sources = f" [{', '.join(finding.sources)}]" if finding.sources else ""
    return (
        f"{paint('place', place)} {paint(severity, severity)} "
        f"{finding.rule}: {shown(finding.message)}{paint('quiet', shown(sources))}"
    )


def waived_line(waived: Waived, paint: Callable[[str, str], str]) -> str:
    """Return the line of a finding that is waived: where, what, by what and why.

    The word in place of a severity keeps editors and matchers from taking it for a finding.
    """
    finding, kind, reason = waived
    place = f"{shown_path(finding.path)}:{finding.line}:{finding.column}:"
    why = f": {shown(reason)}" if reason else ""
    words = f" '{shown(finding.text)}'" if finding.text else ""
    what = f"{finding.rule}:{words} ({kind}{why})"
    return f"{paint('place', place)} {paint('quiet', 'waived')} {what}"


def painted(style: str, text: str) -> str:
    """Return a text in a colour."""
    return f"{_COLOURS[style]}{text}{_PLAIN}" if text else ""


def unpainted(style: str, text: str) -> str:
    """Return a text as it is."""
    return text


def summary(totals: Totals) -> str:
    """Return the totals as a line: `3 files checked: 1 error, 2 warnings`."""
    counts = [
        _count(number, name)
        for number, name in (
            (totals.errors, "error"),
            (totals.warnings, "warning"),
            (totals.notes, "note"),
        )
        if number
    ]
    waived = f" ({totals.waived} waived)" if totals.waived else ""
    return f"{_count(totals.files, 'file')} checked: {', '.join(counts) or 'no findings'}{waived}"


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
