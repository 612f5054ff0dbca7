"""CPU time of whole processes, a folder to measure in, and a fixed piece of work to compare by."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from operator import getitem
from typing import NamedTuple

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE = "import sys; sys.path.insert(0, {here!r}); import measure; measure.reference()"
MAKERS = {"md": corpus.markdown, "mdx": corpus.mdx, "html": corpus.html, "txt": corpus.plain}
PAGE = 20_000


class Cost(NamedTuple):
    """What a process took: CPU seconds of it and its children, seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


def cost(
    argv: Sequence[str], folder: str, environment: dict[str, str], ok: Sequence[int] = (0, 1)
) -> Cost:
    """Run a command and return what it took; end if it fails."""
    begin = os.times().elapsed
    child = subprocess.Popen(
        argv, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert child.stderr is not None
    said = child.stderr.read()
    child.stderr.close()
    _, status, usage = os.wait4(child.pid, 0)
    wall = os.times().elapsed - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ok:
        sys.exit(f"{' '.join(argv)} ended with {child.returncode}\n{said.decode()[-2000:]}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / scale)


def least(jobs: Sequence[Callable[[], Cost]], runs: int) -> list[Cost]:
    """Return the least of several runs of each job, which take turns."""
    results: list[list[Cost]] = [[] for _ in jobs]
    for _ in range(runs):
        for job, found in zip(jobs, results, strict=True):
            found.append(job())
    return [Cost(*(min(values) for values in zip(*found, strict=True))) for found in results]


def reference() -> int:
    """Do a fixed amount of what this linter does: cut words, walk through dicts, keep records.

    The text is made of some thousand words, so that the caches of a processor matter as they do
    in real work.
    """
    record = namedtuple("record", "word start end")
    number, words = 12_345, []
    for _ in range(40_000):
        number = (number * 1_103_515_245 + 12_345) % (1 << 31)
        words.append(f"w{'aeiou'[number % 5]}{(number >> 16) % 4_000}")
    text = " ".join(words)
    known: dict[str, dict] = {}
    state: dict[str, dict] = {}
    for word in dict.fromkeys(words):
        known[word] = state
    state.update(known)
    found, total = [], 0
    for _ in range(3):
        total += len(list(accumulate(re.findall(r"\w+", text), getitem, initial=state)))
        for match in re.finditer(r"wa\w+", text):
            found.append(record(match[0], match.start(), match.end()))
            total += len(text[match.start() : match.end()].upper())
        found.sort(key=lambda one: (one.word, one.start))
    return total


class Bench:
    """A folder with the corpus, a cache folder of its own, and the command to measure."""

    def __init__(self, folder: str, claimlint: str, runs: int) -> None:
        self.folder = folder
        self.claimlint = claimlint
        self.python = os.path.join(os.path.dirname(claimlint), "python")
        self.runs = runs
        self.cache = os.path.join(folder, ".cache")
        self.environment = {
            "PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8",
            "CLAIMLINT_CACHE_DIR": self.cache,
        }  # fmt: skip

    def put(self, name: str, text: str) -> int:
        """Write a file of the corpus; return its size in bytes."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = text.encode()
        with open(path, "wb") as file:
            return file.write(data)

    def site(self, name: str, ending: str, size: int) -> int:
        """Write pages of 20 KB; return their size in bytes."""
        make = MAKERS[ending]
        pages = range(max(1, size // PAGE))
        return sum(self.put(f"{name}/page{n:05}.{ending}", make(PAGE, seed=n)) for n in pages)

    def lint(self, *words: str, fresh: bool = True) -> Cost:
        """Run claimlint; fresh: without results of earlier runs."""
        if fresh:
            self.forget("results-")
        argv = [self.claimlint, "--no-config", *words]
        return cost(argv, self.folder, self.environment)

    def plain(self, *words: str) -> Cost:
        """Run claimlint without any option."""
        return cost([self.claimlint, *words], self.folder, self.environment)

    def forget(self, *beginnings: str) -> None:
        """Remove files of the cache."""
        for name in os.listdir(self.cache) if os.path.isdir(self.cache) else ():
            if name.startswith(beginnings):
                os.unlink(os.path.join(self.cache, name))

    def nothing(self) -> Cost:
        """Run the interpreter and nothing else."""
        return self.code("pass")

    def reference(self) -> Cost:
        """Run the fixed piece of work."""
        return self.code(REFERENCE.format(here=HERE))

    def code(self, code: str) -> Cost:
        """Run some Python."""
        return cost([self.python, "-I", "-c", code], self.folder, self.environment)

    def least(self, *jobs: Callable[[], Cost]) -> list[Cost]:
        """Return the least cost of some jobs."""
        return least(jobs, self.runs)

    def warm(self) -> Cost:
        """Return what one article of 5 KB takes."""
        self.put("article.md", corpus.markdown(5_000))
        for _ in range(3):
            self.plain("article.md")
        return least([partial(self.plain, "article.md")], self.runs)[0]
