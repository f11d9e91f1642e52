"""The official SDK brings files to programs and fetches what they wrote. The programs run in real sandboxes."""

import pytest

from assistants_api.auth import create_key
from assistants_api.engines import message
from assistants_api.engines.choice import ENGINES
from interpreter.client import Interpreter
from tests.canned import programming
from tests.conftest import stop_process
from tests.sdk_client import DEPRECATED, POLL, Recorder, sdk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    DEPRECATED,
    pytest.mark.slow,
    pytest.mark.xdist_group("interpreter"),
]

TABLE = b"n,square\n1,1\n2,4\n"
CODE = [{"type": "code_interpreter"}]


@pytest.fixture(scope="module", autouse=True)
def _interpreter(tmp_path_factory):
    """One interpreter for all tests of this module, in a folder of its own."""
    client = Interpreter(tmp_path_factory.mktemp("interpreter"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistants_api.sandbox.interpreter", lambda: client)
        yield
    client.shutdown()


@pytest.fixture
def client(live_server):
    with sdk(live_server.url, create_key("tests")) as client:
        yield client
        stop_process()


@pytest.fixture
def answered_by(monkeypatch):
    return lambda engine: monkeypatch.setitem(ENGINES, "test-model", engine)


def logs_of(client, run):
    """What the programs of a run printed."""
    steps = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc")
    calls = [call for step in steps if step.type == "tool_calls" for call in step.step_details.tool_calls]
    return "".join(output.logs for call in calls for output in call.code_interpreter.outputs if output.type == "logs")


def test_attachments_and_resources_reach_the_program(client, answered_by):
    answered_by(programming("for name in ('points', 'class', 'run'): print(open(f'/mnt/data/{name}.csv').read())"))
    points, named, late = (
        client.files.create(file=(f"{name}.csv", TABLE + name.encode()), purpose="assistants")
        for name in ("points", "class", "run")
    )
    assistant = client.beta.assistants.create(
        model="test-model", tools=CODE, tool_resources={"code_interpreter": {"file_ids": [named.id]}}
    )
    attached = {"role": "user", "content": "Look", "attachments": [{"file_id": points.id, "tools": CODE}]}
    thread = client.beta.threads.create(messages=[attached])
    client.beta.threads.messages.create(
        thread.id, role="user", content="And at this", attachments=[{"file_id": late.id, "tools": CODE}]
    )

    run = client.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, poll_interval_ms=POLL
    )

    assert run.status == "completed"
    for name in ("points", "class", "run"):
        assert f"{TABLE.decode()}{name}\n" in logs_of(client, run)
    kept = client.beta.threads.retrieve(thread.id).tool_resources.code_interpreter.file_ids
    assert kept == [points.id, late.id]


def test_what_a_program_wrote_comes_back_as_a_file(client, answered_by):
    source = "open('/mnt/data/squares.csv', 'w').write('n,square\\n3,9\\n')"
    answered_by(programming(source, *message("Here: [squares](sandbox:/mnt/data/squares.csv).")))
    assistant = client.beta.assistants.create(model="test-model", tools=CODE)

    with client.beta.threads.create_and_run_stream(assistant_id=assistant.id, event_handler=Recorder()) as recorder:
        recorder.until_done()

    [said] = recorder.messages
    text = said.content[0].text
    [note] = text.annotations
    assert (note.type, note.text) == ("file_path", "sandbox:/mnt/data/squares.csv")
    assert text.value[note.start_index : note.end_index] == note.text
    assert [attachment.file_id for attachment in said.attachments] == [note.file_path.file_id]
    file = client.files.retrieve(note.file_path.file_id)
    assert (file.filename, file.purpose) == ("squares.csv", "assistants_output")
    assert client.files.content(file.id).read() == b"n,square\n3,9\n"
    assert file.id in [each.id for each in client.files.list(purpose="assistants_output")]

    client.beta.threads.delete(said.thread_id)

    assert list(client.files.list()) == []


def test_what_a_program_drew_comes_back_as_a_picture(client, answered_by):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2], [1, 4])\nplt.show()"
    answered_by(programming(source, *message("Here it is.")))
    assistant = client.beta.assistants.create(model="test-model", tools=CODE)

    with client.beta.threads.create_and_run_stream(assistant_id=assistant.id, event_handler=Recorder()) as recorder:
        recorder.until_done()

    [picture] = recorder.pictures
    assert client.files.content(picture).read().startswith(b"\x89PNG\r\n\x1a\n")
    [call] = [step for step in recorder.steps if step.type == "tool_calls"][0].step_details.tool_calls
    assert [output.image.file_id for output in call.code_interpreter.outputs if output.type == "image"] == [picture]


def test_a_second_file_of_one_name_gets_a_number(client, answered_by):
    answered_by(programming("import os\nprint(sorted(os.listdir('/mnt/data')))"))
    made = [client.files.create(file=("a.csv", TABLE), purpose="assistants") for _ in range(2)]
    assistant = client.beta.assistants.create(model="test-model", tools=CODE)
    resources = {"code_interpreter": {"file_ids": [file.id for file in made]}}

    run = client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id, thread={"tool_resources": resources}, poll_interval_ms=POLL
    )

    assert logs_of(client, run) == "['a-2.csv', 'a.csv']\n"
