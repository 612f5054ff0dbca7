"""Duties of a whole page: what must be there because something else is.

A duty is a rule of a `no-...` category. It applies where one of its own phrases stands (`match`)
or where the page makes a claim of one of the categories under `when`; its `needs` and `unless`
say on which pages it holds and what satisfies it. It is reported once a page, at the first place
that makes it apply.
"""

from __future__ import annotations

from claimlint.checks.match import Candidate, stands
from claimlint.finding import WARNING
from claimlint.rulebook.model import DUTY_CATEGORIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.checks.page import Page
    from claimlint.rulebook.model import Rule


def is_duty(rule: Rule) -> bool:
    """Tell whether a rule is about a whole page."""
    return rule.category in DUTY_CATEGORIES


def unmet(page: Page, kept: list[Candidate], rules: frozenset[int] | None) -> list[Candidate]:
    """Return the duties that a page does not meet, each at the first place that calls for it."""
    result: dict[str, Candidate] = {}
    for candidate in sorted(kept, key=lambda c: (c.match.first, c.match.stop)):
        if is_duty(candidate.rule):
            result.setdefault(candidate.rule.id, candidate)
    claims = sorted(
        (c for c in kept if c.severity >= WARNING and not is_duty(c.rule)),
        key=lambda c: (c.match.first, c.match.stop),
    )
    for index in page.book.duties:
        if rules is not None and index not in rules:
            continue
        rule = page.book.rule(index)
        for claim in claims:
            if claim.rule.category in rule.when:
                if not stands(page, rule, claim.match, claim.block, claim.sentence):
                    found = claim._replace(rule=rule, guards=(), severity=rule.severity)
                    earlier = result.get(rule.id)
                    if earlier is None or found.match.first < earlier.match.first:
                        result[rule.id] = found
                break
    return list(result.values())
