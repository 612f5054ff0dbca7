#!/usr/bin/env python3
"""Apply every rewrite that is offered in some files, and measure how well they read.

    python bench/rewrite_quality.py PATHS... [--catalogue FILE] [--sample N] [--bars]

For each applicability it prints:
  grammar    new findings of harper.js (npm: harper.js; its place: --harper FOLDER)
  parse      sentences that link-grammar cannot parse whole, where it could before (link-parser);
             headings, list items without a verb and the like are no sentences
  house      stacked hedges, wrong forms behind a modal or `to`, a/an, a claim left unhedged
  topic      share of the content words of the sentence that are still there
  clean      lints clean in strict mode where it was changed, and is not reworded again
and the share of warnings and errors (outside advice-only categories) that carry a rewrite. What is
not installed is left out, and said. PATHS are folders, content files, and JSONL files of sentences
(text, kind), if named. --bars exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, HERE)

from claimlint.checks import check  # noqa: E402
from claimlint.checks.page import WHOLE  # noqa: E402
from claimlint.documents import decode, extract, format_of  # noqa: E402
from claimlint.finding import WARNING  # noqa: E402
from claimlint.rewrites.apply import edited  # noqa: E402
from claimlint.rewrites.book import rewrite_book  # noqa: E402
from claimlint.rewrites.offer import Rewriter  # noqa: E402
from claimlint.rulebook.compile import rulebook  # noqa: E402

BARS = {
    "safe": {"grammar": 0.01, "parse": 0.04, "house": 0.0, "topic": 0.80},
    "review": {"grammar": 0.01, "parse": 0.04, "house": 0.02, "topic": 0.55},
}
"""What is allowed at most (`topic`: asked for at least)."""

COVERAGE, CATALOGUE = 0.45, 0.70

Pair = collections.namedtuple("Pair", "level before after rule text clean unit")

HOUSE = {
    "stacked hedge": r"\b(?:may|might|can|could) (?:has|have) not\b"
    r"|\bnot been (?:shown|proven) to (?:may|might|can|could|help to)\b",
    "form behind a modal or to": r"\b(?:may|might|can|could|will|must) (?:has|is|are|does)\b"
    r"|\bto (?:has|is|are|does|was)\b",
    "lost negation": r"\b(?:has|have) been not\b|\bnot not\b",
    "a or an": r"\ba (?=[aeio])(?!one\b|once\b|eu)"
    r"|\ban (?=[bcdfgjklmnpqrstvwxyz][a-z])(?!hour|hono|heir)",
    "stranded word": r"\b(?:and|or|the|an?|of|to|with|by|for)[.!?]?$",
    "punctuation": r"  |\s[,.;](?!\w)|,[,.]",
}
STOP = frozenset(
    "a an the of for in on to and or with by from at as is are was were be been has have had not it"
    " its this that these those our your you we they their will can may might could would".split()
)


def sentence_around(text: str, start: int, end: int, segment: str) -> tuple[int, int]:
    """Return where a shown segment stands in the visible text around a range."""
    pattern = r"\s+".join(re.escape(word) for word in segment.split())
    for found in re.finditer(pattern, text):
        if found.start() <= start and end <= found.end():
            return found.span()
    return start, end


SHAPES = {"heading": "## {}", "listitem": "- {}", "quote": "> {}", "button": "<button>{}</button>"}
"""How a sentence of a JSONL file is written down, by its kind (others: as it is)."""


def documents(paths: list[str]):
    """Yield the documents of files; each sentence of a JSONL file (text, kind) is one."""
    for path in paths:
        with open(path, "rb") as handle:
            source = decode.read(handle.read(), path).source
        if not path.endswith(".jsonl"):
            yield extract(path, source)
            continue
        for number, line in enumerate(source.splitlines(), 1):
            row = json.loads(line)
            shape = SHAPES.get(row["kind"], "{}")
            name = f"{path}-{number}.{'html' if shape.startswith('<') else 'md'}"
            yield extract(name, shape.format(row["text"]) + "\n")


def pairs_of(paths: list[str], book, rewriter: Rewriter) -> tuple[list[Pair], collections.Counter]:
    """Return every offered rewrite with its sentence before and after, and what was counted."""
    never = rewrite_book(book).never
    pairs, counts = [], collections.Counter()
    for document in documents(paths):
        found = check(document, book)
        for finding in rewriter.reworded(document, found):
            if finding.scope != "span" or finding.severity < WARNING:
                continue
            if finding.category in never["categories"] or finding.rule in never["rules"]:
                continue
            if any(guard.name == "testimonial" for guard in finding.guards):
                continue
            counts["claims"] += 1
            counts["reworded"] += bool(finding.rewrites)
            counts["safe"] += any(r.applicability == "safe" for r in finding.rewrites)
            for rewrite in finding.rewrites:
                pairs.append(pair_of(document, finding, rewrite, book, rewriter))
    return pairs, counts


def pair_of(document, finding, rewrite, book, rewriter) -> Pair:
    """Return a rewrite as a sentence before and after."""
    new = extract(document.path, edited(document.source, rewrite.edits))
    # The visible texts differ in this segment only.
    low = 0
    old_text, new_text = document.text, new.text
    while low < min(len(old_text), len(new_text)) and old_text[low] == new_text[low]:
        low += 1
    high = 0
    limit = min(len(old_text), len(new_text)) - low
    while high < limit and old_text[-1 - high] == new_text[-1 - high]:
        high += 1
    start, end = sentence_around(old_text, low, len(old_text) - high, finding.segment)
    before = " ".join(old_text[start:end].split())
    after = " ".join(new_text[start : end + len(new_text) - len(old_text)].split())
    left = [
        f for f in rewriter.reworded(new, check(new, book))
        if f.rule == finding.rule and f.segment == after and f.text == finding.text
    ]  # fmt: skip
    unit = finding.block in WHOLE or after.startswith(("Not shown", "Effect on", "Ask "))
    return Pair(
        rewrite.applicability, before, after, finding.rule, finding.text, not left, unit
    )  # fmt: skip


def house(pair: Pair) -> list[str]:
    """Return the house checks that a rewrite newly fails."""
    failed = []
    for name, pattern in HOUSE.items():
        if len(re.findall(pattern, pair.after)) > len(re.findall(pattern, pair.before)):
            failed.append(name)
    if pair.before == pair.after:
        failed.append("nothing changed")
    return failed


def topic(pair: Pair) -> float:
    """Return the share of content words that are kept, by their first five letters."""

    def stems(text: str) -> list[str]:
        return [w[:5] for w in re.findall(r"[a-z]{3,}", text.lower()) if w not in STOP]

    before, after = stems(pair.before), set(stems(pair.after))
    return sum(word in after for word in before) / len(before) if before else 1.0


_HARPER = """
import * as harper from 'harper.js';
import fs from 'fs';
const binary = harper.binary ?? (await import('harper.js/binary')).binary;
const linter = new harper.LocalLinter({ binary });
const texts = JSON.parse(fs.readFileSync(0, 'utf8'));
const out = [];
for (const text of texts) {
  const lints = await linter.lint(text);
  out.push(lints.map((l) => l.lint_kind() + ': ' + l.get_problem_text()));
}
console.log(JSON.stringify(out));
"""


def harper(texts: list[str], folder: str) -> list[list[str]] | None:
    """Return what harper.js says of each text; None where it is not installed."""
    node = shutil.which("node")
    if not node or not os.path.isdir(os.path.join(folder, "node_modules", "harper.js")):
        return None
    script = os.path.join(folder, "claimlint-harper.mjs")
    with open(script, "w", encoding="utf-8") as handle:
        handle.write(_HARPER)
    done = subprocess.run(
        [node, script], input=json.dumps(texts), capture_output=True, text=True, check=False,
        cwd=folder,
    )  # fmt: skip
    if done.returncode:
        print(f"harper.js: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(done.stdout)


def link_grammar(texts: list[str]) -> list[bool] | None:
    """Tell of each text whether link-grammar parses it whole; None where it is not installed.

    One process reads all of them, a line each.
    """
    parser = shutil.which("link-parser")
    if not parser:
        return None
    lines = [re.sub(r"^[!%]+", "", text) or "-" for text in texts]
    done = subprocess.run(
        [parser, "en", "-verbosity=1", "-timeout=3", "-limit=100", "-graphics=0"],
        input="\n".join(lines) + "\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    # An answer says how many linkages there are, and before that, if so, that none is complete.
    said = re.findall(r"^(No complete linkages|Found \d+ linkages?.*)", done.stdout, re.MULTILINE)
    answers: list[bool] = []
    for line in said:
        if line.startswith("No complete"):
            answers.append(False)
        elif "null count" not in line:
            answers.append(True)
    if len(answers) != len(lines):
        print(f"link-grammar answered {len(answers)} of {len(lines)}", file=sys.stderr)
        return None
    return answers


def measures(pairs: list[Pair], folder: str, parse: bool) -> dict[str, float]:
    """Return the measures of some rewrites."""
    texts = [pair.before for pair in pairs] + [pair.after for pair in pairs]
    size = len(pairs)
    result: dict[str, float] = {"rewrites": size}
    said = harper(texts, folder)
    if said is not None:
        new = [
            (pair, fresh) for pair, old, now in zip(pairs, said[:size], said[size:], strict=True)
            if (fresh := [lint for lint in now if lint not in old and worse(lint, pair)])
        ]  # fmt: skip
        result["grammar"] = len(new) / size
        show("grammar", [(pair, "; ".join(lints)) for pair, lints in new])
    sentences = [p for p in pairs if not p.unit]
    texts = [p.before for p in sentences] + [p.after for p in sentences]
    whole = link_grammar(texts) if parse and sentences else None
    if whole is not None:
        half = len(sentences)
        both = zip(sentences, whole[:half], whole[half:], strict=True)
        lost = [pair for pair, old, now in both if old and not now]
        result["parse"] = len(lost) / half
        show("parse", [(pair, "") for pair in lost])
    failed = [(pair, ", ".join(names)) for pair in pairs if (names := house(pair))]
    show("house", failed)
    result["house"] = len(failed) / size
    result["topic"] = statistics.mean(topic(pair) for pair in pairs)
    result["clean"] = sum(pair.clean for pair in pairs) / size
    return result


def worse(lint: str, pair: Pair) -> bool:
    """Tell whether a lint is about the rewrite: not about length, nor a word that stood there."""
    kind, _, words = lint.partition(": ")
    if kind == "Readability":
        return False
    return kind != "Spelling" or words.lower() not in pair.before.lower()


def show(name: str, found: list[tuple[Pair, str]]) -> None:
    """Print the rewrites that failed a measure."""
    for pair, why in found[:12]:
        print(f"  {name}: {pair.after}  [{why or pair.rule}]")


def catalogue(path: str, book, rewriter: Rewriter) -> float:
    """Print the score over pairs of sentences by an editor; return the share that is matched."""
    rank = {"safe": 0, "review": 1, "advice": 2}
    with open(path, encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    good = asked = edited_advice = higher = 0
    dirty = []
    for row in rows:
        findings, _ = lint(row, row["before"], book, rewriter)
        levels = [rank[r.applicability] for f in findings for r in f.rewrites]
        if row["applicability"] == "advice":
            edited_advice += bool(levels)
        else:
            asked += 1
            good += bool(levels) and min(levels) <= rank[row["applicability"]]
            higher += bool(levels) and min(levels) > rank[row["applicability"]]
        if row["after"]:
            left, _ = lint(row, row["after"], book, rewriter)
            dirty += [(row["after"], f.rule) for f in left if f.scope == "span"]
    print(f"catalogue: {good}/{asked} = {good / asked:.3f} matched; {higher} only as higher; "
          f"{edited_advice} of {len(rows) - asked} advice rows edited")  # fmt: skip
    for text, rule in dirty:
        print(f"  an editor's text is flagged: {rule}: {text}")
    return good / asked


def lint(row: dict, text: str, book, rewriter: Rewriter):
    """Return the reworded findings of a sentence in the kind of block that its row names."""
    form = row["form"]
    path, source = "page.md", text + "\n"
    if form.startswith("heading") or form == "title":
        source = f"## {source}"
    elif form.startswith("list"):
        source = f"- {source}"
    elif form == "button":
        path, source = "page.html", f"<button>{text}</button>"
    elif form == "alt-text":
        source = f"![{text}](picture.png)\n"
    elif form == "table-cell":
        source = f"| Topic | Note |\n|---|---|\n| {text} | x |\n"
    document = extract(path, source)
    return rewriter.reworded(document, check(document, book)), document


def files(paths: list[str]) -> list[str]:
    """Return the content files of some paths."""
    result = []
    for path in paths:
        if os.path.isfile(path):
            result.append(path)
        for folder, _, names in os.walk(path):
            result += [os.path.join(folder, name) for name in names if format_of(name)]
    return sorted(result)


def main() -> int:
    """Measure, print, and with --bars tell whether the bars are held."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("paths", nargs="*")
    options.add_argument("--catalogue")
    options.add_argument("--harper", default=os.getcwd(), help="where harper.js is installed")
    options.add_argument("--no-parse", action="store_true", help="leave link-grammar out")
    options.add_argument("--sample", type=int, default=0, help="print so many rewrites to read")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--bars", action="store_true")
    given = options.parse_args()
    book = rulebook()
    rewriter = Rewriter(book)
    held = True
    if given.paths:
        pairs, counts = pairs_of(files(given.paths), book, rewriter)
        share = counts["reworded"] / max(1, counts["claims"])
        print(f"coverage: {counts['reworded']}/{counts['claims']} = {share:.3f} carry a rewrite, "
              f"{counts['safe']} of them a safe one")  # fmt: skip
        held = share >= COVERAGE
        for level, bars in BARS.items():
            chosen = list(dict.fromkeys(p for p in pairs if p.level == level))
            if not chosen:
                continue
            found = measures(chosen, given.harper, not given.no_parse)
            shown = ", ".join(
                f"{name} {value:.3f}" if name != "rewrites" else f"{value} rewrites"
                for name, value in found.items()
            )
            missing = [name for name in bars if name not in found]
            print(
                f"{level}: {shown}" + (f"; not measured: {', '.join(missing)}" if missing else "")
            )
            for name, bar in bars.items():
                if name in found:
                    held &= found[name] >= bar if name == "topic" else found[name] <= bar
            held &= found["clean"] == 1.0
        read = list(dict.fromkeys(pairs))
        random.Random(given.seed).shuffle(read)  # noqa: S311 - a sample to read
        for number, pair in enumerate(read[: given.sample], 1):
            print(f"{number:3} {pair.level:6} {pair.rule}\n    - {pair.before}\n    + {pair.after}")
    if given.catalogue:
        held &= catalogue(given.catalogue, book, rewriter) >= CATALOGUE
    return 0 if held or not given.bars else 1


if __name__ == "__main__":
    sys.exit(main())
