"""What a page or a file name holds is inert in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import jsonschema
import pytest
from markdown_it import MarkdownIt

from claimlint.documents import extract
from claimlint.finding import Edit, Notice, Rewrite
from claimlint.reports import FORMATS
from claimlint.reports.shown import is_hidden
from tests.reports.runner import commands
from tests.reports.sample import checked, finding, written
from tests.reports.test_sarif import VALIDATOR

HOSTILE = (
    "%0A::error::x",
    "x%0Aqqq%25",
    "a\r\n::error file=b.md,line=1::forged",
    "\n::set-output name=x::y",
    "\r##[error]forged",
    "##[add-mask]e",
    ",line=9::y",
    "\x1b]0;title\x07\x1b[31mred",
    "\x9b2J",
    "abc\u202egnp.exe\u2066",
    "a\u2028b\u2029c\x85d\ufeff",
    "\x00\x08\x0b\x0c\x7f",
    "caf\udce9\ud83d\udcff",
    "\ufffe\uffff",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</failure></testcase><testcase name='forged'/>",
    '"/><error severity="error"/>',
    "]]><!-- &xxe; -->",
    "a | b || c",
    "```\n# Heading\n```",
    "`code` *bold* _em_ ~~del~~ [x](javascript:alert(1)) ![y](https://evil.example/y.png)",
    "@everyone #123 GH-1 https://evil.example www.evil.example",
    "{{7*7}} ${x} {0} {1}",
    '", "rule": "forged',
    "\\u0000 \\",
)


def report(format, hostile, path):
    """Return a report in which whatever comes from outside is hostile."""
    source = f"Before {hostile} after.\n"
    document = extract("a.txt", source)
    document.path = path
    edit = Edit(7, 7 + len(hostile), hostile)
    found = finding(
        document, hostile, "regrowth", text=hostile, segment=source,
        rewrites=[Rewrite("review", hostile, (edit,))], advice=hostile,
    )  # fmt: skip
    notices = (Notice(path, "error", hostile, 1, 1), Notice(path, "warning", hostile))
    return written(format, checked((document, (found,))), notices)


def pairs():
    return [(hostile, "a.md") for hostile in HOSTILE] + [
        ("for good", f"{hostile}.md") for hostile in HOSTILE
    ]


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"html"}))
@pytest.mark.parametrize(("hostile", "path"), pairs())
def test_nothing_steers_a_terminal_or_a_runner(format, hostile, path):
    text = report(format, hostile, path)
    text.encode("utf-8")
    body = text.removeprefix("\ufeff") if format == "csv" else text
    assert {c for c in body if is_hidden(c)} <= {"\n", "\r"}
    found = commands(text)
    if format == "github":
        assert [c.name for c in found] == ["error", "warning", "warning", "notice"]
        assert found[1].properties.keys() == {
            "file", "line", "endLine", "title", *_columns(hostile),
        }  # fmt: skip
    else:
        assert found == []


def _columns(hostile):
    return () if re.search("[\r\n]", hostile) else ("col", "endColumn")


def read(format, text):
    """Return what a reader of a format finds; it must be as much as in a harmless report."""
    if format == "jsonl":
        return [sorted(json.loads(line)) for line in text.split("\n")[:-1]]
    if format in ("json", "sarif", "gitlab", "rdjson"):
        data = json.loads(text)
        if format == "sarif":
            VALIDATOR.validate(data)
        return shape(data)
    if format in ("junit", "checkstyle"):
        root = ElementTree.fromstring(text.encode("utf-8"))  # noqa: S314
        return [(node.tag, sorted(node.attrib)) for node in root.iter()]
    if format == "csv":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        for row in rows:
            for value in row:
                assert not value.lstrip().startswith(tuple("=+-@\t\r\n"))
        return [len(row) for row in rows]
    if format == "markdown":
        engine = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        return re.findall(r"<[^>]*>", engine.render(text))
    return [line.count(" ") >= 0 for line in text.split("\n")]


def shape(data):
    """Return the keys of nested data, without its values."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    if isinstance(data, list):
        return [shape(value) for value in data]
    return type(data).__name__


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"html"}))
@pytest.mark.parametrize(("hostile", "path"), pairs())
def test_a_reader_finds_as_much_as_in_a_harmless_report(format, hostile, path):
    found = read(format, report(format, hostile, path))
    harmless = read(format, report(format, "for good", "a.md"))
    if format in ("sarif", "rdjson"):
        found, harmless = without_options(found), without_options(harmless)
    assert found == harmless


def without_options(found):
    """Leave out what a report has or not by the length and the bytes of a text."""
    if isinstance(found, dict):
        return {
            key: without_options(value)
            for key, value in found.items()
            if key not in ("suggestions", "contextRegion")
        }
    return [without_options(value) for value in found] if isinstance(found, list) else found


def test_json_gives_the_texts_back():
    for hostile in HOSTILE:
        if not re.search("[\ud800-\udfff]", hostile):
            (found,) = json.loads(report("json", hostile, "a.md"))["findings"]
            assert found["text"] == hostile


def test_the_readers_see_an_injection():
    forged = report("junit", "for good", "a.md").replace(
        "</testcase>", "</testcase><testcase name='x'/>", 1
    )
    assert read("junit", forged) != read("junit", report("junit", "for good", "a.md"))
    with pytest.raises(jsonschema.ValidationError):
        read("sarif", report("sarif", "for good", "a.md").replace('"level"', '"x"', 1))
