"""Whatever a person, a model or an upstream writes into any field, no page gets markup of theirs."""

import re
import uuid

import html5lib
import pytest
from django.test import Client

from chat import sharing
from tests import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

LINKS = {"href", "src", "action", "formaction", "hx-get", "hx-post", "srcset", "data", "poster", "xlink:href"}
RUNS = ("on", "hx-on", "data-hx", "xss", "data-xss")
FOREIGN = {"iframe", "object", "embed", "base", "style", "applet", "frame", "foreignobject", "animate", "set"}

STUDENT = [
    "/",
    "/?question={markup}",
    "/c/",
    "/c/archived/",
    "/c/shares/",
    "/c/search/?q={markup}",
    "/c/search/?q=xss",
    "/c/{conversation}/",
    "/c/{conversation}/rename?next={markup}",
    "/c/{conversation}/share",
    "/c/{conversation}/messages/{question}/edit",
    "/c/{conversation}/runs/{run}?rev=0",
    "/c/{conversation}/runs/{judged}/mark?every=1",
    "/accounts/profile/",
    "/accounts/logout/",
    "/nothing/{markup}",
]
ADMIN = [
    "/admin/chat/conversation/?q={markup}",
    "/admin/chat/conversation/{conversation}/change/",
    "/admin/accounts/user/",
    "/admin/accounts/user/{person}/change/",
    "/admin/chat/feedback/",
    "/admin/chat/tutor/",
    "/admin/chat/tutor/{tutor}/change/",
    "/admin/status/",
]
"""Pages and fragments; whoever adds one adds it here."""


@pytest.fixture
def record(jane):
    return hostile.record(jane)


def address_of(pattern, record):
    values = {"conversation": record.conversation.pk, "run": record.run.pk, "judged": record.judged.pk}
    values["question"] = record.judged.message_id
    values |= {"person": record.person.pk, "tutor": record.conversation.tutor.pk}
    return pattern.format(markup="%22%3E%3Cxss%20onxss=1%3E%3Cscript%3Exss()%3C/script%3E", **values)


@pytest.mark.parametrize("pattern", STUDENT)
def test_no_page_of_the_students_gets_markup(jane_client, record, pattern):
    response = jane_client.get(address_of(pattern, record))

    check(response)


@pytest.mark.django_db(transaction=True)
def test_neither_do_the_page_for_printing_and_a_shared_copy(jane_client, record):
    token = sharing.share(record.conversation, uuid.uuid4(), 1, hostile.MARKUP[:40])

    for address in (f"/c/{record.conversation.pk}/print", f"/s/{token}/"):
        response = jane_client.get(address)
        page = response.getvalue().decode()
        assert response.status_code == 200
        assert page.count("xss") > 60
        assert foreign(page) == []


@pytest.mark.parametrize("pattern", ADMIN)
def test_no_page_of_the_administration_gets_markup(admin_client, record, pattern):
    response = admin_client.get(address_of(pattern, record))

    assert response.status_code == 200
    check(response)


@pytest.mark.parametrize("text", [hostile.MARKUP, *hostile.HOSTILE[:-1]])
def test_a_preview_is_text(jane_client, text):
    response = jane_client.post("/preview", {"text": f"x^2 {text}"})

    assert response.status_code in {200, 204}
    assert foreign(response.content.decode()) == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("key", [str(uuid.uuid4()), hostile.MARKUP], ids=["sent", "refused"])
def test_what_comes_back_from_a_form_is_text(jane_client, key, headers):
    data = {"text": hostile.LINES, "client_key": key}

    response = jane_client.post(f"/c/{uuid.uuid4()}/messages", data, headers=headers, follow=True)

    check(response)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/profile/", {"display_name": hostile.MARKUP}),
        ("/accounts/login/", {"login": hostile.MARKUP, "password": "x", "next": hostile.MARKUP}),
        ("/accounts/signup/", {"username": hostile.MARKUP, "password1": "x", "password2": "y"}),
    ],
)
def test_a_form_with_errors_is_text(address, data, jane_client):
    browser = jane_client if "profile" in address else Client()

    check(browser.post(address, data))


def test_the_check_itself_sees_markup(jane_client, record):
    page = jane_client.get(f"/c/{record.conversation.pk}/").content.decode()

    assert foreign(page) == []
    for markup in [
        "<xss>", "<img src=x>", "<p onclick=x>", "<p style=x>", '<a href="javascript:x">', "<script>x</script>",
        '<script src="//evil.example/"></script>', "<style>", "<div hx-get=//evil.example>", "<iframe>", "<svg><style>",
        '<a href="java\tscript:x">', "<p data-xss=1>",
    ]:  # fmt: skip
        assert foreign(page.replace("</main>", markup + "</main>")), markup


def test_every_field_is_on_the_page(jane_client, record):
    page = jane_client.get(f"/c/{record.conversation.pk}/").content.decode()

    assert page.count("xss") > 60


def check(response):
    assert response.status_code in {200, 404, 422}
    assert b"xss" not in response.headers.get("Location", "").encode()
    assert foreign(response.getvalue().decode()) == []


def foreign(page):
    """What a browser would find in a page that only somebody else can have put there."""
    elements = list(html5lib.parse(page, namespaceHTMLElements=False).iter())
    found = [str(element) for element in elements if element.tag == "xss"]
    for element in elements:
        if isinstance(element.tag, str):  # else a comment
            name = element.tag.rpartition("}")[2]
            found += [f"<{name}>"] * (name in FOREIGN or "xss" in name)
            found += [f"<{name} {each}>" for each in _foreign_attributes(name, element.attrib)]
            if name == "script" and (element.text or "").strip():
                found.append("<script> with text")
    return found


def _foreign_attributes(name, attributes):
    for attribute, value in attributes.items():
        local = attribute.rpartition("}")[2].lower()
        if local.startswith(RUNS) or local in {"style", "srcdoc"} or "<" in local:
            yield attribute
        elif local == "src" and not value.startswith("/"):
            yield f"src={value!r}"
        elif local in LINKS and not _is_ours(name, re.sub(r"[\s\x00-\x20]", "", value).lower()):
            yield f"{attribute}={value!r}"


def _is_ours(name, address):
    if name == "a" and re.match(r"https?://|mailto:", address):
        return True
    return not re.match(r"//|/\\|[a-z][a-z0-9+.-]*:", address)
