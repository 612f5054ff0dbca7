"""A duty of the page stands beside the claims on the same words; it never hides one."""

from __future__ import annotations

import pytest

from claimlint.checks import Options, check
from claimlint.documents import extract
from claimlint.rulebook.compile import RuleBook, rulebook


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return rulebook(use_cache=False)


def categories(book: RuleBook, source: str, *places: str) -> set[str]:
    document = extract("page.md", source)
    found = check(document, book, Options(jurisdictions=("us", *places)))
    return {finding.category for finding in found}


def test_a_duty_does_not_hide_the_claim_on_its_words(book: RuleBook) -> None:
    """Both the claim and the missing citation are reported."""
    found = categories(book, "## Clinically Proven\n\nOur laser is clinically proven.\n")
    assert {"proof", "no-citation"} <= found


def test_results_vary_does_not_meet_the_duty_to_give_typical_results(book: RuleBook) -> None:
    """The bare words are no statement of what patients generally get."""
    story = '> "My knee feels brand new after PRP!"\n\n'
    assert "no-results-vary" in categories(book, story + "Results may vary.\n")
    told = "Not everyone responds, and some patients see no change.\n"
    assert "no-results-vary" not in categories(book, story + told)


@pytest.mark.parametrize(
    ("place", "expected"), [("us-wa", True), ("us-fl", False), ("us-tx", False)]
)
def test_a_notice_is_asked_for_where_the_law_holds(
    book: RuleBook, place: str, expected: bool
) -> None:
    """Washington asks for its notice; Florida only for pain, joints and wounds; Texas does not."""
    page = "We offer stem cell therapy to new clients.\n\nIt is not approved by the FDA.\n"
    assert ("no-approval-notice" in categories(book, page, place)) is expected


def test_denied_risks_are_no_balance(book: RuleBook) -> None:
    """ "No side effects" names no risk."""
    claim = "PRP injections relieve knee pain.\n\n"
    assert "no-risk-balance" in categories(book, claim + "There are no side effects.\n")
    named = "Side effects include bruising and infection.\n"
    assert "no-risk-balance" not in categories(book, claim + named)
