"""A baseline: findings that a project has accepted for now, in a file that people can read.

    {"version": 1, "findings": [
    {"path": "content/knee.md", "rule": "root-cause-target", "text": "...", "fingerprint": "..."},
    null]}

One finding a line, in order of path, rule and text, and every line but the last ends in a comma:
what one branch adds and another takes away does not touch the same line, and even a merge by
union gives a file that can be read. A fingerprint is made from the rule and the sentence, so
entries survive when lines move and when other sentences change; a sentence that changes has to be
judged anew. A `reason` may be added to an entry by hand and is kept.
"""

from __future__ import annotations

import os
from collections import namedtuple

from claimlint.errors import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from claimlint.finding import Finding
    from claimlint.waivers import Waived

FILE_NAME = "claimlint-baseline.json"
VERSION = 1
MAX_BYTES = 64 * 1024 * 1024

Entry = namedtuple("Entry", "path rule text fingerprint reason", defaults=("",))
Entry.__doc__ = "A finding that is accepted; path: relative to the folder of the baseline, with /."

_KEYS = Entry._fields


def load(path: str) -> list[Entry]:
    """Return the entries of a baseline; raises SettingsError with file and line."""
    import json

    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message = "there is no such baseline; make one with: claimlint baseline create"
        raise SettingsError(message, path) from None
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror or error}", path) from None
    if len(data) > MAX_BYTES:
        raise SettingsError(f"is larger than {MAX_BYTES:,} bytes", path)
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError("is not UTF-8", path) from None
    except json.JSONDecodeError as error:
        raise SettingsError(_broken(data, error.msg), path, error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        raise SettingsError("is not a baseline", path) from None
    if not isinstance(value, dict) or not isinstance(value.get("findings"), list):
        raise SettingsError("is not a baseline: it has no list of findings", path)
    if value.get("version") != VERSION:
        raise SettingsError(f"is not a baseline of version {VERSION}", path)
    return [_entry(item, path) for item in value["findings"] if item is not None]


def _broken(data: bytes, said: str) -> str:
    if b"\n<<<<<<< " in data:
        return "has a merge conflict: keep the lines of both sides, then claimlint baseline prune"
    return f"is not valid JSON: {said}"


def _entry(item: object, path: str) -> Entry:
    if isinstance(item, dict) and all(isinstance(item.get(key), str) for key in _KEYS[:4]):
        return Entry(*(str(item.get(key, "")) for key in _KEYS))
    raise SettingsError(f"holds what is no finding: {str(item)[:80]}", path)


def dumped(entries: Iterable[Entry]) -> str:
    """Return a baseline as text, the same for the same entries."""
    from claimlint.reports.json import dumped as json

    lines = []
    for entry in sorted(set(entries)):
        record = {key: value for key, value in entry._asdict().items() if value}
        lines.append(json(record) + ",\n")
    return f'{{"version": {VERSION}, "findings": [\n' + "".join(lines) + "null]}\n"


class Baseline:
    """The entries of a run, and which of them met a finding."""

    __slots__ = ("_duties", "_entries", "_folder", "_moved", "new_places", "path", "used")

    def __init__(self, path: str, entries: Sequence[Entry]) -> None:
        self.path = path
        self._folder = os.path.dirname(os.path.realpath(path))
        self._entries = {(e.path, e.fingerprint): e for e in entries}
        self._duties = {(e.path, e.rule): e for e in entries}
        self.used: set[Entry] = set()
        self.new_places: dict[Entry, Entry] = {}
        """Entries of files that were renamed, each with what it is to be now."""
        self._moved: dict[str, list[Entry]] | None = None

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Waived]]:
        """Return the findings that are new, and those that are accepted."""
        from claimlint.waivers import Waived

        new, accepted = [], []
        for finding in findings:
            entry = self.find(finding)
            if entry is None:
                new.append(finding)
            else:
                reason = entry.reason or f"accepted in {os.path.basename(self.path)}"
                accepted.append(Waived(finding, "baseline", reason))
        return new, accepted

    def find(self, finding: Finding) -> Entry | None:
        """Return the entry of a finding, None for a new one."""
        place = self.place(finding.path)
        entry = self._entries.get((place, finding.fingerprint))
        if entry is None and finding.scope == "document":
            # The page lacks the same as before, even where another sentence shows it now.
            entry = self._duties.get((place, finding.rule))
        if entry is None:
            # A file that was renamed takes its entries with it; each counts once.
            waiting = self._of_missing_files().get(finding.fingerprint, [])
            entry = next((e for e in waiting if e not in self.used), None)
            if entry is not None:
                self.new_places[entry] = entry._replace(path=place)
        if entry is not None:
            self.used.add(entry)
        return entry

    def _of_missing_files(self) -> dict[str, list[Entry]]:
        if self._moved is None:
            self._moved = {}
            missing: dict[str, bool] = {}
            for entry in self._entries.values():
                if entry.path not in missing:
                    missing[entry.path] = not self.exists(entry.path)
                if missing[entry.path]:
                    self._moved.setdefault(entry.fingerprint, []).append(entry)
        return self._moved

    def exists(self, path: str) -> bool:
        """Tell whether the file of an entry is still there."""
        return os.path.lexists(os.path.join(self._folder, path))

    def place(self, path: str) -> str:
        """Return a path of a run (relative to the working directory) as entries have it."""
        absolute = os.path.join(os.path.realpath(os.getcwd()), path)
        try:
            relative = os.path.relpath(absolute, self._folder)
        except ValueError:  # another drive
            relative = absolute
        return relative.replace(os.sep, "/")

    def entry(self, finding: Finding) -> Entry:
        """Return the entry that a new finding gets."""
        from claimlint.reports.json import legible

        text = legible(finding.text or finding.message)
        place = self.place(finding.path)
        return Entry(place, finding.rule, text, finding.fingerprint)


def opened(path: str) -> Baseline:
    """Return the baseline of a file; raises SettingsError."""
    return Baseline(path, load(path))


def remaining(
    old: Iterable[Entry],
    baseline: Baseline,
    checked: Collection[str],
    is_on: Callable[[Entry], bool],
) -> list[Entry]:
    """Return the entries that are still needed after a run.

    Those that met a finding, and those that this run could not judge: of files that are there but
    were not checked, and of rules that were switched off. checked: places of checked files.
    """
    return [
        entry
        for entry in old
        if entry in baseline.used
        or (entry.path not in checked and baseline.exists(entry.path))
        or not is_on(entry)
    ]
