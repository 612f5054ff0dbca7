import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

CHROMIUM = os.environ.get("CLAIMLINT_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser():
    """Chromium; without it the tests are skipped, or fail where CLAIMLINT_REQUIRE names it."""
    required = "browser" in os.environ.get("CLAIMLINT_REQUIRE", "").split(",")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if required:
            raise
        pytest.skip("needs Playwright: pip install -e '.[browser]'")
    if not os.path.exists(CHROMIUM):
        message = f"needs Chromium at {CHROMIUM}: apt-get install chromium"
        (pytest.fail if required else pytest.skip)(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()
