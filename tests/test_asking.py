"""A question's way, against an upstream that behaves."""

import uuid

import pytest

from chat.models import Conversation, Message, Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner]


def test_a_question_becomes_the_five_calls(upstream, jane_client, send, ended):
    send(jane_client, "Solve 3x + 11 = 14")

    ended()

    posted = [
        (path.removeprefix("/v1/").split("/")[-1], body)
        for method, path, body, _ in upstream.requests
        if method == "POST"
    ]
    assert [name for name, _ in posted] == ["assistants", "threads", "messages", "runs"]
    assert posted[0][1]["tools"] == [{"type": "code_interpreter"}]
    assert posted[1][1] is None
    assert posted[2][1]["content"] == "Solve 3x + 11 = 14"
    assert posted[3][1]["model"] == "offline-math"
    assert posted[3][1]["instructions"] == (
        "You are a personal math tutor. Write and run code to answer math questions. "
        "Please address the user as Jane Doe. The user has a premium account."
    )


def test_the_answer_is_mirrored_in_order(upstream, jane_client, send, ended):
    response = send(jane_client, "Solve 3x + 11 = 14")

    run = ended()

    assert run.status == Run.Status.COMPLETED
    assert [step.type for step in run.steps.all()] == ["message_creation", "tool_calls", "message_creation"]
    page = jane_client.get(response["Location"]).content.decode()
    assert page.index("Solve 3x + 11 = 14</p>") < page.index("see.") < page.index("Python code") < page.index("x = 1")


def test_a_second_question_uses_the_same_assistant_and_thread(upstream, jane_client, send, ended):
    conversation = uuid.uuid4()
    send(jane_client, "Solve x = 1", conversation)
    ended()

    send(jane_client, "Solve x = 2", conversation)

    assert ended().status == Run.Status.COMPLETED
    assert (len(upstream.assistants), len(upstream.threads), len(upstream.runs)) == (1, 1, 2)


def test_a_name_is_told_only_when_there_is_one(upstream, john_client, send, ended):
    send(john_client, "hello")

    ended()

    told = next(body["instructions"] for method, path, body, _ in upstream.requests if path.endswith("/runs"))
    assert "address the user" not in told
    assert told.endswith("math questions. The user has a free account.")


def test_a_changed_model_is_asked_from_the_next_question_on(upstream, client, send, ended, settings):
    conversation = uuid.uuid4()
    send(client, "Solve x = 1", conversation)
    ended()
    settings.ASSISTANT_MODEL = "another"

    send(client, "Solve x = 2", conversation)
    ended()

    assert [run["model"] for run in upstream.runs.values()] == ["offline-math", "another"]


def test_a_question_whose_answer_was_lost_on_its_way_is_shown_when_it_is_sent_again(upstream, client, send, ended):
    client.get("/")
    conversation, key = uuid.uuid4(), uuid.uuid4()
    send(client, "Solve x = 1", conversation, key, **{"HX-Request": "true"})

    again = send(client, "Solve x = 1", conversation, key, **{"HX-Request": "true"})

    assert again["HX-Redirect"] == f"/c/{conversation}/"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_same_key_and_text_is_one_question(upstream, client, send, ended, headers):
    client.get("/")
    conversation, key = uuid.uuid4(), uuid.uuid4()

    first = send(client, "Solve x = 1", conversation, key, **headers)
    second = send(client, "Solve x = 1", conversation, key, **headers)

    ended()
    assert (first.status_code, second.status_code) in {(302, 302), (200, 200)}
    assert Message.objects.filter(role="user").count() == 1
    assert upstream.user_messages() == ["Solve x = 1"]
    assert len(upstream.runs) == 1


def test_an_old_key_with_another_text_is_another_question(upstream, client, send, ended):
    client.get("/")
    conversation, key = uuid.uuid4(), uuid.uuid4()
    send(client, "Solve x = 1", conversation, key)
    ended()

    send(client, "Solve x = 2", conversation, key)
    ended()
    send(client, "Solve x = 2", conversation, key)

    assert upstream.user_messages() == ["Solve x = 1", "Solve x = 2"]
    assert Run.objects.count() == 2


def test_a_question_during_an_answer_is_kept_in_the_box(upstream, client, send, ended):
    upstream.polls = 100_000
    client.get("/")
    conversation = uuid.uuid4()
    send(client, "first", conversation)

    response = send(client, "and then?", conversation, **{"HX-Request": "true"})

    assert response.status_code == 422
    assert "and then?" in response.content.decode()
    assert "still answering" in response.content.decode()
    assert Message.objects.filter(role="user").count() == 1


def test_one_person_cannot_have_all_the_tutors_time(upstream, client, send, ended):
    upstream.polls = 100_000
    client.get("/")
    for number in range(3):
        send(client, f"question {number}")

    response = send(client, "and one more", **{"HX-Request": "true"})

    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert "several of your questions" in response.content.decode()
    assert "and one more</textarea>" in response.content.decode()
    assert Run.objects.count() == 3


def test_the_title_is_made_from_the_first_question(upstream, client, send, ended):
    conversation = uuid.uuid4()
    send(client, "What is\n**15%** of \\(\\frac{1}{2}x^2\\)?", conversation)
    ended()
    send(client, "And 20%?", conversation)

    assert Conversation.objects.get().title == "What is 15% of 1/2 x²?"
    assert "<title>What is 15% of 1/2 x²?" in client.get(f"/c/{conversation}/").content.decode()
