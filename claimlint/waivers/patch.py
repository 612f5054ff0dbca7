"""A unified diff (`git diff`, `diff -u`) -> the changed files, with their added lines.

Quoted names, renames, new and deleted files, and diffs without context are read.
"""

from __future__ import annotations

import re
from collections import namedtuple

from claimlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Hunk = namedtuple("Hunk", "start old new")
Hunk.__doc__ = "One place: the 1-based number of its first new line, its old and its new lines."

Patched = namedtuple("Patched", "old new hunks")
Patched.__doc__ = "A file that a diff changes: names as written, None for one that is not there."

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


def read(text: str, name: str) -> list[Patched]:
    """Return the files of a diff; raises UsageError with `name` and line where it is cut off.

    text: bytes that are not UTF-8 as lone surrogates.
    """
    lines = text.split("\n")
    result: list[Patched] = []
    at = 0
    while at < len(lines):
        if not (lines[at].startswith("--- ") and lines[at + 1 : at + 2] and
                lines[at + 1].startswith("+++ ")):  # fmt: skip
            at += 1
            continue
        old, new = _name(lines[at][4:]), _name(lines[at + 1][4:])
        at += 2
        hunks = []
        while at < len(lines) and (found := _HUNK.match(lines[at])):
            counts = int(found[1] or 1), int(found[3] or 1)
            at, before, after = _hunk(lines, at + 1, counts, name)
            # Of a hunk that adds nothing, git names the line before it.
            start = int(found[2]) + (counts[1] == 0)
            hunks.append(Hunk(start, before, after))
        result.append(Patched(old, new, tuple(hunks)))
    if not result and text.strip() and "diff --git " not in text:
        raise UsageError(f"{name} is no unified diff; make one with: git diff -U0 BASE")
    return result


def _hunk(
    lines: Sequence[str], at: int, counts: tuple[int, int], name: str
) -> tuple[int, list[str], list[tuple[str, bool]]]:
    """Read the lines of a hunk; the new ones come with whether they were added."""
    before: list[str] = []
    after: list[tuple[str, bool]] = []
    while len(before) < counts[0] or len(after) < counts[1]:
        if at >= len(lines):
            raise UsageError(f"{name}:{at}: the diff is cut off here")
        sign, line = lines[at][:1], lines[at][1:].removesuffix("\r")
        if sign == "-":
            before.append(line)
        elif sign == "+":
            after.append((line, True))
        elif sign in ("", " ", "\r"):
            before.append(line)
            after.append((line, False))
        elif sign != "\\":
            raise UsageError(f"{name}:{at + 1}: this is no line of a diff")
        at += 1
    return at, before, after


def _name(text: str) -> str | None:
    """Return a file name of a header line; None for one that stands for no file."""
    text = text.removesuffix("\r")
    if text.startswith('"'):
        closing = re.match(r'"((?:[^"\\]|\\.)*)"', text)
        raw = closing[1] if closing else text
        data = b"".join(_unquoted(raw))
        text = data.decode("utf-8", "surrogateescape")
    else:
        text = text.partition("\t")[0]
    return None if text == "/dev/null" else text


def _unquoted(raw: str) -> Iterator[bytes]:
    at = 0
    for escape in _ESCAPE.finditer(raw):
        yield raw[at : escape.start()].encode("utf-8", "surrogateescape")
        at = escape.end()
        if len(escape[1]) == 3:
            yield bytes([int(escape[1], 8) & 0xFF])
        elif escape[1] in _ESCAPES:
            yield bytes([_ESCAPES[escape[1]]])
        else:
            yield escape[1].encode("utf-8", "surrogateescape")
    yield raw[at:].encode("utf-8", "surrogateescape")


def names(patched: Patched) -> list[str]:
    """Return what the new file may be called: without the prefix that git sets, and as it is."""
    new: str = patched.new
    prefixes = [side[:2] for side in (patched.old, patched.new) if side is not None]
    if all(re.fullmatch("[abciwo]/", prefix) for prefix in prefixes):
        return [new[2:], new]
    return [new]


def added(patched: Patched) -> frozenset[int]:
    """Return the 1-based numbers of the lines that were added."""
    return frozenset(
        hunk.start + index
        for hunk in patched.hunks
        for index, (_, is_new) in enumerate(hunk.new)
        if is_new
    )


def reverted(patched: Patched, new: Sequence[str]) -> list[str] | None:
    """Return the lines that a file had before a diff; None where the diff is not of this file."""
    result = list(new)
    for hunk in reversed(patched.hunks):
        start = hunk.start - 1
        stop = start + len(hunk.new)
        if result[start:stop] != [line for line, _ in hunk.new]:
            return None
        result[start:stop] = hunk.old
    return result
