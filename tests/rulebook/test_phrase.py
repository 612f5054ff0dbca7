import pytest

from claimlint.rulebook.phrase import PhraseError, parse, parts, reverse


def word(text):
    return ("word", text)


def test_alternatives_bind_tighter_than_a_blank():
    assert parse("a|b c") == (("any", ((word("a"),), (word("b"),))), word("c"))


def test_rows_in_groups():
    assert parse("{a b|c} d") == (("any", ((word("a"), word("b")), (word("c"),))), word("d"))
    assert parse("d (a b|c)")[1] == ("maybe", ((word("a"), word("b")), (word("c"),)))


def test_hyphens_read_with_blank_or_joined():
    assert parse("drug-free") == (("any", ((word("drug"), word("free")), (word("drugfree"),))),)


def test_forms():
    assert parse("treat~ing") == (("any", ((word("treating"),),)),)
    assert parse("cause~s")[0][1] == ((word("cause"),), (word("causes"),))
    assert parse("<improve:ing>") == (("vocabulary", "improve", "ing"),)


def test_an_optional_gap_is_a_gap():
    assert parse("a (...3) b") == (word("a"), ("gap", 3), word("b"))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("(a", 0), ("a)", 1), ("~", 0), ("<X>", 0), ("a|", 2), ("", 0), ("...", 0), ("(a|b)", 0),
        ("a ...", 2), ("<a:z>", 0), ("a ...99 b", 2), ("a~zz", 2), ("b ^ a", 2), ("-", 0),
        ("{a|}", 3), ("^x", 0),
    ],
)  # fmt: skip
def test_mistakes_have_a_place(text, at):
    with pytest.raises(PhraseError) as problem:
        parse(text)
    assert problem.value.at == at


def test_parts_are_what_gaps_separate():
    assert parts(parse("a ... b c")) == [((word("a"),), (word("b"), word("c")))]


def test_groups_with_gaps_are_written_out():
    assert parts(parse("x {a ... b|c} y")) == [
        ((word("x"), word("a")), (word("b"), word("y"))),
        ((word("x"), word("c"), word("y")),),
    ]


def test_reversing_twice_changes_nothing():
    row = parse("^ a {b c|~d} (e f) ...2 <g> $")
    assert reverse(reverse(row)) == row
