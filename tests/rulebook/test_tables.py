"""The cache folder: bounded, and begun anew where it holds too much."""

import os

import pytest

from claimlint.checks import check
from claimlint.documents import extract
from claimlint.rulebook import compile as compiled
from claimlint.rulebook import tables

RULES = """
- id: zorb
  category: efficacy
  severity: warning
  title: Zorb
  why: It is not so.
  sources: [us-ftc-act-5]
  match: ['zorb {works|heals}']
  examples: {flag: [The zorb works.], pass: [The zorb is here.]}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


def put(folder, name, size, age):
    path = folder / name
    path.write_bytes(bytes(size))
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


def test_the_oldest_files_go_when_there_are_many(folder):
    for age in range(9):
        put(folder, f"{age}.bin", 10, age)
    put(folder, "other.txt", 10, 99)
    tables.prune(4)
    assert sorted(os.listdir(folder)) == ["0.bin", "1.bin", "2.bin", "3.bin", "other.txt"]


def test_the_oldest_files_go_when_there_is_no_room(folder):
    for age in range(5):
        put(folder, f"{age}.bin", 100, age)
    tables.prune(24, room=250)
    assert sorted(os.listdir(folder)) == ["0.bin", "1.bin"]


def test_too_many_learned_states_are_begun_anew(folder, tmp_path, monkeypatch):
    rules = tmp_path / "zorb.yaml"
    rules.write_text(RULES)
    monkeypatch.setattr(compiled, "WORTH_KEEPING", 0)

    def run(text):
        book = compiled.rulebook([str(rules)])
        found = check(extract("a.md", text), book)
        book.remember()
        return [f.rule for f in found], [p for p in os.listdir(folder) if p.startswith("learned-")]

    assert run("The zorb works. Our zorb heals cats.\n")[1] != []
    monkeypatch.setattr(compiled, "LEARNED_STATES", 1)
    found, kept = run("Why would any zorb, such as this zorb, heal? This zorb works for them.\n")
    assert "zorb" in found
    assert kept == []
    monkeypatch.setattr(compiled, "LEARNED_STATES", 60_000)
    assert run("The zorb works. Our zorb heals cats.\n")[1] != []
