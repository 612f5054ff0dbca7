import pytest

from claimlint.commands import check_options
from claimlint.commands.check import Given, targets
from claimlint.errors import UsageError


def given(text):
    words = text.split()
    return [
        ("format" if word == "-f" else "output", value)
        for word, value in zip(words[::2], words[1::2], strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", [("text", "-")]),
        ("-f json", [("json", "-")]),
        ("-o x", [("text", "x")]),
        ("-o x -f json", [("json", "x")]),
        ("-f json -o x", [("json", "x")]),
        ("-f json -o -", [("json", "-")]),
        ("-f text -f json -o x", [("text", "-"), ("json", "x")]),
        ("-f json -o x -f text", [("json", "x"), ("text", "-")]),
        ("-f json -o x -f json -o y", [("json", "x"), ("json", "y")]),
    ],
)
def test_each_format_takes_the_output_that_follows_it(text, pairs):
    assert targets(given(text)) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "-o x -f json -f text",
        "-f json -o x -o y",
        "-o x -o y",
        "-f json -f text",
        "-f json -f text -o -",
        "-f json -o x -f text -o ./x",
        "-f json -o x -f text -o y -o z",
    ],
)
def test_what_does_not_fit_together_is_refused(text):
    with pytest.raises(UsageError):
        targets(given(text))


def test_without_options_the_defaults_are_those_of_the_parser():
    assert vars(Given()) == vars(check_options.parser().parse_args([]))
