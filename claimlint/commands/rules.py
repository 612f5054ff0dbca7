"""`claimlint rules`: list them, run their examples, find gaps, begin a new one, document them."""

from __future__ import annotations

from claimlint import options, parsing, sinks, streams
from claimlint.errors import UsageError
from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import shown, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule

ACTIONS = ("list", "test", "coverage", "new", "docs")

_ABOUT = """list: print the rules (with --jurisdictions, those in force there). test: run the
examples that rules carry; what must be flagged is also tried in bold, wrapped over two lines, in
a table cell and so on. coverage: phrases that no example has, rules without near misses
(--words: also the words of vocabularies that no example uses). new ID: print a rule to fill in.
docs FOLDER: write a page for each rule, and an index."""


def parser() -> parsing.Parser:
    """Return the parser of this verb."""
    result = parsing.parser(
        "claimlint rules", "list|test|coverage|new|docs [OPTIONS] [RULES...]", _ABOUT
    )
    result.add_argument(
        *("-f", "--format"),
        type=parsing.choice(("text", "json")),
        default="text",
        metavar="FORMAT",
        help="of the list: text or json",
    )
    result.add_argument("--words", action="store_true", help="of coverage: list unused words")
    result.add_argument(
        "--measured", metavar="FILE", help="of docs: what bench/accuracy.py found (JSON)"
    )
    parsing.add_rule_options(result)
    parsing.add_common_options(result)
    return result


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given, words = parser().read(argv)
    if not words or words[0] not in ACTIONS:
        from claimlint.suggest import hint

        near = hint(words[0], ACTIONS) if words else ""
        raise UsageError(f"say what to do: claimlint rules {'|'.join(ACTIONS)}{near}")
    if words[0] == "new":
        _print(_new(words[1:]))
        return 0
    settings = options.settings_of(given)
    book = options.book_of(given, settings)
    for error in book.errors:
        streams.say(f"error: {error}")
    if words[0] == "docs":
        return _docs(book, words[1:], given)
    chosen = _chosen(book, words[1:], settings.select, settings.ignore)
    if words[0] == "coverage":
        code = _coverage(book, chosen, given)
    elif words[0] == "list":
        code = _list(_in_force(chosen, settings.jurisdictions), given)
    else:
        code = _test(book, chosen, given)
    return 2 if book.errors else code


def _chosen(
    book: RuleBook, names: Sequence[str], select: Sequence[str], ignore: Sequence[str]
) -> list[Rule]:
    """Return the rules with some ids or of some categories (none given: all), by id."""
    known = {name for rule in book.rules for name in (rule.id, rule.category)}
    for name in names:
        if name not in known:
            from claimlint.suggest import hint

            raise UsageError(f"there is no rule or category '{name}'{hint(name, known)}")
    wanted = (*names, *select)
    chosen = [
        rule
        for rule in book.rules
        if (not wanted or _is_one_of(rule, wanted)) and not _is_one_of(rule, ignore)
    ]
    return sorted(chosen, key=lambda rule: str(rule.id))


def _in_force(rules: Sequence[Rule], places: Sequence[str]) -> list[Rule]:
    """Return the rules that apply in some places (none given: all rules)."""
    from claimlint.checks import Options, jurisdictions

    wider = jurisdictions(Options(jurisdictions=tuple(places)))
    return [r for r in rules if not (places and r.jurisdictions) or wider & {*r.jurisdictions}]


def _is_one_of(rule: Rule, names: Iterable[str]) -> bool:
    return any(name in (rule.id, rule.category) for name in names)


def _list(rules: Sequence[Rule], given: argparse.Namespace) -> int:
    """Print the rules."""
    if given.format == "json":
        from claimlint.reports.json import dumped

        lines = [dumped(record(rule)) for rule in rules]
        text = "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"
    else:
        first = max((len(rule.id) for rule in rules), default=0)
        third = max((len(rule.category) for rule in rules), default=0)
        text = "".join(
            f"{rule.id:<{first}}  {SEVERITY_NAMES[rule.severity]:<7}  "
            f"{rule.category:<{third}}  {shown(rule.title)}"
            f"{_places(rule)}\n"
            for rule in rules
        )
    _print(text)
    if not given.quiet:
        streams.write_stderr(f"{len(rules)} rules\n")
    return 0


def _places(rule: Rule) -> str:
    return f" ({', '.join(rule.jurisdictions)})" if rule.jurisdictions else ""


def record(rule: Rule) -> dict[str, object]:
    """Return a rule as plain data."""
    return {
        "id": rule.id,
        "pack": rule.pack,
        "category": rule.category,
        "severity": SEVERITY_NAMES[rule.severity],
        "title": rule.title,
        "why": rule.why,
        "advice": rule.advice,
        "sources": list(rule.sources),
        "jurisdictions": list(rule.jurisdictions),
    }


def _test(book: RuleBook, rules: Sequence[Rule], given: argparse.Namespace) -> int:
    """Run the examples of the rules; print those that fail."""
    from claimlint.selftest import run

    failures = run(book, frozenset(rule.id for rule in rules))
    lines = [
        f"{shown_path(f.path)}:{f.line}: {f.rule}: '{shown(f.text)}' {shown(f.problem)}\n"
        for f in failures
    ]
    _print("".join(lines))
    if not given.quiet:
        examples = sum(len(rule.flag) + len(rule.pass_) for rule in rules)
        outcome = f"{len(failures)} failed" if failures else "all do as they say"
        streams.write_stderr(f"{len(rules)} rules, {examples} examples: {outcome}\n")
    return 1 if failures else 0


def _coverage(book: RuleBook, rules: Sequence[Rule], given: argparse.Namespace) -> int:
    """Print what the examples of the rules leave untried."""
    from claimlint import coverage

    gaps = list(coverage.gaps(book, frozenset(rule.id for rule in rules)))
    lines = [f"{shown_path(g.path)}:{g.line}: {g.rule}: {shown(g.problem)}\n" for g in gaps]
    unused = coverage.unused_words(book)
    if given.words:
        lines += [f"unused: {shown(word)}\n" for word in unused]
    _print("".join(lines))
    if not given.quiet:
        streams.write_stderr(
            f"{len(rules)} rules: {len(gaps)} gaps; {len(unused)} of {len(book.words)} words "
            "are in no example\n"
        )
    return 1 if gaps else 0


_TEMPLATE = """\
- id: {id}
  category: hype
  severity: warning
  title: Says what the wording claims, in a few words
  why: Say in plain words why evidence does not support it, for the writer who reads it.
  sources: [us-ftc-hpcg-2022]
  match:
    - "~boost your <function>"
    - "<treatment> ... ~boost <function>"
  advice: Say what to write instead.
  examples:
    flag:
      - "Our drip boosts your energy."
      - {{text: "Boost Your Energy", as: heading}}
    pass:
      - {{text: "No drip boosts your energy.", because: negated}}
      - "Boost your bicycle tyre before you ride."
"""


def _new(words: Sequence[str]) -> str:
    """Return a rule to fill in; its examples pass as they stand."""
    import re

    name = words[0] if len(words) == 1 else ""
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise UsageError("name the new rule in kebab-case: claimlint rules new no-wonder-cure")
    return _TEMPLATE.format(id=name)


def _docs(book: RuleBook, words: Sequence[str], given: argparse.Namespace) -> int:
    """Write the pages of all rules."""
    from claimlint import rule_pages

    if len(words) != 1:
        raise UsageError("name the folder to write to: claimlint rules docs FOLDER")
    measured = {}
    if given.measured:
        import json

        try:
            with open(given.measured, encoding="utf-8") as file:
                measured = json.load(file)["rules"]
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise UsageError(f"{given.measured} cannot be read: {problem}") from None
    try:
        count = rule_pages.write(book, words[0], measured)
    except OSError as problem:
        raise UsageError(f"{words[0]} cannot be written: {problem.strerror}") from None
    if not given.quiet:
        streams.write_stderr(f"{count} pages in {shown_path(words[0])}\n")
    return 2 if book.errors else 0


def _print(text: str) -> None:
    sink = sinks.StdoutSink()
    sink.write(text)
    sink.close()
