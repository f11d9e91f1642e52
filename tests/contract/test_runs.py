"""Runs: their states, their answer, their steps, the lock of the thread, the cancel, functions of the client."""

import concurrent.futures

import pytest

from tests.contract.wire import ACTIVE, path_of, refused, texts
from tests.model_server import calling, said

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
SLOW = "Factor 3000000000000000038372000000000000010863369"
"""It takes the server a second or two: long enough to find the run at work."""
INCLUDE = {"include[]": "step_details.tool_calls[*].file_search.results[*].content"}
NOBODY = "x" * 24


@pytest.fixture(scope="module")
def answered(api, assistant):
    """A run, as it was made and as it ended, and the answers it gave."""
    thread = f"/threads/{api.post('/threads', {'messages': [{'role': 'user', 'content': QUESTION}]})['id']}"
    told = "Please address the user as Jane Doe. The user has a premium account."
    made = api.post(f"{thread}/runs", {"assistant_id": assistant["id"], "instructions": told})
    return made, api.ended(made), api.get(f"{thread}/messages", order="asc", run_id=made["id"])["data"]


@pytest.fixture
def busy(api, assistant):
    """A run that is at work for a while, and its thread's path."""
    question = {"messages": [{"role": "user", "content": SLOW}]}
    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": question})
    yield run, f"/threads/{run['thread_id']}"
    api.call("POST", f"{path_of(run)}/cancel")
    api.ended(api.get(path_of(run)))


def test_a_new_run_is_queued(answered, assistant):
    made, _, _ = answered

    assert (made["status"], made["usage"], made["assistant_id"]) == ("queued", None, assistant["id"])
    assert made["expires_at"] - made["created_at"] == 600
    assert made["instructions"] == "Please address the user as Jane Doe. The user has a premium account."


def test_a_run_completes(answered):
    made, ended, _ = answered

    assert (ended["status"], ended["last_error"], ended["expires_at"]) == ("completed", None, None)
    assert made["created_at"] <= ended["started_at"] <= ended["completed_at"]
    usage = ended["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens"] > 0
    assert usage["completion_tokens"] > 0


def test_the_answers_come_after_the_question_and_say_x_is_1(api, answered):
    _, run, answers = answered
    page = api.get(f"/threads/{run['thread_id']}/messages", order="asc")

    assert (texts(page)[0], page["data"][1:]) == (QUESTION, answers)
    assert "Jane Doe" in " ".join(texts(page))
    assert "x = 1" in texts(page)[-1].replace("`", "").replace("$", "")
    belongings = {(message["role"], message["run_id"], message["assistant_id"]) for message in answers}
    assert belongings == {("assistant", run["id"], run["assistant_id"])}


def test_steps_tell_how_the_answer_came_about(api, answered):
    _, run, answers = answered
    path = f"{path_of(run)}/steps"

    steps = api.get(path, order="asc")["data"]

    assert [step["type"] for step in steps] == ["message_creation", "tool_calls", "message_creation"]
    assert {step["status"] for step in steps} == {"completed"}
    told = [step["step_details"]["message_creation"]["message_id"] for step in (steps[0], steps[2])]
    assert told == [message["id"] for message in answers]
    [call] = steps[1]["step_details"]["tool_calls"]
    assert "print(" in call["code_interpreter"]["input"]
    [output] = call["code_interpreter"]["outputs"]
    assert output["logs"].strip() != ""
    assert [api.get(f"{path}/{step['id']}") for step in steps] == steps
    for query in ({}, INCLUDE):
        assert api.get(path, **query)["data"] == steps[::-1]


def test_an_ended_run_can_only_be_described(api, answered):
    _, run, _ = answered
    path = path_of(run)

    refused(api.call("POST", f"{path}/cancel"), 400, "Cannot cancel run with status 'completed'")
    outputs = {"tool_outputs": [{"tool_call_id": "call_x", "output": "1"}]}
    late = api.call("POST", f"{path}/submit_tool_outputs", json=outputs)
    refused(late, 400, 'Runs in status "completed" do not accept tool outputs')
    changed = api.post(path, {"metadata": {"k": "v"}})
    assert changed == {**run, "metadata": {"k": "v"}}
    assert api.get(path) == changed


def test_a_second_run_adds_messages_and_instructions(api, assistant, answered):
    _, first, _ = answered
    thread = f"/threads/{first['thread_id']}"
    body = {
        "assistant_id": assistant["id"],
        "additional_instructions": "Please address the user as John Roe.",
        "additional_messages": [{"role": "user", "content": QUESTION}],
        "metadata": {"n": "2"},
    }

    run = api.ended(api.call("POST", f"{thread}/runs", json=body, params=INCLUDE).json())

    assert (run["status"], run["metadata"]) == ("completed", {"n": "2"})
    assert assistant["instructions"] in run["instructions"]
    page = api.get(f"{thread}/messages", order="asc")["data"]
    answers = [message["role"] == "assistant" and message["run_id"] == run["id"] for message in page]
    added = page[answers.index(True) - 1]
    assert (added["role"], texts({"data": [added]})) == ("user", [QUESTION])
    assert "John Roe" in " ".join(texts({"data": page[answers.index(True) :]}))
    assert [item["id"] for item in api.get(f"{thread}/runs")["data"]] == [run["id"], first["id"]]


def test_thread_and_run_are_made_at_once(api, assistant):
    question = {"messages": [{"role": "user", "content": QUESTION}]}

    run = api.run("/threads/runs", {"assistant_id": assistant["id"], "thread": question})

    page = api.get(f"/threads/{run['thread_id']}/messages", order="asc")
    assert (run["status"], texts(page)[0]) == ("completed", QUESTION)
    assert len(page["data"]) == 3


def test_a_run_needs_no_thread_and_no_question(api, assistant):
    assert api.run("/threads/runs", {"assistant_id": assistant["id"]})["status"] == "completed"


def test_what_is_unknown_is_told(api, assistant, thread, answered):
    _, run, _ = answered
    start, path = {"assistant_id": assistant["id"]}, path_of(run)

    refused(api.call("GET", f"{thread}/runs/run_{NOBODY}"), 404)
    refused(api.call("GET", f"{path}/steps/step_{NOBODY}"), 404)
    nobody = {"assistant_id": f"asst_{NOBODY}"}
    refused(api.call("POST", f"{thread}/runs", json=nobody), 404, "No assistant found")
    refused(api.call("POST", f"/threads/thread_{NOBODY}/runs", json=start), 404, "No thread found")
    for where in (f"{thread}/runs", "/threads/runs"):
        refused(api.call("POST", where, json={}), 400, "assistant_id", "missing_required_parameter")
        refused(api.call("POST", where, json={**start, "max_prompt_tokens": 255}), 400, "max_prompt_tokens")


def test_a_run_locks_its_thread_until_it_ends(api, assistant, busy):
    run, thread = busy
    hello = {"role": "user", "content": "and now?"}

    message = api.call("POST", f"{thread}/messages", json=hello)
    second = api.call("POST", f"{thread}/runs", json={"assistant_id": assistant["id"]})
    reads = [api.get(f"{thread}/messages"), api.post(thread, {"metadata": {"a": "b"}})]

    assert api.get(path_of(run))["status"] in ACTIVE, "the question was too easy for this test"
    refused(message, 400, f"Can't add messages to {run['thread_id']} while a run {run['id']} is active.")
    refused(second, 400, f"Thread {run['thread_id']} already has an active run {run['id']}.")
    assert texts(reads[0])[-1] == SLOW
    assert reads[1]["metadata"] == {"a": "b"}
    api.post(f"{path_of(run)}/cancel")
    api.ended(run)
    api.post(f"{thread}/messages", hello)


def test_a_cancelled_run_stops_and_is_not_cancelled_twice(api, busy):
    run, _ = busy

    asked = api.post(f"{path_of(run)}/cancel")

    assert asked["status"] in {"cancelling", "cancelled"}
    ended = api.ended(asked)
    assert (ended["status"], ended["completed_at"]) == ("cancelled", None)
    assert ended["cancelled_at"] >= ended["created_at"]
    refused(api.call("POST", f"{path_of(run)}/cancel"), 400, "Cannot cancel run with status 'cancelled'")


def test_of_six_runs_at_once_one_is_taken(api, assistant, thread):
    api.post(f"{thread}/messages", {"role": "user", "content": SLOW})

    def start(_):
        return api.call("POST", f"{thread}/runs", json={"assistant_id": assistant["id"]})

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        tries = list(pool.map(start, range(6)))

    assert sorted(response.status_code for response in tries) == [200] + [400] * 5
    [run] = api.get(f"{thread}/runs")["data"]
    seen = [api.post(f"{path_of(run)}/cancel")["status"]]
    api.ended(run, seen)
    assert set(seen) <= {"cancelling", "cancelled"}


FUNCTION = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}


@pytest.fixture
def clerk(api, model_server):
    """An assistant of a model that calls the client's function, then answers."""
    model_server.replies[:] = [calling(CALL), said("It is 4 degrees in Oslo.")]
    return api.post("/assistants", {"model": "some-model", "tools": [FUNCTION]})


def test_a_run_waits_for_the_outputs_of_functions(api, clerk):
    question = {"messages": [{"role": "user", "content": "How warm is it in Oslo?"}]}

    waiting = api.run("/threads/runs", {"assistant_id": clerk["id"], "thread": question})

    assert (waiting["status"], waiting["required_action"]["type"]) == ("requires_action", "submit_tool_outputs")
    [call] = waiting["required_action"]["submit_tool_outputs"]["tool_calls"]
    assert call == {**CALL, "id": call["id"]}
    path = f"{path_of(waiting)}/submit_tool_outputs"
    refused(api.call("POST", path, json={"tool_outputs": []}), 400, call["id"])
    resumed = api.post(path, {"tool_outputs": [{"tool_call_id": call["id"], "output": "4"}]})
    ended = api.ended(resumed)
    assert (resumed["status"], ended["status"], ended["required_action"]) == ("queued", "completed", None)
    assert texts(api.get(f"/threads/{ended['thread_id']}/messages"))[0] == "It is 4 degrees in Oslo."
    steps = api.get(f"{path_of(ended)}/steps", order="asc")["data"]
    assert [step["type"] for step in steps] == ["tool_calls", "message_creation"]
    assert steps[0]["step_details"]["tool_calls"][0]["function"]["output"] == "4"


def test_functions_are_streamed_in_two_parts(api, clerk):
    question = {"messages": [{"role": "user", "content": "How warm is it in Oslo?"}]}

    first = api.stream("/threads/runs", {"assistant_id": clerk["id"], "thread": question})

    assert first.names[-2:] == ["thread.run.requires_action", "done"]
    [run] = [value for value in first.last.values() if value["object"] == "thread.run"]
    [call] = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    assert [call["function"] for calls in first.calls.values() for call in calls] == [
        {**CALL["function"], "output": None}
    ]
    body = {"tool_outputs": [{"tool_call_id": call["id"], "output": "4"}]}
    second = api.stream(f"{path_of(run)}/submit_tool_outputs", body)
    assert second.names[:3] == ["thread.run.step.completed", "thread.run.queued", "thread.run.in_progress"]
    assert second.names[-2:] == ["thread.run.completed", "done"]
    assert second.texts == ["It is 4 degrees in Oslo."]
