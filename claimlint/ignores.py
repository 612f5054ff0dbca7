"""Ignore files: .gitignore, .ignore and .claimlintignore, with git's meaning of their patterns.

A deeper file overrides one above it, .claimlintignore overrides .ignore, and that .gitignore.
pathspec is imported only when there is a pattern to match.
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint.finding import Notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = (".claimlintignore", ".ignore", ".gitignore")
"""Names of ignore files, the most important first."""

OWN_KINDS = KINDS[:2]
"""Those that also hold for files that are named (with --force-exclude): git itself tracks files
that its .gitignore lists."""

_MAX_BYTES = 1_000_000

Level = namedtuple("Level", "folder patterns")
Level.__doc__ = "The ignore files of a folder: patterns is a dict from kind to Patterns."


class Patterns:
    """Patterns as in .gitignore, anchored at a folder; the last one that matches counts."""

    __slots__ = ("_spec",)

    def __init__(self, lines: Iterable[str]) -> None:
        import pathspec

        self._spec = pathspec.PathSpec.from_lines("gitignore", lines)

    def verdict(self, path: str, folder: bool = False) -> bool | None:
        """Tell whether a path or a folder above it is listed; None: no pattern speaks of it.

        path: relative, with forward slashes.
        """
        return self._spec.check_file(path + "/" if folder else path).include

    def own_verdict(self, path: str, folder: bool = False) -> bool | None:
        """Tell the same of the path alone, as a walk does that judged the folders above before.

        pathspec lets a pattern for a folder speak of all that is in it. In git it does not: after
        `a.md` and `!b/`, `b/a.md` is ignored.
        """
        name = path + "/" if folder else path
        for pattern in reversed(self._spec.patterns):
            if pattern.include is None or pattern.regex is None:
                continue
            found = pattern.regex.search(name)
            if found and not _is_of_parent(name, found.end(), str(pattern.pattern)):
                return bool(pattern.include)
        return None


def _is_of_parent(name: str, end: int, pattern: str) -> bool:
    """Tell whether a match that ends within a path is one of a folder above it."""
    return 0 < end < len(name) and name[end - 1] == "/" and not pattern.rstrip().endswith("**")


def patterns(lines: Sequence[str]) -> tuple[Patterns | None, list[int]]:
    """Return the patterns of some lines and the 1-based numbers of lines that are not valid."""
    if not any(_is_pattern(line) for line in lines):
        return None, []
    try:
        return Patterns(lines), []
    except ValueError:
        bad = [number for number, line in enumerate(lines, 1) if not _is_valid(line)]
        good = [line for number, line in enumerate(lines, 1) if number not in bad]
        return Patterns(good), bad


def _is_pattern(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _is_valid(line: str) -> bool:
    try:
        Patterns([line])
    except ValueError:
        return False
    return True


def level(folder: str, kinds: Sequence[str] = KINDS) -> tuple[Level | None, list[Notice]]:
    """Return the ignore files of one folder, None where it has none, and what is wrong in them."""
    found: dict[str, Patterns] = {}
    notices = []
    for kind in kinds:
        path = os.path.join(folder, kind)
        lines: list[str] = []
        if kind == ".gitignore":
            lines = _read(os.path.join(folder, ".git", "info", "exclude"))
        offset = len(lines)
        lines += _read(path)
        listed, bad = patterns(lines)
        notices += [
            Notice(path, "warning", "this pattern is not valid and was left out", number - offset)
            for number in bad
            if number > offset
        ]
        if listed is not None:
            found[kind] = listed
    return (Level(folder, found) if found else None), notices


def levels_above(
    folder: str, top: str, kinds: Sequence[str] = KINDS
) -> tuple[tuple[Level, ...], list[Notice]]:
    """Return the levels from `top` down to `folder`, both included."""
    chain = [folder]
    while chain[-1] != top and os.path.dirname(chain[-1]) != chain[-1]:
        chain.append(os.path.dirname(chain[-1]))
    found, notices = [], []
    for name in reversed(chain):
        own, said = level(name, kinds)
        notices += said
        if own is not None:
            found.append(own)
    return tuple(found), notices


def is_ignored(path: str, levels: Sequence[Level], folder: bool = False) -> bool:
    """Tell whether an absolute path is ignored by the levels above it, the outermost first."""
    for kind in KINDS:
        for found in reversed(levels):
            listed = found.patterns.get(kind)
            if listed is None:
                continue
            verdict = listed.own_verdict(relative(path, found.folder), folder)
            if verdict is not None:
                return bool(verdict)
    return False


def relative(path: str, folder: str) -> str:
    """Return an absolute path below a folder as a relative one with forward slashes."""
    return path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")


def _read(path: str) -> list[str]:
    """Return the lines of an ignore file; one that is not there or not a file has none."""
    try:
        if not os.path.isfile(path):
            return []
        with open(path, "rb") as file:
            text = file.read(_MAX_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return []
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
