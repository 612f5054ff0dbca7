#!/usr/bin/env python3
"""Measure claimlint: start-up, throughput, scaling, memory, cached runs, and other linters.

    python bench/run.py [--write] [--peers FOLDER]   the whole table; --write: docs/benchmarks.md
    python bench/run.py --short [--keep]             ratios against bench/reference.json
    python bench/run.py --costly [FILE ...]          which rules cost most, for who writes them

Every figure is the least CPU time (user and system, children included) of several runs of whole
processes that take turns, the corpus is made by corpus.py and always the same, and what is to be
compared between machines is a ratio: to `python -I -c pass`, or to a fixed piece of Python work
(measure.reference). `--short` fails when a ratio is more than 25 % above the one on file. Other
work on a machine only ever adds to the least time, so before it fails it measures again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from functools import partial

import corpus
import peers
from measure import HERE, MAKERS, Bench, Cost, least

KEPT = os.path.join(HERE, "reference.json")
DOCUMENT = os.path.join(os.path.dirname(HERE), "docs", "benchmarks.md")
MARK = "<!-- written by hand from here -->\n"
TARGETS = {"md": 6, "mdx": 3.5, "html": 10, "txt": 12}
ALLOWED = 1.25
ROUNDS = 4
"""How often `--short` measures before it calls a ratio too high."""

Row = tuple[str, str, str]


def ms(seconds: float) -> str:
    """Return milliseconds."""
    return f"{seconds * 1000:.1f} ms"


def start_up(bench: Bench) -> list[Row]:
    """Measure one article, and what its rules cost when they changed."""

    def compiled() -> Cost:
        bench.forget("rules-", "learned-", "stamp-")
        return bench.plain("article.md")

    bench.put("article.md", corpus.markdown(5_000))
    (changed,) = least([compiled], 3)
    bench.warm()
    none, version, warm = bench.least(
        bench.nothing, partial(bench.plain, "--version"), partial(bench.plain, "article.md")
    )
    fresh = []
    for number in range(9):
        bench.put(f"fresh{number}.md", corpus.markdown(5_000, seed=100 + number))
        fresh.append(bench.plain(f"fresh{number}.md").cpu)

    def row(name: str, value: float, target: str) -> Row:
        return name, f"{ms(value)} ({value / none.cpu:.2f} x)", target

    return [
        row("`python -I -c pass`", none.cpu, ""),
        row("`claimlint --version`", version.cpu, "20 ms"),
        row("`claimlint article.md` (5 KB), warm", warm.cpu, "40 ms"),
        row("another article of 5 KB, seen for the first time (median of 9)", sorted(fresh)[4], ""),
        row("rules changed", changed.cpu, "350 ms"),
        ("memory, one file", f"{warm.memory:.0f} MB", "25 MB"),
    ]


def throughput(bench: Bench, size: int) -> list[Row]:
    """Measure every format on a site of pages of 20 KB."""
    warm = bench.warm().cpu
    sizes = {ending: bench.site(ending, ending, size) for ending in MAKERS}
    for ending in sizes:
        bench.lint("--jobs", "1", ending)
    took = bench.least(*(partial(bench.lint, "--jobs", "1", ending) for ending in sizes))
    return [
        (
            f"{ending}, {whole / 1e6:.1f} MB",
            f"{whole / 1e6 / (one.cpu - warm):.2f} MB/s",
            f"{TARGETS[ending]} MB/s",
        )
        for (ending, whole), one in zip(sizes.items(), took, strict=True)
    ]


def rules(count: int) -> str:
    """Return a rule file with so many phrases that stand nowhere in the corpus."""
    head = (
        "- id: bench-{0}\n  category: efficacy\n  severity: warning\n  title: Bench {0}\n"
        "  why: Made for measuring.\n  sources: [us-ftc-act-5]\n  match:\n"
    )
    tail = "  examples: {flag: ['The zorb0x0 helps knees.'], pass: ['We sell chairs.']}\n"
    parts = []
    for rule in range(count // 10):
        parts.append(head.format(rule))
        for phrase in range(10):
            parts.append(
                f"    - '<treatment> (can|will) ...3 zorb{rule}x{phrase}|wobb{rule} <condition>'\n"
            )
        parts.append(tail)
    return "".join(parts)


def with_more_rules(bench: Bench) -> list[Row]:
    """Measure a site with thousands of phrases more."""
    counts = (0, 1_000, 3_000, 10_000)
    jobs = []
    for count in counts:
        words = ["--jobs", "1", "md"]
        if count:
            bench.put(f"rules{count}.yaml", rules(count))
            words = ["--rules", f"rules{count}.yaml", *words]
        for _ in range(2):
            bench.lint(*words)
        jobs.append(partial(bench.lint, *words))
    took = bench.least(*jobs)
    return [
        (
            f"{count:,} more phrases",
            f"{took[0].cpu / one.cpu:.2f} of the speed",
            "0.9" if count == 10_000 else "",
        )
        for count, one in zip(counts, took, strict=True)
    ]


def with_size(bench: Bench) -> list[Row]:
    """Measure one file of many sizes."""
    warm = bench.warm().cpu
    rows = []
    for length in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        bench.put("one.md", corpus.markdown(length))
        bench.lint("one.md")
        run = partial(bench.lint, "one.md")
        (took,) = least([run], bench.runs if length < 1e6 else 2)
        net = max(took.cpu - warm, 1e-3)
        speed = f", {length / 1e6 / net:.2f} MB/s" if length >= 100_000 else ""
        rows.append((f"one file of {length:,} bytes", f"{took.cpu:.3f} s{speed}", ""))
    return rows


def with_cores(bench: Bench) -> list[Row]:
    """Measure a site with several processes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    counts = sorted({1, 2, cores})
    took = bench.least(*(partial(bench.lint, "--jobs", str(count), "md") for count in counts))
    return [
        (f"--jobs {count}", f"{one.wall:.2f} s wall, {took[0].wall / one.wall:.2f} x", "")
        for count, one in zip(counts, took, strict=True)
    ]


def again(bench: Bench, size: int) -> list[Row]:
    """Measure the same site again, and the memory that a large one takes."""
    bench.lint("--jobs", "1", "md")
    (cold,) = bench.least(partial(bench.lint, "--jobs", "1", "md"))
    bench.lint("--jobs", "1", "md")
    (cached,) = bench.least(partial(bench.lint, "--jobs", "1", "md", fresh=False))
    whole = bench.site("large", "md", size)
    large = bench.lint("--jobs", "1", "large")
    return [
        ("the same site again, cached", f"{cold.cpu / cached.cpu:.1f} x faster", "20 x"),
        (f"memory, a site of {whole / 1e6:.0f} MB", f"{large.memory:.0f} MB", "150 MB (50 MB)"),
    ]


def editor(bench: Bench) -> list[Row]:
    """Measure what an editor waits for: a change of a document that the server has open."""
    from subprocess import run

    code = (
        "import sys; sys.path.insert(0, {here!r}); import editor; print(editor.rounds({size})[0])"
    )
    rows = []
    for size, target in ((5_000, "5 ms"), (100_000, "25 ms")):
        argv = [bench.python, "-c", code.format(here=HERE, size=size)]
        done = run(
            argv, cwd=bench.folder, env=bench.environment, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        name = f"a change in {size // 1000} KB of Markdown -> findings"
        rows.append((name, ms(float(done.stdout)), target))
    return rows


def short(bench: Bench, keep: bool) -> int:
    """Compare ratios with those on file; return the exit code."""
    sizes = {"md": 1_000_000, "html": 1_000_000}
    for ending, size in sizes.items():
        bench.site(ending, ending, size)
        for _ in range(2):
            bench.lint("--jobs", "1", ending)
    bench.warm()
    jobs = [
        bench.nothing,
        bench.reference,
        partial(bench.plain, "article.md"),
        *(partial(bench.lint, "--jobs", "1", ending) for ending in sizes),
    ]
    times = [9.0] * len(jobs)
    for attempt in range(ROUNDS):
        times = [min(a, b.cpu) for a, b in zip(times, bench.least(*jobs), strict=True)]
        none, fixed, one, *sites = times
        found = {"one article": (one - none) / (fixed - none)}
        found |= {
            f"1 MB of {e}": (t - one) / (fixed - none) for e, t in zip(sizes, sites, strict=True)
        }
        if keep and attempt + 1 == ROUNDS:
            with open(KEPT, "w", encoding="utf-8") as file:
                json.dump({name: round(ratio, 3) for name, ratio in found.items()}, file, indent=1)
                file.write("\n")
        with open(KEPT, encoding="utf-8") as file:
            known = json.load(file)
        slow = [name for name, ratio in found.items() if ratio > ALLOWED * known.get(name, 0)]
        if not slow and not keep:
            break
    for name, ratio in found.items():
        print(f"{name}: {ratio:.3f} of the fixed work; on file: {known.get(name, 0)}")
    if slow:
        print(f"slower than on file by more than {ALLOWED - 1:.0%}: {slow}", file=sys.stderr)
    return bool(slow)


def costly(paths: list[str]) -> None:
    """Print which rules cost most in some files (none: in the corpus), and to what end."""
    sys.path.insert(0, os.path.dirname(HERE))
    from claimlint.checks.match import candidates
    from claimlint.checks.page import Page
    from claimlint.documents import extract
    from claimlint.rulebook.automaton import HOT, positions
    from claimlint.rulebook.compile import rulebook

    texts = [("page.md", corpus.markdown(20_000, seed=number)) for number in range(50)]
    if paths:
        texts = []
        for path in paths:
            with open(path, encoding="utf-8", errors="replace") as file:
                texts.append((path, file.read()))
    book = rulebook()
    size, woken = 0, Counter()
    judged, kept = Counter(), Counter()
    for path, text in texts:
        document = extract(path, text)
        page = Page(document, book)
        size += len(document.text)
        scanner = book.phrases.scanner
        states = scanner.read(page.keys)
        woken.update(page.words[at] for at in positions(scanner.kinds(states), HOT))
        for candidate in candidates(page):
            judged[candidate.rule.id] += 1
            kept[candidate.rule.id] += candidate.severity > 0
    print(f"{size / 1e6:.2f} MB of text; for each MB:\n\njudged  kept  rule")
    for name, count in judged.most_common(25):
        print(f"{count * 1e6 / size:6.0f} {kept[name] * 1e6 / size:5.0f}  {name}")
    print("\nwords with which the rarest part of some phrase ends: they make a clause be looked at")
    for word, count in woken.most_common(40):
        print(f"{count * 1e6 / size:6.0f}  {word}")


def table(title: str, rows: list[Row]) -> str:
    """Return a Markdown table."""
    lines = [f"## {title}", "", "| what | measured | aim |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {a} | {b} | {c} |" for a, b, c in rows)]) + "\n"


def page(bench: Bench, size: int, large: int, folder: str) -> str:
    """Measure everything; return the tables."""
    parts = [
        "# Benchmarks\n",
        "Made by `bench/run.py`, which says how. Times are CPU time of whole\n"
        "processes on a shared machine with two cores; trust the ratios. All packs and guards are\n"
        "on.\n",
        table("Start-up", start_up(bench)),
        table("Throughput, one core", throughput(bench, size)),
    ]
    scaling = [*with_more_rules(bench), *with_size(bench), *with_cores(bench), *again(bench, large)]
    parts += [table("Scaling", scaling), table("In an editor", editor(bench))]
    rows = peers.rows(bench, folder)
    if rows:
        parts.append(table("Other linters, on the same Markdown (rules of their own)", rows))
    return "\n".join(parts)


def main() -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claimlint", default=".venv/bin/claimlint")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", type=int, default=4_000_000, help="bytes of each site")
    parser.add_argument("--large", type=int, default=50_000_000, help="bytes of the large site")
    parser.add_argument("--peers", default="", help="folders with other linters' commands")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep", action="store_true", help="with --short: write the ratios down")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--costly", nargs="*", metavar="FILE", help="which rules cost most")
    args = parser.parse_args()
    if args.costly is not None:
        costly(args.costly)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, os.path.abspath(args.claimlint), args.runs)
        if args.short:
            return short(bench, args.keep)
        text = page(bench, args.size, args.large, args.peers)
    print(text)
    if args.write:
        with open(DOCUMENT, encoding="utf-8") as file:
            notes = file.read().partition(MARK)[2]
        with open(DOCUMENT, "w", encoding="utf-8") as file:
            file.write(f"{text}\n{MARK}{notes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
