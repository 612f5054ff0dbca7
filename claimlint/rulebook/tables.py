"""Compiled tables on disk: named sections of plain values, with a checksum that is verified first.

A section is one value, or a list whose values are read one by one (`Listed`, `Records`), each with
a checksum of its own: what a run does not need is not even read. Tables hold marshal data, which
is fast and must not be trusted, so they are read only from the wheel or from the user's own cache
folder, never from a folder that is being linted. Whatever is wrong with a file (truncated, foreign,
another version), it counts as absent and is built again.
"""

from __future__ import annotations

import marshal
import os
import sys

try:
    from zlib import crc32 as checksum
except ImportError:  # pragma: no cover - an interpreter without zlib
    from binascii import crc32 as checksum

__all__ = [
    "KEPT_FILES",
    "Damaged",
    "Listed",
    "Pages",
    "Records",
    "Tables",
    "checksum",
    "digest",
    "paged",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, BinaryIO

    ReadAt = Callable[[int, int], bytes]  # offset in the section, length

MAGIC = b"claimlint tables 14\n"


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
    name = sys.implementation.cache_tag
    return f"{name} {sys.hexversion:x} {marshal.version} {sys.byteorder}".encode()


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


KEPT_FILES = 24
"""Files in the cache folder, the oldest of which go when there are more."""


MOST_BYTES = 256_000_000
"""Bytes in the cache folder, the oldest files of which go when there are more."""


class Damaged(Exception):
    """A value on disk is not what was written."""


class Listed(list["Any"]):
    """Values that become a section of records."""


MANY = 256
"""Records after which the rest of their section is read at once."""

PAGE = 64
"""How many small values are kept in one record, see `paged`."""


def paged(values: Iterable[object]) -> Listed:
    """Return values in pages: number n stands at [n // PAGE][n % PAGE]."""
    values = list(values)
    return Listed(values[at : at + PAGE] for at in range(0, len(values), PAGE))


class Pages(dict[int, "Any"]):
    """The values of `paged` by their numbers; a page is read when one of its values is needed."""

    __slots__ = ("_pages",)

    def __init__(self, pages: Sequence[Sequence[Any]] | Records) -> None:
        super().__init__()
        self._pages = pages

    def __missing__(self, number: int) -> Any:
        self.update(enumerate(self._pages[number // PAGE], number - number % PAGE))
        return self[number]


def record(value: object) -> bytes:
    """Return a value as it stands in a section of records: its checksum, then marshal data."""
    content = marshal.dumps(value)  # type: ignore[arg-type]
    return checksum(content).to_bytes(4, "little") + content


def packed(records: Iterable[bytes]) -> bytes:
    """Return the content of a section of records: how many, where each ends, the records."""
    records = list(records)
    ends, end = [], 4 + 4 * len(records)
    for content in records:
        end += len(content)
        ends.append(end.to_bytes(4, sys.byteorder))
    return b"".join([len(records).to_bytes(4, sys.byteorder), *ends, *records])


def listed(values: Iterable[object]) -> bytes:
    """Return the content of a section of records for some values."""
    return packed(map(record, values))


class Records:
    """A section of records: `records[i]` reads, verifies and returns one value.

    expected: the digest of the section; one that holds it is verified as a whole once it is held.
    Raises Damaged for a value that is not what was written.
    """

    __slots__ = ("_count", "_ends", "_expected", "_read", "_renew", "_sound", "_taken")

    def __init__(
        self, read: ReadAt, renew: Callable[[], Records | None], expected: str = ""
    ) -> None:
        self._read = read
        self._expected = expected
        self._sound: memoryview | None = None
        self._renew = renew
        self._count = int.from_bytes(read(0, 4), sys.byteorder)
        self._ends: Sequence[int] | None = None
        self._taken = 0

    def __len__(self) -> int:
        return self._count

    def raw(self, index: int) -> bytes:
        """Return a record as it was written."""
        start, end = self._place(index)
        content = self._read(start, max(0, end - start))
        if len(content) < 5 or checksum(content[4:]).to_bytes(4, "little") != content[:4]:
            renewed = self._renew()
            if renewed is None:
                raise Damaged
            self._read, self._count, self._ends = renewed._read, renewed._count, None
            self._expected, self._sound = renewed._expected, None
            return self.raw(index)
        return content

    def _place(self, index: int) -> tuple[int, int]:
        """Return where a record begins and ends; after many records, read all at once."""
        self._taken += 1
        if self._taken == MANY:
            self._hold()
        if self._ends is not None:
            start = self._ends[index - 1] if index else 4 + 4 * self._count
            return start, self._ends[index]
        if index:
            ends = self._read(4 * index, 8)
            return int.from_bytes(ends[:4], sys.byteorder), int.from_bytes(ends[4:], sys.byteorder)
        return 4 + 4 * self._count, int.from_bytes(self._read(4, 4), sys.byteorder)

    def _hold(self) -> None:
        ends = self._read(4, 4 * self._count)
        if len(ends) == 4 * self._count and self._count:
            self._ends = memoryview(ends).cast("I")
            held = self._read(0, self._ends[-1])
            self._read = lambda at, length: held[at : at + length]
            if self._expected and digest(held) == self._expected:
                self._sound = memoryview(held)

    def all_raw(self) -> list[bytes]:
        """Return every record as it was written, not verified."""
        head = 4 + 4 * self._count
        ends = memoryview(self._read(4, head - 4)).cast("I")
        content = self._read(0, ends[-1] if self._count else 0)
        return [content[a:b] for a, b in zip([head, *ends], ends, strict=False)]

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(self._count))

    def __getitem__(self, index: int) -> Any:
        if self._sound is not None and self._ends is not None and index > 0:
            content = self._sound[self._ends[index - 1] + 4 : self._ends[index]]
            return marshal.loads(content)  # noqa: S302 - verified
        return marshal.loads(self.raw(index)[4:])  # noqa: S302 - verified


class Tables:
    """Sections by name; each is read, verified and turned into values when first asked for.

    rebuild: returns the sections anew, for a file that turns out to be damaged; without it such
    a section is Damaged.
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

    def records(self, name: str) -> Records:
        """Return a section of records."""
        content = self._sections.get(name)
        if content is not None:
            held = content
            return Records(lambda at, length: held[at : at + length], lambda: None)
        start, _, expected = self._places[name]
        return Records(
            lambda at, length: self._read(start + at, length), lambda: self._anew(name), expected
        )

    def or_else(self, rebuild: Callable[[], Tables]) -> Tables:
        """Set where sections come from that the file does not hold whole."""
        self._rebuild = rebuild
        return self

    def _anew(self, name: str) -> Records | None:
        if self._rebuild is None:
            return None
        self._sections = self._rebuild()._sections
        return self.records(name)

    def _read(self, start: int, length: int) -> bytes:
        assert self._file is not None  # noqa: S101 - places come with a file
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), length, start)
        self._file.seek(start)
        return self._file.read(length)

    def _section(self, name: str) -> bytes:
        if name in self._sections:
            return self._sections[name]
        start, length, expected = self._places[name]
        content = self._read(start, length)
        if digest(content) != expected:
            if self._rebuild is None:
                raise Damaged
            self._sections = self._rebuild()._sections
            return self._sections[name]
        return content

    @classmethod
    def of(cls, values: dict[str, Any]) -> Tables:
        """Return tables of values; bytes are the content of a section of records."""
        return cls(
            {
                name: listed(value)
                if isinstance(value, Listed)
                else value
                if isinstance(value, bytes)
                else marshal.dumps(value)
                for name, value in values.items()
            }
        )

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
    folder = os.path.dirname(path)
    name = os.path.join(folder, f".tables-{os.urandom(8).hex()}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        # A name that is there already, a planted link too, is refused.
        with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        remove(name)


def remove(path: str) -> None:
    """Remove a file; failing to is no error (it is only a cache)."""
    try:
        os.unlink(path)
    except OSError:
        return


def prune(keep: int, room: int = MOST_BYTES) -> None:
    """Remove the oldest files of the cache folder beyond the newest `keep`, or beyond `room`."""
    folder = cache_folder()
    try:
        paths = [os.path.join(folder, n) for n in os.listdir(folder) if n.endswith(".bin")]
        known = sorted(((s := os.stat(p)).st_mtime_ns, s.st_size, p) for p in paths)
    except OSError:
        return
    for _, size, path in reversed(known):
        keep, room = keep - 1, room - size
        if keep < 0 or room < 0:
            remove(path)
