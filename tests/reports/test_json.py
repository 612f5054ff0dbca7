import json

import pytest

from claimlint.finding import Notice
from claimlint.reports import Context, jsonl
from claimlint.reports import json as report
from claimlint.run import Totals
from tests.reports import sample

KEYS = [
    "path", "line", "column", "end_line", "end_column", "rule", "category", "severity", "scope",
    "message", "text", "segment", "block", "guards", "sources", "fingerprint", "rewrites",
    "advice", "related",
]  # fmt: skip


def written(checked, notices=(), module=report):
    parts = []
    made = module.begin(parts.append, Context("abc"))
    for item in checked:
        made.add(item)
    made.finish(Totals(len(checked), 0, len(checked), 0, 0), notices)
    return "".join(parts)


def test_keys_stand_in_the_order_of_the_contract(make_checked):
    data = json.loads(written([make_checked()]))
    assert list(data) == ["version", "tool", "summary", "findings", "notices"]
    assert list(data["tool"]) == ["name", "version", "rules"]
    assert list(data["summary"]) == ["files", "errors", "warnings", "notes", "waived"]
    assert list(data["findings"][0]) == KEYS
    assert data["findings"][0]["severity"] == "warning"
    assert data["findings"][0]["guards"] == [
        {"name": "hedged", "trigger": "may", "effect": "lower"}
    ]


def test_edits_have_lines_and_columns(make_checked):
    rewrite = json.loads(written([make_checked()]))["findings"][0]["rewrites"][0]
    assert rewrite == {
        "applicability": "review",
        "description": "Say what was studied",
        "edits": [{"line": 1, "column": 15, "end_line": 1, "end_column": 19, "replacement": "x"}],
    }


def test_a_finding_takes_one_line(make_checked):
    text = written([make_checked(), make_checked(path="b.md")])
    assert sum(line.startswith('{"path"') for line in text.splitlines()) == 2


def test_an_empty_report_is_whole():
    assert json.loads(written([]))["findings"] == []


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b", "\u202e", "\u2028", "\x7f"])
def test_a_terminal_can_show_it(make_checked, hostile):
    text = written([make_checked(text=hostile, path=f"{hostile}.md")])
    assert hostile not in text
    finding = json.loads(text)["findings"][0]
    assert (finding["text"], finding["path"]) == (hostile, f"{hostile}.md")


def test_a_path_leads_to_the_file_and_texts_are_plain_unicode(make_checked):
    text = written([make_checked(text="a\udcffb\ud83d", path="caf\udce9.md")])
    text.encode("utf-8")
    finding = json.loads(text)["findings"][0]
    assert finding["path"] == "caf\udce9.md"
    assert finding["text"] == "a\ufffdb\ufffd"


def test_a_notice_says_where():
    data = json.loads(written([], [Notice("a.md", "warning", "odd", 3, 2)]))
    assert data["notices"] == [
        {"path": "a.md", "level": "warning", "message": "line 3, column 2: odd"}
    ]


def test_what_was_waived_is_in_the_last_json_line():
    lines = written([sample.waived()], module=jsonl).splitlines()
    assert len(lines) == 5
    found = [(w["rule"], w["waiver"]) for w in json.loads(lines[-1])["waived"]]
    assert found == [
        ("safe-effective", {"kind": "comment", "reason": "quotes | a *label*"}),
        ("regrowth", {"kind": "baseline", "reason": ""}),
    ]


def test_json_lines_end_with_the_totals(make_checked):
    lines = written([make_checked(), make_checked()], module=jsonl).splitlines()
    assert [next(iter(json.loads(line))) for line in lines] == ["path", "path", "version"]
    assert json.loads(lines[-1])["summary"]["warnings"] == 2


def test_json_lines_are_the_json_report_in_lines():
    """So the schema, which tests/cli holds against the one, describes the other."""
    files = [*sample.checked(sample.page(), sample.news()), sample.waived()]
    lines = [json.loads(line) for line in sample.written("jsonl", files).splitlines()]
    whole = json.loads(sample.written("json", files))
    assert {**lines[-1], "findings": lines[:-1]} == whole
