"""One question, one run, whatever a browser does: impatient fingers, two tabs, the back button, reloads."""

import random

import pytest
from playwright.sync_api import expect

from tests.browsing import ask
from tests.live_words import NUMBERS

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

FORM = """() => {
    const form = document.getElementById("composer");
    return [form.getAttribute("action"), form.elements.client_key.value];
}"""
RESTORE = """([action, key]) => {
    const form = document.getElementById("composer");
    form.setAttribute("action", action);
    form.setAttribute("hx-post", action);
    form.elements.client_key.value = key;
    htmx.process(form.parentElement);
}"""


@pytest.fixture
def asked(double):
    """(questions, runs) that the double has got since the test began."""
    messages, runs = len(double.user_messages()), len(double.runs)
    return lambda: (len(double.user_messages()) - messages, len(double.runs) - runs)


def wait_for_the_answer(page):
    expect(page.locator(".from-tutor .prose")).to_have_text(NUMBERS)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    expect(page.locator(".from-student")).to_have_count(1)


def press_enter_twice(page):
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def double_click(page):
    page.get_by_role("button", name="Send").dblclick()


def enter_and_click(page):
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("sends", [press_enter_twice, double_click, enter_and_click])
def test_impatience_asks_once(open_page, asked, sends):
    page = open_page()
    page.get_by_label("Your question").press_sequentially("Write many words")

    sends(page)

    wait_for_the_answer(page)
    page.reload()
    wait_for_the_answer(page)
    assert asked() == (1, 1)


def test_two_tabs_with_the_same_restored_form_ask_once(open_page, asked):
    page = open_page()
    other = page.context.new_page()
    other.goto("/")
    other.evaluate(RESTORE, page.evaluate(FORM))

    ask(page, "Write many words")
    ask(other, "Write many words")

    for tab in (page, other):
        wait_for_the_answer(tab)
    assert page.url == other.url
    assert asked() == (1, 1)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_the_back_button_leads_to_a_fresh_form_and_asks_nothing(open_page, asked, script):
    page = open_page(java_script_enabled=script)
    ask(page, "Write many words")
    wait_for_the_answer(page)
    action = page.locator("#composer").get_attribute("action")

    page.go_back()
    expect(page.locator(".from-student")).to_have_count(0)

    expect(page.locator("#composer")).not_to_have_attribute("action", action)
    expect(page.get_by_label("Your question")).to_have_value("")
    page.go_forward()
    wait_for_the_answer(page)
    assert asked() == (1, 1)


def test_reloads_at_twenty_moments_of_a_live_run_end_with_the_same_page(open_page, double, asked):
    double.pace = 0.15
    page = open_page()
    ask(page, "Write many words")
    moments = random.Random(20)

    for _ in range(20):
        page.wait_for_timeout(moments.uniform(0, 250))
        page.reload()
        expect(page.locator(".from-student")).to_have_count(1)

    wait_for_the_answer(page)
    page.reload()
    wait_for_the_answer(page)
    assert asked() == (1, 1)
