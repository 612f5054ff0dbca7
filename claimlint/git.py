"""Git, asked a few plain questions; the only file that talks to it.

Only plumbing that reads objects is called: no diff and no status, so that no hook, filter,
external diff, pager or monitor that a repository configures is ever run, and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess

from claimlint.errors import ClaimlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SAFE = ("-c", "core.fsmonitor=", "-c", f"core.hooksPath={os.devnull}", "-c", "diff.external=")
_TIMEOUT = 120


class GitError(ClaimlintError):
    """Git is not there, or cannot answer; the message says what to do."""


def merge_base(folder: str, ref: str) -> str:
    """Return the commit that HEAD and `ref` both go back to.

    Raises GitError when there is none, with advice on shallow clones.
    """
    try:
        commit = _run(folder, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    except GitError as error:
        raise _missing(folder, f"git does not know the commit '{ref}'", error) from None
    try:
        return _run(folder, "merge-base", commit.decode().strip(), "HEAD").decode().strip()
    except GitError as error:
        what = f"git finds no commit that HEAD and '{ref}' have in common"
        raise _missing(folder, what, error) from None


def _missing(folder: str, what: str, error: GitError) -> GitError:
    """Return the error for a commit that is not there; a shallow clone is the usual cause."""
    said = error.message.lower()
    if "dubious ownership" in said or "not a git repository" in said or "git is not" in said:
        return error
    try:
        shallow = _run(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError:
        shallow = False
    if shallow:
        return GitError(
            f"{what}: this is a shallow clone. Fetch the whole history: with actions/checkout "
            "set `fetch-depth: 0`, elsewhere run git fetch --unshallow"
        )
    return GitError(f"{what}; is it spelled right, and was it fetched?")


def files(folder: str, commit: str) -> dict[str, str]:
    """Return the regular files of a commit: path from the top (bytes as surrogates) -> blob id."""
    listed = _run(folder, "ls-tree", "-r", "-z", "--full-tree", commit)
    result = {}
    for line in listed.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        mode, _, rest = head.partition(b" ")
        kind, _, blob = rest.partition(b" ")
        if tab and kind == b"blob" and mode != b"120000":
            result[os.fsdecode(name)] = blob.decode()
    return result


def top(folder: str) -> str:
    """Return the top folder of the working tree around a folder."""
    found = os.fsdecode(_run(folder, "rev-parse", "--show-toplevel").rstrip(b"\r\n"))
    if not found:
        raise GitError("this git repository has no working tree", folder)
    return os.path.realpath(found)


def blobs(folder: str, ids: Iterable[str], limit: int) -> Iterator[tuple[str, bytes | None]]:
    """Yield (blob id, content) one after the other; None for one of more than `limit` bytes."""
    wanted = list(ids)
    if not wanted:
        return
    with _start(folder, "cat-file", "--batch") as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101
        for blob in wanted:
            process.stdin.write(blob.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3:
                raise GitError(f"git cannot read the object {blob}; was the history fetched?")
            size = int(head[2])
            yield blob, _content(process.stdout, size, limit)
        process.stdin.close()


def _content(stream: object, size: int, limit: int) -> bytes | None:
    """Read an object and the line end behind it; one that is too large is read past."""
    parts = []
    left = size + 1
    while left:
        part = stream.read(min(left, 1 << 20))  # type: ignore[attr-defined]
        if not part:
            raise GitError("git ended in the middle of an answer")
        left -= len(part)
        if size <= limit:
            parts.append(part)
    return b"".join(parts)[:-1] if size <= limit else None


def blob_id(data: bytes, like: str) -> str:
    """Return the id that git gives to a content, in the hash that the id `like` is made with."""
    import hashlib

    name = "sha256" if len(like) == 64 else "sha1"
    digest = hashlib.new(name, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _environment() -> dict[str, str]:
    """Return the environment without what a hook or a caller set for git, but for its settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    return {
        **kept,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _start(folder: str, *words: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            ["git", *_SAFE, "--no-pager", *words],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise _unusable(error) from None


def _run(folder: str, *words: str) -> bytes:
    """Return what a git command prints; raises GitError with what it says."""
    try:
        done = subprocess.run(
            ["git", *_SAFE, "--no-pager", *words],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except OSError as error:
        raise _unusable(error) from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {words[0]} did not end in {_TIMEOUT} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise GitError(said.removeprefix("fatal: ") or f"git {words[0]} failed")
    return done.stdout


def _unusable(error: OSError) -> GitError:
    return GitError(f"git is not usable here: {error.strerror or error}")
