"""The engine for the Responses API against a double of it: what is asked."""

import threading

import pytest

from assistants_api.engines import ImageInput, Said, Text
from assistants_api.engines.pictures import UNSEEN
from assistants_api.engines.responses import answer
from assistants_api.sandbox import ThreadFile
from tests.responses_runs import ADD, KEY, QUESTION, TUTOR, Cells, asked, events_of, pieces, said, serving, told
from tests.responses_server import Answer
from tests.responses_shapes import events, message, python


@pytest.fixture
def serve(settings):
    with serving(settings) as serve:
        yield serve


def test_the_model_is_told_instructions_thread_and_tool(serve):
    server = serve(events(message("x = 1")))

    found = list(answer(asked("Hello", "Hi!", QUESTION)))

    assert told(found) == said("x = 1")
    assert server.keys == [f"Bearer {KEY}"]
    [body] = server.bodies
    assert body["input"] == [
        {"role": "user", "content": [{"type": "input_text", "text": "Hello"}]},
        {"role": "assistant", "content": "Hi!"},
        {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
    ]
    [tool] = body.pop("tools")
    assert (tool["type"], tool["name"], tool["parameters"]["required"]) == ("function", "python", ["code"])
    del body["input"]
    assert body == {
        "model": "some-model",
        "instructions": TUTOR,
        "stream": True,
        "store": False,
        "include": ["reasoning.encrypted_content"],
    }


def test_text_arrives_piece_by_piece_while_the_server_still_speaks(serve):
    hold = threading.Event()
    serve(Answer(events(message("The answer is x = 1.")), hold=hold))

    found = answer(asked())
    first = next(found)
    hold.set()
    rest = list(found)

    assert first == Text("The ans")
    assert pieces([first, *rest]) == ["The ans", "wer is ", "x = 1."]


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"temperature": 0.0}, {"temperature": 0.0}),
        ({"top_p": 0.5}, {"top_p": 0.5}),
        ({"reasoning_effort": "low"}, {"reasoning": {"effort": "low"}}),
        ({"max_completion_tokens": 300}, {"max_output_tokens": 300}),
        ({"response_format": {"type": "text"}}, {"text": None}),
        ({"response_format": {"type": "json_object"}}, {"text": {"format": {"type": "json_object"}}}),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": {"a": 1}, "strict": True},
                }
            },
            {"text": {"format": {"type": "json_schema", "name": "n", "schema": {"a": 1}, "strict": True}}},
        ),
        ({"tool_choice": "required"}, {"tool_choice": "required"}),
        ({"tool_choice": "none"}, {"tool_choice": "none"}),
        ({"tool_choice": {"type": "code_interpreter"}}, {"tool_choice": {"type": "function", "name": "python"}}),
        (
            {"tool_choice": {"type": "function", "function": {"name": "add"}}},
            {"tool_choice": {"type": "function", "name": "add"}},
        ),
        ({"tool_choice": {"type": "function", "function": {"name": "gone"}}}, {"tool_choice": None}),
        ({"tool_choice": "required", "code_interpreter": False, "functions": ()}, {"tool_choice": None, "tools": None}),
        ({"parallel_tool_calls": False}, {"parallel_tool_calls": False}),
        ({"instructions": ""}, {"instructions": None}),
    ],
)
def test_the_runs_parameters_are_sent_in_this_apis_form(serve, fields, sent):
    server = serve(events(message("x = 1")), reasons=False, refuses=True)

    events_of(**{"functions": (ADD,)} | fields)

    body = server.bodies[-1]  # after one that this model refuses, since it does not reason
    assert {name: body.get(name) for name in sent} == sent
    assert set(server.faults) <= {"Encrypted content is not supported with this model."}


def test_functions_are_offered_beside_python_whose_name_gives_way(serve):
    server = serve(events(message("x = 1")))
    theirs = {"name": "python", "description": None, "parameters": None, "strict": None}

    events_of(functions=(theirs, ADD))

    assert [tool["name"] for tool in server.bodies[0]["tools"]] == ["python_interpreter", "python", "add"]
    assert server.bodies[0]["tools"][2] == {"type": "function", **ADD}
    assert server.bodies[0]["tools"][1]["strict"] is False


def test_pictures_are_sent_as_data_or_as_their_address(serve):
    server = serve(events(message("x = 1")))
    images = (ImageInput(b"\x89PNG", "image/png", detail="low"), ImageInput(url="https://pictures.example/a.png"))

    list(answer(asked(Said("user", "", images), Said("assistant", ""), Said("user", QUESTION))))

    [pictures, _question] = server.bodies[0]["input"]
    assert pictures["content"] == [
        {"type": "input_image", "image_url": "data:image/png;base64,iVBORw==", "detail": "low"},
        {"type": "input_image", "image_url": "https://pictures.example/a.png", "detail": "auto"},
    ]


def test_the_model_is_told_of_the_files_that_python_finds(serve):
    server = serve(events(message("x = 1")))

    events_of(sandbox=Cells(files=[ThreadFile("marks.csv", 12, lambda: b"")]))

    assert "- /mnt/data/marks.csv (12 bytes)" in server.bodies[0]["instructions"]
    assert server.bodies[0]["instructions"].startswith(TUTOR)


def test_an_assistant_without_code_interpreter_has_no_tools(serve):
    server = serve(events(python("print(1)"), message("x = 1")))
    cells = Cells()

    events_of(sandbox=cells, code_interpreter=False)

    assert "tools" not in server.bodies[0]
    assert "include" not in server.bodies[0]
    assert cells.ran == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "sandbox:/a.png", "data:text/html;base64,AAAA", "//host/a.png", "", "javascript:1"]
)
def test_addresses_that_are_no_pictures_on_the_web_are_not_passed_on(serve, url):
    server = serve(events(message("x = 1")))

    list(answer(asked(Said("user", "What is this?", (ImageInput(url=url), ImageInput(url="HTTPS://a.example/b.png"))))))

    assert server.bodies[0]["input"][0]["content"] == [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_text", "text": UNSEEN},
        {"type": "input_image", "image_url": "HTTPS://a.example/b.png", "detail": "auto"},
    ]
