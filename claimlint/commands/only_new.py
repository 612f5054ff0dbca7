"""Options that leave out what is not new: a baseline, a commit or a diff to compare with."""

from __future__ import annotations

import os

from claimlint import run
from claimlint.discover import STDIN, Source
from claimlint.errors import UsageError
from claimlint.finding import Notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from claimlint.parsing import Parser
    from claimlint.settings import Settings
    from claimlint.waivers import Lists


def add_options(parser: Parser) -> None:
    """Add the options to a parser."""
    group = parser.add_argument_group("only what is new")
    group.add_argument(
        "--baseline", metavar="FILE", help="leave out the findings that this file accepts"
    )
    group.add_argument("--no-baseline", action="store_true", help="use no baseline")
    group.add_argument(
        "--diff-base",
        metavar="REF",
        help="report only what changed since HEAD and this commit parted (needs git)",
    )
    group.add_argument(
        "--diff-from",
        metavar="FILE",
        help="report only what a unified diff changed; '-' reads it from standard input "
        "(also: --diff FILE.diff, --diff FILE.patch, --diff -)",
    )


def with_diff_file(argv: Sequence[str]) -> list[str]:
    """Return the words with `--diff FILE` as `--diff-from FILE`, where FILE is plainly a diff.

    `--diff` alone asks for the rewrites as a patch.
    """
    words = list(argv)
    for index, word in enumerate(words):
        if word == "--":
            break
        is_last = index + 1 == len(words)
        if word == "--diff" and not is_last and _is_diff(words[index + 1]):
            words[index] = "--diff-from"
        elif word.startswith("--diff="):
            words[index] = "--diff-from=" + word.removeprefix("--diff=")
    return words


def _is_diff(name: str) -> bool:
    return name == STDIN or name.lower().endswith((".diff", ".patch"))


def in_settings(given: argparse.Namespace, paths: Sequence[str], settings: Settings) -> Settings:
    """Return the settings with the baseline of the command line; raises UsageError."""
    if given.diff_base is not None and given.diff_from is not None:
        raise UsageError("--diff-base and --diff-from exclude each other")
    if given.baseline is not None and given.no_baseline:
        raise UsageError("--baseline and --no-baseline exclude each other")
    if given.diff_from == STDIN and STDIN in paths:
        raise UsageError("standard input cannot be both the diff and a text")
    return settings._replace(
        baseline="" if given.no_baseline else given.baseline or settings.baseline
    )


def lists(given: argparse.Namespace, settings: Settings) -> Lists | None:
    """Return what a run waives by, None for nothing; raises ClaimlintError."""
    if not (settings.baseline or given.diff_base is not None or given.diff_from is not None):
        return None
    from claimlint import waivers
    from claimlint.waivers import baseline, changes

    accepted = baseline.opened(settings.baseline) if settings.baseline else None
    changed = None
    if given.diff_base is not None:
        changed = changes.from_git(given.diff_base, settings.max_bytes)
    elif given.diff_from == STDIN:
        changed = changes.from_patch(run.read_stdin(settings.max_bytes), "<stdin>")
    elif given.diff_from is not None:
        source = Source(given.diff_from, os.path.abspath(given.diff_from))
        changed = changes.from_patch(run.read_file(source, settings.max_bytes), given.diff_from)
    return waivers.Lists(accepted, changed)


def touched(sources: Sequence[Source], lists: Lists | None) -> list[Source]:
    """Return the files that have to be checked: without a change to look at, all."""
    if lists is None or lists.changes is None:
        return list(sources)
    return list(lists.changes.touched(sources))


def left_out(lists: Lists | None) -> list[Notice]:
    """Return what is to be said about findings that are not new."""
    return lists.changes.notices() if lists is not None and lists.changes is not None else []
