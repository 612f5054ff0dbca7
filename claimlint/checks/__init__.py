"""Document x RuleBook -> findings."""

from __future__ import annotations

from collections import namedtuple

from claimlint.checks import duties
from claimlint.checks.match import Candidate, candidates
from claimlint.checks.page import Page
from claimlint.finding import NOTE, Finding
from claimlint.rulebook.tables import Damaged, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.documents.model import Document
    from claimlint.rulebook.compile import RuleBook

Options = namedtuple("Options", "select ignore jurisdictions", defaults=((), (), ("us",)))
Options.__doc__ = """What is switched on.

select, ignore: rule ids and categories (select empty: all); jurisdictions: codes whose rules
apply.
"""


def check(document: Document, book: RuleBook, options: Options | None = None) -> list[Finding]:
    """Return the findings of a document, in text order, one for each claim."""
    try:
        return _check(document, book, options)
    except Damaged:
        book.unlearn()
        return _check(document, book, options)


def _check(document: Document, book: RuleBook, options: Options | None) -> list[Finding]:
    options = options or Options()
    rules = enabled(book, options)
    page, kept = looked(document, book, rules)
    if not kept:
        return []
    ordinals: dict[tuple[str, str], int] = {}
    claims = _claims([candidate for candidate in kept if not duties.is_duty(candidate.rule)])
    claims += [(duty, ()) for duty in duties.unmet(page, kept, rules)]
    findings = [_finding(page, chosen, related, options, ordinals) for chosen, related in claims]
    return sorted(findings, key=lambda f: (f.line, f.column, f.rule))


def looked(
    document: Document, book: RuleBook, rules: frozenset[int] | None
) -> tuple[Page, list[Candidate]]:
    """Return a document as a page, and what stands in it that is not dropped.

    rules: indexes of the rules that are switched on (None: all). Where `book.last` is a list, it
    keeps the answer, so that rewording a document does not read it a second time.
    """
    last = book.last
    if last and last[0][0].document is document and last[0][1] == rules:
        page, _, kept = last[0]
        return page, kept
    if last:
        last.clear()  # one page at a time
    page = Page(document, book)
    found = candidates(page, rules) if book.memory is None else book.memory.kept(page, rules)
    kept = [c for c in found if c.severity]
    if last is not None:
        last[:] = [(page, rules, kept)]
    return page, kept


def explain(
    document: Document, book: RuleBook, line: int, options: Options | None = None
) -> list[tuple[Candidate, Finding]]:
    """Return every candidate on a source line, dropped ones too, each with its finding."""
    page = Page(document, book)
    options = options or Options()
    result = []
    for candidate in candidates(page, enabled(book, options)):
        finding = _finding(page, candidate, (), options, {})
        if finding.line <= line <= finding.end_line:
            result.append((candidate, finding))
    return result


def enabled(book: RuleBook, options: Options) -> frozenset[int] | None:
    """Return the indexes of the rules that the options switch on (None: all)."""
    if options not in book.chosen:
        book.chosen[options] = _enabled(book, options)
    return book.chosen[options]


def _enabled(book: RuleBook, options: Options) -> frozenset[int] | None:
    if not (options.select or options.ignore or book.jurisdictional):
        return None
    chosen = set()
    places = jurisdictions(options)
    for index, (*names, only_in) in enumerate(book.labels):
        if options.select and not any(name in options.select for name in names):
            continue
        if any(name in options.ignore for name in names):
            continue
        if only_in and places.isdisjoint(only_in):
            continue
        chosen.add(index)
    return frozenset(chosen)


def jurisdictions(options: Options) -> frozenset[str]:
    """Return the chosen jurisdictions with those around them (`us-ca` lies in `us`)."""
    return frozenset(
        name
        for chosen in options.jurisdictions
        for name in (chosen, chosen.rpartition("-")[0] if chosen[:3] in ("us-", "ca-") else chosen)
    )


def _severity(candidate: Candidate, places: frozenset[str]) -> int:
    """Return the severity of a finding where it is published: the gravest of the places."""
    rule = candidate.rule
    steps = rule.severity - candidate.severity
    there = [severity for place, severity in rule.severity_in if place in places]
    base: int = max([rule.severity, *there])
    return max(NOTE, base - steps) if steps else base


def _sources(page: Page, candidate: Candidate, places: frozenset[str]) -> tuple[str, ...]:
    """Return the sources of a rule that hold in the chosen places (all, where none does)."""
    origins = page.book.jurisdictions
    chosen = tuple(s for s in candidate.rule.sources if origins.get(s) in (*places, "intl"))
    return chosen or candidate.rule.sources


def _claims(kept: list[Candidate]) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Return one candidate for each claim, with the other rules that matched its words.

    Candidates that share words are one claim; the most severe one speaks for it, then one of a
    more specific family than efficacy, then the one with more words, then the first.
    """
    order = sorted(
        kept,
        key=lambda c: (
            -c.severity,
            c.rule.category == "efficacy",
            c.match.first - c.match.stop,
            c.match.first,
            c.rule.id,
        ),
    )
    chosen: list[tuple[Candidate, list[str]]] = []
    owners: dict[int, int] = {}  # token -> index of the claim that it belongs to
    for candidate in order:
        tokens = range(candidate.match.first, candidate.match.stop)
        index = min((owners[t] for t in tokens if t in owners), default=-1)
        if index < 0:
            owners.update(dict.fromkeys(tokens, len(chosen)))
            chosen.append((candidate, []))
            continue
        other, related = chosen[index]
        if candidate.rule.id != other.rule.id and candidate.rule.id not in related:
            related.append(candidate.rule.id)
    return [(candidate, tuple(sorted(related))) for candidate, related in chosen]


def _finding(
    page: Page,
    candidate: Candidate,
    related: tuple[str, ...],
    options: Options,
    ordinals: dict[tuple[str, str], int],
) -> Finding:
    document, rule, match = page.document, candidate.rule, candidate.match
    first, stop = page.text_of(candidate.block, match.first, match.stop)
    start, end = document.source_range(first, stop)
    line, column = document.position(start)
    end_line, end_column = document.position(end)
    text = _shown(document.text, first, stop)
    segment = _shown(document.text, candidate.sentence.start, candidate.sentence.end)
    key = (rule.id, segment.lower())
    ordinals[key] = ordinals.get(key, 0) + 1
    places = jurisdictions(options)
    duty = duties.is_duty(rule)
    message = rule.why if duty else f"'{text}': {rule.why}"
    return Finding(
        document.path, start, end, line, column, end_line, end_column,
        rule.id, rule.category, _severity(candidate, places), "document" if duty else "span",
        message, text, segment, document.blocks[candidate.block].kind, candidate.guards,
        _sources(page, candidate, places),
        digest(rule.id.encode(), key[1].encode("utf-8", "replace"), b"%d" % ordinals[key]),
        (), rule.advice, related,
    )  # fmt: skip


def _shown(text: str, start: int, end: int) -> str:
    """Return a stretch of visible text on one line."""
    return " ".join(text[start:end].split())
