"""The hooks, run by pre-commit and by prek in repositories of their own.

    pytest tests/integration/test_pre_commit.py

Both install claimlint from this checkout, with its requirements from the package index; without
a network, or without prek, the tests say so and are skipped.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OLD = "# Knee\n\nOur exosome injections are safe and effective.\n"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def tool(name):
    """Return the path of an installed tool; skips where there is none."""
    scripts = sysconfig.get_path("scripts")
    found = shutil.which(name, path=os.pathsep.join([scripts, os.environ["PATH"]]))
    if found is None:
        pytest.skip(f"{name} is not installed: pip install {name}")
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A clean environment with caches of its own; pip's cache and index settings are kept."""
    home = tmp_path_factory.mktemp("home")
    names = {
        "HOME": home, "PRE_COMMIT_HOME": home / "pre-commit", "PREK_HOME": home / "prek",
        "CLAIMLINT_CACHE_DIR": home / "cache", "GIT_CONFIG_GLOBAL": home / "gitconfig",
        "GIT_AUTHOR_NAME": "n", "GIT_AUTHOR_EMAIL": "e@e",
        "GIT_COMMITTER_NAME": "n", "GIT_COMMITTER_EMAIL": "e@e",
    }  # fmt: skip
    (home / "gitconfig").write_text('[protocol "file"]\n\tallow = always\n')
    caches = Path.home() / ".cache"
    names = {"PIP_CACHE_DIR": caches / "pip", "UV_CACHE_DIR": caches / "uv", **names}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    for name in ("pip", "uv"):
        config = Path.home() / ".config" / name
        if config.is_dir():
            shutil.copytree(config, home / ".config" / name)
    return {**kept, **{name: str(value) for name, value in names.items()}}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory, environment):
    """This checkout as a repository of one commit, with what is not committed yet."""
    folder = tmp_path_factory.mktemp("hooks") / "claimlint"
    folder.mkdir()
    names = (
        "claimlint",
        "rules",
        "build_hook.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    )
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    run(folder, environment, "git", "init", "-q", "-b", "main")
    run(folder, environment, "git", "add", "-A")
    run(folder, environment, "git", "commit", "-qm", "hooks")
    return folder


@pytest.fixture
def project(tmp_path, environment):
    folder = tmp_path / "project"
    folder.mkdir()
    run(folder, environment, "git", "init", "-q", "-b", "main")
    return folder


def run(folder, environment, *words, code=0):
    """Run a command; its output. An index that cannot be reached skips the test."""
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False,
        timeout=500,
    )  # fmt: skip
    said = done.stdout + done.stderr
    if any(sign in said for sign in ("No matching distribution found", "Temporary failure in")):
        pytest.skip("the package index cannot be reached, so hooks cannot be installed")
    if code is not None:
        assert done.returncode == code, said
    return said


def adopt(folder, environment, name, hooks, hook="claimlint", args=()):
    """Let a project use a hook and install it for its commits."""
    rev = run(hooks, environment, "git", "rev-parse", "HEAD").strip()
    entry = {"id": hook, **({"args": list(args)} if args else {})}
    config = {"repos": [{"repo": str(hooks), "rev": rev, "hooks": [entry]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    run(folder, environment, tool(name), "install")


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_the_manifest_is_valid(name, environment):
    run(ROOT, environment, tool(name), "validate-manifest", ".pre-commit-hooks.yaml")


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_try_repo(name, environment, hooks, project):
    (project / "a.md").write_text(OLD)
    (project / "b.py").write_text("# safe and effective\n")
    run(project, environment, "git", "add", ".")
    words = [tool(name), "try-repo", str(hooks), "claimlint", "--all-files", "--verbose"]
    said = run(project, environment, *words, code=1)
    assert "a.md:3:28: error safe-and-effective" in said
    assert "1 file checked" in said


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_a_commit_is_blocked_and_then_passes(name, environment, hooks, project):
    adopt(project, environment, name, hooks)
    (project / "a.md").write_text(OLD)
    run(project, environment, "git", "add", ".")
    said = run(project, environment, "git", "commit", "-m", "one", code=1)
    assert "a.md:3:28: error safe-and-effective" in said
    assert (project / "a.md").read_text() == OLD
    (project / "a.md").write_text("# Knee\n\nWe treat knees from nine to five.\n")
    run(project, environment, "git", "add", ".")
    run(project, environment, "git", "commit", "-m", "one")
    assert run(project, environment, "git", "log", "--format=%s").strip() == "one"


def test_fifty_old_findings_and_a_baseline(environment, hooks, project):
    for number in range(50):
        text = OLD.replace("Our", f"Our {number}th kind of")
        (project / f"{number}.md").write_text(text)
    run(project, environment, "git", "add", ".")
    run(project, environment, "git", "commit", "-qm", "old")
    # What docs/pre-commit.md says, as it stands there; only the address is that of this checkout.
    (steps,) = re.findall(
        r"## A project with old findings\n\n```sh\n(.*?)```",
        (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    rev = run(hooks, environment, "git", "rev-parse", "HEAD").strip()
    address = "https://github.com/OWNER/claimlint"
    assert steps.count(address) == 1
    tool("pre-commit")
    path = os.pathsep.join([sysconfig.get_path("scripts"), environment["PATH"]])
    run(
        *(project, {**environment, "PATH": path}, "bash", "-e", "-c"),
        steps.replace(address, f"{hooks} --rev {rev}"),
    )
    accepted = (project / "claimlint-baseline.json").read_text().count('"safe-and-effective"')
    assert accepted == 50
    assert run(project, environment, "git", "status", "--porcelain") == ""
    run(project, environment, tool("pre-commit"), "run", "--all-files")
    changed = (project / "7.md").read_text().replace("# Knee", "# Knees\n\nWelcome.")
    (project / "7.md").write_text(changed)
    run(project, environment, "git", "commit", "-am", "an old claim moves")
    (project / "7.md").write_text(changed + "\nIt targets the root cause of your pain.\n")
    said = run(project, environment, "git", "commit", "-am", "a new claim", code=1)
    assert "root-cause" in said
    assert "safe-and-effective" not in said


def test_the_fixing_hook_runs_by_hand_only(environment, hooks, project):
    adopt(project, environment, "pre-commit", hooks, hook="claimlint-fix")
    (project / "a.md").write_text(OLD)
    run(project, environment, "git", "add", ".")
    run(project, environment, "git", "commit", "-m", "not run")
    words = [tool("pre-commit"), "run", "claimlint-fix", "--hook-stage", "manual", "--all-files"]
    said = run(project, environment, *words, code=1)
    assert "claimlint (fix)" in said
    assert "unknown option" not in said
