"""Findings -> output, one file per format, imported only when it is asked for.

A format is a module of this package with a function

    begin(write, context) -> report

where `write(text)` sends text on, and the report has two methods: `add(checked)` is called for
each file in order of path, `finish(totals, notices)` once at the end. `Context` says what a
report may want to know of the run. To add a format, add its module and its name in `FORMATS`.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from claimlint.finding import Notice
    from claimlint.run import Checked, Totals

    class Report(Protocol):
        """A report that is being written."""

        def add(self, checked: Checked) -> None:
            """Take a file that was checked."""

        def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
            """Take the totals and the notices of the whole run, and write what is left."""

    Begin = Callable[[Callable[[str], None], "Context"], Report]


FORMATS = (
    *("text", "json", "jsonl", "html", "sarif", "markdown", "github", "gitlab", "junit"),
    *("checkstyle", "rdjson", "csv"),
)
"""The names for `--format`; each is the module of that name here, but for those in `MODULES`."""

MODULES = {"csv": "csv_table"}

WITHOUT_REWRITES = frozenset(["github", "gitlab", "junit", "checkstyle"])
"""Formats that show no rewrites; for these none are made."""

Context = namedtuple(
    "Context",
    "digest colour frames width book settings inputs exit_zero sarif_waived show_waived lists",
    defaults=("", False, False, 80, None, None, (), False, False, False, None),
)
Context.__doc__ = """What a report may want to know.

digest: of the rule set; colour: ANSI colours are wanted; frames: the reader sits at a terminal
that is `width` columns wide; book: the RuleBook of the run; settings: its Settings; inputs: the
paths that were given; exit_zero: findings do not make the run fail; sarif_waived: SARIF has waived
findings too, as suppressed results; show_waived: text lists them; lists: the waivers.Lists of the
run, whose counts are complete when `finish` is called. Book, settings, inputs and lists may be
missing (None, None, (), None).
"""


def begin(format: str, write: Callable[[str], None], context: Context) -> Report:
    """Begin a report in one of `FORMATS`."""
    if format == "text":
        from claimlint.reports import text as module
    else:
        from importlib import import_module

        module = import_module(f"claimlint.reports.{MODULES.get(format, format)}")
    report: Report = module.begin(write, context)
    return report
