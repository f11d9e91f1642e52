"""Files: up and down, attached to messages, drawn by runs."""

import base64

import pytest

from tests.contract.wire import path_of, refused

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TABLE = b"x,y\n1,2\n"
MISSING = {"purpose": (None, "vision")}


@pytest.fixture
def picture(api):
    return api.upload("dot.png", PIXEL, purpose="vision").json()


def test_an_uploaded_file_comes_back_byte_for_byte(api, picture):
    path = f"/files/{picture['id']}"

    assert (picture["filename"], picture["bytes"], picture["purpose"]) == ("dot.png", len(PIXEL), "vision")
    assert api.get(path) == picture
    assert api.call("GET", f"{path}/content").content == PIXEL


def test_files_are_listed_by_purpose(api, picture):
    api.upload("points.csv", TABLE, purpose="assistants")

    page = api.get("/files", purpose="vision")

    assert page["data"][0] == picture
    assert {item["purpose"] for item in page["data"]} == {"vision"}


def test_a_deleted_file_is_gone(api, picture):
    deleted = api.delete(f"/files/{picture['id']}")

    assert deleted == {"id": picture["id"], "object": "file", "deleted": True}
    for end in ("", "/content"):
        refused(api.call("GET", f"/files/{picture['id']}{end}"), 404)


def test_an_upload_needs_a_file_and_a_known_purpose(api):
    assert refused(api.call("POST", "/files", files=MISSING), 400)["param"] == "file"
    assert refused(api.upload("x.txt", b"x", purpose="fun"), 400)["param"] == "purpose"


def test_attachments_stay_with_their_message(api, thread):
    table = api.upload("points.csv", TABLE, purpose="assistants").json()
    attached = [{"file_id": table["id"], "tools": [{"type": "code_interpreter"}]}]

    message = api.post(f"{thread}/messages", {"role": "user", "content": "See the table", "attachments": attached})

    assert message["attachments"] == attached
    assert api.get(f"{thread}/messages/{message['id']}") == message
    assert api.call("GET", f"/files/{table['id']}/content").content == TABLE


def test_a_drawing_is_a_part_of_the_answer_and_a_file(api, assistant):
    question = {"messages": [{"role": "user", "content": "Plot y = x^2 - 4 from x = -3 to 3"}]}

    run = api.run("/threads/runs", {"assistant_id": assistant["id"], "thread": question})

    assert run["status"] == "completed"
    answers = api.get(f"/threads/{run['thread_id']}/messages", run_id=run["id"])["data"]
    [drawn] = [part for message in answers for part in message["content"] if part["type"] == "image_file"]
    about = api.get(f"/files/{drawn['image_file']['file_id']}")
    png = api.call("GET", f"/files/{about['id']}/content").content
    assert (about["purpose"], about["bytes"]) == ("assistants_output", len(png))
    assert (png[:8], png[12:16]) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    assert b"IEND" in png[-12:]
    steps = api.get(f"{path_of(run)}/steps")["data"]
    outputs = [
        output
        for step in steps
        for call in step["step_details"].get("tool_calls", [])
        for output in call["code_interpreter"]["outputs"]
    ]
    assert {"type": "image", "image": {"file_id": about["id"]}} in outputs
