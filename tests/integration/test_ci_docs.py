"""The examples of docs/ci.md and docs/formats.md, and what `claimlint init` writes, as they stand.

Each YAML example is parsed, whole files are held against the schema of their host, and what they
run is run in bash. What they install is installed in the slow test only.
"""

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SCRIPTS = sysconfig.get_path("scripts")
CLAIM = "# Knee\n\nOur exosome injections are safe and effective.\n"


def tool(name):
    found = shutil.which(name, path=os.pathsep.join([SCRIPTS, os.environ["PATH"]]))
    if found is None:
        pytest.skip(f"{name} is not installed: pip install {name}")
    return found


def examples(page, language="yaml"):
    """Return the examples of a page of docs/ in a language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def example(page, sign):
    """Return the only YAML example of a page that holds some words."""
    (text,) = [text for text in examples(page) if sign in text]
    return text


def validated(schema, text, tmp_path):
    path = tmp_path / "example.yml"
    path.write_text(text, encoding="utf-8")
    words = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path):
    """A repository whose branch has one claim that origin/main has not."""
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)

    def git(*words):
        settings = ("-c", "user.name=n", "-c", "user.email=e@e", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *settings, *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (folder / "content" / "old.md").write_text(CLAIM)
    git("add", ".")
    git("commit", "-qm", "old")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("switch", "-qc", "work")
    (folder / "content" / "new.md").write_text(CLAIM.replace("Knee", "Hip"))
    git("add", ".")
    git("commit", "-qm", "new")
    return folder


@pytest.fixture
def bash(project, tmp_path, tmp_path_factory):
    """Return a function that runs a script in the project; its exit code and output."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    environment = {
        "PATH": os.pathsep.join([SCRIPTS, os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "CLAIMLINT_CACHE_DIR": str(tmp_path_factory.getbasetemp() / "cache"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "step-summary"),
    }

    def run(script, strict="-e", **more):
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", strict, "-c", script], cwd=project,
            env={**environment, **more}, capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run


def installed(folder):
    """Stand in for an environment with claimlint: the command of these tests."""
    (folder / "bin").mkdir(parents=True)
    script = folder / "bin" / "claimlint"
    script.write_text(f'#!/bin/sh\nexec "{SCRIPTS}/claimlint" "$@"\n')
    script.chmod(0o755)


@pytest.mark.parametrize("page", ["ci.md", "formats.md", "pre-commit.md", "waivers.md"])
def test_every_example_can_be_read(page):
    assert examples(page)
    for text in examples(page):
        for document in filter(None, re.split(r"^---\n", text, flags=re.MULTILINE)):
            assert yaml.safe_load(document)


def test_the_github_workflow_meets_its_schema(tmp_path):
    validated("github-workflows", example("ci.md", "runs-on"), tmp_path)


def circleci():
    return yaml.safe_load(example("ci.md", "circleci"))["jobs"]["claimlint"]["steps"]


def runs(steps):
    return [step["run"] for step in steps if isinstance(step, dict) and "run" in step]


def test_the_circleci_example_meets_its_schema(tmp_path):
    validated("circle-ci", example("ci.md", "circleci"), tmp_path)


def test_the_circleci_example_runs(bash, project, tmp_path):
    _, check = runs(circleci())
    installed(tmp_path / "cl")
    code, said = bash(check.replace("/tmp/cl/", f"{tmp_path}/cl/"))  # noqa: S108
    assert code == 1, said
    # Only what the branch brings.
    assert "content/new.md:3:" in said
    assert "content/old.md" not in said
    (stored,) = [
        step["store_test_results"]["path"] for step in circleci() if "store_test_results" in step
    ]
    assert {path.name for path in (project / stored).iterdir()} == {
        "claimlint.xml", "claimlint.html",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_circleci_example_installs_and_runs(bash, tmp_path):
    install, check = (text.replace("/tmp/cl", f"{tmp_path}/cl") for text in runs(circleci()))  # noqa: S108
    home = Path.home()
    kept = {
        name: os.environ[name]
        for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_CERT", "SSL_CERT_FILE", "https_proxy")
        if name in os.environ
    }
    if (home / ".config" / "pip").is_dir():
        shutil.copytree(home / ".config" / "pip", tmp_path / ".config" / "pip")
    address = "git+https://github.com/OWNER/claimlint@v0.1.0"
    assert install.count(address) == 1
    code, said = bash(
        install.replace(address, str(ROOT)), PIP_CACHE_DIR=str(home / ".cache" / "pip"), **kept
    )
    if code and ("No matching distribution" in said or "Temporary failure" in said):
        pytest.skip("the package index cannot be reached")
    assert code == 0, said
    code, said = bash(check)
    assert code == 1, said
    assert "content/new.md:3:" in said


def test_the_problem_matcher_is_used_as_described(bash, project):
    (step,) = yaml.safe_load(example("ci.md", "add-matcher"))
    name = re.search(r"::add-matcher::(\S+?)\"", step["run"])[1]
    assert (ROOT / name).is_file()
    owner = json.loads((ROOT / name).read_text())["problemMatcher"][0]["owner"]
    assert f"::remove-matcher owner={owner}::" in step["run"]
    code, said = bash(step["run"])
    assert code == 1
    assert "content/new.md:3:" in said


def test_the_sarif_steps_of_github_run(bash, project):
    step, upload = yaml.safe_load(example("formats.md", "upload-sarif"))
    assert bash(step["run"])[0] == 0
    log = json.loads((project / upload["with"]["sarif_file"]).read_text())
    assert len(log["runs"][0]["results"]) >= 2


def test_the_summary_steps_of_github_run(bash, tmp_path):
    check, show = yaml.safe_load(example("formats.md", "GITHUB_STEP_SUMMARY"))
    code, said = bash(check["run"])
    assert code == 1
    assert "::error file=content/new.md,line=3" in said
    assert show["if"] == "always()"
    assert bash(show["run"])[0] == 0
    assert (tmp_path / "step-summary").read_text().startswith("## claimlint: ")


def test_the_gitlab_job_meets_its_schema_and_runs(bash, project, tmp_path):
    text = example("formats.md", "codequality")
    validated("gitlab-ci", text, tmp_path)
    job = yaml.safe_load(text)["claims"]
    assert bash(job["script"])[0] == 1
    report = json.loads((project / job["artifacts"]["reports"]["codequality"]).read_text())
    assert {entry["location"]["path"] for entry in report} == {"content/new.md", "content/old.md"}


def written_by_init(tmp_path):
    folder = tmp_path / "fresh"
    folder.mkdir()
    words = [os.path.join(SCRIPTS, "claimlint"), "init", "--quiet"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    return folder


def test_the_workflow_of_init_meets_its_schema(tmp_path):
    path = written_by_init(tmp_path) / ".github" / "workflows" / "claimlint.yml"
    validated("github-workflows", path.read_text(encoding="utf-8"), tmp_path)


def test_zizmor_finds_nothing_in_the_workflow_but_the_tag_of_our_action(tmp_path):
    folder = written_by_init(tmp_path)
    words = [tool("zizmor"), "--offline", "--no-progress", "--format", "json", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    # OWNER/claimlint@v0.1.0 has no commit yet; --rev takes one.
    assert {finding["ident"] for finding in found} <= {"unpinned-uses"}


def test_actions_of_others_are_pinned_by_one_commit(tmp_path):
    pages = [ROOT / "action.yml", *DOCS.glob("*.md"), ROOT / "README.md"]
    pages.append(written_by_init(tmp_path) / ".github" / "workflows" / "claimlint.yml")
    pins = {}
    for page in pages:
        for name, ref, tag in re.findall(
            r"uses: ((?:actions|github)/[\w/-]+)@(\S+)(?: +# (v[\d.]+))?", page.read_text("utf-8")
        ):
            assert re.fullmatch("[0-9a-f]{40}", ref), (page.name, name, ref)
            assert tag, (page.name, name)
            pins.setdefault(name, set()).add((ref, tag))
    assert set(pins) == {"actions/checkout", "github/codeql-action/upload-sarif"}
    assert all(len(refs) == 1 for refs in pins.values()), pins
