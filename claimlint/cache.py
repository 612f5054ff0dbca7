"""What was found in files that have not changed since, kept in the user's cache folder.

An entry belongs to the bytes of a file, its path, the rules, the settings and this version, so it
is never stale. It holds what was found, as plain values with a checksum; whatever is wrong with the
file of entries, it counts as empty. Runs at the same time each replace the file whole: at worst
one does not see what the other has learned.
"""

from __future__ import annotations

import marshal
import os
from bisect import bisect_left

from claimlint import __version__
from claimlint.documents.model import Document
from claimlint.finding import Edit, Finding, Guard, Notice, Rewrite
from claimlint.rulebook import tables
from claimlint.run import Checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from claimlint.discover import Source
    from claimlint.run import Plan

PAYS_FROM = 200_000
"""Bytes of input from which on looking results up pays."""

MOST_BYTES = 64_000_000
"""Size of a file of entries from which on only those of the last run are kept."""


def usable(plan: Plan, sources: Sequence[Source]) -> bool:
    """Tell whether results of a run may be kept, and are worth it."""
    if not plan.book.key or plan.lists is not None or plan.debug:
        return False
    size = 0
    for source in sources:
        if not source.file:
            return False
        try:
            size += os.stat(source.file).st_size
        except OSError:
            continue
        if size >= PAYS_FROM:
            return True
    return False


class Results:
    """The entries for one set of rules and settings.

    rewording: findings come with rewrites. new: entries that this run adds, digest -> record.
    """

    def __init__(self, plan: Plan, rewording: bool) -> None:
        self.name = tables.digest(
            *(__version__.encode(), tables.interpreter(), plan.book.key.encode(), _code()),
            *(repr(plan.settings).encode("utf-8", "replace"), repr(plan.options).encode()),
            _rewrites() if rewording else b"",
        )
        self._path = os.path.join(tables.cache_folder(), f"results-{self.name}.bin")
        self.new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._kept = tables.read(self._path, self.name)
        self._hashes: Sequence[int] = ()
        if self._kept is not None:
            try:
                self._hashes = memoryview(self._kept["hashes"][0]).cast("Q")
                self._records = self._kept.records("entries")
            except (tables.Damaged, ValueError, TypeError, KeyError):
                self._hashes = ()

    def __len__(self) -> int:
        return len(self._hashes)

    def key(self, source: Source, data: bytes) -> bytes:
        """Return the digest that an entry is found by."""
        path = source.path.encode("utf-8", "surrogatepass")
        return tables.digest(path, os.fsencode(source.file), data).encode()

    def find(self, key: bytes, source: Source, data: bytes) -> Checked | None:
        """Return what was found in a file with these bytes, None where that is not known."""
        value = _hash(key)
        at = bisect_left(self._hashes, value)
        while at < len(self._hashes) and self._hashes[at] == value:
            try:
                known, *entry = self._records[at]
                if known == key:
                    result = _restored(entry, source, data)
                    self._used.add(key)
                    return result
            except (tables.Damaged, ValueError, TypeError, IndexError):
                return None
            at += 1
        return None

    def add(self, key: bytes, checked: Checked) -> None:
        """Keep what was found in a file."""
        if checked.document is not None and not any(n.level == "error" for n in checked.notices):
            document, findings = checked.document, checked.findings
            entry = (key, document.format, findings, checked.notices, checked.waived)
            try:
                self.new[key] = tables.record(_plain(entry))
            except ValueError:
                return  # something that is no plain value: not kept

    def write(self) -> None:
        """Write the entries of this run, and those of earlier ones while there is room."""
        if not self.new:
            return
        from array import array

        known = {**dict(self._earlier()), **self.new}
        ordered = sorted(known.items(), key=lambda entry: _hash(entry[0]))
        hashes = array("Q", [_hash(key) for key, _ in ordered]).tobytes()
        entries = tables.packed(record for _, record in ordered)
        sections = tables.Tables.of({"hashes": (hashes,), "entries": entries})
        tables.write(self._path, sections.bytes(self.name))
        tables.prune(tables.KEPT_FILES)

    def _earlier(self) -> Iterable[tuple[bytes, bytes]]:
        """Yield the entries of earlier runs, or of those only what this run used."""
        if not self._hashes:
            return
        room = os.path.getsize(self._path) < MOST_BYTES if os.path.exists(self._path) else False
        for record in self._records.all_raw():
            try:
                if tables.checksum(record[4:]).to_bytes(4, "little") == record[:4]:
                    key = marshal.loads(record[4:])[0]  # noqa: S302 - verified
                    if room or key in self._used:
                        yield key, record
            except (ValueError, TypeError, EOFError, IndexError):
                continue


def _hash(key: bytes) -> int:
    return int(key[:16], 16)


def _plain(value: Any) -> Any:
    """Return tuples and texts without the classes of ours."""
    if isinstance(value, tuple):
        return tuple([_plain(inner) for inner in value])
    return str(value) if isinstance(value, str) else value


def _restored(entry: list[Any], source: Source, data: bytes) -> Checked:
    """Return an entry as a result; its document has a source and no text."""
    from claimlint.documents import decode

    format, findings, notices, waived = entry
    text = decode.read(data, source.path).source
    document = Document(source.path, text, format, "", (), ([], [], []))
    said = tuple([Notice(*notice) for notice in notices])
    found = tuple([_finding(finding) for finding in findings])
    if not waived:
        return Checked(source.path, document, found, said)
    from claimlint.waivers import Waived

    left = tuple([Waived(_finding(finding), kind, why) for finding, kind, why in waived])
    return Checked(source.path, document, found, said, left)


def _finding(values: tuple[Any, ...]) -> Finding:
    finding = Finding(*values)
    return finding._replace(
        guards=tuple([Guard(*guard) for guard in finding.guards]),
        rewrites=tuple(
            [
                Rewrite(level, said, tuple([Edit(*edit) for edit in edits]))
                for level, said, edits in finding.rewrites
            ]
        ),
    )


def _code() -> bytes:
    """Return a digest of when the modules of this package changed: a checkout keeps its version."""
    parts = []
    waiting = [os.path.dirname(os.path.abspath(__file__))]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in ("rules", "__pycache__", "templates"):
                        waiting.append(entry.path)
                elif entry.name.endswith(".py"):
                    status = entry.stat()
                    parts.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
    return tables.digest(*(part.encode() for part in sorted(parts))).encode()


def _rewrites() -> bytes:
    from claimlint.rulebook.files import builtin_folder

    with open(os.path.join(builtin_folder(), "rewrites.yaml"), "rb") as file:
        return file.read()
