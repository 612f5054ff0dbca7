"""What is wrong in a document, as a client is told: a process, and messages."""

from __future__ import annotations

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.editor.talk import CLAIM, PULL, RULE, codes, spot, whole

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")


def test_diagnostics_are_pushed_follow_changes_and_are_cleared_on_close(start):
    client = start()
    client.begin()
    uri = client.open("a.md", CLAIM)
    assert RULE in codes(client.pushed(uri, 1))
    client.change(uri, 2, whole("The clinic is on the second floor.\n"))
    assert client.pushed(uri, 2) == []
    client.change(uri, 3, whole(CLAIM))
    assert RULE in codes(client.pushed(uri, 3))
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.pushed(uri) == []
    assert client.end() == 0


def test_a_client_that_pulls_gets_nothing_pushed(start):
    client = start()
    assert client.begin(PULL)["diagnosticProvider"]["workspaceDiagnostics"] is False
    uri = client.open("a.md", CLAIM)
    assert RULE in codes(client.pulled(uri))
    client.change(uri, 2, whole("The clinic is on the second floor.\n"))
    assert client.pulled(uri) == []
    client.change(uri, 3, whole(CLAIM))
    assert RULE in codes(client.pulled(uri))
    time.sleep(0.6)
    client.ask(
        "textDocument/hover", {"textDocument": {"uri": uri}, "position": spot(0, 0)["start"]}
    )
    pushed = [m for m in client.said if m.get("method") == "textDocument/publishDiagnostics"]
    assert [m for m in pushed if m["params"]["diagnostics"]] == []


def test_a_result_that_is_known_is_not_sent_again(start):
    client = start()
    client.begin(PULL)
    uri = client.open("a.md", CLAIM)
    first = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]
    params = {"textDocument": {"uri": uri}, "previousResultId": first["resultId"]}
    assert client.ask("textDocument/diagnostic", params)["result"]["kind"] == "unchanged"
    client.change(uri, 2, whole(CLAIM + "\n" + CLAIM))
    assert client.ask("textDocument/diagnostic", params)["result"]["kind"] == "full"


def test_a_diagnostic_says_which_rule_where_and_why(client):
    uri = client.open("a.md", "It may cure your arthritis.\n\n" + CLAIM)
    found = {item["code"]: item for item in client.pushed(uri, 1) if item.get("code")}
    item = found[RULE]
    assert item["source"] == "claimlint"
    assert item["severity"] == 1
    assert item["range"] == spot(2, 19, 37)
    assert item["codeDescription"]["href"].endswith(f"/{RULE}.md")
    hedged = next(i for i in found.values() if i["range"]["start"]["line"] == 0)
    assert "hedged" in [guard["name"] for guard in hedged["data"]["guards"]]
    assert "hedged by 'may" in hedged["message"]


def test_the_page_that_a_diagnostic_links_to_is_there(client):
    from pygls.uris import to_fs_path

    (item,) = [i for i in client.pushed(client.open("a.md", CLAIM)) if i["code"] == RULE]
    with open(to_fs_path(item["codeDescription"]["href"]), encoding="utf-8") as file:
        assert file.read().startswith(f"# {RULE}\n")


def test_an_unsaved_buffer_wins_over_the_disk(start, tmp_path):
    (tmp_path / "a.md").write_text(CLAIM)
    client = start()
    client.begin()
    uri = client.open("a.md", "The clinic is on the second floor.\n")
    assert client.pushed(uri, 1) == []


def test_a_text_that_was_never_saved_is_read_by_its_language(client):
    uri = client.open("untitled:Untitled-1", f"<p>{CLAIM}</p><!-- {CLAIM} -->", "html")
    assert codes(client.pushed(uri)).count(RULE) == 1
    other = client.open("untitled:Untitled-2", CLAIM, "python")
    assert client.pushed(other) == []


def test_files_that_a_run_would_leave_out_are_left_out(start, tmp_path):
    (tmp_path / ".claimlintignore").write_text("drafts/\n")
    client = start()
    client.begin()
    for name, language in (
        ("drafts/a.md", "markdown"),
        ("package.json", "json"),
        ("tool.js", "javascript"),
        ("notes.unknown", "whatever"),
    ):
        text = json.dumps({"description": CLAIM}) if name.endswith("json") else CLAIM
        assert client.pushed(client.open(name, text, language)) == []


UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""The protocol's name of a position encoding -> Python's, and the bytes of a unit below."""

WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


@pytest.mark.parametrize("units", UNITS)
@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_500_rapid_edits_end_in_the_diagnostics_of_the_final_text(start, units, seed):
    client = start()
    client.begin({"general": {"positionEncodings": [units]}})
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    pieces = ["safe and effective ", "😀", "é", "\n", "\r\n", "cures arthritis ", "not ", "x", ""]
    text = "Our therapy is safe and effective.\n\n😀 It works.\n" * 12
    uri = client.open("a.md", text)
    for version in range(2, 502):
        low, high = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        high = min(high, low + 12)
        if any(text[at - 1 : at + 1] == "\r\n" for at in (low, high)):
            low = high = len(text)
        new = chance.choice(pieces)
        where = {"start": place(text, low, units), "end": place(text, high, units)}
        client.change(uri, version, {"range": where, "text": new})
        text = text[:low] + new + text[high:]
    client.change(uri, 1000)
    assert client.pushed(uri, 1000) == client.pushed(client.open("b.md", text))


def place(text, at, units):
    """Return an offset as a position in units of the client."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    column = len(before.rpartition("\n")[2].encode(UNITS[units])) // WIDTHS[units]
    return {"line": before.count("\n"), "character": column}
