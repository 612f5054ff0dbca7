"""Reasons not to report a finding: comments in the text, a baseline, lines that did not change.

    apply(document, findings, plan, options) -> Applied

is what a run calls for each file. What is waived is kept with its reason, for the reports to
count and to list; what a change did not touch is left out of the report and counted only.
"""

from __future__ import annotations

from collections import namedtuple

from claimlint.finding import Notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.rulebook.compile import RuleBook
    from claimlint.settings import Settings
    from claimlint.waivers.comments import Waiver

Waived = namedtuple("Waived", "finding kind reason")
Waived.__doc__ = """A finding that is not reported.

kind: "comment", "front-matter" or "baseline"; reason: as given, "" where none is.
"""

Lists = namedtuple("Lists", "baseline changes", defaults=(None, None))
Lists.__doc__ = "What a run waives by: a Baseline and Changes, each None where not asked for."

Applied = namedtuple("Applied", "findings waived notices")
Applied.__doc__ = "Findings that stay, tuple of Waived, and tuple of Notice about waivers."

Judge = namedtuple("Judge", "book settings options")
Judge.__doc__ = "What says whether a waiver is right: the rules, the settings, and what is on."


def in_text(
    document: Document, findings: Sequence[Finding], judge: Judge
) -> tuple[list[Finding], list[Waived], list[Notice]]:
    """Apply the waivers that stand in the text; return findings that stay, the others, notices.

    A waiver without a reason (where one is required) and a name that no rule has waive nothing,
    and are told; so is a waiver that meets no finding.
    """
    from claimlint.waivers import comments

    if comments.SIGN not in document.source:
        return list(findings), [], []
    found, problems = comments.waivers(document.source, document.path)
    notices = [_notice(document, problem.offset, problem.message) for problem in problems]
    valid = []
    for waiver in found:
        if judge.settings.require_reason and not waiver.reason:
            message = "this waiver has no effect: give a reason behind --"
            if waiver.kind == "front-matter":
                message = "this waiver has no effect: give a 'reason' beside 'disable'"
            notices.append(_notice(document, waiver.offset, message))
            continue
        known, said = _known(document, waiver, judge.book, judge.settings)
        notices += said
        if known:
            valid.append(waiver._replace(names=known))
    kept, waived, used = [], [], set()
    for finding in findings:
        hits = [
            (index, name)
            for index, waiver in enumerate(valid)
            if waiver.start <= finding.start < waiver.end
            for name in waiver.names
            if name in (finding.rule, finding.category)
        ]
        used.update(hits)
        if hits:
            waiver = valid[hits[-1][0]]
            waived.append(Waived(finding, waiver.kind, waiver.reason))
        else:
            kept.append(finding)
    if judge.settings.unused_waivers != "off":
        notices += _unused(document, valid, used, judge)
    return kept, waived, notices


def _known(
    document: Document, waiver: Waiver, book: RuleBook, settings: Settings
) -> tuple[tuple[str, ...], list[Notice]]:
    """Return the names of a waiver that exist, and a notice for each other one."""
    names = rule_names(book, settings)
    notices = []
    for name in waiver.names:
        if name not in names:
            from claimlint.suggest import hint

            near = hint(name, names, "; see claimlint rules list")
            message = f"a waiver names '{name}', but there is no such rule or category{near}"
            notices.append(_notice(document, waiver.offset, message))
    return tuple(name for name in waiver.names if name in names), notices


def rule_names(book: RuleBook, settings: Settings) -> Collection[str]:
    """Return the names that a waiver may have; a rule of a pack that is not used is one too."""
    from claimlint.rulebook.compile import rulebook
    from claimlint.rulebook.model import CATEGORIES, DUTY_CATEGORIES

    names = {*CATEGORIES, *DUTY_CATEGORIES, *(rule.id for rule in book.rules)}
    if settings.packs is not None:
        names.update(rule.id for rule in rulebook().rules)
    return names


def _unused(
    document: Document,
    valid: Sequence[Waiver],
    used: Collection[tuple[int, str]],
    judge: Judge,
) -> list[Notice]:
    """Return a notice for each name of a waiver that met no finding, of rules that are on."""
    from claimlint.checks import enabled

    on = enabled(judge.book, judge.options)
    notices = []
    for index, waiver in enumerate(valid):
        for name in waiver.names:
            if (index, name) in used or not _is_on(name, judge.book, on):
                continue
            message = f"unused waiver: there is no finding of '{name}' here; remove it"
            level = judge.settings.unused_waivers
            notices.append(_notice(document, waiver.offset, message, level))
    return notices


def _is_on(name: str, book: RuleBook, on: Collection[int] | None) -> bool:
    """Tell whether a rule of this name is switched on (`on` None: all are)."""
    return any(
        name in (rule.id, rule.category)
        for index, rule in enumerate(book.rules)
        if on is None or index in on
    )


def apply(document: Document, findings: Sequence[Finding], lists: Lists, judge: Judge) -> Applied:
    """Return what stays of the findings of a document, and what was waived."""
    kept, waived, notices = in_text(document, findings, judge)
    if lists.baseline is not None:
        kept, more = lists.baseline.split(kept)
        waived += more
    if lists.changes is not None:
        kept = lists.changes.new(document, kept, judge)
    return Applied(kept, waived, notices)


def _notice(document: Document, offset: int, message: str, level: str = "warning") -> Notice:
    return Notice(document.path, level, message, *document.position(offset))
