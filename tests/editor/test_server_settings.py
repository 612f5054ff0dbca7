"""Configuration, rules of the project and the settings of the client."""

from __future__ import annotations

import pytest

from tests.editor.talk import CLAIM, PULL, RULE, codes, whole

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")


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
