from claimlint.finding import ERROR, NOTE
from claimlint.reports import Context, text
from claimlint.run import Totals


def written(checked, **context):
    parts = []
    report = text.begin(parts.append, Context(**context))
    report.add(checked)
    report.finish(Totals(), ())
    return "".join(parts)


def test_a_finding_is_one_line_with_its_sources(make_checked):
    assert written(make_checked()) == (
        "a.md:1:15: warning safety-claim: 'safe': why [us-ftc-act-5, uk-cap-12.1]\n"
    )


def test_a_finding_without_sources_has_no_brackets(make_checked):
    assert written(make_checked(sources=())).endswith("'safe': why\n")


def test_content_cannot_add_lines_or_escape_sequences(make_checked):
    lines = written(make_checked(message="'a\nb\x1b[2J\u202e'", path="x\ny.md"))
    assert lines.count("\n") == 1
    assert "\x1b" not in lines
    assert lines.startswith("x\\x0ay.md:1:15: warning safety-claim: 'a\\x0ab\\x1b[2J\\u202e'")


def test_colour_wraps_only_our_own_text(make_checked):
    line = written(make_checked(severity=ERROR), colour=True)
    assert "\x1b[1;31merror\x1b[0m" in line
    assert line.count("\x1b") % 2 == 0


def test_a_terminal_gets_the_place_the_advice_and_the_rewrite(make_checked):
    assert written(make_checked(), frames=True).splitlines()[1:] == [
        "1 | Our cells are safe.",
        "  |               ^^^^",
        "  = advice: Say what was studied.",
        "  = review rewrite: Say what was studied",
        "  =   - Our cells are safe.",
        "  =   + Our cells are x.",
        "",
    ]


def test_summary_counts_in_words():
    assert text.summary(Totals(3, 1, 2, 0, 0)) == "3 files checked: 1 error, 2 warnings"
    assert text.summary(Totals(1, 0, 0, 0, 0)) == "1 file checked: no findings"
    assert text.summary(Totals(1, 0, 0, 1, 2)) == "1 file checked: 1 note (2 waived)"


def test_every_severity_has_a_colour(make_checked):
    for severity in (NOTE, ERROR):
        assert "\x1b[" in written(make_checked(severity=severity), colour=True)
