"""What a run is asked to do: the configuration file, checked to the letter, and its defaults.

The nearest of the files in `FILE_NAMES` counts, from the working directory upwards to the top of
the git checkout. Keys mirror the options of the command line, which win. An unknown key or a
value of the wrong type is a SettingsError with file, line and column.
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint.errors import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claimlint.strict_yaml import Map, Text, Value

FILE_NAMES = ("claimlint.toml", ".claimlint.yaml", ".claimlint.yml", "pyproject.toml")
MAX_BYTES = 20_000_000
FAIL_ON = ("error", "warning", "note", "never")
UNUSED = ("error", "warning", "off")
"""What a waiver that meets no finding is: an error (exit code 2), a warning, or nothing."""

Settings = namedtuple(
    "Settings",
    "path folder packs jurisdictions select ignore rules strict fail_on include exclude "
    "extensions max_bytes overrides baseline require_reason unused_waivers",
    defaults=(
        "",
        "",
        None,
        (),
        (),
        (),
        (),
        False,
        "warning",
        (),
        (),
        (),
        MAX_BYTES,
        (),
        "",
        True,
        "warning",
    ),
)
Settings.__doc__ = """The settings of a run.

path: the configuration file, "" without one; folder: where patterns are anchored;
packs: names of rule packs, None for all; jurisdictions: codes, () for all; select, ignore: rules
or categories; rules: further rule files and folders; strict: report notes; fail_on: one of
FAIL_ON; include, exclude: patterns as in .gitignore; extensions: pairs (extension, format);
max_bytes: size limit of a content file; overrides: tuple of Override; baseline: file of findings
that are accepted, "" without one; require_reason: a waiver without a reason has no effect;
unused_waivers: one of UNUSED.
"""

Override = namedtuple("Override", "paths select ignore strict", defaults=((), (), None))
Override.__doc__ = """What differs for some files.

paths: patterns as in .gitignore; select, ignore: as in Settings; strict: None where unchanged.
"""


def load(start: str) -> Settings:
    """Return the settings of the nearest configuration file above `start`, or the defaults.

    Raises SettingsError when the file is not valid, or when a folder holds two of them.
    """
    found = find(start)
    return load_file(found) if found else Settings(folder=start)


def find(start: str) -> str:
    """Return the nearest configuration file, or "".

    Outside a git checkout, a file in a folder above `start` counts only when it belongs to the
    user or to root: on a shared machine anybody can put one into /tmp.
    """
    top = git_root(start)
    folder = start
    while True:
        files = _files_in(folder, guarded=not top and folder != start)
        if len(files) > 1:
            names = " and ".join(os.path.basename(path) for path in files)
            raise SettingsError(f"{names} are both here; keep one of them", folder)
        if files:
            return files[0]
        above = os.path.dirname(folder)
        if folder in (top, above):
            return ""
        folder = above


def git_root(start: str) -> str:
    """Return the top folder of the git checkout around `start`, or ""."""
    folder = start
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def _files_in(folder: str, guarded: bool) -> list[str]:
    result = []
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        try:
            status = os.stat(path)
        except OSError:
            continue
        if guarded and hasattr(os, "getuid") and status.st_uid not in (0, os.getuid()):
            continue
        if name != "pyproject.toml" or _has_table(path):
            result.append(path)
    return result


def _has_table(path: str) -> bool:
    """Tell whether a pyproject.toml speaks of claimlint, without judging the rest of it."""
    try:
        text = _read(path)
    except SettingsError:
        return False
    if "claimlint" not in text:
        return False
    try:
        return _table(path, text) is not None
    except SettingsError:
        # Broken, and our table may be in it: to be told, not to be passed over.
        return "[tool.claimlint" in text


def load_file(path: str, folder: str = "") -> Settings:
    """Return the settings of a configuration file; its patterns are anchored at `folder`.

    Raises SettingsError with file, line and column.
    """
    folder = folder or os.path.dirname(os.path.abspath(path))
    table = _table(path, _read(path))
    if table is None:
        if os.path.basename(path) == "pyproject.toml":
            raise SettingsError("has no table [tool.claimlint]", path)
        return Settings(path=path, folder=folder)
    settings = Settings(path=path, folder=folder, **_values(table, _READERS, path))
    if settings.baseline:
        settings = settings._replace(baseline=_inside(settings.baseline, path, "baseline"))
    return settings._replace(rules=_confined(settings.rules, path))


def _read(path: str) -> str:
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            return file.read(4_000_000).decode("utf-8")
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror or error}", path) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError("is not UTF-8", path, line) from None


def _table(path: str, text: str) -> Map | None:
    """Return the mapping that holds our keys, None where the file has none."""
    name = os.path.basename(path)
    if name.endswith(".toml"):
        from claimlint import strict_toml

        table: Value | None = strict_toml.load(text, path, SettingsError)
        for key in ("tool", "claimlint") if name == "pyproject.toml" else ():
            table = table.get(key) if isinstance(table, dict) else None  # type: ignore[call-overload]
    elif name.endswith((".yaml", ".yml")):
        from claimlint import strict_yaml

        table = strict_yaml.load(text, path, SettingsError)
    else:
        raise SettingsError("is no configuration: use a .toml, .yaml or .yml file", path)
    if table is not None and not isinstance(table, dict):
        raise SettingsError("must hold keys with values", path, table.line, table.column)
    return table


def _values(table: Map, readers: dict[str, Reader], path: str) -> dict[str, object]:
    """Return the values of a mapping by field name; each key has a reader that checks it."""
    result: dict[str, object] = {}
    for key, value in table.items():
        if key not in readers:
            from claimlint.suggest import hint, known_names

            near = hint(key, readers, known_names(readers))
            raise SettingsError(f"unknown key '{key}'{near}", path, key.line, key.column)
        result[key.replace("-", "_")] = readers[key](key, value, path)
    return result


def _wrong(key: Text, value: Value, wanted: str, path: str) -> SettingsError:
    line, column = (value.line, value.column) if value.line else (key.line, key.column)
    return SettingsError(f"'{key}' must be {wanted}", path, line, column)


def _flag(key: Text, value: Value, path: str) -> bool:
    if isinstance(value, str) and value.plain and value in ("true", "false"):
        return value == "true"
    raise _wrong(key, value, "true or false (without quotes)", path)


def _size(key: Text, value: Value, path: str) -> int:
    if isinstance(value, str) and value.plain and value.isascii() and value.isdigit():
        number = int(value) if len(value) < 16 else 0
        if number > 0:
            return number
    raise _wrong(key, value, "a number of bytes, 1 or more", path)


def _fail_on(key: Text, value: Value, path: str) -> str:
    if isinstance(value, str) and value in FAIL_ON:
        return str(value)
    raise _wrong(key, value, "one of " + ", ".join(FAIL_ON), path)


def _unused(key: Text, value: Value, path: str) -> str:
    if isinstance(value, str) and value in UNUSED:
        return str(value)
    raise _wrong(key, value, "one of " + ", ".join(UNUSED), path)


def _file(key: Text, value: Value, path: str) -> Text:
    if isinstance(value, str) and value.strip() and not value.surprising:
        return value
    raise _wrong(key, value, "the name of a file", path)


def _texts(key: Text, value: Value, path: str) -> tuple[Text, ...]:
    if not isinstance(value, list):
        raise _wrong(key, value, "a list of texts", path)
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise _wrong(key, item, "a list of texts that are not empty", path)
        if item.surprising:
            raise _wrong(key, item, f"a list of texts: put {item} in quotes", path)
    return tuple(value)  # type: ignore[arg-type]


def _extensions(key: Text, value: Value, path: str) -> tuple[tuple[str, Text], ...]:
    if not isinstance(value, dict):
        raise _wrong(key, value, 'a table such as { njk = "html" }', path)
    from claimlint.documents import FORMATS

    for name, format in value.items():
        if not isinstance(format, str) or format not in FORMATS:
            raise _wrong(name, format, f"a format: {', '.join(FORMATS)}", path)
    return tuple((name.lower().lstrip("."), format) for name, format in value.items())  # type: ignore[misc]


def _overrides(key: Text, value: Value, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _wrong(key, value, "a list of tables", path)
    result = []
    for item in value:
        if not isinstance(item, dict):
            raise _wrong(key, item, "a list of tables", path)
        if not item.get("paths"):  # type: ignore[call-overload]
            raise _wrong(key, item, "tables that have 'paths'", path)
        result.append(Override(**_values(item, _OVERRIDE_READERS, path)))
    return tuple(result)


def _confined(rules: tuple[Text, ...], path: str) -> tuple[str, ...]:
    """Return rule paths as absolute ones, and see that they stay in the project.

    A configuration comes with the content, from whoever may open a pull request: it must not make
    claimlint read (and quote from) other files of the machine. `--rules` may name any folder.
    """
    result = []
    for name in rules:
        target = _inside(name, path, "rules")
        if not os.path.exists(target):
            raise SettingsError(f"no such file or folder: {name}", path, name.line, name.column)
        result.append(target)
    return tuple(result)


def _inside(name: Text, path: str, key: str) -> str:
    """Return the absolute path of a file that a configuration names, if it is in the project."""
    folder = os.path.dirname(os.path.realpath(path))
    top = git_root(folder) or folder
    target = os.path.realpath(os.path.join(folder, name))
    if os.path.commonpath([top, target]) != top:
        raise SettingsError(
            f"'{key}' may only name files inside {top}; name others with --{key}",
            *(path, name.line, name.column),
        )
    return target


if TYPE_CHECKING:
    Reader = Callable[[Text, Value, str], object]  # key, value, path of the file

_OVERRIDE_READERS: dict[str, Reader] = {
    "paths": _texts,
    "select": _texts,
    "ignore": _texts,
    "strict": _flag,
}

_READERS: dict[str, Reader] = {
    "packs": _texts,
    "jurisdictions": _texts,
    "select": _texts,
    "ignore": _texts,
    "rules": _texts,
    "strict": _flag,
    "fail-on": _fail_on,
    "include": _texts,
    "exclude": _texts,
    "extensions": _extensions,
    "max-bytes": _size,
    "overrides": _overrides,
    "baseline": _file,
    "require-reason": _flag,
    "unused-waivers": _unused,
}

KEYS = tuple(_READERS)
"""The keys of a configuration file."""

OVERRIDE_KEYS = tuple(_OVERRIDE_READERS)
"""The keys of one of its `overrides`."""
