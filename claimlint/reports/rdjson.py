"""The Reviewdog Diagnostic Format (rdjson), with rewrites as suggestions.

Columns are UTF-8 bytes, 1-based; ends are exclusive. A suggestion has one range, so a rewrite with
several edits becomes one replacement from the first to the last of them.
"""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, WARNING
from claimlint.reports.columns import position8
from claimlint.reports.json import dumped, legible
from claimlint.reports.reworded import merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals

SEVERITIES = {ERROR: "ERROR", WARNING: "WARNING", NOTE: "INFO"}


def begin(write: Callable[[str], None], context: Context) -> RdjsonReport:
    """Begin an rdjson report."""
    return RdjsonReport(write)


class RdjsonReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_begun", "_write")

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._begun = False

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        for finding in checked.findings:
            self._put(_diagnostic(finding, checked.document))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write what could not be checked, and the end."""
        for notice in notices:
            if notice.level == "error":
                self._put(_failure(notice))
        if not self._begun:
            self._write(_HEAD)
        self._write("\n]}\n")

    def _put(self, record: dict[str, object]) -> None:
        self._write((",\n" if self._begun else _HEAD + "\n") + dumped(record))
        self._begun = True


_HEAD = '{"source": {"name": "claimlint"}, "diagnostics": ['


def _diagnostic(finding: Finding, document: Document) -> dict[str, object]:
    advice = f"\n{finding.advice}" if finding.advice else ""
    record: dict[str, object] = {
        "message": legible(finding.message + advice),
        "location": {
            "path": legible(finding.path),
            "range": _range(document, finding.start, finding.end),
        },
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    suggestions = []
    for rewrite in finding.rewrites:
        if rewrite.edits:
            start, end, text = merged(rewrite, document.source)
            if legible(text) != text:
                continue  # it would replace a byte that is no character by another one
            suggestions.append({"range": _range(document, start, end), "text": text})
    if suggestions:
        record["suggestions"] = suggestions
    return record


def _range(document: Document, start: int, end: int) -> dict[str, object]:
    return {"start": _position(document, start), "end": _position(document, end)}


def _position(document: Document, offset: int) -> dict[str, int]:
    line, column = position8(document, offset)
    return {"line": line, "column": column}


def _failure(notice: Notice) -> dict[str, object]:
    location: dict[str, object] = {"path": legible(notice.path)}
    if notice.line:
        location["range"] = {"start": {"line": notice.line}}
    return {
        "message": legible(f"could not be checked: {notice.message}"),
        "location": location,
        "severity": "ERROR",
        "code": {"value": "not-checked"},
    }
