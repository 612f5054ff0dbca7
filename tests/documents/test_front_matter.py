"""Front matter: which strings are read, under which key, and from where."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract, front_matter, toml_text, yaml_lines, yaml_text
from claimlint.documents.model import Document
from tests.documents.places import assert_exact, shared_files, words_at

YAML = """\
# a comment
title: A calmer knee # and another
slug: a-calmer-knee
date: 2024-05-06
draft: false
image: /img/knee.png
tags: [knee, calm]
description: >-
  It folds over
  two lines

  and a gap
summary: |
    Kept lines
      with margins
hero:
  headline: 'It''s "calm"'
  cta: {label: Read on, url: /read}
  style: mt-4 text-lg flex
steps:
  - title: "First \\u201cstep\\u201d\\tof two"
    text: Plain text
      goes on below
  - just a line of words
  -
    note: deeper
anchored: &a Shared words here
again: *a
"quoted line": quoted words here
nothing: null
"""

TOML = """\
# a comment
title = "A calmer \\"knee\\""
slug = 'a-calmer-knee'
date = 2024-05-06
weight = 3
tags = ["knee", "calm"]
[params]
description = '''
Kept lines
with 'quotes' '''
summary = \"\"\"Joined \\
    over lines \\u00e9\"\"\"
cta = { label = "Read on", url = "/read" }
[[params.steps]]
text = "First words"
quotes = [ { quote = "Kind words", name = "Ann" }, # why
  { quote = "More words" } ]
a.b."the text" = "Dotted words here"
"""


def blocks(source: str) -> dict[str, list[str]]:
    """Return the texts under each key (or kind, where there is no key)."""
    document = extract("page.md", source)
    assert_exact(document)
    found: dict[str, list[str]] = {}
    for index, block in enumerate(document.blocks):
        found.setdefault(block.key or block.kind, []).append(document.block_text(index))
    return found


def test_yaml() -> None:
    assert blocks(f"---\n{YAML}---\nBody\n") == {
        "title": ["A calmer knee"],
        "description": ["It folds over\ntwo lines", "and a gap"],
        "summary": ["Kept lines\n  with margins"],
        "hero.headline": ['It\'s "calm"'],
        "hero.cta.label": ["Read on"],
        "steps.title": ["First “step”\tof two"],
        "steps.text": ["Plain text\ngoes on below"],
        "steps": ["just a line of words"],
        "steps.note": ["deeper"],
        "anchored": ["Shared words here"],
        "quoted line": ["quoted words here"],
        "paragraph": ["Body"],
    }


def test_toml() -> None:
    assert blocks(f"+++\n{TOML}+++\nBody\n") == {
        "title": ['A calmer "knee"'],
        "params.description": ["Kept lines\nwith 'quotes' "],
        "params.summary": ["Joined over lines é"],
        "params.cta.label": ["Read on"],
        "params.steps.text": ["First words"],
        "params.steps.quotes.quote": ["Kind words", "More words"],
        "params.steps.a.b.the text": ["Dotted words here"],
        "paragraph": ["Body"],
    }


def test_json() -> None:
    data = {"title": 'A "calm" knee\u00e9', "meta": {"description": "Two\nlines here", "n": 1}}
    for indent in (None, 2, "\t"):
        assert blocks(json.dumps(data, indent=indent) + "\n\nBody\n") == {
            "title": ['A "calm" knee\u00e9'],
            "meta.description": ["Two\nlines here"],
            "paragraph": ["Body"],
        }


def test_kinds() -> None:
    source = "---\ntitle: One two\nsummary: Three four\nintro: Five six\nimage_alt: Seven\n---\n"
    kinds = [block.kind for block in extract("page.md", source).blocks]
    assert kinds == ["title", "description", "front-matter", "alt"]


@pytest.mark.parametrize(
    ("phrase", "source", "place"),
    [
        ("calm knee", "---\ntitle: A calm knee\n---\n", "calm knee"),
        ("calm\nknee", "---\ndescription: >\n  a calm\n  knee\n---\n", "calm\n  knee"),
        ("calm\nknee", "---\ndescription: |\r\n  a calm\r\n  knee\r\n---\r\n", "calm\r\n  knee"),
        ("calm\nknee", '---\ndescription: "a calm\n  knee"\n---\n', "calm\n  knee"),
        ('"calm" knee', '---\ntitle: "a \\"calm\\" knee"\n---\n', '\\"calm\\" knee'),
        ("it's calm", "---\ntitle: 'it''s calm'\n---\n", "it''s calm"),
        ("calm knee", '---\ntitle: "a \\U0001F600 calm knee"\n---\n', "calm knee"),
        ("calm knee", "+++\ntitle = 'a calm knee'\n+++\n", "calm knee"),
        ("calm é", '+++\ntitle = "a calm \\u00e9"\n+++\n', "calm \\u00e9"),
        ("calm knee", '{"title": "a calm knee"}\n', "calm knee"),
        ("calm knee", "---\ntext: a **calm** knee\n---\n", "calm** knee"),
        ("calm knee", '---\ntext: "a\\n\\n- calm *knee*\\n"\n---\n', "calm *knee"),
        ("calm & knee", "---\ntext: <p>calm &amp; knee</p>\n---\n", "calm &amp; knee"),
        ("calm  knee", "---\ntext: calm {{ x }} knee\n---\n", "calm {{ x }} knee"),
    ],
)
def test_a_phrase_leads_to_its_exact_place(phrase: str, source: str, place: str) -> None:
    document = extract("page.md", source)
    assert_exact(document)
    assert words_at(document, phrase) == [place]


def test_words_of_others_are_quoted() -> None:
    source = "---\nquote: It helped me\ntestimonials:\n- text: So kind\nquoted_by: Some one\n---\n"
    quoted = [block.quoted for block in extract("page.md", source).blocks]
    assert quoted == [True, True, False]


def broken(source: str) -> tuple[Document, tuple[int, int]]:
    document = extract("page.md", source)
    assert_exact(document)
    [notice] = document.notices
    assert notice.path == "page.md"
    assert notice.level == "warning"
    return document, (notice.line, notice.column)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("---\ntitle: First words\ntext: a lasting: cure\n---\nBody\n", (3, 16)),
        ("---\ntitle: First words\ntext: [a lasting cure\n---\nBody\n", (4, 1)),
        ('---\ntitle: First words\ntext: "a lasting cure\nother: more words\n---\nBody\n', (5, 1)),
        ("---\ntitle: First words\n\ttext: a lasting cure\n---\nBody\n", (3, 1)),
        ('+++\ntitle = "First words"\ntext = "a lasting cure\n+++\nBody\n', (3, 8)),
        ('+++\ntitle = "First words"\ntext = a lasting cure\n+++\nBody\n', (3, 10)),
    ],
)
def test_broken_front_matter_is_named_and_still_read(source: str, place: tuple[int, int]) -> None:
    document, found = broken(source)
    assert found[0] == place[0]
    texts = [document.block_text(index) for index in range(len(document.blocks))]
    assert texts[0] == "First words"
    assert texts[-1] == "Body"
    assert "lasting" in document.text
    assert "cure" in document.text


def test_front_matter_that_is_not_closed_is_read_as_text() -> None:
    document, place = broken("---\ntitle: A lasting cure\n\nBody\n")
    assert place == (1, 1)
    assert "A lasting cure" in document.text
    document, place = broken('{"title": "A lasting cure"\n\nBody\n')
    assert "A lasting cure" in document.text


@pytest.mark.parametrize(
    "source",
    ["---\nText\n---\nMore\n", "---\n\n---\n", "--- \n- a\n---\n", "{ braces } here", "{{ tag }}"],
)
def test_a_rule_or_a_brace_is_no_front_matter(source: str) -> None:
    document = extract("page.md", source)
    assert_exact(document)
    assert document.notices == ()
    assert not any(block.key for block in document.blocks)


def test_empty_front_matter_is_left_out() -> None:
    assert blocks("---\n---\nBody\n") == {"paragraph": ["Body"]}
    assert blocks("---\n# nothing here\n...\nBody\n") == {"paragraph": ["Body"]}


def test_headings_of_front_matter_do_not_rule_the_body() -> None:
    document = extract("page.md", '---\nbody: "# Side effects\\n\\nNone known."\n---\nText\n')
    assert [block.under for block in document.blocks] == [-1, 0, -1]


def test_long_front_matter_is_read_by_line() -> None:
    filler = "key: {a: 1}\n" * (front_matter.MAX_LENGTH // 12 + 1)
    document = extract("page.md", f"---\n{filler}title: A lasting cure\n---\nBody\n")
    assert document.notices[0].level == "warning"
    assert "A lasting cure" in document.text


@pytest.mark.parametrize(
    "deep", ["[" * 20_000, "{a: " * 20_000, "- " * 20_000, "a: &a [*a" * 9_000]
)
def test_deep_or_twisted_yaml_ends(deep: str) -> None:
    document = extract("page.md", f"---\nkey: {deep}\n---\nA lasting cure.\n")
    assert words_at(document, "lasting cure") == ["lasting cure"]


def loaded(value: object, keys: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Return the strings of a loaded value with their keys, in order."""
    if isinstance(value, dict):
        return [item for key, inner in value.items() for item in loaded(inner, (*keys, str(key)))]
    if isinstance(value, list):
        return [item for inner in value for item in loaded(inner, keys)]
    return [(keys, value)] if isinstance(value, str) else []


def words(strings: object) -> list[tuple[tuple[str, ...], list[str]]]:
    return [
        (keys, "".join(visible for visible, _, _ in pieces).split())
        for keys, pieces in strings  # type: ignore[attr-defined]
    ]


WORDS = st.lists(
    st.sampled_from(
        ["a", "b c", "it's", '"q"', "#x", ": y", "- z", "é", "1", "\\", "{", "|", "\n"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)
MAPPINGS = st.dictionaries(st.sampled_from("abc"), TREES, min_size=1, max_size=3)


@given(MAPPINGS, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.integers(5, 80))
def test_yaml_strings_are_those_of_a_loader(
    data: dict[str, object], style: str | None, flow: bool, width: int
) -> None:
    source = yaml.safe_dump(
        data, default_style=style, default_flow_style=flow, width=width, allow_unicode=True
    )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # they fold escaped lines differently
    data = yaml.load(source, loader)  # noqa: S506
    expected = [(keys, value.split()) for keys, value in loaded(data)]
    found = words(yaml_text.strings(source, 0, len(source)))
    assert sorted(item for item in found if item[1]) == sorted(i for i in expected if i[1])


@given(MAPPINGS, st.integers(5, 80))
def test_simple_yaml_is_read_as_a_parser_reads_it(data: dict[str, object], width: int) -> None:
    source = yaml.safe_dump(data, width=width, allow_unicode=True)
    simple = yaml_lines.simple_strings(source, 0, len(source))
    if simple is not None:
        parsed = list(yaml_text.strings(source, 0, len(source)))
        assert words(simple) == words(parsed)
        assert [pieces[0][1:] for _, pieces in simple] == [pieces[0][1:] for _, pieces in parsed]


LINES = st.lists(
    st.sampled_from(
        [
            "a: b c",
            "- d e",
            "  f: 'g'",
            '  - "h"',
            "i:",
            "k: |",
            "  l",
            "",
            "# m",
            "n: [o, p q]",
            "q",
        ]
    ),
    max_size=8,
).map("\n".join)


@given(LINES)
def test_simple_yaml_of_any_lines_is_read_as_a_parser_reads_it(source: str) -> None:
    simple = yaml_lines.simple_strings(source, 0, len(source))
    if simple is None:
        return
    try:
        parsed = list(yaml_text.strings(source, 0, len(source)))
    except yaml_text.YamlProblem:
        return
    assert words(simple) == words(parsed)


@given(st.text(st.sampled_from("ab =[]{},.\"'\\#\nu0é-:"), max_size=40))
def test_any_toml_is_read_or_refused(source: str) -> None:
    try:
        found = list(toml_text.strings(source, 0, len(source)))
    except toml_text.TomlProblem as problem:
        assert 0 <= problem.offset <= len(source)
        return
    for _, pieces in found:
        assert all(0 <= start < end <= len(source) for _, start, end in pieces)


@given(st.sampled_from(["---", "+++"]), st.text(max_size=60), LINES)
def test_any_front_matter_keeps_the_contract(fence: str, text: str, lines: str) -> None:
    assert_exact(extract("page.md", f"{fence}\n{lines}\n{text}\n{fence}\n{text}"))


def test_the_shared_files_have_readable_front_matter() -> None:
    paths = [path for path in shared_files(".md", ".markdown") if "/dev/" in path]
    if not paths:
        pytest.skip("the shared corpus is not here")
    read = 0
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            document = extract(path, file.read())
        assert document.notices == (), path
        read += any(block.kind in ("title", "description") for block in document.blocks)
    assert read > 10
