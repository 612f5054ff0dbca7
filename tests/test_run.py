import os
from types import SimpleNamespace

import pytest

import claimlint.checks
from claimlint import run
from claimlint.checks import Options
from claimlint.discover import Source
from claimlint.errors import InputError
from claimlint.finding import ERROR, NOTE, WARNING, Finding
from claimlint.settings import Override, Settings


def finding(path, severity=WARNING, line=1, column=1, rule="a"):
    return Finding(
        path, 0, 1, line, column, line, column + 1, rule, "hype", severity, "span", "m", "t", "s",
        "paragraph",
    )  # fmt: skip


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(name="a.md", data=b"text\n"):
        (tmp_path / name).write_bytes(data)
        return Source(name, str(tmp_path / name))

    return make


@pytest.fixture
def checks(monkeypatch):
    """Return a function that puts its argument in the place of the engine."""

    def replace(check):
        monkeypatch.setattr(claimlint.checks, "check", check)

    return replace


def plan(**settings):
    return run.plan(None, Settings(folder=os.getcwd(), **settings))


def test_findings_come_in_order_and_notes_only_when_strict(source, checks):
    found = [
        finding("a.md", WARNING, 2, 1), finding("a.md", ERROR, 1, 5, "b"),
        finding("a.md", WARNING, 1, 5, "a"), finding("a.md", NOTE, 1, 2),
    ]  # fmt: skip
    checks(lambda document, book, options: list(found))
    shown = run.check_one(source(), plan()).findings
    assert [(f.line, f.column, f.rule) for f in shown] == [(1, 5, "a"), (1, 5, "b"), (2, 1, "a")]
    assert len(run.check_one(source(), plan(strict=True)).findings) == 4


def test_a_bug_on_one_file_becomes_a_notice(source, checks, capfd):
    def broken(document, book, options):
        raise RecursionError("too deep")

    checks(broken)
    checked = run.check_one(source(), plan())
    assert (checked.document, checked.findings) == (None, ())
    (notice,) = checked.notices
    assert (notice.path, notice.level) == ("a.md", "error")
    assert notice.message.startswith("internal error")
    assert "RecursionError: too deep; please report it" in notice.message
    assert capfd.readouterr().err == ""
    run.check_one(source(), plan()._replace(debug=True))
    assert "Traceback" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("data", "limit", "said"),
    [(b"\x00\x01", 100, "looks binary"), (b"x" * 101, 100, "larger than 100 bytes")],
)
def test_a_file_that_cannot_be_read_is_named(source, data, limit, said):
    checked = run.check_one(source(data=data), plan(max_bytes=limit))
    assert checked.notices[0].level == "error"
    assert said in checked.notices[0].message


def test_a_file_that_vanished_or_changed_its_kind(source, tmp_path):
    gone = source()
    os.unlink(gone.file)
    with pytest.raises(InputError, match="No such file"):
        run.read_file(gone, 100)
    os.mkfifo(gone.file)
    with pytest.raises(InputError, match="not a file any more"):
        run.read_file(gone, 100)
    os.unlink(gone.file)
    os.mkdir(gone.file)
    with pytest.raises(InputError):
        run.read_file(gone, 100)


def test_a_file_at_the_limit_is_read(source):
    assert run.read_file(source(data=b"x" * 100), 100) == b"x" * 100


def test_later_overrides_win(source, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = plan(
        select=("a",),
        ignore=("b",),
        overrides=(
            Override(("blog/",), ("c",), ("d",), True),
            Override(("blog/*.html",), (), ("e",), None),
            Override(("blog/old.html",), ("f",), (), False),
        ),
    )
    plain = Options(("a",), ("b",))
    assert run.adjusted("index.md", made) == (plain, False)
    assert run.adjusted("blog/a.md", made) == (Options(("c",), ("b", "d")), True)
    assert run.adjusted("blog/a.html", made) == (Options(("c",), ("b", "d", "e")), True)
    assert run.adjusted("blog/old.html", made) == (Options(("f",), ("b", "d", "e")), False)


def test_places_reach_the_engine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert plan().options.jurisdictions == Options().jurisdictions
    assert plan(jurisdictions=("uk",)).options.jurisdictions == ("uk",)


def test_totals_count_what_is_reported():
    checked = run.Checked("a.md", object(), (finding("a.md"), finding("a.md", ERROR)), ())
    totals = run.add(run.Totals(), checked)
    assert totals == run.Totals(1, 1, 1, 0, 0)
    assert run.add(totals, run.Checked("b.md", None, (), ())) == totals
    assert run.worst(checked.findings) == ERROR
    assert run.worst(()) == 0


def test_a_pattern_that_ran_over_is_an_error_that_names_its_rule():
    rule = SimpleNamespace(id="slow", path="house.yaml", line=7)
    book = SimpleNamespace(
        patterns=SimpleNamespace(overrun=[3, 3]), users={3: [0]}, rule=lambda index: rule
    )
    (notice,) = run.overruns(book)
    assert (notice.path, notice.line, notice.level) == ("house.yaml", 7, "error")
    assert "'slow'" in notice.message
    assert "2 of the files" in notice.message
    assert run.overruns(SimpleNamespace(patterns=None)) == []
