"""Where rule files are: the built-in packs and those of the user."""

from __future__ import annotations

import os

from claimlint import __version__
from claimlint.errors import RuleError
from claimlint.rulebook import tables as disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Groups = list[tuple[str, list[str]]]  # (pack, its files)


BUILTIN = "<rules>"
"""Stands for the folder of the built-in rules in tables, which may be made on another machine."""


def builtin_folder() -> str:
    """Return the folder of the built-in rules: in the wheel, or beside the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def rule_files(folder: str) -> list[str]:
    """Return the rule and vocabulary files of a pack folder, sorted; links out are left out."""
    found = []
    for place in (folder, os.path.join(folder, "vocabularies")):
        try:
            with os.scandir(place) as entries:
                found += sorted(
                    entry.path
                    for entry in entries
                    if entry.name.endswith((".yaml", ".yml")) and not entry.is_symlink()
                )
        except (FileNotFoundError, NotADirectoryError):
            continue
    return found


def builtin_packs() -> list[str]:
    """Return the names of the built-in packs."""
    with os.scandir(builtin_folder()) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.is_dir() and not entry.name.startswith((".", "_"))
        )


def shared() -> list[str]:
    """Return the files of the sources and of the context cues."""
    folder = builtin_folder()
    return [os.path.join(folder, name) for name in ("sources.yaml", "cues.yaml")]


def groups(extra: Iterable[str] = (), packs: Iterable[str] | None = None) -> Groups:
    """Return the packs of a run with their files; see `compile.rulebook`."""
    folder = builtin_folder()
    chosen = [(name, rule_files(os.path.join(folder, name))) for name in _chosen_packs(packs)]
    return chosen + [_user_pack(path) for path in extra]


def _chosen_packs(packs: Iterable[str] | None) -> list[str]:
    known = builtin_packs()
    if packs is None:
        return known
    chosen = list(packs)
    for name in chosen:
        if name not in known:
            raise RuleError(f"there is no pack '{name}'; packs are {', '.join(known)}")
    return [name for name in known if name in chosen or name == "core"]


def _user_pack(path: str) -> tuple[str, list[str]]:
    if os.path.isdir(path):
        files = rule_files(path)
        if not files:
            raise RuleError("holds no rule files (*.yaml)", path)
        return os.path.basename(os.path.abspath(path)), files
    if not os.path.isfile(path):
        raise RuleError("there is no such rule file or folder", path)
    return os.path.splitext(os.path.basename(path))[0], [path]


def keys(groups: Groups) -> tuple[str, str]:
    """Return the key of the tables, and the digest of the rules, the same on every machine."""
    names, contents = [], []
    for name, files in [("", shared()), *groups]:
        for path in files:
            try:
                with open(path, "rb") as handle:
                    content = handle.read()
            except OSError as problem:
                raise RuleError(f"cannot be read: {problem.strerror}", path) from None
            names.append(os.fsencode(path))
            contents += [f"{name}/{os.path.basename(path)}".encode(), content]
    rules = disk.digest(*contents)
    parts = (__version__.encode(), disk.interpreter(), rules.encode(), *names)
    return disk.digest(*parts), rules
