"""`--watch`: check once, then again what changes, until the user ends it."""

from __future__ import annotations

import os

from claimlint import streams
from claimlint.discover import STDIN, discover
from claimlint.errors import ClaimlintError, UsageError
from claimlint.settings import FILE_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.commands.check import Asked

INSTALL = 'pip install "claimlint-health[watch]"'


def follow(
    argv: Sequence[str], asked: Callable[[Sequence[str]], Asked], check: Callable[[Asked], int]
) -> int:
    """Check what the words of a command line ask for, and again whatever changes.

    Ends with a KeyboardInterrupt only. Raises UsageError for what cannot be watched.
    """
    given = asked(argv)
    refuse(given)
    try:
        from watchfiles import watch
    except ImportError as error:
        message = f"--watch needs the extra `watch` ({error}); install it with: {INSTALL}"
        raise UsageError(message) from None
    _checked(given, check)
    own = _own_files(given)
    places = [path for path in (*given.paths, *_folders(own)) if os.path.exists(path)]
    for changes in watch(*places, watch_filter=None, debounce=300):
        changed = {os.path.realpath(path) for _, path in changes}
        try:
            if _is_ours(changed, own):
                given = asked(argv)
                own = _own_files(given)
                _checked(given, check)
            elif paths := touched(given, changed):
                _checked(given._replace(paths=paths), check)
        except ClaimlintError as error:
            streams.say(f"error: {error}")
    return 0


def refuse(given: Asked) -> None:
    """Raise UsageError for options that make no sense in a run without an end."""
    if STDIN in given.paths:
        raise UsageError("--watch cannot watch standard input")
    if given.options.fix or given.options.diff:
        raise UsageError("--watch only reports; leave out --fix and --diff")
    if [format for format, _ in given.targets] != ["text"]:
        raise UsageError("--watch writes the text report only")


def _checked(given: Asked, check: Callable[[Asked], int]) -> None:
    """Check; what is wrong with settings or rules is told, and waited out."""
    try:
        check(given)
    except ClaimlintError as error:
        streams.say(f"error: {error}")
    if not given.options.quiet:
        streams.say("waiting for changes; Ctrl-C ends it")


def touched(given: Asked, changed: Iterable[str]) -> list[str]:
    """Return the content files, as shown, that are among some changed ones (real paths)."""
    wanted = set(changed)
    found = discover(
        [path for path in given.paths if os.path.exists(path)],
        given.settings,
        force_exclude=given.options.force_exclude,
        allow_empty=True,
    )
    return [source.path for source in found.sources if source.file in wanted]


def _own_files(given: Asked) -> list[str]:
    """Return the files and folders whose change asks for everything to be checked anew."""
    settings = given.settings
    paths = [settings.path, settings.baseline, *settings.rules]
    return [os.path.realpath(path) for path in paths if path]


def _folders(paths: Iterable[str]) -> list[str]:
    """Return the folders to watch for some files: a file that is replaced is a new file."""
    return sorted({path if os.path.isdir(path) else os.path.dirname(path) for path in paths})


def _is_ours(changed: Iterable[str], own: Sequence[str]) -> bool:
    return any(
        os.path.basename(path) in FILE_NAMES[:3]
        or any(path == place or path.startswith(place + os.sep) for place in own)
        for path in changed
    )
