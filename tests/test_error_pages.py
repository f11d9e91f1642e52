"""Each error is a page in the style of all others, and a fragment for htmx; none needs the database to say so."""

import re
import uuid

import pytest
from django.test import Client

from tests.test_pages import check
from tutor_site import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.error_urls")]

HTMX = {"HX-Request": "true"}
ERRORS = {
    "400": (400, "could not be read"),
    "403": (403, "not for you"),
    "csrf": (403, "too old"),
    "404": (404, "no such page"),
    "429": (429, "Try again in 60 seconds"),
    "500": (500, "our fault"),
    "503": (503, "in a few seconds"),
}


@pytest.fixture
def browser(jane):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    browser.force_login(jane)
    return browser


def answer(browser, name, headers):
    """The response to a request that goes wrong in one of these ways."""
    if name == "400":
        return browser.get("/c/", headers={"Host": "evil.example"} | headers)
    if name == "csrf":
        return browser.post("/accounts/profile/", {"display_name": "x"}, headers=headers)
    if name == "404":
        return browser.get(f"/c/{uuid.uuid4()}/", headers=headers)
    return browser.get(f"/fails/{name}", headers=headers)


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_is_a_page_with_its_reason_and_a_way_on(browser, name):
    status, words = ERRORS[name]

    response = answer(browser, name, {})

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    elements = check(response)
    assert elements.count("main") == elements.count("title") == 1
    assert 'href="/static/css/site' in page
    assert re.search(r'<a class="button" href="/">', page)
    assert "secret" not in page


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_is_a_fragment_for_htmx(browser, name):
    status, words = ERRORS[name]

    response = answer(browser, name, HTMX)

    fragment = response.content.decode().strip()
    assert response.status_code == status
    assert re.fullmatch(r'<p class="fault-words"><strong>[^<]+</strong> [^<]+</p>', fragment)
    assert words in fragment


def test_who_tries_too_often_is_told_when_to_come_back(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    data = {"login": "nobody", "password": "x"}

    first, second = (client.post("/accounts/login/", data) for _ in range(2))

    assert first.status_code == 200
    assert (second.status_code, second["Retry-After"]) == (429, "60")
    assert "Try again in 60 seconds." in second.content.decode()


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_an_error_is_told_without_the_database(rf, name, django_assert_num_queries):
    request = rf.get("/c/")
    request.user = None  # whoever looks at it fails

    with django_assert_num_queries(0):
        page = errors._page(request, int(name)).content.decode()

    assert "Sign in" not in page
    assert "<h1>" in page
