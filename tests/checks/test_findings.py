"""Rules meet documents: places, scopes, overlaps, duties, jurisdictions."""

import textwrap

import pytest

from claimlint.checks import Options, check, explain
from claimlint.checks.page import Page
from claimlint.documents import extract
from claimlint.rulebook.build import build
from claimlint.rulebook.compile import RuleBook, builtin_folder, rule_files

HEAD = """\
  title: A rule
  why: Because.
  sources: [us-ftc-act-5, au-nl-s133]
  examples: {flag: [x], pass: [y]}
"""


@pytest.fixture
def book_of(tmp_path):
    def make(*rules):
        text = ""
        for number, rule in enumerate(rules):
            text += f"- id: rule-{number}\n" + textwrap.indent(textwrap.dedent(rule), "  ") + HEAD
        path = tmp_path / "rules.yaml"
        path.write_text(text)
        folder = builtin_folder()
        words = [f for f in rule_files(f"{folder}/core") if "vocabularies" in f]
        groups = [("core", words), ("mine", [str(path)])]
        tables, errors = build(groups, f"{folder}/sources.yaml", f"{folder}/cues.yaml", "")
        assert [e for e in errors if e.path == str(path)] == []
        return RuleBook(tables)

    return make


def found(book, source, path="a.md", **options):
    ids = tuple(rule.id for rule in book.rules if rule.id.startswith("rule-"))
    return check(extract(path, source), book, Options(select=ids, **options))


PLAIN = "category: hype\nseverity: warning\nmatch: ['shiny knee~s']\n"


def test_a_finding_is_exact_through_markup(book_of):
    source = "Intro.\n\nGet *our* **shiny**\n> x\n\nOr 😀 **shiny**&nbsp;_knees_ now.\n"
    (finding,) = found(book_of(PLAIN), source)
    assert source[finding.start : finding.end] == "shiny**&nbsp;_knees"
    assert (finding.line, finding.column) == (6, 8)
    assert (finding.end_line, finding.end_column) == (6, 27)
    assert finding.text == "shiny knees"
    assert finding.segment == "Or 😀 shiny knees now."


def test_blocks_are_never_crossed(book_of):
    assert found(book_of(PLAIN), "Get shiny\n\nknees\n") == []
    assert found(book_of(PLAIN), "| shiny | knees |\n|---|---|\n| shiny | knees |\n") == []


def test_code_links_and_comments_are_not_read(book_of):
    source = "`shiny knees` [x](shiny-knees) <!-- shiny knees -->\n\n    shiny knees\n"
    assert found(book_of(PLAIN), source) == []


def test_where_by_kind(book_of):
    book = book_of(PLAIN + "where: {block: [heading]}\n")
    assert len(found(book, "# Shiny knees\n\nshiny knees\n")) == 1


def test_where_by_heading_above(book_of):
    book = book_of(PLAIN + "where: {under: ['we treat']}\n")
    assert len(found(book, "# What we treat\n\n- shiny knees\n")) == 1
    assert len(found(book, "Here we treat:\n\n- shiny knees\n- shiny knees\n")) == 2
    assert found(book, "# What hurts\n\n- shiny knees\n") == []


def test_except_drops_what_it_overlaps(book_of):
    book = book_of(PLAIN + "except: ['shiny knees lamp']\n")
    assert found(book, "A shiny knees lamp.\n") == []
    assert len(found(book, "A shiny knees lamp and shiny knees.\n")) == 1


@pytest.mark.parametrize(
    ("scope", "source", "count"),
    [
        ("sentence", "Shiny knees with gold. And more.", 1),
        ("sentence", "Shiny knees. With gold.", 0),
        ("block", "Shiny knees. With gold.", 1),
        ("block", "Shiny knees.\n\nWith gold.", 0),
        ("page", "Shiny knees.\n\nWith gold.", 1),
        ("page", "Shiny knees.", 0),
    ],
)
def test_needs_and_unless_look_at_their_scope(book_of, scope, source, count):
    needs = book_of(PLAIN + f"needs: {{{scope}: [gold]}}\n")
    unless = book_of(PLAIN + f"unless: {{{scope}: [gold]}}\n")
    assert len(found(needs, source)) == count
    assert len(found(unless, source)) == 1 - count


def test_one_finding_for_one_claim(book_of):
    book = book_of(PLAIN, "category: safety\nseverity: error\nmatch: ['get shiny']\n")
    (finding,) = found(book, "Get shiny knees.\n")
    assert (finding.rule, finding.severity, finding.related) == ("rule-1", 3, ("rule-0",))


def test_two_claims_in_one_sentence(book_of):
    book = book_of(PLAIN, "category: safety\nseverity: error\nmatch: ['gold hip~s']\n")
    assert len(found(book, "Get shiny knees and gold hips.\n")) == 2


def test_hedges_lower_one_step_and_never_to_nothing(book_of):
    book = book_of(
        "category: hype\nseverity: error\nmatch: ['~polish knees']\n",
        "category: hope\nseverity: note\nmatch: ['~gild hips']\n",
    )
    assert [f.severity for f in found(book, "It may polish knees.\n")] == [2]
    assert [f.severity for f in found(book, "It may gild hips.\n")] == [1]


def test_a_rule_says_what_a_guard_does(book_of):
    book = book_of(PLAIN + "guards: {question: keep}\n")
    assert len(found(book, "Are they shiny knees?\n")) == 1


def test_duties_are_reported_once_and_first(book_of):
    duty = "category: no-citation\nseverity: warning\nwhen: [hype]\nunless: {page: ['our proof']}\n"
    book = book_of(PLAIN, duty)
    findings = found(book, "Shiny knees.\n\nMore shiny knees.\n")
    assert [(f.rule, f.scope, f.line) for f in findings] == [
        ("rule-0", "span", 1),
        ("rule-1", "document", 1),
        ("rule-0", "span", 3),
    ]
    assert [f.rule for f in found(book, "Shiny knees.\n\nHere is our proof.\n")] == ["rule-0"]
    assert found(book, "Nothing here.\n") == []


def test_jurisdictions_choose_rules_severities_and_sources(book_of):
    book = book_of(PLAIN + "severity-in: {au: error}\n", PLAIN + "jurisdictions: [sg]\n")
    (here,) = found(book, "Shiny knees\n")
    assert (here.severity, here.sources, here.related) == (2, ("us-ftc-act-5",), ())
    (there,) = found(book, "Shiny knees\n", jurisdictions=("au",))
    assert (there.severity, there.sources) == (3, ("au-nl-s133",))
    (both,) = found(book, "Shiny knees\n", jurisdictions=("us", "sg"))
    assert both.related == ("rule-1",)


def test_regular_expressions_find_and_stop(book_of):
    book = book_of("category: hype\nseverity: warning\nmatch: ['regex:shin(?:y|ing) knees?']\n")
    (finding,) = found(book, "Our *shining* knees\n")
    assert finding.text == "shining knees"
    assert found(book, "Our shining\n\nknees\n") == []


def test_explain_names_what_was_dropped_and_why(book_of):
    book = book_of(PLAIN + "except: ['shiny knees lamp']\n")
    document = extract("a.md", "A shiny knees lamp.\n\nNo shiny knees.\n")
    (first, _), *_ = explain(document, book, 1, Options(select=("rule-0",)))
    assert first.severity == 0 and first.reason == "except: shiny knees lamp"
    (third, _), *_ = explain(document, book, 3, Options(select=("rule-0",)))
    assert third.reason == "negated"
    assert third.guards[0].trigger.lower() == "no"


def test_fingerprints_tell_repeats_apart_and_survive_moves(book_of):
    book = book_of(PLAIN)
    first = [f.fingerprint for f in found(book, "Shiny knees.\n\nShiny knees.\n")]
    moved = [f.fingerprint for f in found(book, "Intro.\n\nShiny knees.\n\nX\n\nShiny knees.\n")]
    assert first == moved and len(set(first)) == 2


def test_accepted_care_does_not_excuse_promises(book_of):
    promise = "category: guarantee\nseverity: warning\nmatch: ['~ease pain for good']\n"
    book = book_of(promise, promise.replace("guarantee", "efficacy"))
    (finding,) = found(book, "Physiotherapy eases pain for good.\n")
    assert (finding.category, finding.related) == ("guarantee", ())


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Paracetamol is sold everywhere. It eases pain.", False),
        ("Paracetamol is sold everywhere. It is cheap. It eases pain.", False),
        ("The rotator cuff has four parts. They ease pain.", False),
        ("Our exosome gel is new. It eases pain.", True),
        ("Unlike paracetamol, our gel is new. It eases pain.", True),
        ("We sell no paracetamol. It eases pain.", True),
        ("Paracetamol is sold everywhere. Our gel eases pain.", True),
        ("Paracetamol is sold everywhere.\n\nIt eases pain.", True),
    ],
)
def test_a_pronoun_takes_up_accepted_care_and_the_body(book_of, text, flagged):
    book = book_of("category: efficacy\nseverity: warning\nmatch: ['~ease pain']\n")
    assert bool(found(book, text)) == flagged


def test_a_heading_without_end_is_read_sentence_by_sentence(book_of):
    book = book_of(PLAIN)
    long = Page(extract("a.md", "# " + "Shiny knees go on. " * 100), book)
    short = Page(extract("a.md", "# Shiny knees. Go on"), book)
    assert (len(long.sentences(0)), len(short.sentences(0))) == (100, 1)
