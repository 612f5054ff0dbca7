"""What a terminal shows below a finding: the source with the range marked, advice, rewrites."""

from __future__ import annotations

from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.reworded import merged
from claimlint.reports.shown import is_hidden, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claimlint.documents.model import Document
    from claimlint.finding import Finding, Rewrite

_MAX_LINES = 3
_AROUND = 24
"""Characters shown before and behind what a rewrite changes."""

_ELLIPSIS = "…"


def frame(
    finding: Finding, document: Document, width: int, paint: Callable[[str, str], str]
) -> str:
    """Return the lines below a finding, each with its line end."""
    style = SEVERITY_NAMES[finding.severity]
    lines = []
    if finding.scope == "span":
        lines = _excerpt(finding, document, width, style, paint)
    gutter = " " * len(str(finding.end_line)) + " " + paint("quiet", "=") + " "
    room = max(20, width - len(str(finding.end_line)) - 3)
    if finding.advice:
        lines += _wrapped(f"advice: {shown(finding.advice)}", gutter, room)
    for rewrite in finding.rewrites:
        said = f"{rewrite.applicability} rewrite: {shown(rewrite.description)}"
        lines += [paint("good", line) for line in _wrapped(said, gutter, room)]
        for sign, text in zip("-+", _sides(rewrite, document.source), strict=True):
            lines += _wrapped(f"{sign} {text}", gutter + "  ", room - 2)
    return "".join(line + "\n" for line in lines)


def _sides(rewrite: Rewrite, source: str) -> tuple[str, str]:
    """Return what a rewrite changes, before and after, with the words around it, on one line."""
    start, end, text = merged(rewrite, source)
    low = max(source.rfind("\n", 0, start), source.rfind(" ", 0, max(0, start - _AROUND)))
    high = end + _AROUND
    for mark in (" ", "\n"):
        found = source.find(mark, end + _AROUND if mark == " " else end)
        high = min(high if mark == "\n" else len(source), found if found >= 0 else len(source))
    before, after = source[low + 1 : start], source[end:high]
    return shown(f"{before}{source[start:end]}{after}"), shown(f"{before}{text}{after}")


def _excerpt(
    finding: Finding, document: Document, width: int, style: str, paint: Callable[[str, str], str]
) -> list[str]:
    """Return the source lines of a range with marks below them; of a long range, its first."""
    digits = len(str(finding.end_line))
    room = max(20, width - digits - 3)
    bar = paint("quiet", "|")
    last = min(finding.end_line, finding.line + _MAX_LINES - 1)
    result = []
    for number in range(finding.line, last + 1):
        text = document.line_text(number)
        start = finding.column - 1 if number == finding.line else 0
        stop = finding.end_column - 1 if number == finding.end_line else len(text)
        excerpt, marks = marked(text, start, stop, room)
        if not marks.strip():
            continue
        result.append(f"{paint('quiet', f'{number:>{digits}}')} {bar} {excerpt}".rstrip())
        result.append(f"{' ' * digits} {bar} {paint(style, marks)}")
    if last < finding.end_line:
        result.append(f"{' ' * digits} {bar} {_ELLIPSIS}")
    return result


def marked(text: str, start: int, stop: int, room: int) -> tuple[str, str]:
    """Return a line cut to `room` columns around text[start:stop], and its line of marks.

    Columns are counted as a terminal does: wide characters take two, combining ones none.
    """
    start, stop = min(start, len(text)), min(stop, len(text))
    cells = [_cell(character) for character in text]
    low, high = _window(cells, start, stop, room)
    before, after = _ELLIPSIS * (low > 0), _ELLIPSIS * (high < len(text))
    excerpt = before + "".join(cell for cell, _ in cells[low:high]) + after
    indent = len(before) + sum(size for _, size in cells[low:start])
    length = sum(size for _, size in cells[start : min(stop, high)])
    return excerpt, " " * indent + "^" * max(length, 1)


def _window(cells: list[tuple[str, int]], start: int, stop: int, room: int) -> tuple[int, int]:
    """Return the part of a line to show: the range, and as much around it as there is room."""
    if sum(size for _, size in cells) <= room:
        return 0, len(cells)
    left = room - 2
    low = high = start
    while high < stop and cells[high][1] <= left:
        left -= cells[high][1]
        high += 1
    grown = True
    while grown:
        grown = False
        if low > 0 and cells[low - 1][1] <= left:
            low -= 1
            left -= cells[low][1]
            grown = True
        if high < len(cells) and cells[high][1] <= left:
            left -= cells[high][1]
            high += 1
            grown = True
    return low, high


def _cell(character: str) -> tuple[str, int]:
    """Return how a character is shown and how many columns it takes."""
    if " " <= character <= "~":
        return character, 1
    if character == "\t":
        return "    ", 4
    if is_hidden(character):
        text = shown(character)
        return text, len(text)
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return character, 0
    return character, 2 if east_asian_width(character) in "WF" else 1


def _wrapped(text: str, gutter: str, room: int) -> list[str]:
    """Return a text in lines of at most `room` columns, each behind the gutter."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = "  " + word
        else:
            line = f"{line} {word}" if line else word
    return [gutter + line for line in [*lines, line]]
