"""JUnit XML for CI systems that show test results.

A suite for each file; in it a case for each finding, or one passed case where there is none. What
makes the run fail (`--fail-on`) is a failure; a finding below that passes, with its text in
`system-out`, and a waived one is skipped. A file that could not be checked is an error. No times:
the same bytes every run.
"""

from __future__ import annotations

from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.verdict import fails_from
from claimlint.reports.xml import HEAD, tag, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimlint.finding import Finding, Notice
    from claimlint.reports import Context
    from claimlint.run import Checked, Totals
    from claimlint.waivers import Waived


_COUNTS = ("tests", "failures", "errors", "skipped")


def begin(write: Callable[[str], None], context: Context) -> JunitReport:
    """Begin a JUnit report."""
    return JunitReport(write, fails_from(context))


class JunitReport:
    """Keeps the suites until the totals, which come first, are known."""

    __slots__ = ("_counts", "_limit", "_suites", "_write")

    def __init__(self, write: Callable[[str], None], limit: int) -> None:
        self._write = write
        self._limit = limit
        self._suites: list[str] = []
        self._counts = [0, 0, 0, 0]

    def add(self, checked: Checked) -> None:
        """Keep the suite of a file that was checked."""
        if checked.document is None:
            return
        cases = [self._case(finding) for finding in checked.findings]
        failures = sum(finding.severity >= self._limit for finding in checked.findings)
        if not cases:
            passed = tag("testcase", name="no findings", classname=checked.path, file=checked.path)
            cases = [f"    <{passed}/>\n"]
        cases += [_skipped(waived) for waived in checked.waived]
        self._suite(checked.path, cases, failures, skipped=len(checked.waived))

    def finish(self, totals: Totals, notices: Sequence[Notice]) -> None:
        """Write everything; what could not be checked has a suite of its own."""
        for notice in notices:
            if notice.level == "error":
                self._suite(notice.path, [_failure(notice)], errors=1)
        counts = dict(zip(_COUNTS, self._counts, strict=True))
        head = tag("testsuites", name="claimlint", **counts)
        self._write(f"{HEAD}<{head}>\n{''.join(self._suites)}</testsuites>\n")

    def _suite(
        self, path: str, cases: list[str], failures: int = 0, errors: int = 0, skipped: int = 0
    ) -> None:
        counts = [len(cases), failures, errors, skipped]
        self._counts = [a + b for a, b in zip(self._counts, counts, strict=True)]
        head = tag("testsuite", name=path, **dict(zip(_COUNTS, counts, strict=True)))
        self._suites.append(f"  <{head}>\n{''.join(cases)}  </testsuite>\n")

    def _case(self, finding: Finding) -> str:
        lines = [f"{finding.path}:{finding.line}:{finding.column}: {finding.message}"]
        lines += [finding.advice] if finding.advice else []
        body = "\n".join(text(line) for line in lines)
        severity = SEVERITY_NAMES[finding.severity]
        if finding.severity < self._limit:
            inside = f"<system-out>{severity}: {body}</system-out>"
        else:
            failure = tag("failure", message=finding.message, type=severity)
            inside = f"<{failure}>{body}</failure>"
        return _testcase(finding, inside)


def _testcase(finding: Finding, inside: str) -> str:
    head = tag(
        "testcase", name=f"{finding.line}:{finding.column} {finding.rule}",
        classname=finding.path, file=finding.path, line=finding.line,
    )  # fmt: skip
    return f"    <{head}>\n      {inside}\n    </testcase>\n"


def _skipped(waived: Waived) -> str:
    finding, kind, reason = waived
    said = f"waived by {kind}" + (f": {reason}" if reason else "")
    return _testcase(finding, f"<{tag('skipped', message=said)}/>")


def _failure(notice: Notice) -> str:
    head = tag("testcase", name="not checked", classname=notice.path, file=notice.path)
    error = tag("error", message=notice.message, type="not-checked")
    return f"    <{head}>\n      <{error}/>\n    </testcase>\n"
