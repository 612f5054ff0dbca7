"""MDX, Astro, Vue, Svelte, JSX and plain JavaScript or TypeScript -> Document.

Markup is read as HTML with components, strings of the program where they look like prose, and
the text of MDX as Markdown. Code, imports, class names and comments are not text.
"""

from __future__ import annotations

import re

from claimlint.documents.html_reader import Reader
from claimlint.documents.js_code import Literal
from claimlint.documents.js_scan import Region, Scanner
from claimlint.documents.mapped import Mapped, weave
from claimlint.documents.model import MASK, Builder, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.documents.mapped import Piece

    Part = tuple[Document, Mapped | None]

_NO_MARKUP = (".ts", ".mts", ".cts")
_ENDINGS = {
    "astro": (".astro", ".vue", ".svelte"),
    "jsx": (".jsx", ".tsx", ".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"),
    "mdx": (".mdx",),
}
_FENCE = re.compile(r"\s*---[ \t]*(?:\r\n|\n|\r)")
_FENCE_END = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SCRIPT = re.compile(
    r"<script\b(?P<inside>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"(?P<code>(?:[^<]++|<(?!/script\b))*+)",
    re.IGNORECASE,
)


def extract(source: str, path: str, format: str = "") -> Document:
    """Return the document of a file in a language of components.

    The ending of its path decides, unless it says nothing or `format` ("mdx", "astro", "jsx")
    is another language than the ending's.
    """
    ending = path[path.rfind(".") :].lower()
    if format and ending not in _ENDINGS[format]:
        ending = f".{format}"
    if ending == ".mdx":
        from claimlint.documents import mdx_text

        return mdx_text.extract(source, path)
    builder = Builder(source, path, ending.lstrip("."))
    if ending == ".vue":
        parts = _vue_parts(source)
    elif ending == ".svelte":
        scanner = Scanner(source, is_html=True, reads_scripts=True)
        scanner.markup(0, len(source))
        parts = found_parts(source, scanner)
    elif ending == ".astro":
        parts = _astro_parts(source)
    else:
        scanner = Scanner(source, has_markup=ending not in _NO_MARKUP)
        scanner.code(0, len(source))
        parts = found_parts(source, scanner)
    weave(builder, parts)
    return builder.finish()


def _astro_parts(source: str) -> list[Part]:
    """Read the program between the fences of an Astro file, then its markup."""
    scanner = Scanner(source, is_html=True)
    opening = _FENCE.match(source)
    body = 0
    if opening is not None:
        closing = _FENCE_END.search(source, opening.end())
        if closing is not None:
            scanner.code(opening.end(), closing.start())
            body = closing.end()
    scanner.markup(body, len(source))
    return found_parts(source, scanner)


def _vue_parts(source: str) -> list[Part]:
    """Read a Vue file: its template as HTML with components, its script as a program."""
    from claimlint.documents import templating

    builder = Builder(source, "", "html", masked := templating.mask(source))
    Reader(builder, masked, has_components=True).read(0, len(masked))
    scanner = Scanner(source)
    for script in _SCRIPT.finditer(source):
        scanner.code(*script.span("code"))
    return [(builder.finish(), None), *found_parts(source, scanner)]


def found_parts(source: str, scanner: Scanner) -> list[Part]:
    """Return the documents of what a scanner found: its markup and its strings."""
    parts: list[Part] = [_markup(source, region) for region in scanner.regions]
    parts.append((_strings(source, scanner.literals), None))
    return parts


def _markup(source: str, region: Region) -> Part:
    """Return the document of a stretch of markup with its code masked."""
    masked = []
    at = region.start
    for start, end in region.kept:
        masked += [MASK * (start - at), source[start:end]]
        at = end
    masked.append(MASK * (region.end - at))
    inner = source[region.start : region.end]
    text = "".join(masked)
    builder = Builder(inner, "", "html", text)
    Reader(builder, text, has_components=True).read(0, len(text))
    return builder.finish(), Mapped([(inner, region.start, region.end)])


def _strings(source: str, literals: list[Literal]) -> Document:
    """Return the document of the strings of a program that look like prose."""
    from claimlint.documents.embedded import Strings
    from claimlint.documents.json_strings import decoded

    builder = Builder(source, "", "js")
    strings = Strings(builder)
    for key, ranges in literals:
        pieces: list[Piece] = []
        for start, end in ranges:
            pieces += decoded(source, start, end).pieces()
        strings.put(key, Mapped(pieces))
    return builder.finish()
