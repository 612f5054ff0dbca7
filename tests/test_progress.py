from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from itertools import islice

import pytest

from claimlint import progress, streams
from tests.cli.conftest import *  # noqa: F403  (the command, as a user runs it)

WIPE = "\x1b[K"


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(streams, "is_terminal", lambda stream: True)


def shown(times, items=range(1000)):
    """Return what is written when the clock reads `times` (the first: the beginning)."""
    parts = []
    clock = iter(times)
    line = progress.followed(items, True, parts.append, lambda: next(clock))
    assert list(islice(line, len(times) - 1)) == list(items[: len(times) - 1])
    del line
    return parts


def test_a_short_run_shows_nothing():
    assert shown([0.0, 0.2, 0.5, 0.99]) == []


def test_a_long_run_shows_how_far_it_is_and_wipes_it_away():
    assert shown([0.0, 0.5, 1.1, 1.15, 1.3]) == [
        WIPE + "1 of 1,000 files (0 %)\r", WIPE + "3 of 1,000 files (0 %)\r", WIPE,
    ]  # fmt: skip


def test_it_is_wiped_away_when_the_run_breaks_off():
    parts = []
    with pytest.raises(KeyboardInterrupt):
        for _ in progress.followed([1, 2], True, parts.append, iter([0.0, 5.0]).__next__):
            raise KeyboardInterrupt
    assert parts == [WIPE + "0 of 2 files (0 %)\r", WIPE]


@pytest.mark.parametrize(
    ("total", "wanted", "terminal", "term"),
    [(1, True, True, "xterm"), (2, False, True, "xterm"), (2, True, False, "xterm"),
     (2, True, True, "dumb")],
)  # fmt: skip
def test_only_where_somebody_sees_it(monkeypatch, total, wanted, terminal, term):
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(streams, "is_terminal", lambda stream: terminal)
    items = list(range(total))
    assert progress.followed(items, wanted) is items


def at_terminal(argv, site, environment, stdout):
    """Run a command with standard error at a terminal, and return what it prints there."""
    leader, follower = pty.openpty()
    hurried = {**environment, "TERM": "xterm"}
    with subprocess.Popen(
        argv, stdout=follower if stdout == "terminal" else subprocess.DEVNULL, stderr=follower,
        stdin=subprocess.DEVNULL, cwd=site, env=hurried,
    ):  # fmt: skip
        os.close(follower)
        parts = []
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(leader)
    return b"".join(parts).decode("utf-8")


@pytest.mark.parametrize(("stdout", "seen"), [("terminal", False), ("elsewhere", True)])
def test_a_run_at_a_terminal(site, environment, arguments, put, stdout, seen):
    for number in range(3):
        put(f"{number}.md", "Our zorb works.\n")
    hurried = "import claimlint.progress as p; p.DELAY = p.STEP = 0.0; import claimlint.cli as c; "
    _, *words = arguments(".")
    argv = [sys.executable, "-c", hurried + "c.entry()", *words]
    text = at_terminal(argv, site, environment, stdout)
    assert bool(re.search(r"2 of 3 files \(66 %\)", text)) is seen
    assert text.endswith("3 files checked: 3 warnings\r\n")
