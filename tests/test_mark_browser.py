"""The mark beside an answer, in a real browser: it arrives by itself, and its check opens by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browsing import ask
from tests.interpreter_double import HANG
from tests.live_words import FIRST_WORD
from tests.marks import CONTRADICTED, NOT_CHECKED, VERIFIED

pytest_plugins = ["tests.browser_fixtures", "tests.mark_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("marks")]

QUESTION = "Solve 3x + 11 = 14"
TALL = "\n\n".join(f"word{number}" for number in range(1, 41))


def marks_asked_for(page):
    """The requests for marks that a page makes from now on."""
    made = []
    page.on("request", lambda request: made.append(request.url) if "/mark?" in request.url else None)
    return made


def test_the_mark_arrives_by_itself_and_opens_by_keyboard(open_marked, finds):
    finds(VERIFIED)
    page = open_marked()
    asked = marks_asked_for(page)

    ask(page, QUESTION)
    summary = page.locator(".mark summary")
    expect(summary).to_have_text("Checked: right")
    closed = page.locator(".mark-body").is_visible()
    summary.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".mark .prose")).to_contain_text("Put back")
    expect(page.locator(".mark math")).to_be_visible()
    assert not closed
    expect(page.locator("#status")).to_contain_text("Checked: right")
    seen = len(asked)
    page.wait_for_timeout(1500)
    assert len(asked) == seen <= 5

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".reason")).to_be_visible()
    summary.click()
    expect(page.locator(".mark-body")).to_be_visible()


@pytest.mark.parametrize("found", [VERIFIED, CONTRADICTED], ids=["right", "wrong"])
def test_the_check_opens_where_it_can_be_read(open_marked, finds, tutor, found):
    finds(found)
    tutor.answers = [TALL]
    page = open_marked(viewport={"width": 360, "height": 640})
    ask(page, QUESTION)

    page.locator(".mark summary").click()
    said = page.locator(".mark details .prose, details.mark .prose")
    expect(said).to_be_in_viewport()
    page.wait_for_timeout(500)  # smooth scrolling

    words, box = said.bounding_box(), page.locator("#composer").bounding_box()
    assert words["y"] + words["height"] <= box["y"]


def test_a_verified_mark_moves_nothing(open_marked, finds):
    page = open_marked(viewport={"width": 800, "height": 1200})
    finds(NOT_CHECKED)
    ask(page, QUESTION)
    expect(page.locator(".from-tutor")).to_have_count(1)
    page.wait_for_timeout(1500)
    before = page.locator("#composer").bounding_box()

    finds(VERIFIED)
    page = open_marked(viewport={"width": 800, "height": 1200})
    ask(page, QUESTION)
    expect(page.locator(".mark")).to_be_visible()

    assert page.locator("#composer").bounding_box() == before


def test_a_contradicted_answer_stays_with_our_own_result_beside_it(open_marked, finds, tutor):
    tutor.answers = ["So \\( x = 2 \\)."]
    finds(CONTRADICTED)
    page = open_marked()

    ask(page, QUESTION)

    mark = page.locator(".mark")
    expect(mark).to_contain_text("This does not match our own check")
    expect(mark.locator(".mark-result math")).to_be_visible()
    expect(page.locator(".from-tutor math")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("This does not match our own check")
    mark.get_by_text("How we checked").press("Enter")
    expect(mark).to_contain_text("Put back")


def test_what_was_not_checked_says_nothing_and_is_not_asked_for_again(open_marked, finds):
    finds(NOT_CHECKED)
    page = open_marked()
    asked = marks_asked_for(page)

    ask(page, QUESTION)
    expect(page.locator(".from-tutor")).to_have_count(1)
    expect(page.locator(".awaited-mark")).to_have_count(0)
    page.wait_for_timeout(1000)
    seen = len(asked)
    page.wait_for_timeout(1500)

    assert len(asked) == seen
    expect(page.locator(".mark")).to_have_count(0)


def test_a_question_that_cannot_be_checked_asks_for_no_mark(open_marked, finds):
    page = open_marked()
    asked = marks_asked_for(page)

    ask(page, "Why is the sky blue?")
    expect(page.locator(".from-tutor")).to_have_count(1)
    page.wait_for_timeout(1000)

    assert asked == []


def test_without_javascript_it_is_there_when_the_page_is_loaded_again(open_marked, finds):
    finds(VERIFIED)
    page = open_marked(java_script_enabled=False)

    ask(page, QUESTION)  # the page refreshes itself while something is awaited

    expect(page.locator(".mark summary")).to_have_text("Checked: right")
    page.locator(".mark summary").press("Enter")
    expect(page.locator(".mark .prose")).to_be_visible()
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_count(0)


def test_what_is_being_typed_outlives_the_arrival(open_marked, finds):
    page = open_marked()

    ask(page, QUESTION)
    expect(page.locator(".from-student")).to_have_count(1)  # with it comes a fresh box
    box = page.get_by_label("Your question", exact=True)
    box.press_sequentially("next question")
    expect(page.locator(".mark")).to_be_visible()

    expect(box).to_have_value("next question")
    expect(box).to_be_focused()


@pytest.mark.parametrize("found", [VERIFIED, CONTRADICTED], ids=["right", "wrong"])
def test_a_reader_who_has_scrolled_up_stays(open_marked, finds, tutor, found):
    finds(found)
    tutor.answers = [TALL]
    gate = tutor.hold(FIRST_WORD + 29)
    page = open_marked(viewport={"width": 800, "height": 500})
    ask(page, QUESTION)
    expect(page.locator(".live")).to_contain_text("word30")
    page.mouse.move(400, 200)
    page.mouse.wheel(0, -150)
    page.wait_for_timeout(400)  # smooth scrolling
    place = page.evaluate("scrollY")

    gate.open()
    expect(page.locator(".mark")).to_have_count(1)
    page.wait_for_timeout(200)

    assert place > 0
    assert page.evaluate("scrollY") == place


def test_the_next_question_is_asked_while_a_check_hangs(open_marked, finds):
    """The last test here: the check hangs until the double ends."""
    finds(HANG)
    page = open_marked()

    ask(page, QUESTION)
    expect(page.locator(".awaited-mark")).to_have_count(1)
    finds(VERIFIED)
    ask(page, "Why is the sky blue?")

    expect(page.locator(".from-tutor")).to_have_count(2)
    expect(page.locator("#trouble")).to_be_hidden()
