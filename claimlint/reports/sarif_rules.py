"""The rules of a SARIF log, and the provisions they cite as taxonomies, one for each authority."""

from __future__ import annotations

from claimlint.finding import ERROR, NOTE, WARNING
from claimlint.reports.markup import plain
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimlint.reports import Context
    from claimlint.rulebook.model import Example, Rule, Source

    Record = dict[str, object]

LEVELS = {ERROR: "error", WARNING: "warning", NOTE: "note"}
_PROBLEMS = {ERROR: "error", WARNING: "warning", NOTE: "recommendation"}

MAX_RULES = 25_000
"""GitHub refuses a log with more."""

_MAX_TEXT = 1024
_MAX_TAGS = 10
_EXAMPLES = 3


def rules_in_force(context: Context) -> list[Rule]:
    """Return the rules that a run may report, by id; at most `MAX_RULES`."""
    from claimlint.checks import Options, enabled

    book, settings = context.book, context.settings
    if book is None:
        return []
    wanted: set[int] = set()
    for select, ignore in _selections(context):
        options = Options(select, ignore)
        if settings is not None and settings.jurisdictions:
            options = options._replace(jurisdictions=settings.jurisdictions)
        chosen = enabled(book, options)
        wanted |= frozenset(range(len(book.rules))) if chosen is None else chosen
    rules = sorted((book.rules[index] for index in wanted), key=lambda rule: str(rule.id))
    return rules[:MAX_RULES]


def _selections(context: Context) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the pairs (select, ignore) that some file of the run is checked with."""
    settings = context.settings
    if settings is None:
        return [((), ())]
    overrides = [override.select for override in settings.overrides if override.select]
    return [(select, settings.ignore) for select in (settings.select, *overrides)]


def sentence(text: str) -> str:
    """Return a text on one line that ends as a sentence does."""
    text = shown(" ".join(text.split()))
    return text if text.endswith((".", "!", "?")) else text + "."


def shortened(text: str, size: int = _MAX_TEXT) -> str:
    """Return a text of at most `size` characters."""
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


class Taxonomies:
    """The provisions that some rules cite: one taxonomy for each authority, in order of names."""

    __slots__ = ("_places", "_sources", "records")

    def __init__(self, rules: Iterable[Rule], sources: Mapping[str, Source]) -> None:
        cited = {name for rule in rules for name in rule.sources if name in sources}
        self._sources = sources
        groups: dict[tuple[str, str], list[str]] = {}
        for name in sorted(cited):
            source = sources[name]
            groups.setdefault((source.jurisdiction, source.authority), []).append(name)
        self.records: list[Record] = []
        self._places: dict[str, tuple[Record, int]] = {}
        for index, (key, names) in enumerate(sorted(groups.items())):
            component = _component(*key, index)
            self.records.append(_taxonomy(component, key, [sources[name] for name in names]))
            for place, name in enumerate(names):
                self._places[name] = component, place

    def components(self) -> list[Record]:
        """Return the references that `supportedTaxonomies` holds."""
        return [
            {"name": record["name"], "index": index, "guid": record["guid"]}
            for index, record in enumerate(self.records)
        ]

    def targets(self, names: Sequence[str]) -> list[Record]:
        """Return references to some provisions (those that are not known are left out)."""
        return [
            {"id": name, "index": place, "toolComponent": component}
            for name in names
            if name in self._places
            for component, place in [self._places[name]]
        ]


def _component(jurisdiction: str, authority: str, index: int) -> Record:
    from uuid import NAMESPACE_URL, uuid5

    name = shown(f"{authority} ({jurisdiction})")
    guid = str(uuid5(NAMESPACE_URL, f"claimlint:taxonomy:{jurisdiction}:{authority}"))
    return {"name": name, "index": index, "guid": guid}


def _taxonomy(component: Record, key: tuple[str, str], sources: list[Source]) -> Record:
    jurisdiction, authority = key
    record: Record = {
        "name": component["name"],
        "guid": component["guid"],
        "organization": shown(authority),
        "shortDescription": {
            "text": f"Provisions, guidance and cases of {shown(authority)} that rules cite."
        },
        "isComprehensive": False,
        "language": "en-US",
        "properties": {"jurisdiction": jurisdiction},
        "taxa": [_taxon(source) for source in sources],
    }
    address = _address(sources)
    if address:
        record["informationUri"] = address
    return record


def _taxon(source: Source) -> Record:
    record: Record = {
        "id": source.id,
        "name": symbol(source.id),
        "shortDescription": {"text": sentence(source.provision)},
        "fullDescription": {"text": shortened(sentence(source.summary))},
    }
    address = _address([source])
    if address:
        record["helpUri"] = address
    return record


def symbol(name: str) -> str:
    """Return `safe-and-effective` as `SafeAndEffective`, and `hope` as `HopeRule`.

    SARIF wants a name that differs from the id in more than case.
    """
    import re

    result = "".join(part.capitalize() for part in re.findall("[A-Za-z0-9]+", name))
    return result if result.lower() != name.lower() else result + "Rule"


def rule_record(
    rule: Rule, taxonomies: Taxonomies, sources: Mapping[str, Source], precision: str = ""
) -> Record:
    """Return a rule as a reportingDescriptor; precision: "" where it was not measured."""
    cited = [sources[name] for name in rule.sources if name in sources]
    record: Record = {
        "id": rule.id,
        "name": symbol(rule.id),
        "shortDescription": {"text": shortened(sentence(rule.title))},
        "fullDescription": {"text": shortened(sentence(rule.why))},
        "help": {"text": _help_text(rule, cited), "markdown": _help_markdown(rule, cited)},
        "messageStrings": message_strings(rule),
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": True},
    }
    address = _address(cited)
    if address:
        record["helpUri"] = address
    targets = taxonomies.targets(rule.sources)
    if targets:
        record["relationships"] = [{"target": t, "kinds": ["relevant"]} for t in targets]
    places = dict.fromkeys(source.jurisdiction for source in cited)
    properties: Record = {
        "tags": ["health-claims", rule.category, *places][:_MAX_TAGS],
        "problem.severity": _PROBLEMS[rule.severity],
    }
    if precision:
        properties["precision"] = precision
    record["properties"] = properties
    return record


def message_strings(rule: Rule) -> Record:
    """Return the templates of a rule's messages; {0}: the words; {1}, {2}: a rewording."""
    why = sentence(rule.why).replace("{", "{{").replace("}", "}}")
    if rule.when:
        return {"missing": {"text": why}}
    return {
        "default": {"text": f"'{{0}}': {why}"},
        "reworded": {"text": f"'{{0}}': {why} Instead of '{{1}}' write '{{2}}'."},
        "shortened": {"text": f"'{{0}}': {why} Leave out '{{1}}'."},
    }


def _help_text(rule: Rule, cited: list[Source]) -> str:
    parts = [sentence(rule.why)]
    if rule.advice:
        parts.append(sentence(rule.advice))
    if cited:
        parts.append("Sources: " + shown("; ".join(s.provision for s in cited)) + ".")
    return " ".join(parts)


def _help_markdown(rule: Rule, cited: list[Source]) -> str:
    """Return why, what to do, examples and sources; nothing but our own markup is markup."""
    parts = [f"**Why**: {plain(sentence(rule.why))}"]
    if rule.advice:
        parts.append(f"**What to do**: {plain(sentence(rule.advice))}")
    for title, examples in (("Reported", rule.flag), ("Not reported", rule.pass_)):
        if examples:
            parts.append(f"**{title}**\n\n{_quoted(examples)}")
    if cited:
        lines = []
        for source in cited:
            name = plain(f"{source.authority}: {source.provision}")
            link = f"[{name}](<{source.url}>)" if _is_web(source.url) else name
            lines.append(f"- {link} ({plain(source.jurisdiction)}). {plain(source.summary)}")
        parts.append("**Sources**\n\n" + "\n".join(lines))
    parts.append("claimlint points at wording; it is not legal advice.")
    return "\n\n".join(parts)


def _quoted(examples: Sequence[Example]) -> str:
    # Compiled rules hold their examples as plain tuples, the text first.
    return "\n".join(f"- {plain(example[0])}" for example in examples[:_EXAMPLES])


def _address(sources: Iterable[Source]) -> str:
    """Return the first address on the web that some sources have, "" for none."""
    return next((source.url for source in sources if _is_web(source.url)), "")


def _is_web(url: str) -> bool:
    """Tell whether this is an address that may become a link: not `javascript:`, no markup."""
    web = url.startswith(("https://", "http://"))
    return web and url.isascii() and url.isprintable() and not set(url) & set('<> "\\^`{|}')
