"""All findings as one JSON object: design section 9, `schemas/findings.schema.json`."""

from __future__ import annotations

import json

from claimlint import __version__
from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import is_hidden

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Edit, Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived

VERSION = 1
"""The version of the format; it changes when a key changes its meaning or goes."""


def begin(write: Callable[[str], None], context: Context) -> JsonReport:
    """Begin a JSON report."""
    return JsonReport(write, context)


class JsonReport:
    """Keeps the findings until the totals, which come first, are known."""

    __slots__ = ("_context", "_findings", "_waived", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._findings: list[str] = []
        self._waived: list[str] = []

    def add(self, checked: Checked) -> None:
        """Keep the findings of a file, as JSON already."""
        for finding in checked.findings:
            self._findings.append(dumped(finding_record(finding, checked.document)))
        for waived in checked.waived:
            self._waived.append(dumped(waived_record(waived, checked.document)))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the object, with a line for each finding and each notice."""
        said = [dumped(notice_record(notice)) for notice in notices]
        waived = f'"waived": {_listed(self._waived)},\n' if self._waived else ""
        self._write(
            "{\n"
            f'"version": {VERSION},\n'
            f'"tool": {dumped(tool_record(self._context))},\n'
            f'"summary": {dumped(totals._asdict())},\n'
            f'"findings": {_listed(self._findings)},\n'
            f"{waived}"
            f'"notices": {_listed(said)}\n'
            "}\n"
        )


def _listed(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"


def tool_record(context: Context) -> dict[str, str]:
    """Return what made the report: its rules are named by their hash."""
    return {"name": "claimlint", "version": __version__, "rules": context.digest}


def finding_record(finding: Finding, document: Document) -> dict[str, object]:
    """Return a finding as plain data, its keys in the order of the design."""
    record = _record(finding, document)
    if finding.pages is not None:
        record["pages"] = {"count": finding.pages.count, "first": list(finding.pages.first)}
    return record


def _record(finding: Finding, document: Document) -> dict[str, object]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "rule": finding.rule,
        "category": finding.category,
        "severity": SEVERITY_NAMES[finding.severity],
        "scope": finding.scope,
        "message": legible(finding.message),
        "text": legible(finding.text),
        "segment": legible(finding.segment),
        "block": finding.block,
        "guards": [
            {"name": guard.name, "trigger": legible(guard.trigger), "effect": guard.effect}
            for guard in finding.guards
        ],
        "sources": list(finding.sources),
        "fingerprint": finding.fingerprint,
        "rewrites": [
            {
                "applicability": rewrite.applicability,
                "description": legible(rewrite.description),
                "edits": [_edit_record(edit, document) for edit in rewrite.edits],
            }
            for rewrite in finding.rewrites
        ],
        "advice": finding.advice,
        "related": list(finding.related),
    }


def waived_record(waived: Waived, document: Document) -> dict[str, object]:
    """Return a waived finding as plain data: the finding, and behind it who waived it and why."""
    waiver = {"kind": waived.kind, "reason": legible(waived.reason)}
    return {**finding_record(waived.finding, document), "waiver": waiver}


def _edit_record(edit: Edit, document: Document) -> dict[str, object]:
    line, column = document.position(edit.start)
    end_line, end_column = document.position(edit.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "replacement": edit.replacement,
    }


def notice_record(notice: Notice) -> dict[str, str]:
    """Return a notice as plain data; its place, where known, is part of the message."""
    message = notice.message
    if notice.line:
        column = f", column {notice.column}" if notice.column else ""
        message = f"line {notice.line}{column}: {message}"
    return {"path": notice.path, "level": notice.level, "message": legible(message)}


def dumped(value: object) -> str:
    r"""Return JSON that a terminal can show: what could steer it is written as `\uNNNN`.

    So is a part of `##[`, which GitHub's runner takes for a command wherever it is printed.
    """
    text = json.dumps(value, ensure_ascii=False).replace("##[", "#\\u0023[")
    if text.isprintable():
        return text
    return "".join([f"\\u{ord(c):04x}" if is_hidden(c) else c for c in text])


def legible(text: str) -> str:
    r"""Return a text without lone surrogates, which strict JSON readers refuse.

    A byte of the source that is no character becomes U+FFFD. Paths keep such bytes, as
    `\udcNN`: they must lead to the file.
    """
    if text.isprintable():
        return text
    return "".join(["\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text])
