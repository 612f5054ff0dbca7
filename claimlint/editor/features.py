"""What the client asks: code actions, hovers, completion, and the commands of the server."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from claimlint.editor import actions, completion, convert
from claimlint.editor.engine import Result
from claimlint.editor.session import Session
from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import shown

CHECK_WORKSPACE = "claimlint.checkWorkspace"

_ACTIONS = types.CodeActionOptions(code_action_kinds=list(actions.KINDS), resolve_provider=True)
_COMPLETION = types.CompletionOptions(trigger_characters=["-", " ", ",", '"', "'", "["])


def add(server: LanguageServer, session: Session) -> None:
    """Add the handlers to a server."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _ACTIONS)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _code_actions(server, session, params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.kind == actions.FIX_ALL and isinstance(action.data, dict):
            action.edit = await _fix_all(server, session, str(action.data.get("uri")))
        return action

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        return await _hover(session, params)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, _COMPLETION)
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        return await _complete(session, params)

    @server.command(CHECK_WORKSPACE)
    async def check_workspace(*arguments: Any) -> dict[str, int]:
        return await _check_workspace(server, session)

    @server.command(actions.WAIVE)
    async def waive(*arguments: Any) -> bool:
        return await _waive(server, session, arguments)


# -- code actions


async def _code_actions(
    server: LanguageServer, session: Session, params: types.CodeActionParams
) -> list[types.CodeAction]:
    uri, only = params.text_document.uri, params.context.only
    result = await session.result(uri)
    if result is None or result.document is None or not result.findings:
        return []
    made: list[types.CodeAction] = []
    if actions.wants(only, types.CodeActionKind.QuickFix.value):
        made += await session.run(_quick, server, session, result, params)
    # Finding out what fix-all does takes a pass over the whole text: done when it is chosen, or
    # at once for a client that asks for it by name and cannot come back for the rest.
    if actions.wants(only, actions.FIX_ALL):
        action = types.CodeAction(
            "Make all safe rewrites (claimlint)", kind=actions.FIX_ALL, data={"uri": uri}
        )
        if only and not _resolves(server):
            action.edit = await _fix_all(server, session, uri)
        if action.edit is not None or _resolves(server):
            made.append(action)
    return made


def _quick(
    server: LanguageServer, session: Session, result: Result, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """Return the quick fixes of a range; runs in the engine's thread."""
    uri, given = params.text_document.uri, params.context.diagnostics
    findings = actions.touched(result, params.range)

    def edit(edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        return _edit(server, session, uri, result, edits)

    asks = uri if session.asks_reason else ""
    return [
        *actions.quick_fixes(session.engine, result, findings, given, edit),
        *actions.waivers(result, findings, given, edit, asks),
    ]


def _resolves(server: LanguageServer) -> bool:
    """Tell whether the client comes back for the edit of an action that it chose."""
    able = server.client_capabilities.text_document
    support = able.code_action.resolve_support if able and able.code_action else None
    return bool(support and "edit" in support.properties)


def _edit(
    server: LanguageServer,
    session: Session,
    uri: str,
    result: Result,
    edits: list[types.TextEdit],
) -> types.WorkspaceEdit:
    """Return edits of one document, bound to its version where the client understands that."""
    able = server.client_capabilities.workspace
    document = session.documents.get(uri)
    if able and able.workspace_edit and able.workspace_edit.document_changes and document:
        version = document.version if document.text is result.job.text else None
        name = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        changes: list[Any] = [types.TextDocumentEdit(name, list(edits))]
        return types.WorkspaceEdit(document_changes=changes)
    return types.WorkspaceEdit(changes={uri: edits})


async def _fix_all(server: LanguageServer, session: Session, uri: str) -> types.WorkspaceEdit:
    result = await session.result(uri)
    if result is None:
        return types.WorkspaceEdit(changes={})
    after = await session.run(session.engine.fixed, result)
    return _edit(server, session, uri, result, actions.whole(result.job.text, after))


async def _waive(server: LanguageServer, session: Session, arguments: tuple[Any, ...]) -> bool:
    """Put a waiver with a reason into a document: (address, fingerprint, scope, reason)."""
    if len(arguments) != 4 or not all(isinstance(a, str) for a in arguments):
        raise JsonRpcInvalidParams(
            "claimlint.waive takes an address, a fingerprint, a scope (here or file) and a reason"
        )
    uri, fingerprint, scope, reason = arguments
    if not reason.strip():
        raise JsonRpcInvalidParams("a waiver needs a reason")
    session.require(uri)
    result = await session.result(uri)
    if result is None:
        return False
    finding = next((f for f in result.findings if f.fingerprint == fingerprint), None)
    if finding is None:
        return False
    made = await session.run(actions.waiver, result, finding, scope, reason)
    if made is None:
        return False
    edits = actions.text_edits(result.job.text, [(made.at, made.at, made.text)])
    edit = _edit(server, session, uri, result, edits)
    params = types.ApplyWorkspaceEditParams(edit, "Waive a finding")
    answer = await server.workspace_apply_edit_async(params)
    return bool(answer.applied)


# -- hover and completion


async def _hover(session: Session, params: types.HoverParams) -> types.Hover | None:
    result = await session.result(params.text_document.uri)
    if result is None or result.document is None:
        return None
    text, book = result.job.text, result.rules.plan.book
    at = text.offset((params.position.line, params.position.character))
    under = [f for f in result.findings if f.start <= at <= f.end]
    if not under:
        return None
    said = []
    for finding in await session.run(session.engine.reworded, result, under):
        link = session.links.link(book, finding.rule)
        said.append(convert.hover(finding, book, text, link))
    where = convert.span(text, min(f.start for f in under), max(f.end for f in under))
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(said))
    return types.Hover(content, where)


async def _complete(
    session: Session, params: types.CompletionParams
) -> types.CompletionList | None:
    document = session.documents.get(params.text_document.uri)
    if document is None:
        return None
    text = document.text
    job = session.job(document)
    at = text.offset((params.position.line, params.position.character))
    before = text.source[max(0, at - 4_000) : at]
    rules = await session.run(session.engine.rules, job.folder, job.choices)
    found = completion.choices(before, convert.path_of(document.uri), rules.plan.book)
    return types.CompletionList(
        is_incomplete=False,
        items=[
            types.CompletionItem(
                label=choice.name,
                kind=types.CompletionItemKind.Value,
                detail=shown(choice.about),
                text_edit=types.TextEdit(convert.span(text, at - choice.typed, at), choice.name),
            )
            for choice in found
        ],
    )


# -- the workspace


async def _check_workspace(server: LanguageServer, session: Session) -> dict[str, int]:
    """Check all content files of all folders; open documents as they are in the editor."""
    counts = {"files": 0, **dict.fromkeys((f"{name}s" for name in SEVERITY_NAMES[1:]), 0)}
    for folder in session.folders():
        sources = await session.run(session.engine.sources, folder, session.choices)
        for source in sources:
            uri = next((u for u in session.documents if convert.path_of(u) == source.file), "")
            if uri:
                result = await session.result(uri)
            else:
                work = session.engine.check_file
                result = await session.run(work, source, folder, session.choices)
                session.push_closed(result)
            if result is None:
                continue
            counts["files"] += 1
            for finding in result.findings:
                counts[f"{SEVERITY_NAMES[finding.severity]}s"] += 1
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    params = types.ShowMessageParams(types.MessageType.Info, f"claimlint: {said}")
    server.window_show_message(params)
    return counts
