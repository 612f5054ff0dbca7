"""Waivers in texts, as a run meets them: counted, listed with their reason, and told when wrong."""

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = Path(__file__).parents[2] / "schemas" / "findings.schema.json"
WAIVED = "<!-- claimlint-disable-next-line zorb-works -- measured in 2020 -->\nOur zorb works.\n"


def test_a_waived_finding_is_counted_and_does_not_fail(claimlint, put):
    put("a.md", WAIVED)
    done = claimlint("a.md")
    assert done.code == 0
    assert done.out == ""
    assert done.err == "1 file checked: no findings (1 waived)\n"


def test_only_the_rule_that_is_named_is_waived(claimlint, put):
    put("a.md", WAIVED + "\nOur zorb works.\n\n" + WAIVED.replace("Our zorb", "Zorb cures, zorb"))
    done = claimlint("a.md")
    assert done.code == 1
    assert [line.split(": ")[:2] for line in done.out.splitlines()] == [
        ["a.md:4:5", "warning zorb-works"],
        ["a.md:7:1", "error zorb-cures"],
    ]
    assert "(2 waived)" in done.err


def test_a_category_waives_its_rules(claimlint, put):
    put("a.md", WAIVED.replace("zorb-works", "efficacy"))
    assert claimlint("a.md").code == 0


def test_json_lists_what_was_waived_and_why(claimlint, put):
    put("a.md", WAIVED)
    put("b.md", "---\nclaimlint:\n  disable: zorb-cures\n  reason: quoted\n---\nZorb cures.\n")
    report = json.loads(claimlint(".", "--format", "json").out)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert report["findings"] == []
    assert report["summary"]["waived"] == 2
    assert [(f["path"], f["rule"], f["waiver"]) for f in report["waived"]] == [
        ("a.md", "zorb-works", {"kind": "comment", "reason": "measured in 2020"}),
        ("b.md", "zorb-cures", {"kind": "front-matter", "reason": "quoted"}),
    ]


def test_a_waiver_without_a_reason_has_no_effect(claimlint, put):
    put("a.md", "<!-- claimlint-disable-file zorb-works -->\n\nOur zorb works.\n")
    done = claimlint("a.md")
    assert done.code == 1
    assert "warning: a.md:1:1: this waiver has no effect: give a reason" in done.err


def test_reasons_need_not_be_required(claimlint, put):
    put("claimlint.toml", "require-reason = false\n")
    put("a.md", "<!-- claimlint-disable-file zorb-works -->\n\nOur zorb works.\n")
    assert claimlint("a.md").code == 0


def test_a_name_that_no_rule_has_is_told_with_its_line(claimlint, put):
    put(
        "a.md",
        "Hello.\n\n<!-- claimlint-disable-file zorb-wrks, zorb-cures -- r -->\nZorb cures.\n",
    )
    done = claimlint("a.md")
    assert done.code == 0
    assert "a.md:3:1: a waiver names 'zorb-wrks'" in done.err
    assert "did you mean 'zorb-works'" in done.err


def test_an_unused_waiver_is_told(claimlint, put):
    put("a.md", "<!-- claimlint-disable-next-line zorb-works -- r -->\nHello.\n")
    done = claimlint("a.md")
    assert done.code == 0
    assert "a.md:1:1: unused waiver: there is no finding of 'zorb-works' here" in done.err


@pytest.mark.parametrize(("level", "code"), [("off", 0), ("error", 2)])
def test_what_an_unused_waiver_is_can_be_set(claimlint, put, level, code):
    put("claimlint.toml", f'unused-waivers = "{level}"\n')
    put("a.md", "<!-- claimlint-disable-next-line zorb-works -- r -->\nHello.\n")
    done = claimlint("a.md")
    assert done.code == code
    assert ("unused waiver" in done.err) == (level != "off")


def test_a_waiver_of_a_rule_that_is_off_or_of_a_hidden_note_is_not_unused(claimlint, put):
    put("a.md", "<!-- claimlint-disable-file zorb-nice, hype, cure-reversal -- r -->\nNice zorb.\n")
    done = claimlint("a.md", "--ignore", "zorb-cures")
    assert done.code == 0
    assert "unused" not in done.err
    assert "waived" not in done.err  # a note would not be reported either
    assert "(1 waived)" in claimlint("a.md", "--strict").err


def test_the_reason_in_front_matter_is_no_text(claimlint, put):
    put("a.md", "---\nclaimlint: {disable: [zorb-cures], reason: zorb works}\n---\nZorb cures.\n")
    assert claimlint("a.md").code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.html",
            "<!-- claimlint-disable-next-line zorb-works -- r -->\n<p>Our zorb works.</p>\n",
        ),
        ("a.mdx", "{/* claimlint-disable-next-line zorb-works -- r */}\nOur zorb works.\n"),
        ("a.jsx", "// claimlint-disable-next-line zorb-works -- r\nx = <p>Our zorb works.</p>;\n"),
        ("a.njk", "{# claimlint-disable-next-line zorb-works -- r #}\n<p>Our zorb works.</p>\n"),
        (
            "a.html",
            "{% comment %}claimlint-disable-next-line zorb-works -- r{% endcomment %}\n"
            "<p>Our zorb works.</p>\n",
        ),
        ("a.yaml", "# claimlint-disable-next-line zorb-works -- r\ntext: Our zorb works.\n"),
        ("a.rst", ".. claimlint-disable-next-line zorb-works -- r\n\nOur zorb works.\n"),
    ],
)
def test_formats(claimlint, put, name, text):
    put(name, text)
    done = claimlint(name)
    assert done.code == 0, done.out
    assert done.err == "1 file checked: no findings (1 waived)\n"
    put(name, text.replace("claimlint-", "claimlnt-"))
    assert claimlint(name).code == 1


def test_text_lists_what_is_waived_when_asked(claimlint, put):
    put("a.md", WAIVED + "\nZorb cures.\n")
    put("claimlint-baseline.json", '{"version": 1, "findings": [null]}')
    words = ("--baseline", "claimlint-baseline.json")
    claimlint("baseline", "update", "a.md", *words)
    assert "waived" not in claimlint("a.md", *words).out
    done = claimlint("a.md", *words, "--show-waived")
    assert done.code == 0
    assert done.out.splitlines() == [
        "a.md:2:5: waived zorb-works: 'zorb works' (comment: measured in 2020)",
        "a.md:4:1: waived zorb-cures: 'Zorb cures' (baseline: accepted in claimlint-baseline.json)",
    ]


def test_the_list_of_waived_findings_shows_no_escapes(claimlint, put):
    put("a.md", WAIVED.replace("2020", "20\x1b[31m20"))
    assert "20\\x1b[31m20" in claimlint("a.md", "--show-waived").out
