import pytest


def test_a_line_is_explained(claimlint, put):
    put("a.md", "# Offers\n\nOur **zorb**\nworks. It is a nice zorb.\n\n```\nzorb works\n```\n")
    done = claimlint("explain", "a.md:3")
    assert done.code == 0
    assert "paragraph: Our zorb works. It is a nice zorb." in done.out
    assert "under: Offers" in done.out
    assert "zorb-works (warning): Says that zorb works" in done.out
    assert "zorb-nice" not in done.out
    done = claimlint("explain", "a.md:4:1")
    assert "zorb-works" in done.out
    assert "notes are reported with --strict" in done.out
    assert "Nothing on this line is text" in claimlint("explain", "a.md:7").out
    assert "No phrase of a rule occurs here" in claimlint("explain", "a.md:1").out


def test_a_dropped_candidate_says_why(claimlint, put):
    put("a.md", "No trial has shown that our zorb works.\n")
    done = claimlint("explain", "a.md:1")
    assert "    outcome   no finding (" in done.out
    assert "    context   " in done.out
    assert "-> drop" in done.out


def test_a_waived_finding_says_by_what_and_why(claimlint, put):
    put(
        "a.md",
        "<!-- claimlint-disable-line zorb-works -- on file -->Our zorb works.\n\nZorb cures.\n",
    )
    assert "    outcome   waived by comment: on file\n" in claimlint("explain", "a.md:1").out
    assert "    outcome   error\n" in claimlint("explain", "a.md:3").out
    assert claimlint("baseline", "create").code == 0
    put("claimlint.toml", 'baseline = "claimlint-baseline.json"\n')
    said = claimlint("explain", "a.md:3").out
    assert "    outcome   waived by baseline: accepted in claimlint-baseline.json\n" in said


def test_phrases_of_one_claim_are_told_once(claimlint, put):
    put("a.md", "A nice zorb cures.\n")
    done = claimlint("explain", "a.md:1")
    assert "outcome   same claim as 1:8 zorb-cures, which reports it" in done.out
    assert done.out.count("rule      zorb-cures") == 1


def test_a_rule_is_explained(claimlint):
    done = claimlint("explain", "zorb-works")
    assert done.code == 0
    for said in (
        "zorb-works: Says that zorb works",
        "warning, efficacy",
        "Nobody has measured zorb.",
        "Say what was measured.",
        "us-ftc-act-5: Federal Trade Commission",
        "- Our zorb works.",
    ):
        assert said in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zorb-work"], "did you mean 'zorb-works'?"),
        (["qqqqqq"], "see claimlint rules list"),
        ([], "FILE:LINE"),
        (["a.md"], "name a line as well: claimlint explain a.md:LINE"),
        (["a.md:99"], "a.md has 2 lines"),
        (["a.md:0"], "a.md has 2 lines"),
        (["gone.md:1"], "gone.md: no such file"),
        ([".:1"], "is not one file"),
        (["bin.md:1"], "bin.md: looks binary"),
    ],
)
def test_what_cannot_be_explained(claimlint, put, words, said):
    put("a.md", "Our zorb works.\n")
    put("bin.md", b"\x00\x01")
    done = claimlint("explain", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
