"""The tables that a wheel brings along: the built-in rules compiled, and states learned from texts.

Run while the wheel is built (build_hook.py); what it writes is read by `compile.shipped`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from claimlint.checks import check
from claimlint.documents.plain import extract
from claimlint.errors import RuleError
from claimlint.rulebook import files
from claimlint.rulebook import tables as disk
from claimlint.rulebook.build import build
from claimlint.rulebook.compile import RuleBook, shipped

TOGETHER = 40
"""Texts that are read as one page."""


def write(folder: str, texts: Iterable[str]) -> list[str]:
    """Write the tables of the built-in rules, trained on some texts; return the file names.

    Raises RuleError where a rule is wrong.
    """
    groups = files.groups()
    sources, cues = files.shared()
    tables, errors = build(groups, sources, cues, files.keys(groups)[1])
    if errors:
        raise errors[0]
    path, key = shipped()
    compiled = os.path.join(folder, os.path.basename(path))
    disk.write(compiled, tables.bytes(key))
    found = disk.read(compiled, key)
    if found is None:
        raise RuleError("the tables cannot be written", compiled)
    book = RuleBook(found)
    for page in _pages(texts):
        check(extract(page, "page.txt"), book)
    book.phrases.scanner.foresee()
    learned = os.path.join(folder, os.path.basename(shipped("learned")[0]))
    disk.write(learned, disk.Tables.of(book.learned()).bytes(key))
    return [os.path.basename(compiled), os.path.basename(learned)]


def _pages(texts: Iterable[str]) -> list[str]:
    texts = list(texts)
    return ["\n\n".join(texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]
