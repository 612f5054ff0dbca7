"""A document that is read again at every change has the findings of a fresh look."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.checks import check
from claimlint.checks.memory import Memory
from claimlint.documents import extract
from claimlint.rulebook.compile import rulebook

PIECES = [
    "Our clinic offers stem cell therapy.", "It cures arthritis.", "It does not cure arthritis.",
    "## What we treat", "## Is it safe?", "- Knee pain", "- Cancer", "Conditions we treat:",
    "Safe and **effective**.", "> My knee is like new!", "The FDA warns about clinics.",
    "These statements have not been evaluated.", "Results vary.", "| Pain | gone |", "😀 ",
    "Our drip boosts immunity.", "<p>Detox your body</p>", "Exosomes are not FDA-approved.",
    "\n\n", "\n", " ", "not ", "no longer ", "Exercise ", "may help ", "x", "\u00a0",
]  # fmt: skip

edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=25
)


@functools.cache
def books():
    """The same rules with a memory and without one."""
    with_memory = rulebook()
    with_memory.memory = Memory()
    return with_memory, rulebook()


def change(source, where, length, piece):
    at = int(where * len(source))
    return source[:at] + piece + source[at + length :]


@given(edits=edits, form=st.sampled_from(["a.md", "a.html", "a.txt", "a.mdx"]))
@settings(deadline=None, max_examples=60)
def test_every_change_is_seen_as_by_a_fresh_look(edits, form):
    remembering, fresh = books()
    source = "\n\n".join(PIECES[:12])
    for where, length, piece in edits:
        source = change(source, where, length, piece)
        document = extract(form, source)
        assert check(document, remembering) == check(extract(form, source), fresh)


def test_blocks_that_did_not_change_are_not_judged_again():
    book = rulebook()
    book.memory = Memory()
    text = "Our clinic offers PRP.\n\nIt heals cartilage.\n\nIt cures knee pain.\n"
    first = check(extract("a.md", text), book)
    before = book.memory.misses
    second = check(extract("a.md", f"A word.\n\n{text}"), book)
    assert len(first) == len(second) > 1
    assert [f.line for f in second] == [f.line + 2 for f in first]
    assert book.memory.misses == before + 1


@pytest.mark.parametrize("context", ["## What these statements are not", "> Results vary."])
def test_what_the_page_says_elsewhere_counts_anew(context):
    book, fresh = rulebook(), rulebook()
    book.memory = Memory()
    text = "Stem cells ease knee pain.\n\nBook our stem cell therapy.\n"
    for source in (text, f"{context}\n\n{text}", text, f"{text}\nIt is not FDA-approved.\n", text):
        assert check(extract("a.md", source), book) == check(extract("a.md", source), fresh)
