"""What the other tests here build on: llama.cpp alone says what the scripts say, and speaks its own dialect."""

import json
from itertools import chain

import openai
import pytest

from tests.llama.model import CONTEXT, cut, make
from tests.llama.scripts import PLAIN, PROGRAM, QUESTION, SCRIPTS, SOLUTION, STEPS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("llama")]

DOT = "data:image/png;base64,iVBORw0KGgo="


@pytest.fixture(scope="module")
def model(llama):
    """OpenAI's own client, speaking to llama.cpp directly."""
    with openai.OpenAI(base_url=llama.url, api_key="none", max_retries=0, timeout=20) as client:
        yield client.chat.completions


def tool(name, argument):
    parameters = {"type": "object", "properties": {argument: {"type": "string"}}, "required": [argument]}
    return {"type": "function", "function": {"name": name, "description": name, "parameters": parameters}}


PYTHON, WEATHER = tool("python", "code"), tool("get_weather", "city")


def ask(model, *messages, **options):
    return model.create(model="any-name", messages=list(messages), **options)


def user(content):
    return {"role": "user", "content": content}


def test_pieces_occur_once_and_make_up_the_texts():
    texts = ["aaaaaaaaaaaaaaaa", "aaaaaaaaaaa", *(script.text for script in SCRIPTS)]

    pieces = cut(texts)

    assert ["".join(part) for part in pieces] == texts
    flat = list(chain(*pieces))
    assert len(flat) == len(set(flat))


def test_the_file_is_small_and_the_same_each_time(tmp_path):
    make(tmp_path / "one", SCRIPTS)
    make(tmp_path / "two", SCRIPTS)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").stat().st_size < 3_000_000


@pytest.mark.parametrize("temperature", [0, 2])
def test_it_answers_and_counts_tokens(model, temperature):
    reply = ask(model, user("Hello"), temperature=temperature)

    assert (reply.choices[0].message.content, reply.choices[0].finish_reason) == (PLAIN, "stop")
    assert reply.usage.prompt_tokens > len("Hello")
    assert reply.usage.completion_tokens > 1


def test_a_stream_brings_text_then_a_call_then_usage_without_choices(model):
    stream = ask(model, user(QUESTION), tools=[PYTHON], stream=True, stream_options={"include_usage": True})

    chunks = list(stream)

    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas).strip() == STEPS
    calls = [call for delta in deltas for call in delta.tool_calls or []]
    assert len(calls) > 10
    assert (calls[0].function.name, {call.index for call in calls}) == ("python", {0})
    assert not calls[0].id.startswith("call_")
    assert json.loads("".join(call.function.arguments for call in calls)) == {"code": PROGRAM}
    assert chunks[-2].choices[0].finish_reason == "tool_calls"
    assert chunks[-1].choices == []
    assert chunks[-1].usage.total_tokens == chunks[-1].usage.prompt_tokens + chunks[-1].usage.completion_tokens


@pytest.mark.parametrize(
    ("printed", "answer"),
    [("solution: [1]\n", f"{SOLUTION}."), ("solution: [2]\n", "The tools did not tell me what I need.")],
)
def test_the_answer_depends_on_what_the_program_printed(model, printed, answer):
    called = ask(model, user(QUESTION), tools=[PYTHON]).choices[0].message
    output = {"role": "tool", "tool_call_id": called.tool_calls[0].id, "content": printed}

    reply = ask(model, user(QUESTION), called.to_dict(), output, tools=[PYTHON])

    assert reply.choices[0].message.content == answer


def test_two_calls_at_once(model):
    called = ask(model, user("Compare two cities"), tools=[WEATHER]).choices[0].message

    assert [call.function.arguments for call in called.tool_calls] == ['{"city": "Oslo"}', '{"city": "Rome"}']
    assert called.content == ""


def test_a_tool_that_may_not_be_called_leaves_its_call_in_the_text(model):
    called = ask(model, user("The weather?"), tools=[WEATHER], tool_choice="none").choices[0].message

    assert called.tool_calls is None
    assert "<tool_call>" in called.content


def test_a_limit_cuts_text_and_arguments(model):
    text = ask(model, user("Go on for ever"), max_tokens=50).choices[0]
    call = ask(model, user("An endless program"), tools=[PYTHON], max_tokens=50).choices[0]

    assert (text.finish_reason, call.finish_reason) == ("length", "length")
    assert text.message.content.count("One more line") > 3
    with pytest.raises(ValueError, match="Unterminated string"):
        json.loads(call.message.tool_calls[0].function.arguments)


@pytest.mark.parametrize("stream", [False, True])
def test_a_prompt_that_does_not_fit_is_400_with_a_number_for_a_code(model, stream):
    with pytest.raises(openai.BadRequestError, match="exceeds the available context size") as caught:
        ask(model, user("x" * CONTEXT), stream=stream)

    assert (caught.value.body["code"], caught.value.body["type"]) == (400, "exceed_context_size_error")


def test_a_picture_is_500(model):
    picture = {"type": "image_url", "image_url": {"url": DOT}}

    with pytest.raises(openai.InternalServerError, match="image input is not supported"):
        ask(model, user([{"type": "text", "text": "Look"}, picture]))
