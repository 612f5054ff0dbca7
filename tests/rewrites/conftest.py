"""The built-in rules and a rewriter over them, compiled once for the tests of this folder."""

import pytest

from claimlint.checks import check
from claimlint.documents import extract
from claimlint.rewrites.apply import edited
from claimlint.rewrites.offer import Rewriter
from claimlint.rulebook.compile import rulebook


@pytest.fixture(scope="session")
def book():
    return rulebook()


@pytest.fixture(scope="session")
def rewriter(book):
    return Rewriter(book)


@pytest.fixture(scope="session")
def reworded(book, rewriter):
    """Return (findings with rewrites, document) of a source text."""

    def run(source, path="page.md"):
        document = extract(path, source)
        return rewriter.reworded(document, check(document, book)), document

    return run


@pytest.fixture(scope="session")
def offers(reworded):
    """Return {text after a rewrite: applicability} of all rewrites of a source text."""

    def run(source, path="page.md"):
        findings, document = reworded(source, path)
        return {
            edited(document.source, rewrite.edits).strip(): rewrite.applicability
            for finding in findings
            for rewrite in finding.rewrites
        }

    return run
