import json
import os
import socket

import pytest


def test_one_bad_file_does_not_hide_the_others(claimlint, put, site):
    put("a.md", "Our zorb works.\n")
    put("binary.md", b"PK\x03\x04\x00\x00zorb works\x00")
    put("utf16-without-mark.txt", "Our zorb works.\n".encode("utf-16-le"))
    put("z.md", "Our zorb cures.\n")
    os.mkfifo(site / "pipe.md")
    done = claimlint("a.md", "binary.md", "utf16-without-mark.txt", "pipe.md", "gone.md", "z.md")
    assert done.code == 2
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["a.md", "z.md"]
    for name in ("binary.md", "utf16-without-mark.txt", "pipe.md", "gone.md"):
        assert f"claimlint: error: {name}: " in done.err
    assert done.err.endswith("2 files checked: 1 error, 1 warning\n")


@pytest.mark.parametrize(
    ("data", "column"),
    [
        ("Our zorb works.\n".encode("utf-16"), 5),
        ("\ufeffOur zorb works.\n".encode(), 5),
        (b"Our zorb works. Caf\xe9\r\n", 5),
        ("\U0001f600 e\u0301 zorb works.".encode(), 6),
    ],
)
def test_text_in_other_dress_is_found(claimlint, put, data, column):
    put("a.txt", data)
    done = claimlint("a.txt")
    assert done.code == 1
    line, found = done.out.split(":")[1:3]
    assert line == "1"
    # The mark of a file with one counts as a character of the source, not as a column.
    assert int(found) in (column, column + data.startswith((b"\xff\xfe", b"\xef\xbb\xbf")))


def test_bytes_that_are_no_text_are_named_with_their_line(claimlint, put):
    put("a.md", b"Fine.\n\nCaf\xe9 zorb works.\n")
    done = claimlint("a.md")
    assert done.code == 1
    assert "claimlint: warning: a.md:3:4: " in done.err
    assert "warning" not in claimlint("a.md", "--quiet").err


def test_an_empty_file_is_clean(claimlint, put):
    put("a.md", "")
    assert claimlint("a.md").code == 0


def test_a_file_beyond_the_limit_is_named(claimlint, put):
    put("a.md", "Our zorb works.\n")
    put("b.md", "Our zorb works. " * 10)
    done = claimlint("a.md", "b.md", "--max-bytes", "100")
    assert done.code == 2
    assert "b.md: is larger than 100 bytes" in done.err
    assert done.out.startswith("a.md:1:5:")


def test_standard_input(claimlint):
    done = claimlint("-", input="Our zorb works.\n")
    assert (done.code, done.out.split(" ")[0]) == (1, "<stdin>:1:5:")
    done = claimlint("-", "--stdin-filename", "blog/a.md", input="Our **zorb** works.\n")
    assert (done.code, done.out.split(" ")[0]) == (1, "blog/a.md:1:7:")
    done = claimlint("--stdin-filename", "a.md", input="")
    assert (done.code, done.out) == (0, "")
    done = claimlint("-", "--max-bytes", "5", input="Our zorb works.\n")
    assert (done.code, done.out) == (2, "")
    assert "standard input" in done.err


def test_folders_and_ignore_files(claimlint, put):
    put("content/a.md", "Our zorb works.\n")
    put("content/b.html", "<p>Our zorb works.</p>\n")
    put("content/old/c.md", "Our zorb works.\n")
    put("content/.claimlintignore", "old/\n")
    put("content/code.py", "Our zorb works.\n")
    put("node_modules/x/readme.md", "Our zorb works.\n")
    done = claimlint(".")
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "content/a.md", "content/b.html",
    ]  # fmt: skip
    assert claimlint(".", "--exclude", "*.html").out.count("\n") == 1


def test_a_folder_without_content(claimlint, put):
    put("empty/x.py", "")
    put("a.md", "Our zorb works.\n")
    done = claimlint("empty", "a.md")
    assert done.code == 2
    assert "claimlint: error: empty: holds no content files" in done.err
    assert done.out.startswith("a.md")
    assert claimlint("empty", "--allow-empty").code == 0


def test_force_exclude(claimlint, put):
    put("vendor/a.md", "Our zorb works.\n")
    assert claimlint("vendor/a.md").code == 1
    done = claimlint("vendor/a.md", "--force-exclude")
    assert (done.code, done.out) == (0, "")


def test_special_files_do_not_hang(claimlint, put, site):
    put("a.md", "Our zorb works.\n")
    os.mkfifo(site / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(site)
        try:
            server.bind("sock.md")
        finally:
            os.chdir(here)
        (site / "loop").symlink_to(".")
        (site / "self.md").symlink_to("self.md")
        done = claimlint(".")
    assert done.code == 1
    assert done.out.startswith("a.md:1:5:")
    assert "pipe.md" in done.err
    assert "sock.md" in done.err


HOSTILE = [
    b"caf\xe9.md", b"new\nline.md", b"\x1b[31mred.md", b"::error::x.md", b"tab\there.md",
    b"a b.md", b"%41.md", b"'\".md", b"<b>.md", "\u202egpj.md".encode(), "nfd-e\u0301.md".encode(),
    "nfc-\u00e9.md".encode(), b"##[group]x.md", b"-x.md", b"$(id).md", b"a:3.md",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_hostile_names(claimlint, put, name, format):
    put(name, "Our zorb works.\n")
    done = claimlint(".", "--format", format)
    assert done.code == 1
    for text in (done.out, done.err):
        assert not any(
            (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in text
        )
        assert "##[" not in text or format != "text"
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    if format == "text":
        assert len(done.out.splitlines()) == 1
        assert " warning zorb-works: " in done.out
    else:
        data = json.loads(done.out if format == "json" else done.out.splitlines()[0])
        finding = data["findings"][0] if format == "json" else data
        assert os.fsencode(finding["path"]) == name


def test_content_cannot_reach_the_terminal(claimlint, put):
    put(
        "a.txt",
        "Our zorb\x1b[2J\x9b1m\u202e works. Our zorb \x1b]0;x\x07works.\n::error::zorb works",
    )
    for format in ("text", "json", "jsonl"):
        done = claimlint("a.txt", "--format", format)
        assert not set(done.out) & set("\x1b\x9b\u202e\x07")
        assert not any(line.lstrip().startswith("::") for line in done.out.splitlines())


OWN = ("html", "json", "sarif", "markdown", "gitlab", "rdjson")


def test_reports_of_earlier_runs_are_no_content(claimlint, put, site):
    put("a.md", "Our zorb works.\n")
    names = {"markdown": "md", "html": "html"}
    written = [f"{format}-report.{names.get(format, 'json')}" for format in OWN]
    words = [w for f, n in zip(OWN, written, strict=True) for w in ("-f", f, "-o", n)]
    assert claimlint(".", *words).code == 1
    before = {name: (site / name).read_bytes() for name in written}
    done = claimlint(".")
    assert [line.split(": ")[0] for line in done.out.splitlines()] == ["a.md:1:5"]
    for name in written:
        assert f"warning: {name}: is a report of claimlint, not content" in done.err
    assert done.err.endswith("1 file checked: 1 warning\n")
    claimlint(".", "--fix", "--unsafe-fixes")
    assert {name: (site / name).read_bytes() for name in written} == before


def test_a_report_that_is_named_is_told_apart_as_well(claimlint, put):
    put("a.md", "Our zorb works.\n")
    claimlint("a.md", "-f", "html", "-o", "r.html")
    done = claimlint("r.html")
    assert (done.code, done.out) == (0, "")
    assert "r.html: is a report of claimlint" in done.err
    assert "is a report of claimlint" in claimlint("explain", "r.html:9").err
    assert claimlint("baseline", "create").code == 0
