"""What a visit may cost: bytes over the wire, as a browser receives them, and what moves on the page meanwhile."""

import pytest
from playwright.sync_api import expect

from script.page_costs import Watched
from tests.browsing import ask, wait_for_answer
from tests.server import Server

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("server")]

FIRST_VISIT = 45_000
LATER_VISIT = 6_000
FORMULAS_WITHOUT_FONT = """
window.formulasWithoutFont = 0;
new MutationObserver(() => {
  if (document.fonts.check('1em "Tutor Math"')) return;
  formulasWithoutFont += document.querySelectorAll(".pending math, .from-tutor math").length;
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("budgets") / "data", shares_interpreter=True).start()
    yield server
    server.stop()


@pytest.fixture
def context(whole_chromium, server):
    with whole_chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(20_000)
        yield context


def test_an_empty_chat_is_light(context, record_property):
    first = Watched(context).visit("/")
    later = Watched(context).visit("/")

    requests = f"{len(first.received)} requests, later {later.size:,} in {len(later.received)}"
    record_property("figure", f"first visit {first.size:,} bytes in {requests}")
    assert first.size <= FIRST_VISIT, first.received
    assert not [address for address in first.received if ".woff2" in address]
    assert later.size <= LATER_VISIT, later.received
    assert len(later.received) == 1
    assert first.shift == later.shift == 0


def test_an_answer_that_is_quicker_than_the_font_of_its_formulas_waits_for_it(context):
    page = context.new_page()
    page.add_init_script(FORMULAS_WITHOUT_FONT)
    page.goto("/")
    fonts = []
    context.route("**/*.woff2", lambda route: fonts.append(route))

    with page.expect_response(lambda response: "/runs/" in response.url and "<math" in response.text()):
        ask(page, "Solve 2x^2 - 4x - 6 = 0")
    assert len(fonts) == 1
    fonts[0].continue_()
    wait_for_answer(page)

    assert page.locator(".from-tutor math").count() > 1
    assert page.evaluate("formulasWithoutFont") == 0


def test_nothing_moves_while_an_answer_comes(context):
    watched = Watched(context)
    watched.visit("/")

    ask(watched.page, "Solve 2x^2 - 4x - 6 = 0")
    wait_for_answer(watched.page)
    expect(watched.page.locator(".mark")).to_be_visible()

    assert watched.page.evaluate("layoutShift") < 0.01
