from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports.csv_table import COLUMNS, cell
from tests.reports.sample import written

FORMULAS = "=+-@\t\r\n＝＋－＠"


def rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_reader_finds_rows_and_columns():
    text = written("csv")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    head, *found = rows(text)
    assert tuple(head) == COLUMNS
    assert {len(row) for row in found} == {len(COLUMNS)}
    first = dict(zip(head, found[0], strict=True))
    assert (first["path"], first["line"], first["column"]) == ("my pages/knee.md", "3", "15")
    assert (first["write"], first["sources"]) == ("under study", "xx-act-1 yy-code-2")
    assert dict(zip(head, found[-1], strict=True))["severity"] == "not-checked"


def test_a_clean_run_has_a_head():
    assert len(rows(written("csv", [], ()))) == 1


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "\u00a0=1", "|cmd", "%0A"],
)
def test_no_cell_is_a_formula(text):
    ((read,),) = rows(cell(text))
    assert read[0] in "'\\"


@given(st.text())
def test_a_cell_is_text_whatever_it_holds(text):
    ((read,),) = rows(cell(text))
    assert not read.lstrip().startswith(tuple(FORMULAS))
    assert not set(read) & set("\r\n\t\x00\x1b\u202e")


def test_ordinary_text_and_numbers_stay_as_they_are():
    assert cell(12) == "12"
    assert cell('a "b", c') == '"a ""b"", c"'
    assert cell("") == '""'
