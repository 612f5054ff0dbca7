from claimlint import coverage
from claimlint.rulebook.build import build
from claimlint.rulebook.compile import RuleBook, builtin_folder

RULE = """\
- id: a-rule
  category: hype
  severity: warning
  title: T
  why: W.
  sources: [us-ftc-act-5]
  match: ["shiny knee~s", "golden hip~s"]
  examples:
    flag: ["Get shiny knees."]
    pass: [PASS]
"""


def gaps(tmp_path, passing):
    path = tmp_path / "r.yaml"
    path.write_text(RULE.replace("PASS", passing))
    folder = builtin_folder()
    words = f"{folder}/core/vocabularies"
    import os

    files = [f"{words}/{name}" for name in sorted(os.listdir(words))]
    groups = [("core", files), ("mine", [str(path)])]
    tables, _ = build(groups, f"{folder}/sources.yaml", f"{folder}/cues.yaml", "")
    return [gap.problem for gap in coverage.gaps(RuleBook(tables))]


def test_phrases_without_an_example_and_rules_without_near_misses(tmp_path):
    first, second = gaps(tmp_path, "'The sea is wide.'")
    assert first == "no flag example has the phrase 'golden hip~s'"
    assert second.startswith("has 0 near misses")


def test_near_misses_count(tmp_path):
    found = gaps(tmp_path, "'No shiny knees here.', 'Are they shiny knees?'")
    assert found == ["no flag example has the phrase 'golden hip~s'"]
