"""HTML: the words that are seen are those of a browser's parser (lexbor)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest

from claimlint.documents import extract, templating
from claimlint.documents.html_elements import BLOCK, ELEMENTS
from tests.documents.places import shared_files

selectolax = pytest.importorskip("selectolax.lexbor")

_NOT_SHOWN = (
    "script style template iframe noembed noframes pre code kbd samp textarea title xmp -comment"
).split()
_ASIDES = ("title", "alt", "tooltip", "description", "social", "structured-data", "placeholder")
_UNSEEN = re.compile("[\x01\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ADDRESS = re.compile(r"(?i:https?://|\bwww\.)[^\s<>\"']*[^\s<>\"'.,;:!?)]")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def words_of_lexbor(source: str) -> list[str]:
    """Return the words that are shown, by the tree that lexbor builds."""
    root = selectolax.LexborHTMLParser(templating.mask(source)).root
    parts: list[str] = []
    work = [root] if root is not None else []
    while work:
        node = work.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "-text":
            parts.append(node.text_content or "")
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag is not None and not _is_hidden(node):
            is_block = ELEMENTS.get(node.tag, (0, ""))[0] == BLOCK or "-" in node.tag
            if is_block:
                parts.append("\n")
                work.append("\n")
            work += reversed(list(node.iter(include_text=True)))
    return _ADDRESS.sub("", _UNSEEN.sub("", "".join(parts))).split()


def _is_hidden(node: selectolax.LexborNode) -> bool:
    style = node.attributes.get("style") or ""
    return (
        node.tag in _NOT_SHOWN
        or "hidden" in node.attributes
        or re.search(r"display\s*:\s*none", style, re.IGNORECASE) is not None
    )


def own_words(source: str) -> list[str]:
    document = extract("page.html", source)
    return [
        word
        for index, block in enumerate(document.blocks)
        if block.kind not in _ASIDES and not block.key
        for word in document.block_text(index).split()
    ]


PAGES = {
    "a page": "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><h1>Calm"
    "</h1><p>Rest <b>well</b>, &eacute;t&eacute; &amp; more.<p>Next</p><ul><li>One<li>Two</ul>"
    "<table><tr><td>a<td>b</table><script>'<p>no'</script></body></html>",
    "paragraphs": "<p>one<div>two</p>three</div>four<p>five<h2>six<p>seven</h2>eight",
    "lists": "<ul><li>a<ul><li>b<li>c</ul><li>d</ul><dl><dt>e<dd>f<dt>g</dl><ol><li><p>h<li>i</ol>",
    "tables": "<table><caption>a<thead><tr><th>b<tbody><tr><td>c<td><table><tr><td>d</table>e<tr>"
    "<td>f</table>g",
    "hidden": "<div hidden><p>no</div>a<p hidden>no<p>b<ul><li hidden>no<li>c</ul><span hidden>no"
    "</span>d<div style='display:none'><div>no</div>no</div> e<br hidden>f",
    "comments": "a<!-- <p> no -->b<!-->c<!--->d<!-- x --!>e<!x>f<?x>g</ x>h",
    "names": "<P>a<Div>b</DIV>c</p>d<x-y>e</x-y>f<unknown>g</unknown>h",
    "attributes": "<p title='a>b' data-x=\">\" class=a/b>c</p><a href=x>y</a><p =x>z<p a=b=c>w",
    "entities": "&lt;b&gt; &amp;amp; &notit; &copy2 &#x26;lt; &#128; &unknown; & &; &#; x&shy;y",
    "raw": "<textarea><p>no</textarea>a<title><p>no</title>b<iframe><p>no</iframe>c<noscript><p>d"
    "</p></noscript><style><p>no</style>e",
    "forms": "<form><label>a <input> b</label><select><optgroup label=x><option>c<option>d</select>"
    "<button>e</button>f</form>",
    "open": "<div><section><p>a <b>b <i>c</div> d</b> e</section>",
    "wrong ends": "a</p>b</div> c</span>d<p>e</h2> f</li> g</p><h1>h</h2>i",
    "signs": "1 < 2 a<b c>d <3 < /p> &",
}


@pytest.mark.parametrize("name", PAGES)
def test_own_pages(name: str) -> None:
    assert own_words(PAGES[name]) == words_of_lexbor(PAGES[name])


def test_the_shared_pages() -> None:
    paths = shared_files(".html")
    if not paths:
        pytest.skip("the shared corpus is not here")
    words = differing = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            source = _FRONT_MATTER.sub("", file.read())
        own, expected = own_words(source), words_of_lexbor(source)
        words += len(expected)
        matcher = SequenceMatcher(None, own, expected, autojunk=False)
        differing += sum(
            max(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
        )
    assert differing <= words // 1000
