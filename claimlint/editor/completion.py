"""Names to choose from while a waiver comment or a configuration is being written."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from claimlint.editor.projects import all_rule_names
from claimlint.rulebook import compile
from claimlint.rulebook.compile import RuleBook
from claimlint.rulebook.model import JURISDICTIONS
from claimlint.settings import FAIL_ON, FILE_NAMES, KEYS, UNUSED
from claimlint.waivers.comments import ACTIONS


class Choice(NamedTuple):
    """A name, what it stands for, and how many characters before the cursor it replaces."""

    name: str
    about: str
    typed: int


_WORD = r"[\w.-]*$"
_WAIVER = re.compile(
    r"claimlint-(?:disable(?:-next-line|-line|-file)?|enable)[ \t]+"
    r"(?:[\w-]+[, \t]+)*(?!-)(?P<word>[\w-]*)$"
)
_ACTION = re.compile(r"(?:<!--|[#/*%{!.])[ \t]*claimlint-(?P<word>[\w-]*)$")
_FRONT = re.compile(r"^claimlint:[ \t]*\r?\n(?:[ \t]+.*\r?\n)*?[ \t]+disable:[^\n]*$", re.M)
_LIST = re.compile(
    r"""(?:^|[\s,{])["']?(?P<key>[\w-]+)["']?[ \t]*[=:][ \t]*\[[^\]]*$""", re.MULTILINE
)
_ITEMS = re.compile(
    r"""^[ \t-]*(?P<key>[\w-]+):[ \t]*\r?\n(?:[ \t]*-[^\n]*\n)*[ \t]*-[ \t]+["']?[\w-]*$""", re.M
)
_VALUE = re.compile(r"""^[ \t]*(?P<key>[\w-]+)[ \t]*[=:][ \t]*["']?[\w-]*$""", re.MULTILINE)
_KEY = re.compile(r"^(?P<word>[\w-]*)$", re.MULTILINE)


def choices(before: str, path: str, book: RuleBook) -> list[Choice]:
    """Return what may stand at the cursor.

    before: the text up to the cursor, of which the last 4,000 characters count; path: the file.
    """
    before = before[-4_000:]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    if os.path.basename(path) in FILE_NAMES:
        return _in_configuration(before, path, book)
    waiver = _WAIVER.search(line)
    if waiver and " -- " not in waiver.group():
        return _all(all_rule_names(book), waiver["word"])
    action = _ACTION.search(line)
    if action:
        about = dict.fromkeys(ACTIONS, "a waiver comment")
        return _all(about, action["word"])
    if _FRONT.search(before):
        return _all(all_rule_names(book), _typed(line))
    return []


def _in_configuration(before: str, path: str, book: RuleBook) -> list[Choice]:
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    word = _typed(line)
    within = _LIST.search(before) or _ITEMS.search(before)
    key = within["key"] if within else ""
    if not key and (value := _VALUE.search(line)):
        key = value["key"]
    if key in ("select", "ignore"):
        return _all(all_rule_names(book), word)
    if key == "packs":
        return _all(dict.fromkeys(compile.builtin_packs(), "a pack of rules"), word)
    if key == "jurisdictions":
        return _all(dict.fromkeys(JURISDICTIONS, "a jurisdiction"), word)
    if key == "fail-on":
        return _all(dict.fromkeys(FAIL_ON, "a severity"), word)
    if key == "unused-waivers":
        return _all(dict.fromkeys(UNUSED, "what an unused waiver is"), word)
    if _KEY.search(line) and os.path.basename(path) != "pyproject.toml":
        return _all(dict.fromkeys(KEYS, "a setting of claimlint"), word)
    return []


def _typed(line: str) -> str:
    found = re.search(_WORD, line)
    return found.group() if found else ""


def _all(names: dict[str, str], word: str) -> list[Choice]:
    return [Choice(name, about, len(word)) for name, about in sorted(names.items())]
