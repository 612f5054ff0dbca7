"""Links, ids and odd characters of the HTML report."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports import html_safety


@given(st.text())
def test_what_is_shown_holds_nothing_that_steers(text):
    result = html_safety.seen(text)
    assert all(c in "\n\t" or not html_safety._is_odd(c) for c in result)


def test_odd_characters_are_spelled_out():
    assert html_safety.seen("a\u202eb\u200bc\x1bd\udcff") == "a\\u202eb\\u200bc\\x1bd\\xff"
    assert html_safety.seen("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//x.org", "http:", "https://a b", "https://\x01",
     "https://x\u202e", "", None, "https://[", "JaVaScRiPt:alert(1)", "ftp://x.org"],
)  # fmt: skip
def test_other_addresses_are_no_links(url):
    assert html_safety.followed(url) == ""


def test_http_addresses_are_links():
    assert html_safety.followed("https://example.org/a?b=1#c") == "https://example.org/a?b=1#c"


@given(st.text())
def test_ids_are_plain(text):
    assert re.fullmatch(r"f-[A-Za-z0-9_.-]*", html_safety.named("f", text))
