"""One pass over a Markdown parser's events: they become the blocks of a document.

pyromark gives each event with its byte range. A text event that equals its source is an identity
piece, any other (an entity, an expanded tab) denotes its source as a whole. What is markup never
becomes text, so a phrase runs on through emphasis, links and soft line breaks.
"""

from __future__ import annotations

import re

from pyromark import events_with_range

from claimlint.documents.markdown_html import html_reader
from claimlint.documents.markdown_titles import label_key, reference_titles, title_pieces
from claimlint.documents.model import MASK, Builder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pyromark import Options
    from pyromark.event import Range

    from claimlint.documents.html import Reader

    Events = Iterable[tuple[Any, Range]]
    Handlers = dict[str, Callable[["Walk", Any, Range], None]]

    Pieces = list[tuple[str, int, int]]

_CALLOUT = r"[ \t]{0,3}>[ \t]{0,4}\[![\w-]+\]"
_TAG = r"<(/?)([A-Za-z][A-Za-z0-9-]*)"
# Tags that end the paragraph they stand in, though Markdown lets them stand inside a line.
_BLOCK_TAGS = (
    " address article aside blockquote button center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select "
    "summary table tbody td tfoot th thead tr ul video "
)
_UNSEEN_TAGS = " code iframe math noembed object samp script style svg template textarea "
_ADDRESSES = ("Autolink", "Email")
_BARE_WIKILINK = {"WikiLink": {"has_pothole": False}}
_CLOSED, _OPEN, _MUTE = 0, 1, 2


class Walk:
    """One pass. `state` says what becomes of text: it begins a block (_CLOSED), goes on in the
    open one (_OPEN), or is none (_MUTE). Places are offsets into `parsed` until `base` is added.
    """

    def __init__(
        self, builder: Builder, source: str, masked: str, parsed: str, base: int, options: Options
    ) -> None:
        self.builder = builder
        self.source = source
        self.masked = masked
        self.parsed = parsed
        self.base = base
        self.options = options
        self.data = b"" if parsed.isascii() else parsed.encode()
        self.byte, self.char = 0, 0
        self.state = _CLOSED
        self.block = ("paragraph", 0, "")
        self.containers = [self.block]
        self.quotes = 0
        self.callouts: list[bool] = []
        self.cell_key = ""
        self.unseen = ""
        self.state_before = _CLOSED
        self.alt: Pieces | None = None
        self.links: list[tuple[dict[str, Any], int, int, bool]] = []
        self.html: list[tuple[int, int]] = []
        self.reader: Reader | None = None
        self.notes: dict[str, int] = {}
        self.titles: dict[str, Pieces] | None = None

    def run(self) -> None:
        """Add every block. The loop keeps the common case, plain text, free of calls."""
        parsed, data = self.parsed, self.data
        masked = self.masked if MASK in self.masked else ""
        base, step = self.base, self._step
        byte = char = 0
        first = last = -1
        events: Events = events_with_range(parsed, options=self.options)
        for event, span in events:
            start = span["start"]
            if start > byte:
                gap = data[byte:start]
                char += start - byte if gap.isascii() else len(gap.decode())
                byte = start
            elif start < byte and "End" not in event:
                char -= step(start, byte)
                byte = start
            if "Text" in event:
                if self.state == _CLOSED:
                    self._open()
                if self.state == _MUTE:
                    continue
                text = event["Text"]
                stop = char + len(text)
                size = span["end"] - start
                if (
                    size == (len(text) if text.isascii() else len(text.encode()))
                    and text == parsed[char:stop]
                    and not (masked and MASK in masked[base + char : base + stop])
                ):
                    if char != last:
                        if first < last:
                            self._add(first, last)
                        first = char
                    last = char = stop
                    byte += size
                    continue
            elif event == "SoftBreak" and char == last and parsed[char] == "\n":
                last += 1
                continue
            if first < last:
                self._add(first, last)
            first = last = -1
            self.byte, self.char = byte, char
            self._take(event, span)
        if first < last:
            self._add(first, last)
        self._close()

    def _step(self, byte: int, other: int) -> int:
        """Return the number of characters between two byte offsets, byte <= other."""
        return len(self.data[byte:other].decode()) if self.data else other - byte

    def _at(self, byte: int) -> int:
        """Return the source offset of a byte offset."""
        if byte < self.byte:
            return self.base + self.char - self._step(byte, self.byte)
        return self.base + self.char + self._step(self.byte, byte)

    def _add(self, first: int, last: int) -> None:
        """Take parsed[first:last] as it stands."""
        first, last = first + self.base, last + self.base
        if self.alt is None:
            self.builder.text(first, last)
        else:
            self.alt.append((self.source[first:last], first, last))

    def _put(self, visible: str, start: int, end: int) -> None:
        """Take what source[start:end] denotes."""
        if self.alt is None:
            self.builder.put(visible, start, end)
        else:
            self.alt.append((visible, start, end))

    def _take(self, event: Any, span: Range) -> None:
        """Handle an event that is not plain text."""
        if type(event) is str:
            if event == "Rule":
                self._close()
            elif self.state == _OPEN:
                self._put("\n", self.base + self.char, self._at(span["end"]))
            return
        name, value = event.popitem()
        if name == "Start":
            handler = _STARTS.get(value if type(value) is str else next(iter(value)))
        elif name == "End":
            handler = _ENDS.get(value if type(value) is str else next(iter(value)))
        else:
            handler = _OTHERS.get(name)
        if handler:
            handler(self, value, span)

    def _odd_text(self, text: str, span: Range) -> None:
        """Take text that holds a mask or is spelled in another way."""
        start, end = self.base + self.char, self._at(span["end"])
        if text != self.source[start:end] and text != self.parsed[self.char : end - self.base]:
            self._put(text, start, end)
        elif self._is_tag_line(start, end):
            self.builder.close()
            self.state = _CLOSED
        else:
            self._add(self.char, end - self.base)

    def _is_tag_line(self, start: int, end: int) -> bool:
        """Tell whether a text is a line of template tags only: it parts what it stands between."""
        if self.alt is not None or self.masked[start:end].strip(MASK + " \t"):
            return False
        while start > self.base and self.source[start - 1] in " \t>":
            start -= 1
        while end < len(self.source) and self.source[end] in " \t":
            end += 1
        return self.source[start - 1 : start] in ("", "\n", "\r") and (
            self.source[end : end + 1] in ("", "\n", "\r")
        )

    # Blocks

    def _open(self) -> None:
        if self.reader is not None and self.reader.hidden:
            self.state = _MUTE
            return
        kind, level, key = self.block
        self.builder.open(kind, level, key, self.reader is not None and self.reader.quoted)
        self.state = _OPEN

    def _close(self) -> None:
        if self.state != _CLOSED:
            self.builder.close()
            self.state = _CLOSED
            self.unseen = ""

    def _begin(self, kind: str, level: int = 0, key: str = "") -> None:
        self._close()
        self.block = (kind, level, key)
        self._open()

    def _end_block(self, value: Any, span: Range) -> None:
        self._close()
        self.block = self.containers[-1]

    def _enter(self, kind: str, key: str = "") -> None:
        """Begin a container: text in it that has no block of its own is of `kind`."""
        self._close()
        self.block = (kind, 0, key)
        self.containers.append(self.block)

    def _leave(self, value: Any, span: Range) -> None:
        self.containers.pop()
        self._end_block(value, span)

    def _start_paragraph(self, value: Any, span: Range) -> None:
        self._begin(*self.containers[-1])

    def _start_heading(self, value: Any, span: Range) -> None:
        self._begin("heading", int(value["Heading"]["level"][1]))

    def _start_head(self, value: Any, span: Range) -> None:
        self.cell_key = "head"

    def _end_head(self, value: Any, span: Range) -> None:
        self.cell_key = ""

    def _start_cell(self, value: Any, span: Range) -> None:
        self._begin("cell", 0, self.cell_key)

    def _start_item(self, value: Any, span: Range) -> None:
        self._enter("list-item")

    def _start_quote(self, value: Any, span: Range) -> None:
        """Begin a quote, or a callout: that is the author's own voice."""
        is_callout = value["BlockQuote"] is not None or (
            re.compile(_CALLOUT).match(self.source, self.base + self.char) is not None
        )
        self.callouts.append(is_callout)
        self.quotes += not is_callout
        self.builder.is_quoting = self.quotes > 0
        self._enter("paragraph" if is_callout else "quote")

    def _end_quote(self, value: Any, span: Range) -> None:
        self.quotes -= not self.callouts.pop()
        self.builder.is_quoting = self.quotes > 0
        self._leave(value, span)

    def _start_note(self, value: Any, span: Range) -> None:
        self._enter("paragraph", "footnote")

    def _start_code(self, value: Any, span: Range) -> None:
        self._close()
        self.state = _MUTE

    # Inside a block

    def _note(self, label: str, span: Range) -> None:
        """Show a footnote's mark as the number that a reader sees: it may stand for a source."""
        number = self.notes.setdefault(label_key(label), len(self.notes) + 1)
        if self.state == _OPEN and self.alt is None:
            self._put(f"[{number}]", self.base + self.char, self._at(span["end"]))

    def _start_link(self, value: Any, span: Range) -> None:
        data = value["Link"]
        self.links.append((data, self.base + self.char, self.state, False))
        if data["link_type"] in _ADDRESSES:
            self.state = _MUTE

    def _end_link(self, value: Any, span: Range) -> None:
        data, start, state, _ = self.links.pop()
        if data["link_type"] in _ADDRESSES:
            self.state = state
        elif data["title"]:
            self._title(data, start, self._at(span["end"]))

    def _start_image(self, value: Any, span: Range) -> None:
        is_seen = self.alt is None and self.state != _MUTE
        self.links.append((value["Image"], self.base + self.char, self.state, is_seen))
        if is_seen:
            self.alt = []
            self.state = _OPEN

    def _end_image(self, value: Any, span: Range) -> None:
        """Keep the image's alt text; an image inside another's alt text is part of that."""
        data, start, state, is_seen = self.links.pop()
        if not is_seen:
            return
        pieces, self.alt = self.alt or [], None
        self.state, self.unseen = state, ""
        if data["link_type"] != _BARE_WIKILINK:
            self.builder.aside("alt", pieces, "alt")
        if data["title"]:
            self._title(data, start, self._at(span["end"]))

    def _title(self, data: dict[str, Any], start: int, end: int) -> None:
        """Keep a title; one of a reference definition is kept once."""
        if self.state == _MUTE:
            return
        if data["link_type"] == "Inline":
            pieces = title_pieces(self.source, start, end - 1, data["title"])
        else:
            if self.titles is None:
                self.titles = reference_titles(self.source, self.parsed, self.base, self.options)
            pieces = self.titles.pop(label_key(data["id"]), [])
        if pieces:
            self.builder.aside("tooltip", pieces, "title")

    def _tag(self, value: str, span: Range) -> None:
        """Handle a tag inside a line: it is no text, but may hide some or end the block."""
        found = re.compile(_TAG).match(value)
        if found is None:
            return
        name = f" {found[2].lower()} "
        if self.unseen:
            if found[1] and name == self.unseen:
                self.state, self.unseen = self.state_before, ""
        elif name in _UNSEEN_TAGS and not found[1] and not value.endswith("/>"):
            self.state_before, self.state, self.unseen = self.state, _MUTE, name
        elif self.state != _MUTE:
            start, end = self.base + self.char, self._at(span["end"])
            if name == " br ":
                if self.state == _OPEN:
                    self._put("\n", start, end)
                return
            if "=" in value and not found[1]:
                from claimlint.documents.html import inline_attributes

                inline_attributes(self.builder, self.masked, start, end)
            if name in _BLOCK_TAGS and self.alt is None:
                self.builder.close()
                self.state = _CLOSED

    # HTML blocks

    def _start_html(self, value: Any, span: Range) -> None:
        self._close()
        self.html = []

    def _html_line(self, value: str, span: Range) -> None:
        self.html.append((self.base + self.char, self._at(span["end"])))

    def _end_html(self, value: Any, span: Range) -> None:
        """Hand a block of HTML on; its reader remembers what elements are still open."""
        if self.html:
            if self.reader is None:
                self.reader = html_reader(
                    self.builder, self.masked, self.parsed, self.base, self.options
                )
            self.reader.read(self.html[0][0], self.html[-1][1])


_STARTS: Handlers = {
    "Paragraph": Walk._start_paragraph,
    "Heading": Walk._start_heading,
    "List": Walk._end_block,
    "Item": Walk._start_item,
    "BlockQuote": Walk._start_quote,
    "FootnoteDefinition": Walk._start_note,
    "TableHead": Walk._start_head,
    "TableCell": Walk._start_cell,
    "CodeBlock": Walk._start_code,
    "HtmlBlock": Walk._start_html,
    "Link": Walk._start_link,
    "Image": Walk._start_image,
}
_ENDS: Handlers = {
    "Paragraph": Walk._end_block,
    "Heading": Walk._end_block,
    "Item": Walk._leave,
    "BlockQuote": Walk._end_quote,
    "FootnoteDefinition": Walk._leave,
    "TableHead": Walk._end_head,
    "TableCell": Walk._end_block,
    "CodeBlock": Walk._end_block,
    "HtmlBlock": Walk._end_html,
    "Link": Walk._end_link,
    "Image": Walk._end_image,
}
_OTHERS: Handlers = {
    "Html": Walk._html_line,
    "Text": Walk._odd_text,
    "InlineHtml": Walk._tag,
    "FootnoteReference": Walk._note,
}
