"""The results of a SARIF log: one for each finding, with its place, its sentence and its fixes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import namedtuple
from urllib.parse import quote_from_bytes

from claimlint.reports.columns import position16
from claimlint.reports.json import legible
from claimlint.reports.line_hashes import LineHashes
from claimlint.reports.reworded import suggestion
from claimlint.reports.sarif_rules import LEVELS, sentence
from claimlint.reports.shown import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.documents.model import Document
    from claimlint.finding import Finding, Rewrite
    from claimlint.rulebook.model import Rule

    Record = dict[str, object]

ROOT = "%SRCROOT%"

_MAX_SNIPPET = 2_000
_LINK = re.compile(r"\]\s*\(")


def uri_of(path: str) -> str:
    """Return a path as a relative reference: percent-encoded, with forward slashes.

    A colon is encoded as well, so that no path reads as a scheme.
    """
    path = path.removeprefix("./")
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no name of a file here, but --stdin-filename takes what it gets
        data = path.encode("utf-8", "surrogatepass")
    return quote_from_bytes(data, safe="/")


class FileResults:
    """Makes the results of one file, in order of place."""

    __slots__ = (
        *("_block", "_block_words", "_document", "_hashes", "_location", "_pieces", "_seen"),
    )

    def __init__(self, document: Document, index: int) -> None:
        self._document = document
        self._hashes = LineHashes(document.source)
        self._location = artifact_location(document.path, index)
        self._seen: dict[tuple[str, int], int] = {}
        self._pieces: list[tuple[int, int, int]] | None = None
        self._block = -1
        self._block_words = Words([], [], [])

    def result(self, finding: Finding, rule: Rule | None, rule_index: int) -> Record:
        """Return the result for a finding.

        rule: where it is known; rule_index: its index in the list of rules.
        """
        document = self._document
        region = _region(document, finding.start, finding.end)
        snippet = document.source[finding.start : finding.end]
        if len(snippet) <= _MAX_SNIPPET:
            region["snippet"] = {"text": legible(snippet)}
        place: Record = {"artifactLocation": self._location, "region": region}
        context = self._context(finding)
        if context:
            place["contextRegion"] = context
        record: Record = {"ruleId": finding.rule}
        if rule is not None:
            record["ruleIndex"] = rule_index
        record |= {
            "level": LEVELS[finding.severity],
            "kind": "fail",
            "message": _message(finding, rule, document.source),
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {
                "primaryLocationLineHash": self._line_hash(finding),
                "claimlintMatch/v1": finding.fingerprint,
            },
        }
        fixes = [self._fix(rewrite) for rewrite in finding.rewrites if rewrite.edits]
        if fixes:
            record["fixes"] = fixes
        return record

    def _line_hash(self, finding: Finding) -> str:
        """Return GitHub's hash of the line; the k-th further finding of a rule there gets `-k`.

        GitHub takes results of one rule with one hash for one alert.
        """
        key = (finding.rule, finding.line)
        further = self._seen.get(key, 0)
        self._seen[key] = further + 1
        line_hash = self._hashes.of(finding.line)
        return f"{line_hash}-{further}" if further else line_hash

    def _fix(self, rewrite: Rewrite) -> Record:
        replacements = [
            {
                "deletedRegion": _region(self._document, edit.start, edit.end),
                "insertedContent": {"text": legible(edit.replacement)},
            }
            for edit in sorted(rewrite.edits)
        ]
        return {
            "description": {"text": unlinked(sentence(rewrite.description))},
            "artifactChanges": [{"artifactLocation": self._location, "replacements": replacements}],
            "properties": {"applicability": rewrite.applicability},
        }

    def _context(self, finding: Finding) -> Record | None:
        """Return the lines of the sentence around a finding.

        It must hold more than the finding: where the lines do not, they and those beside them;
        nothing where the file has no more, or where it would be very long.
        """
        document = self._document
        first, last = self._sentence(finding)
        start, end = line_start(document, first), line_end(document, last)
        if (start, end) == (finding.start, finding.end):
            start = line_start(document, max(start - 1, 0))
            end = line_end(document, min(end + 2, len(document.source)))
        if (start, end) == (finding.start, finding.end) or end - start > _MAX_SNIPPET:
            return None
        snippet = {"text": legible(document.source[start:end])}
        return _region(document, start, end) | {"snippet": snippet}

    def _sentence(self, finding: Finding) -> tuple[int, int]:
        """Return the source range of a finding's sentence, or at least its own."""
        if self._pieces is None:
            self._pieces = sorted((s, e, at) for at, _, s, e in self._document.pieces())
        index = bisect_right(self._pieces, (finding.start, len(self._document.source), 0)) - 1
        if index < 0 or finding.start >= self._pieces[index][1]:
            return finding.start, finding.end
        source, _, at = self._pieces[index]
        place = at + finding.start - source
        found = run_around(self._words(place), place, finding.segment.split())
        if found is None:
            return finding.start, finding.end
        start, end = self._document.source_range(*found)
        return min(start, finding.start), max(end, finding.end)

    def _words(self, place: int) -> Words:
        """Return the words of the block around a place; findings come block by block."""
        block = self._document.block_at(place)
        if self._block != block:
            self._block, self._block_words = block, words_of(self._document, block)
        return self._block_words


Words = namedtuple("Words", "starts ends texts")
Words.__doc__ = "The words of a block: where each starts and ends in the visible text, and itself."


def words_of(document: Document, block: int) -> Words:
    """Return the words of a block of a document."""
    start, end = document.blocks[block].start, document.blocks[block].end
    found = list(re.compile(r"\S+").finditer(document.text, start, end))
    return Words(
        [match.start() for match in found],
        [match.end() for match in found],
        [match.group() for match in found],
    )


def run_around(words: Words, place: int, run: list[str]) -> tuple[int, int] | None:
    """Return the range of visible text around `place` that consists of a run of words, if any."""
    at = bisect_right(words.starts, place) - 1
    for first in range(max(0, at - len(run) + 1), at + 1):
        if run and words.texts[first : first + len(run)] == run:
            return words.starts[first], words.ends[first + len(run) - 1]
    return None


def line_start(document: Document, offset: int) -> int:
    """Return the offset at which the line of a source offset begins."""
    offset = max(offset, int(document.source.startswith("\ufeff")))
    return offset - document.position(offset)[1] + 1


def line_end(document: Document, offset: int) -> int:
    """Return the offset at which the line of a source offset ends, its line end left out."""
    return line_start(document, offset) + len(document.line_text(document.position(offset)[0]))


def artifact_location(path: str, index: int) -> Record:
    """Return the location of a file below the root of the sources."""
    return {"uri": uri_of(path), "uriBaseId": ROOT, "index": index}


def _region(document: Document, start: int, end: int) -> Record:
    line, column = position16(document, start)
    end_line, end_column = position16(document, end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _message(finding: Finding, rule: Rule | None, source: str) -> Record:
    """Return the message as text, and as a template of the rule with its arguments.

    GitHub shows no fixes, so a short rewording becomes part of the message.
    """
    message = sentence(finding.message)
    if rule is None:
        return {"text": unlinked(message)}
    if rule.when:
        return {"text": unlinked(message), "id": "missing"}
    arguments = [shown(finding.text)]
    wording = suggestion(finding, source)
    if wording is None:
        name = "default"
    elif wording.new:
        name, message = "reworded", f"{message} Instead of '{wording.old}' write '{wording.new}'."
        arguments += [wording.old, wording.new]
    else:
        name, message = "shortened", f"{message} Leave out '{wording.old}'."
        arguments += [wording.old]
    return {
        "text": unlinked(message),
        "id": name,
        "arguments": [unlinked(argument) for argument in arguments],
    }


def unlinked(text: str) -> str:
    """Return a text in which no part reads as a link of SARIF, `[text](target)`."""
    if not _LINK.search(text):
        return text
    return text.replace("[", "\\[").replace("]", "\\]")
