"""Reports that the tests look at: made by hand, with claims, rewrites and hostile content."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

from claimlint import documents
from claimlint.finding import ERROR, NOTE, WARNING, Edit, Finding, Guard, Notice, Rewrite
from claimlint.reports import Context, html
from claimlint.rulebook.model import Rule, Source
from claimlint.run import Checked, Totals, add
from claimlint.settings import Settings
from claimlint.waivers import Lists, Waived
from claimlint.waivers.baseline import Baseline
from claimlint.waivers.changes import Changes

SOURCES = {
    "us-one": Source(
        "us-one", "Trade Office", "us", "Act on Advertising, section 5",
        "https://example.org/act?section=5&part=1", "Advertising may not deceive.", True, "", (),
    ),
    "uk-two": Source(
        "uk-two", "Standards Board", "uk", "Code of Advertising, rule 12.1",
        "javascript:alert(1)", "Claims need proof.", False, "", (),
    ),
}  # fmt: skip

WORDS = (
    ("cures arthritis", "cure-claim", "cure-reversal", ERROR),
    ("safe and effective", "safe-claim", "safety", WARNING),
    ("may boost your energy", "energy-claim", "efficacy", NOTE),
)


def rule(name, category, severity):
    return Rule(
        name, "core", category, severity, f"Says a thing called {category}",
        "A reader takes it for a fact, and no trial of it has been published.",
        ("us-one", "uk-two"), (), (), (), (), ((), (), ()), (), "Say what was studied.", (), (),
        "us", (), (), "rules.yaml", 1,
    )  # fmt: skip


RULES = {name: rule(name, category, severity) for _, name, category, severity in WORDS}
BOOK = SimpleNamespace(by_id=RULES, sources=SOURCES, size=len(RULES))
CONTEXT = Context("c0ffee" * 10, book=BOOK, settings=Settings(), inputs=("content",))


def findings(path, source, document):
    """Find WORDS in a source, each with one rewrite."""
    made = []
    for words, name, category, severity in WORDS:
        at = source.find(words)
        while at >= 0:
            end = at + len(words)
            line, column = document.position(at)
            end_line, end_column = document.position(end)
            sentence = source[source.rfind("\n", 0, at) + 1 : source.find("\n", at)]
            edit = Edit(at, end, "has not been shown to help")
            fingerprint = hashlib.sha256(
                f"{path}{at}{name}".encode("utf-8", "replace")
            ).hexdigest()[:40]
            made.append(
                Finding(
                    path, at, end, line, column, end_line, end_column, name, category, severity,
                    "span", f"'{words}': A reader takes it for a fact.", words, sentence,
                    "paragraph", (Guard("hedged", "may", "lower"),) if severity == NOTE else (),
                    ("us-one", "uk-two") if severity > NOTE else ("uk-two",), fingerprint,
                    (Rewrite("review", "Say what is not known", (edit,)),),
                    "Say what was studied.", (),
                )
            )  # fmt: skip
            at = source.find(words, end)
    return tuple(sorted(made, key=lambda f: (f.line, f.column)))


def checked(path, source):
    document = documents.extract(path, source)
    return Checked(path, document, findings(path, source, document), ())


def article(number, claims):
    """Return Markdown with a number of claims, three kinds in turn."""
    parts = [f"# Article {number} on knees and backs"]
    for index in range(claims):
        words = WORDS[index % len(WORDS)][0]
        parts.append(f"Sentence {index} of article {number} says that our drip {words} for you.")
        if index % 3 == 2:
            parts.append(f"## Part {index}\n\n- The clinic opens at nine.\n- Parking is free.")
    return "\n\n".join(parts) + "\n"


def report(files, notices=(), context=CONTEXT):
    """Return the HTML report on files, a list of Checked."""
    parts = []
    made = html.begin(parts.append, context)
    totals = Totals()
    for item in files:
        made.add(item)
        totals = add(totals, item)
    made.finish(totals, notices)
    return "".join(parts)


def sized(claims, each=25):
    """Return a report with a number of claims, `each` to a document, and one clean document.

    Where there are claims, some are waived, and it is compared with a baseline and a change.
    """
    files = []
    for number, done in enumerate(range(0, claims, each)):
        path = f"content/article-{number:04}.md"
        files.append(checked(path, article(number, min(each, claims - done))))
    files.append(checked("content/visits.md", "# Visits\n\nThe clinic opens at nine.\n"))
    notice = Notice("content/photo.md", "error", "looks binary; save it as UTF-8 or leave it out")
    if not claims:
        return report(files, (notice,))
    reasons = ("cleared by counsel, file 12", "")
    waived = [Waived(f, "comment", reasons[f.line % 2]) for f in files[0].findings[:5]]
    files[0] = files[0]._replace(waived=tuple(waived))
    changes = Changes(None, "since HEAD and main parted")
    changes.untouched, changes.left_out = 31, 7
    context = CONTEXT._replace(lists=Lists(Baseline("claimlint-baseline.json", ()), changes))
    return report(files, (notice,), context)
