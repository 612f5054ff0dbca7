"""rules/rewrites.yaml and the `rewrites` of rules -> the tables that rewording needs.

The parts of a sentence are phrases of the rule language, compiled into an automaton of their own;
the verb forms are a closed table made from the verb vocabularies. Both are kept in the user's
cache folder like the tables of the rules, and nothing here runs before a finding is reworded.
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint.errors import RuleError
from claimlint.rulebook import compile as compiled
from claimlint.rulebook import inflect, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.load import Loaded
    from claimlint.rulebook.phrase import Row

Frame = namedtuple("Frame", "id kind description applicability text serves lists")
Frame.__doc__ = """A way to reword a claim.

kind: what is done (see claimlint.rewrites.frames); text: its wording; applicability: the highest
that it reaches ('safe', 'review'); serves: categories (none: all); lists: of words, for a kind
that needs them.
"""

Swap = namedtuple(
    "Swap", "text applicability ends needs subject rule tail object", defaults=("", "")
)
Swap.__doc__ = """A wording for a phrase.

ends: 'clause' where nothing may follow the phrase in its sentence; needs: a word that must stand
before it; subject: 'promoted' where a promoted thing must stand right before the phrase; rule: the
id of the one rule that it is for ('': any); tail: 'drop' where what ends the clause goes as well,
'rest' where all that follows does;
object: 'promoted' where a promoted thing must stand right behind the phrase.
"""

Topic = namedtuple("Topic", "kinds lists text calls categories")
Topic.__doc__ = """A neutral text for a whole heading, button or call.

kinds: block kinds (none: those that are one unit); lists: the parts that the unit must hold;
calls: it answers an imperative; categories: of the claims that it answers (none: all).
"""

Hit = namedtuple("Hit", "name first stop")
Hit.__doc__ = "A part of a sentence: the list that it is from, and its tokens."

SWAP = "swap:"
"""Before the number of a swap in the name of a Hit."""


class RewriteBook:
    """The compiled tables: `frames`, `swaps`, `topics`, `body`, `never`, `verbs` and the parts.

    words: name -> the single words that the grammar knows by it; facts: base forms of verbs that
    say how something is done, and are never denied.
    """

    def __init__(
        self, sections: tables.Tables, learned: tables.Tables | None = None, key: str = ""
    ) -> None:
        self._key = key
        self._sections = sections
        self._phrases = compiled.PhraseBook(sections, "parts", learned)
        data = sections["data"]
        self.frames = tuple(Frame(*values) for values in data["frames"])
        self.swaps = tuple(Swap(*values) for values in data["swaps"])
        self.topics = tuple(Topic(*values) for values in data["topics"])
        self.body = frozenset(data["body"])
        self.words = {name: frozenset(words) for name, words in data["words"].items()}
        self.facts = frozenset(data["verb-never"])
        self.never: dict[str, tuple[str, ...]] = data["never"]
        self.verbs: dict[str, tuple[tuple[str, str], ...]] = data["verbs"]
        self._names: list[tuple[str, ...]] = data["names"]

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """Return the parts of a sentence, by where they end."""
        try:
            found = self._phrases.hits(words)
        except tables.Damaged:  # what earlier runs learned
            self._phrases = compiled.PhraseBook(self._sections, "parts", None)
            found = self._phrases.hits(words)
        return [Hit(name, low, high) for phrase, low, high in found for name in self._names[phrase]]

    def remember(self) -> None:
        """Keep what this run learned about the automaton for the next one, if it is worth it."""
        fresh, known = self._phrases.fresh, self._phrases.size
        if self._key and fresh > max(compiled.WORTH_KEEPING, known // 100):
            content = tables.Tables.of(self._phrases.learned()).bytes(self._key)
            tables.write(_learned_path(self._key), content)


def _learned_path(key: str) -> str:
    return os.path.join(tables.cache_folder(), f"rewrites-learned-{key}.bin")


def rewrite_book(book: RuleBook, use_cache: bool = True) -> RewriteBook:
    """Return what findings of a rule book are reworded with; it is made once for each.

    Raises RuleError where rules/rewrites.yaml is not valid.
    """
    for known in book.beside:
        if isinstance(known, RewriteBook):
            return known
    made = _made(book, use_cache)
    book.beside.append(made)
    return made


def _made(book: RuleBook, use_cache: bool) -> RewriteBook:
    path = os.path.join(compiled.builtin_folder(), "rewrites.yaml")
    try:
        with open(path, "rb") as handle:
            content = handle.read()
    except OSError as problem:
        raise RuleError(f"cannot be read: {problem.strerror}", path) from None
    if not (use_cache and book.key):
        return RewriteBook(_build(book, path))
    key = tables.digest((book.key or book.digest).encode(), content)
    place = os.path.join(tables.cache_folder(), f"rewrites-{key}.bin")
    known = tables.read(place, key)
    if known is None:
        known = _build(book, path)
        tables.write(place, known.bytes(key))
        return RewriteBook(known, None, key)
    known.or_else(lambda: _build(book, path))
    learned = tables.read(_learned_path(key), key)
    try:
        return RewriteBook(known, learned, key)
    except tables.Damaged:
        return RewriteBook(known, None, key)


def _build(book: RuleBook, path: str) -> tables.Tables:
    from claimlint.rewrites import load
    from claimlint.rulebook import load as loading
    from claimlint.rulebook.build import automaton

    loaded = loading.load(_vocabulary_files(book), [])
    data = load.read_rewrites(loaded, path, book)
    rows, names = data.pop("rows"), data["names"]
    del names
    data["verbs"] = verb_table(
        loaded,
        data.pop("verb-lists"),
        [*data.pop("verb-words"), *data["verb-never"]],
        data["words"]["auxiliary"],
    )
    sections = automaton(loaded, rows, "parts")
    return tables.Tables.of({**sections, "data": data})


def _vocabulary_files(book: RuleBook) -> list[tuple[str, list[str]]]:
    groups = book.groups or [
        (name, compiled.rule_files(os.path.join(compiled.builtin_folder(), name)))
        for name in compiled.builtin_packs()
    ]
    return [
        (name, [f for f in files if os.path.basename(os.path.dirname(f)) == "vocabularies"])
        for name, files in groups
    ]


def verb_table(
    loaded: Loaded,
    vocabularies: Sequence[str],
    words: Sequence[str],
    auxiliaries: Sequence[str],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every form of the verbs -> its (base, tag) pairs; tags: base s ing past participle.

    auxiliaries: verbs that others stand behind, left out: the frames read them by their forms.
    """
    table: dict[str, set[tuple[str, str]]] = {}
    known: dict[str, dict[str, str]] = {word: {} for word in words}
    for name in vocabularies:
        for row, irregular in loaded.vocabularies[name].entries:
            for word in _first_words(row):
                known.setdefault(word, {}).update(irregular if len(row) == 1 else {})
    for base, irregular in known.items():
        if base in auxiliaries:
            continue
        forms = inflect.verb(base)._asdict()
        forms.update({k: v for k, v in irregular.items() if k in forms})
        if "past" in irregular and "participle" not in irregular:
            forms["participle"] = irregular["past"]
        for tag, spellings in forms.items():
            for form in spellings.split("|"):
                table.setdefault(form, set()).add((base, tag))
    return {form: tuple(sorted(pairs)) for form, pairs in sorted(table.items())}


def _first_words(row: Row) -> list[str]:
    """Return the plain words that an entry may begin with."""
    if not row:
        return []
    element: Any = row[0]
    if element[0] == "word":
        return [element[1]] if element[1].isalpha() else []
    if element[0] == "any":
        return [word for inner in element[1] for word in _first_words(inner)]
    return []
