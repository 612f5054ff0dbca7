import os
from pathlib import Path

import pytest

from claimlint import sinks
from claimlint.errors import OutputError


def test_a_file_is_written_whole_at_the_end(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("old")
    sink = sinks.FileSink(str(path))
    sink.write("new \u4e2d ")
    sink.write("\udcff")
    assert path.read_text() == "old"
    sink.close()
    assert path.read_bytes() == "new \u4e2d \\udcff".encode()
    assert os.listdir(tmp_path) == ["report.txt"]


@pytest.mark.parametrize("call", ["write", "chmod", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call):
    path = tmp_path / "report.txt"
    path.write_text("old")
    sink = sinks.FileSink(str(path))
    sink.write("new")

    def fail(*_):
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(sinks, "open", lambda *a, **k: Full(*a), raising=False)
    else:
        monkeypatch.setattr(os, call, fail)
    with pytest.raises(OutputError, match="No space left") as raised:
        sink.close()
    monkeypatch.undo()
    assert raised.value.path == str(path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.txt"]


class Full:
    """A file on a full disk."""

    def __init__(self, descriptor, *_):
        self.descriptor = descriptor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    sink = sinks.FileSink(str(tmp_path / "report.txt"))

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sink.close()
    assert os.listdir(tmp_path) == []


def test_a_new_file_gets_the_rights_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        sink = sinks.sink(str(tmp_path / "report.txt"))
        sink.close()
    finally:
        os.umask(before)
    assert (tmp_path / "report.txt").stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_a_report_is_refused_at_once(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "x.txt"):
        with pytest.raises(OutputError):
            sinks.sink(str(path))


def test_standard_output_is_written_in_blocks(monkeypatch):
    written = []
    monkeypatch.setattr("claimlint.streams.write_stdout", written.append)
    sink = sinks.sink("-")
    sink.write("a" * 30_000)
    assert written == []
    sink.write("b" * 3_000)
    assert [len(text) for text in written] == [33_000]
    sink.write("c")
    sink.close()
    assert written[1:] == ["c"]
    terminal = sinks.sink("-", at_once=True)
    terminal.write("d")
    assert written[2:] == ["d"]


def test_a_device_is_written_to():
    sink = sinks.FileSink("/dev/null")
    sink.write("x")
    sink.close()
    assert Path("/dev/null").is_char_device()


def test_many_pieces_give_the_file_that_one_gives(tmp_path):
    pieces = ["caf\u00e9 \udcff", "x" * 100_000, "", "\n"] * 3
    for name, parts in (("many", pieces), ("one", ["".join(pieces)])):
        sink = sinks.FileSink(str(tmp_path / name))
        for part in parts:
            sink.write(part)
        assert not (tmp_path / name).exists()
        sink.close()
    assert (tmp_path / "many").read_bytes() == (tmp_path / "one").read_bytes()
    assert len((tmp_path / "one").read_bytes()) == 3 * (100_000 + 6 + 6 + 1)
