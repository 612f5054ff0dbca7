import json

import pytest


def test_rules_are_listed(claimlint):
    done = claimlint("rules", "list")
    assert done.code == 0
    assert [line.split()[:3] for line in done.out.splitlines()] == [
        ["zorb-cures", "error", "cure-reversal"],
        ["zorb-nice", "note", "hype"],
        ["zorb-works", "warning", "efficacy"],
    ]
    assert done.err == "3 rules\n"


def test_rules_are_listed_as_json(claimlint):
    data = json.loads(claimlint("rules", "list", "--format", "json").out)
    assert [rule["id"] for rule in data] == ["zorb-cures", "zorb-nice", "zorb-works"]
    assert data[2]["sources"] == ["us-ftc-act-5"]


def test_built_in_rules_are_listed(claimlint):
    done = claimlint("rules", "list", "safe-and-effective", ours=False)
    assert done.out.startswith("safe-and-effective")


def test_examples_are_run(claimlint):
    done = claimlint("rules", "test")
    assert (done.code, done.out) == (0, "")
    assert done.err == "3 rules, 6 examples: all do as they say\n"


def test_an_example_that_fails_is_named(claimlint, put, rule_file):
    text = rule_file.read_text().replace('flag: ["A nice zorb."]', 'flag: ["An ugly zorb."]')
    put("zorb.yaml", text)
    done = claimlint("rules", "test", "zorb-nice", "--rules", "zorb.yaml", ours=False)
    assert done.code == 1
    assert done.out.startswith("zorb.yaml:")
    assert "zorb-nice: 'An ugly zorb.' is not flagged" in done.out
    assert done.err == "1 rules, 2 examples: 1 failed\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "claimlint rules list"), (["lst"], "did you mean 'list'"), (["list", "zo"], "no rule")],
)
def test_wrong_usage(claimlint, words, said):
    done = claimlint("rules", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_rules_in_force_in_a_place_are_listed(claimlint, put, rule_file):
    text = rule_file.read_text().replace(
        "category: hype", "category: hype\n  jurisdictions: [us-ca]"
    )
    put("zorb.yaml", text)
    words = ["--rules", "zorb.yaml", "--select", "zorb-nice"]
    for place, count in (("us", 0), ("us-ca", 1), ("uk", 0)):
        done = claimlint("rules", "list", *words, "--jurisdictions", place, ours=False)
        assert done.out.count("zorb-nice") == count
    done = claimlint("rules", "list", *words, ours=False)
    assert done.out.endswith("Praises zorb (us-ca)\n")
