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
    from typing import Any

MAGIC = b"claimlint tables 2\n"


def digest(*parts: bytes) -> str:
    """Return a hex digest of byte strings, each with its length."""
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
    """Sections by name, each turned into values when it is first asked for."""

    __slots__ = ("_sections", "_values")

    def __init__(self, sections: dict[str, bytes]) -> None:
        self._sections = sections
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            self._values[name] = marshal.loads(self._sections[name])  # noqa: S302 - checksummed
        return self._values[name]

    @classmethod
    def of(cls, values: dict[str, Any]) -> Tables:
        """Return tables of values."""
        return cls({name: marshal.dumps(value) for name, value in values.items()})

    def bytes(self, key: str) -> bytes:
        """Return the file content for tables of `key`."""
        body = marshal.dumps((key, self._sections))
        return MAGIC + digest(body).encode() + b"\n" + body


def read(path: str, key: str) -> Tables | None:
    """Return the tables of a file, or None if it does not hold whole tables of `key`."""
    try:
        with open(path, "rb") as handle:
            content = handle.read()
    except OSError:
        return None
    head = len(MAGIC) + 41
    body = content[head:]
    if content[:head] != MAGIC + digest(body).encode() + b"\n":
        return None
    try:
        found, sections = marshal.loads(body)  # noqa: S302 - checksummed
    except (ValueError, EOFError, TypeError):
        return None
    return Tables(sections) if found == key else None


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
