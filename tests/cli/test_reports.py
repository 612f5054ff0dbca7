import json
import os
import pty
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "findings.schema.json").read_text(encoding="utf-8")
)
LINE = re.compile(r"^(.+?):(\d+):(\d+): (error|warning|note) ([\w-]+): (.+)$")


@pytest.fixture
def pages(put):
    put("b.md", "# Our zorb works\n\nIt is a nice zorb. Our zorb cures, and zorb works.\n")
    put("a.html", "<p>Our <b>zorb</b>\nworks.</p>\n")


def test_text_is_one_line_for_each_finding_in_order(claimlint, pages):
    done = claimlint("--strict", "b.md", "a.html")
    found = [LINE.match(line).groups()[:5] for line in done.out.splitlines()]
    assert found == [
        ("a.html", "1", "11", "warning", "zorb-works"),
        ("b.md", "1", "7", "warning", "zorb-works"),
        ("b.md", "3", "9", "note", "zorb-nice"),
        ("b.md", "3", "24", "error", "zorb-cures"),
        ("b.md", "3", "40", "warning", "zorb-works"),
    ]
    assert all(line.endswith(" [us-ftc-act-5]") for line in done.out.splitlines())
    assert done.err == "2 files checked: 1 error, 3 warnings, 1 note\n"


def test_quiet_leaves_out_the_summary(claimlint, pages):
    done = claimlint("--quiet", ".")
    assert done.err == ""
    assert done.out


def test_json_follows_the_schema(claimlint, pages):
    done = claimlint("--format", "json", "--strict", ".")
    data = json.loads(done.out)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)
    assert data["summary"] == {"files": 2, "errors": 1, "warnings": 3, "notes": 1, "waived": 0}
    first = data["findings"][0]
    assert [first[key] for key in ("path", "line", "column", "end_line", "end_column")] == [
        "a.html", 1, 11, 2, 6,
    ]  # fmt: skip
    assert first["text"] == "zorb works"
    assert first["sources"] == ["us-ftc-act-5"]
    assert re.fullmatch("[0-9a-f]+", data["tool"]["rules"])
    assert len({finding["fingerprint"] for finding in data["findings"]}) == 5


def test_json_of_a_run_with_trouble_follows_the_schema(claimlint, put, pages):
    put("odd.md", b"\xff zorb works\n")
    done = claimlint("--format", "json", "odd.md", "gone.md")
    data = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    assert [(n["path"], n["level"]) for n in data["notices"]] == [
        ("gone.md", "error"), ("odd.md", "warning"),
    ]  # fmt: skip
    assert done.code == 2


def test_the_schema_is_strict(claimlint, pages):
    data = json.loads(claimlint("--format", "json", ".").out)
    for change in (
        lambda d: d.pop("summary"),
        lambda d: d.update(extra=1),
        lambda d: d["findings"][0].pop("fingerprint"),
        lambda d: d["findings"][0].update(severity="info"),
        lambda d: d["findings"][0].update(line=0),
        lambda d: d["findings"][0].update(extra=1),
    ):
        broken = json.loads(json.dumps(data))
        change(broken)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, SCHEMA)


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_the_same_bytes_every_time(claimlint, pages, format):
    first = claimlint("--format", format, "--strict", ".").out
    for env, words in (
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, ["."]),
        ({"PYTHONHASHSEED": "2", "LC_ALL": "C"}, ["b.md", "a.html"]),
        ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "COLUMNS": "20"}, ["a.html", "b.md", "--no-cache"]),
    ):
        assert claimlint("--format", format, "--strict", *words, env=env).out == first


def test_output_is_utf_8_whatever_the_locale(claimlint, put):
    put("caf\u00e9.txt", "\u4e2d\u6587 zorb works \u2014 \U0001f600\n")
    for env in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {}):
        for path in (".", "caf\u00e9.txt".encode()):
            done = claimlint(path, "--format", "json", env=env)
            assert "\u4e2d\u6587" in done.out
            assert json.loads(done.out)["findings"][0]["path"] == "caf\u00e9.txt"


def test_each_format_takes_the_output_that_follows_it(claimlint, pages, site):
    done = claimlint(
        ".", "-f", "json", "-o", "x.json", "-f", "text", "-f", "jsonl", "-o", "y.jsonl"
    )
    assert done.out.startswith("a.html:1:11: warning")
    assert json.loads((site / "x.json").read_text())["summary"]["warnings"] == 3
    assert len((site / "y.jsonl").read_text().splitlines()) == 5
    # The reports themselves are not content of the next run.
    again = claimlint(
        ".", "-f", "json", "-o", "x.json", "-f", "text", "-f", "jsonl", "-o", "y.jsonl"
    )
    assert again.out == done.out


@pytest.mark.parametrize("words", [["-o", "x", "-f", "json"], ["--format=json", "--output=x"]])
def test_one_format_and_one_output_belong_together(claimlint, pages, site, words):
    assert claimlint(".", *words).out == ""
    assert json.loads((site / "x").read_text())["version"] == 1


def test_an_output_without_a_format_is_text(claimlint, pages, site):
    assert claimlint(".", "--output", "report.txt").out == ""
    assert LINE.match((site / "report.txt").read_text().splitlines()[0])


def test_an_output_never_overwrites_an_input(claimlint, put, site):
    put("a.md", "Our zorb works.\n")
    (site / "link.md").symlink_to("a.md")
    for name in ("a.md", "./a.md", "link.md"):
        done = claimlint("a.md", "--output", name)
        assert done.code == 2
        assert "would overwrite" in done.err
    assert (site / "a.md").read_text() == "Our zorb works.\n"


def test_an_output_keeps_its_mode_and_its_link(claimlint, pages, site):
    (site / "real.txt").write_text("old")
    (site / "real.txt").chmod(0o640)
    (site / "link.txt").symlink_to("real.txt")
    claimlint(".", "--output", "link.txt")
    assert (site / "link.txt").is_symlink()
    assert (site / "real.txt").stat().st_mode & 0o777 == 0o640
    assert (site / "real.txt").read_text().startswith("a.html")
    assert [p.name for p in site.iterdir() if p.name.endswith(".tmp")] == []


def test_a_special_output_is_written_to_not_replaced(claimlint, pages):
    assert claimlint(".", "--output", "/dev/null").code == 1
    assert Path("/dev/null").is_char_device()
    done = claimlint(".", "--output", "/dev/full")
    assert done.code == 2
    assert "/dev/full: cannot be written: No space left on device" in done.err


def at_terminal(argv, site, environment, columns=80):
    """Run a command at a terminal and return what it prints there."""
    leader, follower = pty.openpty()
    subprocess.run(["stty", "cols", str(columns)], stdin=follower, check=True)
    with subprocess.Popen(
        argv, stdout=follower, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        cwd=site, env={**environment, "TERM": "xterm"},
    ) as process:  # fmt: skip
        os.close(follower)
        parts = []
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(leader)
    return process.returncode, b"".join(parts).decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_colours_and_the_place(site, environment, arguments, put):
    put("a.md", "Our zorb works.\n")
    code, text = at_terminal(arguments("a.md"), site, environment)
    assert code == 1
    assert "\x1b[" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
    assert LINE.match(plain[0])
    assert plain[1:] == [
        "1 | Our zorb works.",
        "  |     ^^^^^^^^^^",
        "  = advice: Say what was measured.",
        "",
    ]


def test_no_color(site, environment, arguments, put):
    put("a.md", "Our zorb works.\n")
    quiet = {**environment, "NO_COLOR": "1"}
    assert "\x1b" not in at_terminal(arguments("a.md"), site, quiet)[1]
    assert "\x1b" not in at_terminal(arguments("a.md", "--color", "never"), site, environment)[1]
    assert "\x1b" in at_terminal(arguments("a.md", "--color", "always"), site, quiet)[1]


@pytest.mark.parametrize(
    ("env", "words", "coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "0"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({}, ["--color", "always"], True),
    ],
)
def test_colour_without_a_terminal(claimlint, put, env, words, coloured):
    put("a.md", "Our zorb works.\n")
    done = claimlint("a.md", *words, env=env)
    assert ("\x1b[" in done.out) is coloured
    assert len(done.out.splitlines()) == 1
