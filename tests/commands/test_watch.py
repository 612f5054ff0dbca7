from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from claimlint.cli import main

CLAIM = "Our injections are safe and effective.\n"
PROGRAM = "from claimlint.cli import entry; entry()"


class Watching:
    """A run with --watch, and what it has printed."""

    def __init__(self, folder, *arguments: str) -> None:
        self.log = folder / ".log"
        with open(self.log, "wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "--watch", *arguments],
                cwd=folder,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )

    def wait(self, text: str, times: int = 1) -> str:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            said = self.log.read_text(errors="replace")
            if said.count(text) >= times:
                return said
            assert self.process.poll() is None, said
            time.sleep(0.1)
        raise AssertionError(f"no {text!r} in {self.log.read_text()}")


@pytest.fixture
def watching(tmp_path):
    pytest.importorskip("watchfiles", reason="the extra `watch` is not installed")
    running = []

    def begin(*arguments: str) -> Watching:
        running.append(Watching(tmp_path, *arguments))
        running[-1].wait("waiting for changes")
        # The watch itself begins a moment after the message.
        time.sleep(1)
        return running[-1]

    yield begin
    for run in running:
        run.process.kill()
        run.process.wait()


def test_only_what_changed_is_checked_again(tmp_path, watching):
    (tmp_path / "a.md").write_text(CLAIM)
    (tmp_path / "b.md").write_text("The bus stops here.\n")
    run = watching()
    assert "a.md:1:" in run.log.read_text()
    (tmp_path / "b.md").write_text("\n" + CLAIM)
    said = run.wait("b.md:2:")
    said = run.wait("waiting for changes", 2)
    assert said.count("a.md:1:20") == 1


def test_a_new_configuration_has_everything_checked(tmp_path, watching):
    (tmp_path / "a.md").write_text(CLAIM)
    run = watching()
    (tmp_path / "claimlint.toml").write_text('ignore = ["safe-and-effective"\n')
    run.wait("claimlint.toml:")
    (tmp_path / "claimlint.toml").write_text('ignore = ["hype"]\n')
    said = run.wait("waiting for changes", 2)
    assert said.count("a.md:1:20") == 2


def test_ctrl_c_ends_it(tmp_path, watching):
    import signal

    (tmp_path / "a.md").write_text(CLAIM)
    run = watching()
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(30) == 130
    assert "Traceback" not in run.log.read_text()


@pytest.mark.parametrize(
    "words", [["-"], [".", "--fix"], [".", "--diff"], [".", "--format", "json"]]
)
def test_what_cannot_be_watched_is_refused(words, capsys):
    assert main(["--watch", *words]) == 2
    assert "--watch" in capsys.readouterr().err


def test_without_the_extra_the_message_says_how_to_install_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.chdir(tmp_path)
    assert main(["--watch", "."]) == 2
    assert 'pip install "claimlint-health[watch]"' in capsys.readouterr().err
