"""Plain text: paragraphs, headings, items and quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract
from tests.documents.places import assert_exact, shared_files, words_at


def shown(source: str, path: str = "page.txt") -> list[str]:
    document = extract(path, source)
    assert_exact(document)
    return [f"{block.kind}: {document.block_text(i)}" for i, block in enumerate(document.blocks)]


LONG = (
    "This line is far longer than anyone would wrap by hand, so each line stands for itself. " * 2
)
BLOCKS = {
    "one\ntwo\n\nthree": ["paragraph: one\ntwo", "paragraph: three"],
    "one\r\n  two\r\rthree": ["paragraph: one\ntwo", "paragraph: three"],
    "Our clinic\n\nWe are kind.": ["heading: Our clinic", "paragraph: We are kind."],
    "We are kind.\n\nWhat we do\n\nWe listen.": [
        "paragraph: We are kind.",
        "heading: What we do",
        "paragraph: We listen.",
    ],
    "Only one line": ["paragraph: Only one line"],
    "What we do:\n\n- listen\n  well\n* rest\n\u2022 walk\n1. eat\n2) sleep\na) stop": [
        "heading: What we do:",
        "list-item: listen\nwell",
        "list-item: rest",
        "list-item: walk",
        "list-item: eat",
        "list-item: sleep",
        "list-item: stop",
    ],
    "kind words\n\u2014 Ann": ["paragraph: kind words\n\u2014 Ann"],
    "> kind\n> words\n\nmine": ["quote: kind\nwords", "paragraph: mine"],
    "mine\n> kind": ["paragraph: mine", "quote: kind"],
    "Title\n=====\n\ntext": ["heading: Title", "paragraph: text"],
    "one\n\n* * *\n\ntwo": ["paragraph: one", "paragraph: two"],
    "## Title\ntext": ["heading: Title", "paragraph: text"],
    f"Short one\n{LONG}\n{LONG}": [
        "heading: Short one",
        f"paragraph: {LONG}",
        f"paragraph: {LONG}",
    ],
    "see https://a.example/cure, now": ["paragraph: see , now"],
    "pain\xad relief": ["paragraph: pain relief"],
    "": [],
    " \n\t\n": [],
}


@pytest.mark.parametrize("source", BLOCKS)
def test_blocks(source: str) -> None:
    assert shown(source) == BLOCKS[source]


def test_quotes_are_quoted_and_headings_rule_what_follows() -> None:
    document = extract("page.txt", "Our clinic\n\nText here.\n\n> kind words\n")
    assert [block.quoted for block in document.blocks] == [False, False, True]
    assert [block.under for block in document.blocks] == [-1, 0, 0]
    assert [block.level for block in document.blocks] == [1, 0, 0]


def test_restructured_text_directives_are_no_text() -> None:
    source = "Title\n=====\n\n.. image:: cure.png\n   :alt: no\n\n.. _cure:\n\nText *here*.\n"
    assert shown(source, "page.rst") == ["heading: Title", "paragraph: Text *here*."]
    assert ".. _cure:" in "".join(shown(source))


def test_asciidoc_attributes_are_no_text() -> None:
    source = "= Title\n:author: Ann\n\n[source]\n----\ncode\n----\n\n== Part\n// no\nText.\n"
    assert shown(source, "page.adoc")[-2:] == ["heading: Part", "paragraph: Text."]
    assert "Ann" not in "".join(shown(source, "page.adoc"))


@pytest.mark.parametrize(
    ("phrase", "source", "place"),
    [
        ("calm\nrest", "calm\r\n   rest", "calm\r\n   rest"),
        ("calm\nrest", "> calm\n>rest", "calm\n>rest"),
        ("calm\nrest", "- calm\n  rest", "calm\n  rest"),
        ("calm", "\ufeffca\u200blm", "ca\u200blm"),
    ],
)
def test_a_phrase_leads_to_its_exact_place(phrase: str, source: str, place: str) -> None:
    assert words_at(extract("page.txt", source), phrase) == [place]


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "text",
            "Text here.",
            "- item",
            "1. item",
            "> quote",
            "====",
            "# H",
            "  deep",
            "\u2014 x",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["a.txt", "a.rst", "a.adoc"]))
def test_every_text_keeps_the_contract(lines: list[str], end: str, path: str) -> None:
    assert_exact(extract(path, end.join(lines)))


@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    source = "\n".join(lines)
    seen = "".join(shown(source))
    for word in ("text", "item", "quote", "deep"):
        assert seen.count(word) >= source.count(word)


def test_the_shared_seeds_keep_the_contract() -> None:
    paths = shared_files(".txt")
    if not paths:
        pytest.skip("the shared seeds are not here")
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            document = extract(path, file.read())
        assert_exact(document)
        assert len(document.blocks) > 5
