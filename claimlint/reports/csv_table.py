"""CSV for spreadsheets: a row for each finding.

RFC 4180 (comma, quotes, CRLF), UTF-8 with a byte order mark: without one Excel takes the file for
the system's old code page. A cell that a spreadsheet would run as a formula gets an apostrophe in
front (OWASP, CSV injection).
"""

from __future__ import annotations

from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.reworded import suggestion
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals

COLUMNS = (
    *("path", "line", "column", "end_line", "end_column", "severity", "rule", "category"),
    *("text", "sentence", "message", "advice", "instead_of", "write", "sources", "fingerprint"),
)

BYTE_ORDER_MARK = "\ufeff"

_MAX_REWORDING = 2_000

_STARTS_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212|%")
"""Spreadsheets run what begins so; full-width forms count in some, `|` and `%` in old ones."""


def begin(write: Callable[[str], None], context: Context) -> CsvReport:
    """Begin a CSV report."""
    return CsvReport(write)


class CsvReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_head", "_write")

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._head = BYTE_ORDER_MARK + _row(COLUMNS)

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        rows = [_row(_values(finding, checked.document)) for finding in checked.findings]
        if rows:
            self._put(rows)

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write a row, with the severity `not-checked`, for each input that was not checked."""
        self._put([_failure(notice) for notice in notices if notice.level == "error"])

    def _put(self, rows: list[str]) -> None:
        self._write(self._head + "".join(rows))
        self._head = ""


def _failure(notice: Notice) -> str:
    values = {
        "path": notice.path, "line": notice.line or "", "column": notice.column or "",
        "severity": "not-checked", "message": notice.message,
    }  # fmt: skip
    return _row([values.get(name, "") for name in COLUMNS])


def _values(finding: Finding, document: Document) -> list[object]:
    wording = suggestion(finding, document.source, _MAX_REWORDING) or ("", "")
    return [
        finding.path, finding.line, finding.column, finding.end_line, finding.end_column,
        SEVERITY_NAMES[finding.severity], finding.rule, finding.category, finding.text,
        finding.segment, finding.message, finding.advice, *wording,
        " ".join(finding.sources), finding.fingerprint,
    ]  # fmt: skip


def _row(values: Sequence[object]) -> str:
    return ",".join(map(cell, values)) + "\r\n"


def cell(value: object) -> str:
    """Return a value as one cell that is text and nothing else; numbers stay numbers."""
    if isinstance(value, int):
        return str(value)
    text = shown(str(value))
    if text.lstrip()[:1] in _STARTS_FORMULA and text.strip():
        text = "'" + text
    quoted = text.replace('"', '""')
    return f'"{quoted}"'
