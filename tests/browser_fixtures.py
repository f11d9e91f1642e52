"""The real browser: Chromium as people have it, and the same without windows, which does the same for a third."""

import contextlib
import shutil

import pytest
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHOLE = "/usr/bin/chromium"


@contextlib.contextmanager
def launched(program):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium():
    """Chromium without windows, or with them where Debian's package of the other is missing."""
    with launched(shutil.which("chromium-headless-shell") or WHOLE) as browser:
        yield browser


@pytest.fixture(scope="module")
def whole_chromium():
    with launched(WHOLE) as browser:
        yield browser
