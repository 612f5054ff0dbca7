from __future__ import annotations

import pytest

from claimlint.documents import extract
from claimlint.finding import Notice
from claimlint.reports.github import CAPS, command
from tests.reports.runner import commands
from tests.reports.sample import checked, finding, page, written


def found(text, nth_rules, notices=()):
    document = extract("a.txt", text)
    files = checked((document, [finding(document, "word", r, nth=n) for n, r in nth_rules]))
    return commands(written("github", files, notices))


def test_the_runner_reads_it_back():
    first, *_ = commands(written("github", checked(page()), ()))
    assert first.name == "error"
    assert first.properties == {
        "file": "my pages/knee.md", "line": "3", "endLine": "3", "col": "15", "endColumn": "33",
        "title": "claimlint safe-effective",
    }  # fmt: skip
    assert first.message == "'safe and effective': Nobody has measured it.\nSay what was measured."


def test_a_range_of_several_lines_has_no_columns():
    several = [c for c in commands(written("github")) if c.properties.get("endLine") == "4"
               and c.properties["line"] == "3"]  # fmt: skip
    assert [sorted(c.properties) for c in several] == [["endLine", "file", "line", "title"]]


def test_the_cap_is_kept_the_worst_come_first_and_the_rest_is_counted():
    rules = ["praise"] * 15 + ["regrowth"] * 14 + ["safe-effective"] * 13
    lines = found("word " * 60, list(enumerate(rules)))
    assert [c.name for c in lines] == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [c.properties.get("col") for c in lines[:10]] == [str(5 * n + 1) for n in range(29, 39)]
    assert lines[-1].message == (
        "1 file checked: 13 errors, 14 warnings, 15 notes. 13 annotations more than GitHub shows "
        "for a step: the job summary or another report has them all"
    )


def test_what_could_not_be_checked_is_never_crowded_out():
    lines = found(
        "word " * 20,
        [(n, "safe-effective") for n in range(15)],
        [Notice("b.md", "error", "cannot be read", 4, 2), Notice("", "warning", "odd")],
    )
    assert lines[0].properties == {"file": "b.md", "line": "4", "col": "2", "title": "claimlint"}
    assert [c.name for c in lines].count("error") == CAPS["error"]
    assert "6 annotations more" in lines[-1].message


def test_a_clean_run_says_nothing():
    assert written("github", [], ()) == ""


@pytest.mark.parametrize("text", ["100% of a, b: c", "%0A", "%25", "::error::x", "a\nb", "a=b;c"])
def test_values_come_through_as_they_are(text):
    (made,) = commands(command("error", {"file": text.replace("\n", ""), "line": 1}, text))
    assert (made.name, made.message) == ("error", text)
    assert made.properties == {"file": text.replace("\n", ""), "line": "1"}
