"""What the tests of the server say to it, and what they make of its answers."""

from __future__ import annotations

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
