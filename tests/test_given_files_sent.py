"""Files of questions on their way to the upstream: each once, whatever goes wrong, and told when they are not taken."""

import uuid

import pytest

from chat import assistants, once, patience
from chat.models import Attachment, Conversation, Message, Run
from tests.given_files import PDF, TABLE, attach, picture
from tests.upstream import Fault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(patience, "BEFORE", 1.0)
    monkeypatch.setattr(once, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(assistants, "UPLOAD_SECONDS", 0.5)


@pytest.fixture(params=["apart", "one call"])
def calls(request, settings):
    settings.ASSISTANTS_API_ONE_CALL = request.param == "one call"
    return request.param


def told(upstream):
    """(content, attachments) of the students' messages upstream, in their order."""
    found = [message for said in upstream.messages.values() for message in said if message["role"] == "user"]
    return [(message["content"], message["attachments"]) for message in found]


def test_pictures_are_shown_and_files_are_for_the_code_interpreter(upstream, calls, jane_client, ended):
    attach(jane_client, "Look", ("t.csv", TABLE), ("p.png", picture()), ("d.pdf", PDF))

    assert ended().status == Run.Status.COMPLETED
    table, image, document = upstream.uploads.values()
    assert [each["purpose"] for each in (table, image, document)] == ["assistants", "vision", "assistants"]
    assert [each["filename"] for each in (table, image, document)] == ["t.csv", "p.png", "d.pdf"]
    assert (table["content"], document["content"]) == (TABLE, PDF)
    tools = [{"type": "code_interpreter"}]
    [(content, attachments)] = told(upstream)
    assert [part["type"] for part in content] == ["text", "image_file"]
    assert content[1]["image_file"] == {"file_id": image["id"]}
    assert attachments == [{"file_id": each["id"], "tools": tools} for each in (table, document)]


def test_a_question_without_files_is_sent_as_ever(upstream, calls, send, jane_client, ended):
    send(jane_client, "Look")

    ended()

    [(content, attachments)] = told(upstream)
    assert (content[0]["text"]["value"], attachments) == ("Look", [])
    assert upstream.called("POST", "/files") == 0


FAULTS = {
    "lost": {"drop": True},
    "taken and lost": {"drop": True, "accepted": True},
    "taken late": {"seconds": 0.8},
    "taken and a 500": {"status": 500, "accepted": True},
    "busy": {"status": 429},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_upload_whose_answer_is_lost_is_found_again(upstream, jane_client, ended, fault):
    upstream.fault("POST", "/files", Fault(**FAULTS[fault]))

    attach(jane_client, "Look", ("t.csv", TABLE))

    assert ended().status == Run.Status.COMPLETED
    assert len(upstream.uploads) == 1
    assert told(upstream)[0][1][0]["file_id"] == next(iter(upstream.uploads))


def test_another_students_file_of_the_same_name_and_size_is_never_taken(upstream, jane_client, ended):
    upstream.keep_upload({"filename": "t.csv", "purpose": "assistants", "content": TABLE[::-1]})
    upstream.fault("POST", "/files", Fault(drop=True))

    attach(jane_client, "Look", ("t.csv", TABLE))

    ended()
    assert upstream.called("GET", "/content$") == 1
    file_id = told(upstream)[0][1][0]["file_id"]
    assert upstream.uploads[file_id]["content"] == TABLE


@pytest.mark.parametrize("status", [404, 405, 413, 400, 501])
def test_a_file_that_is_refused_ends_the_run_with_cause_and_cure(upstream, calls, jane_client, ended, status, caplog):
    upstream.fault("POST", "/files", Fault(status=status))

    response = attach(jane_client, "Look", ("secret-name.csv", TABLE))

    run = ended()
    page = jane_client.get(response["Location"]).content.decode()
    assert (run.status, run.reason) == (Run.Status.FAILED, Run.Reason.FILE)
    assert "cannot take a file of yours" in page
    assert "ask again without the file" in page
    assert "secret-name" not in caplog.text
    assert not upstream.messages


def test_a_second_question_does_not_upload_the_first_ones_files_again(upstream, calls, send, jane_client, ended):
    conversation = uuid.uuid4()
    attach(jane_client, "Look", ("t.csv", TABLE), conversation=conversation)
    ended()

    attach(jane_client, "And this", ("u.csv", TABLE), conversation=conversation)

    ended()
    assert [each["filename"] for each in upstream.uploads.values()] == ["t.csv", "u.csv"]


def test_a_retry_uploads_nothing_again(upstream, jane_client, ended):
    upstream.fault("POST", "/messages", Fault(status=400))
    response = attach(jane_client, "Look", ("t.csv", TABLE))
    failed = ended()

    jane_client.post(f"{response['Location']}runs/{failed.pk}/retry")

    assert ended().status == Run.Status.COMPLETED
    assert len(upstream.uploads) == 1


def test_a_thread_that_was_lost_is_replayed_with_its_files_uploaded_again(upstream, calls, send, jane_client, ended):
    conversation = uuid.uuid4()
    attach(jane_client, "Look", ("t.csv", TABLE), ("p.png", picture()), conversation=conversation)
    ended()
    for lost in (upstream.threads, upstream.messages, upstream.uploads):
        lost.clear()

    send(jane_client, "And now?", conversation)

    assert ended().status == Run.Status.COMPLETED
    [(content, attachments), _] = told(upstream)
    named = {content[1]["image_file"]["file_id"], attachments[0]["file_id"]}
    assert named == set(upstream.uploads)
    assert set(Attachment.objects.values_list("upstream_id", flat=True)) == named


def test_a_replay_goes_on_without_the_files_that_are_refused(upstream, send, jane_client, ended):
    conversation = uuid.uuid4()
    attach(jane_client, "Look", ("t.csv", TABLE), conversation=conversation)
    ended()
    upstream.threads.clear()
    upstream.messages.clear()
    upstream.fault("POST", "/files", Fault(status=413))

    send(jane_client, "And now?", conversation)

    assert ended().status == Run.Status.COMPLETED
    assert [attachments for _, attachments in told(upstream)] == [[], []]


def test_a_file_that_the_server_lost_before_the_question_came_is_uploaded_again(upstream, calls, jane_client, ended):
    upstream.fault("POST", "/messages" if calls == "apart" else "/runs", Fault(status=429, times=-1))
    response = attach(jane_client, "Look", ("t.csv", TABLE))
    failed = ended()
    [lost] = upstream.uploads
    upstream.uploads.clear()
    upstream.faults.clear()

    jane_client.post(f"{response['Location']}runs/{failed.pk}/retry")

    assert ended().status == Run.Status.COMPLETED
    [(_, [attached])] = told(upstream)
    assert [attached["file_id"]] == list(upstream.uploads) != [lost]


def test_another_server_gets_the_files_anew(upstream, settings, send, jane_client, ended):
    conversation = uuid.uuid4()
    attach(jane_client, "Look", ("t.csv", TABLE), conversation=conversation)
    ended()
    Conversation.objects.update(thread_server="elsewhere")
    Attachment.objects.update(upstream_server="elsewhere")

    send(jane_client, "And now?", conversation)

    ended()
    assert len(upstream.uploads) == 2


def test_an_answer_about_a_file_is_not_judged_by_the_words_alone(upstream, jane_client, ended, monkeypatch):
    monkeypatch.setattr("chat.judging.is_checkable", lambda text: True)

    attach(jane_client, "Solve x = 1", ("t.csv", TABLE))

    assert not ended().is_judged


def test_the_offline_engine_says_what_it_cannot_read(client, ended, runner):
    for files, said in (
        ([("p.png", picture())], "I cannot look at pictures. Please type what is in <code>p.png</code>, for"),
        ([("t.csv", TABLE)], "I cannot open files. Please type what is in <code>t.csv</code>, for"),
        (
            [("t.csv", TABLE), ("p.png", picture()), ("a`{x}.csv", TABLE)],
            "I can neither look at pictures nor open files. Please type what is in <code>p.png</code>, "
            "<code>t.csv</code>, <code>a'{x}.csv</code>, for",
        ),
    ):
        address = attach(client, "What is in it?", *files)["Location"]
        assert ended().status == Run.Status.COMPLETED
        assert said in client.get(address).content.decode()
    assert Message.objects.filter(role="assistant").count() == 3


def test_a_crash_between_an_upload_and_its_note_uploads_nothing_again(upstream, jane_client, ended):
    upstream.fault("POST", "/messages", Fault(status=400))
    response = attach(jane_client, "Look", ("t.csv", TABLE))
    failed = ended()
    Attachment.objects.update(upstream_id="", upstream_server="")

    jane_client.post(f"{response['Location']}runs/{failed.pk}/retry")

    assert ended().status == Run.Status.COMPLETED
    assert len(upstream.uploads) == 1
    assert told(upstream)[0][1][0]["file_id"] == next(iter(upstream.uploads))


def test_a_refusal_that_repeats_the_words_beside_a_picture_is_logged_without(upstream, jane_client, ended, caplog):
    refusal = {"error": {"message": "cannot use: my secret words", "code": None}}
    upstream.fault("POST", "/messages", Fault(status=400, body=refusal))

    attach(jane_client, "my secret words", ("p.png", picture()))

    assert ended().reason == Run.Reason.REFUSED
    assert "[text]" in caplog.text
    assert "secret" not in caplog.text
