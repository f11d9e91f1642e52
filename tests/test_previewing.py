"""The preview under the box: formulas out of what is typed, by the one renderer, quickly and not too often."""

import threading
import time

import pytest

from chat.allowance import Allowance
from chat.previewing import LONGEST, preview
from chat.views import preview as view

FORMULAS = {
    "3x^2 + 1/2": ["<msup>", "<mfrac>"],
    "Solve 3x^2 + 1/2 = 4 for x.": ["Solve <math", "</math> for x."],
    "√(x+1)/2": ["<msqrt>", "<mfrac>"],
    "2x+1 <= 5 and x > 3": ["≤", "</math> and <math"],
    "∫_0^1 x^2 dx": ["∫", "<msup>"],
    "a = 3, b = 4": ["</math>,</span> <math"],
    "f(x) = 2x + 1": ["</math>"],
    r"See \(\frac{1}{2}\)": ["<mfrac>"],
    "3x^2 +": ["<msup>", "</math> +"],
    "<b>3^2</b> and 3^2": ["&lt;b&gt;", "<msup>"],
    "Add\n1/2\nand\n1/3": ["<mfrac>"],
}


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_written_as_by_hand(text):
    html = preview(text)

    assert all(part in html for part in FORMULAS[text]), html


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "What is 15% of 80?", "I have 3 apples and 4 pears", "e-mail me at 10:30", "it costs $5 - 3 less",
        "5 - a book", "is x a root?", "12.5.2026", "3 apples + 4 apples", "( ( (", "x" * (LONGEST + 1) + "3^2",
    ],
)  # fmt: skip
def test_words_have_none(text):
    assert preview(text) == ""


@pytest.mark.parametrize(
    "text", ["3^" * 990, "(" * 1999, "1/" * 999, "1+ " * 660, "1=1; " * 399, "√" * 2000, "a1 " * 660, "\\frac{" * 330]
)
def test_floods_take_no_time(text):
    started = time.thread_time()

    preview(text)

    assert time.thread_time() - started < 0.5


@pytest.mark.django_db
def test_the_answer_is_a_fragment_or_nothing_and_asks_the_database_nothing(client, django_assert_num_queries):
    client.get("/")

    with django_assert_num_queries(0):
        shown = client.post("/preview", {"text": "3x^2"})
        nothing = client.post("/preview", {"text": "hello"})

    assert shown.content.decode().startswith("<p><math")
    assert (nothing.status_code, nothing.content) == (204, b"")


def test_one_session_may_ask_so_often_and_another_one_still(client, monkeypatch):
    monkeypatch.setattr(view, "allowance", Allowance(burst=2, each_second=0))

    assert [client.post("/preview", {"text": "3x^2"}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/preview", {"text": "3x^2"}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_not_too_many_are_made_at_once(client, monkeypatch):
    """Whoever sends another cookie with each request is always in time."""
    asked = []

    def preview(text):
        client.cookies["sessionid"] = str(len(asked))
        asked.append(client.post("/preview", {"text": text}).status_code if len(asked) < 5 else None)
        return text

    monkeypatch.setattr(view, "preview", preview)
    monkeypatch.setattr(view, "places", threading.BoundedSemaphore(2), raising=False)

    assert client.post("/preview", {"text": "3x^2"}).status_code == 200

    assert asked == [429, 200]
    assert client.post("/preview", {"text": "3x^2"}).status_code == 200


def test_an_allowance_comes_back_with_time_and_forgets_whom_it_has_not_seen(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr("chat.allowance.MOST_KEPT", 2)
    allowance = Allowance(burst=1, each_second=0.5)

    assert [allowance.take("a"), allowance.take("a")] == [True, False]
    now[0] += 2
    assert [allowance.take("a"), allowance.take("b"), allowance.take("c")] == [True, True, True]
    assert len(allowance._left) == 2
