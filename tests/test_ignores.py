import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimlint import ignores


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def ignored(top, name, folder=False):
    path = top / name
    levels, _ = ignores.levels_above(str(path.parent), str(top))
    return ignores.is_ignored(str(path), levels, folder)


def test_a_deeper_file_overrides_one_above(tmp_path):
    write(tmp_path, {".gitignore": "*.md\n", "keep/.gitignore": "!a.md\n", "keep/b.md": ""})
    assert ignored(tmp_path, "a.md")
    assert not ignored(tmp_path, "keep/a.md")
    assert ignored(tmp_path, "keep/b.md")


def test_our_own_file_overrides_the_others(tmp_path):
    write(
        tmp_path,
        {".gitignore": "a.md\n", ".ignore": "!a.md\nb.md\n", "x/.claimlintignore": "a.md\n"},
    )
    assert not ignored(tmp_path, "a.md")
    assert ignored(tmp_path, "b.md")
    assert ignored(tmp_path, "x/a.md")


def test_the_private_exclude_file_of_git_counts(tmp_path):
    write(tmp_path, {".git/info/exclude": "a.md\nb.md\n", ".gitignore": "!b.md\n"})
    assert ignored(tmp_path, "a.md")
    assert not ignored(tmp_path, "b.md")


def test_a_pattern_that_is_not_valid_is_named_and_left_out(tmp_path):
    write(tmp_path, {".gitignore": "a.md\n\\\nb.md\n"})
    level, notices = ignores.level(str(tmp_path))
    assert [(n.path, n.level, n.line) for n in notices] == [
        (str(tmp_path / ".gitignore"), "warning", 2)
    ]
    assert level.patterns[".gitignore"].verdict("b.md")


def test_bytes_that_are_no_text_do_no_harm(tmp_path):
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfa\xff.md\r\nb.md\r\n")
    assert ignored(tmp_path, "a\udcff.md")
    assert ignored(tmp_path, "b.md")


def test_a_folder_without_patterns_has_no_level(tmp_path):
    write(tmp_path, {".gitignore": "# nothing\n\n"})
    assert ignores.level(str(tmp_path)) == (None, [])


PATTERNS = st.sampled_from(
    [
        *(
            "a.md",
            "*.md",
            "/a.md",
            "b/",
            "/b",
            "b/*",
            "!a.md",
            "!b/a.md",
            "b/**/c",
            "**/c/",
            "?.md",
        ),
        *("[ab].md", "*.m*", "!*", "c", "/b/c/a.md", "b/c", "!/b/c/", "**", "\\!x.md", "#c", " "),
    ]
)
FILES = ("a.md", "x.md", "b/a.md", "b/x.md", "b/c/a.md", "b/c/d/x.md", "c/a.md", "!x.md")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PATTERNS, max_size=5), st.lists(PATTERNS, max_size=3))
def test_git_agrees(tmp_path_factory, top_lines, inner_lines):
    top = tmp_path_factory.mktemp("repo")
    write(top, dict.fromkeys(FILES, ""))
    write(top, {".gitignore": "\n".join(top_lines), "b/.gitignore": "\n".join(inner_lines)})
    git = ["git", "-c", "core.excludesFile=/dev/null", "-C", str(top)]
    subprocess.run([*git, "init", "-q"], check=True, capture_output=True)
    said = subprocess.run(
        [*git, "check-ignore", "--no-index", "--stdin"],
        input="\n".join(FILES), capture_output=True, text=True, check=False,
    ).stdout.split("\n")  # fmt: skip
    ours = {name for name in FILES if walked_past(top, name)}
    assert ours == {name for name in FILES if name in said or f'"{name}"' in said}
    shutil.rmtree(top)


def walked_past(top, name):
    """Tell whether a walk from the top leaves a file out, by itself or with a folder of it."""
    parts = name.split("/")
    return any(
        ignored(top, "/".join(parts[: count + 1]), count + 1 < len(parts))
        for count in range(len(parts))
    )
