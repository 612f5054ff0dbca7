"""Whatever happens, the server answers and lives."""

from __future__ import annotations

import sys

import pytest

from tests.editor.talk import CLAIM, NOWHERE, RULE, codes, spot, whole

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")


@pytest.mark.parametrize(
    "bad",
    [
        b"Content-Length: 4\r\n\r\n{no}",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\nnull",
        b"garbage\r\n\r\n",
        b'Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"}',
        b'Content-Length: 40\r\n\r\n{"jsonrpc":"2.0","method":"nope/nothing"}',
        b'Content-Length: 36\r\n\r\n{"jsonrpc":"2.0","id":5,"result":[]}',
    ],
)
def test_malformed_messages_do_not_end_the_server(client, bad):
    client.raw(bad)
    uri = client.open("a.md", CLAIM)
    assert RULE in codes(client.pushed(uri))


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", None),
        ("textDocument/hover", {"textDocument": 5}),
        ("textDocument/hover", {"textDocument": {"uri": "x"}, "position": {"line": -1}}),
        ("textDocument/codeAction", {}),
        ("codeAction/resolve", {}),
        ("workspace/executeCommand", {"command": "no.such"}),
        ("workspace/executeCommand", {"command": "claimlint.waive", "arguments": [1]}),
        ("workspace/executeCommand", {"command": "claimlint.waive", "arguments": ["a"] * 4}),
        ("no/such", {}),
        ("initialize", {"capabilities": {}}),
        (7, {}),
    ],
)
def test_every_request_is_answered(client, method, params):
    assert "error" in client.ask(method, params)
    # ... and so is the next one.
    assert client.ask("textDocument/hover", NOWHERE)["result"] is None


@pytest.mark.parametrize(
    "params",
    [
        {"textDocument": {"uri": "file:///not/open.md"}, "position": {"line": 0, "character": 0}},
        {"textDocument": {"uri": "file:///%00"}, "position": {"line": 99, "character": 10**9}},
        {"textDocument": {"uri": "http://[x"}, "position": {"line": 0, "character": 0}},
    ],
)
def test_places_that_do_not_exist_are_answered_with_nothing(client, params):
    client.open(params["textDocument"]["uri"] + "x", CLAIM)
    assert client.ask("textDocument/hover", params)["result"] is None


def test_notifications_that_make_no_sense_are_passed_over(client):
    client.change("file:///never/opened.md", 1, whole("x"))
    client.notify("textDocument/didClose", {"textDocument": {"uri": "file:///never/opened.md"}})
    client.notify("textDocument/didChange", {"textDocument": None})
    client.notify("$/cancelRequest", {"id": 99})
    client.notify("workspace/didChangeConfiguration", {"settings": ["?"]})
    assert RULE in codes(client.pushed(client.open("a.md", CLAIM)))


def test_requests_outside_of_a_session_are_refused(start):
    client = start()
    params = {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}}
    assert client.ask("textDocument/hover", params)["error"]["code"] == -32002
    client.begin()
    client.ask("shutdown", None)
    assert client.ask("textDocument/hover", params)["error"]["code"] == -32600


def test_a_cancelled_request_is_answered_too(client):
    uri = client.open("a.md", CLAIM * 2000)
    params = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 20}}
    client.send({"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": params})
    client.notify("$/cancelRequest", {"id": "x"})
    answer = client.wait(lambda m: m.get("id") == "x")
    assert "result" in answer or answer["error"]["code"] == -32800


def test_a_document_of_5_mb_is_checked_and_the_server_lives(start):
    client = start()
    client.begin()
    text = "The clinic is on the second floor, and there is a lift. " * 90_000 + "\n\n" + CLAIM
    uri = client.open("a.md", text)
    assert len(text) > 5_000_000
    client.change(uri, 2, {"range": spot(0, 0), "text": "😀 "})
    assert RULE in codes(client.pushed(uri, 2, seconds=120))
    assert client.end() == 0


def test_lone_surrogates_and_control_characters_are_text(client):
    uri = client.open("a.md", "\ud800 \x00 \x1d \u2028 " + CLAIM)
    (item,) = [i for i in client.pushed(uri) if i.get("code") == RULE]
    assert item["range"] == spot(0, 27, 45)


def test_the_server_ends_with_its_client(start):
    client = start()
    client.begin()
    client.process.stdin.close()
    assert client.process.wait(20) == 1


def test_without_the_extra_the_message_says_how_to_install_it(monkeypatch, capsys):
    from claimlint.cli import main

    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    assert main(["lsp"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert 'pip install "claimlint-health[lsp]"' in said.err


def test_what_prints_does_not_reach_the_protocol(start, tmp_path):
    # Standard output of the process is the protocol's alone; print() goes to standard error.
    (tmp_path / "sitecustomize.py").write_text("")
    client = start("--debug")
    client.begin()
    client.pushed(client.open("a.md", CLAIM))
    assert client.end() == 0
