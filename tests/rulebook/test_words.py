from hypothesis import given
from hypothesis import strategies as st

from claimlint.rulebook.words import fold, is_number, tokens


def test_words_numbers_and_clitics():
    assert tokens("The body’s 2,100 cells don't 'rest'.") == [
        *("the", "body", "'s", "2,100", "cells", "don't", "rest", "."),
    ]


def test_hyphens_quotes_and_brackets_are_passed_over():
    assert tokens("“drug-free” (and non‑surgical)") == ["drug", "free", "and", "non", "surgical"]


def test_breaks():
    assert tokens("Safe — and effective; yes: no! really? a|b") == [
        *("safe", "—", "and", "effective", ";", "yes", ":", "no", "!", "really", "?"),
        *("a", "|", "b"),
    ]


def test_a_stop_inside_a_word_is_no_break():
    assert "." not in tokens("visit claims.example today")


def test_rank():
    assert tokens("The #1 clinic") == ["the", "#1", "clinic"]


def test_numbers():
    assert is_number("72") and is_number("2,100") and is_number("three")
    assert not is_number("knee") and not is_number("b12")


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_units_stand_apart_from_their_number():
    assert tokens("22kg of B12, 5x a day") == ["22", "kg", "of", "b12", ",", "5", "x", "a", "day"]


def test_a_dash_between_numbers_is_no_break():
    assert tokens("600 - 2500 calories – a lot") == ["600", "2500", "calories", "–", "a", "lot"]
