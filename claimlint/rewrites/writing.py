"""Writing a fixed file whole or not at all, with its mode, owner and attributes.

Whatever happens in between (a crash, a full disk, a kill), the file has its old content or the
new one.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile

from claimlint.errors import OutputError


def seen(path: str) -> os.stat_result:
    """Return what a file is before it is read, for `replace`; raises OutputError."""
    try:
        return os.stat(path)
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror or error}", path) from None


def replace(path: str, before: os.stat_result, data: bytes, shown: str = "") -> None:
    """Give a file new content in one step; a symbolic link keeps pointing to it.

    before: from `seen`, before the file was read; shown: its name in messages. Raises
    OutputError, and then the old content is still there, when the file has more than one hard
    link, may not be written, has changed since it was read, or the new file cannot be written.
    """
    target = os.path.realpath(path)
    name = shown or path
    temporary = ""
    try:
        _check(target, before, name)
        folder = os.path.dirname(target)
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".claimlint-", suffix=".tmp")
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _copy_rights(target, before, file.fileno(), temporary)
            os.fsync(file.fileno())
        _check(target, before, name)
        os.replace(temporary, target)
        temporary = ""
        _sync_folder(folder)
    except OSError as error:
        message = f"not fixed, it cannot be written: {error.strerror or error}"
        raise OutputError(message, name) from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _check(target: str, before: os.stat_result, name: str) -> None:
    now = os.stat(target)
    if not stat.S_ISREG(now.st_mode):
        raise OutputError("not fixed: it is not a file any more", name)
    if now.st_nlink > 1:
        raise OutputError(
            f"not fixed: it has {now.st_nlink} hard links, and writing would split them", name
        )
    if (now.st_ino, now.st_dev, now.st_mtime_ns, now.st_size) != (
        *(before.st_ino, before.st_dev, before.st_mtime_ns, before.st_size),
    ):
        raise OutputError("not fixed: it has changed since it was read; run again", name)
    if not os.access(target, os.W_OK):
        raise OutputError("not fixed: it may not be written to", name)


def _copy_rights(target: str, before: os.stat_result, descriptor: int, temporary: str) -> None:
    """Give the new file the owner, the extended attributes and the mode of the old one."""
    if hasattr(os, "fchown"):
        made = os.fstat(descriptor)
        if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
            # Without the right to, the file stays the user's own, as with most editors.
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, before.st_uid, before.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for attribute in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, attribute, os.getxattr(target, attribute))
    os.chmod(temporary, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: str) -> None:
    """See that the new name survives a crash, where the system lets us."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
