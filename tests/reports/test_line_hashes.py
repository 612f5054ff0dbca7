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


def rolled(text):
    """Return the hashes of all lines as the action computes them: one pass, a rolling window.

    A ring of 100 units, the hash updated with each one, and a hash given to a line as soon as
    its window is full. Nothing here is shared with the code under test.
    """
    size, base, modulus = 100, 37, 2**64
    first = pow(base, size, modulus)
    data = text.encode("utf-16-le")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    units = [*units, 0xFFFF]
    ring, waiting, found, counts = [0] * size, {}, {}, {}
    at = value = 0
    line, is_start, previous = 0, True, 0

    def given(index):
        number = waiting.pop(index)
        counts[value] = counts.get(value, 0) + 1
        found[number] = f"{value:x}:{counts[value]}"

    def update(unit):
        nonlocal at, value, is_start, line
        if at in waiting:
            given(at)
        if is_start:
            is_start = False
            line += 1
            waiting[at] = line
        value = (base * value + unit - first * ring[at]) % modulus
        ring[at] = unit
        at = (at + 1) % size
        if unit == 10:
            is_start = True

    for unit in units:
        if unit in (9, 32) or (unit == 10 and previous == 13):
            previous = unit
            continue
        previous = unit
        update(10 if unit == 13 else unit)
    for _ in range(size):
        if at in waiting:
            given(at)
        update(0)
    return [found[number] for number in sorted(found)]


LONG = st.lists(st.sampled_from(["a" * 99, "bc " * 40, "", " \t", "é\U0001f600", "x"]), max_size=30)


@given(LINES | st.builds("\n".join, LONG) | st.builds("\r\n".join, LONG))
def test_it_agrees_with_a_rolling_hash(text):
    expected = rolled(text)
    assert hashes(text, len(expected)) == expected


def test_the_rolling_hash_meets_the_examples_of_the_action():
    assert rolled("") == ["c129715d7a2bc9a3:1"]
    assert rolled(LOREM)[:7] == [
        *(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)), "a7f2ff1481e87703:1",
    ]  # fmt: skip


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
