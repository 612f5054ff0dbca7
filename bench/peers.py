"""Other linters on the same Markdown, where their commands are found; all take turns."""

from __future__ import annotations

import json
import os
import shutil
from functools import partial

from measure import Bench, cost, least

PAGES = 25
RUNS = 3
PHRASES = (
    "stem cells cure|guaranteed results|100% safe|miracle treatment|no side effects|risk free|"
    "clinically proven|doctor recommended|pain free for life|reverses aging|instant relief|"
    "safe and effective"
).split("|")


def rows(bench: Bench, folders: str) -> list[tuple[str, str, str]]:
    """Return start-up, speed and memory of claimlint and of each linter that is there, if any."""
    path = os.pathsep.join([*folders.split(os.pathsep), os.environ.get("PATH", "")])
    environment = {**bench.environment, "PATH": path}
    names = sorted(os.listdir(os.path.join(bench.folder, "md")))[:PAGES]
    pages = [os.path.join("md", page) for page in names]
    size = sum(os.path.getsize(os.path.join(bench.folder, page)) for page in pages)
    found = {
        name: [command, *argv[1:]]
        for name, argv in commands(bench).items()
        if (command := shutil.which(argv[0], path=path))
    }
    if not found:
        return []
    bench.warm()
    run = partial(cost, folder=bench.folder, environment=environment, ok=range(256))
    jobs = [partial(bench.lint, "article.md"), partial(bench.lint, "--jobs", "1", *pages)]
    for command in found.values():
        run([*command, *pages])
        jobs += [partial(run, [*command, "article.md"]), partial(run, [*command, *pages])]
    took = least(jobs, RUNS)
    result = []
    for name, one, many in zip(["claimlint", *found], took[::2], took[1::2], strict=True):
        speed = size / 1e6 / max(many.cpu - one.cpu, 1e-3)
        said = f"start {one.cpu * 1000:.0f} ms, {speed:.2f} MB/s, {many.memory:.0f} MB"
        result.append((name, said, ""))
    return result


def commands(bench: Bench) -> dict[str, list[str]]:
    """Return the command line of each linter, without files."""
    rules = [{"pattern": phrase, "expected": "..."} for phrase in PHRASES]
    bench.put("prh.yml", "version: 1\nrules:\n" + "".join(f"  - {json.dumps(r)}\n" for r in rules))
    config = {"rules": {"prh": {"rulePaths": ["prh.yml"]}}}
    bench.put(".textlintrc.json", json.dumps(config))
    patterns = [
        {
            "id": f"phrase-{number}", "languages": ["generic"], "severity": "WARNING",
            "message": "phrase", "pattern-regex": phrase,
        }
        for number, phrase in enumerate(PHRASES)
    ]  # fmt: skip
    bench.put("semgrep.json", json.dumps({"rules": patterns}))
    bench.put(".vale.ini", "MinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Vale\n")
    return {
        "codespell": ["codespell"],
        "proselint": ["proselint", "check"],
        "textlint + prh (12 phrases)": ["textlint"],
        "Semgrep (12 patterns)": [
            *("semgrep", "scan", "--config", "semgrep.json", "--metrics=off"),
            *("--disable-version-check", "--jobs", "1"),
        ],
        "Vale (its own style)": ["vale"],
    }
