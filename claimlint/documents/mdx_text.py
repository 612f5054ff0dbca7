"""MDX -> Document: Markdown between elements, attributes and expressions.

The text is reduced to Markdown (imports, expressions, tags of components and the indentation
inside elements left out) that still knows where each character came from.
"""

from __future__ import annotations

import re

from claimlint.documents import components, html_attributes, js_tokens
from claimlint.documents.js_scan import Scanner
from claimlint.documents.mapped import Mapped, weave
from claimlint.documents.model import Builder, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

    from claimlint.documents.mapped import Piece

_SPECIAL = re.compile(
    r"(?P<fence>^[ \t]*+(?P<marks>`{3,}|~{3,})[^\r\n]*+)"
    r"|(?P<statement>^(?:import|export)(?=[\s{*]))"
    r"|(?P<escape>\\[^\w\s])"
    r"|(?P<code>`++)"
    r"|(?P<comment><!--(?:[^-]++|-(?!->))*+(?:-->)?+)"
    r"|(?P<address><[a-zA-Z][a-zA-Z0-9+.-]*+:[^\s<>]*+>|<[^\s<>@]++@[^\s<>]++>)"
    r"|(?P<tag></?(?:[^\W\d]|\$)|</?>)"
    r"|(?P<brace>\{)"
    r"|(?P<indent>^[ \t]++(?=\S))",
    re.MULTILINE,
)
_MOST_FAILURES = 20
_STRING = js_tokens.SHOWN_STRING
_LINE_START = re.compile(r"(?:^|[\r\n])[ \t]*\Z")
_BLANK_LINE = re.compile(r"(?:^|\n|\r\n?)[ \t]*+(?:\n|\r\n?)[ \t]*\Z")
_STATEMENT = re.compile(
    r"import\s*+(?:[\"'{*]|[\w$]++\s*+(?:,|from\b)|type\b)"
    r"|export\s++(?:const|let|var|default|function|async|class|type|interface|enum|\{|\*)|export\{"
)
_CLASS = re.compile(r"\bclass(?:Name)?=[\"']([^\"']*)")
_LINE_REST = re.compile(r"[ \t]*+(?=[\r\n]|\Z)")
# Elements that Markdown leaves to the HTML reader; of others only what stands in them is text.
_KEPT = (
    " b i em strong a u s small sub sup mark q cite kbd code samp abbr del ins br span p h1 h2 h3 "
    "h4 h5 h6 li dt dd td th tr table caption figcaption blockquote summary button label pre "
)


def extract(source: str, path: str) -> Document:
    """Return the document of an MDX text, front matter included."""
    builder = Builder(source, path, "mdx")
    body = 0
    if source.startswith(("---", "+++")):
        from claimlint.documents import front_matter

        body = front_matter.extract_into(builder, source)
    from claimlint.documents import markdown
    from claimlint.documents.mdx import found_parts

    reduction = _Reduction(source, body)
    text = reduction.run()
    document = markdown.extract_string(text.value)
    parts = [(document, text), *found_parts(source, reduction.scanner)]
    weave(builder, parts, reduction.quoted)
    return builder.finish()


class _Reduction:
    """Reduces an MDX text to Markdown; `quoted`: ranges inside testimonials, in order."""

    __slots__ = (
        "_at",
        "_failures",
        "_indents",
        "_missing",
        "_pieces",
        "_quote",
        "_source",
        "quoted",
        "scanner",
    )

    def __init__(self, source: str, start: int) -> None:
        self._source = source
        self._at = start
        self._pieces: list[Piece] = []
        self._failures = 0  # braces and tags that nothing closes: each costs a look at the rest
        self._missing: set[str] = set()
        # Open elements: name, and the indentation of their first line (-1: not seen yet).
        self._indents: list[tuple[str, int]] = []
        self._quote = ("", 0, 0)  # open testimonial: name, depth, start
        self.quoted: list[tuple[int, int]] = []
        self.scanner = Scanner(source)

    def run(self) -> Mapped:
        """Return the Markdown."""
        source = self._source
        found = _SPECIAL.search(source, self._at)
        while found is not None:
            start = found.start()
            after = self._special(found)
            found = _SPECIAL.search(source, max(after, start + 1))
        self._keep_to(len(source))
        if self._quote[0]:
            self.quoted.append((self._quote[2], len(source)))
        return Mapped(self._pieces)

    def _keep_to(self, end: int) -> None:
        """Keep what has not been dealt with up to `end`."""
        if self._at < end:
            self._pieces.append((self._source[self._at : end], self._at, end))
            self._at = end

    def _drop(self, start: int, end: int, visible: str = "") -> int:
        """Leave source[start:end] out, with `visible` (white space) in its place."""
        self._keep_to(start)
        if visible:
            self._pieces.append((visible, start, start))
        self._at = end
        return end

    def _special(self, found: Match[str]) -> int:
        """Deal with one construct; return where to look for the next."""
        kind = found.lastgroup
        start, end = found.span()
        if kind == "fence":
            return self._fence_end(found)
        if kind == "code":
            return self._code_end(found.group(), end)
        if kind == "statement":
            if not self._begins_statement(start):
                return end
            return self._drop(start, self.scanner.statement(start, len(self._source)))
        if kind == "brace":
            return self._expression(start)
        if kind == "tag":
            return self._tag(start)
        if kind == "indent":
            self._dedent(start, end)
        return end

    def _begins_statement(self, start: int) -> bool:
        """Tell whether "import" or "export" at a line start begins a statement, no sentence."""
        before = self._source[max(self._at, start - 200) : start]
        if before.strip() and _BLANK_LINE.search(before) is None:
            return False
        return _STATEMENT.match(self._source, start) is not None

    def _dedent(self, start: int, end: int) -> None:
        """Leave out the indentation that an element gives its lines."""
        width = 0
        if self._indents:
            name, width = self._indents[-1]
            if width < 0:
                width = end - start
                self._indents[-1] = (name, width)
        if end - start - width >= 4 and self._source.startswith("<", end):
            width = end - start  # no code: MDX knows none by indentation
        if width:
            self._drop(start, min(end, start + width))

    def _fence_end(self, found: Match[str]) -> int:
        """Return the end of a fenced code block."""
        marks = found["marks"]
        self._dedent(found.start(), found.start("marks"))
        if marks in self._missing:
            return found.end()
        closing = re.compile(rf"^[ \t]*+({re.escape(marks)})", re.MULTILINE)
        closed = closing.search(self._source, found.end())
        if closed is None:
            self._missing.add(marks)
            return len(self._source)
        self._dedent(closed.start(), closed.start(1))
        return closed.end()

    def _code_end(self, marks: str, end: int) -> int:
        """Return the end of a code span that opens with `marks`."""
        if marks in self._missing:
            return end
        closed = re.compile(rf"(?<!`){marks}(?!`)").search(self._source, end)
        if closed is None:
            self._missing.add(marks)
            return end
        return closed.end()

    def _expression(self, start: int) -> int:
        shown = _STRING.match(self._source, start)
        if shown is not None:
            self._drop(start, shown.start(2))
            self._keep_to(shown.end(2))
            return self._drop(shown.end(2), shown.end())
        scanner = self.scanner
        literals, regions = len(scanner.literals), len(scanner.regions)
        if self._failures < _MOST_FAILURES:
            end = scanner.expression(start, len(self._source))
            if scanner.closed:
                return self._drop(start, end)
            del scanner.literals[literals:], scanner.regions[regions:]
            self._failures += 1
        return start + 1

    def _tag(self, start: int) -> int:
        source = self._source
        if self._failures >= _MOST_FAILURES:
            return start + 1
        if source.startswith("</", start):
            found = js_tokens.END_TAG.match(source, start)
            end = found.end() if found else len(source)
            name = found[1] if found else ""
        else:
            scanner = self.scanner
            regions = len(scanner.regions)
            end = scanner.tag(start, len(source))
            if not source.startswith(">", end - 1):
                del scanner.regions[regions:]
                self._failures += 1
                return start + 1
            element = js_tokens.ELEMENT.match(source, start)
            name = (element[1] or "") if element else ""
        return self._leave_tag(name, start, end)

    def _leave_tag(self, name: str, start: int, end: int) -> int:
        """Leave a tag out; what breaks a line in the page breaks the Markdown too."""
        source = self._source
        is_end = source.startswith("</", start)
        is_empty = not is_end and source[end - 2] == "/"
        acts_as = components.element(name) if name else ""
        if not is_empty:
            self._note_quote(name, is_end, end if is_end else start, source[start:end])
        if f" {name} " in _KEPT:
            name_end = start + 1 + is_end + len(name)
            self._drop(name_end, end - 1 - is_empty)
            self._keep_to(end)
            return end
        is_block = acts_as not in ("a", "span", "img", "code") and bool(name)
        begins = _LINE_START.search(source, max(start - 200, 0), start) is not None or (
            self._at == start and bool(self._pieces) and self._pieces[-1][0] == "\n\n"
        )
        ends = _LINE_REST.match(source, end) is not None
        if is_block and not is_empty:
            self._note_indent(name, is_end)
        breaks = is_block and ((begins and not is_end) or (ends and is_end) or (begins and ends))
        return self._drop(start, end, "\n\n" if breaks else "")

    def _note_indent(self, name: str, is_end: bool) -> None:
        """Keep count of the open elements whose lines may be indented."""
        if not is_end:
            self._indents.append((name, -1))
            return
        for index in range(len(self._indents) - 1, max(len(self._indents) - 20, 0) - 1, -1):
            if self._indents[index][0] == name:
                del self._indents[index:]
                return

    def _note_quote(self, name: str, is_end: bool, at: int, tag: str) -> None:
        """Keep count of the testimonial that is open."""
        open_name, depth, start = self._quote
        if not open_name:
            if not is_end and (
                re.search(components.OTHERS_WORDS, name)
                or re.search(html_attributes.OTHERS_WORDS, " ".join(_CLASS.findall(tag)))
            ):
                self._quote = (name, 1, at)
        elif name == open_name:
            depth += -1 if is_end else 1
            self._quote = (name, depth, start)
            if not depth:
                self.quoted.append((start, at))
                self._quote = ("", 0, 0)
