"""Which strings of data files and programs are prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents.prose import is_prose_key, key_words, kind_of, looks_like_prose

PROSE = [
    ("title", "Rest"),
    ("hero.tagline", "Calm days ahead"),
    ("items.0.alt", "A quiet room"),
    ("answer", "Yes"),
    ("cta", "Book now!"),
    ("label", "pain-free"),
    ("", "Calm and quiet"),
    ("", "rest for your back"),
    ("anything", "Quiet Rooms"),
    ("name", "Deep Rest Programme"),
    ("text", "<b>Rest</b>"),
    ("titre", "Des journées calmes"),
    ("body", "使人平静"),
    ("type", "A long and quiet way to rest, for everyone in the house."),
    ("description", "See {x} for the rest; it is calm."),
]
NO_PROSE = [
    ("slug", "calm-days"),
    ("title", ""),
    ("title", "123 / 4"),
    ("description", "https://a.example/rest"),
    ("image", "/media/a quiet room.jpg"),
    ("text", "notes/rest.md"),
    ("testimonials", "jo-doe"),
    ("", "flex items-center justify-between"),
    ("", "bg-white text-lg md:flex"),
    ("className", "Rest And Calm"),
    ("x", "(max-width: 768px) 100vw, 50vw"),
    ("x", "rgba(0, 0, 0, .5) 0 0 10px"),
    ("x", "const a = b; return a;"),
    ("x", "Single"),
    ("x", "btn primary large"),
    ("tags", "Quiet Rest"),
    ("date", "Mon 1 May 2023"),
    ("sizes", "Small Medium"),
]


@pytest.mark.parametrize(("key", "value"), PROSE)
def test_prose(key: str, value: str) -> None:
    assert looks_like_prose(key, value)


@pytest.mark.parametrize(("key", "value"), NO_PROSE)
def test_no_prose(key: str, value: str) -> None:
    assert not looks_like_prose(key, value)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("title", "title"),
        ("seo.metaTitle", "title"),
        ("seotitle", "title"),
        ("subtitle", "field"),
        ("page.meta_description", "description"),
        ("summary", "description"),
        ("imageAlt", "alt"),
        ("og_title", "social"),
        ("cards.0.text", "field"),
        ("0", "field"),
        ("", "field"),
    ],
)
def test_kinds(key: str, kind: str) -> None:
    assert kind_of(key, "field") == kind


def test_words_of_a_key() -> None:
    assert key_words("hero.metaTitle") == ["meta", "title"]
    assert key_words("items.3") == ["items"]
    assert key_words("body_html") == ["body"]
    assert key_words("") == []
    assert is_prose_key("body_html")
    assert not is_prose_key("bodyClass")


@given(st.text(max_size=30), st.text(max_size=60))
def test_no_text_is_too_odd(key: str, value: str) -> None:
    assert looks_like_prose(key, value) in (True, False)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("value", ["a" * 200_000, "a-" * 100_000, "a " * 100_000, "(" * 200_000])
def test_long_values_are_judged_quickly(value: str) -> None:
    for key in ("title", "x", "type"):
        looks_like_prose(key, value)
        looks_like_prose(key, value + ".")
