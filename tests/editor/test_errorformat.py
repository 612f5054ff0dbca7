"""The line of the text report, read by the parsers of three editors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

NVIM, EMACS = shutil.which("nvim"), shutil.which("emacs")
EDITORS = os.path.join(os.path.dirname(__file__), "..", "..", "editors")
FORMAT = (
    "%f:%l:%c: %trror %m,%f:%l:%c: %tarning %m,%f:%l:%c: %tote %m,%-G%.%#"  # as in docs/editors.md
)

LINES = (
    "One two.\n\n😀 Our injections are safe and effective.\n\n"
    "The cream may soften dry skin and is revolutionary.\n"
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report on a text from standard input, with a name that has a blank."""
    folder = tmp_path_factory.mktemp("report")
    program = "from claimlint.cli import entry; entry()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--strict", "--stdin-filename", "my pages/knee.md", "-"],
        input=LINES.encode(),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    path = folder / "report.txt"
    path.write_bytes(done.stdout)
    return path


def expected(report) -> list[tuple[str, int, int, str]]:
    """Return (file, line, column, severity letter) of each finding, cut by hand."""
    found = []
    for line in report.read_text().splitlines():
        name, row, column, rest = line.split(":", 3)
        found.append((name, int(row), int(column), rest.split()[0][0]))
    assert {"e"} <= {severity for *_, severity in found}
    return found


@pytest.mark.skipif(NVIM is None, reason="nvim is not installed")
def test_vim_reads_it(report):
    script = (
        f"let &errorformat='{FORMAT}' | cgetfile {report.name} | "
        "call writefile([json_encode(map(getqflist(), "
        "{_, i -> [bufname(i.bufnr), i.lnum, i.col, i.type, i.text]}))], 'out.json') | qa!"
    )
    subprocess.run(
        [NVIM, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", script],
        cwd=report.parent,
        check=True,
        timeout=120,
    )
    seen = json.loads((report.parent / "out.json").read_text())
    assert [tuple(item[:4]) for item in seen] == expected(report)
    assert any(item[4].startswith("safe-and-effective: ") for item in seen)


@pytest.mark.skipif(EMACS is None, reason="emacs is not installed")
def test_emacs_reads_it(report):
    script = """
(progn
  (require 'compile)
  (with-temp-buffer
    (insert-file-contents "report.txt")
    (compilation-mode)
    (font-lock-ensure)
    (compilation--ensure-parse (point-max))
    (goto-char (point-min))
    (let (found)
      (while (not (eobp))
        (let* ((message (get-text-property (point) 'compilation-message))
               (loc (and message (compilation--message->loc message))))
          (when loc
            (push (list (caar (compilation--loc->file-struct loc))
                        (compilation--loc->line loc) (compilation--loc->col loc)
                        (compilation--message->type message)) found)))
        (forward-line))
      (princ (format "%S" (nreverse found))))))"""
    done = subprocess.run(
        [EMACS, "--batch", "-Q", "--eval", script],
        cwd=report.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    seen = re.findall(r'\("([^"]*)" (\d+) (\d+) (\d)\)', done.stdout)
    types = {"e": "2", "w": "1", "n": "0"}
    wanted = [(n, str(row), str(col), types[t]) for n, row, col, t in expected(report)]
    # Emacs counts columns from 0 or 1 by version: the difference is the same everywhere.
    assert [(n, row, t) for n, row, _, t in seen] == [(n, row, t) for n, row, _, t in wanted]
    shifts = {int(w[2]) - int(s[2]) for s, w in zip(seen, wanted, strict=True)}
    assert shifts in ({0}, {1})


def test_the_problem_matcher_of_vs_code_reads_it(report):
    with open(os.path.join(EDITORS, "vscode", "package.json"), encoding="utf-8") as file:
        (matcher,) = json.load(file)["contributes"]["problemMatchers"]
    pattern = matcher["pattern"]
    seen = []
    for line in report.read_text().splitlines():
        match = re.fullmatch(pattern["regexp"], line)
        assert match, line
        part = {key: match[pattern[key]] for key in ("file", "line", "column", "severity")}
        seen.append((part["file"], int(part["line"]), int(part["column"]), part["severity"][0]))
    assert seen == expected(report)
