"""A file is written whole or not at all, and stays the file that it was."""

import os
import stat

import pytest

from claimlint.errors import OutputError
from claimlint.rewrites import writing

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_bytes(b"old\r\n")
    return path


def left_over(path):
    return [name for name in os.listdir(path.parent) if name.endswith(".tmp")]


def test_the_new_content_is_there(page):
    writing.replace(str(page), writing.seen(str(page)), b"new\r\n")
    assert page.read_bytes() == b"new\r\n"
    assert not left_over(page)


@posix
def test_the_mode_is_kept(page):
    page.chmod(0o640)
    writing.replace(str(page), writing.seen(str(page)), b"new")
    assert stat.S_IMODE(page.stat().st_mode) == 0o640


@posix
def test_extended_attributes_are_kept(page):
    try:
        os.setxattr(page, "user.origin", b"here")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    writing.replace(str(page), writing.seen(str(page)), b"new")
    assert os.getxattr(page, "user.origin") == b"here"


@posix
def test_a_symbolic_link_stays_one(page, tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to(page)
    writing.replace(str(link), writing.seen(str(link)), b"new")
    assert link.is_symlink()
    assert page.read_bytes() == b"new"


@posix
def test_hard_links_are_not_split(page, tmp_path):
    os.link(page, tmp_path / "other.md")
    with pytest.raises(OutputError, match="2 hard links"):
        writing.replace(str(page), writing.seen(str(page)), b"new")
    assert page.read_bytes() == b"old\r\n"


def test_a_file_that_changed_meanwhile_is_left_alone(page):
    before = writing.seen(str(page))
    page.write_bytes(b"theirs, and longer")
    with pytest.raises(OutputError, match="changed since"):
        writing.replace(str(page), before, b"new")
    assert page.read_bytes() == b"theirs, and longer"


@posix
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anything")
def test_a_read_only_file_is_left_alone(page):
    page.chmod(0o444)
    with pytest.raises(OutputError, match="may not be written"):
        writing.replace(str(page), writing.seen(str(page)), b"new")


def test_a_missing_file_is_an_error_of_the_user(tmp_path):
    with pytest.raises(OutputError, match="cannot be read"):
        writing.seen(str(tmp_path / "none.md"))


@pytest.mark.parametrize("name", ["replace", "fsync", "chmod"])
@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    page, monkeypatch, name, problem
):
    before = writing.seen(str(page))

    def fail(*args, **kwargs):
        raise problem

    monkeypatch.setattr(writing.os, name, fail)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        writing.replace(str(page), before, b"new")
    monkeypatch.undo()
    assert page.read_bytes() == b"old\r\n"
    assert not left_over(page)
