"""What rule files say, as records."""

from __future__ import annotations

from collections import namedtuple

CATEGORIES = (
    *("cure-reversal", "efficacy", "regeneration", "root-cause", "safety", "safe-and-effective"),
    *("surgery-avoidance", "medication-avoidance", "guarantee", "speed-ease", "durability"),
    *("superiority", "disparagement", "hype", "regulatory-status", "proof", "numeric-results"),
    *("typicality", "endorsement", "serious-disease", "urgency-fear", "natural-appeal"),
    *("broad-applicability", "prevention-wellness", "weight-loss", "hope"),
)
"""The claim families, one word each as in the labelling guideline."""

DUTY_CATEGORIES = (
    *("no-approval-notice", "no-results-vary", "no-risk-balance", "no-citation"),
    *("no-connection-disclosure", "no-supplement-disclaimer"),
)
"""Families of document-level findings: something that must be there is missing."""

GUARDS = (
    *("negated", "question", "attributed", "investigational", "qualified", "hedged", "cited"),
    *("accepted", "biology", "testimonial"),
)

EFFECTS = ("drop", "lower", "keep")

SCOPES = ("sentence", "block", "page")

BLOCK_KINDS = (
    *("paragraph", "heading", "list-item", "cell", "quote", "caption", "summary", "term"),
    *("button", "option", "label", "placeholder", "alt", "tooltip", "title", "description"),
    *("social", "structured-data", "front-matter", "field"),
)

JURISDICTIONS = (
    *("us", "us-ca", "us-wa", "us-fl", "us-ut", "us-tn", "us-tx", "us-nv", "us-ga", "us-az"),
    *("us-mt", "us-state", "uk", "eu", "ie", "au", "nz", "ca", "ca-on", "ca-qc", "in", "sg"),
    *("intl", "google-ads", "meta-ads"),
)

Rule = namedtuple(
    "Rule",
    "id pack category severity title why sources match except_ needs unless where guards advice "
    "rewrites jurisdictions flag pass_ path line severity_in when",
    defaults=((), ()),
)
Rule.__doc__ = """One rule.

severity: 1 note, 2 warning, 3 error. match, except_: phrase numbers. needs, unless: (scope,
phrase numbers) pairs. where: (kinds, kinds it is not, phrase numbers a heading above must hold).
guards: (name, effect) pairs that differ from the default. rewrites: mappings as in the file.
flag, pass_: Example records. path, line: where the rule stands. severity_in: (jurisdiction,
severity) pairs that differ. when: of a duty, the categories of findings that make it apply.
"""

Example = namedtuple("Example", "text kind under page severity because line")
Example.__doc__ = """A sentence that a rule must flag or pass.

kind: block kind; under: a heading above it; page: other text of the page; severity: what is
expected where it is not the rule's own (0: the rule's own); because: why it passes.
"""

Source = namedtuple(
    "Source", "id authority jurisdiction provision url summary verified checked categories"
)
Source.__doc__ = "A provision, guidance or case that rules cite; verified: read in stored text."

Vocabulary = namedtuple("Vocabulary", "name kind entries")
Vocabulary.__doc__ = (
    "A named word list; kind: noun, verb or none; entries: (row of elements, irregular forms)."
)
