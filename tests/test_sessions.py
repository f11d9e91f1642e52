"""Sessions are looked up as Django does: those that ran out, were never made or were tampered with are none."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.middleware import VISIT_SECONDS
from accounts.sessions import SessionStore, delete_expired

pytestmark = [pytest.mark.django_db, pytest.mark.database]
A_DAY, A_MONTH = timedelta(days=1), timedelta(seconds=settings.SESSION_COOKIE_AGE)


@pytest.fixture
def key():
    session = SessionStore()
    session["said"] = "ÿ ∫"
    session.create()
    return session.session_key


def test_a_session_is_found_in_one_query(key, django_assert_num_queries):
    with django_assert_num_queries(1):
        session = SessionStore(key)
        assert session["said"] == "ÿ ∫"
    assert session.session_key == key


def test_it_is_the_one_that_djangos_store_keeps(key):
    assert DjangosStore(key).load() == SessionStore(key).load() == {"said": "ÿ ∫"}


@pytest.mark.parametrize("wanted", ["x" * 32, "", "' OR 1=1 --", "y" * 3000])
def test_an_unknown_key_is_given_up(key, wanted):
    session = SessionStore(wanted)

    assert session.load() == {}
    assert session.session_key is None


def test_one_that_has_run_out_is_none(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert SessionStore(key).load() == {}


def test_what_somebody_else_wrote_is_none(key):
    Session.objects.update(session_data="forged:data")

    assert SessionStore(key).load() == {}


def test_those_that_have_run_out_are_deleted_some_at_a_time(key, monkeypatch):
    monkeypatch.setattr("accounts.sessions.DELETED_AT_ONCE", 2)
    for _ in range(3):
        SessionStore().create()
    Session.objects.exclude(pk=key).update(expire_date=timezone.now() - timedelta(hours=2))

    assert [delete_expired(), delete_expired()] == [True, False]
    assert [session.pk for session in Session.objects.all()] == [key]


def lasting():
    """For how long the only session lasts, in whole hours."""
    return timedelta(hours=round((Session.objects.get().expire_date - timezone.now()).total_seconds() / 3600))


def test_a_look_at_the_first_page_is_kept_for_a_day_and_by_probes_not_at_all(client):
    assert client.head("/").status_code == 200
    client.get("/c/")
    client.get("/healthz")
    assert not Session.objects.exists()

    response = client.get("/")
    key = response.cookies["sessionid"].value
    client.get("/")

    assert response.cookies["sessionid"]["max-age"] == VISIT_SECONDS
    assert (lasting(), Session.objects.get().pk) == (A_DAY, key)


def test_who_says_something_is_known_for_a_month(client):
    key = client.get("/").cookies["sessionid"].value
    response = client.post("/accounts/profile/", {"display_name": "Ann"})

    assert response.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert (lasting(), Session.objects.get().pk) == (A_MONTH, key)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_who_signs_in_or_up_is_known_for_a_month(client, jane, address):
    jane.set_password("correct horse")
    jane.save()
    client.get("/")
    passwords = {"password": "correct horse", "password1": "correct horse", "password2": "correct horse"}

    client.post(address, {"username": "jane" if "login" in address else "joan", "login": "jane"} | passwords)

    assert lasting() == A_MONTH


def test_a_session_that_has_gone_is_replaced_before_the_first_question(client):
    client.get("/")
    Session.objects.all().delete()

    client.get("/")

    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_and_committed_is_not_written_again(key, django_assert_num_queries):
    session = SessionStore(key)
    session["list"] = [1]
    session.save()

    with django_assert_num_queries(0):
        session.save()
    session["list"].append(2)
    session.save()

    assert SessionStore(key)["list"] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_what_was_undone_is_written_again(key):
    session = SessionStore(key)
    session["said"] = "new"
    with transaction.atomic():
        session.save()
        transaction.set_rollback(True)

    session.save()

    assert SessionStore(key)["said"] == "new"


def test_a_session_that_was_ended_elsewhere_is_not_brought_back(key):
    session = SessionStore(key)
    session["said"] = "new"
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()


def test_a_key_that_is_taken_is_not_made_again(key):
    session = SessionStore(key)

    with pytest.raises(CreateError):
        session.save(must_create=True)
