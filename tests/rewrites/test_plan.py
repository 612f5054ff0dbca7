"""Which rewrites are made together, and how files come to rest."""

from claimlint.documents import extract
from claimlint.finding import ERROR, WARNING, Edit, Finding, Rewrite
from claimlint.rewrites.plan import MAX_PASSES, chosen, fixed


def finding(start, end, severity=WARNING, rewrites=(), rule="r"):
    return Finding(
        "a.md", start, end, 1, start + 1, 1, end + 1, rule, "hype", severity, "span", "m", "t",
        "s", "paragraph", rewrites=rewrites, fingerprint=f"{rule}{start}",
    )  # fmt: skip


def rewrite(start, end, text="", level="safe"):
    return Rewrite(level, "d", (Edit(start, end, text),))


def test_the_most_severe_finding_of_a_segment_comes_first():
    mild = finding(0, 30, WARNING, (rewrite(0, 5, "mild"),))
    grave = finding(40, 50, ERROR, (rewrite(2, 9, "grave"),))
    assert chosen([(mild, (0, 0)), (grave, (0, 0))], ("safe",)) == [grave.rewrites[0].edits]


def test_the_wider_one_comes_first_among_equals():
    narrow = finding(0, 4, WARNING, (rewrite(0, 4, "narrow"),))
    wide = finding(0, 9, WARNING, (rewrite(0, 9, "wide"),))
    assert chosen([(narrow, (0, 0)), (wide, (0, 0))], ("safe",)) == [wide.rewrites[0].edits]


def test_segments_do_not_hinder_each_other():
    pair = [(finding(0, 4, rewrites=(rewrite(0, 4, "one"),)), (0, 0)),
            (finding(60, 64, rewrites=(rewrite(60, 64, "two"),)), (0, 60))]  # fmt: skip
    assert len(chosen(pair, ("safe",))) == 2


def test_a_deletion_may_join_where_it_is_well_apart():
    first = finding(0, 9, rewrites=(rewrite(0, 9, "denied"),))
    near, far = (
        finding(12, 14, rewrites=(rewrite(12, 14),)),
        finding(70, 75, rewrites=(rewrite(70, 75),)),
    )
    assert len(chosen([(f, (0, 0)) for f in (first, near)], ("safe",))) == 1
    assert len(chosen([(f, (0, 0)) for f in (first, far)], ("safe",))) == 2


def test_only_the_wanted_levels_are_made():
    one = finding(0, 4, rewrites=(rewrite(0, 4, "x", "review"), rewrite(0, 2, "y", "safe")))
    assert chosen([(one, (0, 0))], ("safe",)) == [one.rewrites[1].edits]
    assert chosen([(one, (0, 0))], ("safe", "review")) == [one.rewrites[0].edits]
    assert (
        chosen([(finding(0, 1, rewrites=(rewrite(0, 1, "z", "review"),)), (0, 0))], ("safe",)) == []
    )


class Endless:
    """Rewrites that never come to rest."""

    def placed(self, document, findings):
        return [(f, (0, 0)) for f in findings]


def test_a_file_that_never_rests_is_left_as_it_was():
    def findings_of(document):
        return [finding(0, 1, rewrites=(rewrite(0, 1, document.source[0] + "x"),))]

    document = extract("a.txt", "abc")
    outcome = fixed(document, findings_of, Endless(), ("safe",), None)
    assert outcome.document.source == "abc"
    assert str(MAX_PASSES) in outcome.notices[0].message
