"""The HTML reader: tags and text by exact range -> blocks.

It takes broken markup as browsers do (implied ends of `<p>`, `<li>`, `<td>`), and is linear on
every input.
"""

from __future__ import annotations

from claimlint.documents import html_attributes, html_tokens
from claimlint.documents.html_elements import (
    BLOCK,
    BREAK,
    CODE,
    ELEMENTS,
    FORMATTING,
    HEADINGS,
    IMPLIED_ENDS,
    INLINE,
    QUOTE,
    RAW,
    SCOPES,
    TABLE_PARTS,
    VOID,
)
from claimlint.documents.model import Builder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from re import Match
    from types import ModuleType

_DEEPEST = 500
_NEAREST = 30
_UNKNOWN = (INLINE, "")
_CUSTOM = (BLOCK, "")


class Reader:
    """Reads stretches of HTML into blocks; open elements are remembered from one to the next.

    `has_components`: the markup is of JSX, Vue, Svelte or Astro, where `<Card/>` is an element of
    the project, "/>" ends any element, and `<template>` is shown.
    """

    __slots__ = (
        "_builder",
        "_components",
        "_dull",
        "_frames",
        "_hidden",
        "_in_link",
        "_is_open",
        "_kind",
        "_level",
        "_links_only",
        "_loose",
        "_missing",
        "_names",
        "_overflow",
        "_quoted",
        "_source",
        "_tracked",
    )

    def __init__(self, builder: Builder, source: str, has_components: bool = False) -> None:
        self._builder = builder
        self._components: ModuleType | None = None
        if has_components:
            from claimlint.documents import components

            self._components = components
        self._source = source
        # The open elements that matter, and for each what held before it (None: the same).
        self._names: list[str] = []
        self._frames: list[tuple[bool, bool, str, int, bool, bool] | None] = []
        self._kind, self._level, self._quoted, self._hidden = "paragraph", 0, False, False
        self._is_open = False
        self._tracked = 0  # open elements that are inline by name
        self._overflow = 0  # open blocks too deep to be remembered
        self._in_link = self._links_only = False
        self._loose = False
        self._missing: set[str] = set()
        self._dull: set[str] = set()  # attributes that say nothing: most tags repeat some

    @property
    def hidden(self) -> bool:
        """Tell whether what follows stands in an element that is not shown."""
        return self._hidden

    @property
    def quoted(self) -> bool:
        """Tell whether what follows stands in a quotation or testimonial."""
        return self._quoted

    def read(self, start: int, end: int) -> None:
        """Add the blocks of source[start:end]."""
        self._builder.close()
        self._is_open = False
        while start < end:
            start = self._run(start, end)
        self._break()

    def _run(self, start: int, end: int) -> int:
        """Read to the end, or to where tags must be looked for anew; return that place."""
        elements = ELEMENTS
        tokens = html_tokens.LOOSE_TAG if self._loose else html_tokens.TAG
        source = self._source
        for tag in tokens.finditer(source, start, end):
            begin, stop = tag.span()
            if begin > start and not self._hidden:
                text = source[start:begin]
                if self._is_open or not text.isspace():
                    self._show(text, start, begin)
            start = stop
            slash, name, inside, closer = tag.groups()
            if name is None:
                if stop == end:
                    self._check_comment(begin, stop)
                continue
            if name not in elements:
                name = (self._components.element if self._components else str.lower)(name)
            role, kind = elements.get(name) or (_CUSTOM if "-" in name else _UNKNOWN)
            if not closer and not self._loose:
                return self._unclosed(tag)
            if role == INLINE and not inside and not self._tracked and name != "a":
                continue
            if slash:
                self._end(tag, name, role)
            elif role == RAW:
                return self._raw(tag, name, end)
            else:
                self._start(tag, name, role, kind)
        if start < end and not self._hidden:
            self._show(source[start:end], start, end)
        return end

    # Text

    def _show(self, text: str, start: int, end: int) -> None:
        """Add text = source[start:end]; the first that is not white space opens a block."""
        if not self._is_open:
            rest = text.lstrip()
            if not rest:
                return
            start = end - len(rest)
            self._builder.open(self._kind, self._level, "", self._quoted)
            self._is_open = True
            self._links_only = self._in_link
        elif self._links_only and not self._in_link and not text.isspace():
            self._links_only = False
        if "&" not in text and "://" not in text and "www." not in text:
            self._builder.text(start, end)
            return
        for visible, low, high in html_tokens.shown_pieces(self._source, start, end):
            self._builder.put(visible, low, high)

    def _break(self) -> None:
        """End the open block."""
        if self._is_open:
            self._builder.close()
            self._is_open = False

    # Start tags

    def _start(self, tag: Match[str], name: str, role: int, kind: str) -> None:
        if role == BREAK:
            self._break_line(tag)
            return
        inside = tag[3]
        if role == BLOCK:
            if self._is_open:
                self._break()
            if self._names:
                self._end_implied(name)
            if not kind and (not inside or inside in self._dull) and len(self._names) < _DEEPEST:
                if name != "hr":
                    self._names.append(name)
                    self._frames.append(None)
                return
        elif name == "a":
            self._start_link()
        hidden, quoted, is_block = self._hidden, self._quoted, role == BLOCK
        if not hidden and (inside or self._components):
            said = self._said(tag, name)
            hidden = said.hidden
            quoted = quoted or said.quoted
            if said.button and name == "a":
                self._break()
                is_block, kind = True, "button"
        if name in ("h1", "h2") and self._kind != "quote":
            quoted = False  # the title of a section of testimonials is the advertiser's own
        if role == VOID or name == "hr" or self._is_empty(name, inside):
            return
        if kind == "hidden":
            kind = ""
            hidden = hidden or name != "template" or self._components is None
        if role == QUOTE:
            quoted = True
        elif role == CODE:
            hidden = True
        is_told = (hidden, quoted) != (self._hidden, self._quoted)
        if is_block or role != INLINE or is_told or (self._tracked and name in self._names):
            self._push(name, role, is_block, kind, quoted, hidden)

    def _is_empty(self, name: str, inside: str | None) -> bool:
        """Tell whether a slash ends an element at once, as it does in components and drawings."""
        is_closed = inside is not None and inside.endswith("/")
        return is_closed and (self._components is not None or name == "text")

    def _said(self, tag: Match[str], name: str) -> html_attributes.Said:
        """Add what a tag's attributes say; return what they tell of the element."""
        inside = tag[3]
        if self._components is not None:
            said: html_attributes.Said = self._components.emit(
                self._builder, self._source, tag[2], name, tag.start(3), tag.end(3), self._quoted
            )
            return said
        if inside in self._dull:
            return html_attributes.NOTHING
        if not html_attributes.is_telling(inside):
            self._dull.add(inside)
            return html_attributes.NOTHING
        return html_attributes.emit(
            self._builder, self._source, name, tag.start(3), tag.end(3), self._quoted
        )

    def _break_line(self, tag: Match[str]) -> None:
        if self._is_open and not self._hidden:
            self._builder.put("\n", *tag.span())

    def _start_link(self) -> None:
        """Part links in a row, as in a menu, where nothing but white space stands between them."""
        if self._links_only and self._kind == "paragraph" and self._names[-1:] != ["p"]:
            self._break()
        self._in_link = True

    def _push(
        self, name: str, role: int, is_block: bool, kind: str, quoted: bool, hidden: bool
    ) -> None:
        """Open an element: what stands in it is of its kind until it ends."""
        is_inline = role != BLOCK
        if len(self._names) >= _DEEPEST:
            self._overflow += not is_inline
            return
        state = (is_block, is_inline, self._kind, self._level, self._quoted, self._hidden)
        self._frames.append(state)
        self._names.append(name)
        self._tracked += is_inline
        if kind:
            self._kind = kind
            self._level = int(name[1]) if kind == "heading" else 0
        self._quoted = quoted or kind == "quote"
        self._hidden = hidden

    def _end_implied(self, name: str) -> None:
        """Close what a start tag ends: an open paragraph, the list item or cell before it."""
        names = self._names
        if names[-1] == "p" or (self._level and name in HEADINGS and names[-1] in HEADINGS):
            self._pop(len(names) - 1)
        elif self._tracked and "p" in names[-4:]:
            self._pop(len(names) - 1 - names[::-1].index("p"))
        rule = IMPLIED_ENDS.get(name)
        if rule is None:
            return
        targets, stops = rule
        cut = -1
        for index in range(len(names) - 1, max(len(names) - _NEAREST, 0) - 1, -1):
            if names[index] in targets:
                cut = index
            elif names[index] in stops:
                break
        if cut >= 0:
            self._pop(cut)

    # End tags

    def _end(self, tag: Match[str], name: str, role: int) -> None:
        if role == BLOCK:
            self._break()
            if self._overflow:
                self._overflow -= 1
                return
        elif role == BREAK:
            self._break_line(tag)
            return
        elif name == "a":
            self._in_link = False
        names = self._names
        if names and names[-1] == name:
            self._pop(len(names) - 1)
        elif name in HEADINGS and self._kind == "heading":
            self._end_nearest(HEADINGS, SCOPES)
        elif (role == BLOCK or self._tracked) and name in names:
            if name in TABLE_PARTS:
                self._end_nearest((name,), ())
            elif name in FORMATTING or name in ELEMENTS:
                self._end_nearest((name,), SCOPES)
            else:
                self._end_nearest((name,), ELEMENTS)

    def _end_nearest(self, targets: Container[str], stops: Container[str]) -> None:
        """Close the innermost of some elements, unless it stands outside of a stop."""
        for index in range(len(self._names) - 1, -1, -1):
            if self._names[index] in targets:
                self._pop(index)
                return
            if self._names[index] in stops:
                return

    def _pop(self, index: int) -> None:
        """Close the open element at `index` and all in it."""
        while len(self._names) > index:
            self._names.pop()
            frame = self._frames.pop()
            is_block = True
            if frame is not None:
                is_block, is_inline, self._kind, self._level, self._quoted, self._hidden = frame
                self._tracked -= is_inline
            if is_block and self._is_open:
                self._break()

    # Elements without markup inside

    def _raw(self, tag: Match[str], name: str, end: int) -> int:
        """Read `<script>`, `<title>` and their like; return where they end."""
        start = tag.end()
        stop, after = self._raw_end(name, start, end)
        if self._hidden:
            return after
        if name == "title":
            self._aside("alt" if self._is_in_drawing(start) else "title", start, stop)
        elif name == "textarea":
            self._aside("placeholder", start, stop)
        elif name == "script" and "ld+json" in (tag[3] or "").lower():
            from claimlint.documents import structured_data

            self._break()
            structured_data.emit(self._builder, self._source, start, stop)
        if tag[3] and name != "script":
            self._said(tag, name)
        return after

    def _is_in_drawing(self, at: int) -> bool:
        """Tell whether an `<svg>` is open a little before `at`: its title names a drawing."""
        low = max(at - 3000, 0)
        return self._source.rfind("<svg", low, at) > self._source.rfind("</svg", low, at)

    def _raw_end(self, name: str, start: int, end: int) -> tuple[int, int]:
        """Return where the inside of a raw element ends, and the element itself."""
        found = None
        if name not in self._missing:
            found = html_tokens.end_tag(name).search(self._source, start, end)
        if found is not None:
            return found.span()
        self._missing.add(name)
        if name in ("title", "textarea"):
            # Browsers take the rest of the page for the title: that helps no reader.
            stop = self._source.find("<", start, end)
            stop = end if stop == -1 else stop
            return stop, stop
        self._builder.warn(start, f"<{name}> is never closed: what follows was not read")
        return end, end

    def _aside(self, kind: str, start: int, end: int) -> None:
        pieces = html_tokens.pieces(self._source, start, end)
        if pieces:
            self._builder.aside(kind, pieces, "", self._quoted)

    # Broken markup

    def _check_comment(self, start: int, end: int) -> None:
        if self._source.startswith("<!--", start) and self._source[end - 1] != ">":
            self._builder.warn(start, "a comment is never closed: what follows was not read")

    def _unclosed(self, tag: Match[str]) -> int:
        """Go on behind the name of a tag that never ends: the text in it may be a claim."""
        self._loose = True
        self._builder.warn(tag.start(), f"the tag <{tag[1]}{tag[2][:40]} is never closed")
        return tag.end(2)
