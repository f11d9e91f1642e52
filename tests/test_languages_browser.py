"""Arabic in a real browser: the page is mirrored, mathematics and programs are not."""

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.browser_fixtures", "tests.mark_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("marks")]

ANSWER = """لنحلّ المعادلة \\(3x + 11 = 14\\) بالأمر `solve(x)`.

\\[ x = \\frac{14 - 11}{3} = 1 \\]

```python
print(1)
```"""


def box(page, selector):
    return page.locator(selector).first.bounding_box()


def starts_left(page, selector):
    """Whether the text of an element, which is wide, begins at its left side and runs to the right."""
    return page.locator(selector).first.evaluate(
        """(element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            const [text, room] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
            return text.left - room.left < room.right - text.right;
        }"""
    )


def direction(page, selector):
    return page.locator(selector).first.evaluate("(element) => getComputedStyle(element).direction")


def test_arabic_runs_from_right_to_left_and_mathematics_does_not(open_marked, finds, tutor):
    tutor.answers = [ANSWER]
    page = open_marked(locale="ar", viewport={"width": 1280, "height": 900})
    page.get_by_label("سؤالك", exact=True).fill("Solve 3x + 11 = 14")
    page.get_by_role("button", name="إرسال", exact=True).click()
    expect(page.locator(".mark summary")).to_contain_text("تم التحقق: صحيح")

    assert box(page, ".recent")["x"] > box(page, ".conversation")["x"]
    assert box(page, ".brand")["x"] > box(page, ".bar nav")["x"]
    assert box(page, ".from-student")["x"] - box(page, ".turn")["x"] < 5
    assert not starts_left(page, ".from-tutor .prose > p")
    assert not starts_left(page, "#title")
    assert starts_left(page, ".from-tutor pre.code")
    assert {direction(page, f".from-tutor {name}") for name in ("math", "p code", "pre.code")} == {"ltr"}
    assert box(page, ".from-tutor .code-frame > .icon")["x"] > box(page, ".from-tutor pre.code")["x"] + 200
    fraction, unknown = box(page, ".math-block mfrac"), box(page, ".math-block mi")
    assert unknown["x"] < fraction["x"]
    assert direction(page, ".keys button") == "ltr"

    page.set_viewport_size({"width": 320, "height": 640})
    for address in (page.url, "/", "/c/", "/accounts/profile/", "/accounts/login/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
