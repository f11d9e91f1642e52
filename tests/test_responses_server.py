"""The double of the Responses API, driven by the official SDK: what it sends is what the SDK knows, and it refuses."""

import openai
import pytest
from openai.types.responses import (
    ResponseCodeInterpreterToolCall,
    ResponseCompletedEvent,
    ResponseFunctionToolCall,
    ResponseReasoningItem,
)

from tests.responses_server import ResponsesServer, refusal
from tests.responses_shapes import cited, events, hosted, message, python, reasoning, refusing, usage

TEXT = "Here are the [squares](sandbox:/mnt/data/squares.csv)."
INPUT = [{"role": "user", "content": "Square some numbers."}]


@pytest.fixture
def serve():
    servers = []

    def serve(*replies, **fields):
        servers.append(ResponsesServer(*replies, **fields))
        return servers[-1], openai.OpenAI(base_url=servers[-1].url, api_key="sk-test", max_retries=0)

    yield serve
    for server in servers:
        server.close()


def test_the_sdk_reads_every_event_as_one_of_its_own(serve):
    answer = message(TEXT, cited(TEXT, "sandbox:/mnt/data/squares.csv"))
    items = [reasoning(), hosted("print(3)", "3\n", ["data:image/png;base64,AA=="]), answer, python("print(1)")]
    whole = events(*items, refusing("No.", "msg_2"), usage=usage(3, 4, 1, 2))
    _server, client = serve(whole)

    found = list(
        client.responses.create(model="m", input=INPUT, stream=True, include=["code_interpreter_call.outputs"])
    )

    assert [event.type for event in found] == [event["type"] for event in whole]
    assert [event.sequence_number for event in found] == list(range(len(whole)))
    assert not [event for event in found if event.model_extra]
    end = found[-1]
    assert isinstance(end, ResponseCompletedEvent)
    assert [type(item) for item in end.response.output][:2] == [ResponseReasoningItem, ResponseCodeInterpreterToolCall]
    assert isinstance(end.response.output[3], ResponseFunctionToolCall)
    assert end.response.output_text == TEXT
    assert end.response.output[1].outputs[0].logs == "3\n"
    assert end.response.output[2].content[0].annotations[0].file_id == "cfile_1"
    assert end.response.usage.output_tokens_details.reasoning_tokens == 2


def test_outputs_of_programs_and_encrypted_thoughts_come_only_when_asked_for(serve):
    _server, client = serve(events(reasoning(), hosted("print(3)", "3\n")))

    *_, end = client.responses.create(model="m", input=INPUT, stream=True)

    assert end.response.output[0].encrypted_content is None
    assert end.response.output[1].outputs is None


@pytest.mark.slow
def test_the_sdk_fetches_files_of_containers(serve):
    server, client = serve(events(message(TEXT)))
    server.files["cntr_1", "cfile_1"] = b"1,4,9"
    list(client.responses.create(model="m", input=INPUT, stream=True))

    assert client.containers.files.content.retrieve("cfile_1", container_id="cntr_1").read() == b"1,4,9"
    with pytest.raises(openai.NotFoundError, match="expired"):
        client.containers.files.content.retrieve("cfile_2", container_id="cntr_1")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"extra_body": {"messages": []}}, "Unknown parameter: 'messages'"),
        ({"tools": [{"type": "function", "function": {"name": "add"}}]}, "Invalid request"),
        ({"tools": [{"type": "code_interpreter"}]}, "Invalid request"),
        ({"input": [{"role": "user", "content": [{"type": "text", "text": "x"}]}]}, "Invalid request"),
        ({"input": []}, "empty array"),
        ({"input": [{"type": "function_call_output", "call_id": "a", "output": ""}]}, "No tool call found"),
        ({"input": [{"type": "function_call", "call_id": "a", "name": "n", "arguments": ""}]}, "No tool output found"),
        ({"tool_choice": "required"}, "only allowed when"),
        ({"tool_choice": {"type": "function", "name": "gone"}}, "Tool choice not found"),
        ({"temperature": 1.0}, "Unsupported parameter"),
        ({"max_output_tokens": 3}, "below minimum"),
    ],
)
def test_it_refuses_what_the_service_would_refuse(serve, fields, error):
    server, client = serve(events(message("x")))

    with pytest.raises(openai.BadRequestError, match=error):
        client.responses.create(**{"model": "m", "input": INPUT, "stream": True} | fields)
    assert len(server.faults) == 1


def test_an_unstored_thought_is_not_found(serve):
    _server, client = serve(events(message("x")))
    thought = {"type": "reasoning", "id": "rs_1", "summary": []}

    with pytest.raises(openai.NotFoundError, match="rs_1"):
        client.responses.create(model="m", input=[thought, *INPUT], stream=True, store=False)


def test_the_sdk_knows_a_rate_limit(serve):
    _server, client = serve(refusal(429, "Rate limit reached", "rate_limit_exceeded"))

    with pytest.raises(openai.RateLimitError, match="reached"):
        client.responses.create(model="m", input=INPUT, stream=True)
