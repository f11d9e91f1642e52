"""Limits, sampling, formats, pictures and files: what a run asks for besides its messages."""

import base64

import pytest

from assistants_api.engines import Code, Failed, ImageInput, Incomplete, MessageEnd, Said, Text, Usage
from assistants_api.engines.chat_completions.transcript import LEFT_OUT
from assistants_api.engines.pictures import UNSEEN
from assistants_api.sandbox import ThreadFile
from tests.engine_runs import QUESTION, TUTOR, Cells, asked, events_of
from tests.model_server import call, calling, refusal, said

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]


# Parameters


def test_what_the_run_sets_is_sent(serve):
    server = serve(said("x = 1"))
    schema = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}
    set_by_run = {"temperature": 0, "top_p": 0.5, "reasoning_effort": "low", "response_format": schema}

    events_of(asked(**set_by_run, max_completion_tokens=300))

    assert {name: server.bodies[0][name] for name in set_by_run} == set_by_run
    assert server.bodies[0]["max_tokens"] == 300


@pytest.mark.parametrize("response_format", ["auto", {"type": "text"}])
def test_what_the_run_leaves_open_is_not_sent(serve, response_format):
    server = serve(said("x = 1"))

    events_of(asked(response_format=response_format, code_interpreter=False))

    assert set(server.bodies[0]) == {"model", "messages", "stream", "stream_options"}


def test_a_server_that_knows_the_limit_by_its_newer_name_is_asked_so(serve):
    server = serve(
        refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."), said("x = 1")
    )

    assert events_of(asked(max_completion_tokens=300)) == SAID
    assert server.bodies[1]["max_completion_tokens"] == 300
    assert "max_tokens" not in server.bodies[1]


# Limits


def used(prompt, completion):
    return {"usage": {"prompt_tokens": prompt, "completion_tokens": completion}}


def test_what_is_left_of_the_limit_is_sent(serve):
    server = serve(calling(call("1")) | used(50, 120), calling(call("2"), content="z" * 40), said("x = 1"))

    events_of(asked(max_completion_tokens=300))

    sent = [body["max_tokens"] for body in server.bodies]
    assert sent[:2] == [300, 180]
    assert 160 <= sent[2] < 171, "the second reply is estimated: 10 tokens of text, and the call"


def test_an_answer_that_reaches_the_limit_is_incomplete(serve):
    serve(said("First, subtract", "length"))

    assert events_of(asked(max_completion_tokens=300)) == [Text("First, subtract"), Incomplete("max_completion_tokens")]


def test_a_call_that_the_limit_cuts_is_not_made(serve):
    cut = calling(call("print(1)"))
    cut["choices"][0]["finish_reason"] = "length"
    serve(cut)
    cells = Cells()

    assert events_of(asked(max_completion_tokens=300, sandbox=cells)) == [Incomplete("max_completion_tokens")]
    assert cells.ran == []


def test_a_limit_that_is_used_up_ends_the_run(serve):
    server = serve(calling(call("1")) | used(50, 300), said("never"))

    assert events_of(asked(max_completion_tokens=300))[-1] == Incomplete("max_completion_tokens")
    assert len(server.requests) == 1


def test_a_prompt_over_the_limit_loses_its_oldest_messages(serve):
    server = serve(said("x = 1"))
    run = asked("a" * 4000, "b" * 4000, "c" * 400, "d", "What now?", code_interpreter=False, max_prompt_tokens=256)

    assert events_of(run) == SAID
    assert [m["content"][:1] for m in server.bodies[0]["messages"][1:]] == ["c", "d", "W"]


def test_a_prompt_that_cannot_fit_is_not_sent(serve):
    server = serve(said("never"))

    assert events_of(asked("a" * 4000, max_prompt_tokens=256)) == [Incomplete("max_prompt_tokens")]
    assert server.requests == []


def test_every_request_takes_from_the_limit_of_prompts(serve):
    server = serve(calling(call("1")) | used(900, 5), said("never"))

    told = events_of(asked(max_prompt_tokens=1000))

    assert told == [Usage(900, 5), Code("1"), "1\n", Incomplete("max_prompt_tokens")]
    assert len(server.requests) == 1


def test_prompts_are_estimated_where_the_server_counts_none(serve):
    server = serve(*[calling(call("1"))] * 8, said("never"))

    assert events_of(asked("a" * 1200, max_prompt_tokens=1300))[-1] == Incomplete("max_prompt_tokens")
    assert len(server.requests) == 2


# Pictures


PICTURE = ImageInput(b"\x89PNG...", "image/png")
DATA = "data:image/png;base64," + base64.b64encode(b"\x89PNG...").decode()


def image(url, **detail):
    return {"type": "image_url", "image_url": {"url": url, **detail}}


def test_pictures_go_out_beside_the_text(serve):
    server = serve(said("x = 1"))
    linked = ImageInput(url="https://example.org/a.png", detail="low")

    events_of(asked(Said("user", "What is this?", (PICTURE, linked))))

    assert server.bodies[0]["messages"][1]["content"] == [
        {"type": "text", "text": "What is this?"},
        image(DATA),
        image("https://example.org/a.png", detail="low"),
    ]


def test_a_message_may_be_a_picture_only(serve):
    server = serve(said("x = 1"))

    events_of(asked(Said("user", "", (PICTURE,))))

    assert server.bodies[0]["messages"][1]["content"] == [image(DATA)]


def test_pictures_of_messages_in_a_row_stay(serve):
    server = serve(said("x = 1"))

    events_of(
        asked(Said("user", "One", (PICTURE,)), Said("user", "Two", (PICTURE,)), Said("assistant", "", (PICTURE,)))
    )

    [message] = server.bodies[0]["messages"][1:]
    assert message["content"] == [{"type": "text", "text": "One\n\nTwo"}, image(DATA), image(DATA)]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html;base64,AAAA", "javascript:1"])
def test_an_address_of_another_kind_is_not_sent(serve, url):
    server = serve(said("x = 1"))

    events_of(asked(Said("user", "This?", (ImageInput(url=url),))))

    assert server.bodies[0]["messages"][1]["content"] == f"This?\n\n{LEFT_OUT}"


def test_pictures_are_sent_up_to_so_many_bytes(serve, monkeypatch):
    monkeypatch.setattr("assistants_api.engines.chat_completions.transcript.IMAGE_BYTES", 20)
    server = serve(said("x = 1"))

    events_of(asked(Said("user", "One", (PICTURE, PICTURE, PICTURE))))

    text, *pictures = server.bodies[0]["messages"][1]["content"]
    assert text["text"] == f"One\n\n{LEFT_OUT}"
    assert len(pictures) == 2


def test_pictures_count_as_tokens(serve):
    server = serve(said("x = 1"))
    small = ImageInput(url="https://example.org/a.png", detail="low")

    told = [
        events_of(asked(Said("user", "One", (picture,)), code_interpreter=False, max_prompt_tokens=300))
        for picture in (PICTURE, small)
    ]

    assert told == [[Incomplete("max_prompt_tokens")], SAID]
    assert len(server.requests) == 1


def test_only_the_newest_pictures_are_sent(serve):
    server = serve(said("x = 1"))
    told = [Said("user" if n % 2 == 0 else "assistant", f"{n}", (PICTURE,)) for n in range(43)]

    events_of(asked(*told))

    contents = [message["content"] for message in server.bodies[0]["messages"][1:] if message["role"] == "user"]
    assert contents[:2] == [f"0\n\n{LEFT_OUT}", f"2\n\n{LEFT_OUT}"]
    assert all(isinstance(content, list) for content in contents[2:])


@pytest.mark.parametrize(
    "refused",
    [
        refusal(
            500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj", 500
        ),
        refusal(400, "This model does not support image_url"),
        refusal(422, "multimodal inputs are not supported"),
        refusal(404, "No endpoints found that support image input"),
    ],
)
def test_a_model_that_sees_no_pictures_is_told_that_there_are_some(serve, refused):
    server = serve(refused, calling(call("1")), said("x = 1"))

    assert events_of(asked(Said("user", "What is this?", (PICTURE,))))[-2:] == SAID
    assert [body["messages"][1]["content"] for body in server.bodies[1:]] == [f"What is this?\n\n{UNSEEN}"] * 2


def test_a_server_that_refuses_pictures_nobody_sent_is_not_asked_for_ever(serve):
    server = serve(refusal(400, "This model does not support image_url"))

    [event] = events_of(asked(Said("user", "What is this?", (PICTURE,))))

    assert isinstance(event, Failed)
    assert len(server.requests) == 2


# Files


def files(*names):
    return tuple(ThreadFile(name, 12, lambda: b"") for name in names)


def test_the_model_is_told_of_the_files_that_programs_can_read(serve):
    server = serve(said("x = 1"))

    events_of(asked(sandbox=Cells(files=files("a.csv", "b.txt"))))

    told = server.bodies[0]["messages"][0]["content"]
    assert told.startswith(TUTOR)
    assert "/mnt/data/a.csv (12 bytes)" in told
    assert "b.txt (12 bytes)" in told
    assert "sandbox:/mnt/data/NAME" in told


def test_without_code_the_model_is_told_of_no_files(serve):
    server = serve(said("x = 1"))

    events_of(asked(sandbox=Cells(files=files("a.csv")), code_interpreter=False))

    assert server.bodies[0]["messages"] == [
        {"role": "system", "content": TUTOR},
        {"role": "user", "content": QUESTION},
    ]
