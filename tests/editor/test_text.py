"""Positions in the client's units, held against encoding each line for real."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.editor.text import UNITS, Text

CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
PIECES = ["a", "é", "字", "😀", "\n", "\r", "\r\n", "\u2028", "\x0b", "\x0c", "\x85", "\ud800", " "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def length(text: str, units: str) -> int:
    codec, size = CODECS[units]
    return len(text.encode(codec, "surrogatepass")) // size


def lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


@given(TEXTS, st.sampled_from(UNITS), st.data())
def test_a_position_counts_units_from_the_start_of_its_line(source, units, data):
    at = data.draw(st.integers(0, len(source)))
    line, column = Text(source, units).position(at)
    before = lines(source[:at])
    if source[at - 1 : at + 1] == "\r\n":
        assert (line, column) == (len(before) - 2, length(before[-2], units))
    else:
        assert (line, column) == (len(before) - 1, length(before[-1], units))


@given(TEXTS, st.sampled_from(UNITS), st.data())
def test_an_offset_and_its_position_lead_to_each_other(source, units, data):
    at = data.draw(st.integers(0, len(source)))
    text = Text(source, units)
    if source[at - 1 : at + 1] != "\r\n":
        assert text.offset(text.position(at)) == at


@pytest.mark.parametrize(
    ("units", "column", "offset"),
    [
        ("utf-16", 0, 0), ("utf-16", 1, 0), ("utf-16", 2, 1), ("utf-16", 3, 2),
        ("utf-8", 1, 0), ("utf-8", 3, 0), ("utf-8", 4, 1), ("utf-8", 5, 2),
        ("utf-32", 1, 1), ("utf-32", 2, 2),
    ],
)  # fmt: skip
def test_a_position_inside_a_character_is_its_start(units, column, offset):
    assert Text("😀x", units).offset((0, column)) == offset


def test_a_position_outside_of_the_text_is_moved_to_its_edge():
    text = Text("one\ntwo")
    assert text.offset((0, 99)) == 3
    assert text.offset((9, 0)) == 7
    assert text.offset((-1, 5)) == 0


@given(TEXTS, TEXTS, st.sampled_from(UNITS), st.data())
def test_a_change_replaces_what_lies_between_two_positions(source, new, units, data):
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    text = Text(source, units)
    low, high = text.position(start), text.position(end)
    after = text.changed([((low, high), new)])
    assert after.source == source[: text.offset(low)] + new + source[text.offset(high) :]


def test_each_change_sees_the_ones_before_it():
    text = Text("abc").changed([(((0, 0), (0, 1)), "xyz"), (((0, 3), (0, 4)), "-")])
    assert text.source == "xyz-c"
    assert text.changed([(None, "all new")]).source == "all new"
