"""A folder -> the settings and rules that hold in it, read anew when one of their files changes.

What is wrong with a configuration or a rule file is kept, to be shown in that file; until it is
mended, the last settings and rules that were right hold.
"""

from __future__ import annotations

import argparse
import os
from typing import NamedTuple

from claimlint import options, run, settings, waivers
from claimlint.checks.memory import Memory
from claimlint.errors import ClaimlintError
from claimlint.ignores import OWN_KINDS
from claimlint.rulebook import compile
from claimlint.rulebook.compile import RuleBook
from claimlint.run import Plan
from claimlint.settings import Settings
from claimlint.waivers import baseline


class Choices(NamedTuple):
    """What the client's own settings say; None: nothing."""

    strict: bool | None = None
    packs: tuple[str, ...] | None = None
    jurisdictions: tuple[str, ...] | None = None


class Problem(NamedTuple):
    """What is wrong with a file of the configuration, and where (1-based, 0: not known)."""

    path: str
    message: str
    line: int
    column: int
    is_error: bool = True


class Rules(NamedTuple):
    """What documents of a folder are checked with.

    number: another one whenever anything changed.
    """

    number: int
    plan: Plan
    problems: tuple[Problem, ...]


class Project:
    """A folder whose documents share settings and rules."""

    def __init__(self, folder: str, given: argparse.Namespace) -> None:
        self.folder = folder
        self._given = given
        self.choices = Choices()
        self._rules: Rules | None = None
        self._seen: tuple[object, ...] = ()
        self._count = 0

    def rules(self, choices: Choices) -> Rules:
        """Return the settings and rules that hold now; never raises for what is wrong in them."""
        if self._rules is not None and choices == self.choices:
            watched = self._rules.plan.settings
            if self._seen == _stamps(self.watched(watched)):
                return self._rules
        self.choices = choices
        self._count += 1
        self._rules = self._loaded()
        self._seen = _stamps(self.watched(self._rules.plan.settings))
        return self._rules

    def _loaded(self) -> Rules:
        problems: list[Problem] = []
        old = self._rules.plan if self._rules is not None else None
        try:
            wanted = self._settings()
            book = options.book_of(self._given, wanted)
        except (ClaimlintError, OSError) as error:
            problems.append(_problem(error, self.folder))
            if old is None:
                old = run.plan(compile.rulebook(), Settings(folder=self.folder))
            return Rules(self._count, self._still_watching(old), tuple(problems))
        book.memory = Memory()
        problems += [_problem(error, self.folder) for error in book.errors]
        lists = None
        if wanted.baseline:
            try:
                lists = waivers.Lists(baseline.opened(wanted.baseline))
            except ClaimlintError as error:
                problems.append(_problem(error, self.folder))
        return Rules(self._count, run.plan(book, wanted)._replace(lists=lists), tuple(problems))

    def _still_watching(self, plan: Plan) -> Plan:
        """Return an old plan that also looks at the rules which the command line names."""
        known = plan.settings.rules
        more = [os.path.abspath(p) for p in self._given.rules or () if p not in known]
        return plan._replace(settings=plan.settings._replace(rules=(*known, *more)))

    def _settings(self) -> Settings:
        """Return the settings of the folder: of its configuration, the start and the client."""
        given = self._given
        if given.config is not None:
            found = settings.load_file(given.config, self.folder)
        elif given.no_config:
            found = Settings(folder=self.folder)
        else:
            found = settings.load(self.folder)
        chosen: dict[str, object] = {
            name: tuple(value)
            for name in ("packs", "jurisdictions", "select", "ignore")
            if (value := getattr(given, name)) is not None
        }
        if given.strict:
            chosen["strict"] = True
        chosen.update({k: v for k, v in self.choices._asdict().items() if v is not None})
        rules = (*found.rules, *(os.path.abspath(path) for path in given.rules or ()))
        return found._replace(**chosen, rules=rules)

    def watched(self, wanted: Settings) -> list[str]:
        """Return the files and folders whose change makes the settings or rules stale."""
        result = [self._given.config] if self._given.config is not None else []
        folder = self.folder
        while True:
            result += [os.path.join(folder, name) for name in settings.FILE_NAMES]
            above = os.path.dirname(folder)
            if folder == above or os.path.lexists(os.path.join(folder, ".git")):
                break
            folder = above
        result += [os.path.join(self.folder, name) for name in OWN_KINDS]
        for path in wanted.rules:
            result += [path, os.path.join(path, "vocabularies"), *compile.rule_files(path)]
        return [*result, wanted.baseline] if wanted.baseline else result


def _problem(error: ClaimlintError | OSError, folder: str) -> Problem:
    if not isinstance(error, ClaimlintError):
        return Problem("", f"{error.strerror or error}: {error.filename or folder}", 0, 0)
    path = os.path.abspath(error.path) if error.path else ""
    return Problem(path, error.message, error.line, error.column)


def _stamps(paths: list[str]) -> tuple[object, ...]:
    """Return what changes when one of some files does."""
    result: list[object] = []
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            result.append(path)
        else:
            result.append((path, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(result)


def all_rule_names(book: RuleBook) -> dict[str, str]:
    """Return the rules of a book and the categories, each with its title."""
    names = {rule.category: f"all rules of the category {rule.category}" for rule in book.rules}
    return {**names, **{rule.id: rule.title for rule in book.rules}}
