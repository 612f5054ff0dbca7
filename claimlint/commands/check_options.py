"""The options of `claimlint check`."""

from __future__ import annotations

import argparse

from claimlint import __version__, parsing, reports
from claimlint.commands import only_new
from claimlint.settings import FAIL_ON

_ABOUT = """Find claims in health marketing that evidence does not support, in files and folders
(without PATHS: in the current folder), and say why."""

_VERBS = """verbs:
  check PATHS                   lint files and folders (the default)
  explain FILE:LINE | RULE      why a line is or is not flagged; what a rule says
  rules list | test             the rules; run the examples that they carry
  baseline create|update|prune  accept the findings of today, report only new ones
  init                          write a configuration, a hook and a workflow
  site DIR                      lint a built site, repeated findings once
  lsp                           speak to an editor (needs the extra `lsp`)

exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, configuration or rules
or an input that could not be read (the rest is reported all the same), 130 interrupted.
claimlint points at wording; it is not legal advice."""


def parser() -> parsing.Parser:
    """Return the parser of `check`."""
    result = parsing.parser("claimlint", "[VERB] [OPTIONS] [PATHS...]", _ABOUT)
    result.formatter_class = _RawEpilog
    result.epilog = _VERBS
    _add_input_options(result)
    only_new.add_options(result)
    _add_fix_options(result)
    _add_report_options(result)
    parsing.add_rule_options(result)
    parsing.add_common_options(result)
    result.add_argument("-V", "--version", action="version", version=f"claimlint {__version__}")
    return result


class _RawEpilog(parsing.Help, argparse.RawDescriptionHelpFormatter):
    """Leaves the list of verbs as it is."""


def _add_input_options(result: parsing.Parser) -> None:
    group = result.add_argument_group("input")
    group.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help="the name that standard input (the path '-') stands for",
    )
    group.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="leave out such files in folders; as in .gitignore (repeatable)",
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out excluded files even when they are named",
    )
    group.add_argument(
        "--allow-empty", action="store_true", help="a folder without content files is no error"
    )
    group.add_argument(
        "--max-bytes", type=parsing.size, metavar="N", help="size limit of a file (20 MB)"
    )
    group.add_argument(
        "--watch",
        action="store_true",
        help="go on, and check again what changes (needs the extra `watch`)",
    )
    group.add_argument(
        *("-j", "--jobs"),
        type=parsing.jobs,
        metavar="N",
        help="check files in N processes; auto (default): one for each core if that is faster",
    )


def _add_fix_options(result: parsing.Parser) -> None:
    group = result.add_argument_group("rewrites")
    group.add_argument("--fix", action="store_true", help="make the rewrites that are safe")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: those that a person should look at as well",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix would do as a patch, and change nothing",
    )


def _add_report_options(result: parsing.Parser) -> None:
    group = result.add_argument_group("report")
    group.add_argument(
        *("-f", "--format"),
        action=_Target,
        dest="targets",
        type=parsing.choice(reports.FORMATS),
        metavar="FORMAT",
        help=f"{', '.join(reports.FORMATS)} (repeatable)",
    )
    group.add_argument(
        *("-o", "--output"),
        action=_Target,
        dest="targets",
        metavar="FILE",
        help="where the format before it goes; default: standard output",
    )
    group.add_argument("--strict", action="store_true", help="report notes as well")
    group.add_argument(
        "--fail-on",
        type=parsing.choice(FAIL_ON),
        metavar="SEVERITY",
        help="exit with 1 from this severity on: error, warning (default), note, never",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are findings"
    )
    group.add_argument(
        "--sarif-waived",
        action="store_true",
        help="in SARIF, list waived findings as suppressed results",
    )
    group.add_argument(
        "--show-waived",
        action="store_true",
        help="in text, list waived findings with their reasons",
    )


class _Target(argparse.Action):
    """Keeps --format and --output in the order in which they were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        given = getattr(namespace, self.dest) or []
        name = "format" if option_string in ("-f", "--format") else "output"
        setattr(namespace, self.dest, [*given, (name, values)])
