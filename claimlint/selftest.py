"""Run the examples that rules carry: what must flag flags in every dress, the rest passes."""

from __future__ import annotations

from collections import namedtuple

from claimlint.checks.match import candidates
from claimlint.checks.page import Page
from claimlint.documents import extract
from claimlint.documents.sentences import split
from claimlint.finding import SEVERITY_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.checks.match import Candidate
    from claimlint.rulebook.compile import RuleBook
    from claimlint.rulebook.model import Example, Rule

Failure = namedtuple("Failure", "rule path line text problem")
Failure.__doc__ = "An example that did not do what its rule says: where it stands, and what it did."

_MARKDOWN = {"paragraph": "{}", "heading": "## {}", "list-item": "- {}", "quote": "> {}",
             "cell": "| a | b |\n|---|---|\n| {} | x |", "alt": "![{}](picture.png)"}  # fmt: skip
_HTML = {
    "title": "<title>{}</title>",
    "description": '<meta name="description" content="{}">',
    "social": '<meta property="og:title" content="{}">',
    "button": "<button>{}</button>",
    "caption": "<figure><figcaption>{}</figcaption></figure>",
    "summary": "<details><summary>{}</summary></details>",
    "term": "<dl><dt>{}</dt></dl>",
    "option": "<select><option>{}</option></select>",
    "label": '<div aria-label="{}"></div>',
    "placeholder": '<input placeholder="{}">',
    "tooltip": '<p title="{}">x</p>',
    "structured-data": '<script type="application/ld+json">{{"description": "{}"}}</script>',
}
_FIELDS = {"front-matter": "---\ntagline: '{}'\n---\n", "field": "tagline: '{}'\n"}


def run(book: RuleBook, ids: frozenset[str] | None = None) -> list[Failure]:
    """Return every example of the rules (None: all) that fails."""
    failures: list[Failure] = []
    for index, rule in enumerate(book.rules):
        if ids is None or rule.id in ids:
            failures += _rule(book, index, rule)
    return failures


def count(book: RuleBook) -> int:
    """Return the number of examples of all rules."""
    return sum(len(rule.flag) + len(rule.pass_) for rule in book.rules)


def _rule(book: RuleBook, index: int, rule: Rule) -> Iterator[Failure]:
    from claimlint.rulebook.model import Example

    for values in rule.flag:
        example = Example(*values)
        found = _findings(book, index, example, example.kind, example.text)
        expected = example.severity or 0
        if not found:
            yield Failure(rule.id, rule.path, example.line, example.text, "is not flagged")
        elif expected and expected not in {c.severity for c in found}:
            got = SEVERITY_NAMES[found[0].severity]
            said = f"is flagged as {got}, not as {SEVERITY_NAMES[expected]}"
            yield Failure(rule.id, rule.path, example.line, example.text, said)
        else:
            for name, kind, text in _variants(rule, example, found[0]):
                if not _findings(book, index, example, kind, text):
                    yield Failure(
                        rule.id, rule.path, example.line, text, f"is not flagged ({name})"
                    )
    for values in rule.pass_:
        example = Example(*values)
        found = _findings(book, index, example, example.kind, example.text)
        if found:
            words = _words(found[0], book)
            said = f"is flagged (phrase '{words}')"
            yield Failure(rule.id, rule.path, example.line, example.text, said)


def _words(candidate: Candidate, book: RuleBook) -> str:
    return str(book.phrase_texts[candidate.match.phrase])


def _findings(
    book: RuleBook, index: int, example: Example, kind: str, text: str
) -> list[Candidate]:
    """Return what the one rule finds in an example (outside its heading and its page)."""
    path, source = document(example, kind, text)
    page = Page(extract(path, source), book)
    wanted = "field" if path.endswith(".yaml") else kind
    blocks = page.document.blocks
    result = []
    for candidate in candidates(page, frozenset([index])):
        block = blocks[candidate.block]
        if candidate.severity and (block.kind == wanted or kind not in _MARKDOWN):
            result.append(candidate)
    return result


def document(example: Example, kind: str, text: str) -> tuple[str, str]:
    """Return (path, source) of a small document that shows an example."""
    if kind in _FIELDS:
        source = _FIELDS[kind].format(text.replace("'", "''"))
        return ("example.yaml" if kind == "field" else "example.md"), source
    if kind in _HTML:
        head = f"<h2>{example.under}</h2>\n" if example.under else ""
        tail = f"\n<p>{example.page}</p>" if example.page else ""
        return "example.html", head + _HTML[kind].format(text.replace('"', "&quot;")) + tail
    parts = [f"# {example.under}"] if example.under else []
    parts.append(_MARKDOWN[kind].format(text))
    if example.page:
        # Another kind of block, so that it is never taken for the example.
        parts.append(example.page if kind == "list-item" else f"- {example.page}")
    return "example.md", "\n\n".join(parts) + "\n"


def _variants(rule: Rule, example: Example, found: Candidate) -> Iterator[tuple[str, str, str]]:
    """Yield (name, kind, text) of the same example in other dress."""
    text = example.text
    if example.kind != "paragraph":
        return
    blank = _blank_inside(text, found)
    if blank:
        before, after = text[:blank], text[blank + 1 :]
        first, _, rest = after.partition(" ")
        if first.isalpha():
            yield "in bold", "paragraph", f"{before} **{first}**{' ' if rest else ''}{rest}"
        yield "with a line wrap", "paragraph", f"{before}\n{after}"
        yield "with an entity", "paragraph", f"{before}&nbsp;{after}"
    if "'" in text:
        yield "with a curly quote", "paragraph", text.replace("'", "’")
    if rule.where[0] or rule.where[1] or rule.where[2] or len(split(text, 0, len(text))) > 1:
        return
    if not any(mark in text for mark in "|[]*_`\\<>"):
        for kind in ("cell", "alt", "heading"):
            yield f"as {kind}", kind, text


def _blank_inside(text: str, found: Candidate) -> int:
    """Return the offset of a blank inside the words that a rule matched, or 0."""
    words = text.split(" ")
    if found.match.stop - found.match.first < 2 or len(words) < 2:
        return 0
    at = len(" ".join(words[: max(1, min(found.match.first, len(words) - 1))]))
    return at if 0 < at < len(text) - 1 and text[at] == " " else 0
