from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.finding import Edit, Rewrite
from claimlint.reports.reworded import merged, suggestion
from tests.reports.sample import page

SOURCE = "It is safe and effective at home."


def with_edits(*edits):
    _, (first, *_) = page()
    return first._replace(rewrites=(Rewrite("review", "x", tuple(Edit(*e) for e in edits)),))


@given(st.data())
def test_one_replacement_does_what_all_edits_do(data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(SOURCE)), min_size=2, max_size=8)))
    edits = [
        Edit(a, b, data.draw(st.text("xyz", max_size=3)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    expected = SOURCE
    for edit in sorted(edits, reverse=True):
        expected = expected[: edit.start] + edit.replacement + expected[edit.end :]
    start, end, text = merged(Rewrite("safe", "x", tuple(edits[::-1])), SOURCE)
    assert SOURCE[:start] + text + SOURCE[end:] == expected


@pytest.mark.parametrize(
    ("edits", "wording"),
    [
        ([(6, 10, "known")], ("safe", "known")),
        ([(6, 10, "known"), (15, 24, "used")], ("safe and effective", "known and used")),
        ([(10, 24, "")], ("and effective", "")),
        ([(6, 6, "not ")], None),
        ([(5, 6, "\n")], None),
        ([(6, 10, "x" * 300)], None),
        ([], None),
    ],
)
def test_what_a_rewrite_does_in_short(edits, wording):
    assert suggestion(with_edits(*edits), SOURCE) == wording


def test_without_a_rewrite():
    assert suggestion(with_edits()._replace(rewrites=()), SOURCE) is None
