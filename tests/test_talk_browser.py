"""What a student does with a conversation in a browser: asks anew, copies, judges; and what of it needs no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import ask, wait_for_answer

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

ANSWER = r"""So \( x = \frac{1}{2} \) and **then** \( y^2 = 4 \).【4:0†source】

\[ \int_0^1 x \, dx = \frac{1}{2} \]

| a | b |
|---|---|
| 1 | 2 |

```python
print("one")
```

See sandbox:/mnt/data/t.csv."""
COPIED = ANSWER.replace("【4:0†source】", "").replace("sandbox:/mnt/data/", "")
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
SELECT = """() => {
    const last = [...document.querySelectorAll(".from-tutor .math-block mfrac mn")].at(-1).firstChild;
    getSelection().setBaseAndExtent(document.querySelectorAll(".from-tutor math mi")[0].firstChild, 0, last, 1);
}"""


@pytest.fixture
def answered(open_page, double):
    """A page with a question and its answer."""

    def answered(**options):
        double.answers = [ANSWER]
        page = open_page(permissions=["clipboard-read", "clipboard-write"], **options)
        ask(page, "What is it?")
        wait_for_answer(page)
        return page

    return answered


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_answers_programs_and_formulas_are_copied_as_their_source(answered):
    page = answered()
    copy = page.locator(".copy-answer")

    expect(copy).to_have_accessible_name("Copy the answer")
    copy.click()
    expect(copy).to_contain_text("Copied")
    assert clipboard(page) == COPIED
    expect(page.locator("#status")).to_contain_text("Copied")

    page.locator(".from-tutor .copy-code").click()
    expect(page.locator(".from-tutor .copy-code")).to_contain_text("Copied")
    assert clipboard(page) == 'print("one")'

    page.locator(".from-tutor math").nth(1).click()
    expect(page.locator("math.copied")).to_have_count(1)
    assert clipboard(page) == "y^2 = 4"

    page.evaluate(SELECT)
    page.keyboard.press("Control+c")
    text = clipboard(page)
    assert text.startswith(r"\( x = \frac{1}{2} \) and then \( y^2 = 4 \).")
    assert text.endswith(r"\[ \int_0^1 x \, dx = \frac{1}{2} \]")
    assert "You asked" not in text
    expect(page.locator(".to-copy")).to_have_count(0)


def test_the_formulas_of_a_message_are_one_stop_of_the_keyboard(answered):
    page = answered()
    formulas = page.locator(".from-tutor math")
    assert formulas.evaluate_all("all => all.map(math => math.tabIndex)") == [0, -1, -1]

    page.locator(".edit").focus()
    page.keyboard.press("Tab")
    expect(formulas.first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(formulas.last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("math.copied")).to_have_count(1)

    assert clipboard(page) == r"\int_0^1 x \, dx = \frac{1}{2}"
    page.keyboard.press("Tab")
    expect(page.locator(".table-scroll")).to_be_focused()


def test_without_https_copying_works_too_and_keeps_the_focus(answered):
    page = answered(script=NO_CLIPBOARD)
    copy = page.locator(".copy-answer")
    copy.focus()

    page.keyboard.press("Enter")

    expect(copy).to_contain_text("Copied")
    expect(copy).to_be_focused()
    box = page.get_by_label("Your question", exact=True)
    box.focus()
    page.keyboard.press("Control+v")
    expect(box).to_have_value(COPIED)


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_a_question_is_asked_anew_and_the_old_one_is_found_again(open_page, double, script):
    double.answers = ["First answer."]
    page = open_page(java_script_enabled=script)
    ask(page, "What is 1 + 1?")
    expect(page.locator(".from-tutor")).to_contain_text("First answer.")
    double.answers = ["Second answer."]

    page.get_by_role("link", name="Edit this question").click()
    box = page.get_by_label("Your question", exact=True)
    expect(box).to_have_value("What is 1 + 1?")
    expect(box).to_be_focused()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".from-tutor")).to_contain_text("First answer.")
    page.get_by_role("link", name="Edit this question").click()
    ask(page, "What is 2 + 2?")

    expect(page.locator(".from-tutor")).to_contain_text("Second answer.")
    expect(page).to_have_url(re.compile(r"\?branch=\d+$"))
    expect(page).to_have_title(re.compile(r"^What is 2 \+ 2"))
    expect(page.locator(".from-student")).to_have_count(1)
    expect(page.locator(".edits")).to_have_count(0)
    versions = page.get_by_role("navigation", name="Versions of this question")
    expect(versions).to_contain_text("2 of 2")
    versions.get_by_role("link", name="Earlier version").press("Enter")

    expect(page.locator(".from-tutor")).to_contain_text("First answer.")
    expect(versions).to_contain_text("1 of 2")
    double.answers = ["Third answer."]
    ask(page, "And 3 + 3?")
    expect(page.locator(".from-tutor").last).to_contain_text("Third answer.")
    expect(page).to_have_url(re.compile(r"\?branch=0$"))
    assert double.user_messages()[-2:] == ["What is 1 + 1?", "And 3 + 3?"]
    page.go_back()
    page.reload()
    expect(page.locator(".from-student").first).to_contain_text("What is")


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_an_answer_is_judged(answered, script):
    page = answered(java_script_enabled=script)
    up, down = (page.get_by_role("button", name=name) for name in ("Good answer", "Bad answer"))

    if script:
        up.dblclick()  # the second click takes nothing back
        expect(up).to_be_focused()
    else:
        up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    page.locator(".reason summary").click()
    page.get_by_label("What was wrong?").fill("It is too short.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".reason summary")).to_have_text("Your reason")
    page.reload()

    expect(down).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[name=reason]")).to_have_value("It is too short.")
    down.click()
    expect(page.locator(".reason")).to_have_count(0)


def test_without_a_script_nothing_is_there_that_needs_one(answered):
    page = answered(java_script_enabled=False)

    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.locator("math[tabindex]")).to_have_count(0)
    expect(page.locator(".from-tutor .when")).to_have_css("opacity", "0")
    page.locator(".from-tutor").hover()
    expect(page.locator(".from-tutor .when")).to_have_css("opacity", "1")
