"""Waivers in the text itself: comments of every format, and a key of the front matter.

    <!-- claimlint-disable-next-line RULE -- reason -->     the next line that is not blank
    <!-- claimlint-disable-line RULE -- reason -->          the line of the comment
    <!-- claimlint-disable RULE -- reason -->               from here on ...
    <!-- claimlint-enable RULE -->                          ... to here
    <!-- claimlint-disable-file RULE -- reason -->          the whole file

RULE is one or more rule ids or categories. Only the first word of a comment counts, so that a
sentence about waivers is none; comments in Markdown code are not read.
"""

from __future__ import annotations

import re
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SIGN = "claimlint"
"""A text without this word has no waivers, and is not looked at any further."""

Waiver = namedtuple("Waiver", "names start end reason offset kind")
Waiver.__doc__ = """Findings that the writer wants left out.

names: of rules and categories; start, end: findings that begin in source[start:end] are meant;
reason: "" where none is given; offset: where the waiver stands (code points); kind: "comment" or
"front-matter".
"""

Problem = namedtuple("Problem", "offset message")
Problem.__doc__ = "What is wrong with a waiver, and where it stands."

Comment = namedtuple("Comment", "start end action names reason")
Comment.__doc__ = "A comment that speaks to claimlint: source[start:end]."

ACTIONS = ("disable-next-line", "disable-line", "disable", "enable", "disable-file")

# What opens a comment, and what closes it ("": the end of the line).
_CLOSERS = {
    "<!--": "-->", "{/*": "*/", "{{/*": "*/", "{{!--": "--}}", "{{!": "}}", "{{--": "--}}",
    "{#": "#}", "{%": "%}", "<%#": "%>", "<%--": "--%>", "%%": "%%", "/*": "*/",
    "//": "", "#": "", "..": "", "[": "",
}  # fmt: skip
_TAIL = {"{/*": "}", "{{/*": "}}"}
"""What belongs to a comment behind its closer."""

_OPENING = (
    r"(?P<open><!--|\{\{-?[ \t]*/\*|\{\{!--|\{\{!|\{\{--|\{/\*|\{\#-?|<%\#|<%--|%%|/\*+"
    r"|\{%-?[ \t]*(?:comment[ \t]*-?%\}|\#)"
    r"|(?<![^\s;{}(),])//+|(?<![^\s])\#+|^[ \t]*\.\."
    r"|^[ \t]*\[[^\]\r\n]*\]:[ \t]*(?:\#|<>)[ \t]*[\"'(]"
    r")(?P<gap>\s*)claimlint-(?P<action>[A-Za-z-]*[A-Za-z])"
)
_MARKUP = frozenset(("<!--", "{/*", "{{/*", "{{!--", "{{!", "{{--", "{#", "{%", "<%#", "<%--"))
_OTHER = {
    "%%": frozenset(("md", "markdown", "mdown", "mkd", "mkdn", "mdwn")),
    "[": frozenset(("md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdx", "qmd", "rmd")),
    "#": frozenset(("yaml", "yml", "toml", "php", "phtml")),
    "..": frozenset(("rst",)),
    "//": frozenset(
        "json jsonc json5 mdx jsx tsx js ts mjs cjs mts cts astro vue svelte php phtml adoc "
        "asciidoc asc".split()
    ),
    "/*": frozenset(
        "json jsonc json5 mdx jsx tsx js ts mjs cjs mts cts astro vue svelte php phtml".split()
    ),
}
"""Openers that are text in most formats, with the extensions of files where they are not."""

_CODE = r"^[ \t>]*+(?P<fence>```+|~~~+)[^\n]*\n(?:(?s:.*?)^[ \t>]*(?P=fence)|(?s:.*))|`[^`\n]++`"
_REASON = r"(?:\A|\s)(?:--+|[—–])\s*"
_LINE = r"[^\r\n]*+(?:\r\n|\n|\r|\Z)"


def waivers(source: str, path: str) -> tuple[list[Waiver], list[Problem]]:
    """Return the waivers that a source text holds, and what is wrong with some of them.

    path: its extension says which comments there are. Whether names exist and whether a reason
    must be given is for the caller to judge.
    """
    problems: list[Problem] = []
    found = list(comments(source, path, problems))
    result = _front_matter(source, problems)
    open_: list[Waiver] = []
    for comment in found:
        if comment.action == "enable":
            open_ = _ended(open_, comment, result, problems)
        elif not comment.names:
            message = "names no rule: write the rules that it waives, then -- and the reason"
            problems.append(Problem(comment.start, f"this claimlint-{comment.action} {message}"))
        elif comment.action == "disable":
            ends = (comment.start, len(source) + 1)
            open_.append(Waiver(comment.names, *ends, comment.reason, comment.start, "comment"))
        else:
            ends = _range(source, comment, found)
            result.append(Waiver(comment.names, *ends, comment.reason, comment.start, "comment"))
    result += open_
    result.sort(key=lambda waiver: (waiver.offset, waiver.names))
    return result, problems


def comments(source: str, path: str, problems: list[Problem]) -> Iterator[Comment]:
    """Yield the comments that speak to claimlint, in order."""
    extension = path.rpartition(".")[2].lower()
    front = -1
    code: list[tuple[int, int]] | None = None
    for match in re.compile(_OPENING, re.MULTILINE | re.VERBOSE).finditer(source):
        opener = _opener(match["open"])
        if opener == "#" and front < 0:
            front = _front_matter_end(source)
        if not (
            opener in _MARKUP
            or extension in _OTHER.get(opener, ())
            or (opener == "#" and match.start() < front)
        ):
            continue
        if not _CLOSERS[opener] and match["gap"].strip(" \t"):
            continue
        if code is None:
            code = _code(source) if extension in _OTHER["["] else []
        if any(start <= match.start() < end for start, end in code):
            continue
        end, body = _body(source, match.end(), opener)
        if match["action"] not in ACTIONS:
            from claimlint.suggest import hint, known_names

            near = hint(match["action"], ACTIONS, known_names(ACTIONS))
            message = f"there is no claimlint-{match['action']}{near}"
            problems.append(Problem(match.start(), message))
            continue
        names, reason = _names_and_reason(body)
        yield Comment(match.start(), end, match["action"], names, reason)


def _opener(text: str) -> str:
    """Return the key of `_CLOSERS` for an opener as it stands in the text."""
    text = "".join(text.split())
    if text.startswith("{{") and text.endswith("/*"):
        return "{{/*"
    for name in ("{%", "{#", "[", "/*", "//", "#"):
        if text.startswith(name):
            return name
    return text


def _body(source: str, start: int, opener: str) -> tuple[int, str]:
    """Return where a comment ends, and what it says behind its action."""
    closer = _CLOSERS[opener]
    if opener == "{%" and source[:start].rpartition("{%")[2].lstrip("- \t").startswith("comment"):
        closer = "{%"
    line = re.compile(r"[^\r\n]*").match(source, start)
    line_end = line.end() if line else start
    stop = source.find(closer, start) if closer else line_end
    if stop < 0:
        stop = line_end
    end = stop + len(closer) if source.startswith(closer, stop) else stop
    if closer == "{%":
        end = max(end, source.find("%}", stop) + 2)
    tail = re.compile(r"\s*-?" + re.escape(_TAIL.get(opener, ""))).match(source, end)
    if opener in _TAIL and tail:
        end = tail.end()
    body = source[start:stop].strip(" \t\r\n")
    if opener == "[":
        body = body.rstrip("\"')")
    return end, body.rstrip("-*").rstrip() if opener in ("{#", "{%", "/*", "{/*") else body


def _names_and_reason(body: str) -> tuple[tuple[str, ...], str]:
    """Split `rule, rule -- reason`."""
    parts = re.split(_REASON, body, maxsplit=1)
    names = tuple(dict.fromkeys(name for name in re.split(r"[\s,]+", parts[0]) if name))
    return names, " ".join(parts[1].split()) if len(parts) > 1 else ""


def _range(source: str, comment: Comment, others: list[Comment]) -> tuple[int, int]:
    """Return the part of the source that a comment of one line or of the file speaks of."""
    if comment.action == "disable-file":
        return 0, len(source) + 1
    lines = re.compile(_LINE)
    if comment.action == "disable-line":
        start = _line_start(source, comment.start)
        line = lines.match(source, comment.end)
        return start, line.end() if line else comment.end
    behind = lines.match(source, comment.end)
    at = behind.end() if behind else len(source)
    while at < len(source):
        line = lines.match(source, at)
        end = line.end() if line else len(source)
        # Blank lines, and further waivers for the same line, stand between.
        other = next((c for c in others if at <= c.start < end), None)
        if source[at:end].strip() and not (
            other and not source[at : other.start].strip() and not _rest(source, other.end)
        ):
            return at, end
        at = max(end, other.end) if other else end
    return at, at


def _rest(source: str, at: int) -> str:
    line = re.compile(_LINE).match(source, at)
    return line.group().strip() if line else ""


def _line_start(source: str, at: int) -> int:
    return max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1


def _ended(
    open_: list[Waiver], comment: Comment, result: list[Waiver], problems: list[Problem]
) -> list[Waiver]:
    """End open waivers at a claimlint-enable; return those that stay open."""
    still = []
    ended = False
    for waiver in open_:
        named = [name for name in waiver.names if not comment.names or name in comment.names]
        other = tuple(name for name in waiver.names if name not in named)
        if named:
            ended = True
            result.append(waiver._replace(names=tuple(named), end=comment.start))
        if other:
            still.append(waiver._replace(names=other))
    if not ended:
        what = " of " + ", ".join(comment.names) if comment.names else ""
        message = f"this claimlint-enable ends nothing: no claimlint-disable{what} is open"
        problems.append(Problem(comment.start, message))
    return still


def _code(source: str) -> list[tuple[int, int]]:
    """Return where Markdown code stands."""
    return [match.span() for match in re.compile(_CODE, re.MULTILINE).finditer(source)]


def _front_matter_end(source: str) -> int:
    if not source.removeprefix("\ufeff").startswith(("---", "+++")):
        return 0
    from claimlint.documents import front_matter

    shift = int(source.startswith("\ufeff"))
    found = front_matter.find(source[shift:])
    return found.end + shift if found else 0


def _front_matter(source: str, problems: list[Problem]) -> list[Waiver]:
    """Return the waiver that the front matter's key `claimlint` holds."""
    shift = int(source.startswith("\ufeff"))
    if not source.startswith(("---", "+++", "{"), shift):
        return []
    from claimlint.documents import front_matter

    text = source[shift:]
    found = front_matter.find(text)
    if found is None or SIGN not in text[found.start : max(found.end, 0)]:
        return []
    strings = front_matter.strings_under(text, found, SIGN)
    if not strings:
        return []
    names: list[str] = []
    reason = ""
    offset = min(at for _, _, at in strings) + shift
    for key, value, at in strings:
        if key == "disable":
            names += [name for name in re.split(r"[\s,]+", value) if name]
        elif key == "reason":
            reason = " ".join(value.split())
        else:
            message = f"front matter: unknown key 'claimlint.{key}'; known are disable, reason"
            problems.append(Problem(at + shift, message))
    if not names:
        message = "front matter: 'claimlint' waives nothing: list rules under 'disable'"
        problems.append(Problem(offset, message))
        return []
    whole = (0, len(source) + 1)
    return [Waiver(tuple(dict.fromkeys(names)), *whole, reason, offset, "front-matter")]
