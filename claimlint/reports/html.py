"""One self-contained HTML file that a reviewer can read, filter, file and print.

Nothing in it comes from elsewhere and nothing of the content is obeyed: Jinja2 escapes all of it,
`seen` spells out what would steer the page, and a content security policy with the hashes of our
own style and script lets nothing else run. The same input gives the same bytes; a date is shown
only where SOURCE_DATE_EPOCH sets one.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from claimlint import __version__
from claimlint.finding import ERROR, NOTE, SEVERITY_NAMES, WARNING
from claimlint.reports.compared import old_findings, told
from claimlint.reports.html_safety import followed, named, policy, seen
from claimlint.reports.html_views import document_view, excerpt, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.reports.html_views import Claim, View
    from claimlint.rulebook.model import Rule, Source
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived

CAP = 5_000
"""Findings in one file: as many as a browser opens at once; the worst are kept. Of waived ones, as
many are listed."""

EXCERPT_ABOVE = 60_000
"""Characters of text above which a document is shown around its claims only."""

TEXT_ROOM = 3_000_000
"""Characters of text in one report; documents after that are shown around their claims only."""

CLEAN_ROOM = 300_000
"""Characters of text of documents without findings; those after that are listed only."""

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def begin(write: Callable[[str], None], context: Context) -> HtmlReport:
    """Begin an HTML report."""
    return HtmlReport(write, context)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document in the report.

    number: its place from 1; waived: how many of its findings are; hidden: findings beyond the cap.
    """

    number: int
    view: View
    counts: tuple[int, int, int]
    waived: int = 0
    hidden: int = 0


class HtmlReport:
    """Keeps what is to be shown of each file until the verdict, which comes first, is known."""

    __slots__ = ("_clean_room", "_context", "_held", "_room", "_shelves", "_waived", "_write")

    def __init__(self, write: Callable[[str], None], context: Context) -> None:
        self._write = write
        self._context = context
        self._shelves: list[Shelf] = []
        self._waived: list[Waived] = []
        self._held = 0
        self._room = TEXT_ROOM
        self._clean_room = CLEAN_ROOM

    def add(self, checked: Checked) -> None:
        """Keep a file's text, its findings and what was waived in it."""
        self._waived += checked.waived
        if checked.document is None:
            return
        size = len(checked.document.text)
        view = document_view(checked.document, checked.findings, min(EXCERPT_ABOVE, self._room))
        if checked.findings:
            self._room = max(0, self._room - size)
        elif size <= self._clean_room and not view.excerpt:
            self._clean_room -= size
        else:
            view = excerpt(view)
        number = len(self._shelves) + 1
        counts = _counts(checked.findings)
        self._shelves.append(Shelf(number, view, counts, len(checked.waived)))
        self._held += len(view.claims)
        if self._held > CAP + CAP // 10:
            self._keep_worst()

    def _keep_worst(self) -> None:
        """Let go of all findings but the worst `CAP`, the first of those that are alike."""
        self._shelves = capped(self._shelves, CAP)
        self._held = sum(len(shelf.view.claims) for shelf in self._shelves)

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write the page."""
        self._keep_worst()
        shelves = numbered(self._shelves)
        values = page(shelves, totals, notices, self._waived, self._context)
        for text in environment().get_template("report.html.jinja").generate(values):
            self._write(text)


def _counts(findings: Iterable[Finding]) -> tuple[int, int, int]:
    severities = [finding.severity for finding in findings]
    return severities.count(ERROR), severities.count(WARNING), severities.count(NOTE)


def capped(shelves: Sequence[Shelf], cap: int) -> list[Shelf]:
    """Return the shelves with the worst `cap` findings of all."""
    held = [
        (-claim.finding.severity, number, place)
        for number, shelf in enumerate(shelves)
        for place, claim in enumerate(shelf.view.claims)
    ]
    if len(held) <= cap:
        return list(shelves)
    kept: dict[int, list[int]] = {}
    for _, number, place in sorted(held)[:cap]:
        kept.setdefault(number, []).append(place)
    result = []
    for number, shelf in enumerate(shelves):
        claims = tuple(shelf.view.claims[place] for place in sorted(kept.get(number, ())))
        gone = len(shelf.view.claims) - len(claims)
        view = replace(shelf.view, claims=claims)
        result.append(replace(shelf, view=view, hidden=shelf.hidden + gone))
    return result


def numbered(shelves: Iterable[Shelf]) -> list[Shelf]:
    """Return the shelves with findings numbered through, each with an id of its own."""
    used: dict[str, int] = {}
    number = 0
    result = []
    for shelf in shelves:
        claims = []
        for claim in shelf.view.claims:
            number += 1
            anchor = named("f", claim.finding.fingerprint or str(number))
            used[anchor] = used.get(anchor, 0) + 1
            if used[anchor] > 1:
                anchor = f"{anchor}.{used[anchor]}"
            claims.append(replace(claim, number=number, anchor=anchor))
        result.append(replace(shelf, view=replace(shelf.view, claims=tuple(claims))))
    return result


# -- what the template is given


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule as the appendix shows it, with the findings that it made."""

    id: str
    anchor: str
    title: str
    severity: int
    category: str
    why: str
    advice: str
    sources: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A source as cards and the appendix show it; url: "" where there is none to follow."""

    id: str
    number: int
    anchor: str
    authority: str
    place: str
    title: str
    url: str
    summary: str
    is_verified: bool


def page(
    shelves: Sequence[Shelf],
    totals: Totals,
    notices: Sequence[Notice],
    waived: Sequence[Waived],
    context: Context,
) -> dict[str, Any]:
    """Return the values of the template."""
    style, script = _own("report.css"), _own("report.js")
    claims = [claim for shelf in shelves for claim in shelf.view.claims]
    known = context.book.by_id if context.book is not None and claims else {}
    sources = context.book.sources if context.book is not None and claims else {}
    notes = rule_notes(claims, known)
    seen_better = old_findings(context.lists)
    return {
        "style": Markup(style),  # noqa: S704  (our own file)
        "script": Markup(script),  # noqa: S704  (our own file)
        "policy": policy(style, script),
        "version": __version__,
        "digest": context.digest,
        "date": date(os.environ.get("SOURCE_DATE_EPOCH", "")),
        "inputs": context.inputs,
        "totals": totals,
        "shelves": shelves,
        "claims": claims,
        "found": totals.errors + totals.warnings + totals.notes,
        "hidden": sum(shelf.hidden for shelf in shelves),
        "with_findings": sum(1 for shelf in shelves if any(shelf.counts)),
        "limits": limits(context.settings),
        "rules_run": context.book.size if context.book is not None else 0,
        "compared": told(context.lists, sum(item.kind == "baseline" for item in waived)),
        "unread": [n for n in notices if n.level == "error"],
        "noticed": [n for n in notices if n.level != "error" and n not in seen_better],
        "waived": waived[:CAP],
        "unlisted": max(0, len(waived) - CAP),
        "notes": notes,
        "titles": {note.id: note.title for note in notes},
        "anchors": {note.id: note.anchor for note in notes},
        "provisions": provisions(claims, notes, sources),
        "categories": tallied(claim.finding.category for claim in claims),
        "rows": rows,
        "why": why,
    }


def rule_notes(claims: Iterable[Claim], known: Mapping[str, Rule]) -> list[RuleNote]:
    """Return the rules that made findings, the gravest first, then by title."""
    by_rule: dict[str, list[Claim]] = {}
    for claim in claims:
        by_rule.setdefault(claim.finding.rule, []).append(claim)
    notes = []
    for name, found in by_rule.items():
        finding, rule = found[0].finding, known.get(name)
        notes.append(
            RuleNote(
                id=name,
                anchor=named("r", name),
                title=rule.title if rule else name,
                severity=max(claim.finding.severity for claim in found),
                category=finding.category,
                why=rule.why if rule else why(finding),
                advice=rule.advice if rule else finding.advice,
                sources=tuple(rule.sources if rule else finding.sources),
                claims=tuple(found),
            )
        )
    return sorted(notes, key=lambda note: (-note.severity, note.title, note.id))


def provisions(
    claims: Iterable[Claim], notes: Iterable[RuleNote], known: Mapping[str, Source]
) -> dict[str, Provision]:
    """Return the sources that findings and their rules name, by id, in order of id."""
    names = {name for claim in claims for name in claim.finding.sources}
    names.update(name for note in notes for name in note.sources)
    result = {}
    for number, name in enumerate(sorted(names), 1):
        source = known.get(name)
        result[name] = Provision(
            id=name,
            number=number,
            anchor=named("s", name),
            authority=source.authority if source else "",
            place=source.jurisdiction.upper() if source else "",
            title=source.provision if source else name,
            url=followed(source.url) if source else "",
            summary=source.summary if source else "",
            is_verified=bool(source.verified) if source else True,
        )
    return result


def limits(settings: Any) -> list[str]:
    """Return what the settings of a run leave out."""
    if settings is None:
        return []
    said = []
    if not settings.strict:
        said.append("Notes (vague, weakly hedged wording) were not asked for; --strict adds them.")
    if settings.packs is not None:
        said.append(f"Only these rule packs were used: {', '.join(settings.packs)}.")
    if settings.select:
        said.append(f"Only these rules or categories were used: {', '.join(settings.select)}.")
    if settings.ignore:
        said.append(f"These rules or categories were switched off: {', '.join(settings.ignore)}.")
    if settings.jurisdictions:
        places = ", ".join(place.upper() for place in settings.jurisdictions)
        said.append(f"Rules of these places were used: {places}.")
    if settings.exclude:
        said.append(
            f"Files that match these patterns were left out: {', '.join(settings.exclude)}."
        )
    said += [
        f"Settings of their own apply to files that match: {', '.join(override.paths)}."
        for override in settings.overrides
    ]
    return said


def why(finding: Finding) -> str:
    """Return why a finding was made: its message without the words it repeats."""
    message: str = finding.message
    return message.removeprefix(f"'{finding.text}': ")


def tallied(names: Iterable[str]) -> list[tuple[str, int]]:
    """Return names in order, each with how often it occurs."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items())


def date(epoch: str) -> str:
    """Return the day (UTC) of SOURCE_DATE_EPOCH in words, "" where it is not set."""
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        return ""
    day = time.gmtime(int(epoch))
    return f"{day.tm_mday} {_MONTHS[day.tm_mon - 1]} {day.tm_year}"


# -- the template


def _own(name: str) -> str:
    """Return a file of the templates' folder; its line ends are LF wherever it was installed."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def environment() -> Environment:
    """Return the template environment: all is escaped, nothing missing is passed over."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["severity_name"] = SEVERITY_NAMES.__getitem__
    return made
