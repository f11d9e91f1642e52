"""A question that is asked again with an edit: a branch of its own, told upstream as it is read, beside the old one."""

import re
import uuid

import pytest

from chat.judging import _payload
from chat.models import Attachment, Branch, Conversation, Message, Run, Tutor
from chat.turns import turns_of
from chat.versions import MOST_NESTED, Versions
from tests.marks import answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner, pytest.mark.slow]

VERSION = re.compile(r'<nav class="version".*?</nav>', re.S)


@pytest.fixture
def talk(upstream, jane_client, send, ended):
    """Ask these questions one after the other, as a browser without a script does; the conversation's id."""
    upstream.answers = ["Let me see.", "So it is."]

    def talk(*texts, conversation=None, **data):
        conversation = conversation or uuid.uuid4()
        for text in texts:
            sent = {"text": text, "client_key": uuid.uuid4()} | data
            response = jane_client.post(f"/c/{conversation}/messages", sent)
            assert response.status_code == 302
            assert ended().status == Run.Status.COMPLETED
        return conversation

    return talk


@pytest.fixture
def edit(jane_client, ended):
    """Ask a question anew with another text; the page that this leads to."""

    def edit(old, new, key=None):
        question = Message.objects.get(text=old)
        address = f"/c/{question.conversation_id}/messages/{question.pk}/edit"
        assert f"{old}</textarea>" in jane_client.get(address).content.decode()
        response = jane_client.post(address, {"text": new, "client_key": key or uuid.uuid4()}, follow=True)
        assert response.status_code == 200
        assert ended().status == Run.Status.COMPLETED
        return jane_client.get(response.redirect_chain[-1][0]).content.decode()

    return edit


def asked_in(page):
    """The questions that a page shows, in order."""
    return re.findall(r'class="message from-student">.*?<p>(.*?)</p>', page, re.S)


def versions_in(page):
    """(what it says, the addresses of its neighbors) of each place in a page where one can choose a version."""
    return [
        (re.search(r"(\d+ of \d+)", nav)[1], re.findall(r'href="(?:[^"]*)(\?branch=\d+)#turn-\d+"', nav))
        for nav in VERSION.findall(page)
    ]


def threads(upstream):
    """What the students said in each thread, in order."""
    said = upstream.messages.values()
    return [[m["content"][0]["text"]["value"] for m in thread if m["role"] == "user"] for thread in said]


def test_the_edit_and_what_stood_there_can_both_be_read(talk, edit, jane_client):
    conversation = talk("one", "two", "three")
    page = edit("two", "zwei")

    assert asked_in(page) == ["one", "zwei"]
    assert [said for said, _ in versions_in(page)] == ["2 of 2"]
    [(_, [old])] = versions_in(page)
    old_page = jane_client.get(f"/c/{conversation}/{old}").content.decode()
    assert asked_in(old_page) == ["one", "two", "three"]
    [(said, [new])] = versions_in(old_page)
    assert said == "1 of 2"
    assert asked_in(jane_client.get(f"/c/{conversation}/{new}").content.decode()) == ["one", "zwei"]
    assert asked_in(jane_client.get(f"/c/{conversation}/").content.decode()) == ["one", "zwei"]
    assert old_page.count("So it is.</p>") == 3


def test_the_upstream_is_told_the_branch_that_is_read_and_nothing_else(talk, edit, upstream):
    conversation = talk("one", "two", "three")
    edit("two", "zwei")
    branch = Branch.objects.get().pk
    talk("drei", conversation=conversation, branch=branch)
    talk("four", conversation=conversation, branch=0)
    talk("vier", conversation=conversation, branch=branch)

    assert threads(upstream) == [
        ["one", "two", "three"],
        ["one", "zwei", "drei"],
        ["one", "two", "three", "four"],
        ["one", "zwei", "drei", "vier"],
    ]
    replayed = upstream.messages[list(upstream.messages)[1]]
    assert [message["role"] for message in replayed][:5] == ["user", "assistant", "assistant", "user", "assistant"]


def test_versions_of_versions_stand_in_one_row(talk, edit, jane_client):
    conversation = talk("one", "two")
    edit("two", "zwei")
    page = edit("zwei", "deux")

    [(said, [before])] = versions_in(page)
    assert said == "3 of 3"
    middle = jane_client.get(f"/c/{conversation}/{before}").content.decode()
    [(said, neighbors)] = versions_in(middle)
    assert (said, len(neighbors), asked_in(middle)) == ("2 of 3", 2, ["one", "zwei"])


def test_a_branch_of_a_branch_has_what_came_before_on_each(talk, edit, upstream):
    conversation = talk("one", "two")
    edit("one", "eins")
    talk("zwei", conversation=conversation, branch=Branch.objects.get().pk)

    page = edit("zwei", "deux")

    assert asked_in(page) == ["eins", "deux"]
    assert [said for said, _ in versions_in(page)] == ["2 of 2", "2 of 2"]
    assert threads(upstream)[-1] == ["eins", "deux"]


def test_sending_the_edit_twice_makes_one_branch(talk, edit, upstream):
    talk("one")
    key = uuid.uuid4()
    question = Message.objects.get(text="one").pk

    pages = [edit("one", "eins", key), edit("one", "eins", key)]

    assert [asked_in(page) for page in pages] == [["eins"], ["eins"]]
    assert (Branch.objects.count(), Run.objects.count()) == (1, 2)
    assert Message.objects.get(text="eins").branch.before_id == question


def test_while_an_answer_is_on_its_way_nothing_is_edited_and_the_text_is_kept(talk, upstream, jane_client, send, ended):
    conversation = talk("one")
    upstream.polls = 100_000
    send(jane_client, "two", conversation)
    address = f"/c/{conversation}/messages/{Message.objects.get(text='one').pk}/edit"
    data = {"text": "my other words", "client_key": uuid.uuid4()}

    page, part = jane_client.post(address, data), jane_client.post(address, data, headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code) == (422, 422)
    for response in (page, part):
        text = response.content.decode()
        assert "still answering" in text
        assert "my other words</textarea>" in text
        assert f'action="{address}"' in text
    assert Branch.objects.count() == 0
    jane_client.post(f"/c/{conversation}/runs/{Run.objects.last().pk}/stop")
    ended()


def test_two_tabs_ask_on_two_branches(talk, edit, jane_client):
    conversation = talk("one", "two")
    page = edit("two", "zwei")
    old = jane_client.get(f"/c/{conversation}/?branch=0").content.decode()

    assert f'name="branch" value="{Branch.objects.get().pk}"' in page
    assert 'name="branch" value="0"' in old
    data = {"text": "three", "client_key": uuid.uuid4(), "branch": 0}
    response = jane_client.post(f"/c/{conversation}/messages", data)
    assert response["Location"] == f"/c/{conversation}/?branch=0"


def test_a_fragment_brings_the_box_of_the_new_branch_and_its_address(talk, jane_client, ended):
    conversation = talk("one", "two")
    question = Message.objects.get(text="two")
    data = {"text": "zwei", "client_key": uuid.uuid4()}

    response = jane_client.post(f"/c/{conversation}/messages/{question.pk}/edit", data, headers={"HX-Request": "true"})
    ended()

    text, branch = response.content.decode(), Branch.objects.get().pk
    assert response["HX-Push-Url"] == f"/c/{conversation}/?branch={branch}"
    assert f'action="/c/{conversation}/messages"' in text
    assert f'name="branch" value="{branch}"' in text
    assert versions_in(text) == [("2 of 2", ["?branch=0"])]
    assert "You are asking this question anew" not in text


@pytest.mark.parametrize("failed_on", ["trunk", "branch"])
def test_an_unanswered_question_can_be_tried_again_on_its_branch(
    failed_on, talk, edit, jane_client, upstream, ended, send
):
    conversation = talk("one", "two")
    edit("two", "zwei")
    text = "two" if failed_on == "trunk" else "zwei"
    run = Run.objects.get(message__text=text)
    Run.objects.filter(pk=run.pk).update(status="failed", reason="failed")
    if failed_on == "branch":
        talk("three", conversation=conversation, branch=0)

    response = jane_client.post(f"/c/{conversation}/runs/{run.pk}/retry")
    ended()

    assert response["Location"].endswith(f"?branch={run.message.branch_id or 0}")
    assert threads(upstream)[-1] == ["one", text]
    assert Conversation.objects.get().branch_id == run.message.branch_id


def test_the_title_goes_with_the_first_question(talk, edit):
    talk("one", "two")
    edit("two", "zwei")
    assert Conversation.objects.get().title == "one"

    edit("one", "eins")

    assert Conversation.objects.get().title == "eins"


def test_an_answer_is_judged_by_what_was_said_on_its_branch(talk, edit):
    conversation = talk("work modulo 7", "two")
    edit("work modulo 7", "no rules")
    branch = Branch.objects.get().pk
    talk("three", conversation=conversation, branch=branch)
    talk("four", conversation=conversation, branch=0)

    contexts = {text: _payload(Run.objects.get(message__text=text))["context"] for text in ("three", "four")}

    assert contexts == {"three": ["no rules"], "four": ["work modulo 7", "two"]}


def test_the_transcript_shows_all_branches(talk, edit, admin_client):
    conversation = talk("one", "two", "three")
    edit("two", "zwei")
    address = f"/admin/chat/conversation/{conversation}/change/"

    page = admin_client.get(address).content.decode()
    [(said, [old])] = versions_in(page)

    assert (said, asked_in(page)) == ("2 of 2", ["one", "zwei"])
    assert asked_in(admin_client.get(f"{address}{old}").content.decode()) == ["one", "two", "three"]
    assert admin_client.get(f"{address}?branch=999").status_code == 404


def test_of_others_and_of_answers_and_of_nothing_nothing_is_edited(talk, john_client, jane_client, john):
    conversation = talk("one")
    question, answer = Message.objects.filter(text="one").get().pk, Message.objects.filter(role="assistant").first().pk
    theirs = answered(john).message.pk
    data = {"text": "x", "client_key": uuid.uuid4()}

    for client, message in [
        (john_client, question), (jane_client, answer), (jane_client, theirs), (jane_client, 10**30), (jane_client, 0),
    ]:  # fmt: skip
        address = f"/c/{conversation}/messages/{message}/edit"
        assert [client.get(address).status_code, client.post(address, data).status_code] == [404, 404]
    assert Branch.objects.count() == 0


@pytest.mark.parametrize(("branch", "status"), [("999", 404), ("x", 200), ("-1", 200), ("9" * 40, 200)])
def test_addresses_of_branches_that_there_are_not(branch, status, talk, jane_client):
    conversation = talk("one")

    assert jane_client.get(f"/c/{conversation}/?branch={branch}").status_code == status


@pytest.mark.parametrize(("branch", "status"), [("999", 404), ("x", 422), ("-1", 422), ("9" * 40, 422)])
def test_asking_on_branches_that_there_are_not(branch, status, talk, jane_client):
    conversation = talk("one")
    data = {"text": "two", "client_key": uuid.uuid4(), "branch": branch}

    assert jane_client.post(f"/c/{conversation}/messages", data).status_code == status
    assert not Message.objects.filter(text="two").exists()


@pytest.fixture
def conversation(jane):
    return Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Old")


def nest(conversation, depth):
    """Branches within branches, each of them from the last of three questions on; the newest question."""
    branch = None
    for number in range(depth + 1):
        rows = {"conversation": conversation, "role": "user", "branch": branch}
        asked = [Message.objects.create(**rows, text=f"{number} {n}", client_key=uuid.uuid4()) for n in range(3)]
        branch = Branch.objects.create(conversation=conversation, parent=branch, before=asked[-1])
    branch.delete()
    return asked[-1]


def test_edits_within_edits_are_read_in_the_same_number_of_queries(conversation, django_assert_num_queries):
    nest(conversation, 3)
    deepest = Branch.objects.last().pk
    with django_assert_num_queries(3):
        texts = [turn.question.text for turn in turns_of(conversation, branch=deepest).turns]
    assert texts == ["0 0", "0 1", "1 0", "1 1", "2 0", "2 1", "3 0", "3 1", "3 2"]

    nest(conversation, MOST_NESTED - 1)
    deepest = Branch.objects.last().pk
    with django_assert_num_queries(3):
        page = turns_of(conversation, branch=deepest)
    assert len(page.turns) == 30


def test_edits_within_edits_have_an_end_that_keeps_the_text(conversation, jane_client):
    question = nest(conversation, MOST_NESTED)
    address = f"/c/{conversation.pk}/messages/{question.pk}/edit"

    response = jane_client.post(address, {"text": "once more", "client_key": uuid.uuid4()})

    assert response.status_code == 422
    assert "too many times" in response.content.decode()
    assert "once more</textarea>" in response.content.decode()


def test_another_edit_of_the_same_question_is_no_deeper(conversation, jane):
    question = nest(conversation, MOST_NESTED - 1)
    versions = Versions(conversation)

    made = [versions.begin(question) for _ in range(3)]

    assert len({branch.parent_id for branch in made}) == 1


def test_deleting_a_conversation_takes_its_branches_along(conversation):
    nest(conversation, 3)
    conversation.branch = Branch.objects.last()
    conversation.save()

    conversation.delete()

    assert (Branch.objects.count(), Message.objects.count()) == (0, 0)


def test_another_version_keeps_the_files_of_the_question(talk, jane_client, ended):
    conversation = talk("one", "two")
    question = Message.objects.get(text="one")
    table = {"conversation_id": conversation, "name": "t.csv", "content_type": "text/csv", "size": 3}
    Attachment.objects.create(message=question, content=b"1,2", **table)
    address = f"/c/{conversation}/messages/{question.pk}/edit"
    data = {"text": "eins", "client_key": uuid.uuid4()}

    assert "<bdi>t.csv</bdi>" in jane_client.get(address).content.decode()
    pages = [jane_client.post(address, data, follow=True).content.decode() for _sent_twice in range(2)]
    ended()

    kept = Message.objects.get(text="eins").files.values_list("name", "content_type", "size", "content")
    assert [(*row[:3], bytes(row[3])) for row in kept] == [("t.csv", "text/csv", 3, b"1,2")]
    assert question.files.count() == 1
    assert all("t.csv" in page for page in pages)
    assert Branch.objects.count() == 1


def test_an_edit_that_comes_after_the_end_of_the_session_keeps_its_text(talk, client):
    conversation = talk("one")
    question = Message.objects.get(text="one")
    data = {"text": "my other words", "client_key": uuid.uuid4()}

    response = client.post(f"/c/{conversation}/messages/{question.pk}/edit", data)

    assert response["Location"].startswith("/accounts/login/")
    assert client.session["kept_question"][:2] == [str(conversation), "my other words"]
    assert Branch.objects.count() == 0
