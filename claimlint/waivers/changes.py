"""Only what a change brings: findings on added lines, and those that the change gave rise to.

Whole files are checked, because what stands elsewhere on a page counts. Kept are a finding that
touches an added line, one in a sentence that was no finding before (its hedge was deleted, say),
and a document-level one if the page lacked nothing before. The version before comes from git
(`--diff-base`) or is worked out from a patch (`--diff FILE`).
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint.finding import Notice
from claimlint.waivers import lines, patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimlint.discover import Source
    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.waivers import Judge

Change = namedtuple("Change", "added old")
Change.__doc__ = """What a change does to one file.

added: 1-based numbers of added lines, None for all; old: the text before, None if there was none
or it is not known.
"""

ALL = Change(None, None)
LIKE = 0.5
"""A new file that shares this part of its lines with one that is gone is that one, renamed."""
MOST_CANDIDATES = 200


class Changes:
    """What a change does to the files of a run.

    since: what the change is one of, to follow the word "changed"; untouched: files that it does
    not touch; left_out: findings that are not new.
    """

    __slots__ = ("_source", "left_out", "since", "untouched")

    def __init__(self, source: PatchSource | GitSource, since: str) -> None:
        self._source = source
        self.since = since
        self.untouched = 0
        self.left_out = 0

    def touched(self, sources: Iterable[Source]) -> list[Source]:
        """Return the files that were changed at all; the others are counted."""
        sources = list(sources)
        touched = [source for source in sources if self._source.touches(source)]
        self.untouched += len(sources) - len(touched)
        return touched

    def notices(self) -> list[Notice]:
        """Return what is to be said about findings that are not new."""
        count = self.left_out
        verb = "finding that was there before is" if count == 1 else (
            "findings that were there before are"
        )  # fmt: skip
        return [Notice("", "info", f"{count} {verb} left out")] if count else []

    def new(self, document: Document, findings: Sequence[Finding], judge: Judge) -> list[Finding]:
        """Return the findings that the change brings."""
        change = self._source.change(document)
        if change.added is None:
            return list(findings)
        kept = []
        before: frozenset[tuple[str, str]] | None = None
        for finding in findings:
            is_span = finding.scope == "span"
            is_new = is_span and any(
                line in change.added for line in range(finding.line, finding.end_line + 1)
            )
            if not is_new and (change.old is not None or not is_span):
                if before is None:
                    before = self._before(document, change.old, judge)
                is_new = _key(finding) not in before
            if is_new:
                kept.append(finding)
        self.left_out += len(findings) - len(kept)
        return kept

    def _before(
        self, document: Document, old: str | None, judge: Judge
    ) -> frozenset[tuple[str, str]]:
        """Return what was found, and not waived, in the text before."""
        if old is None:
            return frozenset()
        from claimlint.checks import check
        from claimlint.discover import extension_of
        from claimlint.documents import extract
        from claimlint.waivers import in_text

        format = dict(judge.settings.extensions).get(extension_of(document.path))
        former = extract(document.path, old, format)
        found, _, _ = in_text(former, check(former, judge.book, judge.options), judge)
        return frozenset(_key(finding) for finding in found)


def _key(finding: Finding) -> tuple[str, str]:
    """Return what stays the same when lines move: of a duty, that it is not met."""
    return finding.rule, finding.segment.lower() if finding.scope == "span" else ""


class PatchSource:
    """The changes that a unified diff describes."""

    __slots__ = ("_files",)

    def __init__(self, text: str, name: str, folder: str, top: str) -> None:
        """Read a diff; names in it are relative to the top of the checkout, or to `folder`."""
        self._files: dict[str, patch.Patched] = {}
        for patched in patch.read(text, name):
            if patched.new is None:
                continue
            places = [
                os.path.realpath(os.path.join(base, candidate))
                for base in (top or folder, folder)
                for candidate in patch.names(patched)
            ]
            place = next((p for p in places if os.path.exists(p)), places[0])
            self._files[place] = patched

    def touches(self, source: Source) -> bool:
        """Tell whether the diff names a file."""
        return _place(source.file or source.path) in self._files

    def change(self, document: Document) -> Change:
        """Return what was done to the file of a document."""
        patched = self._files.get(_place(document.path))
        if patched is None:
            return Change(frozenset(), None)
        if patched.old is None:
            return ALL
        old = patch.reverted(patched, lines.split(document.source))
        return Change(patch.added(patched), None if old is None else "\n".join(old))


class GitSource:
    """The changes between a commit and the files as they are now, new ones included."""

    __slots__ = ("_files", "_folder", "_gone", "_limit", "_top")

    def __init__(self, folder: str, ref: str, limit: int) -> None:
        """Take the commit that HEAD and `ref` both go back to; raises GitError."""
        from claimlint import git

        self._folder = folder
        self._limit = limit
        self._top = git.top(folder)
        self._files = git.files(folder, git.merge_base(folder, ref))
        self._gone: list[str] | None = None

    def _name(self, path: str) -> str:
        """Return the name that git has for a file."""
        return os.path.relpath(_place(path), self._top).replace(os.sep, "/")

    def touches(self, source: Source) -> bool:
        """Tell whether a file differs from the commit."""
        from claimlint import git

        if not source.file:
            return True
        blob = self._files.get(self._name(source.file))
        try:
            # What is larger than allowed, or cannot be read, is for the check to refuse.
            if os.stat(source.file).st_size > self._limit:
                return True
            with open(source.file, "rb") as file:
                data = file.read()
        except OSError:
            return True
        if blob is not None:
            return git.blob_id(data, blob) != blob
        like = next(iter(self._files.values()), "")
        return git.blob_id(data, like) not in (self._files[gone] for gone in self._missing())

    def change(self, document: Document) -> Change:
        """Return what was done to the file of a document."""
        blob = self._files.get(self._name(document.path))
        new = lines.split(document.source)
        if blob is not None:
            old = self._text(blob, document.path)
            return ALL if old is None else Change(lines.added(lines.split(old), new), old)
        best, old = 0.0, None
        for name in self._candidates(document.path):
            text = self._text(self._files[name], name)
            if text is not None and (near := lines.likeness(lines.split(text), new)) > best:
                best, old = near, text
        if old is None or best < LIKE:
            return ALL
        return Change(lines.added(lines.split(old), new), old)

    def _text(self, blob: str, path: str) -> str | None:
        """Return an old text, None if it is too large to be looked at."""
        from claimlint import git
        from claimlint.documents import decode
        from claimlint.errors import InputError

        for _, data in git.blobs(self._folder, [blob], self._limit):
            if data is not None:
                try:
                    return str(decode.read(data, path).source)
                except InputError:
                    return None
        return None

    def _missing(self) -> list[str]:
        """Return the files of the commit that are not there any more."""
        if self._gone is None:
            self._gone = [
                name for name in self._files if not os.path.lexists(os.path.join(self._top, name))
            ]
        return self._gone

    def _candidates(self, path: str) -> list[str]:
        """Return files that are gone and may be this one, those of the same name first."""
        extension = os.path.splitext(path)[1]
        alike = [name for name in self._missing() if os.path.splitext(name)[1] == extension]
        base = os.path.basename(path)
        alike.sort(key=lambda name: (os.path.basename(name) != base, name))
        return alike[:MOST_CANDIDATES]


def _place(path: str) -> str:
    return os.path.realpath(path)


def from_git(ref: str, limit: int) -> Changes:
    """Return the changes since HEAD and a commit parted; raises GitError."""
    since = "since HEAD" if ref == "HEAD" else f"since HEAD and {ref} parted"
    return Changes(GitSource(os.getcwd(), ref, limit), since)


def from_patch(data: bytes, name: str) -> Changes:
    """Return the changes that a diff describes; raises UsageError."""
    from claimlint.settings import git_root

    folder = os.getcwd()
    text = data.decode("utf-8", "surrogateescape")
    since = "in the diff on standard input" if name == "<stdin>" else f"in the diff {name}"
    return Changes(PatchSource(text, name, folder, git_root(folder)), since)
