from __future__ import annotations

from xml.etree import ElementTree

from tests.reports.sample import written


def read(*arguments):
    # The text is our own.
    return ElementTree.fromstring(written("checkstyle", *arguments).encode("utf-8"))  # noqa: S314


def test_a_reader_finds_files_and_errors():
    root = read()
    assert root.tag == "checkstyle"
    assert [file.get("name") for file in root] == ["my pages/knee.md", "news,a:b.txt", "gone.md"]
    first = root[0][0]
    assert dict(first.attrib) == {
        "line": "3", "column": "15", "severity": "error", "source": "claimlint.safe-effective",
        "message": "'safe and effective': Nobody has measured it. Say what was measured.",
    }  # fmt: skip
    assert {error.get("severity") for error in root.iter("error")} == {"error", "warning", "info"}


def test_a_clean_run_is_an_empty_report():
    assert len(read([], ())) == 0
