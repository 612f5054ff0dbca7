"""JSON-LD inside a page: the strings that search engines show as the page's own words."""

from __future__ import annotations

from claimlint.documents import json_strings
from claimlint.documents.embedded import put_value
from claimlint.documents.model import Builder

_TEXTS = (
    " abstract alternateName alternativeHeadline articleBody award awards benefits caption "
    "commentText description disambiguatingDescription expectedPrognosis followup headline "
    "howPerformed indication knowsAbout mechanismOfAction medicineSystem name outcome preparation "
    "procedure purpose reviewAspect reviewBody serviceType slogan text transcript "
    "treatmentIndication usageInfo "
)
_QUOTING = ("review", "reviews", "reviewBody", "testimonial")


def is_text(name: str) -> bool:
    """Tell whether a schema.org property holds text for readers."""
    return f" {name} " in _TEXTS


def emit(builder: Builder, source: str, start: int, end: int) -> None:
    """Add the texts of the JSON-LD in source[start:end], each as a block beside the open one."""
    for path, low, high in json_strings.Scanner(source, start, end).values():
        parts = path.split(".")
        names = [part for part in parts if part and not part.isdigit() and part != "@graph"]
        if not names or not is_text(names[-1]) or low == high:
            continue
        quoted = any(name in _QUOTING for name in names)
        put_value(
            builder,
            json_strings.decoded(source, low, high),
            "structured-data",
            names[-1],
            quoted=quoted,
            is_markdown=False,
        )
