import pytest


@pytest.fixture
def page(put):
    put("clean.md", "We sell zorb.\n")
    put("note.md", "A nice zorb.\n")
    put("warning.md", "Our zorb works.\n")
    put("error.md", "Our zorb cures.\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["clean.md"], 0),
        (["note.md"], 0),
        (["note.md", "--strict"], 0),
        (["note.md", "--fail-on", "note"], 1),
        (["warning.md"], 1),
        (["error.md"], 1),
        (["warning.md", "--fail-on", "error"], 0),
        (["error.md", "--fail-on", "error"], 1),
        (["error.md", "--fail-on", "never"], 0),
        (["error.md", "--exit-zero"], 0),
        (["error.md", "missing.md"], 2),
        (["error.md", "missing.md", "--exit-zero"], 2),
        (["error.md", "--ignore", "zorb-cures"], 0),
        (["error.md", "--ignore", "cure-reversal"], 0),
        (["clean.md", "note.md", "warning.md", "error.md"], 1),
        (["check", "warning.md"], 1),
        (["warning.md", "--jobs", "2"], 1),
        (["warning.md", "--no-cache"], 1),
    ],
)
def test_exit_codes(claimlint, page, words, code):
    assert claimlint(*words).code == code


def test_notes_are_shown_where_they_count(claimlint, page):
    assert claimlint("note.md").out == ""
    assert "note zorb-nice" in claimlint("note.md", "--strict").out
    assert "note zorb-nice" in claimlint("note.md", "--fail-on", "note").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--strct"], "unknown option --strct; did you mean '--strict'?"),
        (["--format", "jsn"], "did you mean 'json'?"),
        (["--fail-on", "warn"], "did you mean 'warning'?"),
        (["--format"], "expected one argument"),
        (["--max-bytes", "0"], "1 or more"),
        (["--color", "yes"], "always"),
        (["--select", "zorb-work"], "there is no rule or category 'zorb-work'; did you mean"),
        (["--ignore", "efficcy"], "did you mean 'efficacy'?"),
        (["--ignore", "a,,b"], "empty name"),
        (["--packs", "cor"], "'cor'"),
        (["--config", "x.toml", "--no-config"], "exclude each other"),
        (["--config", "missing.toml"], "missing.toml: cannot be read"),
        (["--rules", "missing.yaml"], "missing.yaml"),
        (["--stdin-filename", "x.md", "page.md"], "the path '-'"),
        (["--output", "a/b/c.txt"], "its folder does not exist"),
        (["--output", "."], "is a folder"),
        (["--format", "json", "--format", "text"], "two formats would go to standard output"),
        (["-f", "json", "-o", "a", "-f", "text", "-o", "./a"], "two formats would go to"),
        (["-o", "a", "-f", "json", "-f", "text", "-o", "b"], "must follow the --format"),
        (["--strict", "check"], "a verb comes first: claimlint check"),
    ],
)
def test_wrong_usage_says_what_to_do(claimlint, page, words, said):
    done = claimlint(*words)
    assert done.code == 2
    assert said in done.err
    assert done.err.startswith("claimlint: error: ")
    assert done.out == ""


def test_help_and_version(claimlint):
    done = claimlint("--version", ours=False)
    assert (done.code, done.out.split()[0], done.err) == (0, "claimlint", "")
    for words in (["--help"], ["check", "--help"], ["explain", "--help"], ["rules", "--help"]):
        done = claimlint(*words, ours=False)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("usage: claimlint")
    assert "legal advice" in claimlint("--help", ours=False).out


def test_options_may_stand_anywhere(claimlint, page):
    done = claimlint("error.md", "--strict", "note.md", "--format", "jsonl", "--", "warning.md")
    assert done.out.count('"rule": "zorb-') == 3


def test_a_file_whose_name_begins_with_a_dash(claimlint, put):
    put("--strict", "Our zorb works.\n")
    assert claimlint("--", "--strict").code == 1
    assert claimlint("./--strict").code == 1


def test_without_paths_the_current_folder_is_checked(claimlint, page):
    done = claimlint("--strict")
    assert done.code == 1
    assert done.err == "4 files checked: 1 error, 1 warning, 1 note\n"
