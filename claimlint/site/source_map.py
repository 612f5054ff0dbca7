"""Pages -> the files that they were made from, by patterns that the user gives.

    blog/*/index.html=content/blog/*.md

`*` stands for a part of a name without `/`, `**` for any part; on the right each stands for what
it matched on the left, in order.
"""

from __future__ import annotations

import re
from collections import namedtuple

from claimlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Mapping = namedtuple("Mapping", "page source")
Mapping.__doc__ = "A pattern for pages, as a regular expression, and one for their sources."

_STARS = re.compile(r"\*\*/?|\*")


def mapping(text: str) -> Mapping:
    """Read `PAGES=SOURCES`; raises UsageError."""
    left, sign, right = text.partition("=")
    if not (left and sign and right):
        raise UsageError(f"--source-map '{text}' is not PAGES=SOURCES")
    if len(_STARS.findall(right)) > len(_STARS.findall(left)):
        raise UsageError(f"--source-map '{text}': more stars on the right than on the left")
    parts = []
    at = 0
    for star in _STARS.finditer(left):
        parts.append(re.escape(left[at : star.start()]))
        parts.append({"*": "([^/]*)", "**": "(.*)", "**/": "((?:[^/]+/)*)"}[star.group()])
        at = star.end()
    parts.append(re.escape(left[at:]))
    return Mapping(re.compile("".join(parts)), right)


def sources(page: str, mappings: Iterable[Mapping]) -> list[str]:
    """Return what a page (its path in the site) may have been made from, the likeliest first."""
    result = []
    for one in mappings:
        found = one.page.fullmatch(page)
        if found:
            result.append(_filled(one.source, found.groups()))
    return result


def _filled(pattern: str, groups: Sequence[str]) -> str:
    values = iter(groups)

    def value(star: re.Match[str]) -> str:
        """Return what a star stands for; `**/` is folders, each with its slash, or nothing."""
        matched = next(values).rstrip("/")
        return f"{matched}/" if star.group() == "**/" and matched else matched

    return _STARS.sub(value, pattern)
