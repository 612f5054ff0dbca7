"""Standard output and error: UTF-8 whatever the locale, and no surprise when they fail."""

from __future__ import annotations

import os
import sys

from claimlint.errors import OutputError
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def occupy_closed() -> None:
    """Open the null device on descriptors 0 to 2 that are closed.

    Otherwise the first files that are opened would get these numbers, and a message to standard
    error would go into a content file.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def encoded(text: str) -> bytes:
    r"""Return UTF-8; a lone surrogate, which has no encoding, as `\udcNN`."""
    return text.encode("utf-8", "backslashreplace")


def write_stdout(text: str | bytes) -> None:
    """Write to standard output (bytes as they are) and see that it arrives.

    Raises BrokenPipeError when the reader has gone, OutputError on any other failure. Afterwards
    nothing more is written, not even by the interpreter when it ends.
    """
    if sys.stdout is None:
        raise OutputError("cannot write to standard output: it is closed")
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        _detach(sys.stdout)
        raise
    except OSError as error:
        _detach(sys.stdout)
        raise OutputError(f"cannot write to standard output: {error.strerror or error}") from None


def write_stderr(text: str) -> None:
    """Write to standard error; when that fails there is nobody left to tell."""
    if sys.stderr is None:
        return
    try:
        _write(sys.stderr, text)
    except (OSError, ValueError):
        _detach(sys.stderr)


def say(message: str) -> None:
    """Print a message of our own, a line of its own, on standard error."""
    lines = [shown(line) for line in message.split("\n")]
    write_stderr("claimlint: " + "\n  ".join(lines) + "\n")


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except (OSError, ValueError):
        return False


def _write(stream: TextIO, text: str | bytes) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text if isinstance(text, str) else text.decode("utf-8", "replace"))
        stream.flush()
        return
    stream.flush()
    data = memoryview(encoded(text) if isinstance(text, str) else text)
    while data:
        data = data[_write_some(buffer, data) :]


def _write_some(buffer: object, data: memoryview) -> int:
    """Write and flush; of a pipe that does not block, wait until it takes more."""
    try:
        buffer.write(data)  # type: ignore[attr-defined]
        _flush(buffer)
        return len(data)
    except BlockingIOError as error:
        _flush(buffer)
        return error.characters_written


def _flush(buffer: object) -> None:
    while True:
        try:
            buffer.flush()  # type: ignore[attr-defined]
            return
        except BlockingIOError:
            import select

            select.select([], [buffer], [], 1.0)  # type: ignore[type-var]


def _detach(stream: TextIO) -> None:
    """Point a broken stream at the null device, so that the last flush cannot fail again."""
    try:
        descriptor = stream.fileno()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, descriptor)
        os.close(null)
    except (OSError, ValueError):
        pass
