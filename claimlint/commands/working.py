"""How the files of a run are checked: one after the other or in several processes, or known."""

from __future__ import annotations

import gc
from functools import partial

from claimlint import run
from claimlint.errors import ClaimlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from claimlint.cache import Results
    from claimlint.commands.fixes import Rewording
    from claimlint.discover import Source

    Work = Callable[[Source], run.Checked]
    Found = Generator[run.Checked, None, None]

MOSTLY = 0.9
"""Share of files with results in the cache from which on one process is enough."""


def one_by_one(sources: Sequence[Source], work: Work) -> Found:
    """Yield what is found in each source."""
    for number, source in enumerate(sources):
        if number == 1:
            gc.freeze()
            gc.enable()
        yield work(source)


def reworded(check_one: Work, rewording: Rewording, source: Source) -> run.Checked:
    """Return what is found in a source, with rewrites."""
    return rewording.of(check_one(source))


class Crew:
    """Checks files that do not depend on each other.

    rewording: makes the rewrites (None: none are shown); has_cache: results may be kept between
    runs; textless: no report shows the text of a file in which nothing was found.
    """

    def __init__(
        self, plan: run.Plan, rewording: Rewording | None, has_cache: bool, textless: bool
    ) -> None:
        self._plan = plan
        self._rewording = rewording
        self._has_cache = has_cache
        self._textless = textless
        self._kept: Results | None = None

    def results(self, sources: Sequence[Source], jobs: int | None) -> Found:
        """Yield what is found in each source, in their order.

        jobs: how many processes; None: as many as pay.
        """
        if self._has_cache and len(sources) > 1:
            from claimlint import cache

            if cache.usable(self._plan, sources):
                self._kept = cache.Results(self._plan, self._rewording is not None)
        kept, count = self._kept, 1
        # Looking up takes less than a second process costs.
        known = jobs is None and kept is not None and len(kept) >= MOSTLY * len(sources)
        if jobs != 1 and len(sources) > 1 and not known:
            from claimlint import parallel

            count = parallel.workers(jobs, sources)
        if count == 1:
            yield from one_by_one(sources, self._check)
        else:
            gc.freeze()
            gc.enable()
            work = partial(_light, self._check) if self._textless else self._check
            yield from parallel.checked(sources, work, count, self._last, self._take_last)
        if kept is not None:
            kept.write()

    def _check(self, source: Source) -> run.Checked:
        """Return what was found in a source that has not changed since, or is found now."""
        kept, plan = self._kept, self._plan
        if kept is None:
            return self._found(source)
        try:
            data = run.read_file(source, plan.settings.max_bytes)
        except ClaimlintError as error:
            return run.Checked(source.path, None, (), (run.notice_of(error, source.path),))
        key = kept.key(source, data)
        checked = kept.find(key, source, data)
        if checked is None:
            stopped = len(self._overrun())
            checked = self._found(source, data)
            if len(self._overrun()) == stopped:
                kept.add(key, checked)
        return checked

    def _found(self, source: Source, data: bytes | None = None) -> run.Checked:
        checked = run.check_one(source, self._plan, data=data)
        return self._rewording.of(checked) if self._rewording else checked

    def _overrun(self) -> list[int]:
        """Return the `regex:` phrases that were stopped."""
        patterns = self._plan.book.patterns
        return patterns.overrun if patterns else []

    def _last(self) -> tuple[list[int], dict[bytes, bytes]]:
        """Return what a worker has for the parent when all is done."""
        self._plan.book.remember()
        return self._overrun(), self._kept.new if self._kept else {}

    def _take_last(self, value: tuple[list[int], dict[bytes, bytes]]) -> None:
        overrun, new = value
        self._overrun().extend(overrun)
        if self._kept is not None:
            self._kept.new.update(new)


def _light(work: Work, source: Source) -> run.Checked:
    from claimlint.parallel import light

    return light(work(source))
