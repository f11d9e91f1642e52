"""The administration: transcripts to search and read, and nothing to change."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from chat.models import Attachment, Conversation, Message, Run, RunStep, Tutor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CODE = "print(6 * 7)"


@pytest.fixture
def conversation(jane):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Solve it")
    question = Message.objects.create(
        conversation=conversation, role="user", text="Solve \\(x^2 = 4\\), <script>x</script>"
    )
    run = Run.objects.create(conversation=conversation, message=question, status="completed", revision=3)
    answer = Message.objects.create(conversation=conversation, role="assistant", run=run, text="It is **two**.")
    RunStep.objects.create(run=run, upstream_id="s1", type="tool_calls", code=CODE, logs="42", revision=2)
    step = RunStep.objects.create(run=run, upstream_id="s2", type="message_creation", message=answer, revision=3)
    Attachment.objects.create(
        conversation=conversation,
        step=step,
        upstream_id="f1",
        content_type="image/png",
        width=2,
        height=2,
        content=b"PNG",
    )
    return conversation


def page(client, conversation):
    return client.get(f"/admin/chat/conversation/{conversation.pk}/change/")


def test_the_transcript_is_what_the_student_saw(admin_client, conversation):
    text = page(admin_client, conversation).content.decode()

    assert "<math" in text
    assert "<strong>two</strong>" in text
    assert "42</pre>" in text
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_the_picture_of_a_transcript_is_served_to_administrators_alone(admin_client, john_client, conversation):
    picture = conversation.attachments.get()
    address = f"/admin/chat/conversation/{conversation.pk}/pictures/{picture.pk}/"

    assert address in page(admin_client, conversation).content.decode()
    assert admin_client.get(address).content == b"PNG"
    assert john_client.get(address).status_code == 302


def test_staff_without_the_permission_read_nothing(client, conversation):
    User.objects.create_user("staff", password="x", is_staff=True)
    client.force_login(User.objects.get(username="staff"))
    picture = conversation.attachments.get()

    assert page(client, conversation).status_code == 403
    assert client.get(f"/admin/chat/conversation/{conversation.pk}/pictures/{picture.pk}/").status_code == 403


def test_staff_with_the_permission_read_it(client, conversation):
    staff = User.objects.create_user("staff", password="x", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    client.force_login(staff)

    assert "two" in page(client, conversation).content.decode()


def test_nothing_can_be_changed_or_deleted(admin_client, conversation):
    base = f"/admin/chat/conversation/{conversation.pk}"

    codes = [
        admin_client.post(f"{base}/change/", {"title": "other"}).status_code,
        admin_client.post(f"{base}/delete/", {"post": "yes"}).status_code,
        admin_client.get("/admin/chat/conversation/add/").status_code,
    ]

    assert codes == [403, 403, 403]
    assert Conversation.objects.get().title == "Solve it"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=two", True), ("q=jane", True), ("q=Doe", True), ("q=nothing", False),
        ("runs__status__exact=completed", True), ("runs__status__exact=failed", False),
        ("created_at__year=1999", False),
    ],
)  # fmt: skip
def test_search_and_filters(admin_client, conversation, query, found):
    text = admin_client.get(f"/admin/chat/conversation/?{query}").content.decode()

    assert (f"/{conversation.pk}/change/" in text) is found


def test_the_list_asks_the_same_number_of_questions_of_the_database_however_long(
    admin_client, conversation, jane, django_assert_max_num_queries
):
    for number in range(20):
        Conversation.objects.create(owner=jane, tutor=Tutor.default(), title=str(number))

    with django_assert_max_num_queries(12):
        admin_client.get("/admin/chat/conversation/")


def test_a_changed_tutor_is_made_anew_upstream(admin_client):
    tutor = Tutor.default()
    tutor.adopt_assistant("asst_1", "http://somewhere/v1")

    data = {"name": "Tutor", "instructions": "Be short.", "model": "", "is_default": "on"}
    admin_client.post(f"/admin/chat/tutor/{tutor.pk}/change/", data)

    tutor.refresh_from_db()
    assert (tutor.instructions, tutor.assistant_id) == ("Be short.", "")
