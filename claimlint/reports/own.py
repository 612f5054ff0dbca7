"""Telling a report that an earlier run wrote from content: the claims in it are quotations.

Only the first characters are looked at, so a page that merely mentions claimlint is content, and
what is taken for a report is named in a notice, never passed over in silence.
"""

from __future__ import annotations

import re

_HTML = re.compile(
    r"<!DOCTYPE html>\s*<html lang=\"en\">\s*<head>.*?"
    r"<meta name=\"generator\" content=\"claimlint [0-9]",
    re.DOTALL,
)
_BY_CLAIMLINT = r"\{\s*\"name\":\s*\"claimlint\""
_JSON = re.compile(
    rf"""
    \{{\s*"version":\s*1,\s*"tool":\s*{_BY_CLAIMLINT}                      # json
    | \{{\s*"\$schema":[^\n]+sarif.{{0,200}}"driver":\s*{_BY_CLAIMLINT}      # sarif
    | \{{\s*"source":\s*{_BY_CLAIMLINT}                                    # rdjson
    | \[\s*\{{\s*"engine_name":\s*"claimlint"                              # gitlab
    | \{{\s*"version":\s*1,\s*"findings":\s*\[\s*\{{\s*"path":             # a baseline
    | \{{"path":\s"[^\n]+"rule":\s"[^\n]+"fingerprint":                    # jsonl
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKDOWN = "## claimlint"
_MARKDOWN_END = "<sub>claimlint points at wording; it is not legal advice.</sub>"
_LINE = re.compile(
    r"[^\n]+:[0-9]+:[0-9]+: (?:error|warning|note|waived) [a-z][a-z0-9-]*: [^\n]+"
    r"|::(?:error|warning|notice) [^\n]*title=claimlint[^\n]+"
)
_MOST_LINES = 20


def is_report(source: str) -> bool:
    """Tell whether a text is what claimlint writes, in whatever format."""
    start = source.lstrip("\ufeff \r\n")
    if start.startswith("<"):
        return bool(_HTML.match(start, 0, 2_000))
    if start.startswith(("{", "[")):
        return bool(_JSON.match(start, 0, 10_000))
    if start.startswith(_MARKDOWN):
        return _MARKDOWN_END in source[-200:]
    lines = start[:20_000].splitlines()[:_MOST_LINES]
    return bool(lines) and all(_LINE.fullmatch(line) for line in lines)
