import json
import os
import tomllib
from pathlib import Path

import jsonschema
import pytest

from claimlint import settings
from claimlint.documents import FORMATS
from claimlint.errors import SettingsError


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


FULL_TOML = """\
packs = ["core"]
jurisdictions = ["us", "uk"]
select = ["safety"]
ignore = ["hype"]
strict = true
fail-on = "error"
include = ["content/**"]
exclude = ["drafts/"]
extensions = { tpl = "html", ".Page" = "markdown" }
max-bytes = 1000

[[overrides]]
paths = ["blog/"]
ignore = ["hope"]
strict = false
"""

FULL_YAML = """\
packs: [core]
jurisdictions: [us, uk]
select: [safety]
ignore:
  - hype
strict: true
fail-on: error
include: ["content/**"]
exclude: [drafts/]
extensions: {tpl: html, .Page: markdown}
max-bytes: 1000
overrides:
  - paths: [blog/]
    ignore: [hope]
    strict: false
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("claimlint.toml", FULL_TOML),
        (".claimlint.yaml", FULL_YAML),
        (".claimlint.yml", FULL_YAML),
        (
            "pyproject.toml",
            "[project]\nname = 'x'\n[tool.claimlint]\n"
            + FULL_TOML.replace("[[overrides]]", "[[tool.claimlint.overrides]]"),
        ),
    ],
)
def test_every_kind_of_file_says_the_same(tmp_path, name, text):
    write(tmp_path, name, text)
    found = settings.load(str(tmp_path))
    assert found == settings.Settings(
        path=str(tmp_path / name),
        folder=str(tmp_path),
        packs=("core",),
        jurisdictions=("us", "uk"),
        select=("safety",),
        ignore=("hype",),
        strict=True,
        fail_on="error",
        include=("content/**",),
        exclude=("drafts/",),
        extensions=(("tpl", "html"), ("page", "markdown")),
        max_bytes=1000,
        overrides=(settings.Override(("blog/",), (), ("hope",), False),),
    )


def test_without_a_file_there_are_defaults(tmp_path):
    (tmp_path / ".git").mkdir()
    found = settings.load(str(tmp_path))
    assert found == settings.Settings(folder=str(tmp_path))
    assert (found.fail_on, found.strict, found.packs) == ("warning", False, None)


@pytest.mark.parametrize("name", [".claimlint.yaml", "claimlint.toml"])
def test_an_empty_file_changes_nothing(tmp_path, name):
    write(tmp_path, name, "# nothing yet\n")
    assert settings.load(str(tmp_path))[2:] == settings.Settings()[2:]


def test_the_nearest_file_counts(tmp_path):
    write(tmp_path, "claimlint.toml", "strict = true\n")
    write(tmp_path, "site/.claimlint.yaml", "strict: false\n")
    (tmp_path / "site/blog").mkdir()
    assert settings.find(str(tmp_path / "site/blog")) == str(tmp_path / "site/.claimlint.yaml")
    assert settings.find(str(tmp_path)) == str(tmp_path / "claimlint.toml")


def test_nothing_above_the_git_checkout_counts(tmp_path):
    write(tmp_path, "claimlint.toml", "strict = true\n")
    (tmp_path / "site/.git").mkdir(parents=True)
    (tmp_path / "site/blog").mkdir()
    assert settings.find(str(tmp_path / "site/blog")) == ""


def test_outside_a_checkout_files_of_strangers_do_not_count(tmp_path, monkeypatch):
    write(tmp_path, "claimlint.toml", "strict = true\n")
    (tmp_path / "site").mkdir()
    assert settings.find(str(tmp_path / "site")) == str(tmp_path / "claimlint.toml")
    if os.getuid() == 0:
        os.chown(tmp_path / "claimlint.toml", 12345, -1)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert settings.find(str(tmp_path / "site")) == ""
    assert settings.find(str(tmp_path)) == str(tmp_path / "claimlint.toml")


def test_a_foreign_pyproject_is_not_judged(tmp_path):
    (tmp_path / ".git").mkdir()
    write(tmp_path, "pyproject.toml", "[tool.other]\nbroken = \n")
    assert settings.find(str(tmp_path)) == ""
    write(tmp_path, "pyproject.toml", "[project]\ndependencies = ['claimlint-health']\n")
    assert settings.find(str(tmp_path)) == ""


def test_a_broken_pyproject_that_holds_our_table_is_an_error(tmp_path):
    write(tmp_path, "pyproject.toml", "[tool.claimlint]\nstrict = \n")
    with pytest.raises(SettingsError) as raised:
        settings.load(str(tmp_path))
    assert (raised.value.line, raised.value.column) == (2, 10)


@pytest.mark.parametrize("other", [".claimlint.yaml", ".claimlint.yml", "pyproject.toml"])
def test_two_files_in_one_folder_are_an_error(tmp_path, other):
    write(tmp_path, "claimlint.toml", "strict = true\n")
    write(tmp_path, other, "[tool.claimlint]\n" if other.endswith("toml") else "strict: true\n")
    with pytest.raises(SettingsError, match="keep one") as raised:
        settings.load(str(tmp_path))
    assert "claimlint.toml" in str(raised.value)
    assert other in str(raised.value)


@pytest.mark.parametrize(
    ("name", "text", "place", "said"),
    [
        ("claimlint.toml", "strict = true\nfail_on = 'error'\n", (2, 1), "did you mean 'fail-on'"),
        ("claimlint.toml", "strict = 'true'\n", (1, 1), "true or false"),
        ("claimlint.toml", "ignore = 'hype'\n", (1, 1), "a list of texts"),
        ("claimlint.toml", "ignore = ['a', 3]\n", (1, 16), "put 3 in quotes"),
        ("claimlint.toml", "ignore = ['a', '']\n", (1, 16), "not empty"),
        ("claimlint.toml", "ignore = [['a']]\n", (1, 11), "a list of texts"),
        ("claimlint.toml", "fail-on = 'errors'\n", (1, 1), "error, warning, note, never"),
        ("claimlint.toml", "max-bytes = 0\n", (1, 1), "1 or more"),
        ("claimlint.toml", "max-bytes = -5\n", (1, 1), "1 or more"),
        ("claimlint.toml", "max-bytes = '5'\n", (1, 1), "1 or more"),
        ("claimlint.toml", "extensions = ['md']\n", (1, 1), "a table"),
        ("claimlint.toml", "extensions = { tpl = 3 }\n", (1, 16), "a format: "),
        ("claimlint.toml", "overrides = 3\n", (1, 1), "a list of tables"),
        ("claimlint.toml", "overrides = ['a']\n", (1, 14), "a list of tables"),
        ("claimlint.toml", "[[overrides]]\nignore = ['a']\n", (1, 3), "'paths'"),
        ("claimlint.toml", "[[overrides]]\npaths = ['a']\npa = 1\n", (3, 1), "unknown key 'pa'"),
        ("claimlint.toml", "qqq = 1\n", (1, 1), "known are baseline, exclude, extensions"),
        ("claimlint.toml", "strict = \n", (1, 10), "not valid TOML"),
        ("claimlint.toml", b"a = '\xff'\n", (1, 0), "not UTF-8"),
        ("claimlint.toml", b"# x\n\xff\xfea\x00", (2, 0), "not UTF-8"),
        (".claimlint.yaml", "strict: yes\n", (1, 9), "true or false"),
        (".claimlint.yaml", "ignore: [no]\n", (1, 10), "put no in quotes"),
        (".claimlint.yaml", "ignore:\n  - 12:30\n", (2, 5), "put 12:30 in quotes"),
        (".claimlint.yaml", "strict: true\nstrict: false\n", (2, 1), "given twice"),
        (".claimlint.yaml", "- strict\n", (1, 1), "must hold keys"),
        (".claimlint.yaml", "strict\n", (1, 1), "must hold keys"),
        (".claimlint.yaml", "ignore: [a\n", (2, 1), "not valid YAML"),
        (".claimlint.yaml", "ignore: &x [a]\nselect: *x\n", (1, 9), "anchors"),
        (".claimlint.yaml", "ignore: !!python/name:os.system x\n", (1, 9), "tags"),
        (".claimlint.yaml", "strict: true\n---\nstrict: false\n", (2, 1), "second YAML document"),
        (".claimlint.yaml", "strict: [\n", (2, 1), "not valid YAML"),
        ("pyproject.toml", "[tool.claimlint]\nstric = true\n", (2, 1), "did you mean 'strict'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path, name, text, place, said):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as raised:
        settings.load(str(tmp_path))
    assert said in raised.value.message
    assert raised.value.path == str(tmp_path / name)
    assert (raised.value.line, raised.value.column) == place


def test_a_named_file_must_be_one_of_ours(tmp_path):
    write(tmp_path, "settings.ini", "strict = true\n")
    write(tmp_path, "pyproject.toml", "[project]\nname = 'x'\n")
    with pytest.raises(SettingsError, match=r"\.toml, \.yaml"):
        settings.load_file(str(tmp_path / "settings.ini"))
    with pytest.raises(SettingsError, match="no table"):
        settings.load_file(str(tmp_path / "pyproject.toml"))
    with pytest.raises(SettingsError, match="No such file"):
        settings.load_file(str(tmp_path / "missing.toml"))


def test_rules_of_a_configuration_stay_in_the_project(tmp_path):
    write(tmp_path, "secret.yaml", "- password\n")
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    write(project, "house/rules.yaml", "[]\n")
    inside = write(project, "site/claimlint.toml", "rules = ['../house']\n")
    assert settings.load_file(str(inside)).rules == (str(project / "house"),)
    (project / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    for name in ("../../secret.yaml", str(tmp_path / "secret.yaml"), "../link.yaml"):
        inside.write_text(f"rules = ['{name}']\n")
        with pytest.raises(SettingsError, match="only name files inside") as raised:
            settings.load_file(str(inside))
        assert (raised.value.line, raised.value.column) == (1, 10)


def test_rules_that_do_not_exist_are_named(tmp_path):
    path = write(tmp_path, "claimlint.toml", "rules = ['a',\n  'b']\n")
    write(tmp_path, "a", "")
    with pytest.raises(SettingsError, match="no such file or folder: b") as raised:
        settings.load_file(str(path))
    assert (raised.value.line, raised.value.column) == (2, 3)


SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schemas" / "config.schema.json").read_text(encoding="utf-8")
)


def test_the_schema_has_the_keys_that_are_read():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(settings.KEYS)
    override = SCHEMA["properties"]["overrides"]["items"]
    assert set(override["properties"]) == set(settings.OVERRIDE_KEYS)
    assert tuple(SCHEMA["properties"]["fail-on"]["enum"]) == settings.FAIL_ON
    formats = SCHEMA["properties"]["extensions"]["additionalProperties"]["enum"]
    assert set(formats) == set(FORMATS)


def test_the_schema_takes_what_is_valid_and_nothing_else():
    jsonschema.validate(tomllib.loads(FULL_TOML), SCHEMA)
    for broken in (
        {"fail_on": "error"},
        {"strict": "true"},
        {"ignore": "hype"},
        {"max-bytes": 0},
        {"extensions": {"tpl": "htm"}},
        {"overrides": [{"ignore": ["a"]}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, SCHEMA)


def test_every_key_is_documented():
    page = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for key in settings.KEYS:
        assert f"| `{key}` |" in page, key
