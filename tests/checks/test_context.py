"""The logic of guards, with cues made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from claimlint.checks import context
from claimlint.checks.match import candidates
from claimlint.checks.page import Page
from claimlint.documents import extract
from claimlint.finding import Guard
from claimlint.rulebook import compile as compiling
from tests.checks.marked import EFFECTS, names, unmark


def judge(marked: str, **cues: str) -> list[Guard]:
    """Return the guards; a cue is `guard_role="words"`, several with `|`."""
    text, tokens, claim = unmark(marked)
    words = [word for word, _, _ in tokens]
    hits = []
    for name, phrases in cues.items():
        guard, _, role = name.rpartition("_")
        for phrase in phrases.split("|"):
            wanted = phrase.split()
            places = [
                i for i in range(len(words)) if words[i : i + len(wanted)] == wanted and wanted
            ]
            assert places, f"'{phrase}' does not stand in '{text}'"
            hits += [(guard.rstrip("_"), role, i, i + len(wanted)) for i in places]
    sentence = context.Sentence(text, tokens, False)
    return context.guards_for(sentence, claim, hits, EFFECTS)


def test_a_cue_governs_what_stands_behind_it() -> None:
    assert judge("It does not [[cure pain]].", negated_before="not") == [
        Guard("negated", "not", "drop")
    ]


def test_a_cue_does_not_govern_what_stands_before_it() -> None:
    assert judge("It [[cures pain]], not warts.", negated_before="not") == []


def test_a_trigger_is_shown_as_written_on_one_line() -> None:
    found = judge("It is By\nNo  Means [[a cure]].", negated_before="by no means")
    assert found == [Guard("negated", "By No Means", "drop")]


def test_a_cue_inside_the_claim_never_counts() -> None:
    assert judge("It has [[no side effects]].", negated_near="no") == []
    assert judge("It has [[no side effects]].", negated_segment="no") == []


def test_a_cue_that_begins_before_the_claim_may_reach_into_it() -> None:
    assert names(judge("not [[shown to be safe]]", negated_wide="not shown to")) == ["negated"]


def test_a_cue_around_the_claim_counts() -> None:
    assert names(judge("It is not [[approved]] here.", qualified_segment="not approved here")) == [
        "qualified"
    ]


def test_a_pseudo_cue_hides_what_it_overlaps() -> None:
    text = "It does not only ease, it does [[cure pain]]."
    assert judge(text, negated_before="not", negated_pseudo="not only") == []


def test_a_pseudo_cue_hides_cues_of_its_own_guard_only() -> None:
    text = "It may not [[cure pain]]."
    found = judge(text, negated_before="not", hedged_before="may", hedged_pseudo="may not")
    assert names(found) == ["negated"]


@pytest.mark.parametrize("mark", ["!", ";", "?", "•", "|", "→"])
def test_marks_end_every_scope(mark: str) -> None:
    text = f"No proof {mark} it [[cures pain]]"
    assert judge(text, negated_wide="no proof", negated_before="no") == []


def test_a_dot_ends_a_scope_only_at_the_end_of_a_sentence() -> None:
    assert judge("Not a pill. It [[cures pain]].", negated_before="not") == []
    found = judge("It did not, says Dr. Lee, [[cure pain]].", negated_before="not")
    assert names(found) == ["negated"]


def test_terminators_end_every_scope() -> None:
    text = "No proof of much but it [[cures pain]]."
    assert judge(text, negated_wide="no proof", __terminator="but") == []
    assert names(judge(text, negated_wide="no proof")) == ["negated"]


def test_breaks_end_a_clause_but_not_a_wide_scope() -> None:
    text = "Nobody says, and it is odd, that it [[cures pain]]."
    cues = {"__break": "and it"}
    assert judge(text, negated_before="nobody", **cues) == []
    assert names(judge(text, negated_wide="nobody says", **cues)) == ["negated"]


def test_a_colon_ends_a_clause_unless_the_cue_stands_right_before_it() -> None:
    assert judge("Not new today: pain [[is cured]].", negated_before="not") == []
    assert names(judge("Myth: pain [[is cured]].", attributed_before="myth")) == ["attributed"]


def test_a_colon_before_our_own_voice_ends_every_scope() -> None:
    assert judge("No proof needed: our cells [[cure]].", negated_wide="no proof") == []


def test_a_pair_of_dashes_is_a_parenthesis() -> None:
    assert names(judge("It does not — alas — [[cure pain]].", negated_before="not")) == ["negated"]
    assert judge("It does not hurt — it [[cures pain]].", negated_before="not") == []


def test_brackets_keep_their_cues() -> None:
    assert judge("PRP (not a drug) [[cures pain]].", negated_before="not") == []
    assert names(judge("It does not (yet) [[cure pain]].", negated_before="not")) == ["negated"]
    assert names(judge("PRP (not [[a cure]]) is new.", negated_before="not")) == ["negated"]


def test_a_fronted_clause_ends_at_its_comma() -> None:
    text = "If you cannot walk, cells [[cure pain]]."
    assert judge(text, negated_before="cannot", __opener="if") == []
    assert names(judge(text, negated_before="cannot")) == ["negated"]


def test_a_clause_behind_the_main_one_is_not_fronted() -> None:
    text = "It cannot, even if you pay, [[cure pain]]."
    assert names(judge(text, negated_before="cannot", __opener="if")) == ["negated"]


def test_a_relative_clause_has_a_short_reach() -> None:
    far = "Those who cannot walk or climb or sleep are [[cured]]."
    assert judge(far, negated_before="cannot", __relative="who") == []
    near = "Beware of drugs which cannot [[cure]]."
    assert names(judge(near, negated_before="cannot", __relative="which")) == ["negated"]


def test_a_near_cue_reaches_over_one_word() -> None:
    assert names(judge("There is no real [[cure]].", negated_near="no")) == ["negated"]
    assert judge("There is no pain, just [[relief]].", negated_near="no") == []
    assert judge("There is no pain and [[relief]].", negated_near="no") == []
    assert judge("There is no queue in our [[best clinic]].", negated_near="no") == []


def test_a_subject_cue_negates_a_verb() -> None:
    assert names(judge("No foot bath [[removes toxins]].", negated_subject="no")) == ["negated"]
    assert names(judge("No foot baths [[remove toxins]].", negated_subject="no")) == ["negated"]
    assert judge("No foot pain, PRP [[removes scars]].", negated_subject="no") == []
    assert judge("It has no smell and no taste which [[lasts]].", negated_subject="no") == []
    assert judge("No long drip in a dark cold room [[lasts]].", negated_subject="no") == []


def test_an_after_cue_takes_back_what_stands_before_it() -> None:
    assert names(judge("[[A cure]] is a myth.", negated_after="is a myth")) == ["negated"]
    assert judge("That is a myth: [[a cure]].", negated_after="is a myth") == []
    text = "It [[cures pain]] but fame is a myth."
    assert judge(text, negated_after="is a myth", __terminator="but") == []


def test_a_participle_behind_a_comma_is_a_statement_of_its_own() -> None:
    assert judge("It may calm cells, [[reducing pain]].", hedged_before="may") == []
    text = "It may mean treating, [[healing]] and curing."
    assert names(judge(text, hedged_before="may")) == ["hedged"]


def test_a_finite_verb_behind_and_is_not_governed() -> None:
    assert judge("It does not hurt and [[relieves pain]].", negated_before="not") == []
    assert judge("It may sting and quickly [[erases scars]].", hedged_before="may") == []
    assert judge("It may sting, and the gel [[erases scars]].", hedged_before="may") == []
    assert names(judge("It may sting and [[erase scars]].", hedged_before="may")) == ["hedged"]


def test_a_segment_cue_counts_anywhere_unless_it_is_said_of_others() -> None:
    text = "Unlike unproven drugs, PRP [[cures pain]]."
    assert names(judge(text, qualified_segment="unproven")) == ["qualified"]
    assert judge(text, qualified_segment="unproven", __contrast="unlike") == []


def test_a_heading_above_counts_wherever_it_stands() -> None:
    text, tokens, claim = unmark("[[A cure]]")
    sentence = context.Sentence(text, tokens, False)
    hits = [("attributed", "under", -1, -1)]
    found = context.guards_for(sentence, claim, hits, EFFECTS)
    assert found == [Guard("attributed", "heading", "drop")]
    assert context.guards_for(sentence, claim, [("attributed", "under", 0, 1)], EFFECTS) == []


def test_a_question_drops_the_claim_inside_it() -> None:
    assert judge("Is it [[safe]]?") == [Guard("question", "?", "drop")]
    assert judge("It is [[safe]].") == []
    assert judge("It is [[safe]]; who knew?") == []
    assert judge("It is [[safe]] — ready?") == []
    assert judge("Is it new? It is [[safe]].") == []
    assert names(judge("PRP: is it [[safe]]?")) == ["question"]


def test_a_question_that_presupposes_is_none() -> None:
    assert judge("Why is it so [[safe]]?", question_pseudo="why") == []
    assert judge("Why? Is it [[safe]]?", question_pseudo="why") != []
    assert judge("Like our [[safe]] gel?", question_near="our") == []


def test_a_question_that_takes_the_claim_for_granted_lowers() -> None:
    assert judge("How does it [[heal]]?", question_lower="how does") == [
        Guard("question", "how does".capitalize(), "lower")
    ]


@pytest.mark.parametrize("quotes", ["“”", '""', "‘’", "''", "«»"])
def test_quotation_marks_distance_with_a_distancing_word(quotes: str) -> None:
    text = f"They call it {quotes[0]}[[safe and sound]]{quotes[1]}."
    assert names(judge(text, attributed_distance="call")) == ["attributed"]
    assert judge(text) == []
    assert judge("They call it [[safe and sound]].", attributed_distance="call") == []


def test_a_long_quotation_is_no_scare_quote() -> None:
    text = "She calls: “I came in spring with a sore back and now I am [[pain free]] for good.”"
    assert judge(text, attributed_distance="calls") == []


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert judge("We don't call it [[safe]], it's new.", attributed_distance="call") == []


def test_how_bodies_work_is_no_claim_where_the_body_is_the_subject() -> None:
    cues = {"biology_before": "ligaments"}
    assert names(judge("Ligaments [[maintain balance]].", **cues)) == ["biology"]
    assert judge("[[Ligaments heal fast]] here.", **cues) == []
    assert judge("Ligaments relax, [[relieving pain]].", **cues) == []
    assert judge("Ligaments relax. PRP [[relieves pain]].", **cues) == []


def test_accepted_care_is_the_subject() -> None:
    cues = {"accepted_before": "exercise"}
    assert names(judge("Daily exercise [[eases pain]].", **cues)) == ["accepted"]
    assert judge("PRP [[eases pain]] like exercise.", **cues) == []
    assert judge("Exercise is dull; it [[eases pain]].", **cues) == []
    text = "Instead of exercise PRP [[eases pain]]."
    assert judge(text, **cues, accepted_object="instead of") == []
    text = "PRP with exercise [[eases pain]]."
    assert judge(text, **cues, accepted_unless="prp") == []
    text = "Laser exercise [[eases pain]]."
    assert names(judge(text, accepted_before="laser exercise", accepted_unless="laser")) == [
        "accepted"
    ]


def test_accepted_care_may_begin_the_claim() -> None:
    assert names(judge("[[Exercise eases pain]].", accepted_before="exercise")) == ["accepted"]
    assert judge("Rest and [[PRP ease pain]].", accepted_before="rest", accepted_unless="prp") == []


def test_a_testimonial_may_be_the_claim_itself() -> None:
    assert names(judge("[[My pain is gone]].", testimonial_segment="my pain")) == ["testimonial"]


def test_a_quotation_in_markup_is_a_testimonial() -> None:
    text, tokens, claim = unmark("[[Her pain is gone]].")
    sentence = context.Sentence(text, tokens, True)
    assert context.guards_for(sentence, claim, [], EFFECTS) == [
        Guard("testimonial", "quotation", "keep")
    ]


def test_guards_come_in_the_order_of_effects_and_once_each() -> None:
    text = "It may not, may never [[heal]] (Okoro, 2018)."
    found = judge(text, hedged_before="may", negated_before="not|never")
    assert names(found) == ["negated", "hedged", "cited"]


def test_effects_come_from_the_caller() -> None:
    text, tokens, claim = unmark("Not [[a cure]]")
    sentence = context.Sentence(text, tokens, False)
    hits = [("negated", "before", 0, 1)]
    assert context.guards_for(sentence, claim, hits, {"negated": "keep"}) == [
        Guard("negated", "Not", "keep")
    ]
    assert context.guards_for(sentence, claim, hits, {}) == []


# -- cues that stand where the phrase of a rule says `...`


def judge_over(marked: str, gap: str, role: str, cue: str) -> list[str]:
    """Return the guards where the phrase passes over the words of `gap`."""
    text, tokens, claim = unmark(marked)
    words = [word for word, _, _ in tokens]
    low = " ".join(words).split(gap)[0].count(" ")
    free = range(low, low + len(gap.split()))
    wanted = cue.split()
    at = next(i for i in range(len(words)) if words[i : i + len(wanted)] == wanted)
    scene = context.Scene(
        context.Sentence(text, tokens, False),
        [("negated", role, at, at + len(wanted)), ("", "terminator", *_place(words, "but"))],
    )
    return names(
        context.guards_in(
            scene, claim, EFFECTS, lambda first, end: first in free and end - 1 in free
        )
    )


def _place(words: list[str], word: str) -> tuple[int, int]:
    return (words.index(word), words.index(word) + 1) if word in words else (0, 0)


def test_a_cue_that_the_phrase_passes_over_counts() -> None:
    text = "[[PRP does not really cure]] pain."
    assert judge_over(text, "does not really", "before", "not") == ["negated"]
    assert judge_over(text, "does not really", "wide", "does not") == ["negated"]
    assert judge_over(text, "does", "before", "not") == []


def test_a_cue_that_the_phrase_passes_over_governs_what_the_phrase_names_next() -> None:
    text = "[[PRP does not hurt but will cure]] pain."
    assert judge_over(text, "does not hurt but will", "before", "not") == []


def test_a_phrase_passes_over_a_cue_only_where_it_says_so(tmp_path: Any) -> None:
    rule = tmp_path / "gap.yaml"
    rule.write_text(GAP_RULE, encoding="utf-8")
    own = compiling.rulebook([str(rule)], use_cache=False)
    assert [str(e) for e in own.errors if e.path == str(rule)] == []

    def outcome(text: str) -> list[tuple[int, str]]:
        page = Page(extract("a.txt", text, "text"), own)
        return [(c.severity, c.reason) for c in candidates(page) if c.rule.id == "gap-rule"]

    assert outcome("The zorbit quickly and fully mends blixen.") == [(2, "")]
    assert outcome("The zorbit does not in our view mend blixen.") == [(0, "negated")]
    assert outcome("The zorbit may over time mend blixen.") == [(1, "")]
    assert outcome("The zorbit never harms blixen.") == [(2, "")]
    assert outcome("The zorbit is not cheap but mends blixen.") == [(2, "")]


GAP_RULE = """
- id: gap-rule
  category: efficacy
  severity: warning
  title: A phrase with a gap, and one with a negation of its own
  why: For the test.
  sources: [us-ftc-hpcg-2022]
  match:
    - "zorbit ... mend|mends blixen"
    - "zorbit never harms blixen"
  examples:
    flag: ["The zorbit mends blixen."]
    pass: ["The zorbit does not mend blixen."]
"""
