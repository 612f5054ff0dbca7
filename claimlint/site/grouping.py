"""Findings of many pages -> one for each sentence, at its source where that is known.

Navigation, footers and cards put one sentence on hundreds of pages. It is reported once, at the
first page in order of path, with the number of pages. Where the files that the site is made from
are known, it is reported there, and a waiver that stands there counts: generators drop comments.

What concerns a page as a whole (a statement that it lacks) is one finding for all pages that lack
the same.

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

Home = namedtuple("Home", "source finding waived")
Home.__doc__ = (
    "Where a finding of a page is written: the file, the finding there, its Waived or None."
)

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
    for group in _collected(pages, check, written, results):
        home = group.home
        if home is None and not _is_duty(group.finding):
            home = written.home(_key(group.finding), group.pages[:listed])
        if home is None:
            results[group.pages[0]].findings.append(_with_pages(group.finding, group.pages, listed))
            continue
        result = results.setdefault(home.source.path, _Result(home.source, (), True))
        own = _with_pages(home.finding, group.pages, listed)
        if home.waived is None:
            result.findings.append(own)
        else:
            result.waived.append(home.waived._replace(finding=own))
    sources = [results[path].source for path in sorted(results)]
    # Each is asked for once, and then only reports hold it.
    return Groups(sources, lambda source: _read(results.pop(source.path), load))


def _collected(
    pages: Sequence[Source],
    check: Callable[[Source], Checked],
    written: _Written,
    results: dict[str, _Result],
) -> Iterable[_Group]:
    """Check pages and return their findings in groups; what is waived goes into the results."""
    groups: dict[Key, _Group] = {}
    waived: set[Key] = set()

    def waive(item: Waived, source: Source) -> None:
        if _key(item.finding) not in waived:
            waived.add(_key(item.finding))
            results.setdefault(source.path, _Result(source, (), True)).waived.append(item)

    for page in pages:
        checked = check(page)
        results[page.path] = _Result(page, checked.notices, checked.document is not None)
        for finding in checked.findings:
            key, home = _key(finding), None
            if _is_duty(finding):
                home = written.home(key, [page.path])
                if home is not None and home.waived is not None:
                    # Only the pages that come from this file lack it with a reason.
                    waive(home.waived, home.source)
                    continue
                key = (finding.rule, "", "")
            groups.setdefault(key, _Group(page.path, finding, home)).add(page.path)
        for item in checked.waived:
            waive(item, page)
    return groups.values()


class _Group:
    """A finding with the pages that have it; home: where the first of them is written, if known."""

    __slots__ = ("finding", "home", "pages")

    def __init__(self, page: str, finding: Finding, home: Home | None) -> None:
        self.finding = finding
        self.home = home
        self.pages = [page]

    def add(self, page: str) -> None:
        """Take a page in, once; pages come in order."""
        if self.pages[-1] != page:
            self.pages.append(page)


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


def _is_duty(finding: Finding) -> bool:
    """Tell whether a finding is about a page as a whole."""
    return bool(finding.scope == "document")


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
        self._by_file: dict[str, dict[Key, Home]] = {}
        self._all: dict[Key, Home] = {}
        for source in origins.files:
            for key, home in self._of(source).items():
                self._all.setdefault(key, home)

    def _of(self, source: Source) -> dict[Key, Home]:
        """Return the findings of a content file, waived ones too."""
        if source.file not in self._by_file:
            checked = self._check(source)
            found = {_key(w.finding): Home(source, w.finding, w) for w in checked.waived}
            found |= {_key(f): Home(source, f, None) for f in checked.findings}
            self._by_file[source.file] = found
        return self._by_file[source.file]

    def home(self, key: Key, pages: Iterable[str]) -> Home | None:
        """Return where a sentence of some pages (paths as shown) is written, or None."""
        for page in pages:
            below = os.path.relpath(page, self._origins.folder or ".").replace(os.sep, "/")
            names = source_map.sources(below, self._origins.mappings)
            for name in names:
                file = os.path.realpath(name)
                if os.path.isfile(file) and key in (found := self._of(Source(name, file))):
                    return found[key]
        return self._all.get(key)
