"""What the box offers with script: files, keys, the preview, the formula editor, drafts, and no network for a while."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import ask, wait_for_answer
from tests.given_files import TABLE, picture

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

GIVE = """([name, text, kind]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name, { type: "text/plain" }));
    const target = document.querySelector("#composer textarea");
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
    return target.dispatchEvent(event);
}"""
AGE = """() => Object.keys(localStorage).forEach((name) => {
    const draft = JSON.parse(localStorage.getItem(name));
    localStorage.setItem(name, JSON.stringify({ ...draft, at: draft.at - 31 * 60_000 }));
})"""
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"


def box(page):
    return page.get_by_label("Your question", exact=True)


def attached(name, content=TABLE):
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def asked(double, text):
    """How often the double was asked this since it was started."""
    return double.user_messages().count(text)


def test_files_are_chosen_dropped_pasted_taken_back_and_kept_when_the_form_comes_back(open_page, double):
    page = open_page()
    chips = page.locator(".chosen li")
    page.get_by_label("Attach files").set_input_files(
        [attached("one.csv"), attached("big.csv", b"1" * (10 * 2**20 + 1))]
    )
    expect(chips).to_have_text([re.compile("one.csv"), re.compile("big.csv is larger than 10 MB")])
    assert page.evaluate(GIVE, ["two.txt", "a note", "drop"]) is False
    assert page.evaluate(GIVE, ["three.txt", "another", "paste"]) is False
    page.get_by_label("Attach files").set_input_files([attached("four.csv"), attached("five.csv")])
    expect(chips.last).to_contain_text("five.csv was left out: four files fit")
    page.get_by_role("button", name="Remove two.txt").click()
    expect(chips).to_have_count(3)

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="Type a question first.")).to_be_visible()
    expect(page.locator(".choose-again")).to_have_count(0)
    expect(chips).to_have_count(3)
    ask(page, "Add these tables")

    wait_for_answer(page)
    expect(page.locator(".given bdi")).to_have_text(["one.csv", "three.txt", "four.csv"])
    expect(chips).to_have_count(0)
    assert [each["filename"] for each in double.uploads.values()][-3:] == ["one.csv", "three.txt", "four.csv"]
    with page.expect_download() as download:
        page.get_by_role("link", name="one.csv").click()
    assert download.value.path().read_bytes() == TABLE


def test_a_picture_is_shown_in_the_question_without_javascript_too(open_page, double):
    for script in (True, False):
        page = open_page(java_script_enabled=script, viewport={"width": 320, "height": 600})
        expect(page.locator(".keys")).to_be_visible(visible=script)
        page.locator("input[type=file]").set_input_files(
            [{"name": "p.png", "mimeType": "image/png", "buffer": picture(size=(900, 300))}]
        )
        ask(page, "What is this?")
        shown = page.locator(".given-picture img")
        expect(shown).to_be_visible()
        if script:
            assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
            assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert list(double.uploads.values())[-1]["purpose"] == "vision"


def test_keys_wrap_what_is_chosen_can_be_undone_and_are_reached_by_arrows(open_page, double):
    page = open_page()
    box(page).press_sequentially("Solve x+1")
    for _ in "x+1":
        page.keyboard.press("Shift+ArrowLeft")

    page.get_by_role("button", name="Square root").click()
    expect(box(page)).to_have_value("Solve √(x+1)")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(box(page)).to_have_value("Solve x+1")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.type(" = 3")
    expect(page.locator("#preview msqrt")).to_be_visible()

    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator("#preview")).to_be_hidden()
    page.keyboard.type("y = ")
    page.get_by_role("button", name="Fraction").focus()
    for key in ("End", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Fraction")).to_be_focused()
    assert page.locator(".keys [tabindex='0']").count() <= 1
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    expect(box(page)).to_have_value("y = (x)/()")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.keys')") is None


def test_on_a_phone_keys_are_as_wide_as_those_of_its_keyboard_and_nothing_is_out_of_line(open_page, double):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    box(page).fill("Solve x^2 = 9")
    expect(page.locator("#preview math")).to_be_visible()

    keys = [key.bounding_box() for key in page.locator(".keys button").all()]
    send = page.get_by_role("button", name="Send", exact=True).bounding_box()
    written, preview = box(page).bounding_box(), page.locator("#preview").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert min(key["width"] for key in keys) >= 30
    assert min(key["height"] for key in keys) >= 40
    assert len({key["y"] for key in keys}) == 1
    assert (preview["x"], preview["width"]) == (written["x"], written["width"])
    assert (send["y"], send["height"]) == (written["y"], written["height"])
    assert bar["height"] < 60


def test_a_preview_that_comes_late_does_not_replace_a_newer_one(open_page, double):
    page = open_page()
    page.route("**/preview", lambda route: route.continue_() if "late" not in (route.request.post_data or "") else None)

    box(page).press_sequentially("late 1/2")
    page.wait_for_timeout(400)
    box(page).fill("x^2")

    expect(page.locator("#preview msup")).to_be_visible()
    expect(page.locator("#preview mfrac")).to_have_count(0)


def test_a_formula_is_built_in_the_editor_which_is_not_loaded_before(open_page, double):
    page = open_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url) if "mathlive" in request.url else None)
    box(page).press_sequentially("Solve ")
    assert loaded == []

    page.get_by_role("button", name="Formula editor").click()
    expect(page.locator("math-field")).to_be_focused()
    page.keyboard.type("x^2")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("=1/2")
    expect(page.locator("math-field .ML__mfrac")).to_be_visible()
    page.keyboard.press("Enter")

    expect(box(page)).to_have_value(r"Solve \(x^2=\frac12\)")
    expect(box(page)).to_be_focused()
    expect(page.locator("#preview mfrac")).to_be_visible()
    page.get_by_role("button", name="Formula editor").click()
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value(r"Solve \(x^2=\frac12\)")


def test_drafts_live_by_conversation_until_they_are_sent_or_the_person_is_finished(open_page, double):
    page = open_page()
    ask(page, "Write many words")
    wait_for_answer(page)
    conversation = page.url
    box(page).press_sequentially("Half a quest")
    page.goto("/")
    expect(box(page)).to_have_value("")
    box(page).press_sequentially("Something 1/2")

    page.goto(conversation)
    expect(box(page)).to_have_value("Half a quest")
    page.locator("a[href$='/edit']").click()
    expect(box(page)).to_have_value("Write many words")
    box(page).fill("Write many more")
    page.reload()
    expect(box(page)).to_have_value("Write many more")
    page.goto("/")
    expect(box(page)).to_have_value("Something 1/2")
    expect(page.locator("#preview mfrac")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    wait_for_answer(page)
    page.goto("/")
    expect(box(page)).to_have_value("")

    assert page.evaluate(DRAFTS) == 2
    page.get_by_role("button", name="I'm finished").click()
    expect(page.locator(".notice")).to_contain_text("Finished")
    assert page.evaluate(DRAFTS) == 0

    box(page).fill("Of nobody yet")
    page.reload()
    expect(box(page)).to_have_value("Of nobody yet")
    page.evaluate(AGE)
    page.reload()
    expect(box(page)).to_have_value("")
    assert page.evaluate(DRAFTS) == 0


def test_a_question_whose_answer_was_lost_is_not_asked_twice(open_page, double):
    page = open_page()

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/messages", lose)
    ask(page, "Was this sent?")
    expect(page.locator("#trouble")).to_contain_text("please send it again")
    page.unroute("**/messages")
    page.reload()
    expect(box(page)).to_have_value("Was this sent?")
    page.get_by_role("button", name="Send").click()

    wait_for_answer(page)
    assert asked(double, "Was this sent?") == 1
    assert page.evaluate(DRAFTS) == 0


def test_without_a_network_the_page_says_so_keeps_the_text_and_goes_on_by_itself(held, go_on, double):
    page, gate = held()
    requests = []

    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("You are offline")
    page.on("request", lambda request: requests.append(request.url))
    box(page).press_sequentially("Next")
    gate.open()
    page.wait_for_timeout(700)
    assert requests == []
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#trouble")).to_contain_text("please send it again")
    expect(box(page)).to_have_value("Next")
    page.context.set_offline(False)

    wait_for_answer(page)
    assert asked(double, "Next") == 0
    page.get_by_role("button", name="Send").click()
    wait_for_answer(page, 2)
    assert asked(double, "Next") == 1


def test_a_server_that_is_away_is_asked_more_and_more_seldom(held, go_on):
    page, gate = held()
    tries = []

    def away(route):
        tries.append(route.request.url)
        route.abort()

    page.route(re.compile("/runs/"), away)
    expect(page.locator("#trouble")).to_contain_text("cannot be reached")
    page.wait_for_timeout(1500)
    assert 1 <= len(tries) <= 3
    page.unroute(re.compile("/runs/"))
    gate.open()

    wait_for_answer(page)
    expect(page.locator("#trouble")).to_be_hidden()


def test_who_was_signed_out_finds_the_text_after_signing_in(open_page, product, double):
    page = open_page()
    ask(page, "Write many words")
    wait_for_answer(page)
    page.context.clear_cookies(name="sessionid")
    ask(page, "And what now?")

    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.locator(".notice")).to_contain_text("You were signed out")
    page.goto("/")
    expect(box(page)).to_have_value("And what now?")
