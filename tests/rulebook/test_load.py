"""Strict loading: each mistake is an error with its place, and costs only the rule it is in."""

import pytest

from claimlint.errors import RuleError
from claimlint.rulebook import load
from claimlint.rulebook.compile import builtin_folder, rulebook

GOOD = """\
- id: shiny-claim
  category: hype
  severity: warning
  title: Shiny
  why: Shiny words need proof.
  sources: [us-ftc-act-5]
  match: ["shiny knee~s"]
  examples:
    flag: ["Get shiny knees."]
    pass: ["Knees are joints."]
"""


def errors_of(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    found = load.load([("mine", [str(path)])], [f"{builtin_folder()}/sources.yaml"])
    return found, [(e.line, e.column, e.message) for e in found.errors]


def test_a_good_rule_loads(tmp_path):
    found, errors = errors_of(tmp_path, GOOD)
    assert errors == []
    assert [rule.id for rule in found.rules] == ["shiny-claim"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("severity: warning", "severty: warning", 3, "unknown key 'severty'; did you mean"),
        ("severity: warning", "severity: loud", 3, "unknown severity 'loud'"),
        ("category: hype", "category: hipe", 2, "did you mean 'hype'"),
        ("us-ftc-act-5", "us-ftc-act-6", 6, "did you mean 'us-ftc-act-5'"),
        ("shiny knee~s", "(shiny", 7, "is not closed"),
        ("shiny knee~s", "... knee", 7, "cannot begin or end"),
        ("shiny knee~s", "(shiny)", 7, "needs a word that is not optional"),
        ("shiny knee~s", "<knee>", 7, "unknown vocabulary <knee>"),
        ("shiny knee~s", "regex:(", 7, "not a valid regular expression"),
        ("shiny knee~s", "regex:x*", 7, "can match nothing"),
        ('match: ["shiny knee~s"]', "match: [no]", 7, "in quotes"),
        ('match: ["shiny knee~s"]', "match: [12:30]", 7, "in quotes"),
        ('match: ["shiny knee~s"]', 'match: ["\\bshiny"]', 7, "single quotes"),
        ('match: ["shiny knee~s"]', "match: []", 7, "`match` needs a phrase"),
        ("    flag:", "    fag:", 9, "did you mean 'flag'"),
        ('    pass: ["Knees are joints."]\n', "", 9, "at least one `pass` example"),
        ("title: Shiny", "title: Shiny\n  title: Again", 5, "given twice"),
        ("id: shiny-claim", "id: Shiny Claim", 1, "not kebab-case"),
        ("title: Shiny", "title: &x Shiny", 4, "anchors"),
        ("title: Shiny", "title: !!python/name:os.system Shiny", 4, "tags"),
        ("  why: Shiny words need proof.\n", "", 1, "needs `why`"),
        ("match:", "where: {block: [headline]}\n  match:", 7, "unknown block kind 'headline'"),
        ("match:", "guards: {negated: ignore}\n  match:", 7, "unknown negated 'ignore'"),
        ("match:", "jurisdictions: [uss]\n  match:", 7, "did you mean 'us'"),
    ],
)
def test_mistakes_name_line_and_mend(tmp_path, old, new, line, said):
    assert old in GOOD
    found, errors = errors_of(tmp_path, GOOD.replace(old, new, 1))
    assert found.rules == []
    assert len(errors) == 1
    assert errors[0][0] == line
    assert said in errors[0][2]


def test_a_bad_rule_leaves_its_neighbours(tmp_path):
    text = GOOD.replace("hype", "hipe") + GOOD.replace("shiny-claim", "other-claim")
    found, errors = errors_of(tmp_path, text)
    assert [rule.id for rule in found.rules] == ["other-claim"]
    assert len(errors) == 1


def test_an_id_is_used_once(tmp_path):
    _, errors = errors_of(tmp_path, GOOD + GOOD)
    assert "already used" in errors[0][2]


@pytest.mark.parametrize("text", ["a: [", "- id: x\n - y", "\t- id", "- id: *x", "x" * 10])
def test_broken_files_are_one_error(tmp_path, text):
    found, errors = errors_of(tmp_path, text)
    assert found.rules == [] and len(errors) == 1


def test_deep_nesting_is_refused(tmp_path):
    _, errors = errors_of(tmp_path, "[" * 5000)
    assert len(errors) == 1


def test_vocabularies_cannot_contain_themselves(tmp_path):
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    path = folder / "v.yaml"
    path.write_text(
        "one: {forms: none, entries: [a <two>]}\ntwo: {forms: none, entries: [b <one>]}\n"
    )
    found = load.load([("mine", [str(path)])], [])
    assert [e.line for e in found.errors] == [2]
    assert "contain itself" in found.errors[0].message


def test_what_a_broken_vocabulary_file_leads_to_is_said_once(tmp_path):
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    broken = folder / "v.yaml"
    broken.write_text("shine: [\n")
    rules = tmp_path / "r.yaml"
    rules.write_text(
        "".join(
            GOOD.replace("shiny-claim", name).replace("match:", 'match: ["<shine> well"] #')
            for name in ("one", "two")
        )
    )
    files = [str(broken), str(rules)]
    found = load.load([("mine", files)], [f"{builtin_folder()}/sources.yaml"])
    said = [(e.path, e.message) for e in found.errors]
    assert len(said) == 2
    assert said[0][0] == str(broken) and "not valid YAML" in said[0][1]
    assert said[1][0] == str(broken) and "2 more entries and rules are left out" in said[1][1]


def test_missing_packs_and_files_are_errors(tmp_path):
    with pytest.raises(RuleError, match="no such rule file"):
        rulebook([str(tmp_path / "none.yaml")])
    with pytest.raises(RuleError, match="no pack 'cor'"):
        rulebook(packs=["cor"])
