"""Rule files -> the tables that a run needs, and when they are stale.

`rulebook()` takes the compiled tables of exactly these rule files, this version and this
interpreter from the wheel or the user's cache folder; else it compiles them.
"""

from __future__ import annotations

import os
import sys

from claimlint import __version__
from claimlint.errors import RuleError
from claimlint.rulebook import apart, files, stamps
from claimlint.rulebook import tables as disk
from claimlint.rulebook.automaton import Scanner
from claimlint.rulebook.backward import Reader
from claimlint.rulebook.files import builtin_folder, builtin_packs, rule_files
from claimlint.rulebook.keys import Keys
from claimlint.rulebook.model import Rule, Source
from claimlint.rulebook.network import Lexicon, Network
from claimlint.rulebook.shelf import Shelf, unpacked
from claimlint.rulebook.words import BLOCK_KEY, Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from claimlint.checks.context import Scene
    from claimlint.checks.memory import Memory
    from claimlint.rulebook.files import Groups
    from claimlint.rulebook.patterns import Patterns


__all__ = ["PhraseBook", "RuleBook", "builtin_folder", "builtin_packs", "rule_files", "rulebook"]

WORTH_KEEPING = 20
"""New transitions of a run from which on they are written down (of many states, 1 %)."""

LEARNED_STATES = 60_000
"""States that are kept between runs at most (about 16 MB); beyond, they are learned anew."""


class PhraseBook:
    """Phrases as one automaton: which of them end where, and where they begin."""

    __slots__ = ("_name", "_reader", "scanner")

    def __init__(self, tables: disk.Tables, name: str, learned: disk.Tables | None) -> None:
        self._name = name
        hashes, others, roots, bits = tables[f"{name}-head"]
        lexicon = Lexicon(memoryview(hashes).cast("I"), tables.records(f"{name}-words"), others)
        scan, read, starts = Shelf(), Shelf(), {}
        if learned is not None:
            scan, read = (
                Shelf(learned.records(f"{name}-{kind}"), unpacked(learned[f"{name}-{kind}-index"]))
                for kind in ("scan", "read")
            )
            starts = learned[f"{name}-starts"]
        network = Network(tables.records(f"{name}-nodes"))
        parts = memoryview(bits).cast("i"), tables.records(f"{name}-parts")
        self.scanner = Scanner(network, lexicon, Keys(lexicon), parts, scan)
        reverse = Network(tables.records(f"{name}-reverse"))
        self._reader = Reader(reverse, memoryview(roots).cast("I"), read, starts)

    def begins(self, phrase: int, keys: Sequence[str | None], last: int) -> int:
        """Return the index of the first token of a phrase that may end at `last`, or -1."""
        return self._reader.begins(phrase, keys, last)

    def hits(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """Return (phrase, first token, last token + 1) of what stands in a block or sentence."""
        keys = [BLOCK_KEY, *map(self.scanner.keys.__getitem__, words), BLOCK_KEY]
        result = []
        states = self.scanner.read(keys)
        for phrase, last in self.scanner.claims(states, self.scanner.kinds(states)):
            first = self.begins(phrase, keys, last)
            if first >= 0:
                result.append((phrase, max(first, 1) - 1, min(last, len(words))))
        return result

    @property
    def fresh(self) -> int:
        """How many transitions are new in this run."""
        return self.scanner.fresh + self._reader.fresh

    @property
    def size(self) -> int:
        """How many states are known."""
        return self.scanner.size + self._reader.size

    def learned(self) -> dict[str, Any]:
        """Return what this run and those before learned, for a table file."""
        scan, scan_index = self.scanner.dump()
        read, read_index = self._reader.dump()
        return {
            f"{self._name}-scan": disk.packed(scan),
            f"{self._name}-scan-index": scan_index,
            f"{self._name}-read": disk.packed(read),
            f"{self._name}-read-index": read_index,
            f"{self._name}-starts": self._reader.starts,
        }


class RuleBook:
    """All rules of a run, compiled.

    phrases: the automaton of all phrases of rules; users: phrase number -> indexes of the rules
    that match with it; places: where the tokens of a stretch stand; jurisdictional: whether a
    rule holds in some places only; cues: the automaton of context cues; cue_table: see
    claimlint.checks.context; errors: what was wrong with rule files (the rules concerned are
    left out); patterns: the `regex:` phrases, if there are any; duties: indexes of the rules with
    `when`; jurisdictions: source id -> jurisdiction; key: of its tables on disk, "" without;
    chosen: what `checks.enabled` answered; memory: where set, the blocks of earlier pages; last:
    where a list, what `checks.looked` answered last; scenes: sentences as guards read them, for
    reuse; beside: what remembers more between runs than the rules themselves.
    """

    def __init__(
        self,
        tables: disk.Tables,
        errors: tuple[RuleError, ...] = (),
        learned: disk.Tables | None = None,
    ) -> None:
        self._tables = tables
        self._learned = learned
        self._rules: dict[int, Rule] = {}
        self._folder = ""
        self.chosen: dict[object, frozenset[int] | None] = {}
        self.last: list[Any] | None = None
        self.memory: Memory | None = None
        self.beside: list[Any] = []
        self.scenes: dict[object, Scene] = {}
        self._rule_records = tables.records("rules")
        self._cues: PhraseBook | None = None
        self.errors = errors
        self.key = ""
        self.group_files: Callable[[], Groups] = list
        self.phrases = PhraseBook(tables, "phrases", learned)
        self.places = Places()
        (self.users, self.size, self.jurisdictional, self.digest, patterns, self.duties,
         self.jurisdictions) = tables["index"]  # fmt: skip
        self.patterns = _patterns(patterns) if patterns else None

    def rule(self, index: int) -> Rule:
        """Return the rule at an index."""
        if index not in self._rules:
            rule = Rule(*self._rule_records[index])
            if rule.path.startswith(files.BUILTIN):
                self._folder = self._folder or builtin_folder()
                rule = rule._replace(path=self._folder + rule.path.removeprefix(files.BUILTIN))
            self._rules[index] = rule
        return self._rules[index]

    @property
    def groups(self) -> Groups:
        """The packs as (name, files)."""
        return self.group_files()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in file order."""
        return tuple(self.rule(index) for index in range(self.size))

    @property
    def labels(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """The id, category and jurisdictions of each rule, in file order."""
        labels: tuple[tuple[str, str, tuple[str, ...]], ...] = self._tables["labels"]
        return labels

    @property
    def by_id(self) -> dict[str, Rule]:
        """All rules by id."""
        return {rule.id: rule for rule in self.rules}

    @property
    def sources(self) -> dict[str, Source]:
        """All sources by id."""
        return {name: Source(*v) for name, v in self._tables["sources"].items()}

    @property
    def phrase_texts(self) -> Any:
        """The phrases as written, by number (a sequence of str)."""
        return self._tables.records("texts")

    @property
    def facts(self) -> frozenset[int]:
        """The numbers of the phrases that some rule's except, needs, unless or where asks for."""
        return frozenset(self._tables["facts"])

    @property
    def words(self) -> frozenset[str]:
        """Every word that a phrase or a vocabulary knows."""
        return frozenset(word for word, _ in self._tables.records("phrases-words"))

    @property
    def cues(self) -> PhraseBook:
        """The automaton of context cues."""
        if self._cues is None:
            self._cues = PhraseBook(self._tables, "cues", self._learned)
        return self._cues

    def unlearn(self) -> None:
        """Do without what earlier runs learned: it is damaged."""
        self._learned = self._cues = None
        self.phrases = PhraseBook(self._tables, "phrases", None)

    def remember(self) -> None:
        """Keep what this run learned about the automata for the next one, if it is worth it."""
        fresh = self.phrases.fresh + self.cues.fresh
        known = self.phrases.size + self.cues.size
        if self.key and fresh > max(WORTH_KEEPING, known // 100):
            if known > LEARNED_STATES:
                disk.remove(_learned_path(self.key))
            else:
                disk.write(_learned_path(self.key), disk.Tables.of(self.learned()).bytes(self.key))
        for other in self.beside:
            other.remember()

    def learned(self) -> dict[str, Any]:
        """Return what this run and those before learned, for a table file."""
        return {**self.phrases.learned(), **self.cues.learned()}

    @property
    def cue_table(self) -> Any:
        """What the cues mean, as compiled from cues.yaml."""
        return self._tables["cue-table"]


def _patterns(patterns: tuple[tuple[int, str], ...]) -> Patterns:
    from claimlint.rulebook.patterns import Patterns

    return Patterns(patterns)


def rulebook(
    extra: Iterable[str] = (), packs: Iterable[str] | None = None, use_cache: bool = True
) -> RuleBook:
    """Return the rules of a run.

    extra: rule files or pack folders of the user; packs: names of built-in packs (None: all).
    Raises RuleError when a named file, folder or pack does not exist.
    """
    extra = tuple(extra)
    if use_cache and packs is None and not extra:
        tables = disk.read(*shipped())
        if tables is not None:
            return _known(tables, shipped()[1], files.groups)
    groups = files.groups(extra, packs)
    if not use_cache:
        tables, errors = _build(groups, files.keys(groups)[1])
        return _book(tables, errors, None, "", lambda: groups)
    key, rules = stamps.keys(groups)
    path = os.path.join(disk.cache_folder(), f"rules-{key}.bin")
    tables = disk.read(path, key)
    if tables is not None:
        return _known(tables, key, lambda: groups)

    def kept() -> bool:
        """Write the tables down, unless a rule is wrong."""
        sources, cues = files.shared()
        from claimlint.rulebook.build import build_right

        right = build_right(groups, sources, cues, rules)
        if right is not None:
            disk.write(path, right.bytes(key))
            disk.prune(disk.KEPT_FILES)
        return right is not None

    # Compiling takes more memory than checking a site: it is given back before that begins.
    tables = disk.read(path, key) if apart.done(kept) else None
    if tables is not None:
        return _known(tables, key, lambda: groups)
    tables, errors = _build(groups, rules)
    if not errors:
        disk.write(path, tables.bytes(key))
        disk.prune(disk.KEPT_FILES)
    return _book(tables, errors, None, "" if errors else key, lambda: groups)


def _known(tables: disk.Tables, key: str, groups: Callable[[], Groups]) -> RuleBook:
    """Return the book of tables on disk, with what earlier runs learned."""

    def anew() -> disk.Tables:
        there = groups()
        return _build(there, files.keys(there)[1])[0]

    tables.or_else(anew)
    learned = disk.read(_learned_path(key), key)
    if learned is None and key == shipped()[1]:
        learned = disk.read(shipped("learned")[0], key)
    return _book(tables, (), learned, key, groups)


def _book(
    tables: disk.Tables,
    errors: tuple[RuleError, ...],
    learned: disk.Tables | None,
    key: str,
    groups: Callable[[], Groups],
) -> RuleBook:
    try:
        book = RuleBook(tables, errors, learned)
    except disk.Damaged:
        book = RuleBook(tables, errors, None)
    book.key = key
    book.group_files = groups
    return book


def _build(groups: Groups, rules: str) -> tuple[disk.Tables, tuple[RuleError, ...]]:
    from claimlint.rulebook.build import build

    sources, cues = files.shared()
    return build(groups, sources, cues, rules)


def _learned_path(key: str) -> str:
    return os.path.join(disk.cache_folder(), f"learned-{key}.bin")


def shipped(name: str = "tables") -> tuple[str, str]:
    """Return the path and the key of the tables that a wheel brings along (a checkout has none).

    Their form does not depend on the version of the interpreter, only on its kind.
    """
    kind = f"{sys.implementation.name} {sys.byteorder}".encode()
    path = os.path.join(builtin_folder(), f"{name}.bin")
    return path, disk.digest(b"shipped", __version__.encode(), kind)
