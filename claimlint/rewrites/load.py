"""Read rules/rewrites.yaml and the `rewrites` of rules strictly; errors name their place."""

from __future__ import annotations

from claimlint.errors import RuleError
from claimlint.rewrites.book import SWAP
from claimlint.rulebook import model
from claimlint.rulebook.fields import (
    check_keys,
    known_text,
    one_of,
    read,
    text_of,
    texts_of,
    unknown,
)
from claimlint.strict_yaml import List, Map, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.load import Loaded
    from claimlint.rulebook.phrase import Row

KINDS = (
    *("word", "superlative", "swap", "deny", "passive", "foretold", "patients", "studies", "tail"),
    *("fronted", "fragment", "relative", "purpose", "second-verb", "with-treatment"),
    *("under-study", "topic", "effect", "ability", "lead-in", "outcomes", "promise"),
)
"""What a frame can do; each is a function of claimlint.rewrites.frames."""

APPLICABILITIES = ("safe", "review")
WORDS = (
    *(
        "article",
        "asks",
        "auxiliary",
        "common",
        "dangling",
        "derived",
        "describing",
        "determines",
        "effect-verb",
        "finite",
        "generic",
        "intensifier",
        "keeps-before",
        "keeps-behind",
        "lead-in",
        "leads-in",
        "made-to",
        "moves",
        "needs-clause",
        "no-participle",
        "object-to",
        "opens-clause",
        "opens-examples",
        "outcome",
        "praised",
        "promise-verb",
        "preposition",
        "reader-verb",
        "ranks",
        "reason",
        "setting",
        "small",
        "subordinator",
        "time-word",
        "treatment-word",
        "turn",
        "vague-noun",
        "wide-place",
    ),
)
"""The names of the words that the grammar asks for."""

_KEYS = ("verbs", "words", "lists", "body", "never", "frames", "swaps", "topics")


def read_rewrites(loaded: Loaded, path: str, book: RuleBook) -> dict[str, Any]:
    """Return the data of the file and of the rules' own swaps, ready for the tables.

    Raises RuleError for whatever is not known or not complete.
    """
    value = read(path)
    if not isinstance(value, Map):
        raise RuleError("must be a mapping", path, 1, 1)
    check_keys(value, _KEYS, path)
    rows: dict[str, Row] = {}
    names: dict[str, list[str]] = {}

    def add(text: Text, name: str, where: str) -> None:
        rows[str(text)] = loaded.row(text, where)
        found = names.setdefault(str(text), [])
        if name not in found:
            found.append(name)

    lists = _map(value, "lists", path)
    for name in lists:
        for text in texts_of(lists, name, path):
            add(text, str(name), path)
    swaps: list[tuple[str, ...]] = []
    for entry in _maps(value, "swaps", path):
        check_keys(
            entry,
            ("match", "text", "applicability", "ends", "needs", "subject", "tail", "object"),
            path,
        )
        for text in texts_of(entry, "match", path):
            add(text, f"{SWAP}{len(swaps)}", path)
        swaps.append(_swap(entry, path, ""))
    for rule in book.rules:
        for number, body in enumerate(rule.rewrites):
            if "match" in body:
                text = Text(body["match"])
                text.line, text.column, text.plain = rule.line, number, True
                add(text, f"{SWAP}{len(swaps)}", rule.path)
                swaps.append((body["text"], body.get("applicability", "review"),
                              body.get("ends", ""), "", "", rule.id))  # fmt: skip
    verbs = _map(value, "verbs", path)
    check_keys(verbs, ("vocabularies", "others", "never"), path)
    vocabularies = [
        str(known_text(t, loaded.vocabularies, "vocabulary", path))
        for t in texts_of(verbs, "vocabularies", path)
    ]
    return {
        "rows": list(rows.values()),
        "names": [tuple(names[text]) for text in rows],
        "verb-lists": vocabularies,
        "verb-words": [str(t) for t in texts_of(verbs, "others", path)],
        "verb-never": [str(t) for t in texts_of(verbs, "never", path)],
        "words": _words(_map(value, "words", path), path),
        "frames": _frames(_map(value, "frames", path), lists, path),
        "swaps": swaps,
        "topics": [_topic(entry, lists, path) for entry in _maps(value, "topics", path)],
        "body": _kinds(value, "body", path),
        "never": _never(_map(value, "never", path), path),
    }


def _words(body: Map, path: str) -> dict[str, tuple[str, ...]]:
    """Return the single words by name; each name that the grammar asks for must be there."""
    check_keys(body, WORDS, path)
    missing = [name for name in WORDS if name not in body]
    if missing:
        raise RuleError(f"`words` has no `{missing[0]}`", path, body.line, body.column)
    return {
        name: tuple(word for text in texts_of(body, name, path) for word in str(text).split())
        for name in WORDS
    }


def _map(value: Map, key: str, path: str) -> Map:
    body = value.get(Text(key))
    if not isinstance(body, Map):
        raise RuleError(f"`{key}` is a mapping", path, value.line, value.column)
    return body


def _maps(value: Map, key: str, path: str) -> list[Map]:
    body = value.get(Text(key))
    entries = body if isinstance(body, List) else []
    for entry in entries:
        if not isinstance(entry, Map):
            raise RuleError(f"an entry of `{key}` is a mapping", path, value.line, value.column)
    return [entry for entry in entries if isinstance(entry, Map)]


def _kinds(value: Map, key: str, path: str) -> tuple[str, ...]:
    return tuple(
        str(known_text(t, model.BLOCK_KINDS, "block kind", path))
        for t in texts_of(value, key, path)
    )


def _swap(entry: Map, path: str, rule: str) -> tuple[str, ...]:
    text = text_of(entry, "text", path)
    applicability = one_of(entry, "applicability", APPLICABILITIES, path)
    ends = one_of(entry, "ends", ("clause",), path) if "ends" in entry else ""
    needs = str(text_of(entry, "needs", path, required=False))
    subject = one_of(entry, "subject", ("promoted",), path) if "subject" in entry else ""
    tail = one_of(entry, "tail", ("drop", "rest"), path) if "tail" in entry else ""
    behind = one_of(entry, "object", ("promoted",), path) if "object" in entry else ""
    return str(text), applicability, ends, needs, subject, rule, tail, behind


def _frames(body: Map, lists: Map, path: str) -> list[tuple[object, ...]]:
    result: list[tuple[object, ...]] = []
    for name, frame in body.items():
        if not isinstance(frame, Map):
            raise RuleError(f"frame '{name}' is a mapping", path, name.line, name.column)
        keys = ("kind", "description", "applicability", "text", "serves", "lists")
        check_keys(frame, keys, path)
        serves = tuple(
            str(known_text(t, model.CATEGORIES, "category", path))
            for t in texts_of(frame, "serves", path)
        )
        words = tuple(
            str(known_text(t, lists, "list", path)) for t in texts_of(frame, "lists", path)
        )
        result.append(
            (str(name), one_of(frame, "kind", KINDS, path),
             str(text_of(frame, "description", path)),
             one_of(frame, "applicability", APPLICABILITIES, path),
             str(text_of(frame, "text", path, required=False)), serves, words)
        )  # fmt: skip
    return result


def _topic(entry: Map, lists: Map, path: str) -> tuple[object, ...]:
    check_keys(entry, ("kinds", "lists", "text", "calls", "categories"), path)
    names = tuple(str(known_text(t, lists, "list", path)) for t in texts_of(entry, "lists", path))
    text = text_of(entry, "text", path)
    for name in names:
        if f"{{{name}}}" not in text:
            raise RuleError(f"'{text}' does not use {{{name}}}", path, text.line, text.column)
    categories = tuple(
        str(known_text(t, model.CATEGORIES, "category", path))
        for t in texts_of(entry, "categories", path)
    )
    if not names and not categories:
        raise RuleError("a topic without `lists` needs `categories`", path, text.line, text.column)
    return _kinds(entry, "kinds", path), names, str(text), "calls" in entry, categories


def _never(body: Map, path: str) -> dict[str, tuple[str, ...]]:
    check_keys(body, ("categories", "rules", "paths"), path)
    for text in texts_of(body, "categories", path):
        known_text(text, model.CATEGORIES, "category", path)
    return {
        key: tuple(str(t) for t in texts_of(body, key, path))
        for key in ("categories", "rules", "paths")
    }


RULE_REWRITE_KEYS = ("frame", "refuse", "match", "text", "applicability", "ends")


def check_rule_rewrites(loaded: Loaded, entry: Map, path: str) -> None:
    """Refuse a rule's `rewrites` that say what is not known; nothing is returned.

    Each entry names a `frame` to lower (with `applicability`), frames to `refuse`, or gives a
    `match` and its `text`.
    """
    value = entry.get(Text("rewrites"))
    if value is None:
        return
    at = entry.key("rewrites")
    if not isinstance(value, List):
        raise RuleError("`rewrites` is a list of mappings", path, at.line, at.column)
    for body in value:
        if not isinstance(body, Map):
            raise RuleError("an entry of `rewrites` is a mapping", path, at.line, at.column)
        check_keys(body, RULE_REWRITE_KEYS, path)
        chosen = [key for key in ("frame", "refuse", "match") if key in body]
        if len(chosen) != 1:
            raise RuleError(
                "an entry of `rewrites` has one of `frame`, `refuse` and `match`",
                path, body.line, body.column,
            )  # fmt: skip
        if "applicability" in body:
            one_of(body, "applicability", APPLICABILITIES, path)
        if chosen == ["match"]:
            loaded.row(text_of(body, "match", path), path)
            text_of(body, "text", path)
            if "ends" in body:
                one_of(body, "ends", ("clause",), path)
        for name in texts_of(body, chosen[0], path) if chosen != ["match"] else ():
            if name not in KINDS:
                raise unknown(f"frame '{name}'", name, KINDS, name, path)
