"""Which tables belong to rule files, without reading the files again.

As git does: a file whose times, size and number are those of the last look has the bytes of the
last look. Only files that were at rest then are trusted like that, and the time of the last change
of an inode (`st_ctime`) cannot be set by hand.
"""

from __future__ import annotations

import os
import time

from claimlint import __version__
from claimlint.rulebook import files
from claimlint.rulebook import tables as disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rulebook.files import Groups

AT_REST = 2_000_000_000
"""Nanoseconds since the last change from which on a file counts as at rest."""


def keys(groups: Groups) -> tuple[str, str]:
    """Return what `files.keys` returns."""
    stamp = _stamp(groups)
    if stamp is None:
        return files.keys(groups)
    name, newest = stamp
    path = os.path.join(disk.cache_folder(), f"stamp-{name}.bin")
    known = disk.read(path, name)
    if known is not None:
        try:
            key, rules = known["keys"]
            return key, rules
        except disk.Damaged:
            pass
    found = files.keys(groups)
    if time.time_ns() - newest > AT_REST:
        disk.write(path, disk.Tables.of({"keys": found}).bytes(name))
    return found


def _stamp(groups: Groups) -> tuple[str, int] | None:
    """Return a digest of what the system says about the files, and the last change of any."""
    parts = [__version__.encode(), disk.interpreter()]
    newest = 0
    for name, paths in [("", files.shared()), *groups]:
        for path in paths:
            try:
                status = os.stat(path)
            except OSError:
                return None
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            values = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            parts += [name.encode(), os.fsencode(path), repr(values).encode()]
    return disk.digest(*parts), newest
