"""Work that takes much memory for a moment, in a process of its own: the memory goes with it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def done(work: Callable[[], bool]) -> bool:
    """Do some work in a fork of this process; tell whether it said that it is done.

    False as well where a fork is not to be had, or not safe because there are threads.
    """
    if not hasattr(os, "fork") or _has_threads():
        return False
    try:
        child = os.fork()
    except OSError:
        return False
    if not child:
        code = 1
        try:
            code = 0 if work() else 1
        finally:
            # Neither buffers nor handlers of the parent are for this process to empty or call.
            os._exit(code)
    try:
        return os.waitpid(child, 0)[1] == 0
    except BaseException:
        _end(child)
        raise


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _end(child: int) -> None:
    from contextlib import suppress
    from signal import SIGKILL

    with suppress(OSError):
        os.kill(child, SIGKILL)
        os.waitpid(child, 0)
