"""The files that `claimlint init` writes: valid, tried, and never over others."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

SCHEMA = Path(__file__).parents[2] / "schemas" / "config.schema.json"
HOOK = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/claimlint.yml"


def init(claimlint, *words):
    return claimlint("init", *words, ours=False)


def test_a_project_gets_a_configuration_a_hook_and_a_workflow(claimlint, site):
    done = init(claimlint)
    assert done.code == 0
    assert done.out == ""
    config = tomllib.loads((site / "claimlint.toml").read_text())
    jsonschema.validate(config, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (repo,) = yaml.safe_load((site / HOOK).read_text())["repos"]
    assert repo["hooks"] == [{"id": "claimlint"}]
    steps = yaml.safe_load((site / WORKFLOW).read_text())["jobs"]["claimlint"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert steps[1]["uses"].startswith("OWNER/claimlint@v")
    assert "in place of OWNER" in done.err


def test_what_it_writes_is_used(claimlint, site, put):
    init(claimlint)
    put("a.md", "Our zorb works.\n")
    done = claimlint()
    assert (done.code, done.err) == (1, "1 file checked: 1 warning\n")


def test_every_key_that_is_suggested_in_the_configuration_exists(claimlint, site):
    init(claimlint)
    text = (site / "claimlint.toml").read_text()
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    settings = [line for line in lines if line.startswith("[[") or " = " in line]
    config = tomllib.loads("\n".join(settings))
    jsonschema.validate(config, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {"exclude", "ignore", "baseline", "overrides"} <= config.keys()


def test_nothing_is_overwritten(claimlint, site, put):
    put(HOOK, "repos: []\n")
    done = init(claimlint)
    assert done.code == 0
    assert (site / HOOK).read_text() == "repos: []\n"
    assert "- id: claimlint" in done.out
    assert f"{HOOK} is left as it is" in done.err
    assert (site / WORKFLOW).is_file()
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert init(claimlint).code == 2
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_another_kind_of_configuration_counts(claimlint, site, put):
    put(".claimlint.yaml", "strict: true\n")
    assert init(claimlint).code == 0
    assert not (site / "claimlint.toml").exists()


def test_the_address_can_be_given(claimlint, site):
    done = init(claimlint, "--repo", "https://github.com/acme/claimlint.git", "--rev", "v9")
    assert "OWNER" not in done.err
    assert "repo: https://github.com/acme/claimlint.git" in (site / HOOK).read_text()
    assert "rev: v9" in (site / HOOK).read_text()
    assert "- uses: acme/claimlint@v9\n" in (site / WORKFLOW).read_text()


def test_another_folder(claimlint, site):
    (site / "sub").mkdir()
    assert init(claimlint, "sub").code == 0
    assert (site / "sub" / "claimlint.toml").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere is not a folder"),
        (("a", "b"), "name one folder"),
        (("--repo", "x y\nz"), "is no address or tag"),
    ],
)
def test_mistakes(claimlint, words, said):
    done = init(claimlint, *words)
    assert done.code == 2
    assert said in done.err


def test_a_folder_that_cannot_be_made(claimlint, put):
    put(".github", "a file\n")
    done = init(claimlint)
    assert done.code == 2
    assert "cannot be written" in done.err


def test_a_project_that_starts_from_a_baseline(claimlint, put):
    put("a.md", "Our zorb works.\n")
    done = claimlint("init", "--baseline", ours=False)
    assert done.err.endswith("next: claimlint baseline create, to accept what there is today\n")
    said = claimlint("a.md").err
    assert "there is no such baseline; make one with: claimlint baseline create" in said
    assert claimlint("baseline", "create").code == 0
    done = claimlint(".")
    assert (done.code, done.out) == (0, "")
    assert "(1 waived)" in done.err
