"""Pages of the real product in a real browser, while the double of an upstream writes as slowly as a test wants."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.live_words import FIRST_WORD, NUMBERS
from tests.server import Server
from tests.test_browser import FLAGS, WATCH_POLICY, ask
from tests.upstream import Upstream


@pytest.fixture(scope="module")
def upstream_server():
    server = Upstream()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def product(upstream_server, tmp_path_factory):
    """The product, asking the double."""
    told = {"ASSISTANTS_API_BASE": upstream_server.url, "ASSISTANTS_API_KEY": upstream_server.key}
    server = Server(tmp_path_factory.mktemp("live") / "data", **told).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def double(upstream_server):
    """The double with one long answer, at its own pace."""
    upstream_server.answers, upstream_server.pace, upstream_server.gate = [NUMBERS], 0, None
    yield upstream_server
    if upstream_server.gate:
        upstream_server.gate.open()


@pytest.fixture
def open_page(chromium, product):
    """Open a page in a browser of its own; at the end nothing may have been blocked or broken."""
    contexts, problems = [], []

    def open_page(path="/", script="", **options):
        contexts.append(chromium.new_context(base_url=product.url, **options))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.add_init_script(WATCH_POLICY + script)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            problems += page.evaluate("window.violations || []")
        context.close()
    assert problems == []


@pytest.fixture
def held(open_page, double):
    """Ask, and hold the answer after so many of its words; the page that shows them, and the Gate."""

    def held(words=10, page=None, **options):
        gate = double.hold(FIRST_WORD + words - 1)
        page = page or open_page(**options)
        ask(page, "Write many words")
        expect(page.locator(".live")).to_contain_text(f"word{words}")
        return page, gate

    return held


@pytest.fixture
def go_on(double):
    """Let a held answer go on until so many of its words are shown, or to its end."""

    def go_on(page, gate, words=None):
        following = double.hold(FIRST_WORD + words - 1) if words else None
        gate.open()
        if words:
            expect(page.locator(".live")).to_contain_text(f"word{words}")
        else:
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
        return following

    return go_on
