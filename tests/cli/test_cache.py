"""A second run over files that did not change says the same, whatever became of the cache."""

import os
import random
import subprocess

import pytest

FORMATS = (
    "text",
    "json",
    "jsonl",
    "sarif",
    "markdown",
    "github",
    "gitlab",
    "junit",
    "csv",
    "rdjson",
)


@pytest.fixture
def folder(environment, tmp_path):
    """A cache of this test alone, with the compiled rules of the others."""
    cache = tmp_path / "cache"
    old = environment["CLAIMLINT_CACHE_DIR"]
    environment["CLAIMLINT_CACHE_DIR"] = str(cache)
    cache.mkdir(mode=0o700)
    for name in os.listdir(old):
        if name.startswith(("rules-", "stamp-")):
            os.link(os.path.join(old, name), cache / name)
    return cache


@pytest.fixture
def pages(put):
    for number in range(12):
        text = "Our zorb works.\n\n" if number % 3 == 0 else "We sell zorb.\n\n"
        put(f"page{number}.md", f"# Page {number}\n\n{text}" + "Knees are knees. " * 1_500)
    put("odd.md", b"Our zorb \xff works.\n")


def entries(folder):
    return [path for path in folder.iterdir() if path.name.startswith("results-")]


@pytest.mark.parametrize("format", FORMATS)
def test_a_cached_run_reports_the_same_bytes(claimlint, pages, folder, format):
    plain = claimlint(".", "--no-cache", "--format", format)
    assert entries(folder) == []
    first = claimlint(".", "--format", format)
    assert len(entries(folder)) == 1
    second = claimlint(".", "--format", format)
    parallel = claimlint(".", "--format", format, "--jobs", "2")
    assert plain.out == first.out == second.out == parallel.out
    assert plain.err == first.err == second.err == parallel.err
    assert plain.code == second.code == 1


def test_new_content_of_the_same_size_and_time_is_seen(claimlint, pages, put, folder):
    claimlint(".")
    page = put("page1.md", "x")
    before = page.stat()
    page.write_text("Our zorb works.")
    claimlint(".")
    page.write_text("Our zorb naps. ")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "page1.md" not in claimlint(".").out


def test_other_settings_have_other_results(claimlint, pages, put, folder):
    put("nice.md", "A nice zorb.")
    assert "nice.md" not in claimlint(".").out
    assert "nice.md" in claimlint(".", "--strict").out
    assert "nice.md" not in claimlint(".").out


DAMAGES = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "cut in the head": lambda data: data[:30],
    "longer": lambda data: data + b"more",
    "a flipped bit": lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
    "foreign": lambda data: b"SQLite format 3\0" * 100,
    "noise": lambda data: random.Random(5).randbytes(len(data)),  # noqa: S311
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_cache_is_no_cache(claimlint, pages, folder, kind):
    first = claimlint(".")
    (path,) = entries(folder)
    path.write_bytes(DAMAGES[kind](path.read_bytes()))
    second = claimlint(".")
    assert (second.out, second.err, second.code) == (first.out, first.err, first.code)


@pytest.mark.parametrize("kind", DAMAGES)
def test_damaged_tables_are_compiled_again(claimlint, pages, folder, kind):
    first = claimlint("page0.md")
    claimlint(".")
    for path in folder.iterdir():
        content = path.read_bytes()
        path.unlink()  # the compiled rules are shared with other tests
        path.write_bytes(DAMAGES[kind](content))
    second = claimlint("page0.md")
    assert (second.out, second.err, second.code) == (first.out, first.err, first.code)


def test_a_planted_link_is_replaced_and_not_followed(claimlint, pages, folder, tmp_path):
    claimlint(".")
    (path,) = entries(folder)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    path.unlink()
    path.symlink_to(victim)
    claimlint(".")
    assert victim.read_text() == "mine"
    assert not path.is_symlink()


def test_eight_runs_at_once_say_the_same(claimlint, pages, folder, arguments, site, environment):
    expected = claimlint(".", "--no-cache").out
    runs = [
        subprocess.Popen(
            arguments("."), cwd=site, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(8)
    ]  # fmt: skip
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert out == expected
        assert "internal" not in err
    assert len(entries(folder)) == 1
    assert claimlint(".").out == expected


def test_the_cache_is_for_the_user_alone(claimlint, pages, environment, tmp_path):
    cache = tmp_path / "fresh"
    claimlint(".", env={"CLAIMLINT_CACHE_DIR": str(cache)}.items())
    assert cache.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in cache.iterdir())
