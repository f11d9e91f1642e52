"""Pages of the real product in a real browser, while the double of an upstream writes as slowly as a test wants."""

import pytest
from playwright.sync_api import expect

from tests.browsing import ask, opening
from tests.live_words import FIRST_WORD, NUMBERS
from tests.server import Server
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
    server = Server(tmp_path_factory.mktemp("live") / "data", shares_interpreter=True, **told).start()
    yield server
    server.stop()


@pytest.fixture
def double(upstream_server):
    """The double with one long answer, at its own pace."""
    upstream_server.answers, upstream_server.pace, upstream_server.gate = [NUMBERS], 0, None
    yield upstream_server
    if upstream_server.gate:
        upstream_server.gate.open()


@pytest.fixture
def open_page(chromium, product):
    with opening(chromium, product.url) as open_page:
        yield open_page


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
