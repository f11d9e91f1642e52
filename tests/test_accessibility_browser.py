"""axe-core finds nothing serious on any page in any state, light and dark, wide and at 320 px."""

import pytest
from playwright.sync_api import expect

from tests.axe import LOOKS, serious
from tests.browsing import ask, wait_for_answer
from tests.marks import CONTRADICTED, VERIFIED

pytest_plugins = ["tests.browser_fixtures", "tests.mark_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("marks")]

WIDE = " + ".join(f"x_{{{number}}}^2" for number in range(40))
ANSWER = f"""Let's **solve** \\(2x^2 - 4x - 6 = 0\\).

1. Divide by 2: \\(x^2 - 2x - 3 = 0\\).
2. \\[ x = \\frac{{2 \\pm \\sqrt{{4 + 12}}}}{{2}} \\]

### A table

| \\(x\\) | {" | ".join(f"column number {number}" for number in range(12))} |
|{"---|" * 13}
| \\(-1\\) |{" 0 |" * 12}

```python
solve(2*x**2 - 4*x - 6, x)  # {"a line that is much too long " * 8}
```

\\[ {WIDE} \\]

> See [the rule](https://example.org/).

**Answer:** \\(\\boxed{{x = 3}}\\) and `x = -1`."""


OF_A_CONVERSATION = {
    "print": "{}print",
    "rename": "{}rename",
    "share": "{}share",
    "search": "/c/search/?q=solve",
    "nothing found": "/c/search/?q=zebra",
}


@pytest.fixture
def found():
    """What was found so far, by state: {state: lines}."""
    return {}


@pytest.fixture
def look(found):
    """Look at a page in a state."""

    def look(page, state):
        found[state] = serious(page)

    return look


def test_a_conversation_in_each_of_its_states(open_marked, tutor, finds, look, found, record_property):
    page = open_marked()
    look(page, "empty")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#composer-error")).to_be_visible()
    look(page, "error in the form")

    tutor.answers = ["First some code.", ANSWER]
    finds(VERIFIED)
    ask(page, "Solve 2x^2 - 4x - 6 = 0")
    wait_for_answer(page)
    expect(page.locator(".mark")).to_be_visible()
    page.locator(".code-step summary").click()
    page.locator(".mark summary").click()
    look(page, "finished, code and check open")

    tutor.answers = ["So \\( x = 2 \\)."]
    finds(CONTRADICTED)
    ask(page, "Solve 3x + 11 = 14")
    wait_for_answer(page, 2)
    expect(page.locator(".contradicted")).to_be_visible()
    page.locator(".contradicted summary").click()
    look(page, "contradicted")

    tutor.answers = [ANSWER]
    gate = tutor.hold(30)
    ask(page, "Slowly, please")
    expect(page.locator(".live")).to_be_visible()
    look(page, "live")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".ended")).to_be_visible()
    look(page, "stopped")
    gate.open()

    address = page.url
    for state, place in OF_A_CONVERSATION.items():
        page.goto(place.format(address))
        look(page, state)
    page.goto("/c/")
    page.locator(".menu summary").first.click()
    look(page, "list, menu open")
    assert {state: lines for state, lines in found.items() if lines} == {}
    record_property("figure", f"axe: {len(found)} states of a conversation in {len(LOOKS)} looks, nothing serious")


PAGES = [
    "/c/archived/",
    "/c/search/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/profile/",
    "/c/",
    "/nothing/here",
]


def test_the_other_pages(open_marked, look, found, record_property):
    page = open_marked()
    for address in PAGES:
        page.goto(address)
        look(page, address)
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist")).to_be_visible()
    look(page, "login refused")
    page.get_by_label("Password").fill("wrong")
    page.context.clear_cookies()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed")
    look(page, "form too old")

    assert {state: lines for state, lines in found.items() if lines} == {}
    record_property("figure", f"axe: {len(found)} other pages in {len(LOOKS)} looks, nothing serious")


def test_axe_itself_sees_what_is_wrong(open_marked):
    page = open_marked()
    page.evaluate("document.querySelector('#composer label').remove()")

    assert [line for line in serious(page) if line.startswith("light: label:")]
