"""Added lines from two texts and from a diff; and the text before, worked out from a diff."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import UsageError
from claimlint.waivers import lines, patch

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "- d", "+ e", "@@ -1 +1 @@"]), max_size=12)


@given(TEXTS, TEXTS)
def test_without_its_added_lines_a_text_is_part_of_the_old_one(old, new):
    added = lines.added(old, new)
    rest = iter(old)
    assert all(line in rest for n, line in enumerate(new, 1) if n not in added)


@given(TEXTS)
def test_an_unchanged_text_has_no_added_lines(text):
    assert lines.added(text, text) == frozenset()


def test_large_stretches_are_told_apart_as_sets(monkeypatch):
    monkeypatch.setattr(lines, "MOST_LINES", 3)
    assert lines.added(["x", "a", "b", "c", "d"], ["x", "d", "e", "a", "f"]) == {3, 5}


def unified(old, new, context):
    made = difflib.unified_diff(old, new, "a/x.md", "b/x.md", lineterm="", n=context)
    return "\n".join(made) + "\n"


@given(TEXTS, TEXTS, st.sampled_from([0, 1, 3]))
def test_a_diff_leads_back_to_the_old_text(old, new, context):
    text = unified(old, new, context)
    if old == new:
        assert patch.read(text, "x.diff") == []
        return
    (patched,) = patch.read(text, "x.diff")
    assert patch.reverted(patched, new) == old
    rest = [line for n, line in enumerate(new, 1) if n not in patch.added(patched)]
    found = iter(old)
    assert all(line in found for line in rest)


def test_a_diff_of_another_text_leads_nowhere():
    (patched,) = patch.read(unified(["a"], ["b"], 3), "x.diff")
    assert patch.reverted(patched, ["c"]) is None


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("--- a/x y.md\n+++ b/x y.md\t\n", ["x y.md", "b/x y.md"]),
        ("--- x.md\n+++ x.md\n", ["x.md"]),
        ('--- /dev/null\n+++ "b/\\303\\251\\t.md"\n', ["é\t.md", "b/é\t.md"]),
        ("--- i/x.md\n+++ w/x.md\n", ["x.md", "w/x.md"]),
    ],
)
def test_names(header, names):
    (patched,) = patch.read(header + "@@ -0,0 +1 @@\n+a\n", "x.diff")
    assert patch.names(patched) == names


def test_a_deleted_file_has_no_new_name():
    (patched,) = patch.read("--- a/x.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "x.diff")
    assert patched.new is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello.\n", "is no unified diff"),
        ("--- a/x\n+++ b/x\n@@ -1 +1,3 @@\n-a\n+b\n", "cut off"),
        ("--- a/x\n+++ b/x\n@@ -1 +1,3 @@\n-a\n?b\n+c\n", "no line of a diff"),
    ],
)
def test_what_is_no_diff_is_told(text, said):
    with pytest.raises(UsageError) as raised:
        patch.read(text, "x.diff")
    assert said in raised.value.message


def test_an_empty_diff_changes_nothing():
    assert patch.read("", "x.diff") == []
    assert patch.read("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", "x.diff") == []
