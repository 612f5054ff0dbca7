"""A few findings of every kind, the same for the golden test of each report format."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

from claimlint import reports
from claimlint.documents import extract
from claimlint.finding import ERROR, NOTE, WARNING, Edit, Finding, Guard, Notice, Rewrite
from claimlint.rulebook.model import Rule, Source
from claimlint.run import Checked, Totals
from claimlint.settings import Settings
from claimlint.waivers import Waived

GOLDEN = Path(__file__).parent / "golden"

PAGE = (
    "# Knee care\r\n"
    "\r\n"
    "Our gel is \U0001f600 *safe and effective*. It “rebuilds” worn\r\n"
    "cartilage for good, and it is safe &amp; effective at home.\r\n"
    "\r\n"
    "Soothing.\r\n"
)
NEWS = "Caf\u00e9 news: zorb | `cures` <b>100%</b> of colds, says @nobody in #12\n"


def rule(id, severity, sources=("xx-act-1",), when=(), **changes):
    made = Rule(
        id=id, pack="core", category=changes.pop("category", "safety"), severity=severity,
        title=changes.pop("title", f"Says {id}"), why=changes.pop("why", "Nobody has measured it."),
        sources=sources, match=(), except_=(), needs=(), unless=(), where=(), guards=(),
        advice=changes.pop("advice", "Say what was measured."), rewrites=(), jurisdictions=(),
        flag=(("Our gel is safe.", "paragraph", "", "", 0, "", 1),),
        pass_=(("Is it safe?", "paragraph", "", "", 0, "", 1),),
        path="rules/core/x.yaml", line=1, when=when,
    )  # fmt: skip
    return made._replace(**changes)


def source(id, authority, jurisdiction, url=""):
    return Source(id, authority, jurisdiction, f"Act of {id}", url, "Be honest.", True, "", ())


RULES = (
    rule("safe-effective", ERROR, ("xx-act-1", "yy-code-2")),
    rule("regrowth", WARNING, category="regeneration", why='"Rebuilds" is a {strong} word.'),
    rule("praise", NOTE, (), category="hype", advice=""),
    rule("no-risk-balance", WARNING, when=("safety",), why="The page names no risk."),
)
SOURCES = {
    "xx-act-1": source("xx-act-1", "Agency of X", "us", "https://example.org/act-1"),
    "yy-code-2": source("yy-code-2", "Council of Y", "uk"),
}


def book(rules=RULES, sources=None):
    """Return what reports use of a RuleBook."""
    return SimpleNamespace(
        rules=tuple(rules),
        size=len(rules),
        sources=SOURCES if sources is None else sources,
        by_id={rule.id: rule for rule in rules},
        jurisdictional=False,
        chosen={},
        labels=tuple((rule.id, rule.category, rule.jurisdictions) for rule in rules),
        digest="abc123",
    )


def finding(document, words, rule_id, *, nth=0, rewrites=(), **changes):
    """Return a finding of source text; `rewrites` are (applicability, description, edits)."""
    start = -1
    for _ in range(nth + 1):
        start = document.source.index(words, start + 1)
    end = start + len(words)
    about = {rule.id: rule for rule in RULES}[rule_id]
    line, column = document.position(start)
    end_line, end_column = document.position(end)
    text = changes.pop("text", " ".join(words.split()))
    made = Finding(
        path=document.path, start=start, end=end, line=line, column=column,
        end_line=end_line, end_column=end_column, rule=rule_id, category=about.category,
        severity=about.severity, scope="document" if about.when else "span",
        message=about.why if about.when else f"'{text}': {about.why}", text=text,
        segment=changes.pop("segment", text), block="paragraph", guards=(),
        sources=about.sources, fingerprint=f"{rule_id}-{nth}", rewrites=tuple(rewrites),
        advice=about.advice, related=(),
    )  # fmt: skip
    return made._replace(**changes)


def page():
    """Return a Markdown page in a folder with a space in its name."""
    document = extract("my pages/knee.md", PAGE)
    second = "It “rebuilds” worn cartilage for good, and it is safe & effective at home."
    claim = "safe and effective"
    at = PAGE.index(claim)
    again = PAGE.index("safe &amp; effective")
    reword = Rewrite("safe", "Say what was studied", (Edit(at, at + len(claim), "under study"),))
    apart = Rewrite(
        "review",
        "Leave both adjectives out",
        (Edit(again, again + 4, "studied"), Edit(again + 11, again + 20, "used")),
    )
    first = "Our gel is \U0001f600 safe and effective."
    return document, (
        finding(document, claim, "safe-effective", segment=first, rewrites=[reword]),
        finding(
            document, "“rebuilds” worn\r\ncartilage", "regrowth", segment=second,
            guards=(Guard("hedged", "may", "lower"),),
        ),
        finding(document, "for good", "regrowth", segment=second),
        finding(
            document, "safe &amp; effective", "safe-effective", text="safe & effective",
            segment=second, rewrites=[apart],
        ),
        finding(document, "at home", "regrowth", segment=second),
        finding(document, "Soothing.", "praise"),
    )  # fmt: skip


def news():
    """Return a plain text with characters that mean something in some format."""
    document = extract("news,a:b.txt", NEWS)
    words = "zorb | `cures` <b>100%</b> of colds, says @nobody in #12"
    return document, (finding(document, words, "no-risk-balance"),)


NOTICES = (
    Notice("gone.md", "error", "no such file or folder"),
    Notice("my pages/knee.md", "warning", "not valid UTF-8 here", 3, 2),
)


def waived():
    """Return the page as a file of which two findings are waived, one in it and one by a list."""
    document, found = page()
    given = (Waived(found[0], "comment", "quotes | a *label*"), Waived(found[2], "baseline", ""))
    return Checked(document.path, document, (found[1], *found[3:]), (), given)


def checked(*pairs):
    """Return pairs (document, findings) as checked files."""
    return [Checked(document.path, document, tuple(found), ()) for document, found in pairs]


def totals_of(files):
    counts = [0, 0, 0, 0]
    waived = sum(len(file.waived) for file in files)
    for file in files:
        for found in file.findings:
            counts[found.severity] += 1
    return Totals(len(files), counts[ERROR], counts[WARNING], counts[NOTE], waived)


def written(format, files=None, notices=NOTICES, totals=None, **context):
    """Return what a format writes for some checked files; without any for the sample."""
    if files is None:
        files = checked(page(), news(), (extract("clean.md", "Nothing here.\n"), ()))
    parts = []
    given = {"digest": "abc123", "book": book(), "settings": Settings(folder="/"), **context}
    report = reports.begin(format, parts.append, reports.Context(**given))
    for file in files:
        report.add(file)
    report.finish(totals or totals_of(files), notices)
    return "".join(parts)


def assert_golden(name, text):
    """Compare a text with a golden file; with UPDATE_GOLDEN=1 the file is written instead."""
    path = GOLDEN / name
    data = text.encode("utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data, f"see the change: UPDATE_GOLDEN=1 pytest, git diff {name}"
