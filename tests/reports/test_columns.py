from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents.model import Document
from claimlint.reports.columns import position8, position16, utf8_length, utf16_length

TEXT = st.text(st.sampled_from("ab é—\U0001f600\U00010000\n\r\ufeff"), max_size=40)


def document(source):
    return Document("a.md", source, "text", "", (), ([], [], []))


@given(st.text())
def test_lengths_are_those_of_the_encodings(text):
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2
    assert utf8_length(text) == len(text.encode("utf-8"))


def test_an_undecodable_byte_is_one_byte_and_one_unit():
    text = b"a\xff\xe9b".decode("utf-8", "surrogateescape")
    assert (utf8_length(text), utf16_length(text)) == (4, 4)


@given(TEXT, st.data())
def test_columns_count_from_the_start_of_the_line(source, data):
    offset = data.draw(st.integers(0, len(source)))
    made = document(source)
    line, column = made.position(offset)
    start = max(offset, int(source.startswith("\ufeff"))) - column + 1
    before = source[start : start + column - 1]
    assert position16(made, offset) == (line, len(before.encode("utf-16-le")) // 2 + 1)
    assert position8(made, offset) == (line, len(before.encode("utf-8")) + 1)


def test_examples():
    made = document("\ufeffa\U0001f600b\r\nécd")
    assert [position16(made, n) for n in (1, 2, 3, 6, 7)] == [
        (1, 1),
        (1, 2),
        (1, 4),
        (2, 1),
        (2, 2),
    ]
    assert [position8(made, n) for n in (1, 2, 3, 6, 7)] == [(1, 1), (1, 2), (1, 6), (2, 1), (2, 3)]
