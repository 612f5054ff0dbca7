"""The GitHub action, the GitLab template and the problem matcher.

Nothing of GitHub or GitLab is at hand: the steps of the action are run in bash with the
environment that a runner would give them, and the files are held against their schemas.
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
ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "templates" / "claimlint.yml"
SCRIPTS = sysconfig.get_path("scripts")


def tool(name):
    found = shutil.which(name, path=os.pathsep.join([SCRIPTS, os.environ["PATH"]]))
    if found is None:
        pytest.skip(f"{name} is not installed: pip install {name}")
    return found


def steps():
    return yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]


class Runner:
    """What a runner keeps between the steps of a job."""

    def __init__(self, folder, environment):
        self.work = folder / "work"
        self.temp = folder / "temp"
        self.work.mkdir()
        self.temp.mkdir()
        self.output = folder / "output"
        self.summary = folder / "summary"
        self.environment = {
            **environment,
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }

    def install(self):
        """Stand in for the step that installs: the command of these tests."""
        folder = self.temp / "claimlint-venv" / "bin"
        folder.mkdir(parents=True)
        for name in ("claimlint", "python"):
            script = folder / name
            script.write_text(f'#!/bin/sh\nexec "{SCRIPTS}/{name}" "$@"\n')
            script.chmod(0o755)

    def step(self, name, inputs=()):
        """Run a step as it stands, its inputs filled in; return its exit code and output."""
        (step,) = [step for step in steps() if step["name"] == name]
        given = {
            key: value["default"]
            for key, value in yaml.safe_load(ACTION.read_text())["inputs"].items()
        }
        given.update(inputs)

        def value(found):
            where, _, key = found[1].rpartition(".")
            if where == "inputs":
                return given[key]
            if where == "steps.check.outputs":
                return self.outputs().get(key, "")
            assert found[1] == "github.action_path"
            return str(ROOT)

        env = {key: re.sub(r"\$\{\{ (.*?) \}\}", value, text) for key, text in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work, env={**self.environment, **env}, capture_output=True, text=True,
            check=False, timeout=280,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def outputs(self):
        text = self.output.read_text() if self.output.exists() else ""
        return dict(line.split("=", 1) for line in text.splitlines())


@pytest.fixture
def runner(tmp_path, tmp_path_factory):
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    cache = tmp_path_factory.getbasetemp() / "cache"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CLAIMLINT_CACHE_DIR": str(cache),
    }
    made = Runner(tmp_path, environment)
    (made.work / ".git").mkdir()
    return made


CLAIM = "# Knee\n\nOur exosome injections are safe and effective.\n"


def test_findings_fail_the_job_and_are_reported(runner):
    runner.install()
    (runner.work / "a.md").write_text(CLAIM)
    (runner.work / "b c.md").write_text(CLAIM)
    inputs = {"paths": "a.md\nb c.md", "html": "report.html"}
    code, said = runner.step("Check", inputs)
    assert code == 0, said
    assert "::error file=a.md,line=3" in said
    assert "::error file=b c.md,line=3" in said
    outputs = runner.outputs()
    assert outputs["exit-code"] == "1"
    assert int(outputs["errors"]) == 2
    assert int(outputs["findings"]) == sum(int(outputs[n]) for n in ("errors", "warnings", "notes"))
    assert json.loads(Path(outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert outputs["report"] == "report.html"
    assert "safe and effective" in runner.summary.read_text()
    assert runner.step("Fail on findings")[0] == 1


def test_nothing_to_find(runner):
    runner.install()
    (runner.work / "a.md").write_text("Open from nine to five.\n")
    assert runner.step("Check")[0] == 0
    assert runner.outputs()["exit-code"] == "0"
    assert runner.outputs()["findings"] == "0"
    assert runner.step("Fail on findings")[0] == 0


def test_a_run_that_is_not_complete_fails(runner):
    runner.install()
    (runner.work / "a.md").write_text("Hello.\n")
    assert runner.step("Check", {"paths": "a.md\nmissing.md"})[0] == 0
    assert runner.outputs()["exit-code"] == "2"
    assert runner.step("Fail on findings")[0] == 2


def test_a_wrong_option_fails_without_a_report(runner):
    runner.install()
    runner.step("Check", {"args": "--no-such-option"})
    assert runner.outputs() == {"exit-code": "2"}
    assert runner.step("Fail on findings")[0] == 2


def test_inputs_are_data(runner):
    runner.install()
    (runner.work / "a.md").write_text(CLAIM)
    evil = "$(touch ran); `touch ran`; 'x\" & touch ran"
    for name in ("paths", "config", "fail-on", "baseline", "diff-base", "args", "html", "site"):
        runner.output.unlink(missing_ok=True)
        runner.step("Check", {name: evil})
        # Such a name is no path, option or commit; a report may well have it.
        assert runner.outputs()["exit-code"] == ("1" if name == "html" else "2")
    assert list(runner.work.glob("ran*")) == []


def test_options(runner):
    runner.install()
    (runner.work / "a.md").write_text(CLAIM)
    inputs = {
        "fail-on": "never",
        "annotations": "false",
        "summary": "false",
        "args": "--select\nhype",
    }
    code, said = runner.step("Check", inputs)
    assert code == 0, said
    assert runner.outputs()["exit-code"] == "0"
    assert "::" not in said
    assert not runner.summary.exists()


def test_a_built_site(runner):
    runner.install()
    for name in ("a", "b"):
        (runner.work / f"{name}.html").write_text(
            f"<p>Our exosome drip is safe and effective.</p>{name}"
        )
    code, said = runner.step("Check", {"site": "."})
    assert code == 0
    assert "on 2 pages" in said


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_installs_from_its_own_checkout(runner):
    for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_CERT", "SSL_CERT_FILE", "https_proxy"):
        if name in os.environ:
            runner.environment[name] = os.environ[name]
    runner.environment["PIP_CACHE_DIR"] = str(Path.home() / ".cache" / "pip")
    config = Path.home() / ".config" / "pip"
    if config.is_dir():
        shutil.copytree(config, Path(runner.environment["HOME"]) / ".config" / "pip")
    code, said = runner.step("Install claimlint from this checkout of the action")
    if code and ("No matching distribution" in said or "Temporary failure" in said):
        pytest.skip("the package index cannot be reached")
    assert code == 0, said
    (runner.work / "a.md").write_text(CLAIM)
    _, said = runner.step("Check")
    assert runner.outputs()["exit-code"] == "1", said


def test_an_old_python_is_refused(runner):
    old = runner.temp / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    name = "Install claimlint from this checkout of the action"
    code, said = runner.step(name, {"python": str(old)})
    assert code == 2
    assert "::error" in said and "3.11" in said


def test_expressions_stand_in_the_environment_only():
    for step in steps():
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])


def validated(schema, path):
    done = subprocess.run(
        [tool("check-jsonschema"), "--builtin-schema", schema, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_meets_its_schema():
    validated("vendor.github-actions", ACTION)


def test_the_template_meets_its_schema(tmp_path):
    head, job = TEMPLATE.read_text(encoding="utf-8").split("\n---\n")
    assert set(yaml.safe_load(head)["spec"]["inputs"]) == set(re.findall(r"inputs\.(\w+)", job))
    (tmp_path / "gitlab-ci.yml").write_text(job)
    validated("vendor.gitlab-ci", tmp_path / "gitlab-ci.yml")


def test_the_script_of_the_template_runs(runner):
    job = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8").split("\n---\n")[1])["claimlint"]
    runner.install()
    (runner.work / "a.md").write_text(CLAIM)
    script = job["script"][2].replace("/tmp/claimlint/", f"{runner.temp}/claimlint-venv/")  # noqa: S108
    env = {"CLAIMLINT_PATHS": "a.md", "CLAIMLINT_OPTIONS": "--strict --select safe-and-effective"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=runner.work, env={**runner.environment, **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (found,) = json.loads((runner.work / "gl-code-quality-report.json").read_text())
    assert found["location"]["path"] == "a.md"
    assert (runner.work / "claimlint.html").stat().st_size > 0


def test_zizmor_finds_nothing(tmp_path):
    words = [tool("zizmor"), "--offline", "--no-progress", str(ACTION)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_matcher_reads_the_text_report(runner):
    runner.install()
    (runner.work / "a.md").write_text(CLAIM)
    done = subprocess.run(
        [runner.temp / "claimlint-venv" / "bin" / "claimlint", "a.md"],
        cwd=runner.work, env=runner.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    (matcher,) = json.loads((ROOT / ".github" / "claimlint-matcher.json").read_text())[
        "problemMatcher"
    ]
    (pattern,) = matcher["pattern"]
    lines = done.stdout.splitlines()
    found = [re.fullmatch(pattern["regexp"], line) for line in lines]
    assert lines and all(found)
    names = {found[0][pattern[key]] for key in ("file", "line")}
    assert names == {"a.md", lines[0].split(":")[1]}
    assert {match[pattern["severity"]] for match in found} <= {"error", "warning", "note"}
