"""What the examples of rules leave untried: phrases that no example has, rules without near misses.

Vocabulary entries that no example uses are counted as well; there are thousands of them, so they
are listed only when asked for.
"""

from __future__ import annotations

from collections import namedtuple

from claimlint.checks.page import Page
from claimlint.documents import extract
from claimlint.rulebook.words import tokens
from claimlint.selftest import document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule

Gap = namedtuple("Gap", "rule path line problem")
Gap.__doc__ = "Something that the examples of a rule do not try."

NEAR_MISSES = 2
"""Pass examples with words of the rule's phrases that a rule should have at least."""


def gaps(book: RuleBook, ids: frozenset[str] | None = None) -> Iterator[Gap]:
    """Yield what the examples of the rules (None: all) leave untried."""
    for rule in book.rules:
        if ids is None or rule.id in ids:
            yield from _of(book, rule)


def _of(book: RuleBook, rule: Rule) -> Iterator[Gap]:
    from claimlint.rulebook.model import Example

    tried: set[int] = set()
    words: set[str] = set()
    for values in rule.flag:
        example = Example(*values)
        page = Page(extract(*document(example, example.kind, example.text)), book)
        for phrase, last in page.candidates:
            match = page.match(phrase, last) if phrase in rule.match else None
            if match is not None:
                tried.add(phrase)
                words.update(page.words[match.first : match.stop])
    for phrase in rule.match:
        if phrase not in tried:
            text = book.phrase_texts[phrase]
            yield Gap(rule.id, rule.path, rule.line, f"no flag example has the phrase '{text}'")
    near = sum(1 for values in rule.pass_ if len(words.intersection(tokens(values[0]))) > 1)
    if near < NEAR_MISSES:
        said = f"has {near} near misses among its pass examples; {NEAR_MISSES} are needed"
        yield Gap(rule.id, rule.path, rule.line, said)


def unused_words(book: RuleBook) -> list[str]:
    """Return the words of the phrases and vocabularies that no example of any rule has."""
    seen: set[str] = set()
    for rule in book.rules:
        for values in (*rule.flag, *rule.pass_):
            seen.update(tokens(values[0]))
    return sorted(book.words - seen)
