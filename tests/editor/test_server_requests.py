"""Quick fixes, waivers, hovers, completion and commands."""

from __future__ import annotations

import pytest

from tests.editor.talk import CLAIM, RULE, actions, applied, codes, spot, whole

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")


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
