"""A long conversation is shown a page at a time: the newest turns first, earlier ones behind a link."""

import re
import uuid

import pytest

from chat.models import Conversation, Message, Run, RunStep, Tutor
from chat.turns import PER_PAGE

pytestmark = pytest.mark.django_db
BOX = 'id="composer"'


@pytest.fixture
def conversation(jane):
    return Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Long")


def add_turns(conversation, number, status="completed"):
    """Questions "question <i>" with the answers "answer <i>"."""
    for index in range(number):
        question = Message.objects.create(
            conversation=conversation, role="user", text=f"question {index}.", client_key=uuid.uuid4()
        )
        run = Run.objects.create(conversation=conversation, message=question, status="completed", revision=2)
        answer = Message.objects.create(conversation=conversation, role="assistant", run=run, text=f"answer {index}.")
        RunStep.objects.create(run=run, upstream_id="s", type="message_creation", message=answer, revision=2)
    Run.objects.filter(message=conversation.messages.filter(role="user").last()).update(status=status)


def read(client, address):
    return client.get(address).content.decode()


def shown(page):
    """The numbers of the questions and of the answers on a page, in its order."""
    return [[int(number) for number in re.findall(rf"{word} (\d+)\.</p>", page)] for word in ("question", "answer")]


def link_of(page):
    found = re.search(r'<a id="earlier"[^>]* href="([^"]+)" hx-get="([^"]+)"', page)
    assert found is None or found[2].endswith(found[1])
    return found and found[2]


def test_links_lead_from_the_newest_turns_through_all_to_the_first(jane_client, conversation):
    add_turns(conversation, 2 * PER_PAGE + 5)
    seen, address = [], conversation.get_absolute_url()

    while address:
        page = read(jane_client, address)
        questions, answers = shown(page)
        assert questions == answers
        seen, address = questions + seen, link_of(page)

    assert seen == list(range(2 * PER_PAGE + 5))
    assert "The conversation begins here." in page


@pytest.mark.parametrize("number", [0, 1, PER_PAGE])
def test_a_conversation_that_fits_has_no_link(jane_client, conversation, number):
    if number:
        add_turns(conversation, number)

    page = read(jane_client, conversation.get_absolute_url())

    assert shown(page) == [list(range(number))] * 2
    assert 'id="earlier"' not in page
    assert BOX in page


def test_one_turn_more_than_fits_is_behind_the_link(jane_client, conversation):
    add_turns(conversation, PER_PAGE + 1)

    page = read(jane_client, conversation.get_absolute_url())

    assert shown(page)[0] == list(range(1, PER_PAGE + 1))
    assert shown(read(jane_client, link_of(page)))[0] == [0]


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "x", "-1", "0", "1.5", "٣", "9" * 19, "9" * 400])
def test_an_odd_place_is_the_end_of_the_conversation(jane_client, conversation, before):
    add_turns(conversation, PER_PAGE + 1)

    page = read(jane_client, f"{conversation.get_absolute_url()}?before={before}")

    assert shown(page)[0] == list(range(1, PER_PAGE + 1))
    assert BOX in page


def test_before_the_first_message_there_is_only_a_way_back(jane_client, conversation):
    add_turns(conversation, 1)
    first = conversation.messages.first()

    page = read(jane_client, f"{conversation.get_absolute_url()}?before={first.pk}")

    assert shown(page) == [[], []]
    assert f'href="{conversation.get_absolute_url()}">Newest messages</a>' in page


def test_a_live_run_is_on_the_newest_page_and_makes_no_other_one_refresh(jane_client, conversation):
    add_turns(conversation, PER_PAGE + 1, status="in_progress")

    page = read(jane_client, conversation.get_absolute_url())
    earlier = read(jane_client, link_of(page))

    assert page.count('aria-busy="true"') == 1
    assert "http-equiv" in page
    assert "aria-busy" not in earlier
    assert "http-equiv" not in earlier


def test_earlier_pages_show_no_box_and_offer_no_second_try(jane_client, conversation):
    add_turns(conversation, PER_PAGE + 1, status="failed")
    Run.objects.update(status="failed", reason="failed")

    page = read(jane_client, conversation.get_absolute_url())
    earlier = read(jane_client, link_of(page))

    assert (page.count("Try again"), page.count(BOX)) == (1, 1)
    assert (earlier.count("Try again"), earlier.count(BOX)) == (0, 0)


def test_messages_of_other_conversations_are_no_place_in_this_one(jane_client, john_client, conversation, john):
    add_turns(conversation, 2)
    other = Conversation.objects.create(owner=john, tutor=Tutor.default())
    add_turns(other, 3)

    page = read(jane_client, f"{conversation.get_absolute_url()}?before={other.messages.last().pk}")

    assert shown(page)[0] == [0, 1]
    assert john_client.get(f"{conversation.get_absolute_url()}?before=9").status_code == 404


def test_administrators_read_transcripts_in_pages_too(admin_client, conversation):
    add_turns(conversation, PER_PAGE + 2)
    address = f"/admin/chat/conversation/{conversation.pk}/change/"

    page = read(admin_client, address)
    earlier = read(admin_client, address + re.search(r'href="(\?before=\d+)"', page)[1])

    assert shown(page)[0] == list(range(2, PER_PAGE + 2))
    assert shown(earlier)[0] == [0, 1]
    assert f'href="{address}">Newest messages</a>' in earlier
