"""Compiled tables on disk: named sections of plain values, with a checksum that is verified first.

Tables hold marshal data, which is fast and must not be trusted, so they are read only from the
wheel or from the user's own cache folder, never from a folder that is being linted. Whatever is
wrong with a file (truncated, foreign, another version), it counts as absent and is built again.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

MAGIC = b"claimlint tables 5\n"


def digest(*parts: bytes) -> str:
    """Return a hex digest of byte strings, each with its length."""
    try:
        from _blake2 import blake2b  # hashlib's own, without loading OpenSSL
    except ImportError:
        from hashlib import blake2b

    total = blake2b(digest_size=20)
    for part in parts:
        total.update(len(part).to_bytes(8, "little"))
        total.update(part)
    return total.hexdigest()


def interpreter() -> bytes:
    """Return what marshal data depends on: the interpreter and its version."""
    return f"{sys.implementation.cache_tag} {sys.hexversion:x} {marshal.version}".encode()


def cache_folder() -> str:
    """Return the user's cache folder for claimlint (not made here)."""
    base = os.environ.get("CLAIMLINT_CACHE_DIR")
    if base:
        return base
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "claimlint")


class Tables:
    """Sections by name; each is read, verified and turned into values when first asked for.

    rebuild: returns the sections anew, for a file that turns out to be damaged.
    """

    __slots__ = ("_file", "_places", "_rebuild", "_sections", "_values")

    def __init__(
        self,
        sections: dict[str, bytes],
        file: BinaryIO | None = None,
        places: dict[str, tuple[int, int, str]] | None = None,
    ) -> None:
        self._sections = sections
        self._file = file
        self._places = places or {}
        self._values: dict[str, Any] = {}
        self._rebuild: Callable[[], Tables] | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._sections or name in self._places

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            self._values[name] = marshal.loads(self._section(name))  # noqa: S302 - verified
        return self._values[name]

    def or_else(self, rebuild: Callable[[], Tables]) -> Tables:
        """Set where sections come from that the file does not hold whole."""
        self._rebuild = rebuild
        return self

    def _section(self, name: str) -> bytes:
        if name in self._sections:
            return self._sections[name]
        start, length, expected = self._places[name]
        content = b""
        if self._file is not None:
            self._file.seek(start)
            content = self._file.read(length)
        if digest(content) != expected:
            if self._rebuild is None:
                raise KeyError(name)
            self._sections = self._rebuild()._sections
            return self._sections[name]
        return content

    @classmethod
    def of(cls, values: dict[str, Any]) -> Tables:
        """Return tables of values."""
        return cls({name: marshal.dumps(value) for name, value in values.items()})

    def bytes(self, key: str) -> bytes:
        """Return the file content for tables of `key`."""
        places, at = {}, 0
        for name, content in self._sections.items():
            places[name] = (at, len(content), digest(content))
            at += len(content)
        head = marshal.dumps((key, places, at))
        size = len(head).to_bytes(8, "little")
        return b"".join([MAGIC, digest(head).encode(), size, head, *self._sections.values()])


def read(path: str, key: str) -> Tables | None:
    """Return the tables of a file, or None if it does not hold tables of `key`."""
    try:
        file = open(path, "rb")  # noqa: SIM115 - sections are read from it later
        start = file.read(len(MAGIC) + 48)
        size = int.from_bytes(start[-8:], "little")
        head = file.read(min(size, 1_000_000))
        if start[: len(MAGIC)] != MAGIC or digest(head).encode() != start[len(MAGIC) : -8]:
            return None
        found, places, length = marshal.loads(head)  # noqa: S302 - verified
        before = len(start) + len(head)
        if found != key or os.fstat(file.fileno()).st_size != before + length:
            return None
    except (OSError, ValueError, EOFError, TypeError):
        return None
    moved = {name: (before + at, long, known) for name, (at, long, known) in places.items()}
    return Tables({}, file, moved)


def write(path: str, content: bytes) -> None:
    """Write a file whole or not at all; failing to is no error (it is only a cache)."""
    import tempfile

    folder = os.path.dirname(path)
    name = ""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".tables-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        if name:
            import contextlib

            with contextlib.suppress(OSError):
                os.unlink(name)


def prune(keep: int) -> None:
    """Remove the oldest table files of the cache folder beyond the newest `keep`."""
    folder = cache_folder()
    try:
        names = [n for n in os.listdir(folder) if n.endswith(".bin")]
        ages = sorted((os.stat(os.path.join(folder, n)).st_mtime_ns, n) for n in names)
        for _, name in ages[:-keep]:
            os.unlink(os.path.join(folder, name))
    except OSError:
        pass
