"""Hashes as github/codeql-action computes them; the expected ones are from its own tests
(src/fingerprints.test.ts) or were computed by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports.line_hashes import LineHashes

LOREM = "Lorem ipsum dolor sit amet.\n" * 10
LINES = st.text(st.sampled_from("ab \t\n\ré\U0001f600"), max_size=300)


def hashes(text, count):
    made = LineHashes(text)
    return [made.of(line + 1) for line in range(count)]


def test_an_empty_file():
    assert hashes("", 1) == ["c129715d7a2bc9a3:1"]


@pytest.mark.parametrize("text", [" a\nb\n  \t\tc\n d", "a\r\nb\r\nc\r\nd", "a\rb\rc\rd \t"])
def test_line_ends_and_spaces_do_not_count(text):
    expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1"]
    assert hashes(text, 4) == [*expected, "a23a3dc5e078b07b:1"]


def test_lines_with_the_same_hash_are_numbered():
    assert hashes(LOREM, 11) == [
        *(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)),
        *("a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1"),
        *("cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"),
    ]


def test_a_line_behind_the_last_is_the_last():
    assert LineHashes("a\nb").of(9) == LineHashes("a\nb").of(2)


def test_bytes_that_are_no_utf_8_count_as_replacement_characters():
    bad = b"caf\xe9 \xf0\x9f\x98 x\n"
    assert hashes(bad.decode("utf-8", "surrogateescape"), 2) == hashes(
        bad.decode("utf-8", "replace"), 2
    )


@given(LINES)
def test_the_order_of_asking_does_not_matter(text):
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    forward = hashes(text, count)
    made = LineHashes(text)
    assert [made.of(line) for line in range(count, 0, -1)] == forward[::-1]
    assert len(set(forward)) == count


@given(LINES, LINES)
def test_what_stands_far_above_changes_nothing_but_the_count(above, text):
    prefix = above + "\n"
    shift = len(prefix.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
    assert (
        LineHashes(prefix + text).of(shift + 1).split(":")[0]
        == LineHashes(text).of(1).split(":")[0]
    )
