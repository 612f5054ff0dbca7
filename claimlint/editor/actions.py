"""Rewrites, waivers and fix-all as code actions with their edits."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lsprotocol import types

from claimlint.editor import waive
from claimlint.editor.convert import offsets, preview, span
from claimlint.editor.engine import Engine, Result
from claimlint.editor.text import Text
from claimlint.finding import Finding

FIX_ALL = "source.fixAll.claimlint"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)

ASK_REASON = "claimlint.askReason"
"""A command of the client's own: it asks for a reason and sends WAIVE."""

WAIVE = "claimlint.waive"

_MOST_LINES = 20_000
"""Texts with more lines than this are compared as a whole after fix-all."""


def wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Tell whether a client that asks for some kinds only wants this one (or a kind of it)."""
    if not only:
        return True
    names = [str(getattr(name, "value", name)) for name in only]
    return any(kind == name or kind.startswith(name + ".") or not name for name in names)


def touched(result: Result, where: types.Range) -> list[Finding]:
    """Return the findings that meet a range of the client."""
    start, end = offsets(result.job.text, where)
    return [f for f in result.findings if f.start <= end and start <= f.end]


def quick_fixes(
    engine: Engine,
    result: Result,
    findings: Sequence[Finding],
    given: Sequence[types.Diagnostic],
    edit: Any,
) -> Iterator[types.CodeAction]:
    """Yield an action for each rewrite of some findings, the best one of each first.

    given: the client's own copies of the diagnostics, which it wants back; edit: makes a
    WorkspaceEdit of edits.
    """
    for finding in engine.reworded(result, findings):
        is_first = True
        for rewrite in finding.rewrites:
            is_safe = rewrite.applicability == "safe"
            yield types.CodeAction(
                title=_title(result.job.text, rewrite.description, rewrite.edits, is_safe),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=own(given, finding, result.job.text),
                is_preferred=is_safe and is_first,
                edit=edit(text_edits(result.job.text, rewrite.edits)),
            )
            is_first = False


def _title(text: Text, description: str, edits: Sequence[Any], is_safe: bool) -> str:
    said = preview(text, edits)
    if len(said) > 90:
        said = said[:89].rstrip() + "\u2026"
    check = "" if is_safe else " (check it)"
    return f"{description.rstrip('.')}: \u201c{said}\u201d{check}"


def own(
    given: Sequence[types.Diagnostic], finding: Finding, text: Text
) -> list[types.Diagnostic] | None:
    """Return the client's diagnostics of a finding."""
    where = span(text, finding.start, finding.end)
    return [d for d in given if d.code == finding.rule and d.range == where] or None


def text_edits(text: Text, edits: Iterable[tuple[int, int, str]]) -> list[types.TextEdit]:
    """Return edits of the source in the client's units."""
    return [types.TextEdit(span(text, start, end), new) for start, end, new in edits]


def waiver(result: Result, finding: Finding, scope: str, reason: str = "") -> waive.Waive | None:
    """Return the comment that waives a finding, and its place; scope: "here" or "file"."""
    if result.document is None:
        return None
    find = waive.in_file if scope == "file" else waive.here
    return find(result.document, finding, reason, result.format)


def waivers(
    result: Result,
    findings: Sequence[Finding],
    given: Sequence[types.Diagnostic],
    edit: Any,
    asks: str,
) -> Iterator[types.CodeAction]:
    """Yield the actions that waive some findings.

    asks: the document's address where the client asks for the reason itself, else "": then the
    comment ends in `--`, and waives nothing until a reason stands there.
    """
    for finding in findings:
        for scope, title in (("here", "Waive here"), ("file", "Waive in this file")):
            made = waiver(result, finding, scope)
            if made is None:
                continue
            action = types.CodeAction(
                title=f"{title} with a reason: {finding.rule}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=own(given, finding, result.job.text),
                is_preferred=False,
            )
            if asks:
                arguments = [asks, finding.fingerprint, scope]
                action.command = types.Command(action.title, ASK_REASON, arguments=arguments)
            else:
                action.edit = edit(text_edits(result.job.text, [(made.at, made.at, made.text)]))
            yield action


def whole(text: Text, after: str) -> list[types.TextEdit]:
    """Return the edits that lead from a text to another, line by line where it is not huge."""
    before = text.source
    if before == after:
        return []
    old = [before[slice(*_whole_line(text, n))] for n in range(len(text.starts))]
    other = Text(after)
    new = [after[slice(*_whole_line(other, n))] for n in range(len(other.starts))]
    if max(len(old), len(new)) > _MOST_LINES:
        return text_edits(text, [_trimmed(before, after, 0, len(before), 0, len(after))])
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    ends = [*text.starts, len(before)]
    other_ends = [*other.starts, len(after)]
    edits = [
        _trimmed(before, after, ends[a], ends[b], other_ends[c], other_ends[d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    return text_edits(text, edits)


def _whole_line(text: Text, line: int) -> tuple[int, int]:
    stop = text.starts[line + 1] if line + 1 < len(text.starts) else len(text.source)
    return text.starts[line], stop


def _trimmed(
    before: str, after: str, start: int, end: int, first: int, last: int
) -> tuple[int, int, str]:
    """Return the edit from before[start:end] to after[first:last] without what they share."""
    while start < end and first < last and before[start] == after[first]:
        start, first = start + 1, first + 1
    while end > start and last > first and before[end - 1] == after[last - 1]:
        end, last = end - 1, last - 1
    return start, end, after[first:last]
