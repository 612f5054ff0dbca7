"""pytest-lsp with the capabilities of three real clients, which count columns in three ways."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROGRAM = "from claimlint.cli import entry; entry()"
TEXT = "\U0001f600 Our injections are safe and effective.\n"
RULE = "safe-and-effective"

# The character before the claim is 2 UTF-16 units, 4 UTF-8 bytes, 1 code point.
SHIFTS = {"visual_studio_code": ("utf-16", 2), "neovim": ("utf-8", 4), "emacs": ("utf-32", 1)}


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[sys.executable, "-c", PROGRAM, "lsp"]),
    params=list(SHIFTS),
)
async def client(request, lsp_client: LanguageClient, tmp_path_factory):
    lsp_client.encoding, lsp_client.shift = SHIFTS[request.param]
    lsp_client.folder = tmp_path_factory.mktemp("workspace")

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        lsp_client.registered = [r.method for r in params.registrations]

    params = types.InitializeParams(
        capabilities=client_capabilities(request.param), root_uri=lsp_client.folder.as_uri()
    )
    lsp_client.answer = await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


async def diagnostics(client: LanguageClient, uri: str) -> list[types.Diagnostic]:
    """Return the diagnostics of a document, the way that this client gets them."""
    if client.answer.capabilities.diagnostic_provider is not None:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await client.text_document_diagnostic_async(params)
        assert not client.diagnostics.get(uri)
        return report.items
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return client.diagnostics[uri]


@pytest.mark.asyncio
async def test_columns_edits_and_fixes_are_in_the_units_of_the_client(client: LanguageClient):
    assert client.answer.capabilities.position_encoding == client.encoding
    uri = (client.folder / "a.md").as_uri()
    item = types.TextDocumentItem(uri, "markdown", 1, TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    found = [d for d in await diagnostics(client, uri) if d.code == RULE]
    start = client.shift + len(" Our injections are ")
    assert [d.range for d in found] == [
        types.Range(types.Position(0, start), types.Position(0, start + len("safe and effective")))
    ]

    # Another such character, put in behind the first one.
    at = types.Position(0, client.shift)
    change = types.TextDocumentContentChangePartial(types.Range(at, at), "\U0001f600")
    version = types.VersionedTextDocumentIdentifier(2, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(version, [change]))
    found = [d for d in await diagnostics(client, uri) if d.code == RULE]
    assert found[0].range.start.character == start + client.shift

    context = types.CodeActionContext(diagnostics=found)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), found[0].range, context)
    best = (await client.text_document_code_action_async(params))[0]
    assert best.is_preferred
    (edit,) = (
        best.edit.document_changes[0].edits
        if best.edit.document_changes
        else best.edit.changes[uri]
    )
    assert edit.range.start.character == 2 * client.shift + len(" Our injections ")
    assert edit.range.end.character == edit.range.start.character + len("are")
