"""Source text -> Document: one extractor per format, each imported only when it is needed."""

from __future__ import annotations

import os.path
from importlib import import_module

from claimlint.documents.model import Document
from claimlint.errors import UsageError

_EXTENSIONS = {
    "markdown": "md markdown mdown mkd mkdn mdwn qmd rmd",
    "mdx": "mdx",
    "html": "html htm xhtml shtml xht njk liquid twig j2 jinja jinja2 hbs handlebars mustache ejs "
    "erb eta gohtml tmpl",
    "php": "php phtml",
    "astro": "astro vue svelte",
    "jsx": "jsx tsx js ts mjs cjs mts cts",
    "json": "json jsonc json5 webmanifest",
    "yaml": "yaml yml",
    "text": "txt text rst adoc asciidoc asc",
}
_MODULES = {
    "markdown": "markdown",
    "mdx": "mdx",
    "html": "html",
    "php": "html",
    "astro": "mdx",
    "jsx": "mdx",
    "json": "data",
    "yaml": "data",
    "text": "plain",
}

# Formats whose module reads several: it is told which.
_VARIANTS = ("mdx", "astro", "jsx", "json", "yaml")

FORMATS = tuple(_MODULES)
"""The names of the formats that `extract` knows."""


def format_of(path: str) -> str | None:
    """Return the format that a file's extension stands for; None: not a known extension."""
    extension = os.path.splitext(path)[1][1:].lower()
    for name, extensions in _EXTENSIONS.items():
        if extension and extension in extensions.split():
            return name
    return None


def extract(path: str, source: str, format: str | None = None) -> Document:
    """Return the document that a source text holds.

    The format follows from the path's extension unless it is given; a file with an extension
    that is not known is read as plain text. A byte order mark takes part in the offsets but is
    no text. Raises UsageError for a format that does not exist.
    """
    name = format or format_of(path) or "text"
    if name not in _MODULES:
        raise UsageError(f"no format {name!r}; choose from {', '.join(FORMATS)}")
    module = import_module(f"claimlint.documents.{_MODULES[name]}")
    variant = (name,) if name in _VARIANTS else ()
    if not source.startswith("\ufeff"):
        document: Document = module.extract(source, path, *variant)
        return document
    inner: Document = module.extract(source[1:], path, *variant)
    return Document(
        path,
        source,
        inner.format,
        inner.text,
        inner.blocks,
        (
            inner.piece_texts,
            [at + 1 for at in inner.piece_sources],
            [at + 1 for at in inner.piece_ends],
        ),
        inner.notices,
    )
