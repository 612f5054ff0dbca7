"""Paths -> content files: named ones as they are, folders walked without following links.

Names are bytes: whatever a folder holds comes through (undecodable bytes as lone surrogates).
Nothing here opens a content file, and nothing that can go wrong with one path stops the others.
"""

from __future__ import annotations

import os
import stat
import sys
from collections import namedtuple

from claimlint import ignores
from claimlint.documents import format_of
from claimlint.errors import SettingsError, UsageError
from claimlint.finding import Notice
from claimlint.settings import git_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from claimlint.settings import Settings

STDIN = "-"

SKIPPED_FOLDERS = frozenset(
    (
        *(
            ".git",
            ".github",
            ".gitlab",
            ".circleci",
            ".hg",
            ".svn",
            ".jj",
            "node_modules",
            "bower_components",
            "jspm_packages",
        ),
        *("vendor", "_vendor", ".venv", "venv", "site-packages", "__pycache__", ".tox", ".nox"),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".cache", ".next"),
        *(".nuxt", ".output", ".svelte-kit", ".astro", ".docusaurus", ".jekyll-cache"),
        *(".sass-cache", ".parcel-cache", ".turbo", ".vercel", ".netlify", ".wrangler"),
        *(".yarn", ".pnpm-store", ".bundle", ".gradle", ".terraform", ".obsidian", ".idea"),
    )
)
"""Folders that hold other people's text or a tool's own files; `exclude = ["!vendor"]` in the
configuration brings one back, and so does naming it."""

SKIPPED_FILES = frozenset(
    (
        *("package.json", "package-lock.json", "npm-shrinkwrap.json", "composer.json"),
        *("pnpm-lock.yaml", "pnpm-workspace.yaml", "tsconfig.json", "jsconfig.json", "lerna.json"),
        *("nx.json", "turbo.json", "vercel.json", "renovate.json", "bower.json", "deno.json"),
        *("robots.txt", "requirements.txt", "CMakeLists.txt", "llms.txt"),
        *("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"),
        *(".claimlint.yaml", ".claimlint.yml", "claimlint-baseline.json"),
        *(".pre-commit-config.yaml", ".pre-commit-hooks.yaml"),
    )
)
"""Files with a content extension that tools read and patients do not."""

CODE_EXTENSIONS = frozenset(("js", "ts", "mjs", "cjs"))
"""Extensions that claimlint can read but that mostly hold programs and bundles: read when they
are named, or when `extensions` in the configuration lists them."""

Source = namedtuple("Source", "path file", defaults=("",))
Source.__doc__ = """A content file.

path: as shown, relative to the working directory, with forward slashes; file: what to open
(absolute), "" for standard input.
"""

Found = namedtuple("Found", "sources notices")
Found.__doc__ = "What some paths lead to: Source records in order of their paths, and Notices."


def discover(
    paths: Iterable[str],
    settings: Settings,
    *,
    stdin_name: str = "",
    force_exclude: bool = False,
    allow_empty: bool = False,
    skip: Collection[str] = (),
) -> Found:
    """Return the content files that some paths lead to, each real file once.

    In folders only files with an extension of a content format count, and ignore files, default
    excludes and the settings' patterns apply; a file that is named is taken as it is, unless
    `force_exclude` says otherwise. `skip`: real paths never to be taken.
    What cannot be used is named in a notice of level "error"; a folder without content files is
    one, unless `allow_empty`. Raises UsageError when there is no working directory.
    """
    search = _Search(settings, force_exclude, frozenset(skip))
    for path in dict.fromkeys(paths):
        if path == STDIN:
            search.add_stdin(stdin_name)
        elif path:
            search.add(path, allow_empty)
        else:
            search.notices.append(Notice("", "error", "an empty path was given"))
    return search.found()


class _Search:
    """One run of discover: what was found so far."""

    def __init__(self, settings: Settings, force_exclude: bool, skip: frozenset[str]) -> None:
        try:
            self.cwd = os.getcwd()
        except OSError:
            raise UsageError("the working directory does not exist any more") from None
        self.settings = settings
        self.extensions = frozenset(name for name, _ in settings.extensions)
        self.force_exclude = force_exclude
        self.skip = skip
        self.exclude = self._patterns(settings.exclude, "exclude")
        self.include = self._patterns(settings.include, "include")
        # real path -> (whether it was reached by a link, path as shown)
        self.files: dict[str, tuple[bool, str]] = {}
        self.stdin: str | None = None
        self.notices: list[Notice] = []

    def _patterns(self, lines: Sequence[str], key: str) -> ignores.Patterns | None:
        listed, bad = ignores.patterns(lines)
        if bad:
            line = lines[bad[0] - 1]
            raise SettingsError(
                f"'{line}' in '{key}' is not a valid pattern",
                *(self.settings.path, getattr(line, "line", 0), getattr(line, "column", 0)),
            )
        return listed

    def found(self) -> Found:
        """Return everything, in order of the paths as shown."""
        sources = [Source(path, file) for file, (_, path) in self.files.items()]
        if self.stdin is not None:
            sources.append(Source(self.stdin))
        return Found(sorted(sources), sorted(set(self.notices)))

    def add_stdin(self, name: str) -> None:
        """Add standard input under the name that it stands for."""
        if name and self.force_exclude and self._is_excluded_by_force(os.path.abspath(name)):
            return
        self.stdin = self._shown(name) if name else "<stdin>"

    def add(self, path: str, allow_empty: bool) -> None:
        """Add a path that was named."""
        absolute = os.path.join(self.cwd, path)
        try:
            status = os.stat(absolute)
            real = os.path.realpath(absolute)
        except (OSError, ValueError) as error:
            self._fail(self._shown(path), _reason(path, error))
            return
        if self.force_exclude and self._is_excluded_by_force(self._plain(path)):
            return
        if stat.S_ISDIR(status.st_mode):
            shown = self._shown(path)
            if not self._walk(real, shown) and not allow_empty:
                self._fail(shown, "holds no content files that are not excluded")
        elif stat.S_ISREG(status.st_mode):
            self._take(real, self._shown(path), os.path.islink(absolute))
        else:
            self._fail(
                self._shown(path),
                f"is a {_kind(status.st_mode)}, not a file; pipe a text to `claimlint -`",
            )

    def _fail(self, path: str, message: str, level: str = "error") -> None:
        self.notices.append(Notice(path, level, message))

    def _take(self, real: str, shown: str, is_link: bool) -> None:
        """Keep a file; of several ways to it the direct one is shown, else the first by name."""
        if real in self.skip:
            return
        self.files[real] = min(self.files.get(real, (True, "\U0010ffff")), (is_link, shown))

    # -- names

    def _plain(self, path: str) -> str:
        """Return an absolute path without `.` and `..`; only folders behind a `..` are resolved."""
        absolute = os.path.join(self.cwd, path)
        if ".." in absolute.split(os.sep):
            folder, name = os.path.split(absolute.rstrip(os.sep))
            if name in ("", ".", ".."):
                return os.path.realpath(absolute)
            return os.path.join(os.path.realpath(folder), name)
        return os.path.normpath(absolute)

    def _shown(self, path: str) -> str:
        """Return a path relative to the working directory, with forward slashes."""
        return in_utf8(self._relative(path).replace(os.sep, "/"))

    def _relative(self, path: str) -> str:
        plain = self._plain(path)
        relative = _relative(plain, self.cwd)
        if relative.startswith(".."):
            folder, name = os.path.split(plain)
            real = os.path.join(os.path.realpath(folder), name)
            other = _relative(real, os.path.realpath(self.cwd))
            return relative if other.startswith("..") else other
        return relative

    # -- folders

    def _walk(self, top: str, shown: str) -> bool:
        """Take the content files below a real folder; tell whether one was seen."""
        levels = self._levels(top)
        prefix = "" if shown == "." else shown.rstrip("/") + "/"
        seen = False
        waiting = [(top, prefix, levels)]
        while waiting:
            folder, prefix, levels = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    names = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self._fail(prefix.rstrip("/") or ".", f"cannot be read: {error.strerror}")
                seen = True
                continue
            if folder != top:
                own, said = ignores.level(folder)
                self.notices += said
                levels = (*levels, own) if own else levels
            for entry in names:
                try:
                    name = in_utf8(entry.name)
                    if entry.is_dir(follow_symlinks=False):
                        if not self._is_skipped(entry.path, entry.name, levels, True):
                            waiting.append((entry.path, self._below(prefix, entry), levels))
                    elif not self._is_skipped(entry.path, entry.name, levels, False):
                        seen = self._enter(entry, prefix + name, top) or seen
                except OSError as error:
                    self._fail(prefix + in_utf8(entry.name), f"cannot be read: {error.strerror}")
        return seen

    def _below(self, prefix: str, entry: os.DirEntry[str]) -> str:
        """Return what is shown before the names in a folder of a folder that is shown."""
        if prefix.startswith("../") and _is_below(self.cwd, entry.path):
            shown = _relative(entry.path, self.cwd).replace(os.sep, "/")
            return "" if shown == "." else in_utf8(shown) + "/"
        return prefix + in_utf8(entry.name) + "/"

    def _project(self, folder: str) -> str:
        """Return the folder above which ignore files do not count for a real folder."""
        root = git_root(folder)
        return root or (self.cwd if _is_below(folder, self.cwd) else folder)

    def _levels(self, top: str) -> tuple[ignores.Level, ...]:
        """Return the ignore files above a folder that is named, unless they ignore it itself."""
        root = self._project(top)
        above: tuple[ignores.Level, ...] = ()
        if top != root:
            above, said = ignores.levels_above(os.path.dirname(top), root)
            self.notices += said
            steps = [top]
            while os.path.dirname(steps[-1]) != root:
                steps.append(os.path.dirname(steps[-1]))
            if any(ignores.is_ignored(step, above, True) for step in steps):
                above = ()
        own, said = ignores.level(top)
        self.notices += said
        return (*above, own) if own else above

    def _enter(self, entry: os.DirEntry[str], shown: str, top: str) -> bool:
        """Take an entry that is no folder; tell whether it counts as content."""
        if entry.is_symlink():
            return self._follow(entry, shown, top)
        if not self._is_content(entry.name):
            return False
        if entry.is_file(follow_symlinks=False):
            self._take(entry.path, shown, False)
            return True
        mode = entry.stat(follow_symlinks=False).st_mode
        self._fail(shown, f"is a {_kind(mode)}, not a file; it was left out", "warning")
        return False

    def _follow(self, entry: os.DirEntry[str], shown: str, top: str) -> bool:
        """Take a linked file of the same project; what lies elsewhere must be named."""
        real = os.path.realpath(entry.path)
        if not os.path.isdir(real) and not self._is_content(entry.name):
            return False
        if _is_below(real, top) and os.path.exists(real):
            return False
        if os.path.isfile(real) and _is_below(real, self._project(top)):
            self._take(real, shown, True)
            return True
        if os.path.exists(real):
            what = "a folder" if os.path.isdir(real) else "a file"
            self._fail(shown, f"is a link to {what} elsewhere; name it to have it checked", "info")
        else:
            self._fail(shown, "is a link to nothing that exists; it was left out", "info")
        return False

    def _is_content(self, name: str) -> bool:
        extension = extension_of(name)
        if extension in self.extensions:
            return True
        return extension not in CODE_EXTENSIONS and format_of(name) is not None

    # -- what is left out

    def _is_skipped(
        self, path: str, name: str, levels: Sequence[ignores.Level], folder: bool
    ) -> bool:
        """Tell whether an entry of a folder that is walked is left out."""
        if not folder and not self._is_content(name) and not os.path.islink(path):
            return True
        return self._is_excluded(path, name, folder) or ignores.is_ignored(path, levels, folder)

    def _is_excluded(self, path: str, name: str, folder: bool) -> bool:
        """Tell whether the defaults or the settings leave an entry out."""
        below = anchored(path, self.settings.folder)
        if self.exclude is not None:
            verdict = self.exclude.verdict(below, folder)
            if verdict is not None:
                return verdict
        if folder or name in SKIPPED_FOLDERS:
            return name in SKIPPED_FOLDERS
        if self.include is not None and not self.include.verdict(below):
            return True
        # Dot files with data in them configure tools.
        return name in SKIPPED_FILES or (
            name.startswith(".") and name.endswith((".json", ".yaml", ".yml", ".toml"))
        )

    def _is_excluded_by_force(self, path: str) -> bool:
        """Tell whether a named file or one of its folders would be left out of a walk."""
        root = self._project(os.path.dirname(path))
        steps = [path]
        while _is_below(os.path.dirname(steps[-1]), root) and steps[-1] != root:
            steps.append(os.path.dirname(steps[-1]))
        levels, said = ignores.levels_above(os.path.dirname(path), root, ignores.OWN_KINDS)
        self.notices += said
        for step in steps:
            folder = step != path or os.path.isdir(path)
            if step != root and (
                self._is_excluded(step, os.path.basename(step), folder)
                or ignores.is_ignored(step, [x for x in levels if x.folder != step], folder)
            ):
                return True
        return False


def in_utf8(name: str) -> str:
    """Return a name of the file system as it reads in UTF-8, whatever the locale."""
    if sys.getfilesystemencoding() == "utf-8" or name.isascii():
        return name
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def extension_of(path: str) -> str:
    """Return the extension of a path in lower case, without its dot ("": none)."""
    return os.path.splitext(path)[1][1:].lower()


def anchored(path: str, folder: str) -> str:
    """Return a path as patterns see it: below the folder that they are anchored at."""
    if folder and _is_below(path, folder):
        return ignores.relative(path, folder)
    real = os.path.realpath(folder) if folder else ""
    if real and _is_below(path, real):
        return ignores.relative(path, real)
    return path.replace(os.sep, "/").lstrip("/")


def _is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or stands in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _relative(path: str, folder: str) -> str:
    if path == folder:
        return "."
    if _is_below(path, folder):
        return path[len(folder.rstrip(os.sep)) + 1 :]
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "named pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"


def _reason(path: str, error: OSError | ValueError) -> str:
    """Say why a path that was named cannot be used."""
    if isinstance(error, FileNotFoundError):
        if any(sign in path for sign in "*?["):
            return "no such file; the pattern was not expanded, so it matches nothing"
        return "no such file or folder"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
