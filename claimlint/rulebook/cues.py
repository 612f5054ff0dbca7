"""cues.yaml -> phrases of context cues and what each of them means.

The file holds `guards`, each with an `effect`, an optional `reach` and lists of phrases under
`before`, `after`, `segment` and `pseudo`, and `terminators`, phrases that end a cue's scope.
An entry is a phrase or `{text: phrase, reach: clause|sentence}`.
"""

from __future__ import annotations

from claimlint.errors import RuleError
from claimlint.rulebook import model
from claimlint.rulebook.fields import check_keys, collected, one_of, read, text_of
from claimlint.strict_yaml import List, Map, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rulebook.load import Loaded
    from claimlint.rulebook.phrase import Row

    Meaning = tuple[str, str, str]

ROLES = ("before", "after", "segment", "pseudo")
REACHES = ("clause", "sentence")


def load_cues(
    loaded: Loaded, path: str
) -> tuple[list[Row | None], tuple[dict[str, str], list[tuple[Meaning, ...]]]]:
    """Return the rows of all cues, and (default effects, meanings of each row).

    A meaning is (guard, role, reach); terminators have the guard "" and the role "terminator".
    """
    value = read(path)
    if not isinstance(value, Map):
        raise RuleError("must be a mapping of `guards` and `terminators`", path, 1, 1)
    check_keys(value, ("guards", "terminators"), path)
    effects: dict[str, str] = {}
    meanings: dict[str, list[Meaning]] = {}
    rows: dict[str, Row] = {}

    def add(entry: object, meaning: tuple[str, str], reach: str) -> None:
        text = entry
        if isinstance(entry, Map):
            check_keys(entry, ("text", "reach"), path)
            text = text_of(entry, "text", path)
            if "reach" in entry:
                reach = one_of(entry, "reach", REACHES, path)
        if not isinstance(text, Text):
            raise RuleError("a cue is a phrase", path, getattr(entry, "line", 0))
        rows[str(text)] = loaded.row(text, path)
        found = meanings.setdefault(str(text), [])
        if (*meaning, reach) not in found:
            found.append((*meaning, reach))

    guards = value.get(Text("guards"))
    if not isinstance(guards, Map):
        raise RuleError("needs `guards`", path, 1, 1)
    check_keys(guards, model.GUARDS, path)
    for name, body in guards.items():
        if not isinstance(body, Map):
            raise RuleError(f"`{name}` is a mapping", path, name.line, name.column)
        check_keys(body, ("effect", "reach", *ROLES), path)
        effects[str(name)] = one_of(body, "effect", model.EFFECTS, path)
        reach = one_of(body, "reach", REACHES, path) if "reach" in body else "clause"
        for role in ROLES:
            for entry in _entries(body, role):
                with collected(loaded.errors):
                    add(entry, (str(name), role), reach)
    for entry in _entries(value, "terminators"):
        with collected(loaded.errors):
            add(entry, ("", "terminator"), "clause")
    return list(rows.values()), (effects, [tuple(meanings[text]) for text in rows])


def _entries(body: Map, key: str) -> List:
    value = body.get(Text(key))
    return value if isinstance(value, List) else List()
