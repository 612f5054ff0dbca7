"""Each format, byte for byte, for the same findings (`sample.py`)."""

from __future__ import annotations

import re

import pytest

from claimlint.reports import FORMATS
from claimlint.reports import html as html_report
from claimlint.reports import json as json_report
from claimlint.reports import sarif as sarif_report
from tests.reports.sample import GOLDEN, assert_golden, written

FILES = {
    "text": "sample.out",
    "json": "sample.json",
    "jsonl": "sample.jsonl",
    "sarif": "sample.sarif",
    "markdown": "markdown.md",
    "github": "github.out",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "checkstyle": "checkstyle.xml",
    "rdjson": "rdjson.json",
    "csv": "sample.csv",
}


@pytest.mark.parametrize("format", FILES)
def test_golden(format, monkeypatch):
    monkeypatch.setattr(json_report, "__version__", "0.0.0")
    monkeypatch.setattr(sarif_report, "__version__", "0.0.0")
    assert_golden(FILES[format], written(format))


def test_golden_html(monkeypatch):
    """The page without our style and script, which have tests of their own."""
    monkeypatch.setattr(html_report, "__version__", "0.0.0")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", written("html"), flags=re.DOTALL)
    assert_golden("sample.html", re.sub(r"&#39;sha256-[^&]+&#39;", "HASH", text))


def test_each_format_has_a_golden_file_and_is_described():
    assert set(FORMATS) - {"html"} == set(FILES)
    page = (GOLDEN.parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert set(FORMATS) <= set(re.findall(r"`([a-z]+)`", page))


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_without_findings_is_whole(format):
    text = written(format, files=[], notices=())
    assert written(format, files=[], notices=()) == text
