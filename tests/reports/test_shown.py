import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports.shown import escape, is_hidden, shown, shown_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("caf\u00e9 \u4e2d\U0001f600", "caf\u00e9 \u4e2d\U0001f600"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b2J", "\\x9b2J"),
        ("bell\x07 tab\t line\n del\x7f", "bell\\x07 tab\\x09 line\\x0a del\\x7f"),
        ("\u202eright to left\u2066", "\\u202eright to left\\u2066"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("byte \udcff half \ud83d", "byte \\xff half \\ud83d"),
        ("see ##[group]x", "see #\\x23[group]x"),
        ("soft\u00adhyphen \u200d joiner", "soft\u00adhyphen \u200d joiner"),
    ],
)
def test_shown_spells_out_what_would_be_obeyed(text, expected):
    assert shown(text) == expected


@given(st.text(st.characters()))
def test_shown_leaves_nothing_hidden_and_keeps_the_rest(text):
    result = shown(text)
    assert not any(is_hidden(character) for character in result)
    assert "##[" not in result
    kept = "".join(c for c in text if not is_hidden(c))
    if kept == text and "##[" not in text:
        assert result == text


@given(st.characters())
def test_escape_names_the_character(character):
    said = escape(character)
    assert said.isascii()
    code = int(said[2:], 16)
    assert code == ord(character) or ord(character) == code + 0xDC00


@pytest.mark.parametrize("name", ["::error::x.md", " ::warning::y.md", "\t::x"])
def test_a_path_never_looks_like_a_workflow_command(name):
    assert not shown_path(name).lstrip().startswith("::")


def test_other_paths_are_left_alone():
    assert shown_path("content/a.md") == "content/a.md"
