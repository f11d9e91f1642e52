"""The official SDK makes, reads, changes, lists and deletes objects, and raises its own errors for our refusals."""

import openai
import pytest

from assistants_api.auth import create_key
from tests.sdk_client import DEPRECATED, sdk

pytestmark = [pytest.mark.django_db(transaction=True), DEPRECATED, pytest.mark.slow]


@pytest.fixture
def client(live_server):
    with sdk(live_server.url, create_key("tests")) as client:
        yield client


def test_an_assistant_is_made_changed_listed_and_deleted(client):
    tools = [
        {"type": "code_interpreter"},
        {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}},
    ]
    made = client.beta.assistants.create(
        model="offline-math",
        name="Math Tutor",
        description="Helps",
        instructions="Be kind.",
        tools=tools,
        metadata={"class": "7b"},
        temperature=0.5,
        top_p=0.25,
        response_format={"type": "text"},
    )
    other = client.beta.assistants.create(model="offline-math")

    changed = client.beta.assistants.update(made.id, name="Tutor", metadata={"class": "8a"})

    assert made.name == "Math Tutor"
    assert [tool.type for tool in made.tools] == ["code_interpreter", "function"]
    assert (made.temperature, made.top_p, made.response_format.type) == (0.5, 0.25, "text")
    assert made.tool_resources.code_interpreter.file_ids == []
    assert changed.model_dump(exclude={"name", "metadata"}) == made.model_dump(exclude={"name", "metadata"})
    assert (changed.name, changed.metadata) == ("Tutor", {"class": "8a"})
    assert client.beta.assistants.retrieve(made.id) == changed
    assert [each.id for each in client.beta.assistants.list()] == [other.id, made.id]

    gone = client.beta.assistants.delete(made.id)

    assert (gone.id, gone.object, gone.deleted) == (made.id, "assistant.deleted", True)
    assert [each.id for each in client.beta.assistants.list()] == [other.id]
    with pytest.raises(openai.NotFoundError):
        client.beta.assistants.retrieve(made.id)


def test_a_thread_with_messages_is_made_changed_and_deleted(client):
    threads = client.beta.threads
    made = threads.create(messages=[{"role": "user", "content": "Hello"}], metadata={"of": "Jane"})

    changed = threads.update(made.id, metadata={"of": "John"})

    assert made.metadata == {"of": "Jane"}
    assert threads.retrieve(made.id) == changed
    assert changed.metadata == {"of": "John"}
    assert [message.content[0].text.value for message in threads.messages.list(made.id)] == ["Hello"]

    gone = threads.delete(made.id)

    assert (gone.id, gone.object, gone.deleted) == (made.id, "thread.deleted", True)
    with pytest.raises(openai.NotFoundError):
        threads.messages.list(made.id)


def test_a_message_is_made_changed_and_deleted(client):
    threads = client.beta.threads
    thread = threads.create()
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
    ]
    made = threads.messages.create(thread.id, role="user", content=parts)
    threads.messages.create(thread.id, role="assistant", content="A picture.")

    changed = threads.messages.update(made.id, thread_id=thread.id, metadata={"seen": "yes"})

    assert (made.role, made.thread_id, made.status) == ("user", thread.id, "completed")
    assert made.content[0].text.value == "What is this?"
    assert (made.content[1].image_url.url, made.content[1].image_url.detail) == ("https://example.org/a.png", "auto")
    assert changed.metadata == {"seen": "yes"}
    assert threads.messages.retrieve(made.id, thread_id=thread.id) == changed

    gone = threads.messages.delete(made.id, thread_id=thread.id)

    assert (gone.id, gone.object, gone.deleted) == (made.id, "thread.message.deleted", True)
    assert [message.role for message in threads.messages.list(thread.id)] == ["assistant"]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_45_messages_are_paged_through(client, order):
    threads = client.beta.threads
    thread = threads.create(messages=[{"role": "user", "content": str(n)} for n in range(40)])
    for number in range(40, 45):
        threads.messages.create(thread.id, role="user", content=str(number))

    page = threads.messages.list(thread.id, order=order)
    pages = list(page.iter_pages())

    numbers = [int(message.content[0].text.value) for message in page]
    assert numbers == (list(range(45)) if order == "asc" else list(reversed(range(45))))
    assert [(len(each.data), each.has_more) for each in pages] == [(20, True), (20, True), (5, False)]
    assert all((each.first_id, each.last_id) == (each.data[0].id, each.data[-1].id) for each in pages)


def test_a_page_before_a_message(client):
    threads = client.beta.threads
    thread = threads.create(messages=[{"role": "user", "content": str(n)} for n in range(5)])
    ids = [message.id for message in threads.messages.list(thread.id, order="asc")]

    page = threads.messages.list(thread.id, order="asc", before=ids[3], limit=10)

    assert [message.id for message in page.data] == ids[:3]


def test_files_are_uploaded_listed_read_and_deleted(client):
    table = b"n,square\n1,1\n2,4\n"
    made = client.files.create(file=("points.csv", table), purpose="assistants")
    picture = client.files.create(file=("a.png", b"\x89PNG"), purpose="vision")

    assert (made.filename, made.bytes, made.purpose, made.status) == ("points.csv", 17, "assistants", "processed")
    assert client.files.retrieve(made.id) == made
    assert client.files.content(made.id).read() == table
    assert [file.id for file in client.files.list()] == [picture.id, made.id]
    assert [file.id for file in client.files.list(purpose="assistants")] == [made.id]
    assert [file.id for file in client.files.list(limit=1)] == [picture.id, made.id]

    gone = client.files.delete(made.id)

    assert (gone.id, gone.object, gone.deleted) == (made.id, "file", True)
    assert [file.id for file in client.files.list()] == [picture.id]
    with pytest.raises(openai.NotFoundError):
        client.files.content(made.id)


def test_what_is_missing_is_not_found(client):
    threads = client.beta.threads
    thread = threads.create()

    for call, name in [
        (lambda: client.beta.assistants.retrieve("asst_missing"), "asst_missing"),
        (lambda: threads.retrieve("thread_missing"), "thread_missing"),
        (lambda: threads.messages.retrieve("msg_missing", thread_id=thread.id), "msg_missing"),
        (lambda: threads.runs.retrieve("run_missing", thread_id=thread.id), "run_missing"),
        (lambda: threads.runs.create(thread.id, assistant_id="asst_missing"), "asst_missing"),
        (lambda: client.files.retrieve("file-missing"), "file-missing"),
    ]:
        with pytest.raises(openai.NotFoundError, match=name) as caught:
            call()
        assert caught.value.type == "invalid_request_error"


def test_bad_values_are_bad_requests_that_name_the_parameter(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.beta.assistants.create(model="offline-math", name="x" * 257)
    assert (caught.value.param, caught.value.code) == ("name", "string_above_max_length")

    with pytest.raises(openai.BadRequestError, match="vector stores") as caught:
        client.beta.assistants.create(model="offline-math", tools=[{"type": "file_search"}])
    assert caught.value.param == "tools[0].type"

    with pytest.raises(openai.BadRequestError, match="LLM_BASE_URL") as caught:
        client.beta.assistants.create(model="no-such-model")
    assert caught.value.code == "unsupported_model"


def test_a_wrong_key_is_an_authentication_error(live_server):
    with (
        sdk(live_server.url, "sk-wrong-0123456789abcdef") as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.beta.assistants.list()

    assert caught.value.code == "invalid_api_key"
    assert "0123456789" not in caught.value.message
