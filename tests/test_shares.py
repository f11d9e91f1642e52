"""Links to read-only copies: unguessable, revocable, ending, and never more than the copy."""

import io
import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import keeping, sharing
from chat.models import Attachment, Message, RunStep, Share, SharedPage
from chat.sharing import Name
from tests.marks import VERIFIED, answered, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(jane):
    run = answered(jane, "Solve `x = 1`", "Hello Jane, so `x = 1`, Jane Doe.", **done(VERIFIED))
    code = {"code": "print('Jane Doe')", "logs": "Jane Doe"}
    RunStep.objects.create(run=run, upstream_id="c", type="tool_calls", revision=2, **code)
    keeping.change(run.conversation, title="Solve it")
    Attachment.objects.create(
        conversation=run.conversation, step=run.steps.first(), upstream_id="p", content_type="image/png", width=2,
        height=2, description="A line for Jane", content=b"PNG",
    )  # fmt: skip
    Attachment.objects.create(
        conversation=run.conversation, message=run.message, name="homework.png", content_type="image/png", size=5,
        width=3, height=4, content=b"GIVEN",
    )  # fmt: skip
    return run.conversation


@pytest.fixture
def visitor():
    """Somebody who was given a link."""
    return Client()


def share(client, conversation, **fields):
    """Make a link by the form; its address, as the page shows it."""
    address = f"/c/{conversation.pk}/share"
    page = client.post(address, {"days": 7, "share_id": uuid.uuid4()} | fields, follow=True).content.decode()
    return re.search(r'href="http://127.0.0.1:8000(/s/[^"]+/)"', page)[1]


def test_there_is_no_link_until_one_is_made(conversation, jane_client):
    assert "There is none" in jane_client.get(f"/c/{conversation.pk}/share").content.decode()
    assert not Share.objects.exists()


def test_a_link_shows_the_copy_to_anybody(conversation, jane_client, visitor):
    link = share(jane_client, conversation)

    response = visitor.get(link)

    text = response.content.decode()
    assert "Solve it" in text
    assert "Checked: right" in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert 'href="/c/' not in text
    assert str(conversation.pk) not in text
    assert "Jane" not in text
    assert "jane" not in text


def test_a_name_is_shown_only_when_the_student_says_so(conversation, jane_client, visitor):
    text = visitor.get(share(jane_client, conversation, shows_name="on")).content.decode()

    assert "Jane Doe asked" in text
    assert "so <code>x = 1</code>, Jane Doe." in text


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("It is 1, Jane Doe.", "It is 1."),
        ("Well done, Jane! So:", "Well done! So:"),
        ("Jane Doe, it is 1.", "student, it is 1."),
        ("Hello Jane", "Hello student"),
        ("Janet and Doering", "Janet and Doering"),
    ],
)
def test_a_hidden_name_is_taken_out_of_what_the_tutor_says(said, left):
    assert Name("Jane Doe").taken_out(said) == left
    assert Name("").taken_out(said) == said


def test_programs_go_on_working_without_the_name():
    code = "print('Hello Max Sum', Max(1, 2))"

    assert Name("Max Sum").replaced(code) == "print('Hello student', Max(1, 2))"
    assert Name("").replaced(code) == code


def test_the_token_is_not_in_the_database_and_is_shown_once(conversation, jane_client):
    token = share(jane_client, conversation).split("/")[2]

    assert len(token) >= 43
    assert token not in str(list(Share.objects.values()))
    assert token not in jane_client.get(f"/c/{conversation.pk}/share").content.decode()


def test_what_is_said_later_is_not_in_the_copy(conversation, jane, jane_client, visitor):
    link = share(jane_client, conversation)
    answered(jane, "A later question", conversation=conversation)
    Message.objects.filter(text__startswith="Solve").update(text="changed")

    text = visitor.get(link).content.decode()

    assert "A later question" not in text
    assert "changed" not in text


def test_pictures_are_reached_through_the_token_alone(conversation, jane, jane_client, visitor):
    link = share(jane_client, conversation)
    picture, given = conversation.attachments.get(message=None), conversation.attachments.given().get()
    later = Attachment.objects.create(
        conversation=conversation, upstream_id="f", name="later.csv", content_type="text/csv", size=1, content=b"1"
    )
    address = f"{link}attachments/{picture.pk}"

    response = visitor.get(address)

    assert address in visitor.get(link).content.decode()
    assert f"{link}attachments/{given.pk}" in visitor.get(link).content.decode()
    assert visitor.get(f"{link}attachments/{given.pk}").content == b"GIVEN"
    assert response.content == b"PNG"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert visitor.get(picture.get_absolute_url()).status_code == 404
    assert visitor.get(f"{link}attachments/{later.pk}").status_code == 404
    assert visitor.get(f"/s/{'x' * 43}/attachments/{picture.pk}").status_code == 404


def revoke(client, conversation, link):
    client.post(f"/c/{conversation.pk}/shares/{Share.objects.get().pk}/revoke")


def expire(client, conversation, link):
    Share.objects.update(expires_at=timezone.now())


def delete(client, conversation, link):
    keeping.delete(conversation)


def switch_off(client, conversation, link):
    conversation.owner.is_active = False
    conversation.owner.save()


@pytest.mark.parametrize("end", [revoke, expire, delete, switch_off])
def test_a_link_ends(conversation, jane_client, visitor, end):
    link = share(jane_client, conversation)
    picture = f"{link}attachments/{conversation.attachments.first().pk}"
    assert visitor.get(link).status_code == 200

    end(jane_client, conversation, link)

    gone, never = visitor.get(link), visitor.get(f"/s/{'x' * 43}/")
    assert (gone.status_code, visitor.get(picture).status_code) == (404, 404)
    assert gone.content == never.content


def test_revoking_and_expiring_delete_the_copy(conversation, jane_client):
    share(jane_client, conversation)
    revoke(jane_client, conversation, None)
    assert not SharedPage.objects.exists()

    share(jane_client, conversation)
    Share.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "There is none" in jane_client.get(f"/c/{conversation.pk}/share").content.decode()
    share(jane_client, conversation)
    assert Share.objects.delete_expired() is False
    assert Share.objects.count() == SharedPage.objects.count() == 1


def test_copies_whose_time_is_up_go_some_at_a_time(conversation, jane_client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("chat.shares.DELETED_AT_ONCE", 2)
    for _ in range(3):
        share(jane_client, conversation)
    Share.objects.update(expires_at=timezone.now())

    assert [Share.objects.delete_expired(), Share.objects.delete_expired()] == [True, False]
    assert not Share.objects.exists()
    with django_assert_num_queries(1):
        Share.objects.delete_expired()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_it_ends_when_the_student_said(conversation, jane_client, days):
    share(jane_client, conversation, days=days)

    assert abs(Share.objects.get().expires_at - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("fields", [{"days": 365}, {"days": ""}, {"days": "x"}, {"share_id": "x"}])
def test_other_times_are_refused(conversation, jane_client, fields):
    response = jane_client.post(f"/c/{conversation.pk}/share", {"days": 7, "share_id": uuid.uuid4()} | fields)

    assert response.status_code == 422
    assert not Share.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_link(conversation, jane_client):
    fields = {"days": 7, "share_id": uuid.uuid4()}
    for _ in range(2):
        assert jane_client.post(f"/c/{conversation.pk}/share", fields).status_code == 302

    assert Share.objects.count() == 1


def test_there_are_not_too_many_links(conversation, jane_client, monkeypatch):
    monkeypatch.setattr(sharing, "SHARE_LIMIT", 1)
    share(jane_client, conversation)

    response = jane_client.post(f"/c/{conversation.pk}/share", {"days": 7, "share_id": uuid.uuid4()})

    assert response.status_code == 422
    assert "revoke one first" in response.content.decode()


def test_nobody_else_sees_or_revokes_the_links(conversation, jane_client, john_client, jane, john):
    share(jane_client, conversation)
    own = answered(john).conversation
    foreign = Share.objects.get()

    john_client.post(f"/c/{own.pk}/shares/{foreign.pk}/revoke")

    assert Share.objects.filter(pk=foreign.pk).exists()
    assert str(foreign.pk) not in john_client.get(f"/c/{own.pk}/share").content.decode()


def test_all_ones_links_are_listed_and_revoked_from_there(conversation, jane, jane_client, john_client):
    other = answered(jane, "Another").conversation
    keeping.change(other, title="Another")
    share(jane_client, conversation)
    share(jane_client, other)

    listed = jane_client.get("/c/shares/").content.decode()
    address = f"/c/{other.pk}/shares/{other.shares.get().pk}/revoke"
    done = jane_client.post(address, {"next": "/c/shares/"}, follow=True)

    assert "Solve it" in listed
    assert address in listed
    assert done.redirect_chain == [("/c/shares/", 302)]
    assert "Another" not in done.content.decode()
    assert Share.objects.count() == 1
    assert "Solve it" not in john_client.get("/c/shares/").content.decode()


def test_a_long_copy_has_pages_and_a_constant_number_of_queries(conversation, jane, jane_client, visitor):
    def queries(link, page=1):
        with CaptureQueriesContext(connection) as made:
            assert visitor.get(link, {"page": page}).status_code == 200
        return len(made)

    short = queries(share(jane_client, conversation))
    rows = [Message(conversation=conversation, role="user", text=f"question {n}.") for n in range(150)]
    Message.objects.bulk_create(rows)
    link = share(jane_client, conversation)

    assert queries(link) == queries(link, 3) == short <= 3
    shown = "".join(visitor.get(link, {"page": n}).content.decode() for n in (1, 2, 3))
    assert all(shown.count(f"question {n}.") == 1 for n in range(150))
    assert visitor.get(link, {"page": 4}).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "%ff", "a" * 3000, "..%2f"])
def test_no_token_is_an_error(visitor, db, token):
    assert visitor.get(f"/s/{token}/").status_code in {400, 404}


@pytest.mark.parametrize("wrong", ["?page=9", "attachments/00000000-0000-0000-0000-000000000000", "x", "POST"])
def test_no_log_tells_the_link(conversation, jane_client, visitor, monkeypatch, wrong):
    handler = next(each for each in logging.getLogger("django").handlers if each.get_name() == "stderr")
    monkeypatch.setattr(handler, "stream", log := io.StringIO())
    link = share(jane_client, conversation)

    refused = visitor.post(link) if wrong == "POST" else visitor.get(link + wrong)

    assert refused.status_code in {404, 405}
    assert "/s/…/" in log.getvalue()
    assert link.split("/")[2] not in log.getvalue()
