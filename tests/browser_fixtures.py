"""The real browser: Chromium as people have it, and the same without windows, which does the same for a third."""

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


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def chromium(playwright):
    """Chromium without windows, or with them where Debian's package of the other is missing."""
    yield from launched(playwright, shutil.which("chromium-headless-shell") or WHOLE)


@pytest.fixture(scope="module")
def whole_chromium(playwright):
    yield from launched(playwright, WHOLE)


def launched(playwright, program):
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()
