"""What is open in the client, and its diagnostics.

A client that can pull diagnostics is asked to; all others get them pushed. Each file has one way
only: those of the configuration and of rules, which need not be open, are always pushed.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from claimlint.editor import convert
from claimlint.editor.engine import Engine, Job, Result
from claimlint.editor.projects import Choices
from claimlint.editor.text import Text
from claimlint.settings import FILE_NAMES

DELAY = 0.15
"""Seconds without a change after which a document is checked; more where a check takes long."""

log = logging.getLogger("claimlint.lsp")


class Open:
    """A document that is open in the client."""

    __slots__ = (
        "count",
        "language",
        "result",
        "seconds",
        "shown",
        "task",
        "text",
        "timer",
        "uri",
        "version",
    )

    def __init__(self, uri: str, language: str, version: int, text: Text) -> None:
        self.uri = uri
        self.language = language
        self.version = version
        self.text = text
        self.result: Result | None = None
        self.task: asyncio.Task[Result] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.shown: tuple[object, ...] = ()
        self.seconds = 0.0
        self.count = 0

    def is_done(self, task: asyncio.Task[Result]) -> None:
        """Forget the task that checked this document."""
        self.task = None


class Session:
    """The documents of one client, and the engine that checks them."""

    def __init__(self, server: LanguageServer, engine: Engine) -> None:
        self._server = server
        self.engine = engine
        self.documents: dict[str, Open] = {}
        self.choices = Choices()
        self.links = convert.RulePages()
        self.is_pulled = False
        self.asks_reason = False
        self._units = "utf-16"
        self._folders: list[str] = []
        self._pushed: set[str] = set()
        self._problems: dict[str, list[types.Diagnostic]] = {}
        self._worker = ThreadPoolExecutor(1, "claimlint-engine")
        self._tasks: set[asyncio.Task[None]] = set()

    # -- the beginning

    def begin(self, params: types.InitializeParams) -> None:
        """Take what the client can do, and where its folders are."""
        able = params.capabilities
        self._units = convert.units_of(ServerCapabilitiesBuilder.choose_position_encoding(able))
        self.is_pulled = bool(able.text_document and able.text_document.diagnostic)
        roots = [folder.uri for folder in params.workspace_folders or ()]
        roots = roots or ([params.root_uri] if params.root_uri else [])
        self._folders = [path for uri in roots if (path := convert.path_of(uri))]
        if self._folders and os.path.isdir(self._folders[0]):
            # Paths are shown, and matched, as if claimlint ran there.
            os.chdir(self._folders[0])
        options = params.initialization_options
        if isinstance(options, dict):
            self.asks_reason = options.get("asksReason") is True
            self._choose(options)

    async def register(self) -> None:
        """Ask for what the client offers: its settings, and word of files that change."""
        able = self._server.client_capabilities.workspace
        if able is not None and able.configuration:
            await self.configure(None)
        if able is None:
            return
        wanted = []
        if able.did_change_watched_files and able.did_change_watched_files.dynamic_registration:
            globs = [
                *(f"**/{name}" for name in FILE_NAMES),
                "**/.claimlintignore",
                "**/*.{yaml,yml}",
            ]
            watchers = [types.FileSystemWatcher(glob_pattern=glob) for glob in globs]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted.append(types.Registration("claimlint-files", method, options))
        if able.did_change_configuration and able.did_change_configuration.dynamic_registration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            options_of = {"section": "claimlint"}
            wanted.append(types.Registration("claimlint-settings", method, options_of))
        if wanted:
            try:
                params = types.RegistrationParams(wanted)
                await self._server.client_register_capability_async(params)
            except Exception as error:
                log.warning("the client does not watch files: %s", error)

    async def configure(self, sent: object) -> None:
        """Take the client's settings, asked for where it can be asked."""
        able = self._server.client_capabilities.workspace
        if able is not None and able.configuration:
            item = types.ConfigurationItem(section="claimlint")
            try:
                params = types.ConfigurationParams([item])
                (sent,) = await self._server.workspace_configuration_async(params)
            except Exception as error:
                log.warning("the client does not tell its settings: %s", error)
                return
        elif isinstance(sent, dict):
            sent = sent.get("claimlint", sent)
        if isinstance(sent, dict):
            self._choose(sent)
            self.look_again()

    def _choose(self, sent: dict[str, Any]) -> None:
        """Take the settings that are well formed; tell about the others."""
        packs = _names(sent.get("packs"))
        places = _names(sent.get("jurisdictions"))
        strict = sent.get("strict")
        for name, value, good in (
            ("packs", sent.get("packs"), packs is not None),
            ("jurisdictions", sent.get("jurisdictions"), places is not None),
            ("strict", strict, isinstance(strict, bool)),
        ):
            if value is not None and not good:
                self._tell(f"claimlint: the setting '{name}' is not understood: {value!r}")
        is_strict = strict if isinstance(strict, bool) else None
        self.choices = Choices(is_strict or None, packs or None, places or None)

    def _tell(self, message: str) -> None:
        log.warning("%s", message)
        self._server.window_log_message(types.LogMessageParams(types.MessageType.Warning, message))

    # -- documents

    def open(self, item: types.TextDocumentItem) -> None:
        """Take a document that was opened."""
        if item.uri in self._pushed:
            self._push(item.uri, [], None)
        text = Text(item.text, self._units)
        old = self.documents.get(item.uri)
        if old is not None and old.timer is not None:
            old.timer.cancel()
        document = Open(item.uri, item.language_id, item.version, text)
        self.documents[item.uri] = document
        self._plan(document, 0.0)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take changes of an open document."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            log.warning("a change of a document that is not open was passed over")
            return
        document.text = document.text.changed(
            (_span_of(change), change.text) for change in params.content_changes
        )
        document.version = params.text_document.version
        self._plan(document, max(DELAY, min(2.0, 3 * document.seconds)))

    def close(self, uri: str) -> None:
        """Forget a document and clear its diagnostics."""
        document = self.documents.pop(uri, None)
        if document is not None and document.timer is not None:
            document.timer.cancel()
        if uri not in self._problems:
            self._push(uri, [], None)

    def look_again(self) -> None:
        """Check all documents anew if settings or rules changed."""
        for document in self.documents.values():
            self._plan(document, 0.05)
        if not self.documents:
            self._start(self._check_settings())
        if self.is_pulled and self._can_refresh():
            self._start(self._refresh())

    def _can_refresh(self) -> bool:
        able = self._server.client_capabilities.workspace
        return bool(able and able.diagnostics and able.diagnostics.refresh_support)

    async def _refresh(self) -> None:
        await self._server.workspace_diagnostic_refresh_async(None)

    async def _check_settings(self) -> None:
        for folder in self._folders:
            await self.run(self.engine.rules, folder, self.choices)
        await self._show_problems()

    def _plan(self, document: Open, delay: float) -> None:
        """Push diagnostics of a document once it was quiet for a while."""
        if document.timer is not None:
            document.timer.cancel()
        loop = asyncio.get_running_loop()
        document.timer = loop.call_later(delay, lambda: self._start(self._push_current(document)))

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("internal error", exc_info=error)

    # -- checking

    async def run(self, work: Callable[..., Any], *arguments: object) -> Any:
        """Run something in the engine's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *arguments)

    def job(self, document: Open) -> Job:
        """Return a document as the engine takes it."""
        file = convert.path_of(document.uri)
        language = document.language
        return Job(document.text, file, language, self.folder_of(file), self.choices)

    def folder_of(self, file: str) -> str:
        """Return the workspace folder around a file; without one, the file's own folder."""
        around = [f for f in self.folders() if file.startswith(f.rstrip(os.sep) + os.sep)]
        if around:
            return max(around, key=len)
        if file:
            return os.path.dirname(file)
        return self.folders()[0] if self.folders() else os.getcwd()

    def folders(self) -> list[str]:
        """Return the folders of the workspace."""
        known = [f.uri for f in self._server.workspace.folders.values()]
        return [path for uri in known if (path := convert.path_of(uri))] or self._folders

    async def result(self, uri: str) -> Result | None:
        """Return the result for a document as it is when the result comes; None: not open."""
        while (document := self.documents.get(uri)) is not None:
            task = document.task
            if task is None:
                task = document.task = asyncio.ensure_future(self._check(document))
                task.add_done_callback(document.is_done)
            result = await asyncio.shield(task)
            if result.job == self.job(document):
                return result
        return None

    async def _check(self, document: Open) -> Result:
        loop = asyncio.get_running_loop()
        job = self.job(document)
        begin = loop.time()
        rules = await self.run(self.engine.rules, job.folder, job.choices)
        old = document.result
        if old is not None and old.job == job and old.rules is rules:
            return old
        result: Result = await self.run(self.engine.check, job)
        document.seconds = loop.time() - begin
        document.result = result
        document.count += 1
        return result

    # -- diagnostics

    def diagnostics(self, result: Result) -> list[types.Diagnostic]:
        """Return what is to be shown in a document."""
        text, book = result.job.text, result.rules.plan.book
        found = [
            convert.diagnostic(finding, text, self.links.link(book, finding.rule))
            for finding in result.findings
        ]
        return [*found, *(convert.of_notice(notice, text) for notice in result.notices)]

    async def pull(
        self, params: types.DocumentDiagnosticParams
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        """Answer a client that asks for the diagnostics of a document."""
        result = await self.result(params.text_document.uri)
        items: list[types.Diagnostic] = []
        if result is not None and params.text_document.uri not in self._problems:
            items = self.diagnostics(result)
        document = self.documents.get(params.text_document.uri)
        name = None
        if result is not None and document is not None:
            name = f"{document.version}-{document.count}"
            if name == params.previous_result_id:
                return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
        await self._show_problems()
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=name)

    async def _push_current(self, document: Open) -> None:
        result = await self.result(document.uri)
        await self._show_problems()
        if result is None or self.documents.get(document.uri) is not document:
            return
        if not self.is_pulled and document.uri not in self._problems:
            self._push(document.uri, self.diagnostics(result), document.version)

    def _push(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        if found:
            self._pushed.add(uri)
        else:
            self._pushed.discard(uri)
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version)
        )

    def push_closed(self, result: Result) -> None:
        """Push the findings of a file that is not open."""
        uri = convert.uri_of(result.job.file)
        if uri and uri not in self.documents and uri not in self._problems:
            found = self.diagnostics(result)
            if found or uri in self._pushed:
                self._push(uri, found, None)

    async def _show_problems(self) -> None:
        """Push what is wrong with configuration and rule files, and clear what was mended."""
        problems = await self.run(self.engine.problems, self.choices)
        found: dict[str, list[types.Diagnostic]] = {}
        texts: dict[str, Text] = {}
        for problem in dict.fromkeys(problems):
            if not os.path.isfile(problem.path):
                self._say_once(problem.message)
                continue
            uri = self._known_uri(problem.path)
            if uri not in texts:
                texts[uri] = convert.text_of(problem.path, self._units)
            found.setdefault(uri, []).append(convert.of_problem(problem, texts[uri]))
        before, self._problems = self._problems, found
        for uri in {*before, *found}:
            if before.get(uri) != found.get(uri):
                self._push(uri, found.get(uri, []), None)

    def _say_once(self, message: str) -> None:
        if message not in self._pushed:
            self._pushed.add(message)
            params = types.ShowMessageParams(types.MessageType.Error, f"claimlint: {message}")
            self._server.window_show_message(params)

    def _known_uri(self, path: str) -> str:
        """Return the address of a file, as the client writes it where the file is open."""
        for uri in self.documents:
            if convert.path_of(uri) == path:
                return uri
        return convert.uri_of(path)

    def require(self, uri: str) -> Open:
        """Return an open document; raises JsonRpcInvalidParams."""
        document = self.documents.get(uri)
        if document is None:
            raise JsonRpcInvalidParams(f"{uri} is not open")
        return document


def _span_of(
    change: types.TextDocumentContentChangeEvent,
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    if not isinstance(change, types.TextDocumentContentChangePartial):
        return None
    start, end = change.range.start, change.range.end
    return (start.line, start.character), (end.line, end.character)


def _names(value: object) -> tuple[str, ...] | None:
    """Return a list of names; () for nothing, None for something else."""
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(name, str) and name for name in value):
        return tuple(value)
    return None
