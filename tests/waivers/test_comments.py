"""Comments that waive findings: which there are in which format, and what they speak of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.waivers import comments


def read(source, path="a.md"):
    return comments.waivers(source, path)


FORMS = [
    ("a.md", "<!-- {} -->"),
    ("a.md", "<!--{}-->"),
    ("a.html", "<!--\n  {}\n-->"),
    ("a.mdx", "{{/* {} */}}"),
    ("a.jsx", "{{/* {} */}}"),
    ("a.jsx", "// {}"),
    ("a.jsx", "/* {} */"),
    ("a.ts", "/** {} */"),
    ("a.astro", "// {}"),
    ("a.njk", "{{# {} #}}"),
    ("a.md", "{{#- {} -#}}"),
    ("a.liquid.html", "{{% comment %}}{}{{% endcomment %}}"),
    ("a.html", "{{%- comment -%}} {} {{%- endcomment -%}}"),
    ("a.html", "{{% # {} %}}"),
    ("a.md", "{{{{/* {} */}}}}"),
    ("a.hbs", "{{{{! {} }}}}"),
    ("a.hbs", "{{{{!-- {} --}}}}"),
    ("a.blade.php", "{{{{-- {} --}}}}"),
    ("a.erb", "<%# {} %>"),
    ("a.ejs", "<%-- {} --%>"),
    ("a.php", "# {}"),
    ("a.php", "// {}"),
    ("a.yaml", "# {}"),
    ("a.yml", "key: text # {}"),
    ("a.json5", "// {}"),
    ("a.json", '{{"a": "b" /* {} */}}'),
    ("a.rst", ".. {}"),
    ("a.adoc", "// {}"),
    ("a.md", "[//]: # ({})"),
    ("a.md", '[comment]: <> "{}"'),
    ("a.md", "%% {} %%"),
]


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_a_comment_is_read_in_its_format(path, form):
    source = form.format("claimlint-disable-file hype, zorb-works -- seen by counsel") + "\n"
    (waiver,), problems = read(source, path)
    assert problems == []
    assert waiver.names == ("hype", "zorb-works")
    assert waiver.reason == "seen by counsel"
    assert (waiver.start, waiver.end) == (0, len(source) + 1)
    assert waiver.kind == "comment"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.md", "# claimlint-disable-file hype -- no comment in Markdown\n"),
        ("a.md", "// claimlint-disable-file hype -- nor this\n"),
        ("a.html", "<p>/* claimlint-disable-file hype -- text */</p>\n"),
        ("a.md", "```\n<!-- claimlint-disable-file hype -- shown -->\n```\n"),
        ("a.md", "Write `<!-- claimlint-disable-file hype -- why -->` above it.\n"),
        ("a.md", "<!-- please use claimlint-disable-file hype -- later -->\n"),
        ("a.yaml", "url: http://x.example/#claimlint-disable-file hype -- a\n"),
        ("a.txt", "claimlint-disable-file hype -- a\n"),
    ],
)
def test_what_only_looks_like_a_waiver_is_none(path, source):
    assert read(source, path) == ([], [])


def meant(source, path="a.md"):
    """Return the lines that each waiver speaks of."""
    found, problems = read(source, path)
    assert problems == []
    return [
        (waiver.names, source[waiver.start : waiver.end].strip().splitlines()) for waiver in found
    ]


def test_the_next_line_is_the_next_that_is_not_blank():
    text = "<!-- claimlint-disable-next-line a -- r -->\n\n\nOne.\nTwo.\n"
    assert meant(text) == [(("a",), ["One."])]


def test_waivers_for_one_line_may_stand_one_above_the_other():
    text = (
        "<!-- claimlint-disable-next-line a -- r -->\n"
        "<!-- claimlint-disable-next-line b -- r -->\nOne.\nTwo.\n"
    )
    assert meant(text) == [(("a",), ["One."]), (("b",), ["One."])]


def test_the_line_of_the_comment():
    text = "Zero.\nOne. <!-- claimlint-disable-line a -- r --> More.\nTwo.\n"
    assert [lines[0][:4] for _, lines in meant(text)] == ["One."]


def test_crlf_and_cr_are_line_ends():
    for end in ("\r\n", "\r"):
        text = f"<!-- claimlint-disable-next-line a -- r -->{end}{end}One.{end}Two.{end}"
        assert meant(text) == [(("a",), ["One."])]


def test_a_region_ends_where_it_is_enabled_again():
    text = (
        "<!-- claimlint-disable a, b -- r -->\nOne.\n<!-- claimlint-enable a -->\nTwo.\n"
        "<!-- claimlint-enable -->\nThree.\n"
    )
    found, problems = read(text)
    assert problems == []
    ends = {waiver.names: text[waiver.start : waiver.end] for waiver in found}
    assert "One." in ends[("a",)] and "Two." not in ends[("a",)]
    assert "Two." in ends[("b",)] and "Three." not in ends[("b",)]


def test_a_region_that_is_not_ended_goes_to_the_end():
    text = "One.\n<!-- claimlint-disable a -- r -->\nTwo.\n"
    (waiver,), _ = read(text)
    assert waiver.end > len(text)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<!-- claimlint-disable-nextline a -- r -->", "did you mean 'disable-next-line'"),
        ("<!-- claimlint-disable -- r -->", "names no rule"),
        ("<!-- claimlint-enable a -->", "ends nothing"),
    ],
)
def test_a_mistake_is_told(source, said):
    found, (problem,) = read(source)
    assert found == []
    assert said in problem.message
    assert problem.offset == 0


@pytest.mark.parametrize("sign", ["--", "---", "—", "–"])
def test_the_reason_stands_behind_a_dash(sign):
    (waiver,), _ = read(f"<!-- claimlint-disable-file zorb-works {sign} well-known,\n true -->")
    assert waiver.names == ("zorb-works",)
    assert waiver.reason == "well-known, true"


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: T\nclaimlint:\n  disable: [a, b]\n  reason: why so\n---\n",
        "---\nclaimlint: {disable: [a, b], reason: why so}\n---\n",
        "---\nclaimlint:\n  disable:\n    - a\n    - b\n  reason: why so\n---\n",
        '+++\n[claimlint]\ndisable = ["a", "b"]\nreason = "why so"\n+++\n',
        '{"claimlint": {"disable": ["a", "b"], "reason": "why so"}}\n',
        "---\nclaimlint: {disable: 'a, b', reason: why so}\n---\n",
        "\ufeff---\nclaimlint: {disable: [a, b], reason: why so}\n---\n",
    ],
)
def test_front_matter_waives_the_whole_file(front):
    (waiver,), problems = read(front + "Text.\n")
    assert problems == []
    assert waiver.names == ("a", "b")
    assert waiver.reason == "why so"
    assert waiver.kind == "front-matter"
    assert waiver.start == 0 and waiver.end > len(front)


def test_front_matter_with_another_key_is_told():
    found, problems = read("---\nclaimlint: {ignore: [a]}\n---\nText.\n")
    assert found == []
    assert [p.message for p in problems] == [
        "front matter: unknown key 'claimlint.ignore'; known are disable, reason",
        "front matter: 'claimlint' waives nothing: list rules under 'disable'",
    ]


def test_yaml_comments_in_front_matter_count():
    text = (
        "---\n# claimlint-disable-next-line a -- r\ntitle: One\n---\n# claimlint-disable b -- r\n"
    )
    assert meant(text) == [(("a",), ["title: One"])]


@given(
    st.lists(
        st.sampled_from(
            [f.format("claimlint-disable a -- r") for _, f in FORMS]
            + ["<!-- claimlint-enable -->", "<!-- claimlint-disable-next-line b -- r", "\n", "é"]
            + ["<!--", "-->", "```", "{%", "---\n", "claimlint:", " disable: x\n", "\r"]
        )
    ),
    st.sampled_from([path for path, _ in FORMS]),
)
def test_any_text_gives_ranges_inside_it(parts, path):
    source = "".join(parts)
    found, problems = read(source, path)
    for waiver in found:
        assert 0 <= waiver.start <= waiver.end <= len(source) + 1
        assert waiver.names
    for problem in problems:
        assert 0 <= problem.offset <= len(source)
