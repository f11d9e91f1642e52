"""Who may call /v1/, and what every answer there looks like."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistants_api import auth
from assistants_api.models import ApiKey, Assistant
from tests.api_client import ApiClient, client_of, error_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/assistants", "/threads/thread_x", "/files", "/nothing", "/"])
def test_nothing_is_answered_without_a_key(path):
    error = error_of(ApiClient().call("GET", path), 401)

    assert error["type"] == "invalid_request_error"
    assert "API key" in error["message"]


def test_a_wrong_key_is_refused_and_not_echoed():
    key = "sk-wrong-" + "0123456789" * 4

    error = error_of(ApiClient(key).call("GET", "/assistants"), 401)

    assert error["code"] == "invalid_api_key"
    assert error["message"].startswith("Incorrect API key provided: sk-w********6789.")
    assert key[5:-5] not in str(error)


@pytest.mark.parametrize("key", ["x", "kurz", "sk-1234"])
def test_of_a_short_wrong_key_nothing_is_echoed(key):
    error = error_of(ApiClient(key).call("GET", "/assistants"), 401)

    assert key not in error["message"].replace("API key", "")


def test_the_database_knows_a_key_only_by_its_hash():
    key = auth.create_key("laptop")

    row = ApiKey.objects.get()

    assert key.startswith("sk-")
    assert len(key) > 40
    assert key not in str(vars(row))
    assert row.prefix == key[:11]


def test_a_revoked_key_is_refused():
    api = client_of("default")
    ApiKey.objects.update(revoked_at=timezone.now())

    assert error_of(api.call("GET", "/assistants"), 401)["code"] == "invalid_api_key"


def test_create_api_key_prints_the_key_alone():
    out = StringIO()

    call_command("create_api_key", "laptop", stdout=out)

    key = out.getvalue()
    assert key.endswith("\n")
    assert ApiClient(key.strip()).get("/assistants")["data"] == []
    assert ApiKey.objects.get().name == "laptop"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines"])
def test_a_key_needs_a_name_of_one_line(name):
    with pytest.raises(CommandError):
        call_command("create_api_key", name)

    assert not ApiKey.objects.exists()


def test_a_name_is_free_again_when_its_key_is_revoked():
    call_command("create_api_key", "laptop", stdout=StringIO())

    with pytest.raises(CommandError, match="'laptop' is there already"):
        call_command("create_api_key", " laptop ")
    assert ApiKey.objects.count() == 1
    ApiKey.objects.update(revoked_at=timezone.now())
    call_command("create_api_key", "laptop", stdout=StringIO())
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


def test_the_chats_own_key_works_while_the_chat_uses_this_server(settings):
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = True, "sk-of-the-chat-0123456789"
    chat = ApiClient("sk-of-the-chat-0123456789")

    assert chat.get("/assistants")["data"] == []
    assert chat.get("/assistants")["data"] == []
    row = ApiKey.objects.get()
    assert (row.name, row.project) == ("chat", "chat")


@pytest.mark.parametrize(("embedded", "key"), [(False, "sk-of-the-chat-0123456789"), (True, "sk-another")])
def test_the_chats_key_is_void_when_the_chat_does_not_use_it(settings, embedded, key):
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = True, "sk-of-the-chat-0123456789"
    ApiClient("sk-of-the-chat-0123456789").get("/assistants")

    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = embedded, key

    error_of(ApiClient("sk-of-the-chat-0123456789").call("GET", "/assistants"), 401)


def test_an_empty_chat_key_opens_nothing(settings):
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = True, ""

    response = ApiClient().client.get("/v1/assistants", headers={"Authorization": "Bearer "})

    error_of(response, 401)


def test_use_of_a_key_is_noted_at_most_once_a_minute():
    api = client_of("default")
    api.get("/assistants")
    first = ApiKey.objects.get().last_used_at

    api.get("/assistants")
    again = ApiKey.objects.get().last_used_at
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    api.get("/assistants")

    assert first is not None
    assert again == first
    assert ApiKey.objects.get().last_used_at >= first


@pytest.mark.parametrize(
    ("beta", "words"), [(None, "You must provide the 'OpenAI-Beta' header"), ("assistants=v1", "v1")]
)
def test_version_2_must_be_asked_for(beta, words):
    key = auth.create_key("laptop")

    error = error_of(ApiClient(key, beta).call("GET", "/assistants"), 400)

    assert error["code"] == "invalid_beta"
    assert words in error["message"]


def test_files_need_no_version_header():
    assert ApiClient(auth.create_key("laptop"), beta=None).get("/files")["data"] == []


@pytest.mark.parametrize(
    "path", ["/nothing", "/", "/assistants/", "/threads/a/b/c/d", "/vector_stores_x", "/a%0Ab", "/threads//messages"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_url_is_a_json_404_and_no_redirect(method, path):
    error = error_of(client_of("default").call(method, path), 404)

    assert error["message"].startswith(f"Invalid URL ({method} /v1/")


VECTOR_STORE = "/vector_stores/vs_x"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/vector_stores"),
        ("POST", "/vector_stores"),
        ("GET", VECTOR_STORE),
        ("POST", VECTOR_STORE),
        ("DELETE", VECTOR_STORE),
        ("POST", f"{VECTOR_STORE}/file_batches"),
        ("GET", f"{VECTOR_STORE}/file_batches/vsfb_x"),
        ("POST", f"{VECTOR_STORE}/file_batches/vsfb_x/cancel"),
        ("GET", f"{VECTOR_STORE}/file_batches/vsfb_x/files"),
        ("GET", f"{VECTOR_STORE}/files"),
        ("POST", f"{VECTOR_STORE}/files"),
        ("GET", f"{VECTOR_STORE}/files/file-x"),
        ("POST", f"{VECTOR_STORE}/files/file-x"),
        ("DELETE", f"{VECTOR_STORE}/files/file-x"),
        ("GET", f"{VECTOR_STORE}/files/file-x/content"),
        ("POST", f"{VECTOR_STORE}/search"),
        ("PATCH", VECTOR_STORE),
    ],
)
def test_vector_stores_are_refused_with_what_to_do_instead(method, path):
    error = error_of(client_of("default").call(method, path), 400)

    assert error["code"] == "not_supported"
    assert "vector stores" in error["message"]
    assert "code_interpreter" in error["message"]
    error_of(ApiClient().call(method, path), 401)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/assistants"), ("PATCH", "/threads/thread_x"), ("GET", "/threads")]
)
def test_a_wrong_method_is_a_json_405(method, path):
    response = client_of("default").call(method, path)

    assert error_of(response, 405)["code"] == "method_not_supported"
    assert method not in response.headers["Allow"]


def test_a_crash_is_a_json_500_that_tells_nothing(monkeypatch, caplog):
    monkeypatch.setattr("assistants_api.objects.assistant", lambda row: 1 / 0)
    api = client_of("default")
    Assistant.objects.create(project="default", model="offline-math")

    response = api.call("GET", "/assistants")

    error = error_of(response, 500)
    assert (error["type"], error["param"], error["code"]) == ("server_error", None, None)
    assert "division" not in response.content.decode()
    assert response.headers["x-request-id"] in caplog.text
    assert "division" in caplog.text


def test_no_cookie_is_set_and_no_session_is_made():
    response = client_of("default").call("POST", "/threads")

    assert not response.cookies
    assert response.headers["x-request-id"].startswith("req_")


def test_a_list_costs_as_many_queries_for_twenty_rows_as_for_one():
    api = client_of("default")
    api.get("/assistants")
    counts = []

    for more in (1, 19):
        Assistant.objects.bulk_create(Assistant(project="default", model="offline-math") for _ in range(more))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert api.get("/assistants")["data"]
        counts.append(len(queries))

    assert counts == [2, 2]


def test_thousands_of_query_parameters_are_a_400():
    response = client_of("default").client.get("/v1/assistants?" + "a&" * 5000, headers=client_of("default").headers)

    error_of(response, 400)


def test_made_keys_see_nothing_of_the_chat(settings):
    settings.ASSISTANTS_API_KEY, settings.ASSISTANTS_API_EMBEDDED = "sk-of-the-chat-0123456789", True
    chat = ApiClient(settings.ASSISTANTS_API_KEY)
    assistant = chat.post("/assistants", {"model": "offline-math", "instructions": "the tutor"})
    stranger = client_of("default")

    changed = stranger.call("POST", f"/assistants/{assistant['id']}", {"instructions": "mine"})

    assert stranger.get("/assistants")["data"] == []
    error_of(changed, 404)
    assert chat.get(f"/assistants/{assistant['id']}")["instructions"] == "the tutor"
    with pytest.raises(CommandError, match="chat's own"):
        call_command("create_api_key", "x", project="chat")


def test_a_body_of_very_many_small_values_is_a_400():
    response = client_of("default").call("POST", "/threads", {"messages": [{}] * 30_000})

    assert "more than 20000 values" in error_of(response, 400)["message"]
