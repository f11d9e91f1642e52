"""The whole way of a student without a mouse: every stop is seen, none holds one back, and no swap loses the focus."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import MAKE_JANE
from tests.given_files import TABLE
from tests.keyboard import Keyboard
from tests.live_words import FIRST_WORD, NUMBERS

pytest_plugins = ["tests.browser_fixtures", "tests.mark_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("marks")]

ANSWERS = ["First some code.", "So \\( x = 1 \\).\n\n```python\nprint(1)\n```"]


@pytest.fixture
def keyboard(open_marked, marked_product, finds):
    """The keyboard of a page on which Jane has signed in by it."""
    marked_product.manage("shell", "-c", MAKE_JANE)
    page = open_marked("/accounts/login/", permissions=["clipboard-read", "clipboard-write"])
    keyboard = Keyboard(page)
    keyboard.go_to(page.get_by_label("Username"))
    keyboard.type("jane")
    keyboard.go_to(page.get_by_label("Password"))
    keyboard.type("correct horse")
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/c/$"))
    return keyboard


def box(page):
    return page.get_by_label("Your question", exact=True)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("link", name=name, exact=True)


def test_the_whole_way_by_keyboard_alone(keyboard, tutor):
    page = keyboard.page
    keyboard.use(link(page, "New conversation").first)
    expect(box(page)).to_be_focused()
    ask_stop_and_try_again(keyboard, tutor)
    read_copy_and_judge(keyboard)
    ask_anew_and_go_back(keyboard, tutor)
    use_what_the_box_offers(keyboard)
    keyboard.go_round()
    find_ones_way(keyboard)
    share_and_leave(keyboard)


def ask_stop_and_try_again(keyboard, tutor):
    page = keyboard.page
    tutor.answers = [NUMBERS]
    tutor.hold(FIRST_WORD + 5)
    keyboard.go_to(link(page, "Skip to the content"), "Shift+Tab")
    keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    keyboard.go_to(box(page))
    keyboard.type("Solve 3x + 11 = 14")
    keyboard.press("Enter")

    expect(page.locator(".live")).to_contain_text("word5")
    expect(box(page)).to_be_focused()
    keyboard.go_to(button(page, "Stop"), "Shift+Tab")
    keyboard.press("Enter")
    keyboard.is_somewhere()
    expect(page.locator(".ended")).to_be_visible()
    keyboard.is_somewhere()

    tutor.answers, tutor.gate = ANSWERS, None
    keyboard.go_to(button(page, "Try again"), "Shift+Tab")
    keyboard.press("Enter")
    expect(page.locator(".mark")).to_be_visible()
    keyboard.is_somewhere()


def read_copy_and_judge(keyboard):
    page = keyboard.page
    step, mark = page.locator(".code-step summary"), page.locator(".mark summary")
    keyboard.go_to(step, "Shift+Tab")
    keyboard.press("Enter")
    expect(page.locator(".code-step-body")).to_be_visible()
    keyboard.use(page.locator(".code-step .copy-code").first)
    keyboard.is_somewhere()
    keyboard.use(page.locator(".from-tutor math").last)
    expect(page.locator("math.copied")).to_have_count(1)
    keyboard.use(mark)
    expect(page.locator(".mark .prose")).to_be_visible()
    keyboard.use(page.locator(".copy-answer"))
    expect(page.locator(".copy-answer")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("\n\n".join(ANSWERS))

    keyboard.use(button(page, "Good answer"), "Space")
    expect(button(page, "Good answer")).to_be_focused()
    keyboard.use(page.locator(".reason summary"))
    keyboard.go_to(page.get_by_label("What was good?"))
    keyboard.type("It is short.")
    keyboard.press("Enter")
    expect(page.locator(".reason summary")).to_have_text("Your reason")
    keyboard.is_somewhere()
    expect(mark.locator("..")).to_have_attribute("open", "")


def ask_anew_and_go_back(keyboard, tutor):
    page = keyboard.page
    keyboard.go_to(page.get_by_role("link", name="Edit this question"), "Shift+Tab")
    keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    keyboard.press("Control+a")
    keyboard.type("Solve 5x + 11 = 16")
    keyboard.press("Enter")
    expect(page.locator(".from-student")).to_contain_text("5x + 11")
    expect(page.locator(".mark")).to_be_visible()
    keyboard.use(page.get_by_role("link", name="Earlier version"))
    expect(page.locator(".from-student")).to_contain_text("3x + 11")
    keyboard.use(page.get_by_role("link", name="Later version"))
    expect(page.locator(".from-student")).to_contain_text("5x + 11")


def use_what_the_box_offers(keyboard):
    page = keyboard.page
    page.on("filechooser", lambda _chooser: None)  # from now on none opens a window
    keyboard.go_to(box(page))
    keyboard.go_to(button(page, "Fraction"))
    keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    keyboard.type("1")
    for _sign in ")/(":
        keyboard.press("ArrowRight")
    keyboard.type("2")
    expect(page.locator("#preview mfrac")).to_be_visible()

    keyboard.go_to(button(page, "Fraction"))
    keyboard.press("End")
    expect(button(page, "Formula editor")).to_be_focused()
    keyboard.look()
    keyboard.press("Enter")
    expect(page.locator("math-field")).to_be_focused()
    keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    keyboard.use(button(page, "Formula editor"))
    expect(page.locator("math-field")).to_be_focused()
    keyboard.type("x")
    keyboard.use(button(page, "Cancel"))
    expect(box(page)).to_be_focused()

    keyboard.go_to(page.get_by_label("Attach files"))
    with page.expect_file_chooser() as chooser:
        keyboard.press("Enter")
    chooser.value.set_files([{"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE}])
    keyboard.is_somewhere()
    keyboard.use(button(page, "Remove t.csv"))
    expect(page.locator(".chosen li")).to_have_count(0)
    keyboard.is_somewhere()
    keyboard.go_to(box(page), "Shift+Tab")
    keyboard.press("Control+a")
    keyboard.press("Delete")


def choose(keyboard, name):
    """Open the first menu of a list and take what it offers."""
    keyboard.use(keyboard.page.locator(".list .menu summary").first)
    keyboard.use(keyboard.page.locator(f".menu[open] :is(a, button):text-is('{name}')"))


def goes_on_with(keyboard, target):
    """A page that came back begins where one was."""
    expect(target).to_have_count(1)
    keyboard.press("Tab")
    expect(target).to_be_focused()


def find_ones_way(keyboard):
    page = keyboard.page
    keyboard.go_to(link(page, "Conversations"), "Shift+Tab")
    keyboard.press("Enter")
    choose(keyboard, "Rename")
    keyboard.go_to(page.get_by_label("Title"))
    keyboard.press("Control+a")
    keyboard.type("Small sums")
    keyboard.press("Enter")
    expect(page.locator(".list > li > a")).to_have_text("Small sums")
    choose(keyboard, "Pin")
    expect(page.get_by_role("heading", name="Pinned")).to_be_visible()
    goes_on_with(keyboard, page.locator(".list .menu summary"))
    choose(keyboard, "Archive")
    expect(page.locator(".list")).to_have_count(0)
    keyboard.use(link(page, "Archived conversations"))
    choose(keyboard, "Take out of the archive")
    keyboard.use(link(page, "Your conversations"))
    choose(keyboard, "Delete")
    goes_on_with(keyboard, page.get_by_role("button", name="Undo"))
    keyboard.press("Enter")
    expect(page.locator(".list > li > a")).to_have_text("Small sums")

    keyboard.go_to(page.get_by_role("searchbox"))
    keyboard.type("11")
    keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(["11", "11"])
    keyboard.use(page.locator(".hits a").first)
    expect(page.locator(".turn:target")).to_be_in_viewport()
    keyboard.use(page.get_by_role("link", name="Edit this question"))


def share_and_leave(keyboard):
    page = keyboard.page
    keyboard.go_to(link(page, "Conversations"), "Shift+Tab")
    keyboard.press("Enter")
    choose(keyboard, "Share")
    keyboard.use(button(page, "Make a link"))
    keyboard.use(button(page, "Copy"))
    expect(button(page, "Copied")).to_be_focused()
    keyboard.go_round()
    keyboard.use(page.get_by_role("button", name="Revoke"))

    keyboard.use(link(page, "Jane Doe"))
    keyboard.go_to(page.get_by_label("Colors"))
    keyboard.type("Dark")
    keyboard.use(button(page, "Save"))
    expect(page.locator("html.theme-dark")).to_have_count(1)
    keyboard.go_round()
    keyboard.use(button(page, "I'm finished"))
    expect(page.locator(".notice")).to_contain_text("Finished")
    keyboard.use(link(page, "Sign in"))
    expect(page.get_by_label("Username")).to_be_visible()
