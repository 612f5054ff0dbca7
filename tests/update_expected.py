"""Write fixtures/expected: what claimlint finds in each file of fixtures/articles.

    python tests/update_expected.py

Run it after a change of rules or documents, read the printed difference line by line (each line
is a finding that a user gains or loses), and commit fixtures/expected with the change.
"""

import difflib
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
ARTICLES = FIXTURES / "articles"
EXPECTED = FIXTURES / "expected"
COMMAND = os.path.join(sysconfig.get_path("scripts"), "claimlint")
KEYS = ("line", "column", "rule", "severity", "text")


def names():
    """Return the names of all articles: paths relative to their folder, with forward slashes."""
    return sorted(p.relative_to(ARTICLES).as_posix() for p in ARTICLES.rglob("*") if p.is_file())


def report(*paths, environment=None):
    """Return what `claimlint --strict` prints as JSON about files and folders of the articles."""
    options = ["--format", "json", "--strict", "--no-config", "--exit-zero", "--quiet"]
    done = subprocess.run(
        [COMMAND, *options, *paths],
        cwd=ARTICLES,
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout


def findings(printed):
    """Return {name: findings} of a report; each finding is a dictionary of KEYS."""
    found = {name: [] for name in names()}
    for finding in json.loads(printed)["findings"]:
        found[finding["path"]].append({key: finding[key] for key in KEYS})
    return found


def expected_file(name):
    """Return the path of the file with the expected findings of an article."""
    return EXPECTED / f"{name}.json"


def written(found):
    """Return findings as JSON, one a line, so that a difference reads well."""
    lines = ",\n".join(json.dumps(finding, ensure_ascii=False) for finding in found)
    return f"[\n{lines}\n]\n" if found else "[]\n"


def main():
    """Bring the expected files up to date; print what has changed."""
    now = {expected_file(name): written(found) for name, found in findings(report(".")).items()}
    for path in sorted(set(EXPECTED.rglob("*.json")) - set(now)):
        path.unlink()
        print(f"removed {path.relative_to(EXPECTED)}")
    for path, text in now.items():
        before = path.read_text(encoding="utf-8") if path.exists() else "[]\n"
        name = path.relative_to(EXPECTED).as_posix()
        for line in difflib.unified_diff(
            before.splitlines(), text.splitlines(), name, name, n=0, lineterm=""
        ):
            print(line)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
