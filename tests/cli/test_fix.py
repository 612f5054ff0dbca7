"""`--fix`, `--unsafe-fixes` and `--diff`, as a user runs them."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

CLAIM = "PRP heals torn tendons."
FIXED = "PRP has not been shown to heal torn tendons."
SERIOUS = "Stem cells treat autism."
PAGE = f"# Care\n\nWe are open at nine. {CLAIM}\n"

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def run(claimlint, put):
    """Run the command with the built-in rules, without document-level duties."""

    def made(*words, **options):
        return claimlint(
            "--select", "cure-disease,serious-disease-treats", *words, ours=False, **options
        )

    return made


def test_fix_writes_safe_rewrites(run, put):
    path = put("a.md", PAGE)
    done = run("--fix", "a.md")
    assert path.read_text() == PAGE.replace(CLAIM, FIXED)
    assert done.code == 0
    assert "fixed 1 finding in 1 file" in done.err


def test_what_remains_is_reported_and_counts(run, put):
    put("a.md", f"{CLAIM}\n\n{SERIOUS}\n")
    done = run("--fix", "a.md")
    assert done.code == 1
    assert "serious-disease-treats" in done.out
    assert "cure-disease" not in done.out
    assert "1 more can be reworded" in done.err


def test_unsafe_fixes_are_made_when_asked_for(run, put):
    path = put("a.md", SERIOUS)
    assert run("--fix", "a.md").code == 1
    assert path.read_text() == SERIOUS
    assert run("--fix", "--unsafe-fixes", "a.md").code == 0
    assert path.read_text() == "Stem cells have not been shown to treat autism."


def test_unsafe_fixes_alone_is_wrong_usage(run, put):
    put("a.md", SERIOUS)
    done = run("--unsafe-fixes", "a.md")
    assert done.code == 2
    assert "--fix or --diff" in done.err


def test_diff_prints_a_patch_and_writes_nothing(run, put, site):
    path = put("a.md", PAGE.rstrip("\n"))
    before = path.read_bytes()
    done = run("--diff", "a.md")
    assert path.read_bytes() == before
    assert f"-We are open at nine. {CLAIM}" in done.out
    assert f"+We are open at nine. {FIXED}" in done.out
    assert "\\ No newline at end of file" in done.out
    assert "would fix 1 finding" in done.err


def test_git_can_apply_the_patch(run, put, site):
    git = ["git", "-c", "core.autocrlf=false"]
    path = put("sub/a b.md", PAGE.replace("\n", "\r\n"))
    patch = run("--diff", "sub").out
    done = subprocess.run(
        [*git, "apply", "--whitespace=nowarn", "-"], cwd=site, input=patch.encode(),
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == PAGE.replace(CLAIM, FIXED).replace("\n", "\r\n").encode()


def test_standard_input_is_printed_fixed(run):
    done = run("--fix", "--stdin-filename", "a.md", input=PAGE)
    assert done.out == PAGE.replace(CLAIM, FIXED)
    assert done.code == 0


def test_standard_input_with_nothing_to_fix_is_printed_as_it_is(run):
    done = run("--fix", "--stdin-filename", "a.md", input="Hello.\r\n")
    assert done.out == "Hello.\r\n"


@pytest.mark.parametrize("words", [("--diff", "a.md"), ("--fix", "--stdin-filename", "a.md")])
def test_no_report_is_mixed_with_a_patch_or_a_text(run, put, words):
    put("a.md", PAGE)
    done = run(*words, "--format", "json", input=PAGE)
    assert done.code == 2
    assert "--output" in done.err


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.encode().rstrip(),
        PAGE.encode() + b"Bytes: \xff\xfe\x80 end.\n",
        PAGE.encode("utf-16"),
        b"One\r\nTwo\n\n" + CLAIM.encode() + b"\r\n\r\nThree\x0b\x0c\n",
    ],
)
def test_every_other_byte_is_kept(run, put, data):
    path = put("a.md", data)
    run("--fix", "a.md")
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    before, after = data.decode(codec), path.read_bytes().decode(codec)
    assert after == before.replace(CLAIM, FIXED)
    if codec == "utf-16":
        assert path.read_bytes()[:2] == data[:2]


def test_broken_utf16_is_not_written(run, put):
    data = PAGE.encode("utf-16") + b"\x00\xd8\x41"
    path = put("a.md", data)
    done = run("--fix", "a.md")
    assert path.read_bytes() == data
    assert done.code == 2
    assert "not fixed" in done.err


def test_clean_files_are_not_touched(run, put):
    path = put("a.md", "Hello.\n")
    before = path.stat()
    run("--fix", "a.md")
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
def test_mode_and_links_are_kept(run, put, site):
    path = put("a.md", PAGE)
    path.chmod(0o600)
    link = site / "b.md"
    link.symlink_to("a.md")
    run("--fix", "b.md")
    assert link.is_symlink()
    assert FIXED in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
def test_hard_links_are_refused(run, put, site):
    path = put("a.md", PAGE)
    os.link(path, site / "b.md")
    done = run("--fix", "a.md")
    assert path.read_text() == PAGE
    assert done.code == 2
    assert "hard links" in done.err


def test_fixing_the_fixtures_twice_is_fixing_them_once(claimlint, put, site):
    folder = REPOSITORY / "fixtures"
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in (".md", ".html", ".mdx", ".yaml", ".json", ".txt"):
            put(str(path.relative_to(folder)), path.read_bytes())
    claimlint("--fix", "--unsafe-fixes", "--strict", ".", ours=False)
    once = contents(site)
    done = claimlint("--fix", "--unsafe-fixes", "--strict", ".", ours=False)
    assert contents(site) == once
    assert "fixed 0 findings in 0 files" in done.err


def contents(folder):
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_kill_in_the_middle_leaves_each_file_old_or_new(run, put, site, environment, claimlint):
    old = "\n\n".join(f"Paragraph {i}. {CLAIM}" for i in range(10)) + "\n"
    new = old.replace(CLAIM, FIXED)
    paths = [put(f"pages/p{i:03}.md", old) for i in range(200)]
    run("pages/p000.md")  # compiles the rules
    killed = 0
    for watched in (3, 17, 60, 105):
        for path in paths:
            path.write_text(old)
        argv = [
            Path(sys.executable).parent / "claimlint", "--fix", "-q",
            "--select", "cure-disease", "pages",
        ]  # fmt: skip
        running = subprocess.Popen(
            argv, cwd=site, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while running.poll() is None and paths[watched].read_text() == old:
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        states = {path.read_text() for path in paths}
        assert states <= {old, new}
    assert killed
    for left in (site / "pages").glob(".claimlint-*"):
        left.unlink()
    assert run("--fix", "pages").code == 0
    assert {path.read_text() for path in paths} == {new}


def test_the_edits_of_a_json_report_do_what_fix_does(run, put):
    """Lines and columns are exact, whatever stands before them."""
    source = f"# Café 🧪\r\n\r\nWe are open — daily. {CLAIM} É\r\n"
    path = put("a.md", source.encode())
    (found,) = json.loads(run("--format", "json", "a.md").out)["findings"]
    rewrite = next(r for r in found["rewrites"] if r["applicability"] == "safe")
    lines = source.split("\r\n")
    for edit in reversed(rewrite["edits"]):
        assert edit["line"] == edit["end_line"]
        line = lines[edit["line"] - 1]
        before, after = line[: edit["column"] - 1], line[edit["end_column"] - 1 :]
        lines[edit["line"] - 1] = before + edit["replacement"] + after
    run("--fix", "a.md")
    assert path.read_bytes().decode() == "\r\n".join(lines)
    assert FIXED in path.read_bytes().decode()


def test_a_pipe_gets_no_before_and_after(run, put):
    put("a.md", PAGE)
    done = run("a.md")
    assert done.code == 1
    assert "cure-disease" in done.out
    assert "rewrite:" not in done.out
    assert FIXED not in done.out
    assert len(done.out.splitlines()) == 1


def test_a_file_that_changed_since_it_was_read_is_not_written(put, site):
    from claimlint.errors import OutputError
    from claimlint.rewrites import writing

    path = put("a.md", PAGE)
    seen = writing.seen(str(path))
    path.write_text(PAGE + "Another hand was here.\n")
    with pytest.raises(OutputError, match="changed since it was read"):
        writing.replace(str(path), seen, PAGE.replace(CLAIM, FIXED).encode())
    assert path.read_text() == PAGE + "Another hand was here.\n"
    assert [p.name for p in site.iterdir() if p.suffix == ".tmp"] == []
