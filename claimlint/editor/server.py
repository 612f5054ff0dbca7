"""The server: documents as the client has them, diagnostics, and answers to what it asks."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import sys
import threading
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from claimlint import __version__
from claimlint.editor import features
from claimlint.editor.engine import Engine
from claimlint.editor.protocol import Output, Protocol
from claimlint.editor.session import Session
from claimlint.editor.wire import Frames

log = logging.getLogger("claimlint.lsp")


class Server(LanguageServer):
    """pygls' server with our protocol; what goes wrong is logged, not popped up."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error of ours, here and in the client."""
        log.error("%s: %s", type(error).__name__, error, exc_info=error)
        message = f"claimlint: internal error ({type(error).__name__}); please report it"
        if self.protocol.writer is not None:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))


def made(given: argparse.Namespace) -> Server:
    """Return a server that is ready to be run; given: the options of `claimlint lsp`."""
    result = Server(
        "claimlint",
        __version__,
        types.TextDocumentSyncKind.Incremental,
        protocol_cls=Protocol,
        converter_factory=default_converter,
    )
    session = Session(result, Engine(given))
    _keep_documents(result, session)
    features.add(result, session)
    return result


def _keep_documents(result: Server, session: Session) -> None:
    """Add what the client tells: which documents are open, and how they change."""

    @result.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        session.begin(params)
        if session.is_pulled:
            options = types.DiagnosticOptions(
                inter_file_dependencies=False, workspace_diagnostics=False, identifier="claimlint"
            )

            @result.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
            async def pull(params: types.DocumentDiagnosticParams) -> Any:
                return await session.pull(params)

    @result.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        await session.register()

    @result.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        session.open(params.text_document)

    @result.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        session.change(params)

    @result.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        session.look_again()

    @result.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)

    @result.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        session.look_again()

    @result.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        await session.configure(params.settings)

    @result.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        session.look_again()


def serve(given: argparse.Namespace) -> int:
    """Serve on standard input and output until the client ends it; return the exit code."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if given.debug else logging.WARNING,
        format="claimlint lsp: %(levelname)s: %(message)s",
    )
    # Whatever prints now, even in a library, prints to standard error: the protocol has a
    # descriptor of its own.
    descriptor = os.dup(1)
    os.dup2(2, 1)
    running = made(given)
    output = Output(descriptor)
    running.protocol.set_writer(output)
    gc.enable()
    try:
        return asyncio.run(_run(running, output))
    except KeyboardInterrupt:
        return 130


async def _run(running: Server, output: Output) -> int:
    protocol = running.protocol
    assert isinstance(protocol, Protocol)  # noqa: S101 - the class was given above
    loop = asyncio.get_running_loop()
    received: asyncio.Queue[bytes] = asyncio.Queue()
    threading.Thread(target=_read, args=(loop, received), daemon=True).start()
    frames = Frames()
    while not output.is_closed and (data := await received.get()):
        for message in frames.feed(data):
            if isinstance(message, dict) and message.get("method") == types.EXIT:
                return 0 if protocol.is_shut_down else 1
            protocol.receive(message)
            # A request that waits for the engine sees the text as it is now, not as the
            # messages behind it leave it.
            await asyncio.sleep(0)
    return 0 if protocol.is_shut_down else 1


def _read(loop: asyncio.AbstractEventLoop, received: asyncio.Queue[bytes]) -> None:
    """Pass on what arrives; an empty piece is the end."""
    data = b"-"
    while data:
        try:
            data = os.read(0, 1 << 16)
        except OSError:
            data = b""
        try:
            loop.call_soon_threadsafe(received.put_nowait, data)
        except RuntimeError:  # the server has ended
            return
