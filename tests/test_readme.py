"""What the README shows is what happens."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMAND = os.path.join(sysconfig.get_path("scripts"), "claimlint")


def text():
    return README.read_text(encoding="utf-8")


def test_the_example_is_what_claimlint_says(tmp_path):
    """With CLAIMLINT_UPDATE set, the README is written anew."""
    page = re.search(r"```markdown\n(.*?)```", text(), re.DOTALL)[1]
    (tmp_path / "knee-pain.md").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [COMMAND, "knee-pain.md"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    said = re.search(r"\$ claimlint knee-pain\.md\n(.*?)\n```", text(), re.DOTALL)[1]
    shown = done.stdout + done.stderr.rstrip("\n")
    if os.environ.get("CLAIMLINT_UPDATE"):
        README.write_text(text().replace(said, shown), encoding="utf-8")
    else:
        assert said == shown, "set CLAIMLINT_UPDATE=1 and run this test to renew the README"


def test_there_is_one_line_for_each_command():
    lines = [line for line in text().splitlines() if line.startswith("python3 -m venv ")]
    assert len(lines) == 2
    assert re.search(r"pip install \. && \.venv/bin/claimlint \S+ --exit-zero$", lines[0])
    assert re.search(r'pip install -e "\.\[test\]" && \.venv/bin/pytest$', lines[1])
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for ending in re.findall(r"readme_command '([^']+)'", script):
        assert sum(bool(re.search(ending, line)) for line in lines) == 1


def test_nothing_tells_to_install_the_other_project():
    for page in [README, *(ROOT / "docs").glob("*.md"), ROOT / ".pre-commit-hooks.yaml"]:
        assert not re.search(
            r"(pip install|pipx run|uvx) claimlint\b(?!-)", page.read_text(encoding="utf-8")
        ), page


@pytest.mark.parametrize("page", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=str)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_option_is_in_the_help():
    verbs = ([], ["rules"], ["baseline"], ["init"], ["site"])
    shown = "".join(
        subprocess.run(
            [COMMAND, *verb, "--help"], capture_output=True, text=True, check=True
        ).stdout
        for verb in verbs
    )
    pages = text() + "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))
    # `bash` marks the commands of other tools.
    ours = re.sub(r"pip install[^\n]*|```(?:markdown|bash)\n.*?```", "", pages, flags=re.DOTALL)
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours)):
        assert option in shown, option
