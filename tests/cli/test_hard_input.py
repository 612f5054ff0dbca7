"""Input made to be slow: whole runs end, and say what they found or did not read.

Nothing is timed. Each case is checked at two sizes; what counts is how often Python is told of a
call, which grows with the work and does not depend on the machine. Four times the input may cost
seven times the calls.
"""

import sys

import pytest

from claimlint.checks import check
from claimlint.documents import extract
from claimlint.rulebook.compile import rulebook

CLAIM = "\n\nOur exosome injections are safe and effective for knee pain.\n"

MARKDOWN = {
    "one line": lambda n: "word " * n,
    "one word": lambda n: "w" * n * 5,
    "stars": lambda n: "*" * n,
    "stars apart": lambda n: "* " * n,
    "underscores": lambda n: "_a " * n,
    "brackets": lambda n: "[" * n,
    "closed brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "pictures": lambda n: "![" * n,
    "backticks": lambda n: "".join("`" * (i % 60) + " " for i in range(n // 30)),
    "quotes inside quotes": lambda n: "> " * n + "a",
    "lists inside lists": lambda n: "".join(" " * (i % 400) + "- a\n" for i in range(n // 100)),
    "links by reference": lambda n: "".join(f"[a{i}]: /u\n" for i in range(n // 10)) + "[a1] " * 99,
    "a wide table": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n + "\n",
    "a long table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 5),
    "commas": lambda n: ", " * n,
    "breaks": lambda n: "a. " * n,
    "quotation marks": lambda n: "“a ‘" * n,
    "round brackets": lambda n: "(a " * n,
    "numbers": lambda n: "1 - 2 " * n,
    "half a claim": lambda n: "safe and " * n,
    "claims": lambda n: "It is safe and effective. " * (n // 20),
    "cues": lambda n: "not never " * n + "it is safe and effective",
    "templates": lambda n: "{{ {% " * n,
    "entities": lambda n: "&amp;&#65; " * n,
    "angles": lambda n: "<" * n,
}
HTML = {
    "open divisions": lambda n: "<div>" * n,
    "open paragraphs": lambda n: "<p>a" * n,
    "unclosed tags": lambda n: "<b " * n,
    "unclosed attributes": lambda n: '<a title="' * n,
    "unclosed comments": lambda n: "<!--" * n,
    "closing tags": lambda n: "</p></div>" * n,
    "inline elements": lambda n: "<b><i>a " * n,
    "tables": lambda n: "<table><tr><td>" * n,
    "scripts": lambda n: "<script>" * n,
    "one line": lambda n: "<p>" + "word " * n,
    "lists": lambda n: "<ul><li>a" * n,
}
MDX = {
    "open elements": lambda n: "<A>" * n,
    "braces": lambda n: "{" * n,
    "imports": lambda n: "import a from 'b'\n" * (n // 10),
    "strings": lambda n: "{'a" * n,
    "one line": lambda n: "word " * n,
}
TEXT = {
    "one line": lambda n: "word " * n,
    "lines": lambda n: "a\n" * n,
    "blank lines": lambda n: "\n" * n,
    "rules": lambda n: "-----\n" * n,
    "items": lambda n: "- a\n" * n,
    "dots": lambda n: ". " * n,
    "capitals": lambda n: "A. " * n,
}
CASES = [
    pytest.param(ending, make, id=f"{ending}: {name}")
    for ending, cases in (("md", MARKDOWN), ("html", HTML), ("mdx", MDX), ("txt", TEXT))
    for name, make in cases.items()
]
SMALL, LARGE = 2_000, 8_000


@pytest.fixture(scope="module")
def book():
    return rulebook()


def calls(work):
    """Return what some work returns, and how many calls it made."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, count


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("ending", "make"), CASES)
def test_work_grows_with_the_input(book, ending, make):
    def run(size):
        text = make(size) + CLAIM
        check(extract(f"a.{ending}", text), book)  # what is learned is learned
        return calls(lambda: check(extract(f"a.{ending}", text), book))[1]

    assert run(LARGE) <= 7 * run(SMALL) + 20_000


HARD = {
    "a.md": "word " * 2_000_000,
    "b.md": "> " * 100_000 + "a",
    "c.md": "[" * 100_000,
    "d.md": "*" * 1_000_000,
    "e.md": "".join(f"[a{i}]: /u\n" for i in range(100_000)) + "[a1] " * 1_000,
    "f.md": "|a|b|c|\n|-|-|-|\n" + "|d|e|f|\n" * 100_000,
    "g.html": "<div>" * 100_000,
    "h.html": "<b " * 50_000,
    "i.html": "<table><tr><td>" * 50_000,
    "j.html": "word " * 2_000_000,
    "k.mdx": "<A>" * 50_000,
    "l.mdx": "{" * 100_000,
    "m.mdx": "word " * 2_000_000,
    "n.txt": "word " * 2_000_000,
    "o.txt": "w" * 10_000_000,
    "p.txt": "- a\n" * 250_000,
}


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", HARD)
def test_a_large_hard_file_is_read_or_refused(claimlint, put, name):
    put(name, HARD[name])
    done = claimlint(name)
    assert "internal" not in done.err
    assert done.code == 0 or (done.code == 2 and name in done.err)


def test_a_file_beyond_the_limit_is_refused_by_name(claimlint, put):
    put("large.md", "word " * 1_000)
    done = claimlint("large.md", "--max-bytes", "4000")
    assert done.code == 2
    assert "large.md: is larger than 4,000 bytes; see --max-bytes" in done.err
