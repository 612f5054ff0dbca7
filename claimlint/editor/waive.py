"""Where a waiver comment for a finding can stand, and how it is written there.

Each candidate is tried in memory: a comment is offered only if the reader sees the same text as
before and the comment, given a reason, covers the finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimlint.discover import extension_of
from claimlint.documents import extract
from claimlint.documents.model import Document
from claimlint.editor.text import Text
from claimlint.finding import Finding
from claimlint.waivers import comments


class Waive(NamedTuple):
    """A comment to be put into a source: at which offset, and what."""

    at: int
    text: str


_MARKUP = ("<!-- ", " -->")
_JSX = ("{/* ", " */}")
_HASH = ("# ", "")
_SLASHES = ("// ", "")
_DOTS = (".. ", "")

_STYLES = {
    **dict.fromkeys("mdx jsx tsx".split(), (_JSX, _SLASHES, _HASH)),
    **dict.fromkeys("js ts mjs cjs mts cts".split(), (_SLASHES, _JSX)),
    **dict.fromkeys("astro vue svelte".split(), (_MARKUP, _SLASHES, _HASH)),
    **dict.fromkeys("php phtml".split(), (_MARKUP, _SLASHES)),
    **dict.fromkeys("yaml yml".split(), (_HASH,)),
    **dict.fromkeys("jsonc json5".split(), (_SLASHES,)),
    "rst": (_DOTS,),
    **dict.fromkeys("adoc asciidoc asc".split(), (_SLASHES,)),
    # Plain text and plain JSON have no comments.
    **dict.fromkeys("txt text json webmanifest".split(), ()),
}
"""The comments of a format, the likeliest first; all others are Markdown and HTML."""


_CODE = frozenset("jsx tsx js ts mjs cjs mts cts".split())


def here(document: Document, finding: Finding, reason: str, format: str | None) -> Waive | None:
    """Return the comment that waives a finding's rule on its line, None where none can."""
    return _first(document, finding, reason, format, _beside(document, finding))


def in_file(document: Document, finding: Finding, reason: str, format: str | None) -> Waive | None:
    """Return the comment that waives a finding's rule in the whole file."""
    return _first(document, finding, reason, format, _at_top(document))


Style = tuple[str, str]
Place = tuple[int, str, str, str, tuple[Style, ...]]
"""Where a comment goes: offset, action, what stands before the comment and behind it, and how it
is written there, the best way first."""


def _beside(document: Document, finding: Finding) -> Iterator[Place]:
    """Yield places at the end of the finding's line, then on a line of its own before it."""
    text = Text(document.source)
    start, end = text.line_range(text.line_at(finding.start))
    line = document.source[start:end]
    kept = len(line.rstrip(" \t"))
    if line[:kept].endswith("\\"):
        kept -= 1
    styles = _styles(document.path, line[: finding.start - start])
    yield start + kept, "disable-line", " ", "", styles
    closing = re.search(r"[ \t]*\|[ \t]*$|[ \t]+#+[ \t]*$|[ \t]*</[A-Za-z][\w-]*>[ \t]*$", line)
    if closing:
        yield start + closing.start(), "disable-line", " ", "", styles
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    newline = _line_end(document.source)
    yield start, "disable-next-line", indent, newline, styles
    yield start, "disable-next-line", indent, newline + newline, styles


def _at_top(document: Document) -> Iterator[Place]:
    source = document.source
    end = _line_end(source)
    top = int(source.startswith("\ufeff"))
    styles = _styles(document.path, "")
    first = Text(source).line_range(0)[1]
    opening = source[top:first].strip()
    if extension_of(document.path) in _CODE or (styles and opening == "<?php"):
        at = top if extension_of(document.path) in _CODE else first + len(end)
        yield at, "disable-file", "", end, (_SLASHES,)
        return
    if opening == "---" and extension_of(document.path) == "astro":
        yield first + len(end), "disable-file", "", end, (_SLASHES,)
        return
    behind = _behind_front_matter(source)
    if behind:
        yield behind, "disable-file", end, end, styles
        yield behind, "disable-file", "", end + end, styles
    else:
        yield top, "disable-file", "", end + end, styles
    before = "" if source.endswith(("\n", "\r")) else end
    yield len(source), "disable-file", before, end, styles


def _behind_front_matter(source: str) -> int:
    """Return where the text behind the front matter begins, 0 without front matter."""
    from claimlint.documents import front_matter

    shift = int(source.startswith("\ufeff"))
    if not source.startswith(("---", "+++", "{"), shift):
        return 0
    found = front_matter.find(source[shift:])
    return found.body + shift if found is not None else 0


def _first(
    document: Document,
    finding: Finding,
    reason: str,
    format: str | None,
    places: Iterator[Place],
) -> Waive | None:
    """Return the first comment that stands where it is put without a trace in the text."""
    for at, action, before, behind, styles in places:
        for opening, closing in styles:
            body = f"claimlint-{action} {finding.rule} -- {_safe(reason)}".rstrip(" ")
            added = f"{before}{opening}{body}{closing or ''}{behind}"
            if _works(document, finding, format, at, added, reason):
                return Waive(at, added)
    return None


def _styles(path: str, before: str) -> tuple[Style, ...]:
    """Return the comments of a format; before: what stands before the finding on its line."""
    extension = extension_of(path)
    if extension in _CODE and (before.count('"') % 2 or before.count("`") % 2):
        return (_SLASHES, _JSX)
    return _STYLES.get(extension, (_MARKUP, _HASH))


def _safe(reason: str) -> str:
    """Return a reason on one line, without what would end a comment."""
    line = " ".join(reason.split())
    return re.sub(r"--+>?|\*+/|[{}%#]\}", "-", line)


def _works(
    document: Document, finding: Finding, format: str | None, at: int, added: str, reason: str
) -> bool:
    source = document.source
    after = source[:at] + added + source[at:]
    start = finding.start + (len(added) if at <= finding.start else 0)
    found, _ = comments.waivers(after, document.path)
    # The reason may still be empty: the writer fills it in.
    if not any(
        finding.rule in waiver.names
        and waiver.start <= start < waiver.end
        and at <= waiver.offset < at + len(added)
        and bool(waiver.reason) == bool(_safe(reason))
        for waiver in found
    ):
        return False
    new = extract(document.path, after, format)
    return _visible(new) == _visible(document)


def _visible(document: Document) -> list[tuple[str, int, str, bool, str]]:
    return [
        (b.kind, b.level, b.key, b.quoted, " ".join(document.text[b.start : b.end].split()))
        for b in document.blocks
    ]


def _line_end(source: str) -> str:
    match = re.search(r"\r\n|\n|\r", source)
    return match.group() if match else "\n"
