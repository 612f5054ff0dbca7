"""What every document promises about its places, whatever the source is."""

from __future__ import annotations

import html
import json
import os
import re

from claimlint.documents.model import BLOCK_END, Document

SHARED = os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared")

_UNSEEN = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SIMPLE = {"\\t": "\t", "\\_": "\xa0", "\\n": "\n", "\\f": "\n", "\\v": "\n", "\\N": "\n"}


def denotes(source: str, visible: str) -> bool:
    """Tell whether a source range spells the visible text in a way that a format knows."""
    if source == visible or (not source.strip() and not visible.strip()):
        return True
    if visible.strip("\n") == "" and (
        _has_line_break(source) or re.search(r"</?br", source, re.IGNORECASE)
    ):
        return True
    if _SIMPLE.get(source) == visible or source == visible * 2 == "''":
        return True
    code = _CODE.fullmatch(source)
    if code and chr(int(code[1] or code[2] or code[3], 16)) == visible:
        return True
    if "\\" in source and visible in _string_forms(source):
        return True
    if source.startswith("[^") and re.fullmatch(r"\[\d+\]", visible):
        return True
    if "\x1d" in source or "\x1d" in html.unescape(source):
        return True
    return any(
        _UNSEEN.sub("", form) == visible
        for form in (html.unescape(source), _ESCAPE.sub(r"\1", html.unescape(source)))
    )


def _string_forms(source: str) -> tuple[str, ...]:
    """Return what a source range says inside a string of JSON or JavaScript."""
    plain = re.sub(r"\\x([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]+)\}", _as_code, source)
    plain = re.sub(r"\\([^\"\\/bfnrtu])", r"\1", plain)
    try:
        form: str = json.loads(f'"{plain}"', strict=False)
    except ValueError:
        form = plain.lstrip("\\")
    mended = re.sub("[\ud800-\udfff]", "\ufffd", form)
    return form, mended, html.unescape(form), _UNSEEN.sub("", form)


def _as_code(found: re.Match[str]) -> str:
    return f"\\u{int(found[1] or found[2], 16):04x}"


def _has_line_break(source: str) -> bool:
    return "\n" in source or "\r" in source or "\\n" in source or source in ("\\N", "\\L", "\\P")


def assert_exact(document: Document) -> None:
    """Check the contract of the map: blocks, pieces and their source ranges."""
    text, source = document.text, document.source
    at = 0
    for index, block in enumerate(document.blocks):
        assert block.start == at, block
        assert text[block.start : block.end].strip(), block
        assert text[block.end] == BLOCK_END
        assert BLOCK_END not in text[block.start : block.end]
        assert -1 <= block.under < index
        if block.under >= 0:
            assert document.blocks[block.under].kind == "heading"
        at = block.end + 1
    assert at == len(text)
    behind = 0
    for start, stop, first, last in document.pieces():
        assert start == behind and start < stop
        assert 0 <= first < last <= len(source)
        visible = text[start:stop]
        assert denotes(source[first:last], visible), (source[first:last], visible)
        assert _UNSEEN.search(visible) is None
        behind = stop + (text[stop : stop + 1] == BLOCK_END)
    assert behind == len(text)


def words_at(document: Document, phrase: str) -> list[str]:
    """Return the source slices of a phrase's places in the visible text."""
    places = re.finditer(re.escape(phrase), document.text)
    return [
        document.source[slice(*document.source_range(found.start(), found.end()))]
        for found in places
    ]


def shared_files(*extensions: str) -> list[str]:
    """Return the files of the shared corpus and seeds with these extensions; none without it."""
    found = []
    for folder in ("corpus", "seeds"):
        for base, _, names in os.walk(os.path.join(SHARED, folder)):
            found += [os.path.join(base, name) for name in names if name.endswith(extensions)]
    return sorted(found)
