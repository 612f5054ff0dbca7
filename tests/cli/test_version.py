"""`--version` says the version and loads nothing else."""

import pytest

from claimlint import __version__


@pytest.mark.parametrize("words", [("--version",), ("-V",), ("check", "--version")])
def test_the_version(claimlint, words):
    done = claimlint(*words)
    assert (done.code, done.out, done.err) == (0, f"claimlint {__version__}\n", "")
