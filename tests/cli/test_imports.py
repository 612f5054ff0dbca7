"""What a plain run on one file must not import: each of these would be felt on every run."""

import re
import subprocess
import sys

import pytest

DEAR = {
    *("dataclasses", "typing", "pathlib", "json", "yaml", "regex", "jinja2", "logging", "inspect"),
    *("importlib.metadata", "importlib.resources", "tomllib", "pathspec", "asyncio", "tempfile"),
    *("traceback", "difflib", "subprocess", "socket", "urllib", "email", "ast", "dis", "shutil"),
    *("unicodedata", "random", "ctypes", "signal", "select", "string", "textwrap", "datetime"),
}


def imported(words, site, environment, command):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", command[0], *command[1:], *words],
        cwd=site, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return {m[1].strip() for m in re.finditer(r"\|([^|\n]+)$", done.stderr, re.MULTILINE)}


@pytest.fixture
def bare(site, environment):
    """What the interpreter imports by itself (an editable install may add its own hooks)."""
    return imported([], site, environment, ["-c", "import re, argparse"])


def test_a_warm_text_run_imports_nothing_dear(site, environment, arguments, put, bare):
    put("a.md", "# Page\n\nOur *zorb* works, and it may be that zorb works.\n")
    imported(["a.md"], site, environment, arguments())
    names = imported(["a.md"], site, environment, arguments()) - bare
    assert names & DEAR == set()
    assert "claimlint.checks" in names


def test_json_costs_json_and_no_more(site, environment, arguments, put, bare):
    put("a.md", "Our zorb works.\n")
    imported(["a.md", "--format", "json"], site, environment, arguments())
    names = imported(["a.md", "--format", "json"], site, environment, arguments()) - bare
    assert names & DEAR == {"json"}
