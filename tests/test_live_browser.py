"""A reader while an answer is written: words come as they are written, and nothing that they do is disturbed."""

import pytest
from playwright.sync_api import expect

from chat import watching
from tests.browsing import ask
from tests.live_words import NUMBERS

pytest_plugins = ["tests.browser_fixtures", "tests.live_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]

HELD = 1000 * watching.HOLD + 500
"""Milliseconds within which each poll has ended."""
TALL = "\n\n".join(f"word{number}" for number in range(1, 41))
LOW = {"viewport": {"width": 800, "height": 500}}
SELECT = """([from, to]) => {
    const text = document.createTreeWalker(document.querySelector(".live"), NodeFilter.SHOW_TEXT).nextNode();
    const range = [text.data.indexOf(from), text.data.indexOf(to) + to.length];
    getSelection().setBaseAndExtent(text, range[1], text, range[0]);  // as drawn from right to left
}"""
CUT_TRAFFIC = "**/runs/**"
WATCH_SWAPS = """
window.swaps = [];
document.addEventListener("htmx:after:swap", () => {
    const text = document.querySelector(".live")?.textContent;
    if (text) swaps.push([performance.now(), text]);
});
"""
CLOCK = "const now = performance.now.bind(performance); performance.now = () => now() + (window.later || 0);"
HIDE = 'Object.defineProperty(document, "hidden", {get: () => window.isHidden || false});'


def selection(page):
    return page.evaluate("String(getSelection())")


def polls_within(page, milliseconds):
    """How many polls a page makes in a time."""
    made = []

    def note(request):
        made.append(request)

    page.on("request", note)
    page.wait_for_timeout(milliseconds)
    page.remove_listener("request", note)
    return len(made)


def test_words_are_in_the_browser_before_the_answer_is_whole(held, go_on):
    page, gate = held(10)

    expect(page.locator(".live")).not_to_contain_text("word11")
    expect(page.locator(".activity")).to_contain_text("The tutor is writing")
    expect(page.locator(".from-tutor")).to_have_count(0)
    go_on(page, gate)

    expect(page.locator(".from-tutor .prose")).to_have_text(NUMBERS)
    expect(page.locator(".live")).to_have_count(0)


def test_a_selection_outlives_the_swaps_and_the_end(held, go_on):
    page, gate = held(10)
    page.evaluate(SELECT, ["word3", "word5"])

    seen = [selection(page)]
    for words in (15, 20, 30):
        gate = go_on(page, gate, words)
        seen.append(selection(page))
    go_on(page, gate)
    expect(page.locator(".from-tutor")).to_have_count(1)
    seen.append(selection(page))

    assert seen == ["word3 word4 word5"] * 5
    assert page.evaluate("getSelection().anchorOffset > getSelection().focusOffset")
    assert page.evaluate("!!getSelection().anchorNode.parentElement.closest('.from-tutor')")


def test_a_selection_is_not_even_touched_while_words_are_added(held, go_on):
    page, gate = held(10)
    page.evaluate(SELECT, ["word3", "word5"])
    page.wait_for_timeout(100)
    page.evaluate("document.addEventListener('selectionchange', () => (window.touched = true))")

    go_on(page, gate, 30)

    assert page.evaluate("window.touched") is None
    assert selection(page) == "word3 word4 word5"


def test_a_selection_outlives_words_that_become_bold_and_a_formula(held, go_on, double):
    double.answers = ["word1 word2 **word3 word4 word5** word6 \\( x = 1 \\) word10 word11"]
    page, gate = held(4)
    page.evaluate(SELECT, ["word1", "word2"])

    gate = go_on(page, gate, 6)
    bold = page.locator(".live strong").count(), selection(page)
    go_on(page, gate)

    assert bold == (1, "word1 word2")
    expect(page.locator(".from-tutor math")).to_have_count(1)
    assert selection(page) == "word1 word2"


def draw_selection(page):
    """Press in the moving text and draw, without letting go; what is selected."""
    box = page.locator(".live").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 25)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 25)
    drawn = selection(page)
    assert len(drawn) > 3
    return drawn


def test_text_waits_while_a_selection_is_drawn(held):
    page, gate = held(10)
    drawn = draw_selection(page)

    gate.open()
    page.wait_for_timeout(1500)  # several polls
    while_drawn = (page.locator(".from-tutor").count(), selection(page))
    page.mouse.up()
    expect(page.locator(".from-tutor")).to_have_count(1)

    assert while_drawn == (0, drawn)
    assert selection(page) == drawn


def test_text_does_not_wait_for_ever(held):
    page, gate = held(10, script=CLOCK)
    drawn = draw_selection(page)

    page.evaluate("window.later = 11000")
    gate.open()

    expect(page.locator(".from-tutor")).to_have_count(1)
    assert selection(page) == drawn


def test_what_was_typed_meanwhile_keeps_its_caret(held, go_on):
    page, gate = held(10)
    box = page.get_by_label("Your question")
    box.press_sequentially("next question")
    box.evaluate("box => box.setSelectionRange(2, 6)")

    gate = go_on(page, gate, 20)
    go_on(page, gate)

    expect(box).to_be_focused()
    expect(box).to_have_value("next question")
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [2, 6]


def test_opened_code_stays_open(held, go_on, double, open_page):
    double.answers = ["Let's see.", NUMBERS]
    page = open_page()
    gate = double.hold(34)  # in the text after the code
    ask(page, "Write many words")
    expect(page.locator("details.code-step")).to_have_count(1)
    page.locator(".code-step summary").focus()
    page.locator(".code-step summary").press("Enter")

    go_on(page, gate)

    assert page.locator("details.code-step").evaluate("details => details.open")
    expect(page.locator(".code-step summary")).to_be_focused()


def test_the_focus_stays_on_stop_and_goes_to_the_box_at_the_end(open_page, double, go_on):
    page = open_page()
    gate = double.hold(4)  # before there is any text
    ask(page, "Write many words")
    stop = page.get_by_role("button", name="Stop")
    stop.focus()

    for words in (5, 10, 20):
        gate = go_on(page, gate, words)
        expect(stop).to_be_focused()
    go_on(page, gate)

    expect(page.get_by_label("Your question")).to_be_focused()


def test_stop_in_the_middle_leaves_the_words_and_the_focus_in_the_box(held):
    page, _gate = held(10)
    stop = page.get_by_role("button", name="Stop")
    stop.focus()

    stop.press("Enter")

    expect(page.locator(".ended")).to_contain_text("You stopped this answer")
    expect(page.locator(".from-tutor")).to_contain_text("word10")
    expect(page.get_by_label("Your question")).to_be_focused()


class TestScrolling:
    @pytest.fixture(autouse=True)
    def _tall(self, double):
        double.answers = [TALL]

    def test_a_reader_at_the_end_follows(self, held, go_on):
        page, gate = held(20, **LOW)

        for words in (30, None):
            gate = go_on(page, gate, words)
            assert page.evaluate("innerHeight + scrollY >= document.documentElement.scrollHeight - 2")

    @pytest.mark.parametrize("up", [40, 300])
    def test_a_reader_who_has_scrolled_up_stays(self, held, go_on, up):
        page, gate = held(25, **LOW)
        page.mouse.move(400, 200)
        page.mouse.wheel(0, -up)
        page.wait_for_timeout(400)  # smooth scrolling
        place = page.evaluate("scrollY")

        gate = go_on(page, gate, 35)
        moved = page.evaluate("scrollY") - place
        go_on(page, gate)

        assert place > 0
        assert (moved, page.evaluate("scrollY") - place) == (0, 0)

    def test_text_does_not_jump_when_it_is_finished(self, held, go_on):
        page, gate = held(40, **LOW)
        top = page.locator(".live").evaluate("live => live.getBoundingClientRect().top")
        height = page.locator(".live").evaluate("live => live.getBoundingClientRect().height")

        go_on(page, gate)

        block = page.locator(".from-tutor")
        assert abs(block.evaluate("block => block.getBoundingClientRect().top") - top) < 1
        assert abs(block.evaluate("block => block.getBoundingClientRect().height") - height) < 1


def test_moving_text_is_swapped_at_most_every_quarter_of_a_second(open_page, double):
    double.pace = 0.02
    double.answers = [" ".join(f"word{number}" for number in range(120))]
    page = open_page(script=WATCH_SWAPS)

    ask(page, "Write many words")
    expect(page.locator(".from-tutor")).to_have_count(1)

    swaps = page.evaluate("swaps")
    gaps = [later[0] - earlier[0] for earlier, later in zip(swaps, swaps[1:], strict=False)]
    assert len(gaps) >= 3
    assert min(gaps) >= 245


class TestPolling:
    def test_a_hidden_page_asks_nothing_and_goes_on_when_it_is_seen(self, held, go_on, double):
        page, gate = held(10, script=HIDE)
        page.evaluate("window.isHidden = true")
        page.wait_for_timeout(HELD)  # a poll that is held already ends

        while_hidden = polls_within(page, 1000)
        page.evaluate("window.isHidden = false")
        gate = go_on(page, gate, 20)

        assert while_hidden == 0
        go_on(page, gate)

    def test_nothing_is_asked_when_the_answer_is_there(self, held, go_on):
        page, gate = held(10)
        asked_before = polls_within(page, HELD)
        go_on(page, gate)

        assert asked_before > 0
        assert polls_within(page, HELD) == 0

    @pytest.mark.parametrize("status", [403, 404])
    def test_a_refused_poll_is_the_last_one_and_says_so(self, held, status):
        page, _gate = held(10)
        page.route(CUT_TRAFFIC, lambda route: route.fulfill(status=status, body="no"))

        expect(page.locator("[aria-busy=true]")).to_have_count(0)

        assert polls_within(page, 1200) == 0
        expect(page.locator("#trouble")).to_contain_text("This page is too old")
        expect(page.locator(".live")).to_contain_text("word10")
        expect(page.locator(".state")).to_have_count(0)

    def test_without_network_it_says_so_and_goes_on_by_itself(self, held, go_on):
        page, gate = held(10)
        page.context.set_offline(True)
        expect(page.locator("#trouble")).to_contain_text("The page goes on by itself")
        gate.open()
        expect(page.locator(".live")).to_contain_text("word10")

        page.context.set_offline(False)

        expect(page.locator(".from-tutor .prose")).to_have_text(NUMBERS)
        expect(page.locator("#trouble")).to_be_hidden()
