"""What holds for every page: its headers, one heading, one box, nothing that runs inline."""

import re
import uuid
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
PAGES = [
    "/",
    "/c/",
    "/c/archived/",
    "/c/shares/",
    "/c/search/",
    "/c/search/?q=x",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/profile/",
    "/nothing/here",
    "/c/x/",
]
SIGNED_IN = ["/accounts/logout/", "/accounts/password/", "/accounts/profile/", "/", "/c/"]
ADMIN = ["/admin/", "/admin/chat/conversation/", "/admin/accounts/user/", "/admin/chat/tutor/"]

pytestmark = pytest.mark.django_db


class Elements(HTMLParser):
    """All start tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def count(self, tag):
        return sum(1 for name, _ in self.found if name == tag)


def check(response):
    elements = Elements(response.content.decode())
    assert set(response["Content-Security-Policy"].split("; ")) == CSP
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert elements.count("h1") == 1
    assert all("style" not in attrs for _, attrs in elements.found)
    assert not [attrs for _, attrs in elements.found if any(name.startswith(("on", "hx-on")) for name in attrs)]
    assert all(attrs.get("src", "").startswith("/static/") for tag, attrs in elements.found if tag == "script")
    return elements


@pytest.mark.parametrize("address", PAGES)
def test_pages_for_everybody(client, address):
    elements = check(client.get(address))

    labelled = {attrs["for"] for tag, attrs in elements.found if tag == "label"}
    typed = [
        a for tag, a in elements.found if tag in {"input", "textarea"} and a.get("type") not in {"hidden", "checkbox"}
    ]
    assert all(attrs["id"] in labelled for attrs in typed)
    assert elements.count("main") == 1
    assert dict(elements.found[0][1])["lang"]


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_for_the_signed_in(jane_client, address):
    check(jane_client.get(address))


@pytest.mark.parametrize("address", ADMIN)
def test_pages_of_the_administration_keep_the_policy(admin_client, address):
    response = admin_client.get(address)

    assert response.status_code == 200
    assert set(response["Content-Security-Policy"].split("; ")) == CSP
    assert "no-store" in response["Cache-Control"]


def test_the_box_is_there_once_under_its_name(client):
    page = client.get("/").content.decode()

    assert len(re.findall(r"<label[^>]*>Your question</label>", page)) == 1
    assert len(re.findall(r">Send</button>", page)) == 1


def test_each_new_conversation_has_an_address_of_its_own(client):
    actions = {re.search(r'action="/c/([^"/]+)/messages"', client.get("/").content.decode())[1] for _ in range(3)}

    assert len({uuid.UUID(action) for action in actions}) == 3


def test_an_example_fills_the_box_and_sends_nothing(client):
    page = client.get("/", {"question": "Solve <b>x</b> = 1"}).content.decode()

    assert "Solve &lt;b&gt;x&lt;/b&gt; = 1</textarea>" in page


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_a_foreign_host_name_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_signing_in_never_leads_to_another_site(client, jane):
    data = {"login": "jane", "password": "correct horse"}

    for target in [
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "http://localhost/x",
    ]:
        response = client.post(f"/accounts/login/?next={target}", data | {"next": target})
        assert response["Location"] in {"/c/", "/"}
        client.post("/accounts/logout/")


def test_health_needs_no_session(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


WRONG_METHOD = [
    ("get", "/c/{id}/runs/{id}/stop"), ("get", "/c/{id}/runs/{id}/retry"),
    ("get", "/accounts/finished/"), ("post", "/"), ("post", "/c/"), ("post", "/c/{id}/"), ("post", "/c/{id}/runs/{id}"),
    ("get", "/c/{id}/runs/{id}/feedback"),
    ("post", "/c/{id}/runs/{id}/mark"),
    ("get", "/preview"),
    ("post", "/c/{id}/attachments/{id}"), ("post", "/healthz"),
    *(("get", f"/c/{{id}}/{verb}") for verb in ("pin", "unpin", "archive", "unarchive", "delete", "restore")),
    ("get", "/c/{id}/shares/{id}/revoke"), ("post", "/c/search/"), ("post", "/c/archived/"),
    ("post", "/c/shares/"), ("post", "/c/all.md"),
    ("post", "/c/{id}/print"), ("post", "/c/{id}/export.md"), ("post", "/c/{id}/message/1"), ("post", "/s/x/"),
    ("post", "/s/x/attachments/{id}"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address"), WRONG_METHOD)
def test_reading_addresses_do_not_write_and_writing_ones_do_not_read(client, method, address):
    assert getattr(client, method)(address.format(id=uuid.uuid4())).status_code == 405


def test_no_address_of_the_students_is_missing_from_these_tests():
    known = {
        "conversation-new",
        "preview-create",
        "conversation-list",
        "conversation-detail",
        "message-create",
        "run-progress",
        "mark-detail",
        "run-stop",
    }
    known |= {"question-edit", "feedback-give"}
    known |= {"run-retry", "attachment-detail", "account_login", "account_logout", "account_signup", "profile"}
    known |= {"account_change_password", "finished", "healthz", "readyz"}
    known |= {
        f"conversation-{verb}" for verb in ("pin", "unpin", "archive", "unarchive", "rename", "delete", "restore")
    }
    known |= {"archive-list", "conversation-search", "message-detail", "conversation-export", "export-all"}
    known |= {
        "conversation-print",
        "conversation-share",
        "share-list",
        "share-revoke",
        "share-detail",
        "share-attachment",
    }

    assert set(_names(get_resolver())) == known


def _names(resolver):
    """The names of all addresses but the administration's and the API's, which have tests of their own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif not str(pattern.pattern).startswith(("admin", "^v1")):
            yield from _names(pattern)


@pytest.mark.parametrize("address", ["/accounts/profile/", "/accounts/login/"])
def test_a_file_that_comes_with_a_form_that_wants_none_is_not_even_read(client, address):
    response = client.post(address, {"files": SimpleUploadedFile("big.bin", b"x" * 4_000_000)})

    assert not response.wsgi_request.FILES


def test_a_question_takes_files_of_its_own_field_alone(client):
    file = SimpleUploadedFile("big.bin", b"x" * 4_000_000)

    response = client.post(f"/c/{uuid.uuid4()}/messages", {"file": file, "text": " ", "client_key": uuid.uuid4()})

    assert response.status_code == 422
    assert not response.wsgi_request.FILES


def test_a_form_that_is_too_old_says_so_in_our_words():
    browser = Client(enforce_csrf_checks=True)

    page = browser.post(f"/c/{uuid.uuid4()}/messages", {"text": "x"})

    assert page.status_code == 403
    assert "reload the page" in page.content.decode()


def test_pages_answer_to_head(client):
    assert client.head("/").status_code == 200
