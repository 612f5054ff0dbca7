"""Reading fields of rule files: texts, names out of a set, lists; errors with their place."""

from __future__ import annotations

import difflib

from claimlint import strict_yaml
from claimlint.errors import RuleError
from claimlint.strict_yaml import List, Map, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def unknown(
    what: str, name: str, known: Iterable[str], at: Text | Map | List, path: str
) -> RuleError:
    """Return the error for a name that is not known, with the nearest one that is."""
    close = difflib.get_close_matches(name, list(known), 1)
    hint = f"; did you mean '{close[0]}'?" if close else ""
    return RuleError(f"unknown {what}{hint}", path, at.line, at.column)


def read(path: str) -> object:
    """Return the value of a rule file."""
    try:
        with open(path, encoding="utf-8") as handle:
            text = handle.read(strict_yaml.MAX_BYTES + 1)
    except (OSError, UnicodeDecodeError) as problem:
        raise RuleError(f"cannot be read: {problem}", path) from None
    return strict_yaml.load(text, path, RuleError)


class collected:
    """Keep a RuleError of the block in the list of errors."""

    def __init__(self, errors: list[RuleError]) -> None:
        self.errors = errors

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> bool:
        if isinstance(problem, RuleError):
            self.errors.append(problem)
            return True
        return False


def items_of(value: object, path: str) -> Iterator[Map]:
    """Yield the mappings of a list, as rule files are made of."""
    if value is None:
        return
    if not isinstance(value, List):
        raise RuleError("must be a list of entries, each beginning with `- id:`", path, 1, 1)
    for entry in value:
        if not isinstance(entry, Map):
            raise RuleError("an entry must be a mapping", path, entry.line, entry.column)
        yield entry


def check_keys(entry: Map, known: tuple[str, ...], path: str) -> None:
    """Refuse a key that is not known."""
    for key in entry:
        if key not in known:
            raise unknown(f"key '{key}'", key, known, key, path)


def text_of(entry: Map, key: str, path: str, required: bool = True) -> Text:
    """Return a text field; raise RuleError where it is missing or empty."""
    value = entry.get(key)  # type: ignore[call-overload]
    if value is None and not required:
        blank = Text("")
        blank.line, blank.column, blank.plain = entry.line, entry.column, True
        return blank
    if not isinstance(value, Text) or not value.strip():
        raise RuleError(f"`{key}` needs a text", path, entry.line, entry.column)
    if key in ("id", "title", "why", "text"):
        refuse_surprise(value, path)
    return value


def texts_of(entry: Map, key: str, path: str) -> list[Text]:
    """Return a field that is a text or a list of texts."""
    value = entry.get(key)  # type: ignore[call-overload]
    if value is None:
        return []
    values = value if isinstance(value, List) else [value]
    for inner in values:
        if not isinstance(inner, Text):
            raise RuleError(f"`{key}` is a list of texts", path, value.line, value.column)
    return values  # type: ignore[return-value]


def one_of(entry: Map, key: str, known: tuple[str, ...], path: str) -> str:
    """Return a field whose value must be one of a few words."""
    value = text_of(entry, key, path)
    if value not in known:
        raise unknown(f"{key} '{value}'", value, known, value, path)
    return str(value)


def known_text(text: Text, known: Iterable[str], what: str, path: str) -> Text:
    """Return a text that must be a known name."""
    if text not in known:
        raise unknown(f"{what} '{text}'", text, known, text, path)
    return text


def refuse_surprise(text: Text, path: str) -> None:
    """Refuse a plain scalar that YAML itself reads as something other than text."""
    if text.surprising:
        raise RuleError(
            f"write '{text}' in quotes: plain, YAML reads it as something other than text",
            path, text.line, text.column,
        )  # fmt: skip


def plain(value: object) -> object:
    """Return a value of plain text, tuples and dicts."""
    if isinstance(value, List):
        return tuple(plain(inner) for inner in value)
    if isinstance(value, Map):
        return {str(key): plain(inner) for key, inner in value.items()}
    return str(value)
