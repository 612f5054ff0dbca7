"""Front matter -> blocks: the prose among its strings, at any depth, with exact places.

YAML between `---` lines, TOML between `+++` lines, or a JSON object at the very start. What a
string holds is read as Markdown where it has markup.
"""

from __future__ import annotations

import re
from collections import namedtuple

from claimlint.documents.model import MASK
from claimlint.documents.prose import kind_of, looks_like_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.documents.model import Builder

    Pieces = list[tuple[str, int, int]]
    Strings = Iterable[tuple[tuple[str, ...], Pieces]]
    String = tuple[str, Pieces]

MAX_LENGTH = 1_000_000
"""Longer front matter (code points) is read line by line only: YAML parsers are slow."""

OWN_KEY = "claimlint"
"""The key under which a text waives findings; no reader sees what it holds."""

# Patterns are strings, compiled when a text first needs them.
_OPENING = r"(---|\+\+\+)[ \t]*(yaml|toml|json)?[ \t]*(?:\r\n|\n|\r)"
_CLOSING = {
    "---": r"(?m:^)(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)",
    "+++": r"(?m:^)\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)",
}
_SPACE_OR_COMMENT = r"(?:\s++|#[^\n]*+)*+"
_FIRST = {
    "yaml": r"""["'?{]|[^\W\d][^\r\n:]*:(?=[ \r\n]|\Z)""",
    "toml": r"""\[|["'\w][^\r\n=]*=""",
    "json": r"\{",
}
_LOOSE = (
    r"""^[ \t]*(?:-[ \t]+)*(?:["']?(?P<key>[A-Za-z_][\w .-]*?)["']?[ \t]*[:=][ \t]+)?"""
    r"""["']?(?P<value>[^\r\n]*?)["']?[ \t]*$"""
)
_MARKUP = r"[*_`<&\\]|\]\(|\n\s*[\n\-*+>#\d]|^\s*[#>\-*+\d]"
_QUOTING = r"(?i:(?<![^\W_])(?:testimonial|review|quote)s?(?![^\W_]))"

Range = namedtuple("Range", "format start end body")
Range.__doc__ = "Where front matter stands: source[start:end]; the text goes on at `body`."


def find(source: str) -> Range | None:
    """Return where a text's front matter stands, or None. `end` is -1 where it is not closed."""
    if source.startswith("{"):
        return _find_json(source)
    opening = re.match(_OPENING, source)
    if opening is None:
        return None
    start = opening.end()
    format = opening[2] or ("toml" if opening[1] == "+++" else "yaml")
    closing = re.compile(_CLOSING[opening[1]]).search(source, start)
    end, body = closing.span() if closing else (-1, 0)
    first = re.compile(_SPACE_OR_COMMENT).match(source, start)
    behind = first.end() if first else start
    if behind != end and re.compile(_FIRST[format]).match(source, behind) is None:
        return None
    return Range(format, start, end, body)


def _find_json(source: str) -> Range | None:
    if re.match(r'\{\s*"', source) is None:
        return None
    from json import JSONDecoder

    try:
        _, end = JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError):
        return Range("json", 0, -1, 0)
    return Range("json", 0, end, end)


def extract_into(builder: Builder, source: str) -> int:
    """Add the prose of a text's front matter; return the offset where the text itself begins.

    Front matter that cannot be read becomes a notice, and its lines are read as they stand.
    """
    found = find(source)
    if found is None:
        return 0
    if found.end < 0:
        builder.warn(0, "this looks like front matter that is not closed; read as text")
        return 0
    strings = []
    try:
        for keys, pieces in _strings(source, found):
            if pieces and keys[0] != OWN_KEY:
                strings.append((".".join(keys), pieces))
    except _Unreadable as problem:
        builder.warn(problem.offset, f"front matter: {problem.message}; read line by line")
        strings = _mended(source, found, strings, problem.offset)
    for key, pieces in strings:
        _emit(builder, key, pieces)
    builder.end_sections()
    return int(found.body)


def strings_under(source: str, found: Range, key: str) -> list[tuple[str, str, int]]:
    """Return (key below `key`, string, source offset) for what front matter holds under a key.

    Where the front matter breaks, what stands before is returned.
    """
    result = []
    try:
        for keys, pieces in _strings(source, found):
            if pieces and keys[0] == key:
                value = "".join([piece[0] for piece in pieces])
                result.append((".".join(keys[1:]), value, pieces[0][1]))
    except _Unreadable:
        pass
    return result


class _Unreadable(Exception):
    """Front matter that its parser refuses: why, and the source offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def _strings(source: str, found: Range) -> Strings:
    """Yield the strings of front matter; raises _Unreadable where it breaks."""
    if found.end - found.start > MAX_LENGTH:
        raise _Unreadable("longer than a million characters", found.start)
    if found.format == "toml":
        from claimlint.documents import toml_text

        try:
            yield from toml_text.strings(source, found.start, found.end)
        except toml_text.TomlProblem as error:
            raise _Unreadable(error.message, error.offset) from error
        return
    if found.format == "yaml":
        from claimlint.documents import yaml_lines

        simple = yaml_lines.simple_strings(source, found.start, found.end)
        if simple is not None:
            yield from simple
            return
    from claimlint.documents import yaml_text

    if found.format == "json":  # YAML allows no tab between tokens
        source = source.replace("\t", " ")
    try:
        yield from yaml_text.strings(source, found.start, found.end)
    except yaml_text.YamlProblem as error:
        raise _Unreadable(error.message, error.offset) from error


def _mended(source: str, found: Range, strings: list[String], offset: int) -> list[String]:
    """Return the strings that stand before the line that broke, and the lines behind them."""
    line = max(source.rfind("\n", 0, offset), source.rfind("\r", 0, offset)) + 1
    kept = [string for string in strings if string[1][-1][2] <= line]
    behind = kept[-1][1][-1][2] if kept else found.start
    end_of_line = re.compile(r"[^\r\n]*[\r\n]*").match(source, behind)
    if kept and end_of_line:
        behind = end_of_line.end()
    for loose in re.compile(_LOOSE, re.MULTILINE).finditer(source, behind, found.end):
        if loose["value"]:
            value = (loose["value"], *loose.span("value"))
            kept.append((loose["key"] or "text", [value]))
    return kept


def _emit(builder: Builder, key: str, pieces: Pieces) -> None:
    """Add a string if it is prose."""
    value = "".join([piece[0] for piece in pieces])
    if not looks_like_prose(key, _without_tags(value)):
        return
    kind, quoted = kind_of(key), re.search(_QUOTING, key) is not None
    if re.search(_MARKUP, value) is None:
        builder.whole(kind, pieces, key, quoted)
        return
    from claimlint.documents.embedded import put_value
    from claimlint.documents.mapped import Mapped

    put_value(builder, Mapped(pieces), kind, key, quoted)


def _without_tags(value: str) -> str:
    """Return a string without its template tags: they look like a program."""
    if "{{" not in value and "{%" not in value:
        return value
    from claimlint.documents import templating

    return templating.mask(value).replace(MASK, "")
