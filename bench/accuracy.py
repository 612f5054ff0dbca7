#!/usr/bin/env python3
"""Score the rules against labelled sentences and write docs/accuracy.md and docs/accuracy.json.

    python bench/accuracy.py NAME=LABELS.jsonl[,MORE.jsonl] [NAME=...] [--write]

LABELS holds an object a line: {"text", "kind", "doc", "severity": 0-3, "families": [...]}. Segments
of one `doc` are one page. As a reviewer sees it, a sentence is flagged or not: severity 2 and 3
count as positives, 1 counts neither way (with --strict: 1, 2 and 3 are positives and notes are
reported as well). Precision and recall of a rule: of the sentences it flags, those labelled as
flaggable; of those, the ones whose label names its category.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, HERE)

from claimlint.checks import Options, check, enabled  # noqa: E402
from claimlint.checks.match import candidates  # noqa: E402
from claimlint.checks.page import Page  # noqa: E402
from claimlint.documents import extract  # noqa: E402
from claimlint.rulebook.compile import RuleBook, rulebook  # noqa: E402

PREFIX = {
    "heading": "## ", "title": "# ", "list": "- ", "listitem": "- ", "quote": "> ",
}  # fmt: skip

Sentence = collections.namedtuple("Sentence", "entry found dropped")
Sentence.__doc__ = "A labelled segment, its findings, and why candidates in it were dropped."


def read(paths: list[str]) -> list[dict]:
    """Return the labelled segments of some files."""
    result = []
    for path in paths:
        with open(path, encoding="utf-8") as handle:
            result += [json.loads(line) for line in handle if line.strip()]
    return result


def pages(entries: list[dict]) -> list[list[dict]]:
    """Return the segments page by page."""
    grouped: dict[str, list[dict]] = {}
    for number, entry in enumerate(entries):
        grouped.setdefault(entry.get("doc") or f"segment {number}", []).append(entry)
    return list(grouped.values())


def look(entries: list[dict], book: RuleBook) -> list[Sentence]:
    """Return each segment with the findings on it."""
    result = []
    for page in pages(entries):
        lines, where = [], {}
        for entry in page:
            text = " ".join(entry["text"].split("\n")).strip()
            lines.append(PREFIX.get(entry.get("kind"), "") + text)
            where[len(lines)] = Sentence(entry, [], [])
            lines.append("")
        document = extract("page.md", "\n".join(lines) + "\n")
        for finding in check(document, book):
            if finding.scope == "span" and finding.line in where:
                where[finding.line].found.append(finding)
        page_of = Page(document, book)
        for candidate in candidates(page_of, enabled(book, Options())):
            start = page_of.text_of(candidate.block, candidate.match.first, candidate.match.stop)[0]
            line = document.position(document.source_range(start, start + 1)[0])[0]
            if line in where and not candidate.severity:
                where[line].dropped.append(candidate.reason.partition(":")[0])
        result += where.values()
    return result


def ratio(part: int, whole: int) -> float:
    """Return a share, rounded; 0 of 0 is 0."""
    return round(part / whole, 3) if whole else 0.0


def scores(sentences: list[Sentence], floor: int) -> dict[str, float]:
    """Return precision, recall and F1 of 'this sentence is flagged'."""
    right = wrong = missed = clean = named = level = 0
    for entry, found, _ in sentences:
        hits = [f for f in found if f.severity >= floor]
        if entry["severity"] >= floor:
            right += bool(hits)
            missed += not hits
            if hits:
                named += bool({f.category for f in hits} & set(entry["families"]))
                level += max(f.severity for f in hits) == entry["severity"]
        elif entry["severity"] == 0:
            clean += 1
            wrong += bool(hits)
    precision, recall = ratio(right, right + wrong), ratio(right, right + missed)
    return {
        "sentences": len(sentences),
        "positives": right + missed,
        "precision": precision,
        "recall": recall,
        "f1": ratio(2 * right, 2 * right + wrong + missed),
        "family named": ratio(named, right),
        "severity right": ratio(level, right),
        "false alarms per 1,000 clean": round(1000 * wrong / clean, 1) if clean else 0.0,
    }


def categories(sentences: list[Sentence]) -> dict[str, list[int]]:
    """Return category -> [labelled at 2 or 3, of these flagged, of these named]."""
    table: dict[str, list[int]] = {}
    for entry, found, _ in sentences:
        if entry["severity"] >= 2:
            hits = [f for f in found if f.severity >= 2]
            for family in entry["families"]:
                row = table.setdefault(family, [0, 0, 0])
                row[0] += 1
                row[1] += bool(hits)
                row[2] += any(f.category == family for f in hits)
    return dict(sorted(table.items()))


def misses(sentences: list[Sentence]) -> dict[str, int]:
    """Return kind -> number of the sentences labelled 2 or 3 that a plain run does not flag.

    Kinds: `no rule`, `note only`, and what took the claim back: a guard or a rule's condition.
    """
    kinds: collections.Counter[str] = collections.Counter()
    for entry, found, dropped in sentences:
        if entry["severity"] >= 2 and not any(f.severity >= 2 for f in found):
            kinds["note only" if found else dropped[0] if dropped else "no rule"] += 1
    return dict(kinds.most_common())


def rules(sentences: list[Sentence]) -> dict[str, list[int]]:
    """Return rule -> [sentences flagged, labelled flaggable, labelled with its category]."""
    table: dict[str, list[int]] = {}
    for entry, found, _ in sentences:
        for rule, category in {(f.rule, f.category) for f in found}:
            row = table.setdefault(rule, [0, 0, 0])
            row[0] += 1
            row[1] += entry["severity"] > 0
            row[2] += category in entry["families"]
    return dict(sorted(table.items()))


def precision(table: dict[str, list[int]]) -> str:
    """Return rules/precision.yaml: what each rule flagged, and how much of it was flaggable."""
    head = (
        "# How often a rule was right: of the labelled sentences that it flagged, those that are\n"
        "# flaggable. Written by bench/accuracy.py --write; SARIF reports name it as precision.\n\n"
    )
    return head + "".join(f"{rule}: [{row[0]}, {row[1]}]\n" for rule, row in table.items())


def sites(sentences: list[Sentence]) -> dict[str, dict[str, float]]:
    """Return the scores of each site (the part of `doc` before the first slash)."""
    grouped: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        grouped.setdefault(sentence.entry.get("doc", "").split("/")[0], []).append(sentence)
    return {name: scores(found, 2) for name, found in sorted(grouped.items())}


def markdown(results: dict[str, dict], book: RuleBook, date: str) -> str:
    """Return the page of figures."""
    lines = [
        "# Accuracy",
        "",
        f"Measured on {date} with {len(book.rules)} rules (rule set `{book.digest[:12]}`) by"
        " `python bench/accuracy.py`, as the module's docstring says. The labels follow one",
        "guideline: error and warning are what a reviewer must act on, a note is a weak or hedged",
        "claim. A plain run reports errors and warnings; `--strict` reports notes as well.",
        "",
    ]
    for name, result in results.items():
        lines += [f"## {name}", "", "| measure | plain | strict |", "|---|---|---|"]
        lines += [
            f"| {key} | {result['plain'][key]} | {result['strict'][key]} |"
            for key in result["plain"]
        ]
        lines += ["", "| category | labelled | flagged | named | recall |", "|---|---|---|---|---|"]
        lines += [
            f"| {key} | {row[0]} | {row[1]} | {row[2]} | {ratio(row[1], row[0])} |"
            for key, row in result["categories"].items()
        ]
        if result["misses"]:
            kinds = ", ".join(f"{kind} {count}" for kind, count in result["misses"].items())
            lines += ["", f"Misses by kind (plain): {kinds}."]
        spread = [s["f1"] for s in result["sites"].values() if s["positives"] >= 5]
        if len(spread) > 1:
            spread.sort()
            lines += [
                "",
                f"F1 by site ({len(spread)} sites with five or more positives): from {spread[0]}"
                f" to {spread[-1]}, median {spread[len(spread) // 2]}.",
            ]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Print the scores, and write the page and the figures if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="NAME=LABELS[,LABELS]")
    parser.add_argument("--date", default="")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    book = rulebook()
    results: dict[str, dict] = {}
    every: list[Sentence] = []
    for given in args.sets:
        name, _, paths = given.partition("=")
        sentences = look(read(paths.split(",")), book)
        every += sentences
        results[name] = {
            "plain": scores(sentences, 2),
            "strict": scores(sentences, 1),
            "categories": categories(sentences),
            "misses": misses(sentences),
            "sites": sites(sentences),
        }
        for floor in ("plain", "strict"):
            print(name, floor, *(f"{k} {v}" for k, v in results[name][floor].items()), sep="  ")
    if args.write:
        docs = os.path.join(HERE, "docs")
        with open(os.path.join(docs, "accuracy.md"), "w", encoding="utf-8") as file:
            file.write(markdown(results, book, args.date or "an unknown day"))
        figures = {"rules": rules(every)}
        with open(os.path.join(HERE, "rules", "precision.yaml"), "w", encoding="utf-8") as file:
            file.write(precision(figures["rules"]))
        with open(os.path.join(docs, "accuracy.json"), "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1, sort_keys=True)
            file.write("\n")


if __name__ == "__main__":
    main()
