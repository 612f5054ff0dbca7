"""A page of documentation for each rule, and indexes by category and by provision, as Markdown."""

from __future__ import annotations

import os
import re

from claimlint.finding import SEVERITY_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule, Source

    Measured = Mapping[str, Sequence[int]]

_MARKS = re.compile(r"([\\`*_{}\[\]<>|#])")


def plain(text: str) -> str:
    """Return text so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def page(rule: Rule, sources: Mapping[str, Source], measured: Measured) -> str:
    """Return the page of a rule.

    measured: rule id -> sentences it flagged in labelled text, those that were labelled as
    claims, and those labelled with its category.
    """
    places = ", ".join(rule.jurisdictions) or "everywhere"
    lines = [
        f"# {rule.id}",
        "",
        f"{plain(rule.title)}.",
        "",
        "| category | severity | pack | applies |",
        "|---|---|---|---|",
        f"| {rule.category} | {_severity(rule)} | {rule.pack} | {places} |",
        "",
        "## Why",
        "",
        plain(rule.why),
        "",
    ]
    if rule.advice:
        lines += ["## What to write instead", "", plain(rule.advice), ""]
    lines += ["## Flagged", "", *_examples(rule.flag), ""]
    lines += ["## Not flagged", "", *_examples(rule.pass_), ""]
    lines += ["## Sources", "", "| provision | says | read |", "|---|---|---|"]
    lines += [_source(sources[name]) for name in rule.sources]
    lines += ["", "## Measured", "", _figures(measured.get(rule.id)), ""]
    return "\n".join(lines)


def _severity(rule: Rule) -> str:
    elsewhere = "".join(
        f", {SEVERITY_NAMES[severity]} in {place}" for place, severity in rule.severity_in
    )
    return SEVERITY_NAMES[rule.severity] + elsewhere


def _examples(examples: Sequence[Sequence[object]]) -> list[str]:
    lines = []
    for text, kind, under, page, _, because, _ in examples:
        notes = [str(kind)] if kind != "paragraph" else []
        notes += [f'under "{plain(str(under))}"'] if under else []
        notes += [f'on a page that says "{plain(str(page))}"'] if page else []
        notes += [str(because)] if because else []
        lines.append(f"- {plain(str(text))}" + (f" ({'; '.join(notes)})" if notes else ""))
    return lines


def _source(source: Source) -> str:
    name = plain(f"{source.authority}: {source.provision}")
    linked = f"[{name}]({source.url})" if source.url.startswith("http") else name
    read = f"yes, {source.checked}" if source.verified else "not yet verified"
    return f"| {linked} (`{source.id}`) | {plain(source.summary)} | {read} |"


def _figures(row: Sequence[int] | None) -> str:
    if not row or not row[0]:
        return "No labelled sentence was flagged by this rule alone."
    flagged, right, named = row
    return (
        f"Of {flagged} labelled sentences that it flagged, {right} were labelled as claims"
        f" ({right / flagged:.0%}), {named} of them with this category."
    )


def index(book: RuleBook) -> str:
    """Return the index of all rules, by category and by provision."""
    rules = sorted(book.rules, key=lambda rule: str(rule.id))
    lines = ["# Rules", "", f"{len(rules)} rules, by category and by provision.", ""]
    for category in sorted({rule.category for rule in rules}):
        lines += [f"## {category}", ""]
        lines += [
            f"- [{rule.id}]({rule.id}.md) ({SEVERITY_NAMES[rule.severity]}): {plain(rule.title)}"
            for rule in rules
            if rule.category == category
        ]
        lines.append("")
    lines += ["## By provision", "", "| provision | rules |", "|---|---|"]
    for name, source in sorted(book.sources.items()):
        citing = [f"[{r.id}]({r.id}.md)" for r in rules if name in r.sources]
        if citing:
            shown = plain(f"{source.authority}: {source.provision}")
            lines.append(f"| {shown} (`{name}`) | {', '.join(citing)} |")
    return "\n".join(lines) + "\n"


def pages(book: RuleBook, measured: Measured) -> dict[str, str]:
    """Return file name -> text of every page."""
    sources = book.sources
    result = {f"{rule.id}.md": page(rule, sources, measured) for rule in book.rules}
    result["README.md"] = index(book)
    return result


def write(book: RuleBook, folder: str, measured: Measured) -> int:
    """Write all pages into a folder, remove pages of rules that are gone, return how many."""
    os.makedirs(folder, exist_ok=True)
    wanted = pages(book, measured)
    for name in os.listdir(folder):
        if name.endswith(".md") and name not in wanted:
            os.unlink(os.path.join(folder, name))
    for name, text in wanted.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return len(wanted)
