"""How often a page asks the database: as often for a thousand messages and conversations as for ten."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import watching
from chat.models import Attachment, Branch, Conversation, Feedback, FileLink, Judgement, Message, Run, RunStep, Tutor
from tests.marks import VERIFIED, done

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 1000
PICTURE = {"content_type": "image/png", "width": 2, "height": 2, "content": b"PNG"}
FILE = {"content_type": "text/csv", "name": "table.csv", "size": 3, "content": b"1,2"}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _know_the_database(db):
    """Django asks SQLite once in each process whether it knows JSON."""
    assert connection.features.supports_json_field


@pytest.fixture
def admin(admin_user):
    client = Client()
    client.force_login(admin_user)
    return client


def make_turns(conversation, number):
    """Turns with code, a picture, a file and an answer each, in few statements."""
    text = {"conversation": conversation, "role": "user", "text": "Solve it"}
    questions = Message.objects.bulk_create(Message(**text, client_key=uuid.uuid4()) for _ in range(number))
    ended = {"conversation": conversation, "status": "completed", "revision": 3, "block_revision": 3, "is_judged": True}
    runs = Run.objects.bulk_create(Run(**ended, message=question) for question in questions)
    said = {"conversation": conversation, "role": "assistant", "text": "It is `x = 1`."}
    answers = Message.objects.bulk_create(Message(**said, run=run) for run in runs)
    RunStep.objects.bulk_create(RunStep(run=run, upstream_id="c", type="tool_calls", revision=2) for run in runs)
    step = {"upstream_id": "m", "type": "message_creation", "revision": 3}
    steps = [RunStep(run=run, message=answer, **step) for run, answer in zip(runs, answers, strict=True)]
    Judgement.objects.bulk_create(Judgement(run=run, **done(VERIFIED)) for run in runs)
    add_files(conversation, RunStep.objects.bulk_create(steps))
    Feedback.objects.bulk_create(Feedback(person=conversation.owner, message=answer, value="up") for answer in answers)
    Branch.objects.bulk_create(Branch(conversation=conversation, before=question) for question in questions)


def add_files(conversation, steps):
    """A picture and a file for each step."""
    kept = [Attachment(conversation=conversation, step=step, upstream_id=f"p{step.pk}", **PICTURE) for step in steps]
    files = [Attachment(conversation=conversation, upstream_id=f"f{step.pk}", **FILE) for step in steps]
    Attachment.objects.bulk_create(kept + files)
    links = [FileLink(step=step, attachment=file) for step, file in zip(steps, files, strict=True)]
    FileLink.objects.bulk_create(links)


def make_conversations(owner, number):
    rows = (Conversation(owner=owner, tutor=Tutor.default(), title=f"Number {index}") for index in range(number))
    return Conversation.objects.bulk_create(rows)


def record(owner, number):
    """So many conversations of a person, the newest with so many turns; that one."""
    conversation = make_conversations(owner, number)[-1]
    make_turns(conversation, number)
    return conversation


def queries(client, address, **data):
    """How many queries a request makes; POST when it has data."""
    with CaptureQueriesContext(
        connection,
    ) as made:
        response = client.post(address, data, headers=FRAGMENT) if data else client.get(address)
    assert response.status_code == 200, response.status_code
    return len(made)


def send(client, conversation):
    """The queries of a question that htmx sends."""
    made = queries(client, f"{conversation.get_absolute_url()}messages", text="And now?", client_key=uuid.uuid4())
    Run.objects.live().update(status="completed")
    return made


PAGES = {
    "/": 3,
    "/c/": 5,
    "/c/archived/": 4,
    "/c/shares/": 3,
    "/c/search/?q=Solve+Number": 4,
    "/c/{conversation}/rename": 3,
    "/c/{conversation}/share": 4,
    "/c/{conversation}/": 9,
    "/c/{conversation}/?before={middle}": 9,
    "/c/{conversation}/runs/{run}/mark": 3,
    "/c/{conversation}/attachments/{picture}": 4,
    "/c/{conversation}/attachments/{file}": 3,
    "/accounts/profile/": 2,
}
ADMIN_PAGES = [
    "/admin/chat/conversation/",
    "/admin/chat/conversation/?q=Solve",
    "/admin/chat/conversation/?runs__judgement__verdict__exact=verified",
    "/admin/chat/conversation/{conversation}/change/",
    "/admin/chat/conversation/{conversation}/change/?before={middle}",
    "/admin/chat/conversation/{conversation}/pictures/{picture}/",
    "/admin/accounts/user/",
    "/admin/chat/tutor/",
    "/admin/chat/feedback/",
]


def counts(client, addresses, conversation):
    """{address: queries} of pages of a conversation."""
    kept = conversation.attachments.order_by("upstream_id")
    ids = {"run": conversation.runs.first().pk}
    ids |= {"file": kept.first().pk, "picture": kept.last().pk, "middle": conversation.messages.all()[7].pk}
    return {address: queries(client, address.format(conversation=conversation.pk, **ids)) for address in addresses}


@pytest.mark.slow
def test_pages_ask_as_often_for_a_thousand_as_for_ten(jane, john, jane_client, john_client):
    few, many = record(jane, FEW), record(john, MANY)

    made = counts(john_client, PAGES, many)

    assert made == counts(jane_client, PAGES, few)
    assert made == PAGES


@pytest.mark.slow
def test_the_administration_asks_as_often_for_a_thousand_as_for_ten(jane, admin):
    conversation = record(jane, FEW)
    counts(admin, ADMIN_PAGES, conversation)
    few = counts(admin, ADMIN_PAGES, conversation)
    make_conversations(jane, MANY - FEW)
    make_turns(conversation, MANY - FEW)
    User.objects.bulk_create(User(username=f"student{index}") for index in range(MANY))

    assert counts(admin, ADMIN_PAGES, conversation) == few


@pytest.mark.slow
def test_sending_asks_as_often_in_a_thousand_messages_as_in_ten(jane, john, jane_client, john_client):
    few, many = record(jane, FEW), record(john, MANY)

    assert send(jane_client, few) == send(john_client, many) <= 22


class TestPolls:
    """One query finds person, session and run together; a second one the finished blocks."""

    @pytest.fixture(autouse=True)
    def _hold_nothing(self, monkeypatch):
        """The watcher of a process asks for all held polls together."""
        monkeypatch.setattr(watching, "hold", lambda run, seen, says_words, calm: run.revision != seen)

    @pytest.fixture(params=["guest", "account"])
    def person(self, request, client, jane, jane_client):
        """(client, User)."""
        if request.param == "account":
            return jane_client, jane
        client.get("/")
        return client, User.make_guest(client.session.session_key)

    @pytest.fixture
    def run(self, person):
        make_turns(make_conversations(person[1], FEW)[-1], FEW)
        run = Run.objects.last()
        Run.objects.filter(pk=run.pk).update(status="in_progress", revision=4, live_html="It is")
        return run

    def poll(self, person, run, seen):
        """(queries, status, text) of a poll by a page that has seen a revision."""
        with CaptureQueriesContext(connection) as made:
            response = person[0].get(f"/c/{run.conversation_id}/runs/{run.pk}?rev={seen}", headers=FRAGMENT)
        return len(made), response.status_code, response.content.decode()

    def test_nothing_new(self, person, run):
        assert self.poll(person, run, seen=4)[:2] == (1, 204)

    def test_words_or_a_state(self, person, run):
        assert self.poll(person, run, seen=3)[:2] == (1, 200)

    def test_finished_text_and_code_with_pictures_and_files(self, person, run):
        made, status, text = self.poll(person, run, seen=1)

        assert (made, status) == (2, 200)
        assert [text.count(part) for part in ("<article", "<details", "<img", "table.csv</bdi>")] == [1, 1, 1, 1]

    def test_the_end(self, person, run):
        Run.objects.filter(pk=run.pk).update(status="completed", live_html="", revision=5)

        assert self.poll(person, run, seen=4)[:2] == (1, 200)
