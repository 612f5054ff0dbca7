"""The editor's catalogue beside the repository: what an editor rewrites, we do, and no more."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT.parent / "shared" / "rewrite-catalogue.jsonl"

pytestmark = pytest.mark.skipif(not CATALOGUE.exists(), reason=f"{CATALOGUE} is not here")


def test_the_catalogue_is_matched(book, rewriter, capsys):
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        import rewrite_quality
    finally:
        sys.path.pop(0)
    share = rewrite_quality.catalogue(str(CATALOGUE), book, rewriter)
    said = capsys.readouterr().out
    assert share >= rewrite_quality.CATALOGUE, said
    assert "0 of 17 advice rows edited" in said
