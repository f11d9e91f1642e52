"""The chat in a browser, answered by llama.cpp: by way of our own Assistants server, and of another installation's."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import MAKE_JANE, ask, query, sign_in, wait_for_answer
from tests.llama.model import CONTEXT
from tests.llama.scripts import QUESTION, STEPS
from tests.server import Server

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("llama")]


@pytest.fixture(scope="module")
def open_page(chromium):
    """Open the page of an installation in a browser of its own."""

    def open_page(server):
        page = chromium.new_context(base_url=server.url).new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    return open_page


@pytest.fixture(scope="module")
def customer(product, api_key, tmp_path_factory):
    """An installation whose chat uses the product as the Assistants server of somebody else."""
    told = {
        "ASSISTANTS_API_BASE": f"{product.url}/v1",
        "ASSISTANTS_API_KEY": api_key,
        "ASSISTANT_MODEL": "scripted",
    }
    server = Server(tmp_path_factory.mktemp("customer") / "data", shares_interpreter=True, **told).start()
    yield server
    server.stop()


def expect_steps_code_and_answer(page, end):
    """What the scripted model says, calls and concludes, as a student sees it."""
    answers = page.locator(".from-tutor")
    expect(answers.first).to_contain_text(STEPS)
    details = page.locator("details.code-step")
    details.locator("summary").click()
    expect(details.locator("pre.code")).to_contain_text("solve(Eq(3*x + 11, 14), x)")
    expect(details.locator(".output")).to_have_text(re.compile(r"solution: \[1\]"))
    expect(answers.last.locator(".prose")).to_have_text(
        re.compile(rf"The solution to the equation 3x \+ 11 = 14 is x = 1{end}\s*$")
    )


def test_jane_reads_steps_code_and_answer_of_the_model(open_page, product):
    product.manage("shell", "-c", MAKE_JANE)
    page = open_page(product)
    sign_in(page)

    ask(page, QUESTION)
    wait_for_answer(page)

    expect_steps_code_and_answer(page, r", Jane Doe\.")


def test_stop_ends_the_models_work(open_page, product, llama):
    begun, ended = len(llama.begun()), len(llama.ended())
    page = open_page(product)
    ask(page, "Go on for ever")
    llama.wait_for(llama.begun, begun + 1)

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".ended")).to_contain_text("You stopped this answer")
    assert llama.wait_for(llama.ended, ended + 1)[-1] < CONTEXT - 1


def test_the_chat_of_one_installation_on_the_assistants_server_of_another(open_page, product, customer):
    runs = "select count(*) from assistants_api_run"
    ((before,),) = query(product, runs)
    page = open_page(customer)

    ask(page, QUESTION)
    wait_for_answer(page)

    expect_steps_code_and_answer(page, r"\.")
    assert query(product, runs) == [(before + 1,)]
    assert query(customer, runs) == [(0,)]
