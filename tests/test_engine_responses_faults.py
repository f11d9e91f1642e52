"""What the engine for the Responses API makes of servers that fail, and of those that speak a dialect."""

import copy

import pytest

from assistants_api.engines import Failed, ImageInput, Said, Usage
from assistants_api.engines.responses import answer
from tests.responses_runs import KEY, QUESTION, Cells, asked, events_of, ran, said, serving, told
from tests.responses_server import Answer, refusal
from tests.responses_shapes import call, cited, events, hosted, message, numbered, python, reasoning, response, usage

pytestmark = pytest.mark.slow


@pytest.fixture
def serve(settings):
    with serving(settings) as serve:
        yield serve


def failed(code, text, status="failed"):
    """The events of a response that fails after some text."""
    begun = events(message("x ="))[:-1]
    error = {"code": code, "message": text}
    return [*begun, {"type": "response.failed", "response": {**response(status=status), "error": error}}]


def error_event(code, text):
    """The events of a stream that ends with an error, and with no response."""
    told = {"type": "error", "code": code, "message": text, "param": None}
    return [*events(message("x ="))[:4], *numbered([told])]


def invalid(status, text, code=None, **headers):
    return refusal(status, text, code, **headers)


QUOTA = "You exceeded your current quota, please check your plan and billing details."
SERVER, LIMIT, PROMPT = "server_error", "rate_limit_exceeded", "invalid_prompt"

FAULTS = {
    "quota is used up": (invalid(429, QUOTA, "insufficient_quota"), LIMIT, "HTTP 429"),
    "too many requests": (invalid(429, "Rate limit reached for m", "rate_limit_exceeded"), LIMIT, "try later"),
    "wrong key": (invalid(401, f"Incorrect API key provided: {KEY}.", "invalid_api_key"), SERVER, "LLM_API_KEY"),
    "no such model": (invalid(404, "The model `some-model` does not exist", "model_not_found"), SERVER, "some-model"),
    "no such interface": (invalid(404, "Not Found"), SERVER, "LLM_BASE_URL"),
    "server fault": (invalid(500, "The server had an error."), SERVER, "HTTP 500"),
    "context is too small": (invalid(400, "Input exceeds the context window", "context_length_exceeded"), PROMPT, ""),
    "prompt is refused": (invalid(400, "Invalid prompt: usage policy.", "invalid_prompt"), PROMPT, "does not answer"),
    "HTML": (Answer(b"<html>Welcome</html>"), SERVER, "not JSON"),
    "JSON of something else": (Answer({"choices": []}), SERVER, "only the beginning of a response"),
    "empty stream": (Answer([]), SERVER, "POST"),
    "stream that ends early": (Answer(events(message("x ="))[:-1]), SERVER, "only the beginning of a response"),
    "stream that is cut": (Answer(events(message("x ="))[:5], cut=True), SERVER, "POST"),
    "failed: server": (failed("server_error", "Oh."), SERVER, "the response failed: server_error Oh."),
    "failed: rate": (failed("rate_limit_exceeded", "Slow down."), LIMIT, "Slow down."),
    "failed: prompt": (failed("invalid_prompt", "Bad prompt."), PROMPT, "Bad prompt."),
    "failed: picture": (failed("image_parse_error", "Bad picture."), PROMPT, "Bad picture."),
    "failed: policy": (failed("bio_policy", "No."), PROMPT, "bio_policy"),
    "failed: unknown code": (failed("vector_store_timeout", "Late."), SERVER, "vector_store_timeout"),
    "failed: odd error": (failed(7, ["x"]), SERVER, "the response failed: failed"),
    "failed: quotes the student": (failed("server_error", f"In '{QUESTION}': no."), SERVER, "[text]"),
    "failed: quotes the key": (failed("server_error", f"Key {KEY}."), SERVER, "[key]"),
    "completed, but cancelled": (events()[:-1] + [{"object": "response", "status": "cancelled"}], SERVER, "cancelled"),
    "error event: rate": (error_event("rate_limit_exceeded", "Slow down."), LIMIT, "Slow down."),
    "error event: server": (error_event("server_error", "Oh."), SERVER, "Oh."),
    "too much text": (events(message("x" * 1_000_001))[-1:], SERVER, "more than"),
    "too many items": (events(*[call("add", "{}", f"call_{n}") for n in range(201)]), SERVER, "more than 200 items"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_server_end_the_run_with_their_cause(serve, fault):
    reply, code, text = FAULTS[fault]
    server = serve(reply)

    *before, last = events_of()

    assert isinstance(last, Failed), before
    assert last.code == code
    assert text in last.message
    assert f"{server.url}/responses" in last.message
    assert KEY not in last.message
    assert QUESTION not in last.message


def test_nobody_listens(serve, settings):
    server = serve(events(message("x = 1")))
    server.close()

    [last] = events_of()

    assert last.code == "server_error"
    assert "LLM_BASE_URL" in last.message


def test_no_part_of_the_key_is_told_where_the_servers_words_are_cut(serve):
    serve(failed("server_error", f"{'y' * 290}{KEY}"))

    *_, last = events_of()

    assert KEY[:4] not in last.message


def test_what_was_said_before_a_fault_stays(serve):
    serve(failed("server_error", "Oh."))

    *before, _last = events_of()

    assert told(before) == said("x =")


def test_nothing_is_asked_again_once_a_word_has_come(serve):
    server = serve(failed("context_length_exceeded", "Input exceeds the context window."), events(message("x = 1")))

    *before, last = answer(asked("One", "1", "Two", "2", "Three"))

    assert (told(before), last.code) == (said("x ="), "invalid_prompt")
    assert len(server.bodies) == 1


def test_a_busy_server_is_asked_again(serve):
    server = serve(invalid(429, "Rate limit reached", **{"Retry-After": "0"}), events(message("x = 1")))

    assert told(events_of()) == said("x = 1")
    assert len(server.bodies) == 2


def test_pictures_that_the_model_does_not_take_are_the_prompts_fault(serve):
    serve(invalid(400, "The image data you provided does not represent a valid image.", "invalid_image"))

    [last] = answer(asked(Said("user", QUESTION, (ImageInput(b"x", "image/png"),))))

    assert last.code == "invalid_prompt"


# Dialects


def without(kinds, told):
    return [event for event in told if not any(kind in event["type"] for kind in kinds)]


def changed(told, **fields):
    """The events with other values of these fields, also in their items; a function gets the event's number."""
    told = copy.deepcopy(told)
    for number, event in enumerate(told):
        for place in (event, event.get("item") or {}):
            for name, value in fields.items():
                if name in place:
                    place[name] = value(number) if callable(value) else value
    return told


def renumbered(told):
    """Closing events name another index than those before them."""
    return [event | {"output_index": 9} if event["type"].endswith("done") else event for event in told]


WHOLE = events(reasoning(), message("Let us see."), python("print(1)"), usage=usage(1, 2))
OUTPUT = response(reasoning(), message("Let us see."), python("print(1)"), usage=usage(1, 2))
DIALECTS = {
    "as documented": WHOLE,
    "no deltas": without(["delta"], WHOLE),
    "no deltas and no events of parts": without(["delta", "output_text", "content_part", "arguments"], WHOLE),
    "only the end": WHOLE[-1:],
    "no closing events": without([".done"], WHOLE),
    "no opening events": without([".added", "created", "in_progress"], WHOLE),
    "no list of items at the end": [*WHOLE[:-1], {"type": "response.completed", "response": OUTPUT | {"output": []}}],
    "no arguments in the item": changed(without(["completed"], WHOLE), arguments="") + [
        {"type": "response.completed", "response": OUTPUT | {"output": []}}
    ],
    "arguments in their closing event only": [
        event | {"item": event["item"] | {"arguments": ""}} if "arguments" in event.get("item", {}) else event
        for event in without(["arguments.delta", "completed"], WHOLE)
    ] + [{"type": "response.completed", "response": OUTPUT | {"output": []}}],
    "not streamed": Answer(OUTPUT),
    "empty ids": changed(WHOLE, item_id="", id=""),
    "no ids": changed(WHOLE, item_id=None, id=None),
    "other ids in each event": changed(WHOLE, item_id=str, id=str),
    "no indexes": changed(WHOLE, output_index=None, content_index=None),
    "another index at the end": renumbered(WHOLE),
    "empty ids and another index at the end": renumbered(changed(WHOLE, item_id="", id="")),
    "unknown events": [
        {"type": "response.new_thing.delta", "delta": "?"}, {"type": ["x"]}, {"type": None}, {},
        *WHOLE[:5], {"type": "keepalive"}, *WHOLE[5:],
    ],
    "an unknown item": [
        *WHOLE[:3],
        {"type": "response.output_item.added", "item": {"type": "magic"}, "output_index": 7},
        {"type": "response.output_item.done", "item": {"type": "magic"}, "output_index": 7},
        {"type": "response.output_item.added", "item": None},
        {"type": "response.output_item.done", "item": [1]},
        {"type": "response.content_part.done", "part": "x"},
        {"type": "response.output_text.delta", "delta": None, "item_id": [1], "output_index": {}},
        {"type": "response.output_text.annotation.added", "annotation": 1},
        {"type": "response.function_call_arguments.delta", "delta": {}, "item_id": "fc_call_1"},
        *WHOLE[3:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_in_every_dialect_each_text_is_told_once_and_each_program_run_once(serve, dialect):
    server = serve(DIALECTS[dialect], events(message("x = 1")))
    cells = Cells()

    found = [event for event in events_of(sandbox=cells) if not isinstance(event, Usage)]

    assert told(found) == [*said("Let us see."), *ran("print(1)", "1\n"), *said("x = 1")]
    assert cells.ran == ["print(1)"]
    [*_, output] = server.bodies[1]["input"]
    assert output["output"] == "1\n"


PROGRAM = events(hosted("print(3)", "3\n"), message("Three."))
PROGRAMS = {
    "as documented": PROGRAM,
    "no deltas": without(["delta"], PROGRAM),
    "only the end": PROGRAM[-1:],
    "no closing events": [e for e in PROGRAM if not e["type"].endswith("done") or "item" in e],
    "not streamed": Answer(response(hosted("print(3)", "3\n"), message("Three."))),
    "empty ids": changed(PROGRAM, item_id="", id=""),
    "another index at the end": renumbered(PROGRAM),
}


@pytest.mark.parametrize("dialect", PROGRAMS)
def test_in_every_dialect_programs_of_the_container_are_told_once(serve, settings, dialect):
    serve(PROGRAMS[dialect])
    settings.LLM_RESPONSES_CODE = "hosted"

    assert told(events_of()) == [*ran("print(3)", "3\n"), *said("Three.")]


def test_a_program_that_is_closed_late_is_told_once(serve, settings):
    begun = [event for event in PROGRAM if event.get("output_index") != 0 or not event["type"].endswith("done")]
    late = [event for event in PROGRAM if event not in begun]
    cut = next(n for n, event in enumerate(begun) if event["type"].endswith("code.delta")) + 1
    serve([*begun[:cut], *begun[cut + 1 : -1], *late, begun[-1]])
    settings.LLM_RESPONSES_CODE = "hosted"

    assert told(events_of()) == [*ran("print(3"[:7], ""), *said("Three.")]


@pytest.mark.parametrize(
    "counted",
    [
        None,
        3,
        {},
        {"input_tokens": "1", "output_tokens": 2},
        {"input_tokens": -1, "output_tokens": 2},
        {"input_tokens": True},
    ],
)
def test_counts_that_cannot_be_true_are_not_told(serve, counted):
    end = {"type": "response.completed", "response": response(message("x = 1")) | {"usage": counted}}
    serve([end])

    assert told(events_of()) == said("x = 1")


def test_counts_without_details_are_told(serve):
    end = {"usage": {"input_tokens": 3, "output_tokens": 4, "input_tokens_details": None, "output_tokens_details": 1}}
    serve([{"type": "response.completed", "response": response(message("x = 1")) | end}])

    assert Usage(3, 4) in events_of()


def deltas(*pieces):
    """The events of a message that comes in these pieces, with no closing text."""
    place = {"output_index": 0, "item_id": "msg_1", "content_index": 0}
    told = [{"type": "response.output_text.delta", **place, "delta": piece} for piece in pieces]
    return [*told, {"type": "response.completed", "response": response()}]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [(["A\ud83d", "\ude00B"], "A😀B"), (["A", "\ud83d", "\ude00", "B"], "A😀B"), (["A\ud83d", "B\0"], "A\ufffdB")],
)
def test_halves_of_characters_are_put_together_over_deltas(serve, pieces, text):
    serve(Answer(deltas(*pieces)))

    assert told(events_of()) == said(text)


def test_a_closing_text_goes_on_after_half_a_character(serve):
    told_so, whole = deltas("A\ud83d")[:-1], events(message("A😀B"))
    serve(Answer([*whole[:3], *told_so, *whole[-2:]]))

    assert told(events_of()) == said("A😀B")


def test_a_server_that_repeats_a_text_in_other_halves_says_it_once(serve):
    pieces, whole = deltas("A\ud83d", "\ude00B")[:-1], events(message("A😀B"))
    serve(Answer([*whole[:3], *pieces, *whole[-2:]]))

    assert told(events_of()) == said("A😀B")


def test_a_program_of_a_container_that_was_not_asked_for_is_ignored(serve):
    serve(events(hosted("plt.show()", "1", ["https://elsewhere.example/a.png"]), message("x = 1")))

    assert told(events_of()) == said("x = 1")


def test_a_program_of_a_container_that_was_not_asked_for_is_no_answer(serve):
    serve(events(hosted("print(1)", "1")))

    [failed] = events_of()
    assert isinstance(failed, Failed)
    assert "empty answer" in failed.message


def test_a_file_of_a_container_that_was_not_asked_for_is_ignored(serve):
    text = "See [a](sandbox:/mnt/data/squares.csv)."
    serve(events(message(text, cited(text, "sandbox:/mnt/data/squares.csv"))))

    assert told(events_of()) == said(text)


def test_a_refused_parameter_is_left_out_after_a_long_question_too(serve):
    server = serve(events(message("x = 1")), refuses=True)

    assert told(list(answer(asked("1 + " * 60_000, temperature=0.5)))) == said("x = 1")
    assert ["temperature" in body for body in server.bodies] == [True, False]
