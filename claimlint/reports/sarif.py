"""SARIF 2.1.0, for GitHub code scanning, Azure DevOps, editors and archives.

The worst results come first; GitHub shows 5,000, so no more are written and a notification has
the true number. Columns are UTF-16 units. The same findings give the same bytes: no times, no
absolute paths, nothing of the machine.

Left out on purpose (docs/formats.md): `security-severity` and `rank`, which would make a turn of
phrase a security hole; `automationDetails`, which would override the category of the upload
step; waived findings (unless asked for), which GitHub would open as alerts.
"""

from __future__ import annotations

from claimlint import __version__
from claimlint.reports.json import dumped
from claimlint.reports.order import counted
from claimlint.reports.precision import builtin_levels
from claimlint.reports.sarif_results import ROOT, FileResults, artifact_location
from claimlint.reports.sarif_rules import Taxonomies, rule_record, rules_in_force, sentence
from claimlint.reports.shown import shown
from claimlint.reports.verdict import exit_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived

    Record = dict[str, object]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

HOME = "https://pypi.org/project/claimlint-health/"
"""Where a reader of a log finds out what claimlint is."""

MAX_RESULTS = 5_000
"""GitHub shows as many of a log; it refuses one with more than 25,000."""

_NEWLINES = ("\r\n", "\n", "\r")
_LEVELS = {"info": "note", "warning": "warning", "error": "error"}
_MIME_TYPES = {
    "markdown": "text/markdown",
    "mdx": "text/mdx",
    "html": "text/html",
    "text": "text/plain",
    "json": "application/json",
    "yaml": "application/yaml",
    "toml": "application/toml",
}


def begin(write: Callable[[str], None], context: Context) -> SarifReport:
    """Begin a SARIF log."""
    return SarifReport(write, context)


class SarifReport:
    """Keeps the worst results until the end."""

    __slots__ = ("_artifacts", "_context", "_indexes", "_results", "_rules", "_total", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._rules = rules_in_force(context)
        self._indexes = {rule.id: index for index, rule in enumerate(self._rules)}
        self._artifacts: list[str] = []
        self._results: list[tuple[int, int, str]] = []
        self._total = 0

    def add(self, checked: Checked) -> None:
        """Keep the results of a file."""
        waived = checked.waived if self._context.sarif_waived else ()
        if not checked.findings and not waived:
            return
        file = FileResults(checked.document, len(self._artifacts))
        self._artifacts.append(dumped(_artifact(checked)))
        state: Record = {} if self._context.lists is None else {"baselineState": "new"}
        for finding in checked.findings:
            self._keep(-finding.severity, {**self._result(file, finding), **state})
        for item in waived:
            record = {**self._result(file, item.finding), **self._state(item)}
            suppression = _suppression(item.kind, item.reason)
            self._keep(0, {**record, "suppressions": [suppression]})
        if len(self._results) > MAX_RESULTS + MAX_RESULTS // 10:
            self._keep_the_worst()

    def _result(self, file: FileResults, finding: Finding) -> Record:
        index = self._indexes.get(finding.rule)
        rule = None if index is None else self._rules[index]
        return file.result(finding, rule, index or 0)

    def _state(self, waived: Waived) -> Record:
        """Return whether the baseline has a waived finding; without one it is not known."""
        lists = self._context.lists
        if lists is None or lists.baseline is None:
            return {}
        is_old = waived.kind == "baseline" or lists.baseline.find(waived.finding) is not None
        return {"baselineState": "unchanged" if is_old else "new"}

    def _keep(self, rank: int, record: Record) -> None:
        self._results.append((rank, self._total, dumped(record)))
        self._total += 1

    def _keep_the_worst(self) -> None:
        """Sort by severity, otherwise as they came: by path, line, column and rule."""
        self._results.sort(key=lambda result: result[:2])
        del self._results[MAX_RESULTS:]

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the log; each rule, artifact and result has a line of its own."""
        self._keep_the_worst()
        code = exit_code(self._context, totals, notices)
        sources = self._context.book.sources if self._context.book is not None else {}
        taxonomies = Taxonomies(self._rules, sources)
        measured = builtin_levels()
        rules = [
            dumped(rule_record(rule, taxonomies, sources, measured.get(rule.id, "")))
            for rule in self._rules
        ]
        driver = dumped(self._driver(taxonomies))[:-1]
        summary = {**totals._asdict(), "ruleSet": self._context.digest}
        parts = [
            f'"tool": {{"driver": {driver}, "rules": {_listed(rules)}}}}}',
            f'"taxonomies": {_listed([dumped(record) for record in taxonomies.records])}',
            f'"columnKind": {dumped("utf16CodeUnits")}',
            f'"originalUriBaseIds": {dumped(_bases())}',
            f'"newlineSequences": {dumped(_NEWLINES)}',
            f'"invocations": {dumped([self._invocation(code, notices)])}',
            f'"artifacts": {_listed(self._artifacts)}',
        ]
        head = f'"$schema": {dumped(SCHEMA)},\n"version": "2.1.0"'
        self._write(f'{{\n{head},\n"runs": [{{\n' + ",\n".join(parts) + ',\n"results": [')
        for number, (_, _, text) in enumerate(self._results):
            self._write((",\n" if number else "\n") + text)
        end = "\n]" if self._results else "]"
        self._write(f'{end},\n"properties": {dumped(summary)}\n}}]\n}}\n')

    def _driver(self, taxonomies: Taxonomies) -> Record:
        record: Record = {
            "name": "claimlint",
            "fullName": f"claimlint {__version__}",
            "organization": "claimlint",
            "informationUri": HOME,
            "version": __version__,
            "semanticVersion": __version__,
            "language": "en-US",
            "shortDescription": {"text": "A linter for claims in health marketing."},
        }
        if taxonomies.records:
            record["supportedTaxonomies"] = taxonomies.components()
        return record

    def _invocation(self, code: int, notices: Sequence[Notice]) -> Record:
        said = [_notification(notice) for notice in notices]
        left_out = self._total - len(self._results)
        if left_out:
            text = (
                f"The {counted(len(self._results), 'worst result')} of {self._total:,} are here; "
                "GitHub shows no more. The json, jsonl and csv formats have all of them."
            )
            said.append({"level": "warning", "message": {"text": text}})
        return {
            "executionSuccessful": code != 2,
            "exitCode": code,
            "toolExecutionNotifications": said,
        }


def _suppression(kind: str, reason: str) -> Record:
    """Return why a result is waived: in the file itself, or by a list beside it."""
    record: Record = {
        "kind": "inSource" if kind in ("comment", "front-matter") else "external",
        "status": "accepted",
    }
    if reason:
        record["justification"] = shown(reason)
    return record


def _listed(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"


def _bases() -> Record:
    text = "The folder in which claimlint ran: the root of the repository."
    return {ROOT: {"description": {"text": text}}}


def _artifact(checked: Checked) -> Record:
    location = artifact_location(checked.path, 0)
    del location["index"]
    record: Record = {"location": location, "roles": ["analysisTarget"]}
    mime_type = _MIME_TYPES.get(checked.document.format)
    if mime_type:
        record["mimeType"] = mime_type
    return record


def _notification(notice: Notice) -> Record:
    record: Record = {
        "level": _LEVELS[notice.level],
        "message": {"text": sentence(f"{notice.path}: {notice.message}" if notice.path
                                     else notice.message)},
    }  # fmt: skip
    if notice.path:
        location = artifact_location(notice.path, 0)
        del location["index"]
        place: Record = {"artifactLocation": location}
        if notice.line:
            place["region"] = {"startLine": notice.line}
        record["locations"] = [{"physicalLocation": place}]
    return record
