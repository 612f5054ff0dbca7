"""The formats for other tools, from the command line."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from claimlint.reports import FORMATS

FILES = {
    "sarif": "r.sarif", "markdown": "r.out.md.txt", "github": "r.github", "gitlab": "r-gitlab.json",
    "junit": "r.xml", "checkstyle": "r-checkstyle.xml", "rdjson": "r-rdjson.json", "csv": "r.csv",
    "jsonl": "r.jsonl", "json": "r.json",
}  # fmt: skip


@pytest.fixture
def pages(put):
    put("b.md", "# Our zorb works\n\nIt is a nice zorb. Our zorb cures, and zorb works.\n")
    put("a.html", "<p>Our <b>zorb</b>\nworks.</p>\n")


def counts(folder):
    """Return how many findings each report holds."""

    def text(format):
        return (folder / FILES[format]).read_text(encoding="utf-8")

    def xml(format, tag):
        return len(list(ElementTree.fromstring(text(format)).iter(tag)))  # noqa: S314

    return {
        "sarif": len(json.loads(text("sarif"))["runs"][0]["results"]),
        "markdown": sum(line.startswith("| <code>") for line in text("markdown").split("\n")),
        "github": len(text("github").splitlines()) - 1,
        "gitlab": len(json.loads(text("gitlab"))),
        "junit": xml("junit", "testcase"),
        "checkstyle": xml("checkstyle", "error"),
        "rdjson": len(json.loads(text("rdjson"))["diagnostics"]),
        "csv": len(list(csv.reader(io.StringIO(text("csv"))))) - 1,
        "jsonl": len(text("jsonl").splitlines()) - 1,
        "json": len(json.loads(text("json"))["findings"]),
    }


def test_one_run_writes_all_formats(claimlint, pages, site, tmp_path):
    words = [
        word
        for format, name in FILES.items()
        for word in ("--format", format, "--output", str(tmp_path / name))
    ]
    done = claimlint("--strict", ".", *words)
    assert (done.code, done.out) == (1, "")
    assert done.err == "2 files checked: 1 error, 3 warnings, 1 note\n"
    assert counts(tmp_path) == dict.fromkeys(FILES, 5)


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"text", "json", "jsonl", "html"}))
def test_the_same_bytes_whatever_the_order_and_the_locale(claimlint, pages, format):
    first = claimlint("--format", format, "--strict", ".").out
    assert "zorb" in first
    env = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    again = claimlint("--format", format, "--strict", "b.md", "a.html", env=env)
    assert again.out == first


def test_sarif_of_a_run_with_trouble(claimlint, put, pages):
    done = claimlint("--format", "sarif", ".", "gone.md")
    (run,) = json.loads(done.out)["runs"]
    assert done.code == run["invocations"][0]["exitCode"] == 2
    assert run["invocations"][0]["executionSuccessful"] is False
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "gone.md: no such file or folder."
    assert {r["ruleId"] for r in run["results"]} == {"zorb-works", "zorb-cures"}
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["zorb-cures", "zorb-nice", "zorb-works"]
    assert [t["taxa"][0]["id"] for t in run["taxonomies"]] == ["us-ftc-act-5"]


def test_exit_zero_is_in_the_log(claimlint, pages):
    done = claimlint("--format", "sarif", "--exit-zero", ".")
    assert done.code == 0
    assert json.loads(done.out)["runs"][0]["invocations"][0]["exitCode"] == 0


@pytest.mark.parametrize("format", ["csv", "checkstyle", "gitlab", "sarif", "rdjson", "junit"])
def test_a_reader_that_goes_away_is_no_traceback(claimlint, pages, format):
    done = claimlint(".", "--format", format, "--output", "/dev/full")
    assert done.code == 2
    assert "/dev/full: cannot be written" in done.err


def test_an_unknown_format_is_named_with_a_near_one(claimlint, pages):
    done = claimlint(".", "--format", "sarf")
    assert done.code == 2
    assert "sarif" in done.err
