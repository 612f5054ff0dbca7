"""`claimlint baseline create|update|prune [PATHS]`: accept what there is, report what is new."""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint import options, parsing, run, sinks, streams
from claimlint.discover import discover
from claimlint.errors import ClaimlintError, UsageError
from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import shown_path
from claimlint.waivers import Lists
from claimlint.waivers import baseline as files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimlint.rulebook.compile import RuleBook
    from claimlint.settings import Settings
    from claimlint.waivers.baseline import Baseline, Entry

ACTIONS = ("create", "update", "prune")

_ABOUT = """Write the findings of PATHS (without PATHS: of the current folder) to a file of accepted
findings, so that only new ones are reported. create: a new file. update: accept what is new, and
drop what is gone. prune: only drop what is gone. Entries of files that are not among PATHS stay
as they are."""


def parser() -> parsing.Parser:
    """Return the parser of this verb."""
    result = parsing.parser(
        "claimlint baseline", "|".join(ACTIONS) + " [OPTIONS] [PATHS...]", _ABOUT
    )
    result.add_argument(
        "--baseline",
        metavar="FILE",
        help=f"the file; default: that of the configuration, or {files.FILE_NAME}",
    )
    result.add_argument("--strict", action="store_true", help="accept notes as well")
    result.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="leave out such files in folders"
    )
    parsing.add_rule_options(result)
    parsing.add_common_options(result)
    return result


Found = namedtuple("Found", "fresh places failed")
Found.__doc__ = """What a run found: entries of new findings, checked files, and whether a file or
a rule could not be used."""


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given, words = parser().read(argv)
    if not words or words[0] not in ACTIONS:
        from claimlint.suggest import hint

        near = hint(words[0], ACTIONS) if words else ""
        raise UsageError(f"say what to do: claimlint baseline {'|'.join(ACTIONS)}{near}")
    action, paths = words[0], words[1:] or ["."]
    settings = options.settings_of(given)
    target = given.baseline or settings.baseline or files.FILE_NAME
    if action == "create" and os.path.lexists(target):
        raise UsageError(f"{target} exists already; use claimlint baseline update")
    old = [] if action == "create" else files.load(target)
    strict = given.strict or settings.strict or settings.fail_on == "note"
    # A note that is accepted stays so even when this run would not report it.
    settings = settings._replace(
        strict=True,
        exclude=(*settings.exclude, *(given.exclude or ())),
        overrides=tuple(o._replace(strict=None) for o in settings.overrides),
        unused_waivers="off",
    )
    book = options.book_of(given, settings)
    baseline = files.Baseline(target, old)
    lowest = SEVERITY_NAMES.index("note" if strict else "warning")
    found = _run(book, settings, paths, baseline, lowest, given.debug)
    on = _rules_on(book, settings)
    kept = files.remaining(
        *(old, baseline, found.places),
        # A rule that no longer exists counts as one that found nothing.
        lambda entry: entry.rule in on or (entry.rule not in book.by_id and settings.packs is None),
    )
    fresh = [] if action == "prune" else found.fresh
    _write(target, [*(baseline.new_places.get(entry, entry) for entry in kept), *fresh])
    if not given.quiet:
        _say(target, action, len(kept) + len(fresh), len(fresh), len(old) - len(kept), settings)
    return 2 if found.failed else 0


def _run(
    book: RuleBook,
    settings: Settings,
    paths: Sequence[str],
    baseline: Baseline,
    lowest: int,
    debug: bool,
) -> Found:
    """Check the files; tell what could not be read."""
    sources = discover(paths, settings, allow_empty=True, skip=[os.path.realpath(baseline.path)])
    notices = [*(run.notice_of(error) for error in book.errors), *sources.notices]
    plan = run.plan(book, settings, debug)._replace(lists=Lists(baseline))
    fresh, places = [], set()
    for source in sources.sources:
        checked = run.check_one(source, plan)
        notices += checked.notices
        if checked.document is not None:
            places.add(baseline.place(checked.path))
        fresh += [baseline.entry(f) for f in checked.findings if f.severity >= lowest]
    book.remember()
    notices += run.overruns(book)
    for notice in notices:
        if notice.level == "error":
            place = ClaimlintError(notice.message, notice.path, notice.line, notice.column)
            streams.say(f"error: {place}")
    return Found(fresh, places, any(notice.level == "error" for notice in notices))


def _rules_on(book: RuleBook, settings: Settings) -> frozenset[str]:
    """Return the ids of the rules that this run looked for."""
    from claimlint.checks import enabled

    on = enabled(book, run.plan(book, settings).options)
    return frozenset(r.id for i, r in enumerate(book.rules) if on is None or i in on)


def _write(target: str, entries: Sequence[Entry]) -> None:
    sink = sinks.FileSink(target)
    sink.write(files.dumped(entries))
    sink.close()


def _say(target: str, action: str, total: int, fresh: int, gone: int, settings: Settings) -> None:
    """Say what was done, and after create, what to do next."""
    below = os.path.realpath(target).removeprefix(os.path.realpath(os.getcwd()) + os.sep)
    name = shown_path(target if os.path.isabs(below) else below)
    changed = f" ({fresh} new, {gone} gone)" if action != "create" else ""
    streams.write_stderr(f"{name}: {total} accepted findings{changed}\n")
    if action == "create" and not settings.baseline:
        streams.write_stderr(
            f'use it with --baseline {name}, or with baseline = "{name}" in claimlint.toml\n'
        )
