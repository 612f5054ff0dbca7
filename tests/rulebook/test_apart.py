"""Work in a process of its own: done or not, it leaves nothing behind."""

from __future__ import annotations

import os
import threading

import pytest

from claimlint.rulebook import apart, compile, tables

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Other tests may have left threads; what they do is not what is tested here."""
    monkeypatch.setattr(apart, "_has_threads", lambda: False)


def test_what_the_work_says_is_told(tmp_path):
    def work():
        (tmp_path / "done").write_text(str(os.getpid()))
        return True

    assert apart.done(work)
    assert int((tmp_path / "done").read_text()) != os.getpid()
    assert not apart.done(lambda: False)


def test_work_that_fails_is_not_done_and_says_nothing(capfd):
    def work():
        raise ValueError("broken")

    assert not apart.done(work)
    assert not apart.done(lambda: os.kill(os.getpid(), 9))
    assert capfd.readouterr() == ("", "")


def test_an_interrupt_ends_the_work(monkeypatch, tmp_path):
    real = os.waitpid
    children = []

    def waitpid(child, options):
        if not children:
            children.append(child)
            raise KeyboardInterrupt
        return real(child, options)

    monkeypatch.setattr(os, "waitpid", waitpid)
    with pytest.raises(KeyboardInterrupt):
        apart.done(lambda: threading.Event().wait(60))
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_beside_threads_nothing_is_forked(monkeypatch):
    monkeypatch.undo()
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert not apart.done(lambda: True)
    finally:
        stop.set()
        other.join()


RULE = """\
- id: zorb-works
  category: efficacy
  severity: warning
  title: Says that zorb works
  why: Nobody has measured zorb.
  sources: [us-ftc-act-5]
  match: ["zorb works"]
  examples: {flag: ["Our zorb works."], pass: ["We sell zorb."]}
"""


@pytest.fixture
def rule_file(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "zorb.yaml"
    path.write_text(RULE)
    return path


def compiled(path):
    """Return the ids of the rules of a file, and what was wrong with it."""
    book = compile.rulebook([str(path)])
    return [rule.id for rule in book.rules if rule.path == str(path)], book.errors


def test_rules_are_compiled_apart_and_kept(rule_file, monkeypatch):
    monkeypatch.setattr(compile, "_build", None)
    assert compiled(rule_file) == (["zorb-works"], ())
    assert list((rule_file.parent / "cache").glob("rules-*.bin"))


def test_a_wrong_rule_is_named_as_ever(rule_file):
    rule_file.write_text(RULE + RULE.replace("zorb-works", "other").replace("warning", "grave"))
    known, errors = compiled(rule_file)
    assert known == ["zorb-works"]
    assert "grave" in str(errors[0])
    assert not list((rule_file.parent / "cache").glob("rules-*.bin"))


def test_a_cache_that_cannot_be_written_is_done_without(rule_file, monkeypatch):
    monkeypatch.setattr(tables, "write", lambda path, content: None)
    assert compiled(rule_file) == (["zorb-works"], ())
