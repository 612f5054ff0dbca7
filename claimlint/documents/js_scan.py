"""JavaScript, TypeScript and JSX taken apart: string literals with their keys, markup, and code.

A tolerant scanner in one pass, with a stack of what is open instead of recursion. It does not
check a program, it finds what a reader of the page may see.
"""

from __future__ import annotations

from collections import namedtuple

from claimlint.documents import js_tokens as tokens
from claimlint.documents.js_code import CHILDREN, CODE, TAG, TEMPLATE, CodeScanner, Frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_FARTHEST = 50
_DEEPEST_REGION = 20

Region = namedtuple("Region", "start end kept")
Region.__doc__ = "Markup: its range, and the (start, end) in it that are tags and text, no code."


class Scanner(CodeScanner):
    """Scans stretches of one source; collects `literals` and `regions`, both in order.

    `is_html`: void elements need no slash, as in Astro and Svelte; `has_markup`: "<" may begin
    an element (not in plain TypeScript); `reads_scripts`: `<script>` holds the component's data.
    """

    __slots__ = ("_is_html", "_layers", "_reads_scripts", "closed", "regions")

    def __init__(
        self,
        source: str,
        is_html: bool = False,
        has_markup: bool = True,
        reads_scripts: bool = False,
    ) -> None:
        super().__init__(source, has_markup)
        self._reads_scripts = reads_scripts
        self._is_html = is_html
        self._layers: list[list[tuple[int, int]]] = []
        self.closed = True
        """Whether what was scanned last came to its end."""
        self.regions: list[Region] = []

    def code(self, start: int, end: int) -> None:
        """Scan a program or a part of one."""
        self._begin(Frame(CODE))
        self._run(start, end)

    def markup(self, start: int, end: int) -> None:
        """Scan text with elements and `{expressions}`."""
        self._layers.append([])
        self._begin(Frame(CHILDREN, start=start))
        self._run(start, end)

    def expression(self, start: int, end: int, key: str = "") -> int:
        """Scan the `{expression}` that begins at `start`; return where it ends."""
        frame = Frame(CODE, key)
        frame.shown = True
        self._begin(frame)
        self._last = "{"
        return self._run(start + 1, end)

    def statement(self, start: int, end: int) -> int:
        """Scan statements up to a blank line that no bracket encloses; return where it begins."""
        self._until_blank = True
        self._begin(Frame(CODE))
        at = self._run(start, end)
        self._until_blank = False
        return at

    def tag(self, start: int, end: int) -> int:
        """Scan the tag that begins at `start`, without its children; return where it ends."""
        self._begin(None)
        at = self._open_element(start, "")
        while at < end and self._frames and self._frames[0].opener != CHILDREN:
            at = self._step(at, end)
        if self._frames and self._frames[0].opener == CHILDREN:
            self._frames.clear()
            self._end_region()
        self._finish(at)
        return at

    def _begin(self, frame: Frame | None) -> None:
        self._frames = [frame] if frame is not None else []
        self._last = self._before = self._name = ""

    def _run(self, at: int, end: int) -> int:
        while at < end and self._frames:
            at = self._step(at, end)
        self._finish(at)
        return at

    def _step(self, at: int, end: int) -> int:
        opener = self._frames[-1].opener
        if opener == TAG:
            return self._tag(at, end)
        if opener == CHILDREN:
            return self._children(at, end)
        if opener == TEMPLATE:
            return self._template(at, end)
        return self._code(at, end)

    def _finish(self, at: int) -> None:
        """Close what is still open at the end of a stretch."""
        self.closed = not self._frames
        for frame in reversed(self._frames):
            if frame.opener == TAG:
                self._keep(frame.start, at)
            if frame.root:
                self._end_region()
        while self._layers:
            self._end_region()
        self._frames = []

    # Markup

    def _keep(self, start: int, end: int) -> None:
        if 0 < len(self._layers) <= _DEEPEST_REGION and start < end:
            self._layers[-1].append((start, end))

    def _end_region(self) -> None:
        kept = self._layers.pop()
        if kept:
            self.regions.append(Region(kept[0][0], kept[-1][1], kept))

    def _open_element(self, at: int, host: str) -> int:
        """Begin a tag at `at`; markup in a program or in a tag's expression is a region."""
        found = tokens.ELEMENT.match(self._source, at)
        frame = Frame(TAG, "", host, at)
        frame.name = (found[1] or "") if found else ""
        frame.root = host != CHILDREN
        if frame.root:
            self._layers.append([])
        if not frame.name:
            frame.start = at + 1  # a fragment's "<>" is no tag of HTML
        self._frames.append(frame)
        return found.end() if found else at + 1

    def _tag(self, at: int, end: int) -> int:
        """Read attributes until an expression begins or the tag ends."""
        frame = self._frames[-1]
        source = self._source
        while at < end:
            found = tokens.ATTRIBUTE.match(source, at, end)
            stop = found.end() if found else at
            if found is None or stop == at:
                at += 1
                continue
            at = stop
            opening = found["open"]
            if opening is not None:
                self._keep(frame.start, stop - 1)
                frame.start = stop
                name = (found["name"] or "").rpartition(":")[2]
                inner = Frame(CODE if opening == "{" else TEMPLATE, name, TAG, stop)
                inner.shown = bool(name)
                self._frames.append(inner)
                self._before, self._last = "", "{"
                return stop
            if found["end"] is not None:
                if frame.name:
                    self._keep(frame.start, stop)
                self._frames.pop()
                return self._behind_tag(frame, stop, end, found["end"] == "/>")
        return at

    def _behind_tag(self, frame: Frame, at: int, end: int, is_closed: bool) -> int:
        """Go into the element whose tag has ended, unless nothing can stand in it."""
        name = frame.name.lower()
        if self._is_html and not is_closed:
            if name in ("script", "style"):
                found = tokens.raw_end(name).search(self._source, at, end)
                stop = found.end() if found else end
                if name == "script" and "ld+json" in self._source[frame.start : at]:
                    self._keep(at, stop)
                elif found:
                    self._keep(found.start(), stop)
                    if name == "script" and self._reads_scripts:
                        self._script(at, found.start())
                at, is_closed = stop, True
            elif name in tokens.VOID:
                is_closed = True
        if not is_closed:
            inside = Frame(CHILDREN, "", frame.host, at)
            inside.name, inside.root = frame.name, frame.root
            self._frames.append(inside)
        elif frame.root:
            self._end_region()
        self._before, self._last = "", '"'
        return at

    def _script(self, start: int, end: int) -> None:
        """Scan the program inside `<script>`."""
        program = Scanner(self._source)
        program.code(start, end)
        self.literals += program.literals

    def _children(self, at: int, end: int) -> int:
        """Read the text of an element up to a tag or an expression."""
        source = self._source
        found = tokens.TEXT.match(source, at, end)
        if found is not None:
            self._keep(at, found.end())
            at = found.end()
        if at >= end:
            return end
        if source[at] == "{":
            return self._child_expression(at, end)
        if source.startswith("</", at):
            return self._end_tag(at, end)
        found = tokens.COMMENT.match(source, at, end)
        if found is not None:
            return found.end()
        following = source[at + 1 : at + 2]
        if following.isalpha() or following in ("_", "$", ">"):
            return self._open_element(at, CHILDREN)
        self._keep(at, at + 1)
        return at + 1

    def _child_expression(self, at: int, end: int) -> int:
        found = tokens.SHOWN_STRING.match(self._source, at, end)
        if found is not None:
            self._keep(*found.span(2))
            return found.end()
        found = tokens.BLOCK_SIGN.match(self._source, at, end) if self._is_html else None
        if found is not None:
            return found.end()
        inner = Frame(CODE, "", CHILDREN)
        inner.shown = True
        self._frames.append(inner)
        self._before, self._last = "", "{"
        return at + 1

    def _end_tag(self, at: int, end: int) -> int:
        """Close the element that an end tag names, if it is open."""
        found = tokens.END_TAG.match(self._source, at, end)
        stop = found.end() if found else end
        name = found[1] if found else ""
        if name:
            self._keep(at, stop)
        frames = self._frames
        index = len(frames) - 1
        lowest = max(index - _FARTHEST, 0)
        while index > lowest and frames[index].opener == CHILDREN and frames[index].name != name:
            index -= 1
        if frames[index].opener != CHILDREN or frames[index].name != name:
            return stop
        while len(frames) > index:
            frame = frames.pop()
            if frame.root:
                self._end_region()
        self._before, self._last = "", '"'
        return stop
