"""HTML: what a browser shows, what attributes say, and from where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract, html
from claimlint.documents.html_tokens import pieces, reference
from claimlint.documents.model import Builder, Document
from tests.documents.places import assert_exact, shared_files, words_at


def read(source: str, path: str = "page.html") -> Document:
    document = extract(path, source)
    assert_exact(document)
    return document


def shown(source: str, path: str = "page.html") -> list[str]:
    """Return "kind: text" of each block."""
    document = read(source, path)
    return [f"{block.kind}: {document.block_text(i)}" for i, block in enumerate(document.blocks)]


TEXTS = {
    "<p>calm <b>re</b>st": ["paragraph: calm rest"],
    "<p>calm<br>rest<br/>more</p>": ["paragraph: calm\nrest\nmore"],
    "<p>re<wbr>st and re&shy;st and re&#8203;st": ["paragraph: rest and rest and rest"],
    "calm &amp; rest &notit; &copy2 &#x41;&#66; & &foo; &#128;": [
        "paragraph: calm & rest ¬it; ©2 AB & &foo; €"
    ],
    "<p>one<p>two<div>three</div>four": [
        f"paragraph: {n}" for n in ("one", "two", "three", "four")
    ],
    "<ul><li>one<li>two<ul><li>deep</ul>more</ul>out": [
        "list-item: one",
        "list-item: two",
        "list-item: deep",
        "list-item: more",
        "paragraph: out",
    ],
    "<table><caption>c</caption><tr><th>a<td>b<tr><td>d</table>e": [
        "caption: c",
        "cell: a",
        "cell: b",
        "cell: d",
        "paragraph: e",
    ],
    "<dl><dt>calm<dd>still</dl>": ["term: calm", "paragraph: still"],
    "<details><summary>more</summary>inside</details>": ["summary: more", "paragraph: inside"],
    "<figure><img alt=' a &quot;b&quot; '><figcaption>calm</figcaption></figure>": [
        'alt:  a "b" ',
        "caption: calm",
    ],
    "<blockquote><p>kind words</blockquote>": ["quote: kind words"],
    "<button>Go</button><label>Name</label><select><option>One<option>Two</select>": [
        "button: Go",
        "label: Name",
        "option: One",
        "option: Two",
    ],
    "<my-card>a</my-card><my-card>b</my-card>": ["paragraph: a", "paragraph: b"],
    "<unknown>a</unknown>b": ["paragraph: ab"],
    "<svg><title>Icon</title><text>drawn</text></svg>": ["alt: Icon", "paragraph: drawn"],
    "a <script>no</script>b<style>no</style>c<template>no</template><iframe>no</iframe>": [
        "paragraph: a bc"
    ],
    "<noscript><p>plain</p></noscript>": ["paragraph: plain"],
    "use <code>x</code><kbd>y</kbd><samp>z</samp>!<pre>no</pre>": ["paragraph: use !"],
    "<div hidden>no<div>no</div>no</div>yes": ["paragraph: yes"],
    "<p style='color:red; DISPLAY : none'>no<p>yes": ["paragraph: yes"],
    "a<span hidden>no<b>no</b></span>b": ["paragraph: ab"],
    "<p aria-hidden=true>yes": ["paragraph: yes"],
    "a<!-- no -->b<!--> c <!---> d <!-- -- --!> e <!doctype x> <?x?> f": [
        "paragraph: ab c  d  e   f"
    ],
    "<title>T &amp; <b>x</title>": ["title: T & <b>x"],
    "<link href='icon.svg'><svg></svg><title>T</title>": ["title: T"],
    "<textarea>area</textarea>": ["placeholder: area"],
    "1 < 2 and a<b": ["paragraph: 1 < 2 and a"],
    "<nav><a href=1>One</a> <a href=2>Two</a></nav>": ["paragraph: One ", "paragraph: Two"],
    "<p><a href=1>One</a> <a href=2>two</a> three</p>": ["paragraph: One two three"],
    "<p>calm <a class='x btn-y' href=1>Book</a></p>": ["paragraph: calm ", "button: Book"],
    "<p>see https://a.example/rest-cure?x=1&y, or www.b.example.": ["paragraph: see , or ."],
    "<h2>one</h3>two": ["heading: one", "paragraph: two"],
    "<hr hidden>yes</br>more": ["paragraph: yes\nmore"],
    "": [],
    "<p> </p>\n<!-- x -->": [],
}


@pytest.mark.parametrize("source", TEXTS)
def test_texts(source: str) -> None:
    assert shown(source) == TEXTS[source]


ATTRIBUTES = {
    "<meta name=description content='calm &amp; rest'>": ["description: calm & rest"],
    "<META CONTENT='calm' NAME='Description'>": ["description: calm"],
    "<meta property='og:title' content=Calm><meta name='twitter:description' content=b>": [
        "social: Calm",
        "social: b",
    ],
    "<meta itemprop=description content=calm><meta itemprop=url content=u>": [
        "structured-data: calm"
    ],
    "<meta name=viewport content='width=device-width'><meta name=keywords content='a b'>": [],
    "<p>x <img alt=calm title=tip src=i.png> y": ["paragraph: x  y", "alt: calm", "tooltip: tip"],
    "<input placeholder='Your name' value=no><input type=SUBMIT value=Send>": [
        "placeholder: Your name",
        "button: Send",
    ],
    "<input type=hidden value=no title=no><input type=checkbox value=no>": [],
    "<button aria-label='Book a visit'>+</button>": ["label: Book a visit", "button: +"],
    "<optgroup label=Group><option label=Short>Long": [
        "label: Group",
        "label: Short",
        "option: Long",
    ],
    "<a title='a > b' href='x'>y</a>": ["tooltip: a > b", "paragraph: y"],
    "<a title=\"it's\" data-x='\"'>y</a>": ["tooltip: it's", "paragraph: y"],
    "<a title = calm>y</a>": ["tooltip: calm", "paragraph: y"],
    "<a title>y</a><a title=''>z</a>": ["paragraph: y", "paragraph: z"],
    "<p title=one title=two>": ["tooltip: one"],
    "<i data-title='Calm and rest for you' data-content=xy></i>": [
        "tooltip: Calm and rest for you"
    ],
    "<link title=no><style title=no></style><div hidden title=no></div>": [],
    "<a title='a&copy=b&amp;c&copy'>y": ["tooltip: a&copy=b&c©", "paragraph: y"],
    "<iframe title='A map'>no</iframe>": ["tooltip: A map"],
}


@pytest.mark.parametrize("source", ATTRIBUTES)
def test_attributes(source: str) -> None:
    assert shown(source) == ATTRIBUTES[source]


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


STRUCTURED = {
    '{"@type": "Thing", "name": "Calm", "url": "https://x.example", "sku": "a b c"}': ["Calm"],
    '{"description": "calm \\u0026 r\\u00e9st\\/more \\ud83d\\ude00"}': ["calm & rést/more 😀"],
    '{"@graph": [{"acceptedAnswer": {"text": "<p>One &amp; two</p><p>Three</p>"}}]}': [
        "One & two",
        "Three",
    ],
    '{"name": "Calm", "description": "never closed\n}': ["Calm", "never closed"],
    '{"headline": ["One", "Two"], "image": ["a.png"]}': ["One", "Two"],
    '[}{"slogan" "rest" ]': [],
    "": [],
}


@pytest.mark.parametrize("text", STRUCTURED)
def test_structured_data(text: str) -> None:
    document = read(json_ld(text))
    assert [document.block_text(i) for i in range(len(document.blocks))] == STRUCTURED[text]
    if len(document.blocks) == 1:
        assert document.blocks[0].kind == "structured-data"


def test_structured_data_of_reviews_is_quoted() -> None:
    document = read(json_ld('{"name": "Us", "review": {"reviewBody": "They were kind"}}'))
    assert [block.quoted for block in document.blocks] == [False, True]


@pytest.mark.parametrize(
    ("phrase", "source", "place"),
    [
        ("mild and gentle", "<p><b>mild</b> and <i>gentle</i>", "mild</b> and <i>gentle"),
        ("mild & gentle", "<p>mild &amp gentle", "mild &amp gentle"),
        ("mild\ngentle", "mild<br>gentle", "mild<br>gentle"),
        ("gentle", "gen<!-- x -->tle", "gen<!-- x -->tle"),
        ("gentle", "<p>gen&shy;tle", "gen&shy;tle"),
        ("gentle", "é😀<img alt='a gentle &lt;hand'>", "gentle"),
        ("<hand", "<img alt='a gentle &lt;hand'>", "&lt;hand"),
        ("mild", "<title>a mild title</title>", "mild"),
        ("café", json_ld('{"name": "a caf\\u00e9 here"}'), "caf\\u00e9"),
        ("mild gentle", "mild {{ x }}gentle", "mild {{ x }}gentle"),
        ("gentle", "gen{% x %}tle", "gen{% x %}tle"),
    ],
)
def test_a_phrase_leads_to_its_exact_place(phrase: str, source: str, place: str) -> None:
    assert words_at(read(source), phrase) == [place]


def test_headings_and_quotes_are_known() -> None:
    document = read(
        "<h1>A</h1><h3>B</h3>b<h2>C</h2><q>d</q> x<blockquote>e</blockquote>"
        "<div class='c-testimonial'><h2>F</h2><p>g</p></div><p itemprop=reviewBody>h</p>"
        "<p class=preview>i</p><p>j <cite>k</cite></p><i class=reviewed-by>l</i>"
    )
    facts = [
        (document.block_text(i), b.level, b.under, b.quoted) for i, b in enumerate(document.blocks)
    ]
    assert facts == [
        ("A", 1, -1, False),
        ("B", 3, 0, False),
        ("b", 0, 1, False),
        ("C", 2, 0, False),
        ("d x", 0, 3, True),
        ("e", 0, 3, True),
        ("F", 2, 0, False),
        ("g", 0, 6, True),
        ("h", 0, 6, True),
        ("i", 0, 6, False),
        ("j k", 0, 6, False),
        ("l", 0, 6, False),
    ]


def test_front_matter_of_a_page_is_read() -> None:
    source = "---\ntitle: Calm days\nlayout: page\n---\n<h1>Rest</h1>"
    assert shown(source) == ["title: Calm days", "heading: Rest"]


def test_templates_and_programs_are_no_text() -> None:
    source = "<p title='{{ t }}'>a {{ b }} c<?php echo '<p>no</p>'; ?>d {# no #}e<% no %>"
    assert shown(source) == ["paragraph: a  cd e"]
    assert shown("@if($x)\n<p>calm</p>\n@endif", "page.blade.php") == ["paragraph: calm"]


BROKEN = {
    "<p>calm <a href='x rest": ("is never closed", "rest"),
    "<p>calm <!-- rest": ("a comment is never closed", "calm"),
    "<p>calm <script>rest": ("<script> is never closed", "calm"),
}


@pytest.mark.parametrize("source", BROKEN)
def test_what_cannot_be_read_is_said(source: str) -> None:
    document = read(source)
    message, word = BROKEN[source]
    assert message in document.notices[0].message
    assert (document.notices[0].line, document.notices[0].path) == (1, "page.html")
    assert word in document.text


def test_an_unclosed_quote_ends_with_its_tag() -> None:
    assert shown("calm <a href='x>rest <b>more</b>") == ["paragraph: calm rest more"]


def test_an_unclosed_title_hides_no_page() -> None:
    assert shown("<title>Calm<p>rest") == ["title: Calm", "paragraph: rest"]


def test_html_inside_another_format() -> None:
    source = "# x\n<p>calm <img alt='a {{ b }}'>\n# y"
    builder = Builder(source, "page.md", "markdown")
    html.extract_into(builder, source, 4, len(source) - 4)
    document = builder.finish()
    assert_exact(document)
    assert [document.block_text(i) for i in range(len(document.blocks))] == ["calm ", "a {{ b }}"]


def test_a_reader_remembers_open_elements() -> None:
    source = "<div class=testimonials><template></template><div hidden></div></div>"
    reader = html.Reader(Builder(source, "page.md", "markdown"), source)
    states = []
    for end in ("monials>", "<template>", "</template>", "hidden>", "</div>", "</div></div>"):
        start = source.index(end) + len(end)
        reader.read(0 if not states else states[-1][0], start)
        states.append((start, reader.quoted, reader.hidden))
    assert [state[1:] for state in states[:4]] == [
        (True, False),
        (True, True),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("tag", "name", "blocks"),
    [
        ("<IMG alt='calm' src=x>", "img", ["x", "calm"]),
        ("</Span>", "/span", ["x"]),
        ("<br/>", "br", ["x\n"]),
        ("<!-- no -->", "", ["x"]),
        ("<a title='calm' href=x>", "a", ["x", "calm"]),
    ],
)
def test_inline_attributes(tag: str, name: str, blocks: list[str]) -> None:
    source = "x" + tag
    builder = Builder(source, "page.md", "markdown")
    builder.open("paragraph")
    builder.text(0, 1)
    assert html.inline_attributes(builder, source, 1, len(source)) == name
    document = builder.finish()
    assert_exact(document)
    assert [document.block_text(i) for i in range(len(document.blocks))] == blocks


@given(st.text(alphabet="ab&;#x19=amplt ", max_size=20))
def test_references_are_those_of_the_standard_library(text: str) -> None:
    from html import unescape

    assert "".join(piece[0] for piece in pieces(text, 0, len(text))) == unescape(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&#0;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#xD800;", "\ufffd"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("&#150;", "–"),
        ("&CounterClockwiseContourIntegral;", "∳"),
    ],
)
def test_odd_references(text: str, expected: str) -> None:
    assert reference(text) == (expected, len(text))


MARKS = st.sampled_from(
    (
        "<p>¦</p>¦<div>¦</div>¦<div hidden>¦<div class=review>¦<b>¦</b>¦<span>¦</span>¦<br>¦<li>"
        "¦<ul>¦</ul>¦<table>¦<tr>¦<td>¦</table>¦<h2>¦</h2>¦<q>¦</q>¦<a href=x>¦<a class=btn>¦</a>"
        "¦<script>¦</script>¦<title>¦</title>¦<textarea>¦<template>¦</template>¦<svg>¦<img alt='¦'>"
        '¦<input type=submit value="¦">¦<meta name=description content=¦<!--¦-->¦<!¦<?¦?>¦<¦>¦</'
        "¦&¦&amp;¦&#65;¦&nbsp¦&shy;¦=¦'¦\"¦ ¦\n¦\r\n¦word¦é¦😀¦\xad¦\u200b¦\x00¦\x01¦\x1d¦\ud800"
        "¦{{¦}}¦{%¦%}¦---\n¦title: a b\n¦http://a.b/c¦<x-y>¦</x-y>¦<code>¦</code>¦<pre>"
        '¦<script type=application/ld+json>{"name": "¦\\u00e9¦"}</script>'
    ).split("¦")
)


@given(st.lists(MARKS, max_size=40).map("".join))
def test_every_text_keeps_the_contract(source: str) -> None:
    assert_exact(extract("page.html", source))


@given(st.text(max_size=80))
def test_any_characters_keep_the_contract(source: str) -> None:
    assert_exact(extract("page.html", source))


def test_the_shared_files_keep_the_contract() -> None:
    paths = shared_files(".html", ".htm", ".php")
    if not paths:
        pytest.skip("the shared corpus is not here")
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            document = extract(path, file.read())
        assert_exact(document)
        assert document.blocks, path


HARD = {
    "tags": "<a ",
    "values": '<a x="',
    "comments": "<!--",
    "end tags": "</div>",
    "divs": "<div>",
    "paragraphs": "<p>",
    "items": "<ul><div><li>",
    "cells": "<table><tr><td>",
    "scripts": "<script>",
    "titles": "<svg><title>",
    "entities": "&notit",
    "numbers": "&#1",
    "signs": "<",
    "hidden": "<span hidden>",
    "links": "<a href=x>",
    "templates": "{{",
    "metas": "<meta name=description content=",
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.timeout(60)
def test_hard_input_is_read_in_linear_time(name: str) -> None:
    source = "<p>calm</p>" + HARD[name] * 60_000 + "\"'>--></script></title><p>rest"
    document = extract("page.html", source)
    assert document.text.startswith("calm")
