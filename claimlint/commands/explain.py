"""`claimlint explain FILE:LINE` and `claimlint explain RULE`: why, in the order it was decided."""

from __future__ import annotations

import os
import re
from collections import namedtuple

from claimlint import options, parsing, run, streams, waivers
from claimlint.discover import discover
from claimlint.errors import ClaimlintError, UsageError
from claimlint.finding import NOTE, SEVERITY_NAMES
from claimlint.reports.shown import shown, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimlint.checks.match import Candidate
    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Example, Rule
    from claimlint.settings import Settings

_ABOUT = """FILE:LINE shows the text that a reader sees on a line, each phrase of a rule in it, the
context that was seen, and what came of it. RULE shows what a rule says and rests on."""

Judged = namedtuple("Judged", "reported waived")
Judged.__doc__ = "The findings of a document, and those of them that are waived, as Waived."

_PLACE = re.compile(r"(.+?):(\d+)(?::\d+)?")
_WIDTH = 96


def parser() -> parsing.Parser:
    """Return the parser of this verb."""
    result = parsing.parser("claimlint explain", "[OPTIONS] FILE:LINE | RULE", _ABOUT)
    parsing.add_rule_options(result)
    parsing.add_common_options(result)
    return result


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given, words = parser().read(argv)
    if len(words) != 1:
        raise UsageError("name one thing to explain: claimlint explain FILE:LINE, or a rule")
    settings = options.settings_of(given)
    place = _PLACE.fullmatch(words[0])
    if place is None and os.path.isfile(words[0]):
        raise UsageError(f"name a line as well: claimlint explain {words[0]}:LINE")
    book = options.book_of(given, settings)
    for error in book.errors:
        streams.say(f"error: {error}")
    if place is None:
        lines = list(rule_lines(book, words[0]))
    else:
        lines = list(place_lines(book, settings, place[1], int(place[2][:9])))
    streams.write_stdout("".join(line + "\n" for line in lines))
    return 2 if book.errors else 0


# -- a line of a file


def place_lines(book: RuleBook, settings: Settings, path: str, line: int) -> Iterator[str]:
    """Yield what is to be said about a line; raises InputError and UsageError."""
    from claimlint.checks import check, explain

    found = discover([path], settings)
    for notice in found.notices:
        raise ClaimlintError(notice.message, notice.path)
    if len(found.sources) != 1 or os.path.isdir(path):
        raise UsageError(f"{path} is not one file")
    source = found.sources[0]
    document, notices = run.load(source, settings)
    for notice in notices:
        message = ClaimlintError(notice.message, notice.path, notice.line, notice.column)
        streams.say(f"{notice.level}: {message}")
    last = document.position(len(document.source))[0]
    if not 1 <= line <= last:
        raise UsageError(f"{path} has {last} lines")
    wanted = run.adjusted(source.path, run.plan(book, settings))[0]
    candidates = widest(explain(document, book, line, wanted))
    found_all = check(document, book, wanted)
    judged = Judged(
        found_all, waivers_of(document, found_all, waivers.Judge(book, settings, wanted))
    )
    yield f"{shown_path(source.path)}:{line}: read as {document.format}"
    blocks = blocks_on(document, line)
    for index in blocks:
        yield ""
        yield from _block_lines(document, index)
        for candidate, finding in candidates:
            if candidate.block == index:
                yield from _candidate_lines(book, candidate, finding, judged)
    for finding in judged.reported:
        if finding.scope == "document" and finding.line == line:
            yield ""
            yield from _paragraph("about the whole page: ", shown(finding.message))
            yield f"    rule      {finding.rule} ({SEVERITY_NAMES[finding.severity]})"
            for item in judged.waived:
                if item.finding is finding:
                    yield f"    outcome   {waived_by(item)}"
    if not blocks:
        yield ""
        yield "Nothing on this line is text that a reader sees: it is markup, code, a comment, a"
        yield "key or empty. Only what readers see is judged."
    elif not candidates:
        yield ""
        yield "No phrase of a rule occurs here."


def blocks_on(document: Document, line: int) -> list[int]:
    """Return the blocks that have visible text on a source line (1-based)."""
    result: list[int] = []
    for start, _, source_start, source_end in document.pieces():
        first = document.position(source_start)[0]
        last = document.position(max(source_start, source_end - 1))[0]
        if first <= line <= last:
            block = document.block_at(start)
            if block not in result:
                result.append(block)
    return result


def widest(candidates: Sequence[tuple[Candidate, Finding]]) -> list[tuple[Candidate, Finding]]:
    """Leave out a candidate that another one of its rule with the same outcome covers."""
    result: list[tuple[Candidate, Finding]] = []
    for candidate, finding in sorted(candidates, key=lambda c: c[1].start - c[1].end):
        if not any(
            (other.rule.id, other.severity, other.reason)
            == (candidate.rule.id, candidate.severity, candidate.reason)
            and wide.start <= finding.start
            and finding.end <= wide.end
            for other, wide in result
        ):
            result.append((candidate, finding))
    return sorted(result, key=lambda c: (c[1].start, c[1].end, c[0].rule.id))


def _block_lines(document: Document, index: int) -> Iterator[str]:
    block = document.blocks[index]
    kind = f"{block.kind} ({block.key})" if block.key else block.kind
    quoted = ", quoted" if block.quoted else ""
    yield from _paragraph(f"{kind}{quoted}: ", _one_line(document.block_text(index)))
    above = block.under
    while above >= 0:
        yield from _paragraph("  under: ", _one_line(document.block_text(above)))
        above = document.blocks[above].under


def _candidate_lines(
    book: RuleBook, candidate: Candidate, finding: Finding, judged: Judged
) -> Iterator[str]:
    rule = candidate.rule
    yield ""
    yield f"  {finding.line}:{finding.column} '{shown(finding.text)}'"
    yield f"    rule      {rule.id} ({SEVERITY_NAMES[rule.severity]}): {shown(rule.title)}"
    phrase = str(book.phrase_texts[candidate.match.phrase])
    yield from _paragraph("    phrase    ", shown(phrase), 14)
    yield from _paragraph("    sentence  ", shown(finding.segment), 14)
    for guard in candidate.guards:
        yield f"    context   {guard.name}: '{shown(guard.trigger)}' -> {guard.effect}"
    yield f"    outcome   {outcome(candidate, finding, judged)}"


def waivers_of(
    document: Document, found: Sequence[Finding], judge: waivers.Judge
) -> tuple[waivers.Waived, ...]:
    """Return the findings of a document that its text or the baseline of the project waives."""
    from claimlint.waivers import baseline

    path = judge.settings.baseline
    accepted = baseline.opened(path) if path else None
    applied = waivers.apply(document, found, waivers.Lists(accepted), judge)
    return tuple(applied.waived)


def waived_by(item: waivers.Waived) -> str:
    """Say that a finding is waived, by what and why."""
    reason = f": {shown(item.reason)}" if item.reason else ""
    return f"waived by {item.kind}{reason}"


def outcome(candidate: Candidate, finding: Finding, judged: Judged) -> str:
    """Say what became of a candidate."""
    if not candidate.severity:
        return f"no finding ({shown(candidate.reason)})"
    for item in judged.waived:
        other = item.finding
        is_span = other.scope == "span" and other.rule == finding.rule
        if is_span and other.start < finding.end and finding.start < other.end:
            return waived_by(item)
    for other in judged.reported:
        if other.scope == "document" or other.rule == finding.rule:
            continue
        if other.start < finding.end and finding.start < other.end:
            return f"same claim as {other.line}:{other.column} {other.rule}, which reports it"
    said = SEVERITY_NAMES[candidate.severity]
    if candidate.severity < candidate.rule.severity:
        said += ", lowered"
    return f"{said} (notes are reported with --strict)" if candidate.severity == NOTE else said


# -- a rule


def rule_lines(book: RuleBook, name: str) -> Iterator[str]:
    """Yield what a rule says; raises UsageError when there is no such rule."""
    rules = book.by_id
    if name not in rules:
        from claimlint.suggest import hint

        near = hint(name, rules, "; see claimlint rules list")
        raise UsageError(f"there is no rule '{name}'{near}")
    rule = rules[name]
    yield f"{rule.id}: {shown(rule.title)}"
    yield f"  {SEVERITY_NAMES[rule.severity]}, {rule.category}, pack {rule.pack}"
    yield f"  {shown_path(rule.path)}:{rule.line}"
    yield ""
    yield from _paragraph("", shown(rule.why))
    if rule.advice:
        yield ""
        yield from _paragraph("Instead: ", shown(rule.advice))
    if rule.jurisdictions:
        yield ""
        yield f"In force in: {', '.join(rule.jurisdictions)}"
    if rule.sources:
        yield ""
        yield "Rests on:"
        for source in rule.sources:
            yield from _source_lines(book, source)
    if rule.guards:
        yield ""
        yield "Context that counts otherwise than by default:"
        yield from (f"  {guard} -> {effect}" for guard, effect in rule.guards)
    yield ""
    yield "Flagged, for example:"
    yield from _example_lines(rule, rule.flag)
    yield "Not flagged:"
    yield from _example_lines(rule, rule.pass_)


def _source_lines(book: RuleBook, name: str) -> Iterator[str]:
    source = book.sources.get(name)
    if source is None:
        yield f"  {name}"
        return
    unverified = "" if source.verified else " (not verified)"
    yield from _paragraph(
        "  ", f"{name}: {shown(source.authority)}, {shown(source.provision)}{unverified}", 4
    )
    yield from _paragraph("    ", shown(source.summary), 4)
    if source.url:
        yield f"    {shown(source.url)}"


def _example_lines(rule: Rule, examples: Sequence[Example]) -> Iterator[str]:
    from claimlint.rulebook.model import Example

    for values in examples:
        example = Example(*values)
        because = f" ({shown(example.because)})" if example.because else ""
        yield from _paragraph("  - ", shown(example.text) + because, 4)


# -- layout


def _one_line(text: str) -> str:
    return shown(" ".join(text.split()))


def _paragraph(lead: str, text: str, indent: int = 2) -> Iterator[str]:
    """Yield a text in lines of at most 96 characters, a lead before the first."""
    line, is_empty = lead, True
    for word in text.split():
        if not is_empty and len(line) + 1 + len(word) > _WIDTH:
            yield line
            line, is_empty = " " * indent, True
        line = line + word if is_empty else f"{line} {word}"
        is_empty = False
    yield line
