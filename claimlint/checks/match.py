"""Candidates -> matches: which rule, where, in which context, and what becomes of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import namedtuple

from claimlint.checks import context
from claimlint.checks.page import Page
from claimlint.finding import NOTE, Guard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claimlint.checks.page import Match, Span
    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule

Candidate = namedtuple("Candidate", "rule match block sentence guards severity reason")
Candidate.__doc__ = """A rule's phrase that stands in the text, and the outcome.

severity: 0 when it is dropped, and reason then says why ('negated', 'except: ...').
"""

_ONLY_FOR = {
    "cited": frozenset(["proof", "efficacy"]),
    "biology": frozenset(["efficacy", "regeneration", "prevention-wellness"]),
}
"""Guards that hold for some categories only, where the rule does not say otherwise."""

_NEVER_FOR = {
    "accepted": frozenset(["cure-reversal", "guarantee", "hope", "hype", "numeric-results"])
}
"""Guards that do not hold for some categories: accepted care is not promised either."""


_PRONOUNS = ("it ", "it's ", "it’s ", "they ", "they're ", "they’re ")

LOOK_BACK = 3
"""Sentences before that "it" may take up."""

SUBJECT_BEGINS = 2
"""Words that may stand before the subject of a sentence that "it" takes up."""

KEPT_SCENES = 2_000
"""Sentences that are remembered with what the guards know of them."""


def candidates(page: Page, rules: frozenset[int] | None = None) -> Iterator[Candidate]:
    """Yield every phrase that stands in the page with its rule and outcome, in text order.

    rules: indexes of the rules that are switched on (None: all).
    """
    return judged(page, rules, page.candidates)


def judged(
    page: Page, rules: frozenset[int] | None, places: Iterable[tuple[int, int]]
) -> Iterator[Candidate]:
    """Yield what stands at some places of a page: (phrase, last token) of what may be a claim."""
    book = page.book
    for phrase, last in places:
        users = [i for i in book.users[phrase] if rules is None or i in rules]
        if not users:
            continue
        match = page.match(phrase, last)
        if match is None:
            continue
        block = page.block_of(last)
        for index in users:
            yield _judged(page, book.rule(index), match, block)


def _judged(page: Page, rule: Rule, match: Match, block: int) -> Candidate:
    sentence = page.sentence_of(block, match)
    reason = stands(page, rule, match, block, sentence)
    if reason:
        return Candidate(rule, match, block, sentence, (), 0, reason)
    guards = tuple(
        Guard(guard.name, guard.trigger, _effect(rule, guard))
        for guard in guards_of(page, match, block, sentence)
    )
    dropped = next((guard.name for guard in guards if guard.effect == "drop"), "")
    if dropped:
        return Candidate(rule, match, block, sentence, guards, 0, dropped)
    severity = rule.severity
    if any(guard.effect == "lower" for guard in guards):
        severity = max(NOTE, severity - 1)
    return Candidate(rule, match, block, sentence, guards, severity, "")


def _effect(rule: Rule, guard: Guard) -> str:
    for name, effect in rule.guards:
        if name == guard.name:
            return str(effect)
    if rule.category not in _ONLY_FOR.get(guard.name, (rule.category,)):
        return "keep"
    if rule.category in _NEVER_FOR.get(guard.name, ()):
        return "keep"
    return str(guard.effect)


def stands(page: Page, rule: Rule, match: Match, block: int, sentence: Span) -> str:
    """Return why a match does not count where it stands; nothing where it does."""
    kinds, not_kinds, under = rule.where
    kind = page.document.blocks[block].kind
    if (kinds and kind not in kinds) or kind in not_kinds:
        return f"where: not in a {kind}"
    if under and not _under(page, under, block):
        return "where: no such heading above"
    if rule.except_:
        for other in page.facts(rule.except_, sentence.first, sentence.stop, match.first):
            if other.first < match.stop and match.first < other.stop:
                return f"except: {page.book.phrase_texts[other.phrase]}"
    for scope, phrases in rule.needs:
        if _stated(page, phrases, scope, block, sentence) is None:
            return f"needs: nothing in the {scope}"
    for scope, phrases in rule.unless:
        found = _stated(page, phrases, scope, block, sentence)
        if found:
            return f"unless: {page.book.phrase_texts[found.phrase]}"
    return ""


def _stated(
    page: Page, phrases: tuple[int, ...], scope: str, block: int, sentence: Span
) -> Match | None:
    """Return what states one of the phrases in the sentence, the block or the page."""
    if scope == "page":
        found = page.states(phrases)
        if page.asked is not None:
            page.asked.append((phrases, found is not None))
        return found
    if scope == "sentence":
        return page.stated_in(phrases, sentence.first, sentence.stop)
    return page.stated_in(phrases, *page.block_tokens(block))


def headings(page: Page, block: int) -> list[int]:
    """Return the blocks that give a block its meaning: its lead-in, then the headings above."""
    blocks = page.document.blocks
    result = []
    if blocks[block].kind in ("list-item", "cell"):
        before = block - 1
        while before >= 0 and blocks[before].kind == blocks[block].kind:
            before -= 1
        if before >= 0 and page.document.block_text(before).rstrip().endswith(":"):
            result.append(before)
    above = blocks[block].under
    while above >= 0:
        result.append(above)
        above = blocks[above].under
    return result


def _under(page: Page, phrases: tuple[int, ...], block: int) -> bool:
    return any(
        page.stated_in(phrases, *page.block_tokens(above)) for above in headings(page, block)
    )


def guards_of(page: Page, match: Match, block: int, sentence: Span) -> list[Guard]:
    """Return the guards that hold for a match in its sentence."""
    scene = page.scenes.get(sentence)
    if scene is None:
        scene = page.scenes[sentence] = _scene(page, block, sentence)
    if not scene.possible:
        return []
    claim = (match.first - sentence.first, match.stop - sentence.first)
    at = (match.phrase, claim, page.keys[match.first - 1], *page.keys[match.stop : match.stop + 1])
    known = scene.known.get(at)
    if known is None:
        effects = page.book.cue_table[0]
        passed_over = _passed_over(page, match, sentence.first)
        known = scene.known[at] = context.guards_in(scene, claim, effects, passed_over)
    return known


def _passed_over(page: Page, match: Match, shift: int) -> Callable[[int, int], bool]:
    """Return what tells whether tokens of a sentence stand where the match's phrase says `...`."""
    low = max(0, match.first - 1)

    def passed_over(first: int, end: int) -> bool:
        # The phrase still matches, and from as early, when other words stand there.
        keys = page.keys[low : match.stop + 1]
        keys[first + shift - low : end + shift - low] = [None] * (end - first)
        begins = page.book.phrases.begins
        return any(
            0 <= begins(match.phrase, keys, last) < first + shift - low
            for last in (match.stop - 1 - low, match.stop - low)
        )

    return passed_over


def _scene(page: Page, block: int, sentence: Span) -> context.Scene:
    """Return a sentence as the guards read it; pages of a site share many of theirs."""
    here = page.document.blocks[block]
    begin = sentence.start
    text = page.document.text[begin : sentence.end]
    above = tuple([hit for at in headings(page, block) for hit in _heading_cues(page, at)])
    above += _taken_up(page, block, sentence)
    known = page.book.scenes.get((text, here.quoted, above))
    if known is not None:
        return known
    words = page.layout.words(sentence.first, sentence.stop)
    spans = page.layout.spans(sentence.first, sentence.stop, block)
    tokens = [(word, a - begin, b - begin) for word, (a, b) in zip(words, spans, strict=True)]
    shown = context.Sentence(text, tokens, here.quoted, words)
    scene = context.Scene(shown, [*cue_hits(page.book, words), *above])
    if len(page.book.scenes) >= KEPT_SCENES:
        page.book.scenes.clear()
    page.book.scenes[text, here.quoted, above] = scene
    return scene


def _taken_up(page: Page, block: int, sentence: Span) -> tuple[tuple[str, str, int, int], ...]:
    """Return what a sentence that begins with "it" or "they" takes up as cues of that word.

    It is the subject of the sentence before (or of the one before that, where that one begins so
    too), where that is accepted care or the body and nothing promoted is named beside it.
    """
    if not _begins_with_pronoun(page, sentence.start):
        return ()
    ranges = page.sentences(block)
    at = bisect_left(ranges, (sentence.start, 0))
    for start, end in reversed(ranges[max(0, at - LOOK_BACK) : at]):
        if _begins_with_pronoun(page, start):
            continue
        first, stop = (page.layout.token_at(place, block) for place in (start, end))
        hits = cue_hits(page.book, page.layout.words(first, stop))
        if any(hit[:2] == ("accepted", "unless") for hit in hits):
            return ()
        objects = [stop for guard, role, _, stop in hits if (guard, role) == ("accepted", "object")]
        for guard, role, first, _ in hits:
            if (
                guard in ("accepted", "biology")
                and role == "before"
                and first <= SUBJECT_BEGINS
                and not any(0 <= first - stop <= 1 for stop in objects)
            ):
                return ((guard, role, 0, 1),)
        return ()
    return ()


def _begins_with_pronoun(page: Page, start: int) -> bool:
    return page.document.text[start : start + 8].lower().startswith(_PRONOUNS)


def _heading_cues(page: Page, block: int) -> list[tuple[str, str, int, int]]:
    """Return the cues of a heading that hold for what stands below it."""
    known = page.heading_cues.get(block)
    if known is None:
        first, stop = page.block_tokens(block)
        found = cue_hits(page.book, page.layout.words(first, stop))
        known = [(guard, role, -1, -1) for guard, role, _, _ in found if role == "under"]
        page.heading_cues[block] = known
    return known


def cue_hits(book: RuleBook, words: list[str]) -> list[tuple[str, str, int, int]]:
    """Return the cues of a sentence: (guard, role, first token, last token + 1)."""
    _, meanings = book.cue_table
    return [
        (guard, role, first, stop)
        for cue, first, stop in book.cues.hits(words)
        for guard, role in meanings[cue]
    ]
