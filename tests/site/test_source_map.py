"""Patterns that lead from a page to the file it was made from."""

import pytest

from claimlint.errors import UsageError
from claimlint.site.source_map import mapping, sources


@pytest.mark.parametrize(
    ("text", "page", "source"),
    [
        ("blog/*/index.html=content/blog/*.md", "blog/x-y/index.html", "content/blog/x-y.md"),
        ("blog/*/index.html=content/blog/*.md", "blog/x/y/index.html", None),
        ("**/index.html=content/**.md", "a/b/index.html", "content/a/b.md"),
        ("**/*.html=src/**/*.md", "a/b/c.html", "src/a/b/c.md"),
        ("**/*.html=src/**/*.md", "c.html", "src/c.md"),
        ("index.html=README.md", "index.html", "README.md"),
        ("a.html=README.md", "aahtml", None),
    ],
)
def test_stars_stand_for_what_they_matched(text, page, source):
    found = sources(page, [mapping(text)])
    assert found == ([source] if source else [])


def test_several_may_match():
    maps = [mapping("*.html=a/*.md"), mapping("x.html=b/x.md")]
    assert sources("x.html", maps) == ["a/x.md", "b/x.md"]


@pytest.mark.parametrize("text", ["x", "=y", "x=", "*=*/*"])
def test_what_is_no_map(text):
    with pytest.raises(UsageError):
        mapping(text)
