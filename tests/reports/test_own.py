"""What claimlint wrote is known again; what others wrote is content."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports.own import is_report
from claimlint.reports.text import unpainted, waived_line
from claimlint.waivers.baseline import Entry, dumped
from tests.reports.sample import waived, written

READ_AS_CONTENT = ("html", "json", "sarif", "rdjson", "gitlab", "jsonl", "markdown", "text")


@pytest.mark.parametrize("format", [*READ_AS_CONTENT, "github"])
def test_a_report_is_one(format):
    text = written(format)
    assert is_report(text)
    assert is_report("\ufeff" + text.replace("\n", "\r\n"))


@pytest.mark.parametrize("format", ["json", "sarif", "rdjson", "gitlab"])
def test_a_report_that_was_set_otherwise_is_one(format):
    assert is_report(json.dumps(json.loads(written(format)), indent=2))


def test_a_baseline_of_any_name_and_a_list_of_waived_findings_are():
    assert is_report(dumped([Entry("a.md", "hype", "the best", "0" * 40)]))
    lines = [waived_line(item, unpainted) for item in waived().waived]
    assert is_report("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## claimlint finds claims\n\nWe use claimlint.\n",
        '<!DOCTYPE html>\n<html lang=\'en\'>\n<head><meta name="generator" content="Hugo 0.1">',
        '<!DOCTYPE html>\n<html lang="en">\n<head></head><body><p>claimlint 0.1 is a meta '
        'name="generator" content="claimlint</p>',
        '{"name": "claimlint", "text": "Our zorb works."}',
        '{"version": 1, "tool": {"name": "other"}, "findings": []}',
        '[{"description": "Our zorb works."}]',
        "a.md:3:1: error hype: is how a linter says it.\n\nOur zorb works.\n",
        "Opening hours: error here: claimlint.\n",
    ],
)
def test_what_is_not_our_report_is_content(text):
    assert not is_report(text)


@given(st.text(st.sampled_from('<{["claimlint \n:1a#'), max_size=80))
def test_no_text_fails(text):
    is_report(text)
