"""The pipeline: discover -> read -> extract -> check -> findings, one file after the other.

Whatever goes wrong with one file becomes a notice; the others are checked and reported.
"""

from __future__ import annotations

import os
import stat
from collections import namedtuple

from claimlint.discover import anchored, extension_of
from claimlint.errors import ClaimlintError, InputError, NotContent
from claimlint.finding import ERROR, NOTE, WARNING, Notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.checks import Options
    from claimlint.discover import Source
    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.rulebook.compile import RuleBook
    from claimlint.settings import Settings
    from claimlint.waivers import Waived

Checked = namedtuple("Checked", "path document findings notices waived", defaults=((),))
Checked.__doc__ = """A file with what was found in it.

path: as shown; document: None where the file could not be read; findings: tuple of Finding in
order of line, column and rule; notices: tuple of Notice, one of level "error" where the file
could not be checked, of level "warning" where it is no content; waived: tuple of Waived (finding,
kind, reason), in the same order.
"""

Totals = namedtuple("Totals", "files errors warnings notes waived", defaults=(0, 0, 0, 0, 0))
Totals.__doc__ = "How many files were checked, and how many findings of each severity reported."


Plan = namedtuple("Plan", "book settings options overrides debug lists", defaults=((), False, None))
Plan.__doc__ = """What every file of a run is checked with.

options: what the settings switch on; overrides: pairs (Patterns, Override); debug: print the
traceback of an internal error; lists: the waivers.Lists of the run, None without any.
"""


def plan(book: RuleBook, settings: Settings, debug: bool = False) -> Plan:
    """Return how files are checked under some settings."""
    from claimlint.checks import Options

    options = Options(settings.select, settings.ignore)
    if settings.jurisdictions:
        options = options._replace(jurisdictions=settings.jurisdictions)
    overrides = []
    for override in settings.overrides:
        from claimlint.ignores import Patterns

        overrides.append((Patterns(override.paths), override))
    return Plan(book, settings, options, tuple(overrides), debug)


def check_one(
    source: Source,
    plan: Plan,
    loaded: tuple[Document, tuple[Notice, ...]] | None = None,
    data: bytes | None = None,
) -> Checked:
    """Check one source; never raises for what is wrong with it.

    loaded: what `load` returned, or data: its bytes, where the source is read already.

    A bug of ours on one file must not lose the others: it becomes a notice as well.
    """
    from claimlint.checks import check

    path = source.path
    waived: tuple[Waived, ...] = ()
    try:
        if data is not None:
            loaded = understood(source, data, plan.settings)
        document, notices = loaded or load(source, plan.settings)
        options, strict = adjusted(path, plan)
        lowest = NOTE if strict else WARNING
        found = check(document, plan.book, options)
        # Notes that are not reported may be waived all the same: such a waiver is not unused.
        if plan.lists is not None or "claimlint" in document.source:
            from claimlint import waivers

            judge = waivers.Judge(plan.book, plan.settings, options)
            applied = waivers.apply(document, found, plan.lists or waivers.Lists(), judge)
            found, notices = applied.findings, (*notices, *applied.notices)
            seen = (w for w in applied.waived if w.finding.severity >= lowest)
            waived = tuple(sorted(seen, key=lambda w: (w.finding.line, w.finding[4:])))
        found = [f for f in found if f.severity >= lowest]
    except ClaimlintError as error:
        return Checked(path, None, (), (notice_of(error, path),))
    except Exception as error:
        if plan.debug:
            print_traceback()
        return Checked(path, None, (), (Notice(path, "error", internal(error)),))
    found.sort(key=lambda f: (f.line, f.column, f.rule, f.end_line, f.end_column))
    return Checked(path, document, tuple(found), notices, waived)


def load(source: Source, settings: Settings) -> tuple[Document, tuple[Notice, ...]]:
    """Read a source and return its document, with the notices about both.

    Raises InputError for a file that cannot be read as text.
    """
    data = read_file(source, settings.max_bytes) if source.file else read_stdin(settings.max_bytes)
    return understood(source, data, settings)


def understood(
    source: Source, data: bytes, settings: Settings
) -> tuple[Document, tuple[Notice, ...]]:
    """Return the document that the bytes of a source hold, as `load` does."""
    from claimlint.documents import decode, extract

    decoded = decode.read(data, source.path)
    refuse_report(decoded.source, source.path)
    format = dict(settings.extensions).get(extension_of(source.path))
    document = extract(source.path, decoded.source, format)
    return document, (*decoded.notices, *document.notices)


_SIGNS = ("claimlint", '"fingerprint": "', ": error ", ": warning ", ": note ")
"""What one of our reports has near its beginning."""


def refuse_report(text: str, path: str) -> None:
    """Raise NotContent for a report that an earlier run of claimlint wrote."""
    start = text[:2_000]
    if any(sign in start for sign in _SIGNS):
        from claimlint.reports.own import is_report

        if is_report(text):
            raise NotContent("is a report of claimlint, not content; it was left out", path)


def read_file(source: Source, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; raises InputError."""
    try:
        descriptor = os.open(source.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InputError("is not a file any more", source.path)
            data = _read(file, limit)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source.path) from None
    return _limited(data, limit, source.path)


def read_stdin(limit: int) -> bytes:
    """Return what standard input holds, at most `limit` bytes; raises InputError."""
    import sys

    if sys.stdin is None:
        raise InputError("standard input is closed")
    try:
        data = _read(sys.stdin.buffer, limit)
    except OSError as error:
        message = f"standard input cannot be read: {error.strerror or error}"
        raise InputError(message) from None
    return _limited(data, limit, "standard input")


def _read(file: object, limit: int) -> bytes:
    """Read to the end, or to one byte beyond the limit."""
    parts: list[bytes] = []
    left = limit + 1
    while left > 0:
        part = file.read(min(left, 1 << 24))  # type: ignore[attr-defined]
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _limited(data: bytes, limit: int, path: str) -> bytes:
    if len(data) > limit:
        raise InputError(f"is larger than {limit:,} bytes; see --max-bytes", path)
    return data


def adjusted(path: str, plan: Plan) -> tuple[Options, bool]:
    """Return the options for one file and whether notes are reported, overrides applied.

    A later override wins; its `select` replaces, its `ignore` adds.
    """
    options, strict = plan.options, plan.settings.strict
    for patterns, override in plan.overrides:
        if not patterns.verdict(anchored(os.path.abspath(path), plan.settings.folder)):
            continue
        if override.select:
            options = options._replace(select=override.select)
        if override.ignore:
            options = options._replace(ignore=(*options.ignore, *override.ignore))
        if override.strict is not None:
            strict = override.strict
    return options, strict


def notice_of(error: ClaimlintError, path: str = "") -> Notice:
    """Return an error as a notice."""
    return Notice(error.path or path, error.level, error.message, error.line, error.column)


def internal(error: BaseException) -> str:
    """Describe a bug of ours in one line: what, and where in our code."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "claimlint" in name:
            where = f" at {os.path.basename(name)}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"internal error{where}: {said}; please report it, --debug shows more"


def print_traceback() -> None:
    """Print the traceback of the exception that is being handled, on standard error."""
    import traceback

    from claimlint.streams import write_stderr

    write_stderr(traceback.format_exc())


def overruns(book: RuleBook) -> list[Notice]:
    """Return an error for each `regex:` rule that was stopped because it took too long."""
    stopped = book.patterns.overrun if book.patterns else []
    notices = []
    for phrase in sorted(set(stopped)):
        for index in book.users.get(phrase, ()):
            rule = book.rule(index)
            message = (
                f"rule '{rule.id}': its regular expression ran too long on "
                f"{stopped.count(phrase)} of the files; findings of this rule may be missing"
            )
            notices.append(Notice(rule.path, "error", message, rule.line))
    return notices


def add(totals: Totals, checked: Checked) -> Totals:
    """Return the totals with one more file."""
    severities = [finding.severity for finding in checked.findings]
    return Totals(
        totals.files + (checked.document is not None),
        totals.errors + severities.count(ERROR),
        totals.warnings + severities.count(WARNING),
        totals.notes + severities.count(NOTE),
        totals.waived + len(checked.waived),
    )


def worst(findings: Iterable[Finding]) -> int:
    """Return the highest severity, 0 for none."""
    return max((finding.severity for finding in findings), default=0)
