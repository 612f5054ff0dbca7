"""Edits change what they say they change, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.documents import extract
from claimlint.finding import Edit
from claimlint.rewrites.apply import edited, exact_ones, expected_text, is_exact, overlaps


@st.composite
def sources_and_edits(draw):
    source = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits, end = [], -1
    for low, high in pairs:
        if low > end:
            edits.append(Edit(low, high, draw(st.text(max_size=8))))
            end = high
    return source, edits


@given(sources_and_edits())
def test_only_the_stated_ranges_change(made):
    source, edits = made
    after = edited(source, edits)
    at = 0
    for index, edit in enumerate(edits):
        kept = source[edits[index - 1].end if index else 0 : edit.start]
        assert after[at : at + len(kept)] == kept
        at += len(kept)
        assert after[at : at + len(edit.replacement)] == edit.replacement
        at += len(edit.replacement)
    assert after[at:] == source[edits[-1].end if edits else 0 :]


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        edited("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


def test_overlap_counts_from_the_first_edit_to_the_last():
    wide = (Edit(0, 1, ""), Edit(8, 9, ""))
    assert overlaps(wide, (Edit(4, 5, ""),))
    assert not overlaps(wide, (Edit(10, 12, ""),))


def place(source, words):
    at = source.index(words)
    return at, at + len(words)


@pytest.mark.parametrize(
    ("name", "source", "words", "new", "exact"),
    [
        ("a.md", "One **two** three.\n\nFour.", "two", "zwei", True),
        ("a.md", "One **two** three.", "One **two", "zwei", False),
        ("a.md", "One two.\n\nThree.", "One", "# One", False),
        ("a.md", "One two three.", "two", "*two", True),
        ("a.html", "<p>One &amp; two</p>", "two", "zwei", True),
        ("a.html", "<p>One two</p>", "two", "<b>two", False),
    ],
)
def test_what_would_change_more_than_its_words_is_found_out(name, source, words, new, exact):
    document = extract(name, source)
    assert is_exact(document, [Edit(*place(source, words), new)], None) is exact


def test_groups_are_told_apart():
    source = "One two three.\n\nFour five six.\n\nSeven eight."
    document = extract("a.md", source)
    good, bad = Edit(*place(source, "two"), "zwei"), Edit(*place(source, "Four"), "# Four")
    last = Edit(*place(source, "eight"), "acht")
    assert exact_ones(document, [(good,), (bad,), (last,)], None) == [True, False, True]


def test_the_expected_text_needs_edits_of_the_text():
    document = extract("a.md", "One [two](three) four")
    assert expected_text(document, [Edit(0, 3, "Uno")]) is not None


SENTENCES = st.sampled_from(
    [
        "PRP heals torn tendons and rebuilds cartilage.",
        "We offer a safe and effective treatment for gout.",
        "Ozone therapy **cures** arthritis for good!",
        "Our exosomes may help regrow hair, restoring your confidence.",
        "We guarantee results.",
        "The clinic opens at nine.",
        "Shockwave therapy relieves pain &amp; stiffness.",
        "Acupuncture boosts immunity, not just your mood.",
        "> PRP cured me.",
        "## Say Goodbye to Back Pain",
        "- Boosts energy and improves sleep",
        "You will walk without pain.",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5), st.sampled_from([" ", "\n\n", "\r\n\r\n"]))
def test_fixing_twice_is_fixing_once(reworded, rewriter, book, sentences, between):
    from claimlint.checks import check
    from claimlint.rewrites.plan import fixed

    def findings_of(document):
        return rewriter.reworded(document, check(document, book))

    document = extract("page.md", between.join(sentences))
    once = fixed(document, findings_of, rewriter, ("safe", "review"), None)
    assert not once.notices
    twice = fixed(once.document, findings_of, rewriter, ("safe", "review"), None)
    assert twice.document.source == once.document.source
    assert twice.passes == 0
