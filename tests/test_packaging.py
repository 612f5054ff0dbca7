"""The rules are found from a wheel, an editable install and a checkout, wherever one stands."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KEPT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "*_cache", "__pycache__", ".hypothesis", "tests", "bench", "fixtures"
)


def run(*words, cwd, env=None, code=0):
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the project, so that nothing is built in the project itself."""
    copy = tmp_path_factory.mktemp("checkout") / "claimlint"
    shutil.copytree(ROOT, copy, ignore=KEPT_OUT)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"),
        *("--disable-pip-version-check", "-w", folder, checkout),
        cwd=folder,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture
def elsewhere(tmp_path):
    page = "Our exosome injections are safe and effective for knee pain.\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    return tmp_path


def environment(elsewhere, **more):
    path = os.environ.get("PATH", "")
    return {"PATH": path, "HOME": str(elsewhere), "CLAIMLINT_CACHE_DIR": str(elsewhere), **more}


def check(command, elsewhere, rules, **more):
    """See that a claimlint works and reads its rules where it should."""
    env = environment(elsewhere, **more)
    done = run(*command, "page.md", cwd=elsewhere, env=env, code=1)
    assert "page.md:1:" in done.stdout
    done = run(*command, "explain", "safe-and-effective", cwd=elsewhere, env=env)
    assert str(rules / "core") in done.stdout


def test_the_wheel_holds_the_rules(wheel, checkout):
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = {
        f"claimlint/{path.relative_to(checkout)}"
        for path in (checkout / "rules").rglob("*")
        if path.is_file()
    }
    assert "claimlint/rules/sources.yaml" in rules
    assert rules <= names
    assert names - rules >= {"claimlint/rules/tables.bin", "claimlint/rules/learned.bin"}
    assert "claimlint/py.typed" in names
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert tops == {"claimlint", "claimlint_health"}


def test_from_a_wheel(wheel, elsewhere, tmp_path_factory):
    """Its rules are compiled already: nothing but what a run learned is kept."""
    target = tmp_path_factory.mktemp("target")
    run(
        *(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"),
        *("--disable-pip-version-check", "--target", target, wheel),
        cwd=target,
    )
    command = [sys.executable, target / "bin" / "claimlint"]
    check(command, elsewhere, target / "claimlint" / "rules", PYTHONPATH=str(target))
    assert list(elsewhere.glob("rules-*.bin")) == []
    tables = target / "claimlint" / "rules" / "tables.bin"
    for damage in (b"", tables.read_bytes()[:-9], b"noise" * 999):
        tables.write_bytes(damage)
        check(command, elsewhere, target / "claimlint" / "rules", PYTHONPATH=str(target))


def test_a_checkout_gets_no_tables(wheel, checkout):
    assert list((checkout / "rules").rglob("*.bin")) == []


def test_from_an_editable_install(elsewhere):
    distribution = importlib.metadata.distribution("claimlint-health")
    if '"editable": true' not in (distribution.read_text("direct_url.json") or ""):
        pytest.skip("claimlint is not installed with pip install -e here")
    command = [os.path.join(sysconfig.get_path("scripts"), "claimlint")]
    check(command, elsewhere, ROOT / "rules")


def test_from_a_checkout(checkout, elsewhere):
    command = [sys.executable, "-c", "from claimlint.cli import entry; entry()"]
    check(command, elsewhere, checkout / "rules", PYTHONPATH=str(checkout))


def test_nothing_is_written_into_the_folder_that_is_checked(checkout, elsewhere, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    before = sorted(path.name for path in elsewhere.iterdir())
    command = [sys.executable, "-c", "from claimlint.cli import entry; entry()", "."]
    env = environment(elsewhere, PYTHONPATH=str(checkout), CLAIMLINT_CACHE_DIR=str(cache))
    run(*command, cwd=elsewhere, env=env, code=1)
    assert sorted(path.name for path in elsewhere.iterdir()) == before
