"""Against the messages of reviewdog.proto, here as a JSON schema of our own."""

from __future__ import annotations

import json
import os
import subprocess

import jsonschema
import pytest

from claimlint.documents import extract
from claimlint.finding import Edit, Rewrite
from tests.reports.sample import PAGE, checked, finding, page, written

POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "properties": {"start": POSITION, "end": POSITION},
    "additionalProperties": False,
}
NAMED = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
    "additionalProperties": False,
}
DIAGNOSTIC = {
    "type": "object",
    "required": ["message", "location"],
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": {
            "type": "object",
            "required": ["path"],
            "properties": {"path": {"type": "string"}, "range": RANGE},
            "additionalProperties": False,
        },
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": NAMED,
        "code": {
            "type": "object",
            "required": ["value"],
            "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
            "additionalProperties": False,
        },
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["range", "text"],
                "properties": {"range": RANGE, "text": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["diagnostics"],
    "properties": {"source": NAMED, "diagnostics": {"type": "array", "items": DIAGNOSTIC}},
    "additionalProperties": False,
}


def diagnostics(*arguments, **options):
    data = json.loads(written("rdjson", *arguments, **options))
    jsonschema.validate(data, SCHEMA)
    return data["diagnostics"]


def cut(source, range):
    """Return the bytes of a range: lines and UTF-8 columns, the end exclusive."""
    lines = source.encode("utf-8", "surrogateescape").splitlines(keepends=True)
    start, end = (
        sum(map(len, lines[: at["line"] - 1])) + at["column"] - 1
        for at in (range["start"], range["end"])
    )
    return b"".join(lines)[start:end].decode("utf-8")


def test_ranges_are_exact_in_bytes():
    texts = [cut(PAGE, d["location"]["range"]) for d in diagnostics(checked(page()), ())]
    assert texts == [
        "safe and effective", "“rebuilds” worn\r\ncartilage", "for good", "safe &amp; effective",
        "at home", "Soothing.",
    ]  # fmt: skip


def test_a_rewrite_is_one_suggestion():
    suggestions = [s for d in diagnostics() for s in d.get("suggestions", ())]
    assert [(cut(PAGE, s["range"]), s["text"]) for s in suggestions] == [
        ("safe and effective", "under study"),
        ("safe &amp; effective", "studied &amp; used"),
    ]


def test_a_suggestion_never_replaces_a_byte_that_is_no_character():
    document = extract("a.txt", "It is safe \udcff and effective now.")
    edits = (Edit(6, 10, "known"), Edit(17, 26, "used"))
    found = finding(document, "safe \udcff and effective", "regrowth")
    files = checked((document, (found._replace(rewrites=(Rewrite("review", "x", edits),)),)))
    (made,) = diagnostics(files, ())
    assert "suggestions" not in made
    assert made["location"]["range"]["end"]["column"] == 27


def test_an_empty_report():
    assert diagnostics([], ()) == []


REVIEWDOG = os.environ.get("CLAIMLINT_REVIEWDOG", "")


def as_reviewdog_reads(format, folder):
    """Return the diagnostics that reviewdog makes of a report on the sample page."""
    done = subprocess.run(
        [REVIEWDOG, f"-f={format}", "-reporter=rdjson", "-filter-mode=nofilter",
         "-fail-level=none"],
        input=written(format, checked(page()), ()).encode("utf-8"), capture_output=True,
        check=True, timeout=60, cwd=folder,
    )  # fmt: skip
    return json.loads(done.stdout)["diagnostics"]


needs_reviewdog = pytest.mark.skipif(
    not REVIEWDOG, reason="CLAIMLINT_REVIEWDOG names no reviewdog; see docs/formats.md"
)


@needs_reviewdog
def test_reviewdog_reads_it(tmp_path):
    ours = diagnostics(checked(page()), ())
    theirs = as_reviewdog_reads("rdjson", tmp_path)
    for diagnostic in theirs:
        assert diagnostic.pop("source") == {"name": "claimlint"}
    assert theirs == ours


@needs_reviewdog
@pytest.mark.parametrize("format", ["sarif", "checkstyle"])
def test_reviewdog_reads_other_formats(format, tmp_path):
    found = as_reviewdog_reads(format, tmp_path)
    lines = sorted(d["location"]["range"]["start"]["line"] for d in found)
    assert lines == [3, 3, 4, 4, 4, 6]
    assert {d["location"]["path"] for d in found} == {"my pages/knee.md"}
