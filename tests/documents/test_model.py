"""The document model: pieces, blocks, places, and characters that nobody sees."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents.model import BLOCK_END, MASK, Builder, Document
from tests.documents.places import assert_exact

CHARACTERS = st.text(
    st.sampled_from("ab .\n\r\té\u0308\U0001f600\xad\u200b\u200e\ufeff\x01\x1d\x00")
)


def built(source: str, *blocks: tuple[str, list[tuple[str, int, int]]]) -> Document:
    builder = Builder(source, "a.txt", "text")
    for kind, pieces in blocks:
        builder.whole(kind, pieces)
    return builder.finish()


def test_identity_and_replacement_pieces_map_back() -> None:
    source = "safe &amp; sound"
    document = built(source, ("paragraph", [("safe ", 0, 5), ("&", 5, 10), (" sound", 10, 16)]))
    assert document.block_text(0) == "safe & sound"
    assert document.source_range(0, 4) == (0, 4)
    assert document.source_range(5, 6) == (5, 10)
    assert document.source_range(3, 8) == (3, 12)
    assert document.source_range(7, 12) == (11, 16)


def test_a_range_at_the_end_of_a_block_stops_before_the_block_end() -> None:
    document = built("one two", ("paragraph", [("one", 0, 3)]), ("paragraph", [("two", 4, 7)]))
    assert document.text == f"one{BLOCK_END}two{BLOCK_END}"
    assert document.source_range(0, 3) == (0, 3)
    assert document.source_range(4, 7) == (4, 7)
    assert [document.block_at(offset) for offset in (0, 2, 4, 6)] == [0, 0, 1, 1]


def test_characters_that_nobody_sees_are_left_out_and_places_stay_exact() -> None:
    source = "pa\xadin\u200b re\u200elief"
    document = built(source, ("paragraph", [(source, 0, len(source))]))
    assert document.block_text(0) == "pain relief"
    assert source[slice(*document.source_range(0, 4))] == "pa\xadin"
    assert source[slice(*document.source_range(5, 11))] == "re\u200elief"


def test_a_replacement_of_nothing_visible_is_no_text() -> None:
    source = "x&shy;y"
    document = built(source, ("paragraph", [("x", 0, 1), ("\xad", 1, 6), ("y", 6, 7)]))
    assert document.block_text(0) == "xy"
    assert document.source_range(0, 2) == (0, 7)


def test_masked_and_hidden_characters_are_no_text() -> None:
    source = "one {{ x }} two > three"
    masked = f"one {MASK * 7} two > three"
    builder = Builder(source, "a.md", "markdown", masked)
    builder.open("paragraph")
    builder.hide([(16, 18)])
    builder.text(0, len(source))
    document = builder.finish()
    assert document.block_text(0) == "one  two three"
    assert_exact(document)


def test_a_block_without_visible_text_is_dropped_but_its_asides_are_kept() -> None:
    builder = Builder("  alt", "a.md", "markdown")
    builder.open("paragraph")
    builder.text(0, 2)
    builder.aside("alt", [("alt", 2, 5)], "alt")
    document = builder.finish()
    assert [(block.kind, block.key) for block in document.blocks] == [("alt", "alt")]
    assert_exact(document)


def test_headings_make_a_chain() -> None:
    builder = Builder("abcdefgh", "a.md", "markdown")
    for at, level in enumerate((1, 2, 0, 3, 0, 2, 0)):
        builder.whole(
            "heading" if level else "paragraph", [("abcdefgh"[at], at, at + 1)], level=level
        )
    builder.end_sections()
    builder.whole("paragraph", [("h", 7, 8)])
    assert [block.under for block in builder.finish().blocks] == [-1, 0, 1, 1, 3, 0, 5, -1]


def test_quoting_reaches_every_block() -> None:
    builder = Builder("ab", "a.md", "markdown")
    builder.is_quoting = True
    builder.whole("paragraph", [("a", 0, 1)])
    builder.is_quoting = False
    builder.whole("paragraph", [("b", 1, 2)])
    assert [block.quoted for block in builder.finish().blocks] == [True, False]


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        ("a\nb\r\nc\rd", 0, (1, 1)),
        ("a\nb\r\nc\rd", 2, (2, 1)),
        ("a\nb\r\nc\rd", 5, (3, 1)),
        ("a\nb\r\nc\rd", 7, (4, 1)),
        ("\U0001f600e\u0301x", 3, (1, 4)),
        ("a\x0bb\x0cc\x85d\u2028e", 8, (1, 9)),
        ("\ufeffab", 1, (1, 1)),
        ("\ufeffab", 0, (1, 1)),
        ("\ufeffab\ncd", 5, (2, 2)),
    ],
)
def test_lines_and_columns(source: str, offset: int, place: tuple[int, int]) -> None:
    assert built(source).position(offset) == place


def test_line_text() -> None:
    document = built("\ufeffone\r\ntwo\n\nfour")
    assert [document.line_text(line) for line in range(6)] == ["", "one", "two", "", "four", ""]


@given(st.lists(st.tuples(CHARACTERS, CHARACTERS), max_size=8), st.randoms())
def test_every_build_keeps_the_contract(parts: list[tuple[str, str]], random: object) -> None:
    """Identity pieces in any cut, with gaps between them, in blocks of any number."""
    source = "".join(gap + shown for gap, shown in parts)
    builder = Builder(source, "a.txt", "text")
    at = 0
    for gap, shown in parts:
        at += len(gap)
        if len(gap) % 2 or not builder.is_open:
            builder.open("heading" if len(gap) % 3 == 0 else "paragraph", 1 + len(gap) % 6)
        builder.text(at, at + len(shown))
        at += len(shown)
    document = builder.finish()
    for start, stop, first, last in document.pieces():
        assert document.text[start:stop] == source[first:last].replace(BLOCK_END, " ")
    seen = re.compile("[^\xad\u200b\u200e\ufeff\x01]")
    for block in document.blocks:
        for offset in range(block.start, block.end):
            first, last = document.source_range(offset, offset + 1)
            assert last - first == 1
            assert seen.match(source[first:last])
            assert source[first:last].replace(BLOCK_END, " ") == document.text[offset]


@given(st.text(st.sampled_from("ab\r\n\x0b\u2028\ufeff"), max_size=30))
def test_positions_follow_line_ends(source: str) -> None:
    document = built(source)
    lines = re.split(r"\r\n|\n|\r", source)
    for offset in range(len(source) + 1):
        before = re.split(r"\r\n|\n|\r", source[:offset])
        if source[offset - 1 : offset + 1] == "\r\n":
            continue  # inside a line end
        line, column = document.position(offset)
        assert line == len(before)
        mark = int(line == 1 and source.startswith("\ufeff"))
        assert column == max(len(before[-1]) - mark, 0) + 1
        shown = lines[line - 1][mark:]
        assert document.line_text(line) == shown
