"""Which folder holds the built site, and which of its files are pages."""

from __future__ import annotations

import os

from claimlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.discover import Source

FOLDERS = ("_site", "public", "dist", "out", "build")
"""Where site generators put what they build: Jekyll and Eleventy, Hugo and Gatsby, Astro and
Vite, Next.js, Docusaurus."""

EXTENSIONS = (".html", ".htm", ".xhtml", ".shtml")


def folder(named: list[str]) -> str:
    """Return the folder to check; without a name, the one built folder there is.

    Raises UsageError when there is none or a choice.
    """
    if len(named) > 1:
        raise UsageError("name one folder: claimlint site FOLDER")
    if named:
        if "://" in named[0]:
            raise UsageError("a site is checked as a built folder: claimlint site FOLDER")
        if not os.path.isdir(named[0]):
            raise UsageError(f"{named[0]} is not a folder; build the site first")
        return named[0]
    there = [name for name in FOLDERS if os.path.isdir(name) and _has_pages(name)]
    if len(there) == 1:
        return there[0]
    names = ", ".join(FOLDERS)
    if there:
        found = " and ".join(there)
        raise UsageError(f"{found} both hold pages; say which: claimlint site {there[0]}")
    raise UsageError(f"there is no built site here ({names}); name it: claimlint site FOLDER")


def _has_pages(folder: str) -> bool:
    for _, _, names in os.walk(folder):
        if any(name.lower().endswith(EXTENSIONS) for name in names):
            return True
    return False


def pages(sources: Iterable[Source]) -> list[Source]:
    """Return the files that are pages; data, feeds and scripts of a build repeat their text."""
    return [source for source in sources if source.path.lower().endswith(EXTENSIONS)]
