"""The parser that command lines are read with, and the options that several verbs share."""

from __future__ import annotations

import argparse

from claimlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import NoReturn


class Help(argparse.HelpFormatter):
    """Help in a fixed width: measuring the terminal would load modules on every run."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)


class Parser(argparse.ArgumentParser):
    """A parser that leaves errors to its caller and finds near names of unknown options."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message}\ntry: {self.prog} --help")

    def read(self, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """Return the options, and the other arguments in their order, wherever they stand.

        What follows `--` is an argument even if it begins with a dash.
        """
        cut = argv.index("--") if "--" in argv else len(argv)
        options, rest = self.parse_known_args(list(argv[:cut]))
        for name in rest:
            if name.startswith("-") and name != "-":
                from claimlint.suggest import hint

                option = name.partition("=")[0]
                self.error(f"unknown option {option}{hint(option, self._option_string_actions)}")
        return options, [*rest, *argv[cut + 1 :]]


def parser(prog: str, usage: str, about: str) -> Parser:
    """Return a parser without options but --help."""
    return Parser(
        prog=prog,
        usage=f"{prog} {usage}",
        description=about,
        formatter_class=Help,
        allow_abbrev=False,
    )


def choice(names: Collection[str]) -> Callable[[str], str]:
    """Return a type for an option that takes one of some names."""

    def chosen(text: str) -> str:
        if text in names:
            return text
        from claimlint.suggest import hint

        near = hint(text, names)
        raise argparse.ArgumentTypeError(f"there is no '{text}', only {', '.join(names)}{near}")

    return chosen


def name_list(text: str) -> list[str]:
    """Read `a,b`."""
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError(f"'{text}' holds an empty name")
    return names


def size(text: str) -> int:
    """Read a number of bytes."""
    if text.isascii() and text.isdigit() and len(text) < 16 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a number of bytes, 1 or more")


def jobs(text: str) -> int | None:
    """Read a number of processes; `auto` is None."""
    if text == "auto":
        return None
    if text.isascii() and text.isdigit() and len(text) < 4 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a number of processes, 1 or more, or auto")


def add_rule_options(parser: Parser) -> None:
    """Add the options that say which rules there are and where settings come from."""
    group = parser.add_argument_group("rules and configuration")
    group.add_argument(
        "--rules", action="append", metavar="DIR|FILE", help="add rules (repeatable)"
    )
    group.add_argument(
        "--packs", type=name_list, metavar="NAME,...", help="use these built-in rule packs only"
    )
    group.add_argument(
        "--jurisdictions",
        type=name_list,
        metavar="CODE,...",
        help="rules for these places: us (default), us-ca, uk, ...",
    )
    group.add_argument(
        "--select",
        action="extend",
        type=name_list,
        metavar="ID,...",
        help="report only these rules or categories",
    )
    group.add_argument(
        "--ignore",
        action="extend",
        type=name_list,
        metavar="ID,...",
        help="do not report these rules or categories",
    )
    group.add_argument("--config", metavar="FILE", help="read this configuration file")
    group.add_argument("--no-config", action="store_true", help="read no configuration file")
    group.add_argument("--no-cache", action="store_true", help="compile the rules anew")


def add_common_options(parser: Parser) -> None:
    """Add the options that every verb has."""
    group = parser.add_argument_group("other")
    group.add_argument(
        "--color",
        type=choice(("auto", "always", "never")),
        default="auto",
        metavar="WHEN",
        help="auto (default), always or never; NO_COLOR and FORCE_COLOR count for auto",
    )
    group.add_argument("-q", "--quiet", action="store_true", help="only findings and errors")
    group.add_argument("--debug", action="store_true", help="print tracebacks of internal errors")
