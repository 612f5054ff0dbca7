"""JSON and YAML content files: their prose, under its keys, from exact places."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract
from claimlint.documents.json_strings import Scanner, decoded
from claimlint.documents.model import Document
from tests.documents.places import assert_exact, shared_files, words_at


def read(source: str, path: str = "page.json") -> Document:
    document = extract(path, source)
    assert_exact(document)
    return document


def shown(source: str, path: str = "page.json") -> list[str]:
    """Return "kind key: text" of each block."""
    document = read(source, path)
    return [
        f"{block.kind} {block.key}: {document.block_text(i)}"
        for i, block in enumerate(document.blocks)
    ]


JSON = {
    '{"title": "Rest", "slug": "rest", "n": 1, "ok": true}': ["title title: Rest"],
    '{"hero": {"text": "Calm \\"days\\" \\u00e9\\n\\ud83d\\ude00"}}': [
        'field hero.text: Calm "days" é\n😀'
    ],
    '{"faq": [{"question": "Why?", "answer": "So."}, {"answer": "Then."}]}': [
        "field faq.question: Why?",
        "field faq.answer: So.",
        "field faq.answer: Then.",
    ],
    '["Quiet rooms for you", "a-b"]': ["field : Quiet rooms for you"],
    '{"text": "One <b>two</b> &amp; three<br>four"}': ["field text: One two & three\nfour"],
    '{"body": "<p>One</p><h2>Two</h2><ul><li>Three</li></ul>"}': [
        "paragraph body: One",
        "heading body: Two",
        "list-item body: Three",
    ],
    '{"body": "# One\\n\\nTwo **three** [four](x.html)\\n"}': [
        "heading body: One",
        "paragraph body: Two three four",
    ],
    '{"text": "Hello {{ name }}, rest well"}': ["field text: Hello , rest well"],
    '// note\n{"title": "Rest", /* x */ "text": "Calm",}': [
        "title title: Rest",
        "field text: Calm",
    ],
    "{title: 'Rest', \"text\": 'It\\'s calm'}": ["title title: Rest", "field text: It's calm"],
    '{"title": "One"}\n{"title": "Two"}': ["title title: One", "title title: Two"],
    '{"a.title": "Rest"}': ["title a.title: Rest"],
    '{"title": ""}': [],
    "": [],
}


@pytest.mark.parametrize("source", JSON)
def test_json(source: str) -> None:
    assert shown(source) == JSON[source]


YAML = {
    "title: Rest\nslug: rest\n": ["title title: Rest"],
    "a:\n  - text: Calm days\n  - text: 'It''s calm'\n": [
        "field a.text: Calm days",
        "field a.text: It's calm",
    ],
    "text: >\n  Calm\n  days\nmore: 1\n": ["field text: Calm\ndays"],
    "text: |\n  One.\n\n  - two\n  - three\n": [
        "paragraph text: One.",
        "list-item text: two",
        "list-item text: three",
    ],
    'text: "Calm \\u00e9 \\\n  days"': ["field text: Calm é days"],
    "text: Calm days\n  go on # no\n": ["field text: Calm days\ngo on"],
    "a: &x\n  text: Calm days\nb: *x\n": ["field a.text: Calm days"],
    "text: Calm\ntext: Rest\n": ["field text: Calm", "field text: Rest"],
    "{a: {text: Calm days}, b: [Quiet rooms]}": ["field a.text: Calm days", "field b: Quiet rooms"],
    "- Calm days ahead\n- Quiet rooms\n": ["field : Calm days ahead", "field : Quiet rooms"],
    "---\ntitle: One\n---\ntitle: Two\n": ["title title: One", "title title: Two"],
    "": [],
}


@pytest.mark.parametrize("source", YAML)
def test_yaml(source: str) -> None:
    assert shown(source, "page.yaml") == YAML[source]


@pytest.mark.parametrize(
    ("phrase", "source", "path", "place"),
    [
        (
            "mild and gentle",
            '{"text": "mild <b>and</b> gentle"}',
            "a.json",
            "mild <b>and</b> gentle",
        ),
        ("mild\ngentle", '{"text": "mild\\ngentle"}', "a.json", "mild\\ngentle"),
        ("café", '{"text": "a caf\\u00e9"}', "a.json", "caf\\u00e9"),
        (
            "mild & gentle",
            '{"text": "mild \\u0026amp; gentle"}',
            "a.json",
            "mild \\u0026amp; gentle",
        ),
        ("mild\ngentle", "text: >\n   mild\n   gentle", "a.yml", "mild\n   gentle"),
        ("it's", "text: 'so it''s mild'", "a.yml", "it''s"),
        ("gentle", "é: 😀\ntext: so **gentle**", "a.yml", "gentle"),
    ],
)
def test_a_phrase_leads_to_its_exact_place(phrase: str, source: str, path: str, place: str) -> None:
    assert words_at(read(source, path), phrase) == [place]


def test_a_heading_holds_for_its_object() -> None:
    document = read(
        '{"a": {"heading": "What helps", "items": [{"title": "Rest"}]}, "b": {"text": "Calm days"}}'
    )
    facts = [(document.block_text(i), b.kind, b.under) for i, b in enumerate(document.blocks)]
    assert facts == [
        ("What helps", "heading", -1),
        ("Rest", "title", 0),
        ("Calm days", "field", -1),
    ]


def test_testimonials_are_quoted() -> None:
    document = read('{"testimonials": [{"text": "They were kind"}], "text": "Calm days"}')
    assert [block.quoted for block in document.blocks] == [True, False]


BROKEN = {
    '{"title": "Rest,\n "text": "Calm days"}': ("a string is not closed", 1, "Calm days"),
    '{"title": "Rest" "text": "Calm days"}': ("a comma is missing", 1, "Calm days"),
    '{"title": rest,\n"text": "Calm days"': ("neither a string nor a number", 1, "Calm days"),
    '{"text": "Calm days"]': ("closes nothing", 1, "Calm days"),
    '[{"text": "Calm days"}': ("a bracket is not closed", 1, "Calm days"),
}


@pytest.mark.parametrize("source", BROKEN)
def test_broken_json_is_read_on_and_said(source: str) -> None:
    message, line, words = BROKEN[source]
    document = read(source)
    assert words in document.text
    assert message in document.notices[0].message
    assert document.notices[0].line == line
    assert len(document.notices) == 1


BROKEN_YAML = {
    "title: One\ntext: Rest: and calm\nmore: Quiet rooms\n": [
        "One",
        "Rest: and calm",
        "Quiet rooms",
    ],
    "title: One\ntext: 'never closed\nmore: Quiet rooms\n": ["One", "never closed", "Quiet rooms"],
    "title: One\n\ttext: Calm days\nmore: Quiet rooms\n": ["One", "Calm days", "Quiet rooms"],
    "title: @One\ntext: Calm days\n": ["Calm days"],
    "a: [\ntext: Calm days\n": ["Calm days"],
}


@pytest.mark.parametrize("source", BROKEN_YAML)
def test_broken_yaml_is_read_on_and_said(source: str) -> None:
    document = read(source, "page.yaml")
    texts = [document.block_text(i) for i in range(len(document.blocks))]
    assert [text for text in BROKEN_YAML[source] if text not in texts] == []
    assert "not valid YAML" in document.notices[0].message
    assert document.notices[0].line in (1, 2, 3, 4)
    assert len(document.notices) == 1


VALUES = st.recursive(
    st.text(max_size=20) | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=12,
)


def strings_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings_of(inner)]
    return (
        [text for inner in value for text in strings_of(inner)] if isinstance(value, list) else []
    )


@given(VALUES, st.booleans(), st.sampled_from((None, 2)))
def test_the_scanner_reads_what_the_standard_library_writes(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    source = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    scanner = Scanner(source, 0, len(source))
    found = [decoded(source, entry.start, entry.end).value for entry in scanner.values()]
    expected = ["".join(_mended(text)) for text in strings_of(value)]
    assert [_mended(text) for text in found] == expected
    assert scanner.fault is None


def _mended(text: str) -> str:
    """Return a text without lone surrogates, which no escape can bring back."""
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


MARKS = st.sampled_from(
    (
        '"¦\'¦{¦}¦[¦]¦:¦,¦: ¦- ¦text: ¦title: ¦"text": "¦"\n¦ ¦  ¦\n¦\r\n¦\t¦|\n¦>\n¦\\¦\\u00e9'
        "¦\\ud83d¦\\n¦//¦/*¦*/¦#¦&a ¦*a¦!t ¦---\n¦calm days¦the rooms¦<b>¦</b>¦**¦&amp;¦{{¦}}¦é¦😀"
        "¦\x00¦\x01¦\x1d¦\ud800¦\u200b¦\n\n"
    ).split("¦")
)


@given(st.lists(MARKS, max_size=30).map("".join), st.sampled_from(("a.json", "a.yaml")))
def test_every_text_keeps_the_contract(source: str, path: str) -> None:
    assert_exact(extract(path, source))


@given(st.text(max_size=80), st.sampled_from(("a.json", "a.yaml")))
def test_any_characters_keep_the_contract(source: str, path: str) -> None:
    assert_exact(extract(path, source))


def test_the_shared_files_keep_the_contract() -> None:
    paths = shared_files(".json", ".yaml", ".yml")
    if not paths:
        pytest.skip("the shared corpus is not here")
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            document = extract(path, file.read())
        assert_exact(document)
        assert document.blocks, path


HARD = {
    "brackets": "[",
    "braces": "{",
    "keys": '{"a":[',
    "quotes": '"',
    "escapes": '"\\',
    "comments": "/*",
    "dashes": "- ",
    "questions": "? ",
    "flow": "{a: ",
    "anchors": "&a ",
    "broken lines": "a: b: c\n",
    "open strings": "a: 'b\n",
    "blocks": "a: |\n",
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("path", ["a.json", "a.yaml"])
@pytest.mark.timeout(60)
def test_hard_input_is_read_in_linear_time(name: str, path: str) -> None:
    extract(path, HARD[name] * 50_000)
