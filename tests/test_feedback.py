"""Thumbs for an answer, with a reason if one likes: given, changed, taken back, and read by administrators."""

import re
import uuid

import pytest

from chat import keeping
from chat.feedback import REASON_LIMIT
from chat.models import Feedback, Message, Run
from tests.marks import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(jane):
    return answered(jane)


@pytest.fixture
def give(jane_client, run):
    def give(client=jane_client, **data):
        return client.post(f"/c/{run.conversation_id}/runs/{run.pk}/feedback", data)

    return give


def kept():
    return list(Feedback.objects.values_list("person__username", "message__text", "value", "reason"))


def pressed(page):
    """Which thumb is pressed, and what pressing each of them would send."""
    thumbs = re.findall(r'id="(up|down)-[^"]+"[^>]* name="value" value="(\w*)" aria-pressed="(\w+)"', page)
    return [name for name, _, state in thumbs if state == "true"], [value for _, value, _ in thumbs]


def read(client, run):
    return client.get(f"/c/{run.conversation_id}/").content.decode()


def test_a_thumb_is_kept_and_shown(give, jane_client, run):
    assert pressed(read(jane_client, run)) == ([], ["up", "down"])

    response = give(value="up")

    assert response["Location"] == f"/c/{run.conversation_id}/#run-{run.pk}"
    assert kept() == [("jane", "So x = 1.", "up", "")]
    assert pressed(read(jane_client, run)) == (["up"], ["", "down"])


def test_a_reason_is_added_to_it_and_stays_when_the_thumb_turns(give, jane_client, run):
    give(value="up")
    give(value="up", reason=" It is <b>clear</b>.\n Thanks! ")
    assert kept() == [("jane", "So x = 1.", "up", "It is <b>clear</b>. Thanks!")]

    give(value="down")

    assert kept() == [("jane", "So x = 1.", "down", "It is <b>clear</b>. Thanks!")]
    assert 'value="It is &lt;b&gt;clear&lt;/b&gt;. Thanks!"' in read(jane_client, run)


def test_it_is_taken_back(give, jane_client, run):
    give(value="down", reason="no")

    give(value="")
    give(value="")

    assert kept() == []
    assert pressed(read(jane_client, run)) == ([], ["up", "down"])


def test_a_reason_that_is_too_long_comes_back_with_its_text(give, jane_client, run):
    give(value="down")

    response = give(value="down", reason="x" * (REASON_LIMIT + 1))

    page = response.content.decode()
    assert response.status_code == 422
    assert f"has {REASON_LIMIT + 1} characters; at most {REASON_LIMIT} fit" in page
    assert "x" * (REASON_LIMIT + 1) in page
    assert kept() == [("jane", "So x = 1.", "down", "")]


def test_the_fragment_is_the_row_of_the_answer(give, jane_client, run):
    address = f"/c/{run.conversation_id}/runs/{run.pk}/feedback"

    page = jane_client.post(address, {"value": "up"}, headers={"HX-Request": "true"}).content.decode()

    assert page.startswith(f'<footer id="run-{run.pk}"')
    assert pressed(page) == (["up"], ["", "down"])


@pytest.mark.parametrize("value", ["sideways", "UP", "<b>"])
def test_what_is_no_thumb_is_not_kept(give, value):
    assert give(value=value).status_code == 404
    assert kept() == []


def test_of_others_and_of_unfinished_answers_none_is_taken(give, run, jane_client, john_client, client):
    codes = [give(john_client, value="up").status_code, give(client, value="up").status_code]
    Run.objects.update(status="failed")
    codes.append(give(value="up").status_code)
    Run.objects.update(status="completed")
    Message.objects.filter(role="assistant").delete()
    codes.append(give(value="up").status_code)

    assert codes == [404, 404, 404, 404]
    assert kept() == []
    address = f"/c/{run.conversation_id}/runs/{uuid.uuid4()}/feedback"
    assert jane_client.post(address, {"value": "up"}).status_code == 404


def test_guests_keep_theirs_when_they_sign_in(client, john, run, jane):
    Feedback.give(jane, run.answers.get(), "up", "good")

    john.adopt(jane)

    assert kept() == [("john", "So x = 1.", "up", "good")]


def test_administrators_read_it_in_a_list_and_in_the_transcript(give, admin_client, run):
    give(value="down", reason="The <i>sign</i> is wrong")

    listed = admin_client.get("/admin/chat/feedback/?value__exact=down").content.decode()
    transcript = admin_client.get(f"/admin/chat/conversation/{run.conversation_id}/change/").content.decode()

    for page in (listed, transcript):
        assert "bad answer" in page
        assert "The &lt;i&gt;sign&lt;/i&gt; is wrong" in page
    assert f"/admin/chat/conversation/{run.conversation_id}/change/" in listed
    assert "The &lt;i&gt;" not in admin_client.get("/admin/chat/feedback/?value__exact=up").content.decode()
    assert admin_client.get("/admin/chat/feedback/?q=sign").content.decode().count("bad answer</td>") == 1
    assert admin_client.post("/admin/chat/feedback/add/").status_code == 403


def test_with_a_deleted_conversation_it_is_hidden_from_administrators_at_once(give, admin_client, run):
    give(value="down", reason="The sign is wrong")

    keeping.delete(run.conversation)

    assert Feedback.objects.exists()  # it goes with the conversation, which waits for its thread upstream
    assert "The sign is wrong" not in admin_client.get("/admin/chat/feedback/").content.decode()
