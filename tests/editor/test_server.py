"""The server as a client sees it: a process, and messages."""

from __future__ import annotations

import json
import random
import sys
import time

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

CLAIM = "Our injections are safe and effective.\n"
RULE = "safe-and-effective"
NOWHERE = {
    "textDocument": {"uri": "file:///not/open.md"},
    "position": {"line": 0, "character": 0},
}
PULL = {"textDocument": {"diagnostic": {"dynamicRegistration": False}}}


def codes(found: list[dict]) -> list[str]:
    return [item.get("code") for item in found if item.get("code")]


def whole(text: str) -> dict:
    return {"text": text}


def spot(line: int, start: int, end: int | None = None) -> dict:
    return {
        "start": {"line": line, "character": start},
        "end": {"line": line, "character": start if end is None else end},
    }


def actions(client, uri: str, where: dict, **context: object) -> list[dict]:
    params = {
        "textDocument": {"uri": uri},
        "range": where,
        "context": {"diagnostics": [], **context},
    }
    return client.ask("textDocument/codeAction", params)["result"]


def applied(text: str, action: dict) -> str:
    """Return a text after an action; the tests that use this have no character beyond ASCII."""
    (edits,) = action["edit"]["changes"].values()
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines) + 1)]
    for edit in sorted(edits, key=lambda e: -starts[e["range"]["start"]["line"]]):
        low, high = edit["range"]["start"], edit["range"]["end"]
        start = starts[low["line"]] + low["character"]
        end = starts[high["line"]] + high["character"]
        text = text[:start] + edit["newText"] + text[end:]
    return text


# -- diagnostics


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


def test_many_rapid_edits_end_in_the_diagnostics_of_the_final_text(client):
    chance = random.Random(20)  # noqa: S311 - not for secrets
    pieces = ["safe and effective ", "😀", "é", "\n", "\r\n", "cures arthritis ", "not ", "x", ""]
    text = ("Our therapy is safe and effective.\n\n😀 It works.\n" * 12).encode("utf-16-le")
    uri = client.open("a.md", text.decode("utf-16-le"))
    version = 1
    while version < 501:
        version += 1
        source = text.decode("utf-16-le")
        # Offsets of whole characters, and their positions in UTF-16.
        low, high = sorted(chance.randrange(len(source) + 1) for _ in range(2))
        high = min(high, low + 12)
        if any(source[at - 1 : at + 1] == "\r\n" for at in (low, high)):
            continue
        places = []
        for at in (low, high):
            before = source[:at].replace("\r\n", "\n").replace("\r", "\n")
            line = before.count("\n")
            column = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
            places.append({"line": line, "character": column})
        new = chance.choice(pieces)
        source = source[:low] + new + source[high:]
        text = source.encode("utf-16-le")
        change = {"range": {"start": places[0], "end": places[1]}, "text": new}
        client.change(uri, version, change)
    client.change(uri, 1000)
    found = client.pushed(uri, 1000)
    fresh = client.open("b.md", text.decode("utf-16-le"))
    assert found == client.pushed(fresh)
    assert found


# -- requests


def test_a_quick_fix_takes_the_finding_away_and_a_safe_one_is_preferred(client):
    uri = client.open("a.md", CLAIM)
    (item,) = [i for i in client.pushed(uri) if i["code"] == RULE]
    found = actions(client, uri, item["range"], diagnostics=[item])
    fixes = [a for a in found if "Waive" not in a["title"]]
    assert fixes[0]["isPreferred"] is True
    assert fixes[0]["diagnostics"] == [item]
    assert sum(a.get("isPreferred", False) for a in found) == 1
    client.change(uri, 2, whole(applied(CLAIM, fixes[0])))
    assert RULE not in codes(client.pushed(uri, 2))


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("a.md", "markdown", CLAIM),
        ("a.md", "markdown", "---\ntitle: Knees\n---\n# Knees\n\n- one\n- " + CLAIM + "- two\n"),
        ("a.md", "markdown", "| a | b |\n|---|---|\n| Our serum is safe and effective | x |\n"),
        ("a.html", "html", f"<!doctype html>\n<title>x</title>\n<p>\n{CLAIM}</p>\n"),
        ("a.mdx", "mdx", "# Knees\n\n" + CLAIM),
        ("a.yaml", "yaml", "intro: Our injections are safe and effective.\n"),
        ("a.rst", "restructuredtext", CLAIM),
        ("a.astro", "astro", f"---\nconst a = 1;\n---\n<p>{CLAIM.strip()}</p>\n"),
    ],
)
@pytest.mark.parametrize("scope", ["here", "in this file"])
def test_a_waiver_holds_once_its_reason_is_written(client, name, language, text, scope):
    uri = client.open(name, text, language)
    (item,) = [i for i in client.pushed(uri) if i.get("code") == RULE]
    found = actions(client, uri, item["range"], diagnostics=[item])
    waiver = next(a for a in found if a["title"] == f"Waive {scope} with a reason: {RULE}")
    after = applied(text, waiver)
    client.change(uri, 2, whole(after))
    found = client.pushed(uri, 2)
    assert RULE in codes(found)
    assert any("give a reason" in item["message"] for item in found)
    client.change(uri, 3, whole(after.replace(f"{RULE} --", f"{RULE} -- approved in 2019", 1)))
    found = client.pushed(uri, 3)
    assert RULE not in codes(found)
    assert not any("waiver" in item["message"] for item in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", '{"intro": "Our injections are safe and effective."}\n'), ("a.txt", CLAIM)],
)
def test_what_has_no_comments_has_no_waivers(client, name, text):
    uri = client.open(name, text, "plaintext")
    (item,) = [i for i in client.pushed(uri) if i.get("code") == RULE]
    assert not [a for a in actions(client, uri, item["range"]) if "Waive" in a["title"]]


def test_a_client_that_asks_for_the_reason_gets_the_waiver_with_it(start):
    client = start()
    client.begin(initializationOptions={"asksReason": True})
    uri = client.open("a.md", CLAIM)
    (item,) = [i for i in client.pushed(uri) if i.get("code") == RULE]
    found = actions(client, uri, item["range"])
    waiver = next(a for a in found if a["title"].startswith("Waive here"))
    assert "edit" not in waiver
    assert waiver["command"]["command"] == "claimlint.askReason"
    arguments = [*waiver["command"]["arguments"], "approved --> in\n2019"]
    answer = client.ask("workspace/executeCommand", {"command": "claimlint.waive",
                                                     "arguments": arguments})  # fmt: skip
    assert answer["result"] is True
    asked = next(m for m in client.said if m.get("method") == "workspace/applyEdit")
    ((edit,),) = asked["params"]["edit"]["changes"].values()
    assert "-- approved - in 2019 -->" in edit["newText"]


def test_fix_all_makes_safe_rewrites_only_when_it_is_chosen(start):
    client = start()
    support = {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True}
    client.begin({"textDocument": {"codeAction": support}})
    text = CLAIM + "\nThe bus stops here.\n\n" + CLAIM
    uri = client.open("a.md", text)
    client.pushed(uri)
    (action,) = actions(client, uri, spot(0, 0), only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.claimlint"
    assert "edit" not in action
    action = client.ask("codeAction/resolve", action)["result"]
    after = applied(text, action)
    assert "safe and effective" in after
    assert after.count("have not been shown to be") == 2
    assert "The bus stops here." in after


def test_fix_all_for_a_client_that_cannot_resolve_comes_with_its_edit(client):
    uri = client.open("a.md", CLAIM)
    (action,) = actions(client, uri, spot(0, 0), only=["source.fixAll.claimlint"])
    assert "have not been shown" in applied(CLAIM, action)


def test_a_hover_says_why_what_to_write_and_what_it_rests_on(client):
    uri = client.open("a.md", CLAIM)
    params = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 25}}
    said = client.ask("textDocument/hover", params)["result"]["contents"]["value"]
    for part in ("(error", "What to write instead", "Rewrites", "Rests on", "21 CFR"):
        assert part in said
    params["position"]["character"] = 38
    assert client.ask("textDocument/hover", params)["result"] is None


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.md", "<!-- claimlint-disable-line safe-", RULE),
        ("a.md", "<!-- claimlint-disable-file hype, ", RULE),
        ("a.md", "<!-- claimlint-", "disable-next-line"),
        ("a.md", "---\nclaimlint:\n  disable: safe", RULE),
        ("claimlint.toml", 'ignore = ["hype", "sa', RULE),
        ("claimlint.toml", 'jurisdictions = ["', "us-ca"),
        ("claimlint.toml", "str", "strict"),
        (".claimlint.yaml", "select:\n  - hype\n  - sa", RULE),
        ("claimlint.toml", 'fail-on = "', "never"),
        ("a.md", "It is safe-", None),
        ("a.md", "<!-- claimlint-disable-line hype -- because ", None),
    ],
)
def test_names_are_completed_in_waivers_and_in_the_configuration(start, name, text, wanted):
    client = start("--no-config")
    client.begin()
    uri = client.open(name, text, "toml")
    last = text.split("\n")
    place = {"line": len(last) - 1, "character": len(last[-1])}
    params = {"textDocument": {"uri": uri}, "position": place}
    items = client.ask("textDocument/completion", params)["result"]["items"]
    if wanted is None:
        assert items == []
    else:
        item = next(i for i in items if i["label"] == wanted)
        typed = text[-(place["character"] - item["textEdit"]["range"]["start"]["character"]) :]
        assert wanted.startswith(typed) or not typed or item["textEdit"]["range"]["start"] == place


def test_the_workspace_is_checked_with_unsaved_buffers_first(start, tmp_path):
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(CLAIM)
    client = start()
    client.begin()
    client.pushed(client.open("a.md", "The bus stops here.\n"))
    answer = client.ask("workspace/executeCommand", {"command": "claimlint.checkWorkspace"})
    assert answer["result"]["files"] == 3
    assert answer["result"]["errors"] == 2
    other = (tmp_path / "b.md").as_uri()
    shown = [m["params"] for m in client.said if m.get("method", "").endswith("Diagnostics")]
    assert next(codes(s["diagnostics"]) for s in shown if s["uri"] == other).count(RULE) == 1


# -- settings and rules


def test_a_broken_configuration_is_shown_in_its_file_until_it_is_mended(start, tmp_path):
    config = tmp_path / "claimlint.toml"
    config.write_text('# settings\nignor = ["hype"]\n')
    client = start()
    client.begin()
    uri = client.open("a.md", CLAIM)
    (item,) = client.pushed(config.as_uri())
    assert item["range"]["start"] == {"line": 1, "character": 0}
    assert "ignor" in item["message"]
    config.write_text(f'ignore = ["{RULE}"]\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    client.wait(lambda m: m.get("params", {}).get("uri") == config.as_uri()
                and m["params"]["diagnostics"] == [])  # fmt: skip
    client.change(uri, 2, whole(CLAIM + "\n"))
    assert RULE not in codes(client.pushed(uri, 2))


def test_rules_of_the_project_are_read_anew_and_their_errors_shown(start, tmp_path):
    (tmp_path / "claimlint.toml").write_text('rules = ["house.yaml"]\n')
    house = tmp_path / "house.yaml"
    rule = """- id: house-style
  category: hype
  severity: error
  title: Says wonderful
  why: The house style has no such word.
  sources: [us-ftc-hpcg-2022]
  match: ["wonderful"]
  examples: {flag: ["It is **wonderful**."], pass: [{text: "It is fine.", because: no-match}]}
"""
    house.write_text(rule.replace("match:", "macth:"))
    client = start()
    client.begin()
    uri = client.open("a.md", "What a wonderful day.\n")
    assert any("macth" in item["message"] for item in client.pushed(house.as_uri()))
    house.write_text(rule)
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    client.wait(lambda m: m.get("params", {}).get("uri") == uri
                and "house-style" in codes(m["params"]["diagnostics"]))  # fmt: skip


def test_settings_of_the_client_are_asked_for_and_hold(start):
    client = start()
    client.answer = lambda m: (
        [{"strict": True, "packs": ["core"], "jurisdictions": 7}]
        if m["method"] == "workspace/configuration"
        else None
    )
    client.begin({"workspace": {"configuration": True}})
    client.wait(lambda m: m.get("method") == "window/logMessage"
                and "jurisdictions" in m["params"]["message"])  # fmt: skip
    uri = client.open("a.md", "Our cream may help with dry skin and is revolutionary.\n")
    strict = client.pushed(uri)
    client.answer = lambda m: [{}]
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert len(client.pushed(uri)) < len(strict)


def test_a_client_that_pulls_is_asked_to_pull_again_when_settings_change(start):
    client = start()
    client.answer = lambda m: (
        [{"strict": True}] if m["method"] == "workspace/configuration" else None
    )
    able = {"configuration": True, "diagnostics": {"refreshSupport": True}}
    client.begin({**PULL, "workspace": able})
    uri = client.open("a.md", "Our cream may help with dry skin and is revolutionary.\n")
    strict = client.pulled(uri)
    assert any(m.get("method") == "workspace/diagnostic/refresh" for m in client.said)
    client.answer = lambda m: [{}] if m["method"] == "workspace/configuration" else None
    client.said.clear()
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    assert len(client.pulled(uri)) < len(strict)


# -- whatever happens


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
