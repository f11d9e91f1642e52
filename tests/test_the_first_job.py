"""The main job on the default installation, nothing doubled: our own server, the offline engine, the real sandbox."""

import re

import pytest

from chat.models import Message, Run

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.runner,
    pytest.mark.xdist_group("interpreter"),
    pytest.mark.slow,
]

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"


@pytest.fixture(scope="module", autouse=True)
def _end_the_interpreter():
    yield
    from assistants_api.sandbox import interpreter

    interpreter().shutdown()


def answer(client, send, ended, text):
    """Ask, wait, and read the page; the run and the page."""
    address = send(client, text)["Location"]
    return ended(), client.get(address).content.decode()


def test_jane_doe_reads_steps_code_output_and_the_sentence(jane_client, send, ended):
    run, page = answer(jane_client, send, ended, QUESTION)

    assert run.status == Run.Status.COMPLETED
    steps, sentence = Message.objects.filter(role="assistant").values_list("text", flat=True)
    assert sentence == "The solution to the equation `3x + 11 = 14` is `x = 1`, Jane Doe."
    assert "Jane Doe" in steps
    code = run.steps.get(type="tool_calls")
    assert "solve(Eq(3*x + 11, 14), x)" in code.code
    assert code.logs == "[1]\n"
    assert '<details class="code-step">' in page
    assert "<math" in page
    assert "<code>x = 1</code>, Jane Doe." in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10**10**10", "10,000,000,001 digits"),
        ("factorial(10**9)", "digits"),
        ("(" * 400 + "x" + ")" * 400, "400 brackets"),
        ("9" * 8000, "8,000 digits"),
        ("solve the riddle 3x + 11 = 14 for the largest prime", "cannot"),
        ("__import__('os').system('id')", "cannot"),
        ("What is the meaning of life?", "Here are three questions that I can answer"),
        ("hi!", "Hello"),
        ("thanks a lot :)", "welcome"),
    ],
)
def test_what_cannot_be_answered_is_answered_in_words(client, send, ended, text, told):
    run, _page = answer(client, send, ended, text)

    assert run.status == Run.Status.COMPLETED
    assert told in run.answers.get().text
    assert not run.steps.filter(type="tool_calls").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("What is 3/4 + 5/6?", "19"),
        ("What is 0.1 + 0.2?", "0.3"),
        ("What is 15% of 80?", "12"),
        ("Solve x^2 - 5x + 6 = 0", "x = 3"),
        ("Simplify (x^2 - 1)/(x - 1)", "x + 1"),
        ("Expand (x + 2)(x - 3)", "x^{2} - x - 6"),
        ("Factor x^2 - 9", "x - 3"),
        ("Factor 360", "5"),
        ("Differentiate x^3", "3 x^{2}"),
        ("Integrate 2x from 0 to 3", "9"),
        ("Solve 2x = 6 and factor x^2 - 9", "x = 3"),
    ],
)
def test_each_kind_of_question_is_answered(client, send, ended, text, told):
    run, page = answer(client, send, ended, text)

    sentence = run.answers.order_by("pk").last().text
    assert run.status == Run.Status.COMPLETED
    assert re.sub(r"\s", "", told) in re.sub(r"\s", "", sentence)
    assert page.count('<details class="code-step">') == (2 if " and " in text else 1)


def test_a_plot_is_mirrored_with_its_description(client, send, ended):
    run, page = answer(client, send, ended, "Plot y = x^2 - 4 from x = -3 to 3")

    picture = run.conversation.attachments.get()
    assert bytes(picture.content).startswith(b"\x89PNG")
    assert picture.width > 300
    assert "x" in picture.description
    assert f'alt="{picture.description}"' in page.replace("&#x27;", "'")
    address = re.search(r'<img src="([^"]+)"', page)[1]
    served = client.get(address)
    assert (served.content, served["Content-Type"]) == (bytes(picture.content), "image/png")


def test_the_thread_keeps_its_variables_between_questions(client, send, ended):
    from assistants_api.sandbox import interpreter

    run, _page = answer(client, send, ended, "Solve 3y + 11 = 14")

    result = interpreter().run_cell(run.conversation.thread_id, "y")
    assert result.logs == "y\n"


def test_another_model_is_refused_in_words_that_help_the_operator(client, send, ended, settings, caplog):
    settings.ASSISTANT_MODEL = "gpt-4"

    run, page = answer(client, send, ended, "Solve x = 1")

    assert run.reason == Run.Reason.REFUSED
    assert "not set up correctly" in page
    assert "gpt-4" in caplog.text
