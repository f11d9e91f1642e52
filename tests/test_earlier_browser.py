"""Earlier messages of a long conversation in a browser: put in above, and what is read stays where it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import ask, sign_in

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

MAKE_RECORD = """
import uuid
from accounts.models import User
from chat.models import Conversation, Message, Tutor
jane = User.objects.create_user("jane", password="correct horse")
conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Long")
for number in range(65):
    text = f"question {number}."
    Message.objects.create(conversation=conversation, role="user", text=text, client_key=uuid.uuid4())
print(conversation.get_absolute_url())
"""
NUMBERS = (
    "() => [...document.querySelectorAll('.from-student .prose')].map(prose => +prose.textContent.match(/[0-9]+/))"
)


@pytest.fixture(scope="module")
def address(product):
    return product.manage("shell", "-c", MAKE_RECORD).split()[-1]


@pytest.fixture
def long_page(open_page, address):
    """Open the long conversation."""

    def long_page(**options):
        page = open_page(viewport={"width": 800, "height": 600}, **options)
        sign_in(page)
        page.goto(address)
        return page

    return long_page


def place_of(page, text):
    return page.get_by_text(text, exact=True).evaluate("element => element.getBoundingClientRect().top")


def test_what_is_read_stays_in_place(long_page):
    page = long_page()
    assert page.evaluate(NUMBERS) == list(range(35, 65))
    page.get_by_text("question 35.", exact=True).scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")
    place = place_of(page, "question 35.")

    page.get_by_role("link", name="Earlier messages").click()
    expect(page.locator(".from-student")).to_have_count(60)

    assert abs(place_of(page, "question 35.") - place) < 2
    assert page.evaluate(NUMBERS) == list(range(5, 65))


def test_the_keyboard_leads_to_the_beginning(long_page):
    page = long_page()
    page.get_by_role("link", name="Earlier messages").focus()

    page.keyboard.press("Enter")
    expect(page.locator(".from-student")).to_have_count(60)
    expect(page.get_by_role("link", name="Earlier messages")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#earlier")).to_have_text("The conversation begins here.")
    expect(page.locator("#earlier")).to_be_focused()
    assert page.evaluate(NUMBERS) == list(range(65))
    expect(page.locator("#composer")).to_have_count(1)


def test_the_same_by_links_alone(long_page):
    page = long_page(java_script_enabled=False)

    page.get_by_role("link", name="Earlier messages").click()
    expect(page).to_have_url(re.compile(r"\?before=\d+$"))
    page.get_by_role("link", name="Newest messages").click()

    expect(page.get_by_text("question 64.", exact=True)).to_have_count(1)


def test_an_answer_that_is_being_written_goes_on_meanwhile(long_page, double):
    page = long_page()
    gate = double.hold(10)
    ask(page, "question 65. Go on")
    expect(page.locator(".live")).to_contain_text("word1")

    page.get_by_role("link", name="Earlier messages").click()
    expect(page.locator(".from-student")).to_have_count(61)
    gate.open()

    expect(page.locator(".from-tutor")).to_contain_text("word40")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
