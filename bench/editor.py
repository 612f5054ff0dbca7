"""From a change to its diagnostics: engine CPU time of the language server, in milliseconds.

    .venv/bin/python bench/editor.py

Each round types a character into a document in the style of a clinic page and checks it, as the
server does; the reference is a fixed amount of plain Python work in the same process.
"""

from __future__ import annotations

import gc
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import corpus

from claimlint.commands.lsp import parser
from claimlint.editor import convert
from claimlint.editor.engine import Engine, Job
from claimlint.editor.projects import Choices
from claimlint.editor.text import Text

ROUNDS = 15
TARGETS = {5_000: 5, 100_000: 25}


def reference() -> float:
    """Return the seconds that a fixed amount of work takes now."""
    begin = time.process_time()
    counts: dict[int, int] = {}
    for number in range(200_000):
        counts[number % 977] = counts.get(number % 977, 0) + 1
    return time.process_time() - begin


def rounds(size: int) -> list[float]:
    """Return the seconds of each change of a document, fastest first."""
    engine = Engine(parser().read(["--no-config"])[0])
    text = Text(corpus.markdown(size))
    result = []
    for number in range(ROUNDS + 2):
        line = len(text.starts) // 2
        begin = time.process_time()
        text = text.changed([(((line, 0), (line, 0)), "x")])
        found = engine.check(Job(text, "", "markdown", os.getcwd(), Choices()))
        for finding in found.findings:
            convert.diagnostic(finding, text, "")
        if number > 1:
            result.append(time.process_time() - begin)
    return sorted(result)


def main() -> None:
    """Print a line for each size."""
    gc.freeze()
    for size, target in TARGETS.items():
        seconds = rounds(size)
        middle, best = seconds[len(seconds) // 2] * 1000, seconds[0] * 1000
        unit = reference() * 1000
        print(
            f"{size:>7,} bytes: median {middle:.1f} ms, best {best:.1f} ms (target {target} ms); "
            f"reference work {unit:.1f} ms"
        )


if __name__ == "__main__":
    main()
