import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from claimlint.reports.frame import frame, marked
from claimlint.reports.text import unpainted


def width(text):
    total = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def test_marks_stand_below_the_range():
    assert marked("Our cells are safe.", 14, 18, 80) == ("Our cells are safe.", " " * 14 + "^^^^")


def test_wide_and_combining_characters_are_counted_as_shown():
    excerpt, marks = marked("中中 e\u0301 safe", 6, 10, 80)
    assert marks == " " * 7 + "^^^^"
    assert excerpt == "中中 e\u0301 safe"


def test_a_long_line_is_cut_around_the_range():
    text = "a" * 500 + " safe " + "b" * 500
    excerpt, marks = marked(text, 501, 505, 60)
    assert len(excerpt) == 60
    assert excerpt[0] == excerpt[-1] == "…"
    assert excerpt[marks.index("^") : marks.rindex("^") + 1] == "safe"


def test_control_characters_are_spelled_out_and_counted():
    excerpt, marks = marked("\x1b[1mx\tsafe", 6, 10, 80)
    assert excerpt == "\\x1b[1mx    safe"
    assert excerpt[marks.index("^") :] == "safe"


@given(st.text(st.characters(codec="utf-8")), st.data())
def test_marks_never_leave_the_excerpt(text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    excerpt, marks = marked(text, start, stop, 40)
    assert width(excerpt) <= 40
    assert set(marks) <= {" ", "^"}
    assert len(marks) <= max(40, width(excerpt)) + 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in excerpt)


def test_a_range_over_many_lines_shows_its_first(make_finding, make_document):
    source = "one safe\nand\nreally\nquite\neffective\n"
    finding = make_finding(source, 4, len(source) - 1, advice="", rewrites=())
    lines = frame(finding, make_document(source), 80, unpainted).splitlines()
    assert lines == [
        "1 | one safe", "  |     ^^^^",
        "2 | and", "  | ^^^",
        "3 | really", "  | ^^^^^^",
        "  | …",
    ]  # fmt: skip


def test_a_finding_about_the_whole_page_shows_no_line(make_finding, make_document):
    finding = make_finding(scope="document", rewrites=())
    assert frame(finding, make_document(), 80, unpainted) == ("  = advice: Say what was studied.\n")
