from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from claimlint.documents import extract
from claimlint.finding import Notice
from claimlint.reports import markdown
from claimlint.run import Totals
from claimlint.settings import Settings
from claimlint.waivers import Lists
from claimlint.waivers.baseline import Baseline
from claimlint.waivers.changes import Changes
from tests.reports.sample import checked, finding, page, totals_of, waived, written


def html(text):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def test_the_verdict_comes_first():
    assert written("markdown").startswith("## claimlint could not check everything\n")
    files = checked(page())
    assert written("markdown", files, ()).startswith("## claimlint: 5 claims to mend\n")
    lax = Settings(folder="/", fail_on="error")
    assert written("markdown", files, (), settings=lax).startswith("## claimlint: 2 claims to mend")
    never = Settings(folder="/", fail_on="never")
    head = "## claimlint: passed, with findings\n"
    assert written("markdown", files, (), settings=never).startswith(head)
    assert written("markdown", [], ()).startswith("## claimlint: no findings\n\n0 files checked")


def test_the_totals_name_what_was_waived():
    text = written("markdown", checked(page()), (), Totals(1200, 2, 3, 1, 7))
    assert "\n1,200 files checked: 2 errors, 3 warnings, 1 note in 1 file, 7 waived.\n" in text


def test_a_row_for_each_finding_the_worst_first():
    rendered = html(written("markdown", checked(page()), ()))
    rows = rendered.split("<tr>")[2:]
    assert len(rows) == 6
    assert [("error" in r, "warning" in r, "note" in r) for r in rows] == [
        *[(True, False, False)] * 2, *[(False, True, False)] * 3, (False, False, True),
    ]  # fmt: skip
    assert "<del>safe and effective</del> → <ins>under study</ins>" in rows[0]
    assert {row.count("<td>") for row in rows} == {4}


@pytest.mark.parametrize("limit", [900, 5_000])
def test_it_is_cut_and_says_how_much_is_missing(monkeypatch, limit):
    monkeypatch.setattr(markdown, "MAX_BYTES", limit)
    document = extract("a.txt", "word \U0001f600 " * 60)
    found = [finding(document, "word \U0001f600", "regrowth", nth=n) for n in range(60)]
    files = checked((document, found))
    text = written("markdown", files, ())
    kept = html(text).count("<tr>") - 1
    assert 0 < kept < 60
    assert f"\n**{60 - kept} more findings** did not fit; another format has them all.\n" in text
    assert len(text.encode("utf-8")) < limit + 600
    assert totals_of(files).warnings == 60


def test_github_takes_the_whole():
    assert markdown.MAX_BYTES < 1024 * 1024 * 0.9


def test_many_notices_are_cut():
    notices = [Notice(f"{n:03}.md", "error", "cannot be read") for n in range(130)]
    text = written("markdown", [], notices)
    assert text.count("cannot be read") == 100
    assert "\n- 30 more\n" in text


def test_what_was_waived_is_listed_with_the_reason():
    text = written("markdown", [waived()], ())
    assert "2 waived." in text
    assert "<strong>Waived</strong>" in html(text)
    items = [line for line in text.split("\n") if line.startswith("- ")]
    assert [item.partition("</code> ")[2] for item in items] == [
        "<code>safe-effective</code> safe and effective (comment: quotes &#124; a &#42;label&#42;)",
        "<code>regrowth</code> for good (baseline)",
    ]


def test_a_comparison_is_told_with_what_it_leaves_out():
    lists = Lists(Baseline("old *list*.json", ()), Changes(None, "since HEAD and main parted"))
    lists.changes.left_out = 2
    text = written("markdown", [waived()], lists.changes.notices(), lists=lists)
    shown = html(text)
    assert "<p>Only what changed since HEAD and main parted is reported: 2 findings that" in shown
    assert "the baseline old *list*.json: 1 finding that it accepts is not in the counts" in shown
    assert text.count("there before") == 1
