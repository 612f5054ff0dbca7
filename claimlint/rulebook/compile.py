"""Rule files -> the tables that a run needs, and when they are stale.

`rulebook()` reads the bytes of all rule files, and takes the compiled tables of exactly these
bytes, this version and this interpreter from the user's cache folder; else it compiles them.
"""

from __future__ import annotations

import os

from claimlint import __version__
from claimlint.errors import RuleError
from claimlint.rulebook import tables as disk
from claimlint.rulebook.automaton import Keys, Scanner
from claimlint.rulebook.backward import Reader
from claimlint.rulebook.model import Rule, Source
from claimlint.rulebook.network import Lexicon, Network
from claimlint.rulebook.shelf import Shelf, unpacked
from claimlint.rulebook.words import BLOCK_KEY, Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from claimlint.rulebook.patterns import Patterns


WORTH_KEEPING = 20
"""New transitions of a run from which on they are written down (of many states, 1 %)."""

KEPT_FILES = 12
"""Table files in the cache folder, the oldest of which go when there are more."""

LEARNED_STATES = 12_000
"""States that are kept between runs at most."""


class PhraseBook:
    """Phrases as one automaton: which of them end where, and where they begin."""

    __slots__ = ("_name", "_reader", "scanner")

    def __init__(self, tables: disk.Tables, name: str, learned: disk.Tables | None) -> None:
        self._name = name
        hashes, others, roots = tables[f"{name}-head"]
        lexicon = Lexicon(memoryview(hashes).cast("I"), tables.records(f"{name}-words"), others)
        scan, read, starts = Shelf(), Shelf(), {}
        if learned is not None:
            scan, read = (
                Shelf(learned.records(f"{name}-{kind}"), unpacked(learned[f"{name}-{kind}-index"]))
                for kind in ("scan", "read")
            )
            starts = learned[f"{name}-starts"]
        network = Network(tables.records(f"{name}-nodes"))
        parts = tables.records(f"{name}-parts")
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
        for phrase, last in self.scanner.claims(self.scanner.read(keys)):
            first = self.begins(phrase, keys, last)
            if first >= 0:
                result.append((phrase, max(first, 1) - 1, min(last, len(words))))
        return result

    @property
    def fresh(self) -> int:
        """How many transitions are new in this run; 0 where too many are known to keep them."""
        return self.scanner.fresh + self._reader.fresh if self.size < LEARNED_STATES else 0

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
    `when`; jurisdictions: source id -> jurisdiction; groups: the packs as (name, files).
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
        self._rule_records = tables.records("rules")
        self._cues: PhraseBook | None = None
        self.errors = errors
        self.key = ""
        self.groups: list[tuple[str, list[str]]] = []
        self.phrases = PhraseBook(tables, "phrases", learned)
        self.places = Places()
        (self.users, self.size, self.jurisdictional, self.digest, patterns, self.duties,
         self.jurisdictions) = tables["index"]  # fmt: skip
        self.patterns = _patterns(patterns) if patterns else None

    def rule(self, index: int) -> Rule:
        """Return the rule at an index."""
        if index not in self._rules:
            self._rules[index] = Rule(*self._rule_records[index])
        return self._rules[index]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in file order."""
        return tuple(self.rule(index) for index in range(self.size))

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
            learned = {**self.phrases.learned(), **self.cues.learned()}
            content = disk.Tables.of(learned).bytes(self.key)
            disk.write(_learned_path(self.key), content)

    @property
    def cue_table(self) -> Any:
        """What the cues mean, as compiled from cues.yaml."""
        return self._tables["cue-table"]


def _patterns(patterns: tuple[tuple[int, str], ...]) -> Patterns:
    from claimlint.rulebook.patterns import Patterns

    return Patterns(patterns)


# -- finding rule files


def builtin_folder() -> str:
    """Return the folder of the built-in rules: in the wheel, or beside the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def rule_files(folder: str) -> list[str]:
    """Return the rule and vocabulary files of a pack folder, sorted; links out are left out."""
    found = []
    for place in (folder, os.path.join(folder, "vocabularies")):
        if os.path.isdir(place):
            found += [
                os.path.join(place, name)
                for name in sorted(os.listdir(place))
                if name.endswith((".yaml", ".yml"))
                and not os.path.islink(os.path.join(place, name))
            ]
    return found


def builtin_packs() -> list[str]:
    """Return the names of the built-in packs."""
    folder = builtin_folder()
    return sorted(
        name
        for name in os.listdir(folder)
        if os.path.isdir(os.path.join(folder, name)) and not name.startswith((".", "_"))
    )


def rulebook(
    extra: Iterable[str] = (), packs: Iterable[str] | None = None, use_cache: bool = True
) -> RuleBook:
    """Return the rules of a run.

    extra: rule files or pack folders of the user; packs: names of built-in packs (None: all).
    Raises RuleError when a named file, folder or pack does not exist.
    """
    folder = builtin_folder()
    chosen = _chosen_packs(packs)
    groups = [(name, rule_files(os.path.join(folder, name))) for name in chosen]
    groups += [_user_pack(path) for path in extra]
    shared = [os.path.join(folder, name) for name in ("sources.yaml", "cues.yaml")]
    key, rules = _keys(groups, shared)
    path = os.path.join(disk.cache_folder(), f"rules-{key}.bin")
    tables = disk.read(path, key) if use_cache else None
    errors: tuple[RuleError, ...] = ()
    learned = None
    if tables is None:
        tables, errors = _build(groups, shared, rules)
        if use_cache and not errors:
            disk.write(path, tables.bytes(key))
            disk.prune(KEPT_FILES)
    else:
        tables.or_else(lambda: _build(groups, shared, rules)[0])
        learned = disk.read(_learned_path(key), key)
    book = RuleBook(tables, errors, learned)
    book.key = key if use_cache and not errors else ""
    book.groups = groups
    return book


def _build(
    groups: list[tuple[str, list[str]]], shared: list[str], rules: str
) -> tuple[disk.Tables, tuple[RuleError, ...]]:
    from claimlint.rulebook.build import build

    return build(groups, shared[0], shared[1], rules)


def _learned_path(key: str) -> str:
    return os.path.join(disk.cache_folder(), f"learned-{key}.bin")


def _chosen_packs(packs: Iterable[str] | None) -> list[str]:
    known = builtin_packs()
    if packs is None:
        return known
    chosen = list(packs)
    for name in chosen:
        if name not in known:
            raise RuleError(f"there is no pack '{name}'; packs are {', '.join(known)}")
    return [name for name in known if name in chosen or name == "core"]


def _user_pack(path: str) -> tuple[str, list[str]]:
    if os.path.isdir(path):
        files = rule_files(path)
        if not files:
            raise RuleError("holds no rule files (*.yaml)", path)
        return os.path.basename(os.path.abspath(path)), files
    if not os.path.isfile(path):
        raise RuleError("there is no such rule file or folder", path)
    return os.path.splitext(os.path.basename(path))[0], [path]


def _keys(groups: list[tuple[str, list[str]]], shared: list[str]) -> tuple[str, str]:
    """Return the key of the tables, and the digest of the rules, the same on every machine."""
    names, contents = [], []
    for name, files in [("", shared), *groups]:
        for path in files:
            try:
                with open(path, "rb") as handle:
                    content = handle.read()
            except OSError as problem:
                raise RuleError(f"cannot be read: {problem.strerror}", path) from None
            names.append(os.fsencode(path))
            contents += [f"{name}/{os.path.basename(path)}".encode(), content]
    rules = disk.digest(*contents)
    parts = (__version__.encode(), disk.interpreter(), rules.encode(), *names)
    return disk.digest(*parts), rules
