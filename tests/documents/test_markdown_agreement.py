"""Markdown's visible words against an independent reading: markdown-it-py, shown by lexbor.

The two must see the same words in the same order. With CLAIMLINT_COMMONMARK_SPEC set to the
path of the specification's examples (`commonmark.json`), their share is checked too.
"""

from __future__ import annotations

import json
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from claimlint.documents import front_matter, markdown
from tests.documents.places import shared_files

SPEC = os.environ.get("CLAIMLINT_COMMONMARK_SPEC", "")
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
INLINE = frozenset("a abbr b cite del em i img ins mark q s small span strong sub sup u".split())
UNSEEN = frozenset("code iframe kbd math pre samp script style svg template textarea title".split())
AUTOLINK = re.compile(r"(?:mailto:)?([a-zA-Z][a-zA-Z0-9+.-]{1,31}:\S*|\S+@\S+)")

EXAMPLES = [
    "Plain words\nwrapped *softly* over **three\nlines**.",
    "un*bear*able, un_der_score, __strong__ and ***both***",
    "*open star and **open strong",
    "a * b * c and 2*3*4",
    "# One\n## Two ##\n### Three #hash\n#nospace",
    "Setext\n======\nand\n---\nrest",
    "Paragraph\nnot a setext\n\n---\n\n***\n",
    "- one\n- two\n\n- three\n\n  more of three\n\n      code in three\n",
    "1) one\n2) two\n   - nested\n     deeper\n10) ten",
    "- a\n - b\n  - c\n   - d\n    - e",
    "* a\n+ b\n- c\n",
    "- [ ] open\n- [x] done",
    "> one\n> > two\nlazy\n\n> # three\n> - four\n>   five",
    "> \n> after blank\n>\n>     code\n",
    "    code\n\ntext\n\n\tcode by tab",
    "```python\ncode\n```\ntext\n~~~\ncode\n\n```\n~~~\ntext",
    "````\n```\n````\nshown\n```\nnever closed",
    "`code` and ``co`de`` and `open",
    "`code over\nlines` text",
    '[link](x) [*em* link](<a b> "title") [not a link] (x)',
    "[ref][r] [r][] [r] [missing]\n\n[r]: /x\n'title on the next line'\n\nend",
    "[r]: /x 'title' extra\n\n[r]",
    "[a [b](c) d](e)",
    "[link *em](x) em*",
    "![alt](x) ![*em* alt][r] after\n\n[r]: y",
    "[![alt](x)](y) text",
    "<https://a.example> <mailto:a@b.example> <a@b.example> <not a link>",
    "&amp; &copy; &#65; &#x42; &bogus; &lt;b&gt; &nbsp;x",
    "\\*not em\\* \\# not \\[link\\](x) \\a \\\\",
    "line one  \nline two\\\nline three \nline four",
    "a <b>bold</b> <i>it</i> <br> c <!-- no --> d <span class='x'>e</span>",
    "<div>\nhtml *not em*\n\nmarkdown *em*\n</div>",
    "<p>para</p>\ntext right after\n\nnext",
    "<!-- comment\n\nstill -->\nshown\n\n<style>\np {}\n</style>\n\nshown",
    "<script>\nvar a;\n\nvar b;\n</script>\n*em*",
    "<pre>\n*not shown*\n\nnot shown\n</pre>\n\nshown",
    "<table><tr><td>\n\ncell *em*\n\n</td></tr></table>",
    "| a | b |\n|:--|--:|\n| c | *d* |\n| e |\n| f | g | h |\n\nafter",
    "| a |\n| - |\n| b \\| c |\n| `d` e |\nend\n\n> | q |\n> |---|\n> | r |",
    "a | b\n- | -\nc | d\n# heading",
    "~~gone~~ and ~~~~four~~~~ and ~ ~",
    "tabs\tin\ttext\n-\titem\n\n\tcontinued",
    "trailing spaces   \n\n\n\n   three leading\n",
    "CRLF lines\r\nwrap\r\n\r\n- item\r\n\r\n> quote\r\n",
    "lone CR\rwraps\r\rnew",
    "é è 😀 日本語 **fett**ung „quoted“ ‘x’",
    "a\u00a0b\u2003c\u2028d",
    "hard*to*parse_words_ _here*and*there_",
    "1986\\. A great year. 1986. Another",
    "- - - text",
    "* * *\n- foo\n***\n- bar",
    "-\n\n  not in item\n- item\n\n-\n",
    "text\n1. starts\n\ntext\n2. does not start",
    "[x]: <>\n[y]:\nz\n\n[x] [y]",
    "*a `*` b* [`]`](x)",
    "\ttab code\n  \n\n- a\n\n\n  b",
]


def shown_words(html: str) -> list[str]:
    """Return the words of an HTML text that a browser shows, code and addresses left out."""
    parts: list[str] = []
    todo: list[LexborNode | str] = [LexborHTMLParser(f"<body>{html}</body>").body or ""]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag or "-"
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag not in UNSEEN and not tag.startswith(("-", "_")) and not is_autolink(node):
            edge = [] if tag in INLINE else [" "]
            todo += [*edge, *reversed(list(node.iter(include_text=True))), *edge]
    return WORD.findall(ADDRESS.sub(" ", "".join(parts)))


def is_autolink(node: LexborNode) -> bool:
    target = (node.attributes or {}).get("href") or ""
    found = AUTOLINK.fullmatch(target)
    return node.tag == "a" and found is not None and node.text() in (target, found[1])


def reference_words(source: str) -> list[str]:
    return shown_words(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source))


def own_words(source: str) -> list[str]:
    document = markdown.extract_string(source)
    return WORD.findall(
        " ".join(
            document.block_text(index)
            for index, block in enumerate(document.blocks)
            if block.kind not in ("alt", "tooltip", "label", "placeholder")
        )
    )


@pytest.mark.parametrize("source", EXAMPLES)
def test_examples(source: str) -> None:
    assert own_words(source.replace("- [ ]", "-").replace("- [x]", "-")) == reference_words(
        source.replace("- [ ]", "-").replace("- [x]", "-")
    )


PIECES = st.sampled_from(
    "# ¦> ¦- ¦* ¦1. ¦**¦*¦_¦`¦~~¦[¦]¦(¦)¦&amp;¦\\¦|¦\n¦\n\n¦  \n¦\r\n¦    ¦ ¦aa¦bb¦é¦cc.¦<b>¦</b>"
    "¦(u 't')¦```\n¦===\n".split("¦")
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_without_unclear_strikes(source: str) -> None:
    """Strikes next to punctuation are the one thing that the two parsers read apart."""
    source = source.replace("~~", "") if source.count("~~") > 1 else source
    assert own_words(source) == reference_words(source)


def test_the_shared_files() -> None:
    paths = shared_files(".md", ".markdown")
    if not paths:
        pytest.skip("the shared corpus is not here")
    for path in paths:
        with open(path, encoding="utf-8") as file:
            source = file.read()
        found = front_matter.find(source)
        body = source[found.body :] if found else source
        assert own_words(body) == reference_words(body), path


@pytest.mark.skipif(not SPEC, reason="CLAIMLINT_COMMONMARK_SPEC names no commonmark.json")
def test_the_specification() -> None:
    with open(SPEC, encoding="utf-8") as file:
        examples = [example["markdown"] for example in json.load(file)]
    apart = [source for source in examples if own_words(source) != reference_words(source)]
    print(f"{len(examples) - len(apart)} of {len(examples)} examples agree")
    assert len(apart) <= 5, apart
