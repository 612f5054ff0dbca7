"""MDX, JSX, Astro, Vue and Svelte: prose in markup and in programs, from exact places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract
from claimlint.documents.components import element
from claimlint.documents.js_scan import Scanner
from claimlint.documents.model import Document
from tests.documents.places import assert_exact, shared_files, words_at


def read(source: str, path: str) -> Document:
    document = extract(path, source)
    assert_exact(document)
    return document


def shown(source: str, path: str) -> list[str]:
    """Return "kind: text" of each block."""
    document = read(source, path)
    return [f"{block.kind}: {document.block_text(i)}" for i, block in enumerate(document.blocks)]


MDX = {
    "---\ntitle: Calm days\n---\n\n# Rest *well*\n": ["title: Calm days", "heading: Rest well"],
    "import A from './a'\nimport {B} from \"b\"\n\nCalm\n": ["paragraph: Calm"],
    'export const meta = {\n  title: "Calm days",\n\n  tags: ["a"],\n}\n\nRest': [
        "title: Calm days",
        "paragraph: Rest",
    ],
    "Rest.\n\nimport of goods\n\nexport of goods": [
        "paragraph: Rest.",
        "paragraph: import of goods",
        "paragraph: export of goods",
    ],
    "calm {1 + 1} rest {/* no */} go {'on'}": ["paragraph: calm  rest  go on"],
    "{/* no\n\nno */}\n\ncalm {cond && <b>rest</b>}": ["paragraph: calm", "paragraph: rest"],
    "calm <Highlight c={1}>rest</Highlight> go": ["paragraph: calm rest go"],
    "<Card title='Calm days' a={() => b > c}>\nRest\n</Card>": [
        "title: Calm days",
        "paragraph: Rest",
    ],
    "<Card>One</Card>\n<Card>Two</Card>": ["paragraph: One", "paragraph: Two"],
    "<Grid>\n    <Card>\n        One\n\n        - two\n          - three\n    </Card>\n</Grid>": [
        "paragraph: One",
        "list-item: two",
        "list-item: three",
    ],
    "<div className='x'>\n  <h2 style={{a: 1}}>One</h2>\n\n  <p>two <b>three</b></p>\n</div>": [
        "heading: One",
        "paragraph: two three",
    ],
    "<ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>": ["list-item: One", "list-item: Two"],
    "<Hero heading={`Calm ${x} days`} icon={<I label='quiet rooms'/>} />": [
        "heading: Calm  days",
        "field: quiet rooms",
    ],
    "a `{x} <B>` b\n\n```js\nconst a = 'no no no';\n{\n```\n\nc": [
        "paragraph: a  b",
        "paragraph: c",
    ],
    "a \\{b\\} \\<c": ["paragraph: a {b} <c"],
    "| a |\n|---|\n| {x} b |": ["cell: a", "cell: b"],
    "![calm](a.png) <img alt='rest' />": ["alt: calm", "alt: rest"],
    "<https://a.example> calm <a@b.example>": ["paragraph:  calm "],
    "<>\ncalm\n</>": ["paragraph: calm"],
    "calm { rest": ["paragraph: calm { rest"],
    "calm { rest\n\n{/* no */} more": ["paragraph: calm { rest", "paragraph: more"],
    "calm <b rest": ["paragraph: calm <b rest"],
    "a <!-- no --> b": ["paragraph: a  b"],
    "": [],
}


@pytest.mark.parametrize("source", MDX)
def test_mdx(source: str) -> None:
    assert sorted(shown(source, "page.mdx")) == sorted(MDX[source])


def test_testimonials_in_mdx_are_quoted() -> None:
    document = read(
        "a\n\n<Testimonial quote='They were kind'>\nb\n</Testimonial>\n\nc\n\n"
        "<div className='reviews'>\nd\n</div>\n\n> e",
        "page.mdx",
    )
    quoted = [document.block_text(i) for i, block in enumerate(document.blocks) if block.quoted]
    assert quoted == ["They were kind", "b", "d", "e"]


JSX = {
    'import a from "some thing";\nconst title = "Calm";': ["title: Calm"],
    'const a = {text: "Calm", list: ["One two", `Three ${x} four`], slug: "a-b"};': [
        "field: Calm",
        "field: One two",
        "field: Three  four",
    ],
    'const a = {"text": c ? "Calm" : \'Rest\', n: 1};': ["field: Calm", "field: Rest"],
    "const p = <p>calm <b>rest</b>{' '}{x} &amp; {'more'}</p>;": ["paragraph: calm rest  & more"],
    "f(<>calm<br/>rest</>)": ["paragraph: calm\nrest"],
    "return <A title='Calm days' className='p-4 text-lg' onClick={() => go('not this one')}/>": [
        "title: Calm days"
    ],
    "return <ul>{xs.map((x) => <li key={x}>one {x}</li>)}</ul>": ["list-item: one "],
    "return <p>{a ? 'Show the rest' : `Hide ${n} of it`}</p>": [
        "field: Show the rest",
        "field: Hide  of it",
    ],
    "<A b={<p>inner words</p>} c={{text: 'Calm days'}}>outer</A>": [
        "paragraph: inner words",
        "field: Calm days",
        "paragraph: outer",
    ],
    "const a = '<p>Calm</p><p>rest days</p>', text = '**Calm** days';": [
        "paragraph: Calm",
        "paragraph: rest days",
        "field: Calm days",
    ],
    "const text = `\n    # Calm\n\n    Rest well.\n    `": [
        "heading: Calm",
        "paragraph: Rest well.",
    ],
    "const text = 'it\\'s \\u0063alm \\x63alm \\u{63}alm'": ["field: it's calm calm calm"],
    "/* text: 'not this one' */ // text: 'nor this one'\nx": [],
    "'use strict'; console.log('not this one'); throw new Error('nor this one');": [],
    "if (a === 'not this one') b['nor this one'] = 1; switch (a) { case 'not this one': }": [],
    "const c = cn('not this one', a && 'nor this one'); css`not: this one;`": [],
    "const a = useState<string>('not this one'), b = require('not this one')": [],
    "const t = t('Calm days ahead'); const h = html`<p>Calm days</p>`;": [
        "field: Calm days ahead",
        "field: Calm days",
    ],
    "const re = /'\"`/g, text = 'Calm days', d = 1 / 2 / 3;": ["field: Calm days"],
    "const f = <T,>(x: T) => x, text = 'Calm days';": ["field: Calm days"],
    "a < b && c > d; const text = 'Calm days';": ["field: Calm days"],
    "const title: string = 'Calm'; let x: Foo<Bar> = {text: 'Calm days'};": [
        "title: Calm",
        "field: Calm days",
    ],
    "<p>calm</b> rest</p>": ["paragraph: calm rest"],
    "const text = 'never closed\nconst title = 'Calm'": ["field: never closed", "title: Calm"],
    "": [],
}


@pytest.mark.parametrize("source", JSX)
def test_jsx(source: str) -> None:
    assert sorted(shown(source, "page.tsx")) == sorted(JSX[source])


def test_plain_typescript_has_no_markup() -> None:
    assert shown("const a = <Foo>b; const text = 'Calm days';", "page.ts") == ["field: Calm days"]


def test_blocks_stand_in_the_order_of_the_source() -> None:
    source = (
        "const a = {heading: 'One'};\nexport default () => <div><p>two</p>{x && 'Three of it'}"
        "<Card text='four' icon={<p>five</p>}>six</Card></div>;\nconst title = 'Seven';"
    )
    document = read(source, "page.jsx")
    texts = [document.block_text(i) for i in range(len(document.blocks))]
    assert texts == ["One", "two", "Three of it", "four", "five", "six", "Seven"]


ASTRO = """---
import A from "some thing";
const items = [{ title: "Calm days" }];
---
<Layout description="A quiet place" {...rest}>
  <p>{items.map((i) => <b>rest {i}</b>)} well<br>more</p>
  <!-- not this --><img src="a.png" alt="a room">
</Layout>
<style>p { color: red }</style>
<script>document.title = "not this one";</script>
"""
VUE = """<template>
  <Hero title="Calm days" :text="no" @click="not" />
  <p v-if="a > b">rest {{ name }} well</p><template #x><li>more</li></template>
</template>
<script setup lang="ts">
const items: string[] = ["Quiet rooms", "Soft beds"];
</script>
<style>p { color: red }</style>
"""
SVELTE = """<script>
  let title = 'Calm days';
</script>
{#if a}<p>rest {title} well</p>{:else if b}<p>more</p>{/if}
{#each a as b (b.id)}<li>{b}: one</li>{/each}
<Card text="Quiet rooms" on:click={() => x} bind:a />
"""


def test_astro() -> None:
    assert shown(ASTRO, "page.astro") == [
        "title: Calm days",
        "description: A quiet place",
        "paragraph: rest  well\nmore",
        "alt: a room",
    ]


def test_vue() -> None:
    assert shown(VUE, "page.vue") == [
        "title: Calm days",
        "paragraph: rest  well",
        "list-item: more",
        "field: Quiet rooms",
        "field: Soft beds",
    ]


def test_svelte() -> None:
    assert shown(SVELTE, "page.svelte") == [
        "title: Calm days",
        "paragraph: rest  well",
        "paragraph: more",
        "list-item: : one",
        "field: Quiet rooms",
    ]


@pytest.mark.parametrize(
    ("phrase", "source", "path", "place"),
    [
        (
            "mild and gentle",
            "mild <B a={1}>and</B> *gentle*",
            "a.mdx",
            "mild <B a={1}>and</B> *gentle",
        ),
        ("gentle", "<A>\n    é 😀 gentle\n</A>", "a.mdx", "gentle"),
        ("mild  gentle", "<p>mild {x} gentle</p>", "a.jsx", "mild {x} gentle"),
        ("mild & gentle", "<p>mild &amp; gentle</p>", "a.jsx", "mild &amp; gentle"),
        ("mild gentle", "x = <p>mild{' '}gentle</p>", "a.jsx", "mild{' '}gentle"),
        ("it's gentle", "text = 'it\\'s gentle'", "a.js", "it\\'s gentle"),
        ("mild  gentle", "text = `mild ${a} gentle`", "a.js", "mild ${a} gentle"),
        ("gentle", "<A title='so gentle'/>", "a.jsx", "gentle"),
        ("gentle", "<p>mild</p>\n<script>text='so gentle'</script>", "a.vue", "gentle"),
    ],
)
def test_a_phrase_leads_to_its_exact_place(phrase: str, source: str, path: str, place: str) -> None:
    assert words_at(read(source, path), phrase) == [place]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("div", "div"),
        ("motion.div", "div"),
        ("Button", "button"),
        ("CardTitle", "h2"),
        ("Link", "a"),
        ("Highlight", "span"),
        ("Card", "x-card"),
        ("Card.Body", "body"),
        ("my-card", "x-my-card"),
        ("Script", "x-script"),
        ("textPath", "textpath"),
    ],
)
def test_components_act_as_elements(name: str, expected: str) -> None:
    assert element(name) == expected


def test_strings_know_their_keys() -> None:
    source = "const a = {b: {c: 'One two'}, d: ['Three four']}; a.e = 'Five six'"
    scanner = Scanner(source)
    scanner.code(0, len(source))
    assert [literal.key for literal in scanner.literals] == ["a.b.c", "a.d", "e"]


MARKS = st.sampled_from(
    (
        "<p>¦</p>¦<A>¦</A>¦<A b=¦/>¦>¦<>¦</>¦<br>¦<br/>¦{¦}¦{/*¦*/}¦{'¦'}¦(¦)¦[¦]¦=>¦=¦:¦,¦;¦?"
        "¦\"¦'¦`¦${¦//¦/*¦*/¦/¦\\¦\\u00e9¦ ¦\n¦\n\n¦\r\n¦    ¦text¦title: ¦calm days¦the rest¦é¦😀"
        "¦\x00¦\x01¦\x1d¦\ud800¦\u200b¦&amp;¦---\n¦import ¦export const ¦# ¦- ¦> ¦**¦```\n¦`a`"
        "¦{#if a}¦{/if}¦{{¦}}¦<script>¦</script>¦<style>¦</style>¦<template>¦</template>¦<!--¦-->"
        "¦<Testimonial>¦return "
    ).split("¦")
)
PATHS = st.sampled_from(("a.mdx", "a.jsx", "a.ts", "a.astro", "a.vue", "a.svelte"))


@given(st.lists(MARKS, max_size=30).map("".join), PATHS)
def test_every_text_keeps_the_contract(source: str, path: str) -> None:
    assert_exact(extract(path, source))


@given(st.text(max_size=80), PATHS)
def test_any_characters_keep_the_contract(source: str, path: str) -> None:
    assert_exact(extract(path, source))


def test_the_shared_files_keep_the_contract() -> None:
    paths = shared_files(".mdx", ".js", ".jsx", ".ts", ".tsx", ".astro", ".vue", ".svelte")
    if not paths:
        pytest.skip("the shared corpus is not here")
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            document = extract(path, file.read())
        assert_exact(document)
        assert document.blocks, path


HARD = {
    "braces": "{",
    "elements": "<A>",
    "ends": "<A></B>",
    "tags": "<A ",
    "attributes": '<A b="',
    "expressions": "<A b={",
    "nested markup": "<A b={<p>",
    "templates": "`${",
    "strings": "'",
    "comments": "/*",
    "regexes": "= /a",
    "backticks": "```\n",
    "code": "`a ``",
    "statements": "import a\n",
    "conditions": "{a && <b>",
    "parentheses": "f(",
    "keys": "a: {",
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("path", ["a.mdx", "a.jsx", "a.svelte"])
@pytest.mark.timeout(240)
def test_hard_input_is_read_in_linear_time(name: str, path: str) -> None:
    extract(path, HARD[name] * 20_000)
