"""The articles of fixtures/articles against the findings in fixtures/expected.

`python tests/update_expected.py` writes the expected files anew and prints what has changed.
"""

import html
import json
import os
import re

import pytest

from tests import update_expected as fixtures

WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def printed():
    return fixtures.report(".")


@pytest.fixture(scope="module")
def found(printed):
    return fixtures.findings(printed)


@pytest.fixture(scope="module")
def all_findings(printed):
    return json.loads(printed)["findings"]


def shown(findings):
    """Return lines that a reader can compare: place, severity, rule and words."""
    return [
        f"{f['line']}:{f['column']}: {f['severity']} {f['rule']}: {f['text']}" for f in findings
    ]


@pytest.mark.parametrize("name", fixtures.names())
def test_findings_are_the_expected_ones(name, found):
    path = fixtures.expected_file(name)
    expected = json.loads(path.read_text(encoding="utf-8"))
    assert shown(found[name]) == shown(expected), "read and run tests/update_expected.py"


def test_each_expected_file_has_an_article():
    paths = fixtures.EXPECTED.rglob("*.json")
    kept = {path.relative_to(fixtures.EXPECTED).as_posix() for path in paths}
    assert kept == {f"{name}.json" for name in fixtures.names()}


@pytest.mark.parametrize("name", [n for n in fixtures.names() if n.startswith("clean/")])
def test_clean_articles_have_no_warnings_and_no_errors(name, found):
    assert shown(f for f in found[name] if f["severity"] != "note") == []


@pytest.mark.parametrize("name", [n for n in fixtures.names() if not n.startswith("clean/")])
def test_articles_with_claims_have_findings(name, found):
    assert len(found[name]) >= 5


def test_everything_is_read_without_complaint(printed):
    assert json.loads(printed)["notices"] == []


def test_two_runs_print_the_same_bytes(printed):
    environment = {**os.environ, "PYTHONHASHSEED": "1234"}
    assert fixtures.report(".", environment=environment) == printed


@pytest.mark.parametrize("name", fixtures.names())
def test_an_article_alone_has_the_findings_that_it_has_among_others(name, all_findings):
    alone = json.loads(fixtures.report(name))["findings"]
    assert alone == [finding for finding in all_findings if finding["path"] == name]


@pytest.mark.parametrize("name", fixtures.names())
def test_findings_stand_where_they_say(name, all_findings):
    with open(fixtures.ARTICLES / name, encoding="utf-8", newline="") as article:
        lines = article.read().splitlines()
    for finding in all_findings:
        if finding["path"] == name and finding["scope"] == "span":
            there = html.unescape(lines[finding["line"] - 1][finding["column"] - 1 :])
            assert WORD.findall(there)[:1] == WORD.findall(finding["text"])[:1], finding


def test_line_ends_of_the_windows_file_are_kept():
    source = (fixtures.ARTICLES / "bloom-crlf.md").read_bytes()
    assert source.count(b"\n") == source.count(b"\r\n") > 50
