"""The command line: finds the verb, runs it, and turns whatever happens into an exit code.

0 nothing to report, 1 findings, 2 wrong usage, settings, rules or input, 130 interrupted.
"""

from __future__ import annotations

import gc
import sys

VERBS = ("check", "explain", "rules", "baseline", "init", "site", "lsp")
"""Each has a module in `claimlint.commands` with main(arguments) -> exit code."""


def entry() -> None:
    """Run claimlint as a program."""
    # Loading the tables makes many objects and no garbage; a run over many files turns the
    # collector on again when they are there.
    gc.disable()
    code = main(sys.argv[1:])
    gc.freeze()  # what is left ends with the process: no need to look through it
    sys.exit(code)


def main(argv: list[str]) -> int:
    """Run claimlint with some arguments and return its exit code."""
    try:
        from claimlint import streams

        streams.occupy_closed()
        return _guarded(argv)
    except KeyboardInterrupt:
        return _interrupted()


def _guarded(argv: list[str]) -> int:
    """Run a verb; what it raises becomes a message."""
    from claimlint.errors import ClaimlintError
    from claimlint.streams import say

    try:
        return _run(argv)
    except BrokenPipeError:
        return 2
    except ClaimlintError as error:
        say(f"error: {error}")
        return 2
    except SystemExit as error:  # argparse: --help and --version
        return error.code if isinstance(error.code, int) else 2
    except Exception as error:
        from claimlint import run

        if "--debug" in argv:
            run.print_traceback()
        say(f"error: {run.internal(error)}")
        return 2


def _run(argv: list[str]) -> int:
    if argv in (["--version"], ["-V"]):  # without loading all that a run needs
        from claimlint import __version__

        print(f"claimlint {__version__}")
        return 0
    verb = argv[0] if argv and argv[0] in VERBS else ""
    if verb in ("", "check"):
        from claimlint.commands import check

        return check.main(argv[1:] if verb else argv)
    from importlib import import_module

    code: int = import_module(f"claimlint.commands.{verb}").main(argv[1:])
    return code


def _interrupted() -> int:
    import signal

    # A second Ctrl-C must not turn the message into a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from claimlint.streams import say

    say("interrupted")
    return 130
