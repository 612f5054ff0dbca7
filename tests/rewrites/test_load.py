"""Mistakes in rules/rewrites.yaml and in the rewrites of rules are named with their place."""

import pytest

from claimlint import strict_yaml
from claimlint.errors import RuleError
from claimlint.rewrites import load
from claimlint.rulebook import load as loading

WHOLE = """\
verbs: {vocabularies: [cure], others: [mend]}
lists:
  promoted: ["<treatment>"]
body: [paragraph]
never: {categories: [], rules: [], paths: []}
frames:
  deny: {kind: deny, description: Say so., applicability: safe, text: "{has} not been shown"}
swaps:
  - {match: "we guarantee", text: "we cannot guarantee", applicability: safe}
topics:
  - {lists: [promoted], text: "About {promoted}"}
words:
""" + "".join(f"  {name}: [of]\n" for name in load.WORDS)


@pytest.fixture(scope="module")
def loaded():
    from claimlint.rulebook import compile as compiled

    folder = compiled.builtin_folder()
    files = compiled.rule_files(f"{folder}/core")
    return loading.load([("core", [f for f in files if "/vocabularies/" in f])], [])


class NoRules:
    rules = ()


def read(loaded, tmp_path, text):
    path = tmp_path / "rewrites.yaml"
    path.write_text(text, encoding="utf-8")
    return load.read_rewrites(loaded, str(path), NoRules())


def test_a_whole_file_loads(loaded, tmp_path):
    data = read(loaded, tmp_path, WHOLE)
    assert data["swaps"] == [("we cannot guarantee", "safe", "", "", "", "", "", "")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[cure]", "[curee]", "vocabulary 'curee'"),
        ("kind: deny", "kind: denny", "did you mean 'deny'"),
        ("applicability: safe, text", "applicability: sure, text", "applicability 'sure'"),
        ("body: [paragraph]", "body: [paragraf]", "block kind 'paragraf'"),
        ("lists: [promoted]", "lists: [promotd]", "list 'promotd'"),
        ("About {promoted}", "About it", "does not use {promoted}"),
        ('"<treatment>"', '"<treatmnt>"', "vocabulary <treatmnt>"),
        ("swaps:", "swap:", "did you mean 'swaps'"),
        ("categories: []", "categories: [hipe]", "category 'hipe'"),
        ("  setting: [of]\n", "", "`words` has no `setting`"),
        ("  setting: [of]\n", "  setings: [of]\n", "did you mean 'setting'"),
        ('match: "we guarantee"', 'match: "we (guarantee"', "closed"),
        ("frames:\n  deny: {kind", "frames:\n  deny: {sort: x, kind", "key 'sort'"),
    ],
)
def test_mistakes_are_named(loaded, tmp_path, old, new, said):
    with pytest.raises(RuleError) as caught:
        read(loaded, tmp_path, WHOLE.replace(old, new))
    assert said in str(caught.value)
    assert caught.value.path.endswith("rewrites.yaml")
    assert caught.value.line


RULE = """\
- id: zorb
  category: hype
  severity: note
  title: t
  why: w
  sources: [us-ftc-act-5]
  match: ["zorb"]
  rewrites: %s
  examples: {flag: ["A zorb."], pass: ["None."]}
"""


@pytest.mark.parametrize(
    ("rewrites", "said"),
    [
        ("{frame: deny}", "list of mappings"),
        ("[deny]", "is a mapping"),
        ("[{frame: denny}]", "frame 'denny'; did you mean 'deny'"),
        ("[{frame: deny, refuse: [tail]}]", "one of"),
        ("[{applicability: safe}]", "one of"),
        ("[{match: 'zorb'}]", "`text` needs a text"),
        ("[{match: '<zorb>', text: x}]", "vocabulary <zorb>"),
        ("[{frame: deny, applicability: always}]", "applicability 'always'"),
        ("[{frame: deny, colour: red}]", "key 'colour'"),
    ],
)
def test_mistakes_in_rules_are_named(loaded, rewrites, said):
    rules = strict_yaml.load(RULE % rewrites, "zorb.yaml", RuleError)
    with pytest.raises(RuleError) as caught:
        load.check_rule_rewrites(loaded, rules[0], "zorb.yaml")
    assert said in str(caught.value)
    assert caught.value.path == "zorb.yaml"
    assert caught.value.line
