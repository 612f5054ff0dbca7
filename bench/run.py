#!/usr/bin/env python3
"""Measure claimlint: start-up and throughput, as CPU time of whole processes.

    python bench/run.py [--claimlint .venv/bin/claimlint] [--runs 7]

Every figure is the minimum of several runs of user + system time of a child process, and start-up
is given as a ratio to `python -I -c pass` measured in turn with it, so that it can be compared
between machines.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

import corpus

FORMATS = {"md": corpus.markdown, "html": corpus.html, "mdx": corpus.mdx, "txt": corpus.plain}


def cpu(argv: list[str], folder: str) -> float:
    """Run a command and return the CPU seconds of it and its children."""
    child = subprocess.Popen(argv, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(argv)} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def least(commands: list[list[str]], folder: str, runs: int) -> list[float]:
    """Return the least CPU time of each command, run in turn."""
    best = [float("inf")] * len(commands)
    for _ in range(runs):
        for index, argv in enumerate(commands):
            best[index] = min(best[index], cpu(argv, folder))
    return best


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claimlint", default=".venv/bin/claimlint")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--size", type=int, default=2_000_000, help="bytes for throughput")
    args = parser.parse_args()
    claimlint = os.path.abspath(args.claimlint)
    python = os.path.join(os.path.dirname(claimlint), "python")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "article.md"), "w", encoding="utf-8") as file:
            file.write(corpus.markdown(5_000))
        for name, make in FORMATS.items():
            os.mkdir(os.path.join(folder, name))
            step = 20_000
            for index in range(args.size // step):
                path = os.path.join(folder, name, f"page{index:04}.{name}")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(make(step, seed=index))
        warm = [claimlint, "article.md"]
        cpu(warm, folder)
        floor, one = least([[python, "-I", "-c", "pass"], warm], folder, args.runs)
        print(f"python -I -c pass        {floor * 1000:7.1f} ms")
        print(f"claimlint article.md     {one * 1000:7.1f} ms  {one / floor:5.2f} x")
        for name in FORMATS:
            files = os.listdir(os.path.join(folder, name))
            size = sum(os.path.getsize(os.path.join(folder, name, f)) for f in files)
            (took,) = least([[claimlint, "--no-cache", "--jobs", "1", name]], folder, 2)
            net = max(took - one, 1e-9)
            print(f"{name:5} {size / 1e6:5.1f} MB in {took:6.2f} s  {size / 1e6 / net:6.2f} MB/s")


if __name__ == "__main__":
    main()
