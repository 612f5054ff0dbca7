"""`claimlint rules list` and `claimlint rules test`: the rules, and the examples they carry."""

from __future__ import annotations

from claimlint import options, sinks, streams
from claimlint.errors import UsageError
from claimlint.finding import SEVERITY_NAMES
from claimlint.reports.shown import shown, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Rule

ACTIONS = ("list", "test")

_ABOUT = """list: print the rules (with --jurisdictions, those in force there). test: run the
examples that rules carry; what must be flagged is also tried in bold, wrapped over two lines, in
a table cell and so on."""


def parser() -> options.Parser:
    """Return the parser of this verb."""
    result = options.parser("claimlint rules", "list|test [OPTIONS] [RULES...]", _ABOUT)
    result.add_argument(
        *("-f", "--format"),
        type=options.choice(("text", "json")),
        default="text",
        metavar="FORMAT",
        help="of the list: text or json",
    )
    options.add_rule_options(result)
    options.add_common_options(result)
    return result


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given, words = parser().read(argv)
    if not words or words[0] not in ACTIONS:
        from claimlint.suggest import hint

        near = hint(words[0], ACTIONS) if words else ""
        raise UsageError(f"say what to do: claimlint rules list, or claimlint rules test{near}")
    settings = options.settings_of(given)
    book = options.book_of(given, settings)
    for error in book.errors:
        streams.say(f"error: {error}")
    chosen = _chosen(book, words[1:], settings.select, settings.ignore)
    if words[0] == "list":
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


def _print(text: str) -> None:
    sink = sinks.StdoutSink()
    sink.write(text)
    sink.close()
