"""The text of a document -> findings, rewrites and fixes.

Everything here runs in one worker thread, one call after the other: the automata of a rule book
learn while they read, and are not made for two readers.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimlint import run
from claimlint.discover import CODE_EXTENSIONS, STDIN, Source, discover, extension_of, in_utf8
from claimlint.documents import extract, format_of
from claimlint.documents.model import Document
from claimlint.editor.projects import Choices, Problem, Project, Rules
from claimlint.editor.text import Text
from claimlint.finding import Finding, Notice
from claimlint.rewrites.offer import Rewriter
from claimlint.rewrites.plan import fixed
from claimlint.settings import Settings

LANGUAGES = {
    "markdown": "md", "quarto": "qmd", "rmd": "rmd", "mdx": "mdx", "html": "html",
    "django-html": "html", "jinja-html": "html", "liquid": "liquid", "handlebars": "hbs",
    "twig": "twig", "nunjucks": "njk", "erb": "erb", "php": "php", "astro": "astro", "vue": "vue",
    "svelte": "svelte", "javascriptreact": "jsx", "typescriptreact": "tsx", "json": "json",
    "jsonc": "jsonc", "yaml": "yaml", "plaintext": "txt", "text": "txt",
    "restructuredtext": "rst", "rst": "rst", "asciidoc": "adoc",
}  # fmt: skip
"""Names that editors have for languages -> an extension that stands for the format."""


class Job(NamedTuple):
    """A document to be checked.

    file: its absolute path, "" where it was never saved; language: the editor's name for what it
    is written in; folder: where settings are looked for; choices: the client's settings.
    """

    text: Text
    file: str
    language: str
    folder: str
    choices: Choices


class Result(NamedTuple):
    """A document after the check; document is None where it is none of ours."""

    job: Job
    rules: Rules
    document: Document | None
    format: str | None
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]


class Engine:
    """Checks documents under the settings of their folders."""

    def __init__(self, given: argparse.Namespace) -> None:
        self._given = given
        self._projects: dict[str, Project] = {}
        self._wanted: dict[tuple[str, str, int], bool] = {}

    def rules(self, folder: str, choices: Choices) -> Rules:
        """Return what holds in a folder."""
        if folder not in self._projects:
            self._projects[folder] = Project(folder, self._given)
        return self._projects[folder].rules(choices)

    def problems(self, choices: Choices) -> list[Problem]:
        """Return what is wrong with the configuration of all folders that were asked for."""
        return [
            problem
            for project in self._projects.values()
            for problem in project.rules(choices).problems
        ]

    def check(self, job: Job) -> Result:
        """Check a document; a bug of ours becomes a notice."""
        rules = self.rules(job.folder, job.choices)
        settings = rules.plan.settings
        path, format = named(job, settings)
        nothing = Result(job, rules, None, format, (), ())
        if not path or not self._is_wanted(job, rules):
            return nothing
        if len(job.text.source) > settings.max_bytes:
            message = f"is larger than {settings.max_bytes:,} characters; it is not checked"
            return nothing._replace(notices=(Notice(path, "warning", message),))
        try:
            document = extract(path, job.text.source, format)
        except Exception as error:
            run.print_traceback()
            return nothing._replace(notices=(Notice(path, "error", run.internal(error)),))
        source = Source(path, job.file)
        checked = run.check_one(source, rules.plan, (document, document.notices))
        return Result(job, rules, document, format, checked.findings, checked.notices)

    def _is_wanted(self, job: Job, rules: Rules) -> bool:
        """Tell whether a folder that is walked would hold the file: ignore files count here."""
        if not job.file:
            return True
        key = (job.folder, job.file, rules.number)
        if key not in self._wanted:
            found = discover([STDIN], rules.plan.settings, stdin_name=job.file, force_exclude=True)
            self._wanted[key] = bool(found.sources)
        return self._wanted[key]

    def reworded(self, result: Result, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings of a result with their rewrites."""
        if result.document is None:
            return ()
        return self._rewriter(result).reworded(result.document, findings)

    def fixed(self, result: Result) -> str:
        """Return the text with every safe rewrite made."""
        source = result.job.text.source
        if result.document is None:
            return source
        place, plan = Source(result.document.path, result.job.file), result.rules.plan
        rewriter = self._rewriter(result)

        def findings_of(document: Document) -> Sequence[Finding]:
            findings = run.check_one(place, plan, (document, ())).findings
            return rewriter.reworded(document, findings)

        outcome = fixed(result.document, findings_of, rewriter, ("safe",), result.format)
        after: str = outcome.document.source
        return after

    def _rewriter(self, result: Result) -> Rewriter:
        plan = result.rules.plan
        path = result.document.path if result.document is not None else ""
        return Rewriter(plan.book, run.adjusted(path, plan)[0], result.format)

    def sources(self, folder: str, choices: Choices) -> list[Source]:
        """Return the content files of a folder."""
        rules = self.rules(folder, choices)
        return list(discover([folder], rules.plan.settings, allow_empty=True).sources)

    def check_file(self, source: Source, folder: str, choices: Choices) -> Result:
        """Check a file on the disk."""
        rules = self.rules(folder, choices)
        checked = run.check_one(source, rules.plan)
        text = checked.document.source if checked.document is not None else ""
        job = Job(Text(text), source.file, "", folder, choices)
        return Result(job, rules, checked.document, None, checked.findings, checked.notices)


def named(job: Job, settings: Settings) -> tuple[str, str | None]:
    """Return a document's path as shown, "" where it is none of ours, and its format.

    The extension decides, as it does on the command line; where it says nothing, what the editor
    takes the text for does.
    """
    alias = LANGUAGES.get(job.language, "")
    if not job.file:
        return (f"untitled.{alias}", None) if alias else ("", None)
    path = _shown(job.file)
    extension = extension_of(path)
    known = dict(settings.extensions).get(extension)
    if known is not None:
        return path, known
    if extension in CODE_EXTENSIONS:
        return "", None
    if format_of(path) is not None:
        return path, None
    return (path, format_of("x." + alias)) if alias else ("", None)


def _shown(file: str) -> str:
    """Return a path relative to the working directory where it lies below it."""
    here = os.getcwd()
    below = file.startswith(here.rstrip(os.sep) + os.sep)
    path = file[len(here.rstrip(os.sep)) + 1 :] if below else file
    return in_utf8(path.replace(os.sep, "/"))
