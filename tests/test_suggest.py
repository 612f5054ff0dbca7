import pytest

from claimlint.suggest import hint, known_names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fail_on", "; did you mean 'fail-on'?"),
        ("Strict", "; did you mean 'strict'?"),
        ("stric", "; did you mean 'strict'?"),
        ("qqq", "; see above"),
    ],
)
def test_the_nearest_name_is_hinted_at(name, expected):
    assert hint(name, ["fail-on", "strict", "select"], "; see above") == expected


def test_known_names_are_listed_in_order():
    assert known_names({"b", "a"}) == "; known are a, b"
