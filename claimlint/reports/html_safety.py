"""What keeps content from steering the HTML report: links, ids, odd characters, the policy."""

from __future__ import annotations

import base64
import hashlib
from unicodedata import category
from urllib.parse import urlsplit

from markupsafe import Markup

from claimlint.reports.shown import escape, is_hidden


def followed(url: str) -> str:
    """Return an address that may be a link: http or https and nothing odd; else ""."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    plain = url.isascii() and url.isprintable() and " " not in url if url else False
    return url if plain and parts.scheme in ("http", "https") and parts.netloc else ""


def named(kind: str, text: str) -> str:
    """Return an id for an element: letters, digits, `-` and `_` as they are, others as hex."""
    plain = [c if c.isascii() and (c.isalnum() or c in "-_") else f".{ord(c):x}." for c in text]
    return f"{kind}-{''.join(plain)}"


def seen(value: object) -> object:
    r"""Return a text with all that steers a page or cannot be seen spelled out, as `\u202e`.

    Besides what `shown` escapes, these are format characters such as zero-width spaces. Line
    ends and tabs stay: they are white space to HTML.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join([escape(c) if c not in "\n\t" and _is_odd(c) else c for c in text])


def _is_odd(character: str) -> bool:
    return is_hidden(character) or category(character) == "Cf"


def policy(style: str, script: str) -> str:
    """Return the content security policy that lets our style and script run and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
