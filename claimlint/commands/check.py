"""`claimlint PATHS` and `claimlint check PATHS`: lint files, folders and standard input."""

from __future__ import annotations

import gc
import os
import sys
from collections import namedtuple
from functools import partial

from claimlint import options, progress, reports, run, sinks, streams
from claimlint.cli import VERBS
from claimlint.commands import only_new, working
from claimlint.discover import STDIN, discover
from claimlint.errors import ClaimlintError, OutputError, UsageError
from claimlint.finding import SEVERITIES, SEVERITY_NAMES, Notice
from claimlint.reports import text as text_report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from claimlint.discover import Found, Source
    from claimlint.parsing import Parser
    from claimlint.rulebook.compile import RuleBook
    from claimlint.waivers import Lists

    Prepared = Callable[
        [Sequence[Source], run.Plan], tuple[Sequence[Source], Callable[[Source], run.Checked]]
    ]


def targets(given: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs (format, output) from --format and --output in the order given.

    Each format takes the output that follows it; a single output goes with a single format
    wherever it stands, and with text if there is none. Raises UsageError for what is left over
    and for two reports that would share an output.
    """
    formats = [value for name, value in given if name == "format"]
    outputs = [value for name, value in given if name == "output"]
    if len(formats) < 2 and len(outputs) < 2:
        return [((formats or ["text"])[0], (outputs or [sinks.STDOUT])[0])]
    pairs: list[tuple[str, str]] = []
    free = False
    for name, value in given:
        if name == "format":
            pairs.append((value, sinks.STDOUT))
        elif not free:
            raise UsageError(f"--output {value} must follow the --format that it belongs to")
        else:
            pairs[-1] = (pairs[-1][0], value)
        free = name == "format"
    places = [output if output == sinks.STDOUT else os.path.realpath(output) for _, output in pairs]
    for place in places:
        if places.count(place) > 1:
            where = "standard output" if place == sinks.STDOUT else place
            raise UsageError(f"two formats would go to {where}; give each an --output of its own")
    return pairs


class Given:
    """What the command line asks for when it holds no option; the same as the parser says."""

    def __init__(self) -> None:
        flags = (
            "force_exclude allow_empty no_baseline fix unsafe_fixes diff strict exit_zero"
            " sarif_waived show_waived no_config no_cache quiet debug watch"
        )
        values = (
            "stdin_filename exclude max_bytes jobs baseline diff_base diff_from targets fail_on"
            " rules packs jurisdictions select ignore config"
        )
        self.__dict__.update(dict.fromkeys(flags.split(), False))
        self.__dict__.update(dict.fromkeys(values.split()))
        self.color = "auto"


def _read(argv: Sequence[str], parser: Parser | None) -> tuple[argparse.Namespace, list[str]]:
    """Return the options and the paths; only where there are options, a parser is loaded."""
    if parser is None:
        if not any(word.startswith("-") for word in argv):
            return Given(), list(argv)  # type: ignore[return-value]
        from claimlint.commands import check_options

        parser = check_options.parser()
    return parser.read(only_new.with_diff_file(argv))


TEXTLESS = frozenset(["text", "json", "jsonl"])
"""Formats that do not show the text of files in which nothing was found."""

Asked = namedtuple("Asked", "options paths settings targets")
Asked.__doc__ = "What the command line and the configuration ask for."


def asked(
    argv: Sequence[str],
    parser: Parser | None = None,
    chosen: Callable[[list[str]], list[str]] | None = None,
) -> Asked:
    """Read the command line and the configuration.

    parser: of a verb that has more options than this one; chosen: what it makes of the paths.
    """
    given, paths = _read(argv, parser)
    paths = chosen(paths) if chosen else paths
    for path in paths:
        if path in VERBS and not os.path.lexists(path):
            raise UsageError(f"a verb comes first: claimlint {path} ...")
    if given.stdin_filename is not None and STDIN not in paths:
        if paths:
            raise UsageError("--stdin-filename goes with the path '-'")
        paths = [STDIN]
    if given.unsafe_fixes and not (given.fix or given.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    settings = options.settings_of(given)
    strict = given.strict or settings.strict
    fail_on = given.fail_on or settings.fail_on
    settings = settings._replace(
        # What makes the run fail must be shown.
        strict=strict or fail_on == "note",
        fail_on=fail_on,
        exclude=(*settings.exclude, *(given.exclude or ())),
        max_bytes=given.max_bytes or settings.max_bytes,
    )
    settings = only_new.in_settings(given, paths, settings)
    wanted = targets(given.targets or ())
    if given.diff or (given.fix and STDIN in paths):
        from claimlint.commands.fixes import beside

        wanted = beside(wanted, given.diff)
    return Asked(given, paths or ["."], settings, wanted)


class Outlet:
    """A report with the sink it goes to; once the sink fails, nothing more is sent there."""

    __slots__ = ("failed", "report", "shows_rewrites", "sink")

    def __init__(
        self,
        report: reports.Report,
        sink: sinks.StdoutSink | sinks.FileSink,
        shows_rewrites: bool = False,
    ) -> None:
        self.report = report
        self.sink = sink
        self.shows_rewrites = shows_rewrites
        self.failed = ""

    def send(self, step: str, *arguments: object) -> None:
        """Call a method of the report, or "close" the sink; say so when it cannot be written."""
        if self.failed:
            return
        try:
            getattr(self.sink if step == "close" else self.report, step)(*arguments)
        except BrokenPipeError:
            self.failed = "closed"
        except OutputError as error:
            self.failed = "error"
            streams.say(f"error: {error}")


def outlets(given: Asked, book: RuleBook, lists: Lists | None = None) -> list[Outlet]:
    """Begin the reports that are asked for."""
    terminal = streams.is_terminal(sys.stdout)
    result = []
    for format, output in given.targets:
        here = terminal and output == sinks.STDOUT
        context = reports.Context(
            digest=book.digest,
            colour=options.wants_colour(given.options.color, here),
            frames=here,
            width=_width() if here else 80,
            book=book,
            settings=given.settings,
            inputs=tuple(given.paths),
            exit_zero=given.options.exit_zero,
            sarif_waived=given.options.sarif_waived,
            show_waived=given.options.show_waived,
            lists=lists,
        )
        sink = sinks.sink(output, here)
        rewrites = here if format == "text" else format not in reports.WITHOUT_REWRITES
        result.append(Outlet(reports.begin(format, sink.write, context), sink, rewrites))
    return result


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def check(given: Asked, prepared: Prepared | None = None) -> int:
    """Check what is asked for, write the reports, and return the exit code.

    prepared: of a verb that looks at all files before it reports on one.
    """
    settings, quiet = given.settings, given.options.quiet
    book = options.book_of(given.options, settings)
    lists = only_new.lists(given.options, settings)
    reported = outlets(given, book, lists)
    skip = _kept_apart(reported, given.paths)
    if settings.baseline:
        skip.append(os.path.realpath(settings.baseline))
    found = discover(
        given.paths,
        settings,
        stdin_name=given.options.stdin_filename or "",
        force_exclude=given.options.force_exclude,
        allow_empty=given.options.allow_empty,
        skip=skip,
    )
    found = found._replace(sources=only_new.touched(found.sources, lists))
    notices = [*(run.notice_of(error) for error in book.errors), *found.notices]
    for notice in notices:
        tell(notice, quiet)
    try:
        totals, worst, summary = _check(found, book, given, reported, notices, lists, prepared)
    except KeyboardInterrupt:
        for outlet in reported:
            if isinstance(outlet.sink, sinks.StdoutSink):
                outlet.send("close")
        raise
    book.remember()
    late = [*run.overruns(book), *only_new.left_out(lists)]
    for notice in late:
        tell(notice, quiet)
    notices += late
    for outlet in reported:
        outlet.send("finish", totals, sorted(notices, key=_order))
        outlet.send("close")
    if not quiet:
        streams.write_stderr(summary + text_report.summary(totals) + "\n")
    if any(n.level == "error" for n in notices) or any(o.failed == "error" for o in reported):
        return 2
    limit = SEVERITIES.get(settings.fail_on, len(SEVERITY_NAMES))
    return 1 if worst >= limit and not given.options.exit_zero else 0


def _check(
    found: Found,
    book: RuleBook,
    given: Asked,
    reported: list[Outlet],
    notices: list[Notice],
    lists: Lists | None,
    prepared: Prepared | None,
) -> tuple[run.Totals, int, str]:
    """Check the files one after the other.

    Return the totals, the highest severity, and what was fixed as a line (or nothing).
    """
    plan = run.plan(book, given.settings, given.options.debug)._replace(lists=lists)
    fixer = rewording = None
    if given.options.fix or given.options.diff:
        from claimlint.commands.fixes import Fixer

        fixer = Fixer(plan, given.options.unsafe_fixes, given.options.diff)
    elif any(outlet.shows_rewrites for outlet in reported):
        from claimlint.commands.fixes import Rewording

        rewording = Rewording(plan)
    totals, worst = run.Totals(), 0
    sources: Sequence[Source] = found.sources
    check_one: Callable[[Source], run.Checked] = partial(run.check_one, plan=plan)
    if prepared:
        gc.enable()
        sources, check_one = prepared(sources, plan)
    if fixer:
        check_one = fixer.fix
    elif prepared and rewording:
        check_one = partial(working.reworded, check_one, rewording)
    if fixer or prepared or lists is not None:
        results = working.one_by_one(sources, check_one)
    else:
        has_cache = not given.options.no_cache and "html" not in dict(given.targets)
        crew = working.Crew(
            plan, rewording, has_cache, all(f in TEXTLESS for f, _ in given.targets)
        )
        results = crew.results(sources, given.options.jobs)
    try:
        for _ in progress.followed(sources, _leaves_terminal(given)):
            checked = next(results)
            for outlet in reported:
                outlet.send("add", checked)
            for notice in checked.notices:
                tell(notice, given.options.quiet)
            notices += checked.notices
            totals = run.add(totals, checked)
            worst = max(worst, run.worst(checked.findings))
            if reported and all(outlet.failed for outlet in reported) and not fixer:
                break
        else:
            next(results, None)  # workers say their last words
    finally:
        results.close()
    return totals, worst, fixer.summary() + "\n" if fixer else ""


def _leaves_terminal(given: Asked) -> bool:
    """Tell whether the terminal is free for a line about progress."""
    to_stdout = any(output == sinks.STDOUT for _, output in given.targets)
    return not given.options.quiet and not (to_stdout and streams.is_terminal(sys.stdout))


def tell(notice: Notice, quiet: bool) -> None:
    """Print a notice on standard error; a quiet run has only errors."""
    if not quiet or notice.level == "error":
        place = ClaimlintError(notice.message, notice.path, notice.line, notice.column)
        streams.say(f"{notice.level}: {place}")


def _kept_apart(reported: list[Outlet], paths: Sequence[str]) -> list[str]:
    """Return the files that reports go to; raises UsageError if one of them is an input."""
    files = [outlet.sink for outlet in reported if isinstance(outlet.sink, sinks.FileSink)]
    for file in files:
        if any(os.path.realpath(path) == file.target for path in paths if path != STDIN):
            raise UsageError(f"--output {file.path} would overwrite what is to be checked")
    return [file.target for file in files]


def _order(notice: Notice) -> tuple[str, int, int, str]:
    return notice.path, notice.line, notice.column, notice.message


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given = asked(argv)
    if given.options.watch:
        from claimlint.commands import watch

        return watch.follow(argv, asked, check)
    return check(given)
