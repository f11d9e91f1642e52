"""How the engine for the Responses API ends a run: limits, refusals, stops, what is asked again."""

import threading

import pytest

from assistants_api.engines import Failed, Incomplete, MessageEnd, Stopped, StopSignal, Usage
from assistants_api.engines.responses import answer
from tests.responses_runs import Cells, asked, events_of, pieces, said, serving, told
from tests.responses_server import Answer, refusal
from tests.responses_shapes import events, message, python, reasoning, refusing, usage


@pytest.fixture
def serve(settings):
    with serving(settings) as serve:
        yield serve


def test_a_refusal_is_shown_as_the_text(serve):
    serve(events(refusing("I cannot help with that.")))

    found = events_of()

    assert told(found) == said("I cannot help with that.")
    assert len(pieces(found)) > 1


@pytest.mark.parametrize(
    ("reason", "end"),
    [
        ("max_output_tokens", Incomplete("max_completion_tokens")),
        ("content_filter", Incomplete("content_filter")),
        ("steered", Failed("server_error", "The model 'some-model' ended its answer early (steered).")),
    ],
)
def test_an_answer_that_was_cut_says_why(serve, reason, end):
    serve(events(message("x ="), status="incomplete", incomplete_details={"reason": reason}, usage=usage(1, 2)))

    found = events_of()

    assert told(found) == [*said("x ="), Usage(1, 2), end]


def test_a_program_that_was_cut_is_not_run(serve):
    cells = Cells()
    serve(events(python("print(1)"), status="incomplete", incomplete_details={"reason": "max_output_tokens"}))

    assert events_of(sandbox=cells) == [Incomplete("max_completion_tokens")]
    assert cells.ran == []


def test_what_is_left_of_the_limit_goes_with_each_request(serve):
    server = serve(events(python("print(1)"), usage=usage(10, 100)), events(message("x = 1")))

    events_of(max_completion_tokens=300)

    assert [body["max_output_tokens"] for body in server.bodies] == [300, 200]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"max_completion_tokens": 110}, "max_completion_tokens"),
        ({"max_prompt_tokens": 60}, "max_prompt_tokens"),
    ],
)
def test_a_run_without_room_for_another_request_is_incomplete(serve, limits, reason):
    server = serve(events(python("print(1)"), usage=usage(50, 100)), events(message("x = 1")))

    *_, last = events_of(**limits)

    assert last == Incomplete(reason)
    assert len(server.bodies) == 1


def test_usage_that_is_not_told_is_estimated_for_the_limits(serve):
    server = serve(events(python("#" * 400)), events(message("x = 1")))

    events_of(max_completion_tokens=300)

    assert 190 <= server.bodies[1]["max_output_tokens"] <= 200


def test_a_stop_hangs_up_in_the_middle(serve):
    stop, hold = StopSignal(), threading.Event()
    serve(Answer(events(message("The answer is long.")), hold=hold))

    found = answer(asked(stop=stop))
    next(found)
    stop.request()

    with pytest.raises(Stopped):
        list(found)
    hold.set()


def test_a_context_that_is_too_small_is_met_once_by_leaving_out_the_oldest(serve):
    overflow = refusal(400, "Your input exceeds the context window of this model.", "context_length_exceeded")
    server = serve(overflow, events(message("x = 1")))

    found = list(answer(asked("One", "1", "Two", "2", "Three")))

    assert told(found) == said("x = 1")
    assert [item["content"] for item in server.bodies[1]["input"]][1] == "2"
    assert len(server.bodies[1]["input"]) == 3


def test_a_model_that_takes_no_tools_answers_without(serve):
    server = serve(refusal(400, "This model does not support tools."), events(message("x = 1")))

    assert told(events_of()) == said("x = 1")
    assert "tools" not in server.bodies[1]


def test_parameters_that_a_model_refuses_are_left_out(serve):
    server = serve(events(message("x = 1")), refuses=True)

    assert told(events_of(temperature=0.2)) == said("x = 1")
    assert server.faults == ["Unsupported parameter: 'temperature' is not supported with this model."]
    assert "temperature" not in server.bodies[1]


def test_a_server_that_may_not_keep_what_it_is_asked_is_never_asked_otherwise(serve):
    server = serve(refusal(400, "Unsupported parameter: 'store'"), events(message("x = 1")))

    [end] = events_of()

    assert end.code == "server_error"
    assert len(server.bodies) == 1


def test_a_server_that_may_keep_what_it_is_asked_is_asked_without_saying_so(serve, settings):
    server = serve(refusal(400, "Unsupported parameter: 'store'"), events(message("x = 1")))
    settings.LLM_STORE = True

    assert told(events_of()) == said("x = 1")
    assert "store" not in server.bodies[1]


def test_a_model_that_does_not_reason_is_asked_for_its_thoughts_once(serve):
    server = serve(events(message("x = 1")), reasons=False, refuses=True)

    assert told(events_of()) == said("x = 1")
    assert told(events_of()) == said("x = 1")
    assert server.faults == ["Encrypted content is not supported with this model."]
    assert ["include" in body for body in server.bodies] == [True, False, False]


def test_an_answer_without_a_word_is_a_failure(serve):
    serve(events(reasoning()))

    [last] = events_of()

    assert (last.code, "gave an empty answer" in last.message) == ("server_error", True)


def test_each_message_ends(serve):
    serve(events(message("One.", item_id="msg_1"), message("Two.", item_id="msg_2")))

    found = events_of()

    assert told(found) == [*said("One."), *said("Two.")]
    assert found.count(MessageEnd()) == 2
