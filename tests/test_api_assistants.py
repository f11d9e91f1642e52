"""Assistants over HTTP."""

import pytest

from assistants_api.models import Assistant
from tests.api_client import client_of, error_of

pytestmark = pytest.mark.django_db

TUTOR = {
    "instructions": "You are a personal math tutor. Write and run code to answer math questions.",
    "name": "Math Tutor",
    "tools": [{"type": "code_interpreter"}],
    "model": "offline-math",
}


@pytest.fixture
def api():
    return client_of("default")


def test_an_assistant_is_made_as_asked(api):
    made = api.post("/assistants", TUTOR)

    public_id, created_at = made.pop("id"), made.pop("created_at")
    assert public_id.startswith("asst_")
    assert len(public_id) == 29
    assert isinstance(created_at, int)
    assert made == {
        "object": "assistant",
        "description": None,
        **TUTOR,
        "tool_resources": {"code_interpreter": {"file_ids": []}},
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "reasoning_effort": None,
        "response_format": "auto",
    }
    assert api.get(f"/assistants/{public_id}") == {"id": public_id, "created_at": created_at, **made}


def test_modify_changes_what_is_named_and_keeps_the_rest(api):
    made = api.post("/assistants", TUTOR)

    changed = api.post(f"/assistants/{made['id']}", {"metadata": {"k": "v"}, "name": None, "temperature": 0})

    assert changed == {**made, "metadata": {"k": "v"}, "name": None, "temperature": 0.0}
    assert api.get(f"/assistants/{made['id']}") == changed


def test_null_gives_the_default_back(api):
    made = api.post("/assistants", {**TUTOR, "metadata": {"a": "b"}, "top_p": 0.5, "response_format": {"type": "text"}})

    changed = api.post(f"/assistants/{made['id']}", {"metadata": None, "top_p": None, "response_format": None})

    assert made["response_format"] == {"type": "text"}
    assert (changed["metadata"], changed["top_p"], changed["response_format"]) == ({}, 1.0, "auto")


def test_functions_come_back_with_strict(api):
    function = {"name": "lookup", "parameters": {"type": "object", "properties": {}}}

    made = api.post("/assistants", {**TUTOR, "tools": [{"type": "function", "function": function}]})

    assert made["tools"] == [{"type": "function", "function": {**function, "strict": False}}]
    assert made["tool_resources"] == {}


def test_a_deleted_assistant_is_gone(api):
    made = api.post("/assistants", TUTOR)

    answer = api.delete(f"/assistants/{made['id']}")

    assert answer == {"id": made["id"], "object": "assistant.deleted", "deleted": True}
    error = error_of(api.call("GET", f"/assistants/{made['id']}"), 404)
    assert error["message"] == f"No assistant found with id '{made['id']}'."
    assert not Assistant.objects.exists()


def test_another_project_sees_and_changes_nothing(api):
    made = api.post("/assistants", TUTOR)
    stranger = client_of("other")
    path = f"/assistants/{made['id']}"

    unknown = error_of(stranger.call("GET", "/assistants/asst_" + "x" * 24), 404)["message"]
    refusals = [
        stranger.call("GET", path),
        stranger.call("POST", path, {"name": "Mine"}),
        stranger.call("DELETE", path),
    ]

    assert {error_of(refusal, 404)["message"] for refusal in refusals} == {
        unknown.replace("asst_" + "x" * 24, made["id"])
    }
    assert stranger.get("/assistants")["data"] == []
    assert api.get(path) == made


@pytest.mark.parametrize("public_id", ["undefined", "thread_abc", "'", "%00"])
def test_a_malformed_id_is_told_as_such(api, public_id):
    error = error_of(api.call("GET", f"/assistants/{public_id}"), 400)

    assert (error["param"], error["code"]) == ("assistant_id", "invalid_value")
    assert "Expected an ID that begins with 'asst'" in error["message"]


@pytest.mark.parametrize(
    ("change", "param", "code", "message"),
    [
        (
            {"model": None},
            "model",
            "invalid_type",
            "Invalid type for 'model': expected a string, but got null instead.",
        ),
        (
            {"model": "no-such-model"},
            "model",
            "unsupported_model",
            "The requested model 'no-such-model' cannot be used with the Assistants API.",
        ),
        ({"colour": "red"}, "colour", "unknown_parameter", "Unknown parameter: 'colour'."),
        (
            {"name": "n" * 257},
            "name",
            "string_above_max_length",
            "Expected a string with maximum length 256, but got a string with length 257 instead.",
        ),
        (
            {"description": 5},
            "description",
            "invalid_type",
            "Invalid type for 'description': expected a string, but got an integer instead.",
        ),
        (
            {"temperature": 2.1},
            "temperature",
            "decimal_above_max_value",
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.1 instead.",
        ),
        (
            {"top_p": -1},
            "top_p",
            "integer_below_min_value",
            "Invalid 'top_p': integer below minimum value. Expected a value >= 0, but got -1 instead.",
        ),
        (
            {"temperature": True},
            "temperature",
            "invalid_type",
            "Invalid type for 'temperature': expected a decimal, but got a boolean instead.",
        ),
        (
            {"metadata": {str(n): "v" for n in range(17)}},
            "metadata",
            "object_above_max_properties",
            "Expected an object with at most 16 properties, but got an object with 17 properties instead.",
        ),
        (
            {"metadata": {"k": "v" * 513}},
            "metadata.k",
            "string_above_max_length",
            "Invalid 'metadata.k': string too long. Expected a string with maximum length 512",
        ),
        (
            {"metadata": {"k" * 65: "v"}},
            "metadata",
            "property_name_above_max_length",
            "Expected a property name with maximum length 64, but got a property name with length 65 instead.",
        ),
        (
            {"metadata": {"k": 1}},
            "metadata.k",
            "invalid_type",
            "Invalid type for 'metadata.k': expected a string, but got an integer instead.",
        ),
        (
            {"metadata": []},
            "metadata",
            "invalid_type",
            "Invalid type for 'metadata': expected an object, but got an array instead.",
        ),
        (
            {"tools": [{}]},
            "tools[0].type",
            "missing_required_parameter",
            "Missing required parameter: 'tools[0].type'.",
        ),
        (
            {"tools": [{"type": "browser"}]},
            "tools[0].type",
            "invalid_value",
            "Invalid value: 'browser'. Supported values are: 'code_interpreter', 'file_search', and 'function'.",
        ),
        (
            {"tools": [{"type": "function"}]},
            "tools[0].function",
            "missing_required_parameter",
            "Missing required parameter: 'tools[0].function'.",
        ),
        (
            {"tools": ["code_interpreter"]},
            "tools[0]",
            "invalid_type",
            "Invalid type for 'tools[0]': expected an object, but got a string instead.",
        ),
        (
            {"tools": [{"type": "code_interpreter"}] * 129},
            "tools",
            "array_above_max_length",
            "Expected an array with maximum length 128, but got an array with length 129 instead.",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "no spaces"}}]},
            "tools[0].function.name",
            "invalid_value",
            "Invalid 'tools[0].function.name': string does not match pattern.",
        ),
        ({"tools": [{"type": "file_search"}]}, "tools[0].type", "not_supported", "This server has no file search"),
        (
            {"tool_resources": {"file_search": {"vector_store_ids": []}}},
            "tool_resources.file_search",
            "not_supported",
            "no file search",
        ),
        (
            {"tool_resources": {"code_interpreter": {"file_ids": ["file-x"]}}},
            "tool_resources.code_interpreter.file_ids",
            None,
            "No such File object: file-x",
        ),
        (
            {"response_format": "json"},
            "response_format",
            "invalid_value",
            "Invalid value: 'json'. Supported values are: 'auto'.",
        ),
        (
            {"response_format": {"type": "json_schema"}},
            "response_format.json_schema",
            "missing_required_parameter",
            "Missing required parameter: 'response_format.json_schema'.",
        ),
        ({"reasoning_effort": "huge"}, "reasoning_effort", "invalid_value", "Invalid value: 'huge'."),
    ],
)
def test_what_is_wrong_with_a_body_is_told(api, change, param, code, message):
    response = api.call("POST", "/assistants", {**TUTOR, **change})

    error = error_of(response, 404 if message.startswith("No such File") else 400)
    assert (error["param"], error["code"]) == (param, code)
    assert message in error["message"]
    assert not Assistant.objects.exists()


def test_the_model_is_required(api):
    error = error_of(api.call("POST", "/assistants", {}), 400)

    assert error["message"] == "Missing required parameter: 'model'."
    assert (error["param"], error["code"]) == ("model", "missing_required_parameter")


def test_a_refused_change_changes_nothing(api):
    made = api.post("/assistants", TUTOR)

    error_of(api.call("POST", f"/assistants/{made['id']}", {"name": "New", "model": "no-such-model"}), 400)

    assert api.get(f"/assistants/{made['id']}") == made
