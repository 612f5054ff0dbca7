"""Findings -> findings with checked rewrites."""

from __future__ import annotations

from itertools import pairwise

from claimlint.checks import Options, enabled, looked
from claimlint.checks.page import WHOLE
from claimlint.finding import WARNING, Edit, Rewrite
from claimlint.rewrites import denials, omissions, praise, prefixes, wordings
from claimlint.rewrites.apply import exact_ones
from claimlint.rewrites.book import rewrite_book
from claimlint.rewrites.capture import Readings, Segment, holds_data
from claimlint.rewrites.changes import applied
from claimlint.rewrites.omissions import has_finite
from claimlint.rewrites.verify import Verifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimlint.checks.match import Candidate
    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.rewrites.book import Frame, RewriteBook
    from claimlint.rewrites.changes import Draft
    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule

LEAST_WORDS = 4
"""Tokens of a sentence at least that must be left of it: not "It is done"."""

MOST_WORDS = 45
"""Tokens of a sentence at most from which a part may be left out."""

MOST = 3
"""Rewrites that a finding offers at most."""

LEAVE_OUT = ("tail", "purpose", "second-verb")
"""Kinds of frames that leave out part of what a clause claims."""

LEAVES_CLEAN = frozenset(
    [
        "tail",
        "fronted",
        "relative",
        "purpose",
        "second-verb",
        "lead-in",
        "fragment",
        "deny",
        "word",
        "promise",
    ]
)
"""Kinds of frames after which nothing else may be claimed in the sentence."""

DENIES = frozenset(
    [
        "deny",
        "fragment",
        "under-study",
        "with-treatment",
        "passive",
        "patients",
        "ability",
        "effect",
        "promise",
    ]
)
"""Kinds of frames that deny or doubt what a sentence says, which must not be an accepted fact."""

OMITS = frozenset(["tail", "fronted", "relative", "purpose", "second-verb"])
CUTS = frozenset(["tail", "relative", "purpose", "lead-in"])
"""Kinds of frames that leave out the claim at one end of a sentence, and let the rest stand."""

LONGEST = 400
"""Tokens of a sentence at most: of a longer one no frame can be sure."""

_MAKERS = {
    "word": praise.word, "superlative": praise.superlative, "tail": omissions.tail,
    "fronted": omissions.fronted, "relative": omissions.relative, "purpose": omissions.purpose,
    "second-verb": omissions.second_verb, "lead-in": wordings.lead_in, "deny": denials.deny,
    "under-study": denials.under_study, "fragment": denials.fragment, "passive": prefixes.passive,
    "with-treatment": denials.with_treatment, "patients": prefixes.patients,
    "effect": denials.effect, "ability": denials.ability, "foretold": prefixes.foretold,
    "studies": prefixes.studies, "outcomes": prefixes.outcomes, "promise": denials.promise,
}  # fmt: skip


class Rewriter:
    """Rewords the findings of documents under one rule book."""

    __slots__ = ("_book", "_format", "_parts", "_places", "_rules")

    def __init__(
        self, book: RuleBook, options: Options | None = None, format: str | None = None
    ) -> None:
        if book.last is None:
            book.last = []  # what is checked is to be reworded: keep it until then
        self._book = book
        self._format = format
        self._places: dict[str, tuple[int, int]] = {}
        self._parts: RewriteBook | None = None
        self._rules = enabled(book, options or Options())

    def reworded(self, document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings of a document with their rewrites, the best one first."""
        findings = tuple(findings)
        if not any(self._may_change(finding) for finding in findings):
            return findings
        if self._parts is None:
            self._parts = rewrite_book(self._book)
        if any(name in document.path.lower() for name in self._parts.never["paths"]):
            return findings
        page, found = looked(document, self._book, self._rules)
        places: dict[tuple[str, int, int], Candidate] = {}
        blocks: dict[int, list[Candidate]] = {}
        for candidate in found:
            text = page.text_of(candidate.block, candidate.match.first, candidate.match.stop)
            places.setdefault((candidate.rule.id, *document.source_range(*text)), candidate)
            blocks.setdefault(candidate.block, []).append(candidate)
        result = []
        readings = Readings(page, self._parts)
        verifier = Verifier(page, self._rules)
        for finding in findings:
            at = places.get((finding.rule, finding.start, finding.end))
            if at is not None and self._may_change(finding):
                rewrites = self._rewrites(readings, verifier, at, blocks[at.block])
                finding = finding._replace(rewrites=rewrites)
                self._places[finding.fingerprint] = (at.block, at.sentence.start)
            result.append(finding)
        return self._exact(document, result)

    def placed(
        self, document: Document, findings: Iterable[Finding]
    ) -> list[tuple[Finding, tuple[int, int]]]:
        """Return reworded findings that have rewrites with the segments that they stand in."""
        return [(f, self._places[f.fingerprint]) for f in findings if f.rewrites]

    def _exact(self, document: Document, findings: list[Finding]) -> tuple[Finding, ...]:
        """Leave out rewrites that would change more of the document than their words."""
        good: dict[tuple[Edit, ...], bool] = {}
        waiting = {rewrite.edits for finding in findings for rewrite in finding.rewrites}
        while waiting:
            # As many at a time as are apart from each other.
            batch, end = [], -1
            for edits in sorted(waiting):
                if edits[0].start > end:
                    batch.append(edits)
                    end = edits[-1].end
            good.update(zip(batch, exact_ones(document, batch, self._format), strict=True))
            waiting.difference_update(batch)
        return tuple(
            finding._replace(rewrites=tuple(r for r in finding.rewrites if good[r.edits]))
            for finding in findings
        )

    def _may_change(self, finding: Finding) -> bool:
        return finding.scope == "span" and not any(g.name == "testimonial" for g in finding.guards)

    def _rewrites(
        self, readings: Readings, verifier: Verifier, candidate: Candidate, there: list[Candidate]
    ) -> tuple[Rewrite, ...]:
        """Return the checked rewrites of one claim."""
        page, parts = readings.page, readings.book
        rule, block, sentence = candidate.rule, candidate.block, candidate.sentence
        if (
            page.document.blocks[block].quoted
            or page.document.blocks[block].kind in ("quote", "structured-data")
            or rule.category in parts.never["categories"]
            or rule.id in parts.never["rules"]
            or sentence.stop - sentence.first > LONGEST
        ):
            return ()
        claim = (candidate.match.first, candidate.match.stop)
        segment = Segment(readings, block, sentence, claim)
        if segment.is_quoted() or segment.of("untouchable"):
            return ()
        text = page.text_of(block, *claim)
        result: list[Rewrite] = []
        seen: set[str] = set()
        done: set[str] = set()
        denied = False
        for kind, choices in _choices(segment, rule, parts):
            if denied and kind in LEAVE_OUT:
                continue  # what is left would be claimed without the denial
            if (kind in DENIES and segment.is_accepted()) or kind in done:
                continue
            for draft in _joined(choices, segment, readings, candidate, there):
                if kind in OMITS and _leaves_more(segment, draft):
                    continue
                after = applied(segment.text, draft.edits, sentence.start, sentence.end)
                edits = source_edits(page.document, draft)
                if after in seen or edits is None:
                    continue
                if not seen and readings.is_fixed(block):
                    return ()
                seen.add(after)
                if verifier.is_good(block, sentence, text, draft, there, kind in LEAVES_CLEAN):
                    level = "review" if _needs_eyes(segment, rule, parts) else draft.applicability
                    result.append(Rewrite(level, draft.description, edits))
                    if kind in OMITS:
                        done.add(kind)
                    denied = denied or kind in ("deny", "fragment")
                    break
            if len(result) == MOST:
                break
        return tuple(sorted(result, key=lambda r: r.applicability != "safe"))


def _leaves_more(segment: Segment, draft: Draft) -> bool:
    """Tell whether a draft that leaves something out leaves more than can be kept."""
    left = sum(
        all(end <= low or high <= start for start, end, _ in draft.edits)
        for low, high in segment.spans[: segment.body]
    )
    if len(segment.words) > MOST_WORDS or (
        left < LEAST_WORDS and has_finite(segment, segment.body)
    ):
        return True
    return any(
        all(end <= low or high <= start for start, end, _ in draft.edits)
        for first, stop in segment.of("left-over")
        for low, high in [(segment.spans[first][0], segment.spans[stop - 1][1])]
    )


def _joined(
    choices: Iterator[Draft],
    segment: Segment,
    readings: Readings,
    candidate: Candidate,
    there: list[Candidate],
) -> Iterator[Draft]:
    """Yield drafts, and then the first of them with what else the sentence claims left out."""
    first = None
    for draft in choices:
        first = first or draft
        yield draft
    if first is None:
        return
    for more in _cuts(readings, candidate, there):
        edits = sorted({*first.edits, *more.edits})
        if len(edits) > len(first.edits) and all(a[1] < b[0] for a, b in pairwise(edits)):
            both = first._replace(applicability="review", edits=tuple(edits))
            if not _leaves_more(segment, both):
                yield both


def _cuts(readings: Readings, candidate: Candidate, there: list[Candidate]) -> Iterator[Draft]:
    """Yield what leaves out other claims of a candidate's sentence."""
    seen: set[tuple[int, int]] = set()
    for other in there:
        claim = (other.match.first, other.match.stop)
        if other.sentence != candidate.sentence or other.severity < WARNING or claim in seen:
            continue
        if len(seen) == MOST:
            return
        seen.add(claim)
        segment = Segment(readings, candidate.block, candidate.sentence, claim)
        for frame in readings.book.frames:
            if frame.kind in CUTS:
                yield from _MAKERS[frame.kind](frame, segment)


def _needs_eyes(segment: Segment, rule: Rule, parts: RewriteBook) -> bool:
    """Tell whether a person must look at any rewrite here."""
    return bool(
        segment.kind not in parts.body
        or segment.kind in WHOLE
        or rule.category == "serious-disease"
        or segment.of("serious")
    )


def _drafts(segment: Segment, rule: Rule, parts: RewriteBook) -> Iterator[Draft]:
    """Yield what the frames make of a claim, in the order of the frames."""
    refused, lowered = _rule_says(rule)
    for frame in parts.frames:
        if frame.kind in refused or (frame.serves and rule.category not in frame.serves):
            continue
        for draft in _made(frame, segment, rule):
            level = lowered.get(frame.kind, draft.applicability)
            yield draft._replace(applicability="review") if level == "review" else draft


def _choices(
    segment: Segment, rule: Rule, parts: RewriteBook
) -> Iterator[tuple[str, Iterator[Draft]]]:
    """Yield for each draft of a claim its kind and what may be tried: it, and it without praise.

    What a frame leaves of a sentence may hold praise that would be found again.
    """
    words = next((frame for frame in parts.frames if frame.kind == "word"), None)
    kinds = {frame.id: frame.kind for frame in parts.frames}
    for draft in _drafts(segment, rule, parts):
        yield kinds[draft.frame], _variants(segment, draft, words)


def _variants(segment: Segment, draft: Draft, words: Frame | None) -> Iterator[Draft]:
    yield draft
    if words is not None and draft.frame != words.id:
        bare = praise.without_praise(words, segment, draft)
        if bare is not None:
            yield bare


def _made(frame: Frame, segment: Segment, rule: Rule) -> Iterator[Draft]:
    if frame.kind == "swap":
        yield from wordings.swap(frame, segment, rule.id)
    elif frame.kind == "topic":
        yield from wordings.topic(frame, segment, rule.category)
    else:
        yield from _MAKERS[frame.kind](frame, segment)


def _rule_says(rule: Rule) -> tuple[set[str], dict[str, str]]:
    """Return the frames that a rule refuses, and those that it lowers."""
    refused: set[str] = set()
    lowered: dict[str, str] = {}
    for body in rule.rewrites:
        names = body.get("refuse", ())
        refused.update((names,) if isinstance(names, str) else names)
        if "frame" in body:
            lowered[body["frame"]] = body.get("applicability", "safe")
    return refused, lowered


_MARKUP = frozenset("<>&*_`[]{}|\\")
_SYNTAX = frozenset(":#'\"")


def _same(source: str, text: str) -> bool:
    """Tell whether a source range is its text, but for the indent of wrapped lines."""
    return source == text or ("\n" in text and source.split() == text.split())


def source_edits(document: Document, draft: Draft) -> tuple[Edit, ...] | None:
    """Return a draft's edits as edits of the source; None where one cuts through markup.

    A range is exact only if its source is its text, letter by letter. What is put in may not be
    taken for syntax by the format around it (a colon in YAML).
    """
    result = []
    for start, end, new in draft.edits:
        is_data = holds_data(document, document.blocks[document.block_at(start)].kind)
        if any(c in _MARKUP or (is_data and c in _SYNTAX) for c in new):
            return None
        if start == end:
            low = document.source_range(start, start + 1)[0]
            if document.source[low : low + 1] != document.text[start : start + 1]:
                return None
            result.append(Edit(low, low, new))
            continue
        low, high = document.source_range(start, end)
        if not _same(document.source[low:high], document.text[start:end]):
            return None
        result.append(Edit(low, high, new))
    return tuple(result)
