"""Markdown for job summaries and comments: the verdict, a table with the worst first, notes.

GitHub drops a job summary of more than 1 MiB as a whole, so rows that go beyond 900 KB are left
out and counted. Nothing from a file is markup, a link, a mention or a reference (`markup.py`).
"""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, SEVERITY_NAMES, WARNING
from claimlint.reports.compared import old_findings, told
from claimlint.reports.markup import code, plain
from claimlint.reports.order import counted, worst_first
from claimlint.reports.reworded import suggestion
from claimlint.reports.verdict import exit_code, fails_from
from claimlint.streams import encoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.reports.reworded import Wording
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived

MAX_BYTES = 900_000
"""GitHub takes 1 MiB for all summaries of a step; some of it is left to others."""

_MAX_REWORDING = 300
_MAX_ITEMS = 100
_HEAD = "| Place | Severity | Claim | Why, and what to do |\n|---|---|---|---|\n"


def begin(write: Callable[[str], None], context: Context) -> MarkdownReport:
    """Begin a Markdown report."""
    return MarkdownReport(write, context)


class MarkdownReport:
    """Keeps a row for each finding until the worst are known."""

    __slots__ = ("_accepted", "_context", "_files", "_rows", "_waived", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._rows: list[tuple[tuple[int, str, int, int, str], str]] = []
        self._files = 0
        self._waived: list[str] = []
        self._accepted = 0

    def add(self, checked: Checked) -> None:
        """Keep the rows of a file."""
        self._files += bool(checked.findings)
        for finding in checked.findings:
            wording = suggestion(finding, checked.document.source, _MAX_REWORDING)
            self._rows.append((worst_first(finding), row(finding, wording)))
        self._waived += [waived_line(waived) for waived in checked.waived]
        self._accepted += sum(waived.kind == "baseline" for waived in checked.waived)

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the report."""
        failed = exit_code(self._context, totals, notices)
        parts = [f"## {verdict(self._context, totals, failed)}\n\n", _counts(totals, self._files)]
        parts += [f"\n{plain(said)}\n" for said in told(self._context.lists, self._accepted)]
        trouble = [notice for notice in notices if notice.level == "error"]
        seen = old_findings(self._context.lists)
        other = [n for n in notices if n.level != "error" and n not in seen]
        parts += [
            *_notices("Not checked", trouble),
            *self._table(),
            *_list("Waived", self._waived),
            *_notices("Told along the way", other),
            "\n<sub>claimlint points at wording; it is not legal advice.</sub>\n",
        ]
        self._write("".join(parts))

    def _table(self) -> list[str]:
        """Return the table, cut where it becomes too long, and say what is missing."""
        if not self._rows:
            return []
        rows = [text for _, text in sorted(self._rows)]
        parts, size = ["\n", _HEAD], 0
        for number, text in enumerate(rows):
            size += len(encoded(text))
            if size > MAX_BYTES:
                left = counted(len(rows) - number, "more finding")
                parts.append(f"\n**{left}** did not fit; another format has them all.\n")
                break
            parts.append(text)
        return parts


def verdict(context: Context, totals: Totals, code: int) -> str:
    """Return the verdict in a line."""
    counts = {ERROR: totals.errors, WARNING: totals.warnings, NOTE: totals.notes}
    limit = fails_from(context)
    failing = sum(number for severity, number in counts.items() if severity >= limit)
    if code == 2:
        return "claimlint could not check everything"
    if failing:
        return f"claimlint: {counted(failing, 'claim')} to mend"
    if any(counts.values()):
        return "claimlint: passed, with findings"
    return "claimlint: no findings"


def _counts(totals: Totals, files: int) -> str:
    """Return the totals as a line."""
    counts = [
        counted(number, name)
        for number, name in (
            (totals.errors, "error"),
            (totals.warnings, "warning"),
            (totals.notes, "note"),
        )
        if number
    ]
    found = f"{', '.join(counts)} in {counted(files, 'file')}" if counts else "no findings"
    waived = f", {totals.waived:,} waived" if totals.waived else ""
    return f"{counted(totals.files, 'file')} checked: {found}{waived}.\n"


def row(finding: Finding, wording: Wording | None) -> str:
    """Return the table row of a finding; `wording`: the first rewrite, if there is a short one."""
    place = code(f"{finding.path}:{finding.line}:{finding.column}")
    claim = f"{plain(finding.text)}<br>{code(finding.rule)}"
    said = [plain(_without_claim(finding))]
    if finding.advice:
        said.append(f"<em>{plain(finding.advice)}</em>")
    if wording is not None:
        new = f" → <ins>{plain(wording.new)}</ins>" if wording.new else ""
        said.append(f"<del>{plain(wording.old)}</del>{new}")
    cells = (place, SEVERITY_NAMES[finding.severity], claim, "<br>".join(said))
    return f"| {' | '.join(cells)} |\n"


def _without_claim(finding: Finding) -> str:
    """Return the message without the words that the row has already."""
    return str(finding.message).removeprefix(f"'{finding.text}': ")


def _notices(title: str, notices: Iterable[Notice]) -> list[str]:
    """Return a list of notices under a title; nothing where there are none."""
    lines = []
    for notice in notices:
        place = f"{notice.path}:{notice.line}" if notice.line else notice.path
        lines.append(f"- {code(place)} {plain(notice.message)}\n")
    return _list(title, lines)


def waived_line(waived: Waived) -> str:
    """Return a waived finding as an item of a list: where, what, by what and why."""
    finding, kind, reason = waived
    place = code(f"{finding.path}:{finding.line}:{finding.column}")
    why = f": {plain(reason)}" if reason else ""
    return f"- {place} {code(finding.rule)} {plain(finding.text)} ({kind}{why})\n"


def _list(title: str, lines: Sequence[str]) -> list[str]:
    """Return a list under a title, cut where it is very long; nothing where it is empty."""
    if not lines:
        return []
    left = len(lines) - _MAX_ITEMS
    more = [f"- {left:,} more\n"] if left > 0 else []
    return [f"\n**{title}**\n\n", *lines[:_MAX_ITEMS], *more]
