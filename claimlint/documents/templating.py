"""Template tags masked at equal length, so that nothing moves and no tag is taken for text.

Hugo, Go, Liquid, Jinja, Nunjucks, Handlebars, Vue (`{{ }}`, `{% %}`, `{# #}`), ERB, EJS (`<% %>`),
PHP (`<?php ?>`), Blade (`{!! !!}`, `@if`). A tag disappears with its arguments; what stands
between two tags stays, except where they say that it is no text (comments, code, schemas).
"""

from __future__ import annotations

import re

from claimlint.documents.model import MASK

_BRACES = r"\{[{%#!]"
_OPENER = r"\{\{!?--|\{\{-?\s?/\*|\{\{|\{%|\{#|\{!!|<%|<\?"
_COMMENTS = {"{{!--": "--}}", "{{--": "--}}", "{!!": "!!}"}
# An expression ends at its closer; where another one opens first, it was none.
_EXPRESSION = r"[^{}]*+(?:\}(?!\})[^{}]*+|\{(?!\{)[^{}]*+)*+"
_STATEMENT = r"[^%{]*+(?:%(?!\})[^%{]*+|\{(?!%)[^%{]*+)*+"
_HEADING_ID = r"\{#[^{}\r\n]*+\}"
_HIDING = "comment|doc|highlight|code|schema|style|stylesheet|javascript"
_HIDING_TAG = rf"\{{%-?\s*+({_HIDING}|raw|verbatim)\b"
_HIDING_SHORTCODE = r"\{\{[<%]\s*+(highlight|code|comment|mermaid|chart|math)\b"
_PHP = r"<\?(?:php\b|=)"
_OTHER_INSTRUCTION = r"<\?(?:xml\b|\s)"
_LINE = r"[^\r\n]*+"
_DIRECTIVE = r"(?m:^[ \t]*+(@(?!media|import|font-face)[a-zA-Z]\w*+)(?:[ \t]*+(\())?)"


def mask(source: str, blade: bool = False) -> str:
    """Return `source` with each character of a template tag replaced by MASK.

    Equal in length to `source`; line ends inside a tag are kept. A tag that is not closed is
    masked to the end of its line. `blade`: mask Laravel's `@directives` too.
    """
    if blade:
        source = _mask_directives(source)
    has_braces = "{" in source and re.search(_BRACES, source)
    if not (has_braces or "<%" in source or "<?" in source):
        return source
    parts = []
    at = 0
    closers = _Closers(source)
    search = re.compile(_OPENER).search
    opener = search(source)
    while opener is not None:
        start = opener.start()
        end, kept_from, kept_to = _tag_end(source, opener.group(), start, closers)
        if end > start:
            parts.append(source[at:start])
            parts.append(blank(source[start:kept_from]))
            parts.append(source[kept_from:kept_to])
            parts.append(blank(source[kept_to:end]))
            at = end
        opener = search(source, max(end, start + 2))
    parts.append(source[at:])
    return "".join(parts)


def blank(text: str) -> str:
    """Return MASK for each character of `text`, line ends kept."""
    if "\n" not in text and "\r" not in text:
        return MASK * len(text)
    return re.sub(r"[^\r\n]", MASK, text)


class _Closers:
    """Where the next closer of each kind stands; none is searched for twice."""

    __slots__ = ("_next", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._next: dict[str, int] = {}

    def find(self, closer: str, at: int) -> int:
        """Return the offset of `closer` from `at` on, or -1. `at` never goes back."""
        known = self._next.get(closer, 0)
        if known != -1 and known < at:
            known = self._next[closer] = self._source.find(closer, at)
        return known

    def end_tag(self, name: str, pattern: str, at: int) -> tuple[int, int] | None:
        """Return the span of the end tag of `name` from `at` on, or None."""
        if self._next.get(name) == -1:
            return None
        found = re.compile(pattern).search(self._source, at)
        if found is None:
            self._next[name] = -1
            return None
        return found.span()


def _tag_end(source: str, opener: str, start: int, closers: _Closers) -> tuple[int, int, int]:
    """Return where the tag ends, and the range in it that stays as it is (mostly empty).

    A tag end equal to `start` says that no tag stands here.
    """
    if opener in _COMMENTS:
        closer = _COMMENTS[opener]
        end = closers.find(closer, start + len(opener))
        if end != -1:
            end += len(closer)
            return end, end, end
        if opener == "{!!":
            return start, start, start
    if opener.endswith("/*"):
        end = closers.find("*/", start + len(opener))
        end = closers.find("}}", end) if end != -1 else -1
        if end != -1:
            return end + 2, end + 2, end + 2
    if opener == "{%":
        return _statement_end(source, start, closers)
    if opener == "<%":
        end = closers.find("%>", start + 2)
        if end != -1 and closers.find("<%", start + 2) in range(start + 2, end):
            end = -1
        end = _line_end(source, start) if end == -1 else end + 2
    elif opener == "<?":
        end = _instruction_end(source, start, closers)
    elif opener == "{#":
        end = _comment_end(source, start, closers)
    else:
        return _expression_end(source, start, closers)
    return end, end, end


def _line_end(source: str, start: int) -> int:
    """Return the end of the line that holds `start`."""
    line = re.compile(_LINE).match(source, start)
    return line.end() if line else start


def _expression_end(source: str, start: int, closers: _Closers) -> tuple[int, int, int]:
    """Return the end of `{{ ... }}`, with the body of a shortcode that holds no text."""
    braces = re.compile(r"\{{2,4}+").match(source, start)
    inside = braces.end() if braces else start + 2
    body = re.compile(_EXPRESSION).match(source, inside)
    end = body.end() if body else start
    if not source.startswith("}}", end):
        end = _line_end(source, start)
        return end, end, end
    opened, end = inside - start, end + 2
    while opened > 2 and source.startswith("}", end):
        opened, end = opened - 1, end + 1
    shortcode = re.compile(_HIDING_SHORTCODE).match(source, start)
    if shortcode is not None and not source.startswith(("/>}}", "/%}}"), end - 4):
        name = shortcode[1]
        span = closers.end_tag("{{" + name, rf"\{{\{{[<%]\s*+/\s*+{name}\s*+[>%]\}}\}}", end)
        if span is not None:
            end = span[1]
    return end, end, end


def _statement_end(source: str, start: int, closers: _Closers) -> tuple[int, int, int]:
    """Return the end of `{% ... %}`, with what `{% comment %}` and its like enclose."""
    body = re.compile(_STATEMENT).match(source, start + 2)
    end = body.end() if body else start
    if not source.startswith("%}", end):
        end = _line_end(source, start)
        return end, end, end
    end += 2
    hiding = re.compile(_HIDING_TAG).match(source, start)
    if hiding is not None:
        name = hiding[1]
        span = closers.end_tag("{%" + name, rf"\{{%-?\s*+end{name}\s*+-?%\}}", end)
        if span is not None:
            if name in ("raw", "verbatim"):
                return span[1], end, span[0]
            end = span[1]
    return end, end, end


def _instruction_end(source: str, start: int, closers: _Closers) -> int:
    """Return the end of `<? ... ?>`; PHP runs to the end of the file where nothing closes it."""
    is_php = re.compile(_PHP).match(source, start) is not None
    if not is_php and re.compile(_OTHER_INSTRUCTION).match(source, start) is None:
        return start
    end = closers.find("?>", start + 2)
    if end != -1:
        return end + 2
    return len(source) if is_php else _line_end(source, start)


def _comment_end(source: str, start: int, closers: _Closers) -> int:
    """Return the end of `{# ... #}` or of a heading's `{#id}`."""
    heading_id = re.compile(_HEADING_ID).match(source, start)
    if heading_id is not None:
        return heading_id.end()
    end = closers.find("#}", start + 2)
    opened = closers.find("{#", start + 2)
    if end == -1 or start < opened < end:
        return _line_end(source, start)
    return end + 2


def _mask_directives(source: str) -> str:
    """Mask Blade's `@directive(...)` at the start of a line, and `@php ... @endphp`."""
    parts = []
    at = 0
    closers = _Closers(source)
    for found in re.compile(_DIRECTIVE).finditer(source):
        start, end = found.start(1), found.end(1)
        if start < at:
            continue
        if found[1] == "@php" and found[2] is None:
            closed = closers.find("@endphp", end)
            end = closed + 7 if closed != -1 else end
        elif found[2] is not None:
            end = _arguments_end(source, found.start(2))
        parts += [source[at:start], blank(source[start:end])]
        at = end
    parts.append(source[at:])
    return "".join(parts)


def _arguments_end(source: str, start: int) -> int:
    """Return the end of the parentheses that open at `start`; of the line if none close them."""
    depth = 0
    for found in re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[()]").finditer(
        source, start, start + 1000
    ):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if depth == 0:
            return found.end()
        if depth > 20:
            break
    return _line_end(source, start)
