from __future__ import annotations

import pytest

from claimlint.settings import Settings
from tests.reports.sample import waived, written

junitparser = pytest.importorskip("junitparser", reason="junitparser is not installed")


def read(**options):
    return junitparser.JUnitXml.fromstring(written("junit", **options).encode("utf-8"))


def outcomes(report):
    return {
        (suite.name, case.name): [type(r).__name__ for r in case.result]
        for suite in report
        for case in suite
    }


def test_a_reader_finds_failures_errors_and_passes():
    report = read()
    assert (report.tests, report.failures, report.errors) == (9, 6, 1)
    found = outcomes(report)
    assert found["my pages/knee.md", "3:15 safe-effective"] == ["Failure"]
    assert found["my pages/knee.md", "6:1 praise"] == []
    assert found["clean.md", "no findings"] == []
    assert found["gone.md", "not checked"] == ["Error"]


def test_the_counts_are_those_of_the_cases():
    report = read()
    for suite in report:
        kinds = [type(result).__name__ for case in suite for result in case.result]
        assert suite.tests == len(list(suite))
        assert suite.failures == kinds.count("Failure")
        assert suite.errors == kinds.count("Error")
    assert report.tests == sum(suite.tests for suite in report)


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("note", 7), ("warning", 6), ("error", 2), ("never", 0)]
)
def test_a_failure_is_what_makes_the_run_fail(fail_on, failures):
    assert read(settings=Settings(folder="/", fail_on=fail_on)).failures == failures


def test_what_passes_is_told_all_the_same():
    case = next(c for suite in read() for c in suite if c.name == "6:1 praise")
    assert case.system_out == "note: my pages/knee.md:6:1: 'Soothing.': Nobody has measured it."


def test_texts_come_through():
    case = next(c for suite in read() for c in suite if c.name == "4:31 safe-effective")
    assert case.result[0].message == "'safe & effective': Nobody has measured it."
    assert case.result[0].type == "error"


def test_what_was_waived_is_skipped():
    report = read(files=[waived()], notices=())
    assert (report.tests, report.failures, report.skipped) == (6, 3, 2)
    found = outcomes(report)
    assert found["my pages/knee.md", "3:15 safe-effective"] == ["Skipped"]
    reasons = [r.message for s in report for c in s for r in c.result if c.is_skipped]
    assert reasons == ["waived by comment: quotes | a *label*", "waived by baseline"]
