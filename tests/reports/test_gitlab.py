"""Against the fields that GitLab's documentation of Code Quality reports demands."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.reports.sample import checked, page, written

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "engine_name": {"const": "claimlint"},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/).+"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    },
}


def test_it_follows_the_schema():
    jsonschema.validate(json.loads(written("gitlab")), SCHEMA)
    assert json.loads(written("gitlab", [], ())) == []


def test_severities():
    found = {r["check_name"]: r["severity"] for r in json.loads(written("gitlab"))}
    assert found == {
        "safe-effective": "critical", "regrowth": "major", "no-risk-balance": "major",
        "praise": "info", "not-checked": "blocker",
    }  # fmt: skip


def test_fingerprints_are_unique_and_stay():
    document, found = page()
    twice = checked((document, (found[0], found[0], found[0])))
    prints = [r["fingerprint"] for r in json.loads(written("gitlab", twice, ()))]
    assert len(set(prints)) == 3
    alone = json.loads(written("gitlab", checked((document, found[:1])), ()))
    assert alone[0]["fingerprint"] == prints[0]


@pytest.mark.parametrize("path", ["./a.md", "a.md"])
def test_paths_have_no_dot_in_front(path):
    document, (first, *_) = page()
    files = checked((document, (first._replace(path=path),)))
    assert json.loads(written("gitlab", files, ()))[0]["location"]["path"] == "a.md"
