"""Where reports go: standard output as it comes, a file whole or not at all."""

from __future__ import annotations

import os
import stat

from claimlint import streams
from claimlint.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

STDOUT = "-"
_BLOCK = 32_768


class StdoutSink:
    """Standard output; written in blocks, at a terminal at once."""

    __slots__ = ("_parts", "_size", "_step")

    def __init__(self, at_once: bool = False) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._step = 0 if at_once else _BLOCK

    def write(self, text: str) -> None:
        """Take text; raises BrokenPipeError and OutputError."""
        self._parts.append(text)
        self._size += len(text)
        if self._size > self._step:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        if self._parts:
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._parts)
        self._parts, self._size = [], 0
        streams.write_stdout(text)


class FileSink:
    """A file that gets its new content when all of it is there, and keeps the old one till then."""

    __slots__ = ("_blocks", "_parts", "_size", "path", "target")

    def __init__(self, path: str) -> None:
        self.path = path
        self.target = os.path.realpath(path)
        # A report comes in many small pieces, each larger than its text: they are joined early.
        self._blocks: list[bytes] = []
        self._parts: list[str] = []
        self._size = 0
        folder = os.path.dirname(self.target)
        if os.path.isdir(self.target):
            raise OutputError("is a folder; --output needs a file", path)
        if not os.path.isdir(folder):
            raise OutputError("cannot be written: its folder does not exist", path)
        mode = _mode(self.target)
        if (mode is None or stat.S_ISREG(mode)) and not os.access(folder, os.W_OK):
            raise OutputError("cannot be written: its folder may not be written to", path)

    def write(self, text: str) -> None:
        """Take text."""
        self._parts.append(text)
        self._size += len(text)
        if self._size > _BLOCK:
            self._join()

    def _join(self) -> None:
        self._blocks.append(streams.encoded("".join(self._parts)))
        self._parts, self._size = [], 0

    def close(self) -> None:
        """Write the file; raises OutputError, and then the old file is still there."""
        self._join()
        try:
            mode = _mode(self.target)
            if mode is not None and not stat.S_ISREG(mode):
                with open(self.target, "wb") as file:
                    _write(file, self._blocks)
            else:
                _replace(self.target, self._blocks, mode)
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}"
            raise OutputError(message, self.path) from None


def sink(path: str, at_once: bool = False) -> StdoutSink | FileSink:
    """Return the sink for an `--output`; `-` is standard output. Raises OutputError."""
    return StdoutSink(at_once) if path == STDOUT else FileSink(path)


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _replace(target: str, blocks: Iterable[bytes], mode: int | None) -> None:
    """Write beside the target, then take its place; leave nothing behind when that fails."""
    temporary = os.path.join(os.path.dirname(target), f".claimlint-{os.getpid()}.tmp")
    # Umask applies: a new report gets the rights that any new file of the user has.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:
            _write(file, blocks)
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _write(file: IO[bytes], blocks: Iterable[bytes]) -> None:
    for block in blocks:
        file.write(block)
