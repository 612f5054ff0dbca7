from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimlint.reports.markup import code, plain
from claimlint.reports.shown import shown

TAG = re.compile(r"<[^>]*>")
JOINER = "\u2060"
MARKDOWN = st.text(st.sampled_from("ab1 *_`~[]()<>!#@&;:/.|\\\"'-+=$\n\tw"), max_size=40)


def rendered(markdown):
    return (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    )


@given(MARKDOWN)
def test_a_text_is_shown_as_it_is_and_nothing_else(text):
    html = rendered(f"before {plain(text)} after")
    assert TAG.findall(html) == ["<p>", "</p>"]
    visible = unescape(TAG.sub("", html)).replace(JOINER, "")
    assert visible.split() == f"before {shown(' '.join(text.split()))} after".split()


@given(MARKDOWN)
def test_so_it_is_at_the_start_of_a_line_and_in_a_list(text):
    html = rendered(plain(text) + " after")
    assert set(TAG.findall(html)) <= {"<p>", "</p>"}
    html = rendered(f"- {plain(text)} after")
    assert set(TAG.findall(html)) <= {"<ul>", "<li>", "</li>", "</ul>"}


@given(MARKDOWN, MARKDOWN)
def test_a_table_keeps_its_cells(one, two):
    html = rendered(f"| a | b |\n|---|---|\n| {plain(one)} | {code(two)} |\n")
    assert html.count("<td>") == 2
    assert set(TAG.findall(html)) <= {
        f"<{slash}{name}>"
        for slash in ("", "/")
        for name in ("table", "thead", "tbody", "tr", "th", "td", "code")
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("@everyone", ["@everyone"]),
        ("see #12 and GH-7, !3 ~label", ["#12", "GH-7", "!3", "~label"]),
        ("https://evil.example/x", ["https://", "://evil"]),
        ("go to www.evil.example", ["www.evil"]),
        ("mail a@evil.example", ["a@evil"]),
        ("mailto:a", ["mailto:a"]),
    ],
)
def test_mentions_references_and_addresses_are_broken(text, parts):
    html = unescape(rendered(plain(text)))
    for part in parts:
        assert part not in html
    assert html.replace(JOINER, "").strip() == f"<p>{text}</p>"


def test_addresses_are_broken_in_code():
    assert "://" not in code("https://evil.example/a.md")


def test_ordinary_text_is_readable_as_it_stands():
    text = "It's 90% sure, at 9:30 (see section 2.1); half of them - or so."
    assert plain(text) == text


def test_what_is_hidden_is_spelled_out():
    assert plain("a\x1b\u202eb\udcff") == r"a&#92;x1b&#92;u202eb&#92;xff"
