"""The chat in a real browser against the real product: gunicorn, the interpreter's sandbox, no double anywhere."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browsing import MAKE_JANE, ask, opening, query, sign_in, wait_for_answer
from tests.server import Server

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("browser") / "data")
    server.start()
    server.manage("shell", "-c", MAKE_JANE)
    yield server
    server.stop()


@pytest.fixture
def open_page(chromium, server):
    with opening(chromium, server.url) as open_page:
        yield open_page


@pytest.fixture
def open_whole(whole_chromium, server):
    """As open_page in Chromium with windows, for what leans on more of a browser than its pages."""
    with opening(whole_chromium, server.url) as open_page:
        yield open_page


def test_jane_reads_steps_code_output_and_the_answer(open_whole):
    page = open_whole()
    sign_in(page)

    ask(page, QUESTION)
    wait_for_answer(page)

    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")
    answers = page.locator(".from-tutor")
    expect(answers.first).to_contain_text("Jane Doe")
    expect(answers.first.locator("math").first).to_be_visible()
    expect(answers.last.locator(".prose")).to_have_text(
        re.compile(r"The solution to the equation 3x \+ 11 = 14 is x = 1, Jane Doe\.\s*$")
    )
    details = page.locator("details.code-step")
    assert details.get_attribute("open") is None
    details.locator("summary").click()
    expect(details.locator("pre.code")).to_contain_text("solve(Eq(3*x + 11, 14), x)")
    expect(details.locator(".output")).to_have_text(re.compile(r"\[1\]"))
    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/$"))
    expect(page).to_have_title(re.compile("^I need to solve"))


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
@pytest.mark.parametrize("impatient", [False, True], ids=["once", "twice"])
def test_a_question_that_can_be_read_in_two_ways_asks_which_one_is_meant(open_page, script, impatient):
    page = open_page(java_script_enabled=script)

    ask(page, "Simplify 1/2x")
    answer = page.locator(".from-tutor")
    expect(answer).to_contain_text("I can read that in two ways", timeout=20_000)
    expect(page.locator(".mark")).to_have_count(0)
    choice = answer.get_by_role("button", name="Simplify (1/2)x")
    if impatient:
        choice.dblclick()
    else:
        choice.press("Enter")

    expect(page.locator(".from-student").last).to_have_text(re.compile(r"Simplify \(1/2\)x"))
    expect(page.locator(".from-tutor").last).to_contain_text("is", timeout=20_000)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=20_000)
    expect(page.locator(".from-student")).to_have_count(2)
    expect(page.get_by_label("Your question", exact=True)).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_one_way_after_the_other_is_asked_for_with_a_tap_and_each_answer_has_its_mark(open_page, script):
    page = open_page(java_script_enabled=script)
    ways = page.locator(".choices.ways:visible")

    ask(page, "x^2 - 5x + 6 = 0")
    expect(ways.get_by_role("button")).to_have_text(
        ["By the quadratic formula", "By completing the square"], timeout=20_000
    )
    ways.get_by_role("button").last.dblclick()
    expect(page.locator(".from-student").last).to_contain_text("by completing the square")
    expect(ways.get_by_role("button")).to_have_text(["By the quadratic formula"], timeout=20_000)
    assert not script or page.evaluate("document.activeElement.name") == "text"
    ask(page, "and another way?")

    last = page.locator(".from-tutor").last
    expect(last).to_contain_text("Those were all the ways that I know.", timeout=20_000)
    expect(ways).to_have_count(0)
    expect(page.locator(".from-student")).to_have_count(3)
    expect(page.locator(".mark", has_text="Checked: right")).to_have_count(3, timeout=20_000)


def test_the_same_without_javascript(open_whole):
    page = open_whole(java_script_enabled=False)

    ask(page, QUESTION)

    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/$"))
    expect(page.locator(".from-student")).to_contain_text("I need to solve the equation")
    expect(page.locator(".from-tutor").last).to_contain_text("is x = 1.")  # the page fetched itself anew until then
    assert "http-equiv" not in page.content()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_double_click_on_the_very_first_question_asks_once(open_whole, server, script):
    page = open_whole(java_script_enabled=script)
    text = f"What is 12 + 30, clicked twice, {script}?"
    page.get_by_label("Your question").fill(text)

    page.get_by_role("button", name="Send").dblclick()
    wait_for_answer(page)

    assert query(server, "select count(*) from chat_message where text = ?", text) == [(1,)]
    runs = "select count(*) from chat_run join chat_message on chat_message.id = message_id where text = ?"
    assert query(server, runs, text) == [(1,)]


def test_a_double_click_on_a_later_question_asks_once(open_page):
    page = open_page()
    ask(page, "What is 2 + 3?")
    wait_for_answer(page)

    page.get_by_label("Your question").fill("What is 3 + 4?")
    page.get_by_role("button", name="Send").dblclick()

    wait_for_answer(page, 2)
    page.reload()
    expect(page.locator(".from-student")).to_have_count(2)


def test_enter_sends_and_shift_enter_starts_a_line(open_page):
    page = open_page()
    box = page.get_by_label("Your question")
    box.press_sequentially("What is")
    box.press("Shift+Enter")
    box.press_sequentially("2 + 2?")

    box.press("Enter")

    wait_for_answer(page)
    assert page.locator(".from-student .prose").inner_text() == "What is\n2 + 2?"


def test_a_reload_at_any_moment_loses_nothing(open_whole):
    page = open_whole()
    ask(page, "Factor 3000000000000000038372000000000000010863369")
    expect(page.locator("[aria-busy=true]")).to_be_visible()

    page.reload()

    expect(page.locator(".from-student")).to_have_count(1)
    expect(page.locator("[aria-busy=true] .activity")).to_contain_text("tutor")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".ended")).to_contain_text("You stopped this answer")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_what_the_reader_opened_stays_open(open_page):
    page = open_page()
    ask(page, "Solve 2x = 6")
    wait_for_answer(page)
    page.locator(".code-step summary").first.click()

    ask(page, "Solve 2x = 8")
    wait_for_answer(page, 2)

    assert page.locator("details.code-step").first.get_attribute("open") is not None
    assert page.locator("details.code-step").last.get_attribute("open") is None


def test_a_plot_is_a_picture_with_words_for_it(open_page):
    page = open_page()

    ask(page, "Plot y = x^2 - 4 from x = -3 to 3")
    wait_for_answer(page)

    picture = page.locator(".from-tutor img")
    expect(picture).to_have_count(1)
    expect(picture).to_have_attribute("alt", re.compile("x"))
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    picture.click()
    enlarged = page.locator("dialog.enlarged")
    expect(enlarged).to_have_accessible_name(picture.get_attribute("alt"))
    expect(enlarged.locator("img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(enlarged).to_be_hidden()
    page.locator("a.enlarge").press("Enter")
    enlarged.get_by_role("button", name="Close").click()
    expect(page.locator("a.enlarge")).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the picture").click()
    assert download.value.suggested_filename == "picture.png"


def test_without_a_script_a_plot_is_enlarged_by_its_link(open_page):
    page = open_page(java_script_enabled=False)
    ask(page, "Plot y = x from x = -3 to 3")
    expect(page.locator(".from-tutor img")).to_have_count(1, timeout=20_000)

    page.locator("a.enlarge").click()

    expect(page).to_have_url(re.compile("/attachments/"))


def test_two_tabs_on_one_conversation_show_the_same(open_whole):
    page = open_whole()
    ask(page, "What is 1 + 1?")
    wait_for_answer(page)
    other = page.context.new_page()
    other.goto(page.url)

    ask(page, "What is 5 + 5?")
    wait_for_answer(page, 2)
    other.reload()

    expect(other.locator(".from-student")).to_have_count(2)


def test_the_text_is_kept_when_the_network_is_gone(open_whole):
    page = open_whole()
    page.context.set_offline(True)

    ask(page, "What is 1 + 1?")

    expect(page.locator("#trouble")).to_contain_text("Your text is kept")
    page.evaluate("dispatchEvent(new Event('offline'))")  # it may come late
    expect(page.locator("#trouble")).to_contain_text("Your text is kept")
    expect(page.get_by_label("Your question")).to_have_value("What is 1 + 1?")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    wait_for_answer(page)
    expect(page.locator("#trouble")).to_be_hidden()


@pytest.mark.parametrize("milliseconds", [450, 1000])
def test_a_network_slower_than_the_polls_shows_each_block_once(open_page, milliseconds):
    page = open_page()
    page.route("**/runs/**", lambda route: (time.sleep(milliseconds / 1000), route.continue_()))

    ask(page, "Solve 4x = 20")
    wait_for_answer(page)

    page.wait_for_timeout(2 * milliseconds)  # what a poll that was queued behind another would still bring
    expect(page.locator(".from-tutor")).to_have_count(2)
    expect(page.locator("details.code-step")).to_have_count(1)


def test_a_screen_reader_hears_the_answer_once(open_page):
    page = open_page()

    ask(page, "Solve 4x = 20")
    wait_for_answer(page)

    said = page.locator("#status").inner_text()
    assert said.count("Your question was sent.") == 1
    assert said.count("Divide both sides") == 1
    assert said.count("The solution to the equation") == 1


def test_finished_leaves_nothing_for_the_next_person(open_whole):
    page = open_whole()
    ask(page, "What is 1 + 1?")
    wait_for_answer(page)
    address = page.url

    page.get_by_role("button", name="I'm finished").click()

    expect(page.locator(".notice")).to_contain_text("Finished")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    page.go_back()
    expect(page.locator(".from-student")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 740})
    ask(page, "Expand (x + 1)^9")
    wait_for_answer(page)
    ask(page, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
    wait_for_answer(page, 2)
    page.locator(".menu summary").click()
    menu_fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Escape")
    for summary in page.locator("#turns summary").all():
        summary.click()

    assert menu_fits
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_formula_shows_what_was_typed_as_text_and_never_as_markup(open_page):
    page = open_page()

    ask(page, "<img src=x onerror=alert(1)> <script>alert(2)</script> \\(<b>x</b>\\) [a](javascript:alert(3))")
    wait_for_answer(page)

    assert page.locator(".message img, .message script, .message b, .message a[href^=javascript]").count() == 0
    expect(page.locator(".from-student")).to_contain_text("<script>alert(2)</script>")
