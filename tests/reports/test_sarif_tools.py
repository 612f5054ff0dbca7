"""sarif-tools (PyPI), a reader that others wrote: it counts what was found, and converts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig

import pytest

from tests.reports.sample import checked, page, written

SARIF = shutil.which("sarif", path=os.pathsep.join([sysconfig.get_path("scripts")]))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SARIF, reason="sarif is not installed: pip install sarif-tools"),
]


@pytest.fixture
def log(tmp_path):
    (tmp_path / "claims.sarif").write_text(written("sarif", checked(page()), ()), encoding="utf-8")
    return tmp_path


def read(folder, *words):
    done = subprocess.run(
        [SARIF, *words, "claims.sarif"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_counts_by_level_and_rule(log):
    said = read(log, "summary")
    for line in ("error: 2", "warning: 3", "note: 1"):
        assert line in said
    assert "safe-effective" in said


def test_it_converts_to_code_climate(log):
    read(log, "codeclimate", "--output", "cc.json")
    found = json.loads((log / "cc.json").read_text(encoding="utf-8"))
    assert len(found) == 6
    assert {entry["location"]["path"] for entry in found} == {"my%20pages/knee.md"}
