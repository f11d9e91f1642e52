"""Questions that come too late, after their session or with an old form: the text comes back, also without script."""

import re
import uuid

import pytest
from django.test import Client

from chat import kept
from chat.models import Branch, Conversation, Message, Tutor

pytestmark = pytest.mark.django_db

TEXT = "Is 1 < 2 & so on?"
IN_BOX = "Is 1 &lt; 2 &amp; so on?</textarea>"


@pytest.fixture(autouse=True)
def _nothing_is_sent(monkeypatch):
    monkeypatch.setattr("background.start", lambda *_: None)


@pytest.fixture
def conversation(jane):
    return Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Hers")


def late(client, conversation, **headers):
    """A question of somebody whose session has ended."""
    data = {"text": TEXT, "client_key": uuid.uuid4()}
    return client.post(f"{conversation.get_absolute_url()}messages", data, headers=headers)


def page(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("script", [True, False])
def test_after_signing_in_again_the_text_stands_in_the_box(client, jane, conversation, script):
    response = late(client, conversation, **({"HX-Request": "true"} if script else {}))
    login = response["HX-Redirect" if script else "Location"]

    assert "You were signed out" in page(client, login)
    entered = client.post(login, {"login": "jane", "password": "correct horse"})

    assert entered["Location"] == conversation.get_absolute_url()
    assert IN_BOX in page(client, conversation.get_absolute_url())
    assert IN_BOX in page(client, conversation.get_absolute_url())
    assert "Is 1" not in page(client, "/")
    assert late(client, conversation)["Location"] == conversation.get_absolute_url()
    assert IN_BOX not in page(client, conversation.get_absolute_url())
    assert Message.objects.count() == 1


def test_a_guest_whose_session_has_ended_finds_it_in_a_new_conversation(client, conversation):
    late(client, conversation)

    assert IN_BOX in page(client, "/")
    assert "Is 1" not in page(Client(), "/")


def test_nobody_else_who_signs_in_there_finds_it(client, john, conversation):
    late(client, conversation)

    client.post("/accounts/login/", {"login": "john", "password": "correct horse"})

    assert "Is 1" not in page(client, "/")
    assert client.get(conversation.get_absolute_url()).status_code == 404


def test_it_does_not_wait_for_ever(client, conversation, monkeypatch):
    late(client, conversation)

    monkeypatch.setattr(kept, "SECONDS", -1)

    assert "Is 1" not in page(client, "/")


def test_i_am_finished_ends_it(client, conversation):
    late(client, conversation)

    client.post("/accounts/finished/")

    assert "Is 1" not in page(client, "/")


def test_somebody_else_who_is_signed_in_gets_the_text_back_with_the_404(john_client, conversation):
    response = late(john_client, conversation)

    assert response.status_code == 404
    assert IN_BOX in response.content.decode()
    assert not Message.objects.exists()


def test_the_page_of_an_old_form_sends_the_question_with_one_click():
    browser = Client(enforce_csrf_checks=True)
    address, key = f"/c/{uuid.uuid4()}/messages", str(uuid.uuid4())

    response = browser.post(address, {"text": TEXT, "client_key": key, "csrfmiddlewaretoken": "old"})

    shown = response.content.decode()
    assert response.status_code == 403
    assert IN_BOX in shown
    assert f'action="{address}"' in shown
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)[1]
    assert browser.post(address, {"text": TEXT, "client_key": key, "csrfmiddlewaretoken": token}).status_code == 302
    assert str(Message.objects.get().client_key) == key


def test_the_page_of_an_old_form_asks_on_the_branch_that_was_read(jane, conversation):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(jane)
    message = Message.objects.create(conversation=conversation, role="user", text="x = 1")
    branch = Branch.objects.create(conversation=conversation, before=message)
    address = f"{conversation.get_absolute_url()}messages"

    shown = browser.post(address, {"text": TEXT, "client_key": uuid.uuid4(), "branch": branch.pk}).content.decode()
    browser.post(address, {"text": TEXT} | dict(re.findall(r'name="(\w+)" value="([^"]+)"', shown)))

    assert Message.objects.get(text=TEXT).branch == branch


def test_other_old_forms_show_no_box():
    shown = Client(enforce_csrf_checks=True).post("/accounts/finished/", {"text": TEXT}).content.decode()

    assert "the form was too old" in shown
    assert "<textarea" not in shown
