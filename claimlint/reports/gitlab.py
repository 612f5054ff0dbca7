"""GitLab Code Quality: an array that the merge request widget and the diff view read.

Fingerprints are unique within a report: GitLab drops a second entry with the same one. Paths have
no `./` in front, or GitLab cannot link them.
"""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, WARNING
from claimlint.reports.json import dumped, legible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals

SEVERITIES = {ERROR: "critical", WARNING: "major", NOTE: "info"}
"""GitLab knows info, minor, major, critical and blocker."""


def begin(write: Callable[[str], None], context: Context) -> GitlabReport:
    """Begin a Code Quality report."""
    return GitlabReport(write)


class GitlabReport:
    """Writes each file's findings as soon as they are known."""

    __slots__ = ("_begun", "_seen", "_write")

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._begun = False
        self._seen: dict[str, int] = {}

    def add(self, checked: Checked) -> None:
        """Write the findings of a file."""
        for finding in checked.findings:
            self._put(_record(finding, self._unique(f"{finding.path}\0{finding.fingerprint}")))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write what could not be checked, and the end of the array."""
        for notice in notices:
            if notice.level == "error":
                self._put(_failure(notice, self._unique(f"{notice.path}\0{notice.message}")))
        self._write("\n]\n" if self._begun else "[]\n")

    def _put(self, record: dict[str, object]) -> None:
        self._write((",\n" if self._begun else "[\n") + dumped(record))
        self._begun = True

    def _unique(self, key: str) -> str:
        """Return a fingerprint for a key, another one when the key comes again."""
        from hashlib import sha256

        self._seen[key] = self._seen.get(key, 0) + 1
        if self._seen[key] > 1:
            key = f"{key}\0{self._seen[key]}"
        return sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:40]


def _record(finding: Finding, fingerprint: str) -> dict[str, object]:
    advice = f" {finding.advice}" if finding.advice else ""
    return {
        "engine_name": "claimlint",
        "description": legible(finding.message + advice),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": legible(finding.path.removeprefix("./")),
            "lines": {"begin": finding.line, "end": finding.end_line},
        },
    }


def _failure(notice: Notice, fingerprint: str) -> dict[str, object]:
    return {
        "engine_name": "claimlint",
        "description": legible(f"could not be checked: {notice.message}"),
        "check_name": "not-checked",
        "fingerprint": fingerprint,
        "severity": "blocker",
        "location": {
            "path": legible(notice.path.removeprefix("./")) or ".",
            "lines": {"begin": notice.line or 1},
        },
    }
