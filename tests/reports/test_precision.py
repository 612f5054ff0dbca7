from __future__ import annotations

import json

import pytest

from claimlint.reports import precision, sarif
from claimlint.rulebook.compile import rulebook
from tests.reports.sample import written


@pytest.mark.parametrize(
    ("flagged", "right", "named"),
    [
        (10, 10, "very-high"), (20, 19, "very-high"), (20, 18, "high"), (10, 6, "medium"),
        (10, 5, "low"), (10, 0, "low"), (9, 9, ""), (0, 0, ""),
    ],
)  # fmt: skip
def test_levels_by_share(flagged, right, named):
    assert precision.level(flagged, right) == named


def test_a_file_of_counts(tmp_path):
    path = tmp_path / "precision.yaml"
    path.write_text("a-b: [20, 20]\nc-d: [3, 3]\n", encoding="utf-8")
    assert precision.levels(str(path)) == {"a-b": "very-high", "c-d": ""}
    assert precision.levels(str(tmp_path / "gone.yaml")) == {}


def test_the_built_in_rules_have_levels():
    found = precision.builtin_levels()
    assert set(found.values()) <= {"very-high", "high", "medium", "low", ""}
    known = [rule.id for rule in rulebook().rules if found.get(rule.id)]
    assert len(known) > 20


def test_a_log_names_what_was_measured(monkeypatch):
    monkeypatch.setattr(sarif, "builtin_levels", lambda: {"regrowth": "high"})
    (run,) = json.loads(written("sarif"))["runs"]
    found = {r["id"]: r["properties"].get("precision") for r in run["tool"]["driver"]["rules"]}
    assert found == {
        "regrowth": "high", "safe-effective": None, "praise": None, "no-risk-balance": None,
    }  # fmt: skip
