"""A real Neovim: open, diagnostics, an edit, the quick fix, undo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

SESSION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nvim_session.lua")
NVIM = shutil.which("nvim")
NO_NVIM = "nvim is not installed (Debian: apt-get install --no-install-recommends neovim)"


@pytest.mark.skipif(NVIM is None, reason=NO_NVIM)
def test_a_session_in_neovim(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Knees\n\nOur injections are safe and effective.\n")
    program = "from claimlint.cli import entry; entry()"
    server = json.dumps([sys.executable, "-c", program, "lsp"])
    done = subprocess.run(
        [NVIM, *"--headless -u NONE -i NONE -n -S".split(), SESSION, str(page)],
        cwd=tmp_path,
        env={**os.environ, "SERVER": server, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    claim = "safe and effective"
    # Neovim counts bytes: the emoji has four, and a space follows.
    assert (seen["open"]["lnum"], seen["open"]["col"]) == (2, 19)
    assert seen["open"]["end_col"] - seen["open"]["col"] == len(claim)
    assert seen["edited"]["col"] == seen["open"]["col"] + 5
    assert seen["line"] == "😀 Our injections are safe and effective."
    assert seen["preferred"] is True
    assert any(title.startswith("Waive here") for title in seen["titles"])
    assert seen["fixed"] == "😀 Our injections have not been shown to be safe and effective."
    assert seen["undone"] == seen["line"]
