import os
import socket

import pytest

from claimlint.discover import discover
from claimlint.errors import SettingsError, UsageError
from claimlint.settings import Settings


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a function that makes files below the working directory, a git checkout."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def make(**files):
        for name, text in files.items():
            write(tmp_path, name, text)
        return tmp_path

    return make


def write(folder, name, text=""):
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def found(*paths, **options):
    settings = Settings(folder=os.getcwd())._replace(**options.pop("settings", {}))
    return discover(paths, settings, **options)


def names(*paths, **options):
    result = found(*paths, **options)
    assert [n for n in result.notices if n.level == "error"] == []
    return [source.path for source in result.sources]


def errors(*paths, **options):
    return [(n.path, n.message) for n in found(*paths, **options).notices if n.level == "error"]


def test_a_folder_gives_its_content_files_in_order(tree):
    tree(**{"b.md": "", "a.txt": "", "a/c.HTML": "", "a/x.py": "", "Z.mdx": "", "noext": ""})
    assert names(".") == ["Z.mdx", "a.txt", "a/c.HTML", "b.md"]
    assert names("a") == ["a/c.HTML"]
    assert names("a/") == ["a/c.HTML"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tree):
    tree(**{"notes": "", "x.py": "", "node_modules/r.md": "", "a.md": "", ".gitignore": "a.md"})
    assert names("notes", "x.py", "node_modules/r.md", "a.md") == [
        "a.md", "node_modules/r.md", "notes", "x.py",
    ]  # fmt: skip


def test_paths_are_shown_relative_to_the_working_directory(tree, monkeypatch):
    top = tree(**{"site/a.md": "", "b.md": ""})
    monkeypatch.chdir(top / "site")
    assert names("./a.md") == names("../site/a.md") == names(str(top / "site/a.md")) == ["a.md"]
    assert names("../b.md") == names(str(top / "b.md")) == ["../b.md"]
    assert names("..") == ["../b.md", "a.md"]


def test_a_path_through_a_link_to_the_working_directory_is_inside(tree):
    top = tree(**{"site/a.md": ""})
    (top / "alias").symlink_to(top)
    assert names(str(top / "alias/site/a.md")) == ["alias/site/a.md"]
    outside = top.parent / f"{top.name}-alias"
    outside.symlink_to(top)
    assert names(str(outside / "site/a.md")) == ["site/a.md"]


def test_dots_behind_a_link_follow_the_link(tree, tmp_path_factory):
    top = tree(**{"a.md": ""})
    other = tmp_path_factory.mktemp("other")
    write(other, "inner/x.md")
    write(other, "b.md")
    (top / "link").symlink_to(other / "inner")
    assert [s.file for s in found("link/../b.md").sources] == [str(other / "b.md")]


def test_folders_and_files_of_tools_are_left_out(tree):
    tree(
        **{
            "node_modules/x/r.md": "", "vendor/r.md": "", ".git/r.md": "", ".next/r.html": "",
            "package.json": "{}", ".prettierrc.json": "{}", ".claimlint.yaml": "", "a.md": "",
            "app.js": "", "data/services.json": "{}", ".well-known/note.txt": "",
        }
    )  # fmt: skip
    assert names(".") == [".well-known/note.txt", "a.md", "data/services.json"]
    assert names("vendor") == ["vendor/r.md"]


def test_settings_leave_out_and_bring_back(tree):
    tree(**{"vendor/r.md": "", "a.md": "", "drafts/b.md": "", "x/drafts/c.md": "", "t.tpl": ""})
    assert names(".", settings={"exclude": ("drafts/",)}) == ["a.md"]
    assert names(".", settings={"exclude": ("/drafts/", "!vendor/")}) == [
        "a.md", "vendor/r.md", "x/drafts/c.md",
    ]  # fmt: skip
    assert names(".", settings={"include": ("x/", "drafts/*.md")}) == [
        "drafts/b.md", "x/drafts/c.md",
    ]  # fmt: skip
    assert "t.tpl" in names(".", settings={"extensions": (("tpl", "html"),)})
    with pytest.raises(SettingsError, match="not a valid pattern"):
        names(".", settings={"exclude": ("!",)})


def test_ignore_files_hold_in_folders(tree, monkeypatch):
    top = tree(
        **{
            ".gitignore": "build/\n*.tmp.md\n", "build/a.md": "", "x.tmp.md": "", "a.md": "",
            "sub/.claimlintignore": "old.md\n!keep.tmp.md\n", "sub/old.md": "",
            "sub/keep.tmp.md": "", "sub/a.md": "", ".ignore": "secret.md\n", "secret.md": "",
        }
    )  # fmt: skip
    expected = ["a.md", "sub/a.md", "sub/keep.tmp.md"]
    assert names(".") == expected
    assert names("sub") == expected[1:]
    monkeypatch.chdir(top / "sub")
    assert names(".") == ["a.md", "keep.tmp.md"]


def test_a_folder_that_is_ignored_can_be_named(tree):
    tree(**{".gitignore": "public/\n", "public/a.html": "", "public/x/b.html": "", "c.md": ""})
    assert names("public") == ["public/a.html", "public/x/b.html"]
    assert names("public/x") == ["public/x/b.html"]
    assert names(".") == ["c.md"]


def test_force_exclude_reaches_named_paths(tree):
    tree(
        **{
            "a.md": "", "vendor/r.md": "", "drafts/b.md": "", ".gitignore": "g.md", "g.md": "",
            ".claimlintignore": "c.md\nold/", "c.md": "", "old/x/d.md": "", "notes": "",
        }
    )  # fmt: skip
    every = ("a.md", "vendor/r.md", "drafts/b.md", "g.md", "c.md", "old/x/d.md", "notes", "vendor")
    options = {"force_exclude": True, "settings": {"exclude": ("drafts/",)}}
    # Git itself tracks g.md in spite of its .gitignore, or it would not name it.
    assert names(*every, **options) == ["a.md", "g.md", "notes"]
    assert names("c.md") == ["c.md"]
    assert names("-", stdin_name="drafts/new.md", **options) == []
    assert names("-", stdin_name="new.md", **options) == ["new.md"]


def test_each_real_file_comes_once(tree):
    top = tree(**{"a.md": "", "sub/b.md": ""})
    (top / "link.md").symlink_to("a.md")
    (top / "again").symlink_to("sub")
    (top / "sub/loop").symlink_to(top)
    assert names(".", "a.md", "./sub/../a.md", "link.md", "sub", "sub/loop/a.md") == [
        "a.md", "sub/b.md",
    ]  # fmt: skip
    assert names("link.md") == ["link.md"]
    assert names("again") == ["again/b.md"]


def test_links_out_of_the_folder(tree, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere")
    write(other, "x.md")
    top = tree(**{"site/a.md": "", "shared/s.md": ""})
    (top / "site/s.md").symlink_to(top / "shared/s.md")
    (top / "site/x.md").symlink_to(other / "x.md")
    (top / "site/dir").symlink_to(other)
    (top / "site/gone.md").symlink_to(other / "gone.md")
    (top / "site/node_modules").symlink_to(other)
    result = found("site")
    assert [source.path for source in result.sources] == ["site/a.md", "site/s.md"]
    assert [(n.path, n.level) for n in result.notices] == [
        ("site/dir", "info"), ("site/gone.md", "info"), ("site/x.md", "info"),
    ]  # fmt: skip


def test_what_is_not_a_file_is_refused_and_the_rest_goes_on(tree):
    top = tree(**{"a.md": "", "folder.md/b.md": ""})
    os.mkfifo(top / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock.md")
        result = found(".", "pipe.md", "sock.md", "/dev/zero", "missing.md", "", "a.md/x", "*.md")
    assert [source.path for source in result.sources] == ["a.md", "folder.md/b.md"]
    said = {n.path.rpartition("/")[2]: n.message for n in result.notices if n.level == "error"}
    assert "named pipe" in said["pipe.md"]
    assert "socket" in said["sock.md"]
    assert "device" in said["zero"]
    assert said["missing.md"] == "no such file or folder"
    assert "empty path" in said[""]
    assert "Not a directory" in said["x"]
    assert "not expanded" in said["*.md"]
    warned = {n.path: n.message for n in result.notices if n.level == "warning"}
    assert set(warned) == {"pipe.md", "sock.md"}


def test_a_link_that_leads_nowhere_or_to_itself(tree):
    top = tree()
    (top / "loop.md").symlink_to("loop.md")
    (top / "gone.md").symlink_to("nothing")
    assert [path for path, _ in errors("loop.md", "gone.md")] == ["gone.md", "loop.md"]


def test_a_folder_without_content_is_an_error_unless_allowed(tree):
    tree(**{"empty/x.py": "", "full/a.md": "", "ignored/.ignore": "*", "ignored/a.md": ""})
    said = "holds no content files that are not excluded"
    assert errors("empty", "full", "ignored") == [("empty", said), ("ignored", said)]
    assert names("empty", "full", "ignored", allow_empty=True) == ["full/a.md"]


def test_names_are_bytes(tree):
    hostile = [
        b"caf\xe9.md", b"new\nline.md", b"\x1b[31mred.md", b"-dash.md", b"::error::x.md",
        "nfc-\u00e9.md".encode(), "nfd-e\u0301.md".encode(), b" .md", b"a b.md", b"%41.md",
        b"'\".md",
    ]  # fmt: skip
    tree(**{os.fsdecode(name): "" for name in hostile})
    assert [os.fsencode(name) for name in names(".")] == [
        os.fsencode(name) for name in sorted(os.fsdecode(name) for name in hostile)
    ]
    assert [os.fsencode(name) for name in names(os.fsdecode(hostile[0]))] == [hostile[0]]


def test_standard_input_has_the_name_it_stands_for(tree):
    tree(**{"a.md": ""})
    assert names("-", "a.md") == ["<stdin>", "a.md"]
    result = found("-", "a.md", stdin_name="a.md")
    assert [(s.path, bool(s.file)) for s in result.sources] == [("a.md", False), ("a.md", True)]


def test_files_to_skip_are_never_taken(tree):
    top = tree(**{"a.md": "", "report.json": ""})
    assert names(".", skip=[str(top / "report.json")]) == ["a.md"]


def test_order_of_arguments_and_creation_does_not_matter(tree):
    tree(**dict.fromkeys(("c.md", "a.md", "b/x.md"), ""))
    assert names("c.md", "b", "a.md") == names("a.md", "b", "c.md") == ["a.md", "b/x.md", "c.md"]


def test_a_working_directory_that_is_gone(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="does not exist any more"):
        discover(["."], Settings())


def test_without_git_the_ignore_file_of_the_working_directory_holds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, ".claimlintignore", "old.md\n")
    write(tmp_path, "sub/old.md")
    write(tmp_path, "sub/new.md")
    assert names("sub") == ["sub/new.md"]
