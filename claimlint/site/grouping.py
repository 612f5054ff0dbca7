"""Findings of many pages -> one for each sentence, at its source where that is known.

Navigation, footers and cards put one sentence on hundreds of pages. It is reported once, at the
first page in order of path, with the number of pages. Where the files that the site is made from
are known, it is reported there, and a waiver that stands there counts: generators drop comments.

Two passes: the first keeps findings and lets go of the pages, the second reads again only what is
reported. So memory does not grow with the text of the site.
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint import run
from claimlint.discover import Source
from claimlint.site import source_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.finding import Finding
    from claimlint.run import Checked
    from claimlint.waivers import Waived

    Key = tuple[str, str, str]

LISTED = 3
"""How many pages are named in a message."""

Pages = namedtuple("Pages", "count first")
Pages.__doc__ = "On how many pages a sentence stands, and the paths of the first of them."

Groups = namedtuple("Groups", "sources checked")
Groups.__doc__ = """What is left to report.

sources: files with something to tell, in order of path; checked: gives the Checked of one of
them, with its document.
"""

Origins = namedtuple("Origins", "files mappings folder", defaults=((), (), ""))
Origins.__doc__ = """What pages may have been made from.

files: Source of content files whose text is compared; mappings: from --source-map; folder: that
the pages of the mappings are relative to.
"""


def grouped(
    pages: Sequence[Source],
    check: Callable[[Source], Checked],
    load: Callable[[Source], object],
    origins: Origins,
    listed: int = LISTED,
) -> Groups:
    """Check pages and their sources; return what is to be reported, each sentence once."""
    written = _Written(origins, check)
    results: dict[str, _Result] = {}
    places: dict[Key, tuple[str, Finding, list[str]]] = {}
    waived: dict[Key, tuple[str, Waived]] = {}
    for page in pages:
        checked = check(page)
        results[page.path] = _Result(page, checked.notices, checked.document is not None)
        for finding in checked.findings:
            key = _key(finding)
            seen = places.setdefault(key, (page.path, finding, []))[2]
            if not seen or seen[-1] != page.path:
                seen.append(page.path)
        for item in checked.waived:
            waived.setdefault(_key(item.finding), (page.path, item))
    for key, (path, finding, seen) in places.items():
        home = written.home(key, [os.path.relpath(p, origins.folder or ".") for p in seen[:listed]])
        if home is None:
            results[path].findings.append(_with_pages(finding, seen, listed))
            continue
        source, own, waiver = home
        result = results.setdefault(source.path, _Result(source, (), True))
        own = _with_pages(own, seen, listed)
        if waiver is None:
            result.findings.append(own)
        else:
            result.waived.append(waiver._replace(finding=own))
    for path, item in waived.values():
        results[path].waived.append(item)
    sources = [results[path].source for path in sorted(results)]
    return Groups(sources, lambda source: _read(results[source.path], load))


class _Result:
    """What is to be said of one file."""

    __slots__ = ("findings", "is_read", "notices", "source", "waived")

    def __init__(self, source: Source, notices: Sequence[object], is_read: bool) -> None:
        self.source = source
        self.notices = notices
        self.is_read = is_read
        self.findings: list[Finding] = []
        self.waived: list[Waived] = []


def _read(result: _Result, load: Callable[[Source], object]) -> Checked:
    """Return a file with its findings; its text is read again."""
    source = result.source
    if not result.is_read:
        return run.Checked(source.path, None, (), tuple(result.notices))
    findings = sorted(result.findings, key=_order)
    waived = sorted(result.waived, key=lambda item: _order(item.finding))
    return run.Checked(
        source.path, load(source), tuple(findings), tuple(result.notices), tuple(waived)
    )


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.line, finding.column, finding.rule


def _key(finding: Finding) -> Key:
    """Return what is the same for one sentence on many pages."""
    return finding.rule, finding.segment.casefold(), finding.text.casefold()


def _with_pages(finding: Finding, seen: Sequence[str], listed: int) -> Finding:
    """Return a finding that says on how many pages it stands, if on several."""
    if len(seen) < 2:
        return finding
    names = ", ".join(seen[:listed])
    more = f" and {len(seen) - listed:,} more" if len(seen) > listed else ""
    message = f"{finding.message} [on {len(seen):,} pages: {names}{more}]"
    return finding._replace(message=message, pages=Pages(len(seen), tuple(seen[:listed])))


class _Written:
    """The findings of the files that a site is made from."""

    def __init__(self, origins: Origins, check: Callable[[Source], Checked]) -> None:
        self._origins = origins
        self._check = check
        self._by_file: dict[str, dict[Key, tuple[Source, Finding, Waived | None]]] = {}
        self._all: dict[Key, tuple[Source, Finding, Waived | None]] = {}
        for source in origins.files:
            for key, home in self._of(source).items():
                self._all.setdefault(key, home)

    def _of(self, source: Source) -> dict[Key, tuple[Source, Finding, Waived | None]]:
        """Return the findings of a content file, waived ones too."""
        if source.file not in self._by_file:
            checked = self._check(source)
            found = {_key(w.finding): (source, w.finding, w) for w in checked.waived}
            found |= {_key(finding): (source, finding, None) for finding in checked.findings}
            self._by_file[source.file] = found
        return self._by_file[source.file]

    def home(self, key: Key, pages: Iterable[str]) -> tuple[Source, Finding, Waived | None] | None:
        """Return where a sentence of some pages is written, or None."""
        for page in pages:
            names = source_map.sources(page.replace(os.sep, "/"), self._origins.mappings)
            for name in names:
                file = os.path.realpath(name)
                if os.path.isfile(file) and key in (found := self._of(Source(name, file))):
                    return found[key]
        return self._all.get(key)
