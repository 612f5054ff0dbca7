"""`claimlint init [FOLDER]`: write a configuration, a pre-commit hook and a workflow."""

from __future__ import annotations

import os

from claimlint import __version__, parsing, sinks, streams
from claimlint.errors import UsageError
from claimlint.reports.shown import shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = "https://github.com/OWNER/claimlint"
"""Stands for the address that claimlint was got from; --repo names it."""

_ABOUT = """Write claimlint.toml, .pre-commit-config.yaml and .github/workflows/claimlint.yml,
with comments, to FOLDER (without it: the current folder). A file that exists is left as it is,
and what would go into it is printed instead."""

_CONFIG = """\
# What claimlint checks in this project. Every key may go: without a file, the defaults hold.
# All keys: docs/configuration.md of claimlint.

# Where the texts are read: rules and sources of these places count.
# us, us-ca, us-ny, uk, eu, au, ca, ...
jurisdictions = ["us"]

# From which severity on a run fails: "error", "warning", "note" or "never".
fail-on = "warning"

# Files that are no content of yours (patterns as in .gitignore; .gitignore itself counts anyway).
# exclude = ["drafts/", "legal/quotes/**"]

# Rules or categories that you do without: claimlint rules list
# ignore = ["hype"]

# Findings of today that are to be mended later: claimlint baseline create
# baseline = "claimlint-baseline.json"

# A waiver in a text has to say why: <!-- claimlint-disable-next-line RULE -- reason -->
require-reason = true

# What differs for some files.
# [[overrides]]
# paths = ["press/**"]
# strict = true
"""

_HOOK = """\
# Checks the texts of each commit: pip install pre-commit && pre-commit install
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: claimlint
"""

_WORKFLOW = """\
# Checks the texts of each pull request; findings appear beside the changed lines.
name: claimlint

on:
  pull_request:
  push:
    branches: [main]

permissions: {{}}

jobs:
  claimlint:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write # to show findings under Security > Code scanning
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          fetch-depth: 0 # the history, so that a pull request is compared with its base
          persist-credentials: false
      - uses: {action}@{rev}
        with:
          paths: .
          # Report only what a pull request brings; the whole site on main.
          diff-base: ${{{{ github.event.pull_request.base.sha }}}}
"""


def parser() -> parsing.Parser:
    """Return the parser of this verb."""
    result = parsing.parser("claimlint init", "[OPTIONS] [FOLDER]", _ABOUT)
    result.add_argument(
        "--repo",
        metavar="URL",
        default=REPOSITORY,
        help="where the hook and the workflow get claimlint from",
    )
    result.add_argument(
        "--rev", default=f"v{__version__}", help=f"its tag or commit (default: v{__version__})"
    )
    result.add_argument(
        "--baseline",
        action="store_true",
        help="let the configuration name a baseline, for claimlint baseline create to write",
    )
    parsing.add_common_options(result)
    return result


def texts(repo: str, rev: str, baseline: bool = False) -> list[tuple[str, str]]:
    """Return pairs (path, text) of the files to write; raises UsageError for a name that breaks."""
    import re

    for name, value in (("--repo", repo), ("--rev", rev)):
        if not re.fullmatch(r"[A-Za-z0-9@:/._~+-]+", value):
            raise UsageError(f"{name} '{value}' is no address or tag")
    action = re.sub(r"^(?:https://github\.com/|git@github\.com:)", "", repo).removesuffix(".git")
    return [
        ("claimlint.toml", _CONFIG.replace("# baseline =", "baseline =") if baseline else _CONFIG),
        (".pre-commit-config.yaml", _HOOK.format(repo=repo, rev=rev)),
        (".github/workflows/claimlint.yml", _WORKFLOW.format(action=action, rev=rev)),
    ]


def main(argv: Sequence[str]) -> int:
    """Run this verb; return 0, or 2 where nothing could be written because all is there."""
    given, words = parser().read(argv)
    if len(words) > 1:
        raise UsageError("name one folder: claimlint init FOLDER")
    folder = words[0] if words else "."
    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is not a folder")
    written = 0
    for path, text in texts(given.repo, given.rev, given.baseline):
        target = os.path.join(folder, *path.split("/"))
        if os.path.lexists(target) or (path == "claimlint.toml" and _is_configured(folder)):
            _offer(target, text)
            continue
        try:
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}") from None
        sink = sinks.FileSink(target)
        sink.write(text)
        sink.close()
        written += 1
        if not given.quiet:
            streams.write_stderr(f"wrote {shown_path(target)}\n")
    if written and not given.quiet:
        if given.repo == REPOSITORY:
            streams.write_stderr("put the address that you got claimlint from in place of OWNER\n")
        start = "claimlint . to see what there is; claimlint baseline create to start from it"
        if given.baseline:
            start = "claimlint baseline create, to accept what there is today"
        streams.write_stderr(f"next: {start}\n")
    return 0 if written else 2


def _is_configured(folder: str) -> bool:
    """Tell whether a folder has a configuration of another name; two would be an error."""
    from claimlint.settings import find

    found = find(os.path.realpath(folder))
    return bool(found) and os.path.dirname(found) == os.path.realpath(folder)


def _offer(target: str, text: str) -> None:
    """Say that a file is left alone, and print what would have gone into it."""
    streams.say(f"warning: {shown_path(target)} is left as it is; to be added, if it is not there:")
    sink = sinks.StdoutSink()
    sink.write(text)
    sink.close()
