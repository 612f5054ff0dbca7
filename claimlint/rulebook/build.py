"""Rule files -> compiled tables; only where no tables of these files are on disk."""

from __future__ import annotations

import gc
import os

from claimlint.rulebook import load as loading
from claimlint.rulebook import tables as disk
from claimlint.rulebook.anchors import Weights
from claimlint.rulebook.cues import load_cues
from claimlint.rulebook.ends import Table
from claimlint.rulebook.files import BUILTIN, builtin_folder
from claimlint.rulebook.graph import Graph
from claimlint.rulebook.network import Network, lexicon
from claimlint.rulebook.phrase import inflect_entry, reverse
from claimlint.rulebook.phrase import parts as parts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from claimlint.errors import RuleError
    from claimlint.rulebook.model import Rule
    from claimlint.rulebook.phrase import Row

    Lookup = Callable[[tuple[str, str]], list[Row]]


def build(
    groups: list[tuple[str, list[str]]], sources: str, cues: str, rules: str
) -> tuple[disk.Tables, tuple[RuleError, ...]]:
    """Compile rule files; return the tables and what was wrong with single rules."""
    loaded = loading.load(groups, [sources])
    return _compiled(loaded, load_cues(loaded, cues), rules), tuple(loaded.errors)


def build_right(
    groups: list[tuple[str, list[str]]], sources: str, cues: str, rules: str
) -> disk.Tables | None:
    """Compile rule files; return the tables, None as soon as something is wrong with a rule."""
    loaded = loading.load(groups, [sources])
    loaded_cues = load_cues(loaded, cues)
    gc.collect()  # what reading YAML leaves is in cycles
    return None if loaded.errors else _compiled(loaded, loaded_cues, rules)


def _compiled(
    loaded: loading.Loaded, cues: tuple[Sequence[Row | None], object], rules: str
) -> disk.Tables:
    cue_rows, cue_table = cues
    users: dict[int, list[int]] = {}
    facts: set[int] = set()
    wide: set[int] = set()
    for index, rule in enumerate(loaded.rules):
        for phrase in rule.match:
            users.setdefault(phrase, []).append(index)
        facts.update(rule.except_, rule.where[2])
        for scope, phrases in (*rule.needs, *rule.unless):
            (wide if scope == "page" else facts).update(phrases)
    values: dict[str, object] = {
        **automaton(loaded, loaded.rows, "phrases", (users, facts, wide)),
        **automaton(loaded, cue_rows, "cues"),
        "cue-table": cue_table,
        "index": (
            users,
            len(loaded.rules),
            any(rule.jurisdictions for rule in loaded.rules),
            rules,
            tuple((n, t[6:]) for t, n in loaded.phrases.items() if t.startswith("regex:")),
            tuple(index for index, rule in enumerate(loaded.rules) if rule.when),
            {name: source.jurisdiction for name, source in loaded.sources.items()},
        ),
        "facts": tuple(facts | wide),
        "labels": tuple((rule.id, rule.category, rule.jurisdictions) for rule in loaded.rules),
        "rules": disk.Listed(_values(rule) for rule in loaded.rules),
        "sources": {name: tuple(source) for name, source in loaded.sources.items()},
        "texts": disk.Listed(loaded.phrases),
    }
    return disk.Tables.of(values)


def _values(rule: Rule) -> tuple[object, ...]:
    """Return a rule as plain tuples."""
    path, folder = rule.path, builtin_folder() + os.sep
    if path.startswith(folder):
        path = BUILTIN + path[len(folder) - 1 :]
    plain = rule._replace(
        path=path, flag=[tuple(e) for e in rule.flag], pass_=[tuple(e) for e in rule.pass_]
    )
    return tuple(plain)


def _prose(loaded: loading.Loaded) -> Iterator[str]:
    """Yield what rule files hold of plain prose in the style of the field."""
    for rule in loaded.rules:
        yield from (rule.title, rule.why, rule.advice)
        yield from (example.text for example in rule.pass_)
    for source in loaded.sources.values():
        yield source.summary


def _lookup(loaded: loading.Loaded) -> Lookup:
    """Return what gives the rows of a vocabulary in a form."""
    written: dict[tuple[str, str], list[Row]] = {}

    def lookup(vocabulary: tuple[str, str]) -> list[Row]:
        if vocabulary not in written:
            name, form = vocabulary
            known = loaded.vocabularies[name]
            written[vocabulary] = [
                row
                for entry, irregular in known.entries
                for row in inflect_entry(entry, known.kind, form, irregular)
            ]
        return written[vocabulary]

    return lookup


def automaton(
    loaded: loading.Loaded,
    rows: Sequence[Row | None],
    name: str,
    kinds: tuple[Collection[int], Collection[int], Collection[int]] | None = None,
) -> dict[str, object]:
    """Return the sections of an automaton and of the same phrases reversed.

    kinds: the numbers of the rows that are claims, of those that are facts, and of those that
    whole pages are searched for (None: all rows are claims).
    """
    from array import array

    lookup = _lookup(loaded)
    weights = Weights(_prose(loaded), lookup)
    kinds = kinds or (range(len(rows)), (), ())
    # One graph at a time, and none longer than it is needed: they take most of the memory.
    roots, reverse_nodes = _reversed(rows, lookup)
    forward = Graph()
    forward.grow(lookup)
    root = forward.node()
    table = Table(weights.anchor)
    for number, row in enumerate(rows):
        for reading in parts_of(row) if row is not None else ():
            table.add(number, reading, (number in kinds[0], number in kinds[1], number in kinds[2]))
    for row, part in table.parts.items():
        forward.add(root, row, part)
    words = {word for words in forward.words.values() for word in words}
    nodes = disk.paged(forward.nodes())
    del forward
    hashes, places, others = lexicon(Network(nodes), root, words)
    return {
        f"{name}-nodes": disk.listed(nodes),
        f"{name}-head": (
            array("I", hashes).tobytes(),
            others,
            roots,
            array("i", table.bits).tobytes(),
        ),
        f"{name}-words": disk.Listed(places),
        f"{name}-reverse": reverse_nodes,
        f"{name}-parts": disk.paged(table.records()),
    }


def _reversed(rows: Sequence[Row | None], lookup: Lookup) -> tuple[bytes, bytes]:
    """Return the roots and the nodes of the graph in which phrases are read from their ends."""
    from array import array

    graph, roots = Graph(), []
    graph.grow(lambda vocabulary: [reverse(row) for row in lookup(vocabulary)])
    for number, row in enumerate(rows):
        roots.append(graph.node())
        if row is not None:
            graph.add(roots[-1], reverse(row), number, exact_gaps=True)
    nodes = disk.paged(graph.nodes())
    del graph
    return array("I", roots).tobytes(), disk.listed(nodes)
