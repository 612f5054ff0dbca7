"""cues.yaml -> phrases of context cues and what each of them means.

The file holds `guards`, each with an `effect` and lists of phrases by role, and lists of
phrases that shape clauses. What each role and each list means is said at the top of the file.
"""

from __future__ import annotations

from claimlint.errors import RuleError
from claimlint.rulebook import model
from claimlint.rulebook.fields import check_keys, collected, one_of, read
from claimlint.strict_yaml import List, Map, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rulebook.load import Loaded
    from claimlint.rulebook.phrase import Row

    Meaning = tuple[str, str]

ROLES = (
    *(
        "before",
        "near",
        "subject",
        "wide",
        "after",
        "segment",
        "pseudo",
        "under",
        "lower",
        "unless",
    ),
    *("object", "distance"),
)

CLAUSES = {
    "terminators": "terminator",
    "breaks": "break",
    "openers": "opener",
    "contrasts": "contrast",
    "relatives": "relative",
    "pseudo": "pseudo",
}
"""Lists outside the guards, and the role of their phrases."""


def load_cues(
    loaded: Loaded, path: str
) -> tuple[list[Row | None], tuple[dict[str, str], list[tuple[Meaning, ...]]]]:
    """Return the rows of all cues, and (default effects, meanings of each row).

    A meaning is (guard, role); what shapes clauses has the guard "".
    """
    value = read(path)
    if not isinstance(value, Map):
        raise RuleError("must be a mapping with `guards`", path, 1, 1)
    check_keys(value, ("guards", *CLAUSES), path)
    effects: dict[str, str] = {}
    meanings: dict[str, list[Meaning]] = {}
    rows: dict[str, Row] = {}

    def add(entry: object, meaning: Meaning) -> None:
        if not isinstance(entry, Text):
            raise RuleError("a cue is a phrase", path, getattr(entry, "line", 0))
        rows[str(entry)] = loaded.row(entry, path)
        found = meanings.setdefault(str(entry), [])
        if meaning not in found:
            found.append(meaning)

    guards = value.get(Text("guards"))
    if not isinstance(guards, Map):
        raise RuleError("needs `guards`", path, 1, 1)
    check_keys(guards, model.GUARDS, path)
    for name, body in guards.items():
        if not isinstance(body, Map):
            raise RuleError(f"`{name}` is a mapping", path, name.line, name.column)
        check_keys(body, ("effect", *ROLES), path)
        effects[str(name)] = one_of(body, "effect", model.EFFECTS, path)
        for role in ROLES:
            for entry in _entries(body, role):
                with collected(loaded.errors):
                    add(entry, (str(name), role))
    for key, role in CLAUSES.items():
        for entry in _entries(value, key):
            with collected(loaded.errors):
                add(entry, ("", role))
    return list(rows.values()), (effects, [tuple(meanings[text]) for text in rows])


def _entries(body: Map, key: str) -> List:
    value = body.get(Text(key))
    return value if isinstance(value, List) else List()
