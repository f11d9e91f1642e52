"""The whole chat by forms and links, and the refresh that is there only while a run is live."""

import re

import pytest

from chat.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner]

REFRESH = '<noscript><meta http-equiv="refresh"'


def form_of(page, name):
    """(address, hidden fields) of the form whose button says a name."""
    for form in re.findall(r"<form.*?</form>", page, re.S):
        if re.search(rf"<button[^>]*>{name}</button>", form):
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
            return re.search(r'action="([^"]+)"', form)[1], dict(hidden)
    raise AssertionError(f"no form with the button {name}")


def press(client, page, name, **fields):
    address, hidden = form_of(page, name)
    return client.post(address, hidden | fields, follow=True).content.decode()


def test_ask_wait_and_read(upstream, client, ended):
    upstream.polls = 100_000
    page = press(client, client.get("/").content.decode(), "Send", text="Solve x = 1")
    assert REFRESH in page
    assert "Solve x = 1" in page
    upstream.polls = 2
    run = ended()

    page = client.get(f"/c/{run.conversation_id}/").content.decode()

    assert REFRESH not in page
    assert "aria-busy" not in page
    assert "<code>x = 1</code>" in page


def test_sending_the_restored_page_again_asks_nothing_new(upstream, client, ended):
    start = client.get("/").content.decode()
    press(client, start, "Send", text="Solve x = 1")
    ended()

    page = press(client, start, "Send", text="Solve x = 1")

    assert page.count("from-student") == 1
    assert len(upstream.runs) == 1


def test_stop_and_try_again(upstream, client, ended):
    upstream.polls = 100_000
    page = press(client, client.get("/").content.decode(), "Send", text="Solve x = 1")

    press(client, page, "Stop")
    run = ended()
    page = client.get(f"/c/{run.conversation_id}/").content.decode()
    assert "You stopped this answer" in page
    assert REFRESH not in page
    upstream.polls = 2
    page = press(client, page, "Try again")
    ended()

    assert Run.objects.count() == 2
    assert upstream.user_messages() == ["Solve x = 1"]


def test_the_list_leads_to_the_conversation_and_has_pages(upstream, client, ended, send):
    address = send(client, "Solve x = 1")["Location"]
    run = ended()
    owner = run.conversation.owner
    for number in range(35):
        owner.conversations.create(tutor=run.conversation.tutor, title=f"Number {number}")

    first, second, beyond = (client.get("/c/", {"page": page}).content.decode() for page in (1, 2, "x"))

    assert first.count("<time ") == 30
    assert second.count("<time ") == 6
    assert address in second
    assert beyond.count("<time ") == 30


def test_a_text_that_came_too_early_stays_in_a_page_that_does_not_refresh_itself(upstream, client):
    upstream.polls = 100_000
    page = press(client, client.get("/").content.decode(), "Send", text="Solve x = 1")

    page = press(client, page, "Send", text="and then?")

    assert "still answering" in page
    assert "and then?</textarea>" in page
    assert REFRESH not in page


def test_loading_the_address_of_a_form_anew_leads_to_the_conversation(client, upstream, send, ended):
    address = send(client, "Solve x = 1")["Location"]
    ended()

    assert client.get(f"{address}messages")["Location"] == address
