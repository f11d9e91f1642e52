"""A page that is loaded anew at twenty random moments of a live run finds the same end as one that was left alone."""

import random

import pytest
from playwright.sync_api import expect

from tests.browsing import ask
from tests.live_words import NUMBERS

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

RELOADS, EVENTS = 20, 60
"""The last events of a run that says a sentence, runs a program and writes forty words are left out: it has to be live
at each of the moments."""
READ = "() => [...document.querySelectorAll('.message .prose, .code-step')].map(block => block.textContent.trim())"


def what_is_shown(page):
    """The texts of all finished blocks: each is there once, and stays."""
    return page.evaluate(READ)


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_reloads_change_nothing(open_page, double, seed):
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(1, EVENTS), RELOADS))
    double.answers = ["Let us see.", NUMBERS]
    runs = len(double.runs)
    page = open_page()
    gate = double.hold(moments[0])
    ask(page, "Write many words")
    expect(page.locator(".from-student")).to_have_count(1)

    seen = []
    for moment in [*moments[1:], None]:
        page.wait_for_timeout(chance.choice([0, 0, 60, 300]))  # before, while and after the page hears of it
        page.reload()
        expect(page.locator("[aria-busy=true]")).to_have_count(1)
        expect(page.get_by_label("Your question", exact=True)).to_be_visible()
        seen.append(len(what_is_shown(page)))
        following = double.hold(moment) if moment else None
        gate.open()
        gate = following

    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    shown = what_is_shown(page)
    alone = page.context.new_page()
    alone.goto(page.url)
    assert shown == what_is_shown(alone)
    assert [text for text in shown if text in ("Write many words", "Let us see.", NUMBERS)] == [
        "Write many words",
        "Let us see.",
        NUMBERS,
    ]
    assert len(shown) == 4
    assert seen == sorted(seen)
    assert len(double.runs) == runs + 1
    expect(page.locator(".tools")).to_have_count(1)
