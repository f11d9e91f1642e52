"""{% fixed %} keeps what is the same for everybody who reads a language, and nothing else."""

import pytest
from django.template import engines
from django.utils.translation import override

from chat.models import Conversation


@pytest.fixture
def template():
    return engines["django"].from_string(
        '{% load fixed i18n %}{{ name }}:{% fixed %}{% translate "Send" %}{{ name }}{% url "profile" %}{% endfixed %}'
    )


def test_it_is_rendered_once_for_each_language(template):
    said = []
    for language in ("en", "de", "en"):
        with override(language):
            said.append(template.render({"name": "Ana"}))

    assert said == ["Ana:Send/accounts/profile/", "Ana:Senden/accounts/profile/", "Ana:Send/accounts/profile/"]


def test_nothing_of_a_person_gets_into_it(template, rf):
    with override("en"):
        assert template.render({"name": "Ana"}, rf.get("/")) == "Ana:Send/accounts/profile/"
        assert template.render({"name": "Ben"}, rf.get("/")) == "Ben:Send/accounts/profile/"


@pytest.mark.django_db
def test_pages_of_two_people_share_no_token_and_no_key(client, django_user_model):
    pages = []
    for name in ("ana", "ben"):
        client.force_login(django_user_model.objects.create_user(name))
        pages.append(client.get("/").content.decode())
        client.logout()

    tokens = [page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0] for page in pages]
    assert tokens[0] != tokens[1]
    assert all(tokens)
    assert Conversation.objects.count() == 0
