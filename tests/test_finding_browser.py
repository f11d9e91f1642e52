"""Finding one's way in a browser: by keyboard with scripts, and whole without them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import sign_in

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

MAKE_RECORD = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from chat.models import Conversation
from tests.marks import answered
jane, _ = User.objects.get_or_create(username="jane", defaults={"display_name": "Jane Doe"})
jane.set_password("correct horse")
jane.save()
jane.conversations.all().delete()
for days, title in enumerate(["Quadratics", "Triangles"]):
    reply = f"The answer of {title}, Jane Doe, is \\\\(x = {days}\\\\)."
    conversation = answered(jane, f"About {title}", reply).conversation
    used_at = timezone.now() - timedelta(days=40 * days)
    Conversation.objects.filter(pk=conversation.pk).update(title=title, updated_at=used_at)
"""


@pytest.fixture
def open_list(open_page, product):
    """Open Jane's list, which has two conversations."""

    def open_list(**options):
        product.manage("shell", "-c", MAKE_RECORD)
        page = open_page(**options)
        sign_in(page)
        page.goto("/c/")
        return page

    return open_list


def menu(page, title):
    return page.locator("details.menu", has=page.get_by_text(f"Menu of “{title}”"))


def choose(page, title, name):
    """Open a menu and take what it offers."""
    menu(page, title).locator("summary").click()
    menu(page, title).locator(f":is(a, button):text-is('{name}')").click()


def expect_titles(page, *titles):
    """Wait until the list has these conversations: without scripts each press loads a page."""
    expect(page.locator("ul.list > li > a")).to_have_text(list(titles))


def test_menus_by_keyboard_and_what_is_typed_stays(open_list):
    page = open_list()
    page.get_by_role("link", name="Triangles").click()
    page.get_by_label("Your question", exact=True).fill("half a question")
    summary = menu(page, "Triangles").locator("summary")

    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(menu(page, "Triangles")).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".recent li a").first).to_have_text(re.compile(r"Pinned:\s*Triangles"))
    expect(menu(page, "Triangles").locator("summary")).to_be_focused()
    expect(page.locator("#status")).to_have_text("Pinned.")
    expect(page.get_by_label("Your question", exact=True)).to_have_value("half a question")
    menu(page, "Triangles").locator("summary").click()
    page.locator("#title").click()
    expect(menu(page, "Triangles")).not_to_have_attribute("open", "")


def test_a_link_is_copied_by_its_button(open_list):
    page = open_list(script="Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    choose(page, "Quadratics", "Share")
    page.get_by_role("button", name="Make a link").click()

    page.get_by_role("button", name="Copy", exact=True).click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.goto("/")
    page.get_by_label("Your question", exact=True).focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Your question", exact=True)).to_have_value(re.compile("^http://.+/s/"))


def test_a_found_message_is_shown_in_its_place(open_list):
    page = open_list(viewport={"width": 360, "height": 640})
    page.get_by_role("searchbox").fill("answ triang")
    page.keyboard.press("Enter")

    expect(page.locator("mark")).to_have_text(["answer", "Triangles"])
    page.get_by_role("link", name="Triangles").click()

    expect(page.locator(".turn:target")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_theme_size_and_days_are_the_readers(open_list):
    page = open_list(color_scheme="light", timezone_id="Asia/Tokyo")
    page.wait_for_function("document.cookie.split('; ').includes('time_zone=Asia/Tokyo')")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.goto("/accounts/profile/")
    page.get_by_label("Colors").select_option("Dark")
    page.get_by_label("Text size").select_option("Very large")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".notice")).to_have_text("Saved.")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "22.4px"


def test_the_whole_way_without_scripts(open_list):
    page = open_list(java_script_enabled=False)

    choose(page, "Triangles", "Pin")
    expect_titles(page, "Triangles", "Quadratics")
    choose(page, "Triangles", "Rename")
    page.get_by_label("Title").fill("Right triangles")
    page.get_by_role("button", name="Save").click()
    expect_titles(page, "Right triangles", "Quadratics")
    choose(page, "Quadratics", "Archive")
    expect_titles(page, "Right triangles")
    page.get_by_role("link", name="Archived conversations").click()
    choose(page, "Quadratics", "Take out of the archive")
    page.get_by_role("link", name="Your conversations").click()
    expect_titles(page, "Right triangles", "Quadratics")

    choose(page, "Right triangles", "Delete")
    expect_titles(page, "Quadratics")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".notice")).to_have_text("“Right triangles” is back.")
    expect_titles(page, "Right triangles", "Quadratics")

    choose(page, "Quadratics", "Share")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".new-link a").get_attribute("href")
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Quadratics")
    expect(page.locator(".from-tutor")).not_to_contain_text("Jane")
    page.go_back()
    page.reload()
    page.get_by_role("button", name="Revoke").click()
    expect(page.locator(".notice")).to_have_text("The link does not work any more.")
    assert page.goto(link).status == 404

    page.goto("/c/")
    with page.expect_download() as saved:
        choose(page, "Quadratics", "Export as Markdown")
    assert saved.value.suggested_filename == "Quadratics.md"
    page.goto("/c/")
    choose(page, "Quadratics", "Print or save as PDF")
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator("#print")).to_be_hidden()
