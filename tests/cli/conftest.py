"""The installed command, run as a user runs it: in a process of its own, with rules of our own."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

RULES = """\
- id: zorb-works
  category: efficacy
  severity: warning
  title: Says that zorb works
  why: Nobody has measured zorb.
  sources: [us-ftc-act-5]
  match: ["zorb works"]
  advice: Say what was measured.
  examples: {flag: ["Our zorb works."], pass: ["We sell zorb."]}
- id: zorb-cures
  category: cure-reversal
  severity: error
  title: Says that zorb cures
  why: No zorb is approved.
  sources: [us-ftc-act-5]
  match: ["zorb ~cure"]
  examples: {flag: ["Our zorb cures."], pass: ["We sell zorb."]}
- id: zorb-nice
  category: hype
  severity: note
  title: Praises zorb
  why: Praise says nothing.
  sources: [us-ftc-act-5]
  match: ["nice zorb"]
  examples: {flag: ["A nice zorb."], pass: ["We sell zorb."]}
"""
IDS = "zorb-works,zorb-cures,zorb-nice"

COMMAND = os.path.join(sysconfig.get_path("scripts"), "claimlint")


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory):
    """Compiled rules, shared by all tests of a worker."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def rule_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "zorb.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def environment(tmp_path_factory, cache_folder):
    """A clean environment: no terminal settings, an empty home."""
    home = tmp_path_factory.mktemp("home")
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "HOME": str(home), "CLAIMLINT_CACHE_DIR": str(cache_folder), "LANG": "C.UTF-8"}


@pytest.fixture
def site(tmp_path):
    """The working directory of the command: a git checkout."""
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    return folder


@pytest.fixture
def put(site):
    """Return a function that writes a file of the site."""

    def write(name, text):
        path = Path(os.fsdecode(os.path.join(os.fsencode(site), os.fsencode(name))))
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def arguments(rule_file):
    """Return a function that puts the rules of these tests into a command line."""

    def made(*words):
        verbs = ("check", "explain", "rules", "baseline", "site")
        verb = [w for w in words[:1] if w in verbs]
        return [COMMAND, *verb, "--rules", str(rule_file), "--select", IDS, *words[len(verb) :]]

    return made


class Done:
    """What a finished process left."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")
        assert "Traceback" not in self.err, self.err


@pytest.fixture
def claimlint(site, environment, arguments):
    """Return a function that runs the command in the site."""

    def run(*words, ours=True, env=(), cwd=site, **options):
        argv = arguments(*words) if ours else [COMMAND, *words]
        if isinstance(options.get("input"), str):
            options["input"] = options["input"].encode("utf-8")
        options.setdefault("stdin", None if "input" in options else subprocess.DEVNULL)
        done = subprocess.run(
            argv, cwd=cwd, env={**environment, **dict(env)}, capture_output=True,
            timeout=120, check=False, **{k: v for k, v in options.items() if v is not None},
        )  # fmt: skip
        return Done(done)

    return run
