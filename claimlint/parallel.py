"""Checking files in several processes, in order, with the same result as in one.

The workers are forks of this process: they have the rules and the settings already, and nothing
but file numbers goes to them. A worker that dies takes the file it was at with it, no other, and
Ctrl-C ends them all. Where a system cannot fork, one process does the work.
"""

from __future__ import annotations

import os
from collections import namedtuple
from contextlib import suppress

from claimlint.finding import Notice
from claimlint.run import Checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from claimlint.discover import Source

    Work = Callable[[Source], Checked]

PAYS_FROM = 1_000_000
"""Bytes of input from which on a second process pays for itself."""

CHUNK = 16
"""Files that a worker is handed at once, at most."""

AHEAD = 2
"""Chunks that a worker has before it, so that it never waits."""

_WINDOW = 8
_HEAD = 8


def workers(asked: int | None, sources: Sequence[Source]) -> int:
    """Return how many processes should check some files.

    asked: what `--jobs` says; None: as many as there are cores, where there is enough to do.
    """
    if not hasattr(os, "fork") or len(sources) < 2 or not all(source.file for source in sources):
        return 1
    if asked is not None:
        return min(asked, len(sources))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if (cores or 1) < 2:
        return 1
    size = 0
    for source in sources:
        try:
            size += os.stat(source.file).st_size
        except OSError:
            continue
        if size >= PAYS_FROM:
            return min(cores or 1, len(sources))
    return 1


def checked(
    sources: Sequence[Source],
    work: Work,
    count: int,
    last: Callable[[], Any],
    take_last: Callable[[Any], None],
) -> Iterator[Checked]:
    """Yield what `work` makes of each source, in their order, from `count` processes.

    last: what a worker says when all is done; take_last: takes it here.
    """
    pool = _Pool(sources, work, count, last)
    try:
        yield from pool.results()
        for value in pool.finish():
            take_last(value)
    finally:
        pool.kill()


_Worker = namedtuple("_Worker", "pid tasks results buffer waiting")
_Worker.__doc__ = """A worker: its process, where its tasks go (-1: closed), where its results come
from, what has come of the next result (bytearray), and the numbers of the files that it has."""


class _Pool:
    """The workers of a run."""

    def __init__(
        self, sources: Sequence[Source], work: Work, count: int, last: Callable[[], object]
    ) -> None:
        self.sources = sources
        self.work = work
        self.last = last
        self.next = 0
        self.chunk = max(1, min(CHUNK, len(sources) // (count * 4)))
        self.done: dict[int, Checked] = {}
        self.workers: list[_Worker] = []
        for _ in range(count):
            self.workers.append(self._start())

    # -- workers

    def _start(self) -> _Worker:
        """Fork a worker."""
        tasks, to_worker = os.pipe()
        from_worker, results = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(to_worker)
                os.close(from_worker)
                for other in self.workers:
                    _close(other)
                self._serve(tasks, results)
            except BaseException:  # whatever it is, the parent sees that this file has no result
                os._exit(1)
            os._exit(0)
        os.close(tasks)
        os.close(results)
        return _Worker(pid, to_worker, from_worker, bytearray(), [])

    def _serve(self, tasks: int, results: int) -> None:
        """Check the files whose numbers come in, until no more do."""
        import pickle
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        while task := _exactly(tasks, 4):
            number = int.from_bytes(task, "little")
            _send(results, pickle.dumps(self.work(self.sources[number]), 5))
        _send(results, pickle.dumps(self.last(), 5))

    def kill(self) -> None:
        """End all workers."""
        import signal

        for worker in self.workers:
            _close(worker)
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
        self.workers = []

    # -- results

    def results(self) -> Iterator[Checked]:
        """Yield the results in order."""
        for number in range(len(self.sources)):
            while number not in self.done:
                self._hand_out(number)
                self._receive()
            yield self.done.pop(number)

    def _hand_out(self, needed: int) -> None:
        """Give chunks to workers that have little to do; not too far ahead of what is needed."""
        limit = min(needed + self.chunk * len(self.workers) * _WINDOW, len(self.sources))
        for worker in self.workers:
            while len(worker.waiting) <= (AHEAD - 1) * self.chunk and self.next < limit:
                stop = min(self.next + self.chunk, limit)
                _give(worker, list(range(self.next, stop)))
                self.next = stop

    def _receive(self) -> None:
        """Wait for results, and take what has come."""
        import select

        descriptors = [worker.results for worker in self.workers]
        for descriptor in select.select(descriptors, [], [])[0]:
            index = descriptors.index(descriptor)
            worker = self.workers[index]
            part = os.read(descriptor, 1 << 20)
            if not part:
                self._bury(index)
                continue
            worker.buffer.extend(part)
            while (message := _message(worker.buffer)) is not None:
                self.done[worker.waiting.pop(0)] = message  # type: ignore[assignment]

    def _bury(self, index: int) -> None:
        """Put a new worker in the place of one that died; the file it was at is lost."""
        dead = self.workers[index]
        _close(dead)
        _, status = os.waitpid(dead.pid, 0)
        del self.workers[index]
        left = list(dead.waiting)
        if left:
            path = self.sources[left[0]].path
            message = f"the process that checked it {_end(status)}; the other files are checked"
            notice = Notice(path, "error", message)
            self.done[left.pop(0)] = Checked(path, None, (), (notice,))
        worker = self._start()
        self.workers.insert(index, worker)
        _give(worker, left)

    def finish(self) -> Iterator[object]:
        """Let the workers end, and yield what they say last."""
        for index, worker in enumerate(self.workers):
            os.close(worker.tasks)
            self.workers[index] = worker._replace(tasks=-1)
        for worker in self.workers:
            while part := os.read(worker.results, 1 << 20):
                worker.buffer.extend(part)
            message = _message(worker.buffer)
            if message is not None:
                yield message


def _give(worker: _Worker, numbers: list[int]) -> None:
    """Hand files to a worker; one that has just died is buried when its results end."""
    worker.waiting.extend(numbers)
    with suppress(BrokenPipeError):
        os.write(worker.tasks, b"".join(number.to_bytes(4, "little") for number in numbers))


def _close(worker: _Worker) -> None:
    """Close this end of a worker's pipes."""
    for descriptor in (worker.tasks, worker.results):
        if descriptor >= 0:
            os.close(descriptor)


def _exactly(descriptor: int, size: int) -> bytes:
    """Read so many bytes; nothing at the end of the stream."""
    data = b""
    while len(data) < size:
        part = os.read(descriptor, size - len(data))
        if not part:
            return b""
        data += part
    return data


def _send(descriptor: int, content: bytes) -> None:
    data = memoryview(len(content).to_bytes(_HEAD, "little") + content)
    while data:
        data = data[os.write(descriptor, data) :]


def _message(buffer: bytearray) -> object | None:
    """Take the first message out of what has come, if all of it is there."""
    import pickle

    if len(buffer) < _HEAD:
        return None
    end = _HEAD + int.from_bytes(buffer[:_HEAD], "little")
    if len(buffer) < end:
        return None
    message: object = pickle.loads(bytes(buffer[_HEAD:end]))  # noqa: S301 - of our own fork
    del buffer[:end]
    return message


def light(checked: Checked) -> Checked:
    """Return a result without the text of its document, if nothing was found in it.

    The text of clean files is most of what would go between the processes.
    """
    document = checked.document
    if document is None or checked.findings or checked.waived or checked.notices:
        return checked
    from claimlint.documents.model import Document

    nothing = Document(document.path, "", document.format, "", (), ([], [], []))
    return checked._replace(document=nothing)


def _end(status: int) -> str:
    """Say how a process ended."""
    code = os.waitstatus_to_exitcode(status)
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
