"""What a person chooses on their own page: language, colors, text size, movement; and what the tutor is told."""

import pytest

from accounts.models import User
from chat.instructions import instructions_for
from chat.models import Tutor

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"


def start_of(page):
    return page.content.decode().split("<head>")[0]


def test_choices_show_on_every_page_of_a_guest_and_of_an_account(client, jane_client):
    chosen = {"theme": "dark", "text_size": "larger", "motion": "reduced", "language": ""}
    for browser in (client, jane_client):
        assert browser.post(PROFILE, chosen).status_code == 302

        for address in ("/", "/c/", PROFILE, "/nothing/here"):
            start = start_of(browser.get(address))
            assert 'class="tutor-colors theme-dark text-larger motion-reduced"' in start


@pytest.mark.slow
@pytest.mark.parametrize("field", ["theme", "text_size", "motion", "language"])
def test_what_is_no_choice_is_refused(client, field):
    response = client.post(PROFILE, {field: 'x" onload="alert(1)'})

    assert response.status_code == 422
    assert "onload=" not in start_of(response)


def test_the_language_is_the_browsers_until_one_is_chosen(client):
    assert 'lang="de"' in start_of(client.get("/", headers={"Accept-Language": "de-AT,de;q=0.9"}))
    assert 'lang="en-us"' in start_of(client.get("/", headers={"Accept-Language": "tlh"}))

    client.post(PROFILE, {"language": "ar"})

    assert 'lang="ar" dir="rtl"' in start_of(client.get("/", headers={"Accept-Language": "de"}))
    client.post(PROFILE, {"language": ""})
    client.get("/")
    assert 'lang="de"' in start_of(client.get("/", headers={"Accept-Language": "de"}))


def test_the_language_of_an_account_comes_along_at_signing_in_and_goes_with_signing_out(client, jane):
    User.objects.update(language="es")

    client.post("/accounts/login/", {"login": "jane", "password": "correct horse"})
    signed_in = start_of(client.get("/"))
    client.post("/accounts/logout/")
    signed_out = start_of(client.get("/"))

    assert 'lang="es"' in signed_in
    assert 'lang="en-us"' in signed_out


def test_finishing_forgets_the_language(client):
    client.post(PROFILE, {"language": "es"})
    client.post("/accounts/finished/")

    assert 'lang="en-us"' in start_of(client.get("/"))


def test_a_language_that_nobody_has_is_ignored(client):
    client.cookies["django_language"] = "../../etc/passwd"

    assert 'lang="en-us"' in start_of(client.get("/"))


def test_what_the_tutor_is_told_is_shown_word_for_word(client, jane_client, jane):
    told = instructions_for(Tutor(instructions=""), jane)

    page = jane_client.get(PROFILE).content.decode()

    assert told == "Please address the user as Jane Doe. The user has a premium account."
    assert f">{told}</blockquote>" in page
    assert ">The user has a free account.</blockquote>" in client.get(PROFILE).content.decode()
