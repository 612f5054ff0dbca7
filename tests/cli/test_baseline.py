"""A baseline as a project uses it: made once, merged, moved, and shrinking as texts get better."""

import json
import subprocess

import pytest

NAME = "claimlint-baseline.json"


@pytest.fixture
def accepted(claimlint, put, site):
    """A site with two old findings and a baseline of them; returns its path."""
    put("a.md", "Our zorb works.\n\nZorb cures.\n")
    done = claimlint("baseline", "create")
    assert done.code == 0, done.err
    assert f"{NAME}: 2 accepted findings" in done.err
    return site / NAME


def entries(path):
    return [e for e in json.loads(path.read_text(encoding="utf-8"))["findings"] if e]


def test_only_what_is_new_fails(claimlint, put, accepted):
    done = claimlint("--baseline", NAME)
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 file checked: no findings (2 waived)\n"
    put("a.md", "Hello.\n\nZorb cures.\n\nMore.\n\nOur zorb works. At last zorb works!\n")
    done = claimlint("--baseline", NAME)
    assert done.code == 1
    assert [line.split(": ")[0] for line in done.out.splitlines()] == ["a.md:7:25"]


def test_a_person_can_read_it(accepted):
    lines = accepted.read_text(encoding="utf-8").splitlines()
    assert lines[0] == '{"version": 1, "findings": ['
    assert lines[1].startswith(
        '{"path": "a.md", "rule": "zorb-cures", "text": "Zorb cures", "fingerprint": "'
    )
    assert lines[2].startswith('{"path": "a.md", "rule": "zorb-works", "text": "zorb works", ')
    assert lines[3:] == ["null]}"]


def test_the_configuration_can_name_it(claimlint, put, site, accepted):
    put("claimlint.toml", f'baseline = "{NAME}"\n')
    assert claimlint().code == 0
    (site / "sub").mkdir()
    assert claimlint("..", cwd=site / "sub").code == 0
    assert claimlint("--no-baseline").code == 1
    put("b.md", "Zorb cures.\n")
    assert claimlint("baseline", "update").code == 0
    assert len(entries(accepted)) == 3


def test_create_does_not_overwrite(claimlint, accepted):
    before = accepted.read_bytes()
    done = claimlint("baseline", "create")
    assert done.code == 2
    assert "exists already; use claimlint baseline update" in done.err
    assert accepted.read_bytes() == before


def test_update_takes_in_what_is_new_and_drops_what_is_gone(claimlint, put, accepted):
    put("a.md", "Our zorb works.\n\nMy zorb works.\n")
    done = claimlint("baseline", "update")
    assert done.err == f"{NAME}: 2 accepted findings (1 new, 1 gone)\n"
    assert [e["rule"] for e in entries(accepted)] == ["zorb-works", "zorb-works"]


def test_prune_only_drops(claimlint, put, accepted):
    put("a.md", "Our zorb works.\n\nMy zorb works.\n")
    done = claimlint("baseline", "prune")
    assert done.err == f"{NAME}: 1 accepted findings (0 new, 1 gone)\n"
    assert claimlint("--baseline", NAME).code == 1


def test_an_update_of_a_part_keeps_the_rest(claimlint, put, accepted):
    put("b.md", "Zorb cures.\n")
    assert claimlint("baseline", "update", "b.md").code == 0
    assert sorted(e["path"] for e in entries(accepted)) == ["a.md", "a.md", "b.md"]
    assert claimlint("baseline", "update", "--ignore", "zorb-cures").code == 0
    assert len(entries(accepted)) == 3


def test_a_file_that_is_gone_takes_its_entries_along(claimlint, put, site, accepted):
    (site / "a.md").unlink()
    put("b.md", "Hello.\n")
    assert claimlint("baseline", "prune").code == 0
    assert entries(accepted) == []


def test_a_renamed_file_keeps_its_entries(claimlint, site, accepted):
    (site / "a.md").rename(site / "z.md")
    assert claimlint("--baseline", NAME).code == 0
    assert claimlint("baseline", "prune").code == 0
    assert [e["path"] for e in entries(accepted)] == ["z.md", "z.md"]


def test_a_copied_file_does_not(claimlint, put, accepted):
    put("b.md", "Our zorb works.\n")
    assert claimlint("--baseline", NAME).code == 1


def test_a_reason_that_was_added_by_hand_is_kept_and_shown(claimlint, put, accepted):
    text = accepted.read_text(encoding="utf-8")
    accepted.write_text(text.replace('"},', '", "reason": "until May"},', 1), encoding="utf-8")
    report = json.loads(claimlint("--baseline", NAME, "--format", "json").out)
    reasons = [f["waiver"]["reason"] for f in report["waived"]]
    assert sorted(reasons) == [f"accepted in {NAME}", "until May"]
    put("c.md", "Zorb cures.\n")
    assert claimlint("baseline", "update").code == 0
    assert accepted.read_text(encoding="utf-8").count("until May") == 1


def test_what_a_comment_waives_is_not_taken_in(claimlint, put, site):
    put("a.md", "<!-- claimlint-disable-next-line zorb-works -- r -->\nOur zorb works.\n")
    assert claimlint("baseline", "create").code == 0
    assert entries(site / NAME) == []


def test_notes_are_taken_in_with_strict_and_stay(claimlint, put, site):
    put("a.md", "A nice zorb.\n")
    assert claimlint("baseline", "create", "--strict").code == 0
    assert len(entries(site / NAME)) == 1
    assert claimlint("baseline", "update").code == 0
    assert len(entries(site / NAME)) == 1


def test_two_branches_merge(put, site, claimlint, accepted):
    def git(*words):
        done = subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@e", *words],
            cwd=site, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    (site / ".git").rmdir()
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "old")
    git("checkout", "-qb", "other")
    put("0.md", "Zorb cures.\n")
    assert claimlint("baseline", "update").code == 0
    git("add", ".")
    git("commit", "-qm", "more")
    git("checkout", "-q", "main")
    put("z.md", "Zorb cures.\n")
    assert claimlint("baseline", "update").code == 0
    git("add", ".")
    git("commit", "-qm", "also more")
    git("merge", "-q", "other", "-m", "both")
    assert [e["path"] for e in entries(accepted)] == ["0.md", "a.md", "a.md", "z.md"]
    assert claimlint("--baseline", NAME).code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not valid JSON"),
        ("[]", "is not a baseline"),
        ('{"version": 2, "findings": []}', "is not a baseline of version 1"),
        ('{"version": 1, "findings": [{"path": 3}]}', "holds what is no finding"),
        ('{"version": 1, "findings": [\n<<<<<<< ours\n', "merge conflict"),
        ("\xff", "is not UTF-8"),
        ("[" * 100_000, "is not a baseline"),
    ],
)
def test_a_broken_baseline_is_an_error(claimlint, put, text, said):
    put("a.md", "Hello.\n")
    put(NAME, text.encode("latin-1"))
    for words in (("--baseline", NAME), ("baseline", "update")):
        done = claimlint(*words)
        assert done.code == 2
        assert said in done.err


def test_a_missing_baseline_is_an_error(claimlint, put):
    put("a.md", "Hello.\n")
    done = claimlint("--baseline", NAME)
    assert done.code == 2
    assert "make one with: claimlint baseline create" in done.err


def test_say_what_to_do(claimlint):
    assert "did you mean 'create'" in claimlint("baseline", "creat").err


def test_a_file_that_cannot_be_read_keeps_its_entries(claimlint, put, accepted):
    put("a.md", b"\x00\x01" * 100)
    assert claimlint("baseline", "update").code == 2
    assert len(entries(accepted)) == 2


def test_a_project_with_fifty_old_findings_starts_clean(claimlint, put, site):
    for number in range(25):
        put(f"content/{number}.md", f"# Page {number}\n\nOur zorb works.\n\nZorb cures {number}.\n")
    assert claimlint("content").code == 1
    assert "50 accepted findings" in claimlint("baseline", "create", "content").err
    assert claimlint("content", "--baseline", NAME).code == 0
    put("content/3.md", "# Page 3\n\nNew words above.\n\nOur zorb works.\n\nZorb cures pain.\n")
    done = claimlint("content", "--baseline", NAME)
    assert done.code == 1
    assert [line.split(": ")[0] for line in done.out.splitlines()] == ["content/3.md:7:1"]
