import pytest

from claimlint.documents.model import Document
from claimlint.finding import WARNING, Edit, Finding, Guard, Rewrite
from claimlint.run import Checked


def document(source="Our cells are safe.\n", path="a.md"):
    return Document(path, source, "text", "", (), ([], [], []))


@pytest.fixture
def make_document():
    return document


@pytest.fixture
def make_finding():
    """Return a function that makes a finding for source[start:end]."""

    def make(source="Our cells are safe.\n", start=14, end=18, **changes):
        made = document(source, changes.get("path", "a.md"))
        line, column = made.position(start)
        end_line, end_column = made.position(end)
        finding = Finding(
            path="a.md", start=start, end=end, line=line, column=column,
            end_line=end_line, end_column=end_column, rule="safety-claim", category="safety",
            severity=WARNING, scope="span", message="'safe': why", text="safe",
            segment="Our cells are safe.", block="paragraph",
            guards=(Guard("hedged", "may", "lower"),), sources=("us-ftc-act-5", "uk-cap-12.1"),
            fingerprint="f" * 40,
            rewrites=(Rewrite("review", "Say what was studied", (Edit(start, end, "x"),)),),
            advice="Say what was studied.", related=("other-rule",),
        )  # fmt: skip
        return finding._replace(**changes)

    return make


@pytest.fixture
def make_checked(make_finding):
    """Return a function that makes a checked file with one finding."""

    def make(source="Our cells are safe.\n", start=14, end=18, **changes):
        finding = make_finding(source, start, end, **changes)
        return Checked(finding.path, document(source, finding.path), (finding,), ())

    return make
