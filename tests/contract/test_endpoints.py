"""All 28 endpoints answer, and their answers fit."""

from tests.contract.schemas import SCHEMAS
from tests.contract.test_runs import CALL, FUNCTION
from tests.contract.wire import Api, path_of
from tests.model_server import calling, said


def test_every_endpoint_answers(server, api, model_server):
    model_server.replies[:] = [calling(CALL), said("It is 4 degrees in Oslo.")]
    fresh = Api(server.url, api.session.headers["Authorization"].removeprefix("Bearer "))

    assistant = fresh.post("/assistants", {"model": "some-model", "tools": [FUNCTION]})
    one_assistant = f"/assistants/{assistant['id']}"
    fresh.post(one_assistant, {"name": "Clerk"})
    file = fresh.upload("points.csv", b"x,y\n1,2\n", purpose="assistants").json()
    one_file = f"/files/{file['id']}"
    thread = f"/threads/{fresh.post('/threads')['id']}"
    fresh.post(thread, {"metadata": {"a": "b"}})
    message = fresh.post(f"{thread}/messages", {"role": "user", "content": "How warm is it?"})
    one_message = f"{thread}/messages/{message['id']}"
    fresh.post(one_message, {"metadata": {"a": "b"}})
    run = fresh.run(f"{thread}/runs", {"assistant_id": assistant["id"]})
    one_run = path_of(run)
    fresh.post(one_run, {"metadata": {"a": "b"}})
    outputs = [{"tool_call_id": call["id"], "output": "4"} for call in waited_for(run)]
    fresh.ended(fresh.post(f"{one_run}/submit_tool_outputs", {"tool_outputs": outputs}))
    [step, *_] = fresh.get(f"{one_run}/steps")["data"]
    model_server.replies[:] = [calling(CALL)]
    waiting = fresh.run("/threads/runs", {"assistant_id": assistant["id"]})
    fresh.post(f"{path_of(waiting)}/cancel")
    for path in ("/assistants", "/files", f"{thread}/messages", f"{thread}/runs"):
        fresh.get(path)
    for path in (one_assistant, one_file, thread, one_message, one_run, f"{one_run}/steps/{step['id']}"):
        fresh.get(path)
    fresh.call("GET", f"{one_file}/content")
    for path in (one_message, thread, one_file, one_assistant):
        fresh.delete(path)
    fresh.session.close()

    assert fresh.answered == set(SCHEMAS["responses"])


def waited_for(run):
    return run["required_action"]["submit_tool_outputs"]["tool_calls"]
