"""Marked sentences (tests/data/context.yaml) through rules/cues.yaml, and what holds for all."""

from __future__ import annotations

import os
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.checks import context
from claimlint.checks.match import cue_hits
from claimlint.finding import Guard
from claimlint.rulebook import compile as compiling
from claimlint.rulebook import model
from claimlint.rulebook.compile import RuleBook
from tests.checks.marked import EFFECTS, names, tokens_of, unmark

DATA = os.path.join(os.path.dirname(__file__), "..", "data", "context.yaml")
RANK = {"drop": 2, "lower": 1, "keep": 0}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return compiling.rulebook(use_cache=False)


def guards_of(book: RuleBook, marked: str, group: dict[str, Any]) -> list[Guard]:
    text, tokens, claim = unmark(marked)
    hits = cue_hits(book, [word for word, _, _ in tokens])
    for heading in group.get("headings", ()):
        found = cue_hits(book, [word for word, _, _ in tokens_of(heading)])
        hits += [(guard, role, -1, -1) for guard, role, _, _ in found if role == "under"]
    sentence = context.Sentence(text, tokens, group.get("quoted", False))
    return context.guards_for(sentence, claim, hits, book.cue_table[0])


def cases() -> list[Any]:
    with open(DATA, encoding="utf-8") as file:
        groups = yaml.safe_load(file)
    return [pytest.param(text, group, id=text) for group in groups for text in group["texts"]]


CASES = cases()


@pytest.mark.parametrize(("marked", "group"), CASES)
def test_sentence(book: RuleBook, marked: str, group: dict[str, Any]) -> None:
    """The guards named hold, and no other guard changes what becomes of the claim."""
    found = guards_of(book, marked, group)
    wanted = dict(name.partition("=")[::2] for name in group["guards"])
    effects = {guard.name: guard.effect for guard in found}
    for name, effect in wanted.items():
        assert name in effects, found
        assert effects[name] == (effect or book.cue_table[0][name])
    expected = max((RANK[effects[name]] for name in wanted), default=0)
    assert max((RANK[effect] for effect in effects.values()), default=0) == expected, found


def test_there_are_enough_sentences_and_no_two_alike() -> None:
    texts = [case.values[0] for case in CASES]
    assert len(texts) >= 250
    assert len(set(texts)) == len(texts)


def test_cues_are_valid(book: RuleBook) -> None:
    assert [str(e) for e in book.errors if "cues.yaml" in str(e) or "context.yaml" in str(e)] == []


def test_effects_are_those_of_the_documentation(book: RuleBook) -> None:
    assert book.cue_table[0] == EFFECTS
    assert tuple(EFFECTS) == model.GUARDS


@pytest.mark.parametrize(
    ("word", "guard"),
    [
        *((word, "negated") for word in ("not", "never", "cannot", "don't", "nor", "neither")),
        *((word, "hedged") for word in ("may", "might", "could", "perhaps")),
        ("whether", "investigational"),
        ("i was", "testimonial"),
    ],
)
def test_a_bare_cue_is_hidden_by_no_pseudo_cue(book: RuleBook, word: str, guard: str) -> None:
    roles = {role for name, role, _, _ in cue_hits(book, word.split()) if name == guard}
    assert roles
    assert "pseudo" not in roles


@pytest.mark.parametrize("word", ["the", "a", "it", "is", "pain", "our", "and", ",", "you", "."])
def test_an_everyday_word_is_no_cue(book: RuleBook, word: str) -> None:
    strong = ("negated", "attributed", "investigational", "qualified", "hedged", "testimonial")
    assert [hit for hit in cue_hits(book, [word]) if hit[0] in strong] == []


WORDS = st.sampled_from(
    [
        *("not", "may", "it", "PRP", "cures", "pain", "no evidence", "that", "but", "we", "our"),
        *("the FDA warns", "clinics claim", "whether", "exercise", "and", "relieving", "who"),
        *(",", ".", ";", ":", "?", "!", "—", "(", ")", "“", "”", '"', "'", "...", "2019", "[2]"),
        *(
            "Dr.",
            "I",
            "my",
            "knee",
            "is a myth",
            "if",
            "in mice",
            "not only",
            "\n",
            "•",
            "how does",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25), st.integers(0, 24), st.integers(1, 5))
def test_any_sentence_gets_an_answer(
    book: RuleBook, parts: list[str], first: int, length: int
) -> None:
    text = " ".join(parts)
    tokens = tokens_of(text)
    if not tokens:
        return
    first = min(first, len(tokens) - 1)
    claim = (first, min(len(tokens), first + length))
    hits = cue_hits(book, [word for word, _, _ in tokens])
    sentence = context.Sentence(text, tokens, False)
    found = context.guards_for(sentence, claim, hits, book.cue_table[0])
    assert len({guard.name for guard in found}) == len(found)
    order = list(book.cue_table[0])
    assert [order.index(guard.name) for guard in found] == sorted(
        order.index(guard.name) for guard in found
    )
    for guard in found:
        assert guard.trigger
        assert guard.effect in model.EFFECTS


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=15))
def test_a_whole_sentence_that_is_the_claim_is_governed_by_nothing(
    book: RuleBook, parts: list[str]
) -> None:
    """All cues lie inside the claim then; only who is speaking and references may count."""
    text = " ".join(parts)
    tokens = tokens_of(text)
    if not tokens:
        return
    hits = cue_hits(book, [word for word, _, _ in tokens])
    sentence = context.Sentence(text, tokens, False)
    found = context.guards_for(sentence, (0, len(tokens)), hits, book.cue_table[0])
    assert not {"negated", "hedged", "investigational", "qualified"}.intersection(names(found))
