"""Findings, notices and problems -> diagnostics and hovers of the protocol."""

from __future__ import annotations

import os
from collections.abc import Sequence

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from claimlint.editor.projects import Problem
from claimlint.editor.text import Text
from claimlint.finding import ERROR, SEVERITY_NAMES, WARNING, Finding, Guard, Notice
from claimlint.reports.shown import shown
from claimlint.rule_pages import page, plain
from claimlint.rulebook import tables
from claimlint.rulebook.compile import RuleBook
from claimlint.rulebook.model import Source

SOURCE = "claimlint"

_LEVELS = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def units_of(encoding: types.PositionEncodingKind | str | None) -> str:
    """Return the name that `Text` has for an encoding of the protocol."""
    return str(getattr(encoding, "value", encoding) or "utf-16")


def span(text: Text, start: int, end: int) -> types.Range:
    """Return offsets as a range in the client's units."""
    (line, column), (last, stop) = text.position(start), text.position(max(start, end))
    return types.Range(types.Position(line, column), types.Position(last, stop))


def offsets(text: Text, where: types.Range) -> tuple[int, int]:
    """Return a range of the client as offsets."""
    start = text.offset((where.start.line, where.start.character))
    return start, max(start, text.offset((where.end.line, where.end.character)))


def severity(finding: Finding) -> types.DiagnosticSeverity:
    """Return how a finding is drawn."""
    if finding.severity == ERROR:
        return types.DiagnosticSeverity.Error
    if finding.severity == WARNING:
        return types.DiagnosticSeverity.Warning
    return types.DiagnosticSeverity.Information


def seen(guards: Sequence[Guard]) -> str:
    """Return the guards that were seen, in words."""
    return ", ".join(f"{guard.name} by '{shown(guard.trigger)}'" for guard in guards)


def diagnostic(finding: Finding, text: Text, link: str) -> types.Diagnostic:
    """Return a finding as a diagnostic; link: the address of the rule's page, or ""."""
    message = shown(finding.message)
    if finding.guards:
        message += f" (seen: {seen(finding.guards)})"
    return types.Diagnostic(
        range=span(text, finding.start, finding.end),
        message=message,
        severity=severity(finding),
        code=finding.rule,
        code_description=types.CodeDescription(link) if link else None,
        source=SOURCE,
        data={
            "fingerprint": finding.fingerprint,
            "guards": [guard._asdict() for guard in finding.guards],
        },
    )


def of_notice(notice: Notice, text: Text) -> types.Diagnostic:
    """Return a notice about a document as a diagnostic."""
    return placed(notice.message, _LEVELS[notice.level], notice.line, notice.column, text)


def of_problem(problem: Problem, text: Text) -> types.Diagnostic:
    """Return what is wrong with a configuration or rule file as a diagnostic in it."""
    level = _LEVELS["error" if problem.is_error else "warning"]
    return placed(problem.message, level, problem.line, problem.column, text)


def placed(
    message: str, level: types.DiagnosticSeverity, line: int, column: int, text: Text
) -> types.Diagnostic:
    """Return a diagnostic from a 1-based place (0: not known) to the end of its line."""
    at = min(max(line - 1, 0), len(text.starts) - 1)
    start, end = text.line_range(at)
    start = min(start + max(column - 1, 0), end)
    where = span(text, start, end)
    return types.Diagnostic(range=where, message=shown(message), severity=level, source=SOURCE)


class RulePages:
    """The pages of rules, written into the cache folder when a finding first links to one."""

    def __init__(self) -> None:
        self._links: dict[tuple[str, str], str] = {}

    def link(self, book: RuleBook, name: str) -> str:
        """Return the address of a rule's page; of its first source where no page can be kept."""
        key = (book.digest, name)
        if key not in self._links:
            self._links[key] = _written(book, name)
        return self._links[key]


def _written(book: RuleBook, name: str) -> str:
    rule, sources = book.by_id[name], book.sources
    path = os.path.join(tables.cache_folder(), "rule-pages", f"{name}.md")
    content = page(rule, sources, {}).encode("utf-8", "replace")
    try:
        with open(path, "rb") as file:
            is_there = file.read() == content
    except OSError:
        is_there = False
    if not is_there:
        tables.write(path, content)
    if os.path.isfile(path):
        return from_fs_path(path) or ""
    cited = (sources[source] for source in rule.sources if source in sources)
    return next((source.url for source in cited if source.url.startswith("http")), "")


def hover(finding: Finding, book: RuleBook, text: Text, link: str) -> str:
    """Return what is said about a finding when the pointer rests on it, as Markdown."""
    rule = book.by_id[finding.rule]
    name = f"[`{rule.id}`]({link})" if link else f"`{rule.id}`"
    parts = [f"**{plain(rule.title)}** ({SEVERITY_NAMES[finding.severity]}, {name})"]
    parts.append(plain(rule.why))
    if finding.guards:
        lines = [
            f"- {guard.name}: \u201c{plain(shown(guard.trigger))}\u201d ({guard.effect})"
            for guard in finding.guards
        ]
        parts.append("**Context seen**\n\n" + "\n".join(lines))
    if rule.advice:
        parts.append(f"**What to write instead**: {plain(rule.advice)}")
    if finding.rewrites:
        lines = [
            f"- {plain(rewrite.description)} ({rewrite.applicability}): "
            f"{plain(preview(text, rewrite.edits))}"
            for rewrite in finding.rewrites
        ]
        parts.append("**Rewrites**\n\n" + "\n".join(lines))
    cited = [book.sources[source] for source in finding.sources if source in book.sources]
    if cited:
        parts.append("**Rests on**\n\n" + "\n".join(_source(source) for source in cited))
    return "\n\n".join(parts)


def _source(source: Source) -> str:
    name = plain(f"{source.authority}: {source.provision}")
    link = f"[{name}](<{source.url}>)" if source.url.startswith(("http://", "https://")) else name
    unread = "" if source.verified else " (not yet verified)"
    return f"- {link}{unread}. {plain(source.summary)}"


def preview(text: Text, edits: Sequence[tuple[int, int, str]]) -> str:
    """Return what edits make of the words around them, on one line."""
    source = text.source
    start, end = min(edit[0] for edit in edits), max(edit[1] for edit in edits)
    low = max(source.rfind("\n", 0, start) + 1, source.rfind(" ", 0, max(0, start - 24)) + 1)
    stop = source.find("\n", end)
    high = min(len(source) if stop < 0 else stop, end + 24)
    if high < len(source) and (space := source.rfind(" ", end, high)) > end:
        high = space
    parts, at = [], low
    for edit in sorted(edits):
        parts += [source[at : edit[0]], edit[2]]
        at = edit[1]
    said = " ".join("".join([*parts, source[at:high]]).split())
    before = "\u2026" if source[:low].rstrip(" ")[-1:] not in ("", "\n", "\r") else ""
    behind = "\u2026" if source[high:].lstrip(" ")[:1] not in ("", "\n", "\r") else ""
    return shown(before + said + behind)


def uri_of(path: str) -> str:
    """Return the address of a file."""
    return from_fs_path(path) or ""


def path_of(uri: str) -> str:
    """Return the file that an address stands for, "" for one that is no file."""
    if not uri.startswith("file:"):
        return ""
    try:
        path = to_fs_path(uri) or ""
    except ValueError:
        return ""
    return os.path.normpath(path) if path and "\0" not in path else ""


def text_of(path: str, units: str) -> Text:
    """Return the text of a file of the configuration; nothing where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return Text(file.read(4_000_000).decode("utf-8-sig", "replace"), units)
    except OSError:
        return Text("", units)
