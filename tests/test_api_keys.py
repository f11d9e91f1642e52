"""The operator's list of keys, and their end."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assistants_api import auth
from assistants_api.models import ApiKey
from tests.api_client import ApiClient, error_of

pytestmark = pytest.mark.django_db

CHATS = "sk-of-the-chat-0123456789"


def run(command, *arguments):
    """What the command printed."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def chats_key(settings):
    """The chat's own key, known to the database since the chat has used it."""
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = True, CHATS
    ApiClient(CHATS).get("/assistants")
    return ApiKey.objects.get(of_chat=True)


def test_without_keys_the_list_says_how_to_make_one():
    assert "create_api_key" in run("list_api_keys")


def test_keys_are_listed_with_what_became_of_them(chats_key):
    laptop = auth.create_key("laptop")
    server = auth.create_key("my old server", "physics")
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    ApiKey.objects.update(created_at=moment, last_used_at=None)
    ApiKey.objects.filter(project="physics").update(last_used_at=moment, revoked_at=moment)

    printed = run("list_api_keys")

    assert printed.splitlines() == [
        "NAME                   PREFIX       PROJECT  CREATED           LAST USED         REVOKED",
        "chat (the chat's own)  sk-          chat     2026-03-01 12:30  -                 -",
        f"laptop                 {laptop[:11]}  default  2026-03-01 12:30  -                 -",
        f"my old server          {server[:11]}  physics  2026-03-01 12:30  2026-03-01 12:30  2026-03-01 12:30",
    ]
    assert not any(key in printed for key in (laptop, server, CHATS))


@pytest.mark.parametrize("by", ["name", "prefix"])
def test_a_revoked_key_opens_nothing_any_more(by):
    key, other = auth.create_key("laptop"), auth.create_key("server")

    printed = run("revoke_api_key", getattr(ApiKey.objects.get(name="laptop"), by))

    assert printed == f"The key laptop ({key[:11]}…) is revoked.\n"
    error_of(ApiClient(key).call("GET", "/assistants"), 401)
    assert ApiClient(other).get("/assistants")["data"] == []


@pytest.mark.parametrize("wrong", ["lap", "LAPTOP", "sk-", "", "nobody's"])
def test_only_a_whole_name_or_prefix_names_a_key(wrong):
    auth.create_key("laptop")

    with pytest.raises(CommandError, match="list_api_keys"):
        run("revoke_api_key", wrong)

    assert ApiKey.objects.get().revoked_at is None


def test_a_name_of_two_keys_revokes_none_and_tells_both():
    prefixes = [auth.create_key("laptop")[:11] for _ in range(2)]

    with pytest.raises(CommandError) as refused:
        run("revoke_api_key", "laptop")

    assert all(prefix in str(refused.value) for prefix in prefixes)
    assert not ApiKey.objects.exclude(revoked_at=None).exists()
    run("revoke_api_key", prefixes[0])
    assert ApiKey.objects.get(revoked_at=None).prefix == prefixes[1]


def test_a_key_that_is_revoked_already_keeps_its_date():
    auth.create_key("laptop")
    moment = timezone.now()
    ApiKey.objects.update(revoked_at=moment)

    assert "already" in run("revoke_api_key", "laptop")

    assert ApiKey.objects.get().revoked_at == moment


def test_of_several_keys_of_a_name_the_living_one_is_revoked():
    auth.create_key("laptop")
    ApiKey.objects.update(revoked_at=timezone.now())
    key = auth.create_key("laptop")

    assert "is revoked" in run("revoke_api_key", "laptop")

    error_of(ApiClient(key).call("GET", "/assistants"), 401)


def test_the_chats_own_key_is_not_revoked(chats_key, admin_client):
    with pytest.raises(CommandError, match="chat, which would stop"):
        run("revoke_api_key", "chat")
    admin_client.post("/admin/assistants_api/apikey/", {"action": "revoke", "_selected_action": [chats_key.pk]})

    assert ApiClient(CHATS).get("/assistants")["data"] == []


def test_a_key_named_as_the_chats_is_revoked_by_its_prefix(chats_key):
    prefix = auth.create_key("chat")[:11]

    with pytest.raises(CommandError, match="by its prefix"):
        run("revoke_api_key", "chat")
    run("revoke_api_key", prefix)

    assert list(ApiKey.objects.filter(revoked_at=None)) == [chats_key]
