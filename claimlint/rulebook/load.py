"""Rule files -> records, with errors that name file, line and column.

One bad rule disables itself; the others of its file are kept. Nothing here runs code, follows
links out of a rule folder or reaches the network.
"""

from __future__ import annotations

import os
import re

from claimlint.errors import RuleError
from claimlint.finding import SEVERITIES
from claimlint.rulebook import model
from claimlint.rulebook.fields import (
    check_keys,
    collected,
    items_of,
    known_text,
    one_of,
    plain,
    read,
    refuse_surprise,
    text_of,
    texts_of,
    unknown,
)
from claimlint.rulebook.patterns import problem
from claimlint.rulebook.phrase import PhraseError, parse, vocabulary_names
from claimlint.strict_yaml import List, Map, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.rulebook.phrase import Row

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

RULE_KEYS = (
    *("id", "category", "severity", "title", "why", "sources", "match", "except", "needs"),
    *("unless", "where", "guards", "advice", "rewrites", "jurisdictions", "examples"),
    *("severity-in", "when"),
)
_REQUIRED = ("id", "category", "severity", "title", "why", "sources", "examples")
EXAMPLE_KEYS = ("text", "as", "under", "page", "severity", "because")
SOURCE_KEYS = (
    *("id", "authority", "jurisdiction", "provision", "url", "summary", "verified", "checked"),
    *("categories", "note"),
)


class Loaded:
    """What rule files said: records, and the errors of what was left out."""

    def __init__(self) -> None:
        self.rules: list[model.Rule] = []
        self.vocabularies: dict[str, model.Vocabulary] = {}
        self.sources: dict[str, model.Source] = {}
        self.phrases: dict[str, int] = {}
        self.rows: list[Row | None] = []
        self.errors: list[RuleError] = []

    def phrase(self, text: Text, path: str) -> int:
        """Return the number of a phrase; equal phrases are one."""
        known = self.phrases.get(text)
        if known is not None:
            return known
        if text.startswith("regex:"):
            wrong = problem(text[6:])
            if wrong:
                raise RuleError(f"'{text}': {wrong}", path, text.line, text.column)
        row = None if text.startswith("regex:") else self.row(text, path)
        self.phrases[str(text)] = len(self.rows)
        self.rows.append(row)
        return len(self.rows) - 1

    def row(self, text: Text, path: str) -> Row:
        """Return the elements of a phrase; unknown vocabularies are an error."""
        try:
            row = parse(text)
        except PhraseError as problem:
            # The column is exact for a scalar on one line; quotes are one more character.
            column = text.column + problem.at + (0 if text.plain else 1)
            raise RuleError(f"'{text}': {problem}", path, text.line, column) from None
        for name, _ in vocabulary_names(row):
            if name not in self.vocabularies:
                raise unknown(f"vocabulary <{name}>", name, self.vocabularies, text, path)
        return row


def load(packs: Iterable[tuple[str, list[str]]], sources: list[str]) -> Loaded:
    """Load packs, given as (name, files); vocabulary files come before rules."""
    loaded = Loaded()
    for path in sources:
        with collected(loaded.errors):
            _sources(loaded, read(path), path)
    packs = [(name, files) for name, files in packs]
    for name, files in packs:
        for path in files:
            if os.path.basename(os.path.dirname(path)) == "vocabularies":
                with collected(loaded.errors):
                    _vocabularies(loaded, read(path), path)
        del name
    broken = list(loaded.errors)
    _check_vocabularies(loaded)
    ids: dict[str, str] = {}
    for name, files in packs:
        for path in files:
            if os.path.basename(os.path.dirname(path)) != "vocabularies":
                with collected(loaded.errors):
                    _rules(loaded, read(path), name, path, ids)
    if broken:
        _leave_out_consequences(loaded, broken[0])
    return loaded


def _leave_out_consequences(loaded: Loaded, cause: RuleError) -> None:
    """Say once that names are unknown because the file that gives them cannot be read."""
    own = [e for e in loaded.errors if not e.message.startswith("unknown vocabulary")]
    count = len(loaded.errors) - len(own)
    if count:
        said = (
            f"for this or another file with an error, {count} more entries and rules are left out"
        )
        own.append(RuleError(f"{said}: they use its vocabularies", cause.path, cause.line))
        loaded.errors[:] = own


# -- sources and vocabularies


def _sources(loaded: Loaded, value: object, path: str) -> None:
    for entry in items_of(value, path):
        with collected(loaded.errors):
            check_keys(entry, SOURCE_KEYS, path)
            name = text_of(entry, "id", path)
            if name in loaded.sources:
                raise RuleError(f"source '{name}' is given twice", path, name.line, name.column)
            categories = tuple(str(c) for c in texts_of(entry, "categories", path))
            fields = [
                str(text_of(entry, key, path, required=key != "url"))
                for key in ("authority", "jurisdiction", "provision", "url", "summary")
            ]
            verified = str(entry.get("verified", "false")) == "true"  # type: ignore[call-overload]
            checked = str(entry.get("checked", ""))  # type: ignore[call-overload]
            loaded.sources[str(name)] = model.Source(
                str(name),
                *fields,
                verified,
                checked,
                categories,  # type: ignore[call-arg]
            )


def _vocabularies(loaded: Loaded, value: object, path: str) -> None:
    if not isinstance(value, Map):
        raise RuleError("must be a mapping of vocabulary names", path, 1, 1)
    for name, body in value.items():
        with collected(loaded.errors):
            if not _ID.fullmatch(name):
                raise RuleError(f"'{name}' is not a kebab-case name", path, name.line, name.column)
            if not isinstance(body, Map):
                raise RuleError(f"'{name}' needs `forms` and `entries`", path, name.line)
            check_keys(body, ("forms", "about", "entries"), path)
            kind = str(text_of(body, "forms", path, required=False) or "none")
            if kind not in ("noun", "verb", "none"):
                raise unknown(f"forms '{kind}'", kind, ("noun", "verb", "none"), name, path)
            known = loaded.vocabularies.get(str(name))
            if known is None:
                known = loaded.vocabularies[str(name)] = model.Vocabulary(str(name), kind, [])
            if "forms" in body and known.kind != kind:
                raise RuleError(
                    f"'{name}' has forms '{known.kind}' elsewhere", path, name.line, name.column
                )
            entries = body.get("entries")  # type: ignore[call-overload]
            if not isinstance(entries, List):
                raise RuleError(f"'{name}' needs a list of `entries`", path, name.line)
            for entry in entries:
                with collected(loaded.errors):
                    known.entries.append((*_entry(entry, path), path))


def _entry(entry: object, path: str) -> tuple[Text, Row, dict[str, str]]:
    irregular: dict[str, str] = {}
    if isinstance(entry, Map):
        check_keys(entry, ("text", "past", "participle", "ing", "s", "plural"), path)
        text = text_of(entry, "text", path)
        irregular = {
            str(key): "|".join(str(v) for v in (value if isinstance(value, List) else [value]))
            for key, value in entry.items()
            if key != "text"
        }
    elif isinstance(entry, Text):
        text = entry
    else:
        raise RuleError("an entry is a phrase", path, getattr(entry, "line", 0))
    refuse_surprise(text, path)
    try:
        return text, parse(text), irregular
    except PhraseError as problem:
        raise RuleError(f"'{text}': {problem}", path, text.line, text.column) from None


def _check_vocabularies(loaded: Loaded) -> None:
    """Refuse unknown vocabularies in entries, and cycles."""
    names = loaded.vocabularies
    uses: dict[str, set[str]] = {}
    for vocabulary in names.values():
        kept = []
        for text, row, irregular, path in vocabulary.entries:
            inner = {name for name, _ in vocabulary_names(row)}
            missing = [name for name in sorted(inner) if name not in names]
            if missing:
                loaded.errors.append(
                    unknown(f"vocabulary <{missing[0]}>", missing[0], names, text, path)
                )
                continue
            if _reaches(uses, inner, vocabulary.name):
                loaded.errors.append(
                    RuleError(
                        f"'{text}' makes <{vocabulary.name}> contain itself",
                        path,
                        text.line,
                        text.column,
                    )
                )
                continue
            uses.setdefault(vocabulary.name, set()).update(inner)
            kept.append((row, irregular))
        vocabulary.entries[:] = kept


def _reaches(uses: dict[str, set[str]], names: set[str], goal: str) -> bool:
    seen: set[str] = set()
    work = list(names)
    while work:
        name = work.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            work.extend(uses.get(name, ()))
    return False


# -- rules


def _rules(loaded: Loaded, value: object, pack: str, path: str, ids: dict[str, str]) -> None:
    for entry in items_of(value, path):
        with collected(loaded.errors):
            rule = _rule(loaded, entry, pack, path)
            if rule.id in ids:
                raise RuleError(
                    f"rule id '{rule.id}' is already used in {ids[rule.id]}", path, rule.line
                )
            ids[rule.id] = f"{path}:{rule.line}"
            loaded.rules.append(rule)


def _rule(loaded: Loaded, entry: Map, pack: str, path: str) -> model.Rule:
    check_keys(entry, RULE_KEYS, path)
    for key in _REQUIRED:
        if key not in entry:
            raise RuleError(f"the rule needs `{key}`", path, entry.line, entry.column)
    name = text_of(entry, "id", path)
    if not _ID.fullmatch(name):
        raise RuleError(f"id '{name}' is not kebab-case", path, name.line, name.column)
    category = one_of(entry, "category", (*model.CATEGORIES, *model.DUTY_CATEGORIES), path)
    severity = SEVERITIES[one_of(entry, "severity", tuple(SEVERITIES), path)]
    when = tuple(
        str(known_text(t, model.CATEGORIES, "category", path))
        for t in texts_of(entry, "when", path)
    )
    duty = category in model.DUTY_CATEGORIES
    if when and not duty:
        key = entry.key("when")
        raise RuleError("`when` is for duties (categories no-...)", path, key.line, key.column)
    if "match" not in entry and not when:
        raise RuleError("the rule needs `match`", path, entry.line, entry.column)
    flag, pass_ = _examples(entry, path)
    return model.Rule(
        str(name), pack, category, severity,
        str(text_of(entry, "title", path)), str(text_of(entry, "why", path)),
        _source_ids(loaded, entry, path),
        _phrases(loaded, entry, "match", path), _phrases(loaded, entry, "except", path),
        _scopes(loaded, entry, "needs", path), _scopes(loaded, entry, "unless", path),
        _where(loaded, entry, path), _guards(entry, path),
        str(entry.get("advice", "")),  # type: ignore[call-overload]
        _rewrites(loaded, entry, path),
        tuple(
            str(known_text(t, model.JURISDICTIONS, "jurisdiction", path))
            for t in texts_of(entry, "jurisdictions", path)
        ),
        flag, pass_, path, entry.line, _severity_in(entry, path), when,
    )  # fmt: skip


def _rewrites(loaded: Loaded, entry: Map, path: str) -> object:
    if "rewrites" not in entry:
        return ()
    from claimlint.rewrites.load import check_rule_rewrites

    check_rule_rewrites(loaded, entry, path)
    return plain(entry["rewrites"])  # type: ignore[index]


def _severity_in(entry: Map, path: str) -> tuple[tuple[str, int], ...]:
    body = entry.get("severity-in")  # type: ignore[call-overload]
    if body is None:
        return ()
    if not isinstance(body, Map):
        at = entry.key("severity-in")
        raise RuleError("`severity-in` is a mapping of jurisdiction and severity", path, at.line)
    check_keys(body, model.JURISDICTIONS, path)
    return tuple(
        (str(name), SEVERITIES[one_of(body, name, tuple(SEVERITIES), path)]) for name in body
    )


def _source_ids(loaded: Loaded, entry: Map, path: str) -> tuple[str, ...]:
    names = texts_of(entry, "sources", path)
    if not names:
        key = entry.key("sources")
        raise RuleError("`sources` names no source", path, key.line, key.column)
    return tuple(str(known_text(t, loaded.sources, "source", path)) for t in names)


def _phrases(loaded: Loaded, entry: Map, key: str, path: str) -> tuple[int, ...]:
    if key not in entry:
        return ()
    texts = texts_of(entry, key, path)
    if not texts:
        at = entry.key(key)
        raise RuleError(f"`{key}` needs a phrase", path, at.line, at.column)
    numbers = []
    for text in texts:
        refuse_surprise(text, path)
        numbers.append(loaded.phrase(text, path))
    return tuple(dict.fromkeys(numbers))


def _scopes(
    loaded: Loaded, entry: Map, key: str, path: str
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    if key not in entry:
        return ()
    body = entry[key]  # type: ignore[index]
    if not isinstance(body, Map):
        at = entry.key(key)
        raise RuleError(f"`{key}` is a mapping of sentence, block or page", path, at.line)
    check_keys(body, model.SCOPES, path)
    return tuple((str(scope), _phrases(loaded, body, scope, path)) for scope in body)


def _where(
    loaded: Loaded, entry: Map, path: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    if "where" not in entry:
        return (), (), ()
    body = entry["where"]  # type: ignore[index]
    if not isinstance(body, Map):
        at = entry.key("where")
        raise RuleError("`where` is a mapping of block, not-block and under", path, at.line)
    check_keys(body, ("block", "not-block", "under"), path)

    def of_kind(key: str) -> tuple[str, ...]:
        texts = texts_of(body, key, path)
        return tuple(str(known_text(t, model.BLOCK_KINDS, "block kind", path)) for t in texts)

    under = _phrases(loaded, body, "under", path)
    return of_kind("block"), of_kind("not-block"), under


def _guards(entry: Map, path: str) -> tuple[tuple[str, str], ...]:
    body = entry.get("guards")  # type: ignore[call-overload]
    if body is None:
        return ()
    if not isinstance(body, Map):
        at = entry.key("guards")
        raise RuleError("`guards` is a mapping of guard and effect", path, at.line)
    check_keys(body, model.GUARDS, path)
    return tuple((str(name), one_of(body, name, model.EFFECTS, path)) for name in body)


def _examples(entry: Map, path: str) -> tuple[tuple[model.Example, ...], tuple[model.Example, ...]]:
    body = entry["examples"]  # type: ignore[index]
    if not isinstance(body, Map):
        at = entry.key("examples")
        raise RuleError("`examples` needs `flag` and `pass` lists", path, at.line, at.column)
    check_keys(body, ("flag", "pass"), path)
    result = []
    for key in ("flag", "pass"):
        values = body.get(key)  # type: ignore[call-overload]
        if not isinstance(values, List) or not values:
            raise RuleError(
                f"the rule needs at least one `{key}` example", path, body.line, body.column
            )
        result.append(tuple(_example(value, path) for value in values))
    return result[0], result[1]


def _example(value: object, path: str) -> model.Example:
    if isinstance(value, Text):
        return model.Example(str(value), "paragraph", "", "", 0, "", value.line)
    if not isinstance(value, Map):
        raise RuleError("an example is a sentence", path, getattr(value, "line", 0))
    check_keys(value, EXAMPLE_KEYS, path)
    text = text_of(value, "text", path)
    severity = value.get("severity")  # type: ignore[call-overload]
    kind = str(value.get("as", "paragraph"))  # type: ignore[call-overload]
    if kind not in model.BLOCK_KINDS:
        raise unknown(f"block kind '{kind}'", kind, model.BLOCK_KINDS, text, path)
    if severity is not None:
        one_of(value, "severity", tuple(SEVERITIES), path)
    return model.Example(
        str(text), kind,
        str(value.get("under", "")), str(value.get("page", "")),  # type: ignore[call-overload]
        SEVERITIES[str(severity)] if severity is not None else 0,
        str(value.get("because", "")), text.line,  # type: ignore[call-overload]
    )  # fmt: skip
