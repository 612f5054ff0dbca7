"""Text from outside made safe to show: what could steer a terminal is spelled out instead."""

from __future__ import annotations

BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Characters that change the order in which a line is shown (Unicode, UAX #9)."""

_LINE_BREAKS = frozenset("\u2028\u2029")


def is_hidden(character: str) -> bool:
    """Tell whether a character steers the terminal or the line instead of being shown."""
    code = ord(character)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or character in BIDI_CONTROLS
        or character in _LINE_BREAKS
        or code == 0xFEFF
    )


def escape(character: str) -> str:
    r"""Return a character as `\xNN` or `\uNNNN`; an undecodable byte (surrogate) as its `\xNN`."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shown(text: str) -> str:
    """Return a name, an excerpt or a message on one line, with nothing in it that is obeyed.

    Control characters (C0, C1, DEL), escape sequences, bidirectional controls, line separators
    and lone surrogates are spelled out. `##[` is broken up: GitHub's runner takes it for the
    start of a command anywhere in a line.
    """
    if not text.isprintable():
        text = "".join([escape(c) if is_hidden(c) else c for c in text])
    return text.replace("##[", "#\\x23[") if "##[" in text else text


def shown_path(path: str) -> str:
    """Return a path as `shown`; one that could be read as a workflow command gets a `./`."""
    text = shown(path)
    return f"./{text}" if text.lstrip().startswith("::") else text
