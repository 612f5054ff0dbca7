"""Only what a change brings: against a commit, and from a diff."""

import subprocess

import pytest

from claimlint import git as plumbing
from claimlint.errors import ClaimlintError

OLD = "# Page\n\nOur zorb works.\n\nHello.\n"


@pytest.fixture
def git(site):
    """Return a function that runs git in the site, which is a repository with one commit."""
    (site / ".git").rmdir()

    def run(*words, cwd=site):
        done = subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@e", *words],
            cwd=cwd, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.decode()

    run("init", "-q", "-b", "main")
    (site / "a.md").write_text(OLD)
    (site / "b.md").write_text("Zorb cures.\n")
    run("add", ".")
    run("commit", "-qm", "one")
    return run


def places(done):
    return [line.split(": ")[0] for line in done.out.splitlines()]


def both(claimlint, git, *words):
    """Compare with HEAD and with the diff that git makes of it; they must agree."""
    git("add", "-N", ".")
    by_commit = claimlint(".", "--diff-base", "HEAD", *words)
    by_diff = claimlint(".", "--diff", "-", *words, input=git("diff", "-U0", "HEAD"))
    assert by_commit.out == by_diff.out
    assert by_commit.code == by_diff.code
    return by_commit


def test_nothing_changed(claimlint, git):
    done = both(claimlint, git)
    assert (done.code, done.out) == (0, "")
    assert done.err == "0 files checked: no findings\n"


def test_only_added_lines_count(claimlint, git, put):
    put("a.md", "# Page\n\nMore.\n\nOur zorb works.\n\nHello.\n\nZorb cures.\n")
    done = both(claimlint, git)
    assert done.code == 1
    assert places(done) == ["a.md:9:1"]
    assert "info: 1 finding that was there before is left out" in done.err


def test_a_claim_whose_negation_was_deleted_is_new(claimlint, git, put):
    put("a.md", "It is not true that\nour zorb works.\n")
    git("commit", "-qam", "two")
    put("a.md", "It is true that\nour zorb works.\n")
    assert places(both(claimlint, git)) == ["a.md:2:5"]


def test_a_claim_whose_waiver_was_deleted_is_new(claimlint, git, put):
    waiver = "<!-- claimlint-disable-next-line zorb-works -- r -->\n"
    put("a.md", f"Hi.\n\n{waiver}Our zorb works.\n")
    git("commit", "-qam", "two")
    put("a.md", "Hi.\n\nOur zorb works.\n")
    assert places(both(claimlint, git)) == ["a.md:3:5"]


def test_a_new_file_is_new_whether_git_knows_it_or_not(claimlint, git, put):
    put("new.md", "Zorb cures.\n")
    assert places(claimlint(".", "--diff-base", "HEAD")) == ["new.md:1:1"]
    assert places(both(claimlint, git)) == ["new.md:1:1"]


def test_a_renamed_file_is_not_new(claimlint, git, put, site):
    git("mv", "a.md", "c.md")
    assert both(claimlint, git).out == ""
    put("c.md", OLD + "\nZorb cures.\n")
    assert places(both(claimlint, git)) == ["c.md:7:1"]


def test_a_changed_line_end_is_no_added_line(claimlint, git, put):
    put("a.md", OLD.replace("\n", "\r\n"))
    assert claimlint(".", "--diff-base", "HEAD").out == ""


def test_the_base_is_where_the_branches_parted(claimlint, git, put):
    git("checkout", "-qb", "topic")
    put("t.md", "Zorb cures.\n")
    git("add", ".")
    git("commit", "-qm", "topic")
    git("checkout", "-q", "main")
    put("a.md", "Nothing.\n")
    git("commit", "-qam", "main goes on")
    git("checkout", "-q", "topic")
    assert places(claimlint(".", "--diff-base", "main")) == ["t.md:1:1"]


def test_a_folder_below_and_odd_names(claimlint, git, put, site):
    put("sub/é b\t.md", "Hello.\n")
    git("add", ".")
    git("commit", "-qm", "two")
    put("sub/é b\t.md", "Hello.\n\nZorb cures.\n")
    put("b.md", "Zorb cures. Zorb works.\n")
    done = claimlint(".", "--diff-base", "HEAD", cwd=site / "sub")
    assert places(done) == ["é b\\x09.md:3:1"]
    text = git("diff", "-U0")
    done = claimlint(".", "--diff-from", "-", cwd=site / "sub", input=text)
    assert places(done) == ["é b\\x09.md:3:1"]


def test_duties_count_only_if_they_are_new(claimlint, git, put):
    page = "# Exosomes\n\nOur exosome injections rebuild knees.\n\nHello.\n"
    duty = ("--no-config", "--select", "no-risk-balance,no-approval-notice")
    put("a.md", page)
    git("commit", "-qam", "two")
    before = claimlint("a.md", *duty, ours=False)
    if not before.out:
        pytest.skip("the built-in rules have no duty for this page")
    put("a.md", page.replace("Hello", "Hi"))
    done = claimlint("a.md", "--diff-base", "HEAD", *duty, ours=False)
    assert (done.code, done.out) == (0, "")
    put("a.md", "Hello.\n")
    git("commit", "-qam", "three")
    put("a.md", page)
    done = claimlint("a.md", "--diff-base", "HEAD", *duty, ours=False)
    assert done.out == before.out


def test_a_shallow_clone_is_told_what_to_do(claimlint, git, site, put, tmp_path):
    git("commit", "-q", "--allow-empty", "-m", "two")
    first = git("rev-parse", "HEAD^").strip()
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", f"file://{site}", str(clone), cwd=tmp_path)
    done = claimlint(".", "--diff-base", first, cwd=clone)
    assert done.code == 2
    assert "fetch-depth: 0" in done.err


@pytest.mark.parametrize("ref", ["nowhere", "--help", "-x", "", "HEAD:a.md"])
def test_a_commit_that_does_not_exist(claimlint, git, ref):
    done = claimlint(".", f"--diff-base={ref}")
    assert done.code == 2
    assert f"git does not know the commit '{ref}'" in done.err
    assert "fetch-depth" not in done.err


def test_outside_a_repository(claimlint, tmp_path, environment):
    (tmp_path / "a.md").write_text("Hello.\n")
    ceiling = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    done = claimlint(".", "--diff-base", "HEAD", cwd=tmp_path, env=ceiling)
    assert done.code == 2
    assert "not a git repository" in done.err


def test_without_git(claimlint, git, environment):
    done = claimlint(".", "--diff-base", "HEAD", env={"PATH": "/nowhere"})
    assert done.code == 2
    assert "git is not usable here" in done.err


def test_nothing_that_a_repository_configures_is_run(claimlint, git, put, site):
    for key in ("core.fsmonitor", "diff.external", "filter.x.clean", "diff.x.textconv"):
        git("config", key, f"touch {site}/ran-{key}")
    git("config", "core.hooksPath", str(site / "hooks"))
    put(".gitattributes", "*.md filter=x diff=x\n")
    put("a.md", OLD + "\nZorb cures.\n")
    assert places(claimlint(".", "--diff-base", "HEAD")) == ["a.md:7:1"]
    assert list(site.glob("ran-*")) == []


def test_a_hook_of_git_may_run_it(claimlint, git, put, site):
    put("a.md", OLD + "\nZorb cures.\n")
    env = {"GIT_DIR": str(site / ".git"), "GIT_INDEX_FILE": ".git/index", "GIT_WORK_TREE": "/"}
    assert places(claimlint(".", "--diff-base", "HEAD", env=env)) == ["a.md:7:1"]


def test_a_diff_in_a_file(claimlint, git, put, site):
    put("a.md", OLD + "\nZorb cures.\n")
    put("x.diff", git("diff"))
    for words in (("--diff", "x.diff"), ("--diff=x.diff",), ("--diff-from", "x.diff")):
        assert places(claimlint(".", *words)) == ["a.md:7:1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--diff-base", "HEAD", "--diff-from", "x.diff"), "exclude each other"),
        (("--baseline", "x", "--no-baseline"), "exclude each other"),
        (("-", "--diff", "-"), "cannot be both"),
        (("--diff-from", "none.diff"), "none.diff: cannot be read"),
        (("--diff-from", "a.md"), "a.md is no unified diff"),
    ],
)
def test_what_does_not_go_together(claimlint, git, words, said):
    done = claimlint(*words, input="")
    assert done.code == 2
    assert said in done.err


def test_a_baseline_and_a_base_go_together(claimlint, git, put):
    put("c.md", "Zorb cures.\n")
    assert claimlint("baseline", "create").code == 0
    put("a.md", OLD + "\nZorb cures twice.\n")
    done = claimlint(".", "--baseline", "claimlint-baseline.json", "--diff-base", "HEAD")
    assert places(done) == ["a.md:7:1"]


def test_blob_ids_are_those_of_git(git, site, tmp_path):
    blob = git("rev-parse", "HEAD:b.md").strip()
    assert plumbing.blob_id(b"Zorb cures.\n", blob) == blob
    assert dict(plumbing.blobs(str(site), [blob], 100)) == {blob: b"Zorb cures.\n"}
    assert dict(plumbing.blobs(str(site), [blob], 3)) == {blob: None}
    with pytest.raises(ClaimlintError):
        list(plumbing.blobs(str(site), ["0" * 40], 100))
