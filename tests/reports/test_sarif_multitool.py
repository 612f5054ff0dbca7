"""Microsoft's SARIF validator on real output: no error and no warning, rule kinds Sarif and Ghas.

The binary comes with the npm package @microsoft/sarif-multitool-linux; .ci/run fetches it and
names it in CLAIMLINT_SARIF_MULTITOOL. It ends with 0 whatever it finds: its own log counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from claimlint.finding import Notice
from claimlint.waivers import Lists
from claimlint.waivers.baseline import Baseline
from tests.reports.sample import waived, written

TOOL = os.environ.get("CLAIMLINT_SARIF_MULTITOOL", "")
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not TOOL, reason="CLAIMLINT_SARIF_MULTITOOL names no sarif-multitool; see docs/formats.md"
    ),
]


def judged(path, folder):
    """Return what the validator says of a log, as (level, rule) pairs."""
    out = folder / "validation.sarif"
    subprocess.run(
        [TOOL, "validate", str(path), "--rule-kind", "Sarif;Ghas",
         "--level", "Error;Warning;Note", "-o", str(out), "--log", "ForceOverwrite"],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    (run,) = json.loads(out.read_text(encoding="utf-8-sig"))["runs"]
    assert run["invocations"][0]["executionSuccessful"]
    return [(result.get("level", "warning"), result["ruleId"]) for result in run["results"]]


def grave(path, folder):
    return {pair for pair in judged(path, folder) if pair[0] != "note"}


def test_the_articles_with_trouble(tmp_path):
    path = tmp_path / "articles.sarif"
    done = subprocess.run(
        [os.path.join(sysconfig.get_path("scripts"), "claimlint"), "--strict", "--quiet",
         "--format", "sarif", "--output", str(path), "fixtures/articles", "gone.md"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    (run,) = json.loads(path.read_text(encoding="utf-8"))["runs"]
    assert len(run["results"]) > 50
    assert grave(path, tmp_path) == set()


@pytest.mark.parametrize("files", [None, [], [waived()]])
def test_the_sample_an_empty_log_and_waived_findings(tmp_path, files):
    path = tmp_path / "sample.sarif"
    notices = [Notice("", "warning", "a notice [x](y) \x1b[0m")]
    text = written("sarif", files, notices, sarif_waived=True)
    path.write_text(text, encoding="utf-8")
    assert grave(path, tmp_path) == set()


def test_a_comparison_with_a_baseline(tmp_path):
    path = tmp_path / "compared.sarif"
    lists = Lists(Baseline("claimlint-baseline.json", ()))
    path.write_text(written("sarif", [waived()], (), sarif_waived=True, lists=lists), "utf-8")
    assert path.read_text("utf-8").count('"baselineState": "new"') == 5
    assert grave(path, tmp_path) == set()


def test_the_validator_sees_what_is_wrong(tmp_path):
    data = json.loads(written("sarif"))
    data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["endLine"] = 1
    path = tmp_path / "bad.sarif"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert "error" in {level for level, _ in judged(path, tmp_path)}
