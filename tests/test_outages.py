"""A database that is away, locked, full or read-only: 503 with the student's words kept, never a bare 500."""

import contextlib
import io
import logging
import re
import sqlite3
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client

from assistants_api.models import Thread
from background.outages import is_outage
from chat.models import Message
from tests.api_client import client_of, error_of
from tests.server import free_port

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "What is 2 + 2 & <why>?"
SHOWN = "What is 2 + 2 &amp; &lt;why&gt;?</textarea>"


@pytest.fixture
def browser(jane):
    """One that gets a page for each error, as browsers do."""
    browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
    browser.force_login(jane)
    return browser


@pytest.fixture
def log():
    """What is written where the operator reads it."""
    handler = next(handler for handler in logging.getLogger("django").handlers if handler.name == "stderr")
    log = io.StringIO()
    usual = handler.setStream(log)
    yield log
    handler.setStream(usual)


@contextlib.contextmanager
def read_only():
    """No row can be written."""
    statement = {"sqlite": "PRAGMA query_only = {}", "postgresql": "SET default_transaction_read_only = {}"}
    with connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor].format("on"))
        try:
            yield
        finally:
            cursor.execute(statement[connection.vendor].format("off"))


@contextlib.contextmanager
def locked():
    """Somebody else writes for longer than a page waits."""
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
        try:
            yield
        finally:
            cursor.execute("PRAGMA busy_timeout = 20000")
            other.rollback()
            other.close()


@contextlib.contextmanager
def full():
    """Not one page more can be had."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count = 1")  # which means: as many as there are
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextlib.contextmanager
def away():
    """No connection can be made."""
    here = connection.settings_dict.copy()
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = "/dev/null/nothing"
    else:
        connection.close_pool()
        pool = {**here["OPTIONS"]["pool"], "timeout": 0.3}
        connection.settings_dict |= {"PORT": free_port(), "OPTIONS": {**here["OPTIONS"], "pool": pool}}
    try:
        yield
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
        connection.settings_dict.update(here)


def question(browser, text=WORDS):
    """The fields of the form that a page gave to the browser, with a question in it."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/accounts/profile/").text)[1]
    return {"text": text, "client_key": uuid.uuid4(), "csrfmiddlewaretoken": token}


def address():
    return f"/c/{uuid.uuid4()}/messages"


def check_refusal(response):
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.text.count("<h1>") == 1
    assert "<script" not in response.text


def test_a_question_that_cannot_be_saved_is_shown_to_be_sent_again(browser):
    with read_only():
        response = browser.post(address(), question(browser))

    check_refusal(response)
    assert SHOWN in response.text
    assert Message.objects.count() == 0


def test_what_is_sent_again_is_one_question(browser, upstream, ended):
    place = address()
    with read_only():
        refused = browser.post(place, question(browser))
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', refused.text))

    for _ in range(2):
        browser.post(place, fields | {"text": WORDS})

    ended()
    assert upstream.user_messages() == [WORDS]
    assert Message.objects.get(role="user").text == WORDS


def test_an_edit_that_cannot_be_saved_comes_back_too(browser):
    data = question(browser) | {"branch": 7}

    with away():
        response = browser.post(f"/c/{uuid.uuid4()}/messages/1/edit", data)

    check_refusal(response)
    assert SHOWN in response.text
    assert 'name="branch" value="7"' in response.text


@pytest.mark.sqlite
@pytest.mark.parametrize("trouble", [locked, full])
def test_a_locked_and_a_full_database_keep_the_question_too(browser, trouble):
    text = "Why is 1 + 1 = 2? " * 400  # more than fits into what is left of the database's pages

    with trouble():
        response = browser.post(address(), question(browser, text))

    check_refusal(response)
    assert f"{text}</textarea>" in response.text
    assert Message.objects.count() == 0


def test_a_database_that_is_away_costs_no_words_either(browser):
    data = question(browser)

    with away():
        response = browser.post(address(), data)

    check_refusal(response)
    assert SHOWN in response.text
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("page", ["/", "/c/", "/admin/", "/accounts/login/", "/nothing/here"])
def test_no_page_breaks_when_the_database_is_away(browser, page):
    with away():
        response = browser.get(page)

    check_refusal(response)
    assert "<textarea" not in response.text
    assert browser.get("/healthz").status_code == 200


def test_no_other_site_gets_a_valid_token_by_way_of_the_page(browser):
    browser.get("/accounts/profile/")

    with away():
        response = browser.post(address(), {"text": WORDS, "client_key": uuid.uuid4()})

    check_refusal(response)
    assert 'name="csrfmiddlewaretoken" value=""' in response.text


@pytest.mark.parametrize("trouble", [read_only, away])
def test_programs_are_told_to_come_back(trouble):
    client = client_of("p")

    with trouble():
        response = client.call("POST", "/threads")

    error = error_of(response, 503)
    assert response["Retry-After"] == "5"
    assert (error["type"], error["code"]) == ("server_error", None)
    assert Thread.objects.count() == 0


def test_the_log_has_one_line_of_an_outage_and_none_of_the_words(browser, log):
    data, place = question(browser), address()

    with away():
        browser.post(place, data)

    [line] = log.getvalue().splitlines()
    assert f"Service Unavailable: {place}: OperationalError: " in line
    assert "why" not in line


@pytest.mark.sqlite
def test_mistakes_of_ours_are_no_outage(db):
    with pytest.raises(OperationalError, match="no such table") as raised:
        connection.cursor().execute("SELECT * FROM missing")

    assert not is_outage(raised.value)
