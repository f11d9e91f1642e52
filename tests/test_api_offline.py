"""The engine without a model, with the real reading, solving and interpreter."""

import threading
import time

import pytest

from assistants_api import sandbox
from assistants_api.addressing import address
from assistants_api.engines import (
    Code,
    CodeResult,
    Failed,
    MessageEnd,
    RunInput,
    Said,
    Stopped,
    StopSignal,
    Text,
    offline,
)
from interpreter.client import ComputationTimeout, Interpreter, InterpreterBusy, InterpreterUnavailable

pytestmark = pytest.mark.slow

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
JANE = "Please address the user as Jane Doe. The user has a premium account."


@pytest.fixture(scope="module")
def real_interpreter(tmp_path_factory):
    """One interpreter for all tests of this module, in a folder of its own."""
    client = Interpreter(tmp_path_factory.mktemp("interpreter"))
    patch = pytest.MonkeyPatch()
    patch.setattr("assistants_api.engines.offline.interpreter", lambda: client)
    patch.setattr("assistants_api.sandbox.interpreter", lambda: client)
    yield client
    patch.undo()
    client.shutdown()


def asked(question, instructions="", code_interpreter=True, stop=None):
    """The run of one question, as an engine sees it."""
    stop = stop or StopSignal()
    return RunInput(
        model="offline-math",
        instructions=instructions,
        messages=(Said("user", question),),
        sandbox=sandbox.Sandbox("thread_test", stop),
        stop=stop,
        code_interpreter=code_interpreter,
    )


def answer(run):
    """The engine's events; each of its messages is one text."""
    return (event for event in offline.answer(run) if not isinstance(event, MessageEnd))


@pytest.mark.usefixtures("real_interpreter")
def test_the_example_is_answered_as_it_should_be():
    steps, call, result, final = answer(asked(QUESTION, JANE))

    assert "Jane Doe" in steps.piece
    assert "Subtract" in steps.piece
    assert "solve(" in call.piece
    assert "print(" in call.piece
    assert "1" in result.logs
    assert final.piece.startswith("The solution to the equation `3x + 11 = 14` is `x = 1`, Jane Doe.")


@pytest.mark.usefixtures("real_interpreter")
def test_the_answer_is_in_the_language_of_the_person():
    steps, *_, final = answer(asked(QUESTION, f"{JANE} The user speaks German."))
    [refusal] = answer(asked("Why is the sky blue?", "The user speaks Spanish."))

    assert "Subtrahiere" in steps.piece
    assert final.piece.startswith("Die Lösung der Gleichung `3x + 11 = 14` ist `x = 1`, Jane Doe.")
    assert "en inglés" in refusal.piece


@pytest.mark.usefixtures("real_interpreter")
def test_nobody_is_addressed_without_a_name():
    *_, final = answer(asked(QUESTION))

    assert final.piece.startswith("The solution to the equation `3x + 11 = 14` is `x = 1`.")


@pytest.mark.usefixtures("real_interpreter")
def test_the_newest_question_is_the_one_that_is_answered():
    run = asked(QUESTION)
    said = (
        Said("user", "Solve `2x = 6`"),
        Said("assistant", "x = 3"),
        Said("user", QUESTION),
        Said("assistant", "Well."),
    )

    *_, final = answer(RunInput(**{**vars(run), "messages": said}))

    assert "`x = 1`" in final.piece


@pytest.mark.usefixtures("real_interpreter")
def test_two_questions_get_steps_for_both_and_one_answer():
    steps, *middle, final = answer(asked("solve `2x = 6` and factor `x^2 - 9`", JANE))

    assert [type(event) for event in middle] == [Code, CodeResult, Code, CodeResult]
    assert steps.piece.count("Jane Doe") == final.piece.count("Jane Doe") == 1
    assert "`x = 3`" in final.piece
    assert "x + 3" in final.piece


@pytest.mark.usefixtures("real_interpreter")
def test_a_plot_comes_as_a_picture():
    *_, result, final = answer(asked("Plot y = x^2 - 4 from x = -3 to 3"))

    [picture] = result.pictures
    assert picture.data.startswith(b"\x89PNG")
    assert picture.alt


@pytest.mark.usefixtures("real_interpreter")
def test_a_heavy_question_is_answered_from_what_its_program_found():
    *_, final = answer(asked("prime factorization of 1000000016000000063"))

    assert "1000000007" in final.piece
    assert "1000000009" in final.piece


@pytest.mark.usefixtures("real_interpreter")
def test_without_the_code_interpreter_no_code_is_run():
    [message] = answer(asked(QUESTION, JANE, code_interpreter=False))

    assert "Subtract" in message.piece
    assert "`x = 1`" in message.piece
    assert "calculate" not in message.piece


@pytest.mark.usefixtures("real_interpreter")
def test_without_the_code_interpreter_no_plot_is_promised():
    [message] = answer(asked("Plot y = x^2 - 4 from x = -3 to 3", code_interpreter=False))

    assert "I would need the code interpreter" in message.piece


@pytest.mark.parametrize("text", ["hi", "thanks a lot :)", "", "   "])
def test_courtesies_get_one_friendly_line(text):
    [message] = answer(asked(text, JANE))

    assert ", Jane Doe" in message.piece
    assert "\n" not in message.piece


@pytest.mark.parametrize("text", ["Why is the sky blue?", "10**10**10", "__import__('os')", "(" * 8000])
def test_what_cannot_be_read_is_said_with_three_examples(text):
    [message] = answer(asked(text))

    assert message.piece.count("\n- ") == 3


class Unwell:
    """An interpreter that raises on every call."""

    def __init__(self, error):
        self.error = error

    def compute(self, function, payload, *, timeout=8):
        raise self.error


def test_a_computation_that_takes_too_long_is_told_in_words(monkeypatch):
    monkeypatch.setattr("assistants_api.engines.offline.interpreter", lambda: Unwell(ComputationTimeout("8 s")))

    [message] = answer(asked(QUESTION, JANE))

    assert "longer than 5 seconds, Jane Doe" in message.piece


def test_without_an_interpreter_the_run_fails_and_says_why(monkeypatch):
    unwell = Unwell(InterpreterUnavailable("no sandbox works here"))
    monkeypatch.setattr("assistants_api.engines.offline.interpreter", lambda: unwell)

    [event] = answer(asked(QUESTION))

    assert event == Failed("server_error", "The code interpreter is not available: no sandbox works here")


@pytest.mark.usefixtures("real_interpreter")
def test_a_program_is_stopped_when_nobody_wants_its_answer():
    stop = StopSignal()
    events = answer(asked("Factor 3000000000000000038372000000000000010863369", stop=stop))
    assert isinstance(next(events), Text)
    assert isinstance(next(events), Code)

    timer = threading.Timer(0.2, stop.request)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        next(events)
    timer.join()

    assert time.monotonic() - began < 3


def test_the_process_has_one_client_of_the_interpreter(settings):
    assert sandbox.interpreter() is sandbox.interpreter()


@pytest.mark.parametrize(
    ("instructions", "called"),
    [
        ("Please address the user as Jane Doe.", ", Jane Doe"),
        (f"You are a tutor.\n\n{JANE}", ", Jane Doe"),
        ("Please address the user as J. R. O'Neil-Smith. The user has a free account.", ", J. R. O'Neil-Smith"),
        ("Please address the user as Zoë Ångström. Be brief.", ", Zoë Ångström"),
        ("Please address the user as अनिता.", ", अनिता"),
        ("Please address the user as Ann. Please address the user as Bob.", ", Bob"),
        ("Please address the user as Ann.\nPlease address the user as Bob.\n", ", Bob"),
        ("", ""),
        ("Please address the user as .", ""),
        ("Please address the user as <b>Eve</b>.", ""),
        ("Please address the user as [x](http://example.org).", ""),
        ("Please address the user as Ann\nBob.", ""),
        (f"Please address the user as {'x' * 41}.", ""),
        (f"Please address the user as {'x' * 40}.", f", {'x' * 40}"),
        ("Please address the user as " * 20_000, ""),
    ],
)
def test_the_name_is_the_one_the_instructions_tell_last(instructions, called):
    assert address(instructions) == called


def test_when_the_sandboxes_are_busy_the_answer_comes_without_the_programs_output(real_interpreter, monkeypatch):
    def busy(*arguments, **options):
        raise InterpreterBusy("all 8 sandboxes are running programs")

    monkeypatch.setattr(real_interpreter, "run_cell", busy)

    events = list(answer(asked(QUESTION, JANE)))

    assert "many people are asking" in events[2].logs
    assert events[-1].piece == "The solution to the equation `3x + 11 = 14` is `x = 1`, Jane Doe."


def test_what_only_a_program_finds_is_not_answered_without_it(real_interpreter, monkeypatch):
    def busy(*arguments, **options):
        raise InterpreterBusy("all 8 sandboxes are running programs")

    monkeypatch.setattr(real_interpreter, "run_cell", busy)

    events = list(answer(asked("Plot y = x^2")))

    assert isinstance(events[-1], Failed)
