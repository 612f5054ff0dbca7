"""Sentence ranges: marked paragraphs, and what holds for every text."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents.sentences import MAX_LENGTH, split

DATA = os.path.join(os.path.dirname(__file__), "..", "data", "sentences.txt")


def paragraphs() -> list[str]:
    with open(DATA, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return [line.replace("⏎", "\n") for line in lines if line and not line.startswith("# ")]


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text, 0, len(text))]


@pytest.mark.parametrize("marked", paragraphs())
def test_marked_paragraph(marked: str) -> None:
    assert "¦".join(pieces(marked.replace("¦", ""))) == marked


def test_there_are_enough_paragraphs() -> None:
    assert len(paragraphs()) >= 120


@pytest.mark.parametrize("marked", [p for p in paragraphs() if "\n" not in p])
def test_a_wrapped_paragraph_has_the_same_sentences(marked: str) -> None:
    """Every blank of a paragraph may be a soft wrap."""
    text = marked.replace("¦", "")
    wrapped = text.replace(" ", "\n")
    if any(f"\n{mark}" in wrapped for mark in ("- ", "-\n", "*\n", "–\n", "+\n")):
        pytest.skip("a wrapped dash begins a list item")
    if any(line.rstrip(".)").isdigit() and line[-1] in ".)" for line in wrapped.split("\n")):
        pytest.skip("a wrapped number begins a list item")
    assert split(wrapped, 0, len(wrapped)) == split(text, 0, len(text))


@pytest.mark.parametrize("marked", paragraphs())
def test_a_range_inside_a_longer_text_gives_the_same(marked: str) -> None:
    text = marked.replace("¦", "")
    around = "Before. " + text + "\x1dAfter. That."
    start = len("Before. ")
    found = split(around, start, start + len(text))
    assert [(a - start, b - start) for a, b in found] == split(text, 0, len(text))


def assert_partition(text: str, start: int, end: int) -> None:
    ranges = split(text, start, end)
    assert "".join(text[a:b] for a, b in ranges) == text[start:end]
    assert all(a < b for a, b in ranges)
    assert [a for a, _ in ranges] == [start, *[b for _, b in ranges[:-1]]][: len(ranges)]
    assert all(b - a <= MAX_LENGTH for a, b in ranges)
    words = [any(c.isalnum() for c in text[a:b]) for a, b in ranges]
    assert all(words) or len(ranges) == 1 or end - start > MAX_LENGTH


MARKETING = st.lists(
    st.sampled_from(
        [
            *("pain", "Relief", "dr", "Dr", "e.g", "U.S", "a.m", "No", "St", "vs", "etc", "we"),
            *("It", "PRP", "3", "0.5", "12", "(", ")", '"', "”", "“", "[2]", "¹", "*", "•", "✓"),
            *(". ", ".", "! ", "?! ", "... ", "…", " . . . ", ", ", "; ", ": ", " ", "\n", "\n\n"),
            *("\n- ", "\n1. ", " — ", "🎉", "\u00a0", "\x1d", "é", "İ", "ß"),
        ]
    ),
    max_size=60,
).map("".join)


@given(MARKETING)
def test_ranges_partition_marketing_text(text: str) -> None:
    assert_partition(text, 0, len(text))


@given(st.text(max_size=200), st.integers(0, 50), st.integers(0, 200))
def test_ranges_partition_any_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    assert_partition(text, start, min(len(text), start + length))


@given(st.lists(st.sampled_from(["Our team listens.", "Are you well?", "Rest now!"]), min_size=1))
def test_plain_sentences_come_back(sentences: list[str]) -> None:
    assert [p.strip() for p in pieces(" ".join(sentences))] == sentences


def test_an_empty_range_has_no_sentence() -> None:
    assert split("Some text.", 4, 4) == []
    assert split("", 0, 0) == []


@pytest.mark.parametrize("text", ["...", " \n ", "?!", "— —", "• • •"])
def test_a_text_without_words_is_one_range(text: str) -> None:
    assert split(text, 0, len(text)) == [(0, len(text))]


@pytest.mark.parametrize("filler", ["word ", "word, ", "ab", "1 ", "Dr. "])
def test_an_endless_sentence_is_cut(filler: str) -> None:
    text = filler * 5000
    assert_partition(text, 0, len(text))
    assert len(split(text, 0, len(text))) > 1


@pytest.mark.parametrize("unit", [".", ". ", "! ", " ", "\n", "\n ", '"', "•", ".)", "?\n", "[1]"])
def test_repeated_marks_are_no_trap(unit: str) -> None:
    """Work grows with the length, not with its square: this would take minutes otherwise."""
    text = "It helps" + unit * 60_000 + "Rest now."
    assert_partition(text, 0, len(text))
