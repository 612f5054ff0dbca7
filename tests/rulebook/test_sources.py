"""The sources that rules rest on: complete, known places, and enough for what rules say."""

import os
import re

import pytest

from claimlint.finding import ERROR
from claimlint.rulebook import load, model
from claimlint.rulebook.compile import builtin_folder, builtin_packs, rule_files

PLACES = (
    ("us-state-", "us-state"), ("us-case-usstemology", "us-wa"), ("us-case-pasc", "us-state"),
    *((f"{place}-", place) for place in model.JURISDICTIONS if place.startswith("us-")),
    ("us-", "us"), ("uk-", "uk"), ("eu-", "eu"), ("ie-", "ie"), ("au-", "au"), ("nz-", "nz"),
    ("ca-on-", "ca-on"), ("ca-qc-", "ca-qc"), ("ca-", "ca"), ("in-", "in"), ("sg-", "sg"),
    ("intl-", "intl"), ("platform-google-", "google-ads"), ("platform-meta-", "meta-ads"),
)  # fmt: skip
"""Beginnings of ids and where such sources hold; the first that fits counts."""

NOT_READ = (
    "us-21cfr207-77", "us-21cfr202-1", "us-16cfr255-5", "uk-cap-12.10", "uk-cap-12.12",
    "uk-cap-12.18", "uk-cap-12.19", "uk-cap-3.7", "uk-cap-3.45", "au-tga-code-2021",
    "eu-1924-2006", "intl-isscr-guidelines", "us-ftc-substantiation-policy",
)  # fmt: skip
"""Sources known by name only; whoever reads one may take it off this list."""


@pytest.fixture(scope="module")
def loaded():
    folder = builtin_folder()
    groups = [(name, rule_files(os.path.join(folder, name))) for name in builtin_packs()]
    return load.load(groups, [os.path.join(folder, "sources.yaml")])


def entries():
    return load.read(os.path.join(builtin_folder(), "sources.yaml"))


def test_the_file_is_sound(loaded):
    assert [str(e) for e in loaded.errors if e.path.endswith("sources.yaml")] == []
    assert len(loaded.sources) == len(entries()) > 100


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry["id"]))
def test_each_source_is_complete(entry):
    assert re.fullmatch(r"[a-z]+(?:-[a-z0-9]+(?:\.\d+)?)+", entry["id"])
    assert entry["jurisdiction"] in model.JURISDICTIONS
    assert entry["jurisdiction"] == next(p for start, p in PLACES if entry["id"].startswith(start))
    assert entry["verified"] in ("true", "false")
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", entry["checked"])
    assert re.fullmatch(r"https?://\S+", entry.get("url", "https://example.org/"))
    assert 30 <= len(entry["summary"]) <= 300
    assert entry["summary"].endswith(".")
    known = (*model.CATEGORIES, *model.DUTY_CATEGORIES, "all")
    assert entry["categories"]
    assert [c for c in entry["categories"] if c not in known] == []


@pytest.mark.parametrize("name", NOT_READ)
def test_what_was_not_read_is_not_verified(loaded, name):
    assert not loaded.sources[name].verified


def test_a_rule_that_was_never_found_is_no_source(loaded):
    assert "uk-cap-12.24" not in loaded.sources


def test_each_source_that_rules_name_is_there(loaded):
    unknown = [str(error) for error in loaded.errors if "unknown source" in str(error)]
    assert unknown == []
    assert loaded.rules


def test_no_error_rests_on_unverified_sources_alone(loaded):
    bare = [
        rule.id
        for rule in loaded.rules
        if rule.severity == ERROR and not any(loaded.sources[s].verified for s in rule.sources)
    ]
    assert bare == []


@pytest.mark.parametrize("category", (*model.CATEGORIES, *model.DUTY_CATEGORIES))
def test_each_category_has_a_verified_source(loaded, category):
    sources = loaded.sources.values()
    assert any(s.verified and {category, "all"} & set(s.categories) for s in sources)
    named = [s for s in sources if category in s.categories]
    assert named, f"no source says that it bears on {category}"
