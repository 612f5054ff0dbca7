"""The pages of rules are those that the rules give, and are kept in step with them."""

import json
from pathlib import Path

import pytest

from claimlint import rule_pages
from claimlint.rulebook.compile import rulebook

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def book():
    return rulebook()


def test_pages_in_docs_are_in_step_with_the_rules(book):
    measured = json.loads((ROOT / "docs/accuracy.json").read_text(encoding="utf-8"))["rules"]
    wanted = rule_pages.pages(book, measured)
    folder = ROOT / "docs/rules"
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
    mend = "run: claimlint rules docs docs/rules --measured docs/accuracy.json"
    assert stale == [], mend


def test_a_page_says_why_with_examples_and_provisions(book):
    rule = book.by_id["safe-and-effective"]
    text = rule_pages.page(rule, book.sources, {rule.id: [4, 3, 2]})
    assert rule_pages.plain(rule.why) in text
    for example in (*rule.flag, *rule.pass_):
        assert rule_pages.plain(example[0]) in text
    for source in rule.sources:
        assert f"`{source}`" in text
    assert "Of 4 labelled sentences that it flagged, 3 were labelled as claims (75%)" in text


def test_marks_of_markdown_are_shown():
    assert rule_pages.plain("a|b *c* <d> [e]") == r"a\|b \*c\* \<d\> \[e\]"


def test_the_index_names_every_rule_and_every_cited_provision(book):
    text = rule_pages.index(book)
    for rule in book.rules:
        assert f"[{rule.id}]({rule.id}.md)" in text
        for source in rule.sources:
            assert f"(`{source}`)" in text


def test_pages_of_rules_that_are_gone_are_removed(book, tmp_path):
    (tmp_path / "old-rule.md").write_text("x")
    rule_pages.write(book, str(tmp_path), {})
    assert not (tmp_path / "old-rule.md").exists()
    assert (tmp_path / "README.md").exists()
