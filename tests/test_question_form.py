"""Bad input comes back with a reason and with the text kept; nothing is sent."""

import uuid

import pytest

from chat.forms import QuestionForm, count_characters
from chat.models import Conversation

FAMILY = "👨‍👩‍👧‍👦"


def errors(text):
    form = QuestionForm({"text": text, "client_key": uuid.uuid4()})
    return " ".join(form.errors.get("text", []))


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u2003"])
def test_an_empty_text_is_refused(text):
    assert "Type a question first" in errors(text)


@pytest.mark.parametrize(
    "text", ["x", "x" * 8000, "é" * 8000, "e\u0301" * 8000, FAMILY * 8000, "a\r\nb", "\t1\n2", "مرحبا"]
)
def test_what_fits_is_taken(text):
    assert errors(text) == ""


@pytest.mark.parametrize("text", ["x" * 8001, FAMILY * 8001, "e\u0301" * 8001, "\u0301" * 100_000, "x" * 1_000_000])
def test_what_is_too_long_is_refused_with_both_numbers(text):
    assert "at most 8,000 fit" in errors(text)


@pytest.mark.parametrize(
    ("text", "code"), [("a\0b", "U+0000"), ("\x1b[2J", "U+001B"), ("a\x7f", "U+007F"), ("x\x85y", "U+0085")]
)
def test_control_characters_are_named_and_refused(text, code):
    assert code in errors(text)


def test_line_ends_of_all_kinds_become_one():
    form = QuestionForm({"text": "a\r\nb\rc\n", "client_key": uuid.uuid4()})

    assert form.is_valid()
    assert form.cleaned_data["text"] == "a\nb\nc"


def test_characters_are_counted_as_a_person_counts():
    assert count_characters(FAMILY * 9000) == 9000


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_text_is_kept_in_the_box(client, headers):
    client.get("/")
    data = {"text": "  <b>" + "x" * 8000, "client_key": uuid.uuid4()}

    response = client.post(f"/c/{uuid.uuid4()}/messages", data, headers=headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "&lt;b&gt;xxx" in page
    assert "at most 8,000 fit" in page
    assert page.count("<textarea") == 1
    assert ("<html" in page) is not bool(headers)
    assert Conversation.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [{}, {"text": "x"}, {"text": "x", "client_key": "no uuid"}, {"client_key": ["a", "b"]}]
)
def test_a_form_without_its_parts_is_answered_with_the_form(client, data):
    response = client.post(f"/c/{uuid.uuid4()}/messages", data)

    assert response.status_code == 422
    assert "<textarea" in response.content.decode()


@pytest.mark.django_db
def test_a_huge_body_is_refused_without_reading_it_all(client):
    response = client.post(f"/c/{uuid.uuid4()}/messages", {"text": "x" * 2_000_000, "client_key": uuid.uuid4()})

    assert response.status_code in {400, 413}
    assert Conversation.objects.count() == 0
