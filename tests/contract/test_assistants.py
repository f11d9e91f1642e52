"""Assistants: made, changed, listed, deleted, and what they refuse."""

import pytest

from tests.contract.conftest import TUTOR
from tests.contract.wire import refused

MODEL = {"model": "offline-math"}


def test_an_assistant_is_made_as_it_was_described(api):
    made = api.post("/assistants", TUTOR)

    assert {name: made[name] for name in TUTOR} == TUTOR
    assert made["tool_resources"] == {"code_interpreter": {"file_ids": []}}
    assert made["metadata"] == {}
    assert api.get(f"/assistants/{made['id']}") == made


def test_a_change_keeps_what_it_does_not_name(api):
    made = api.post("/assistants", TUTOR)

    changed = api.post(f"/assistants/{made['id']}", {"metadata": {"k": "v"}})

    assert changed == {**made, "metadata": {"k": "v"}}
    assert api.get(f"/assistants/{made['id']}") == changed


def test_the_newest_comes_first(api):
    older, newer = api.post("/assistants", MODEL), api.post("/assistants", MODEL)

    page = api.get("/assistants", limit=1)

    assert ([item["id"] for item in page["data"]], page["has_more"]) == ([newer["id"]], True)
    assert [item["id"] for item in api.get("/assistants", limit=1, after=newer["id"])["data"]] == [older["id"]]


def test_a_deleted_assistant_is_gone(api):
    made = api.post("/assistants", MODEL)

    deleted = api.delete(f"/assistants/{made['id']}")

    assert deleted == {"id": made["id"], "object": "assistant.deleted", "deleted": True}
    refused(api.call("GET", f"/assistants/{made['id']}"), 404, f"No assistant found with id '{made['id']}'.")


def test_a_model_is_needed(api):
    refused(api.call("POST", "/assistants", json={}), 400, "model", "missing_required_parameter")


@pytest.mark.parametrize(
    ("field", "param"),
    [
        ({"name": "n" * 257}, "name"),
        ({"metadata": {str(n): "v" for n in range(17)}}, "metadata"),
        ({"metadata": {"k": "v" * 513}}, "metadata.k"),
        ({"metadata": {"k" * 65: "v"}}, "metadata"),
        ({"temperature": 2.1}, "temperature"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_values_out_of_bounds_are_refused_with_their_name(api, field, param):
    error = refused(api.call("POST", "/assistants", json={**MODEL, **field}), 400)

    assert error["param"] == param


def test_functions_come_back_with_strict(api):
    function = {"name": "lookup", "parameters": {"type": "object", "properties": {}}}

    made = api.post("/assistants", {**MODEL, "tools": [{"type": "function", "function": function}]})

    assert made["tools"] == [{"type": "function", "function": {**function, "strict": False}}]
