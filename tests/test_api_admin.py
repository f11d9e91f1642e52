"""The server's rows in the administration."""

import pytest

from assistants_api import files
from assistants_api.auth import create_key
from assistants_api.models import ApiKey, Assistant, Message, Run, Thread
from tests.api_client import ApiClient, error_of

pytestmark = pytest.mark.django_db

MODELS = ["apikey", "assistant", "thread", "message", "run", "runstep", "file"]


@pytest.fixture
def rows():
    """One row of each kind, by the name of its model."""
    thread = Thread.objects.create(project="default")
    run = Run.objects.create(thread=thread, assistant_id="asst_x", model="offline-math", status="completed")
    create_key("laptop")
    return {
        "apikey": ApiKey.objects.get(),
        "assistant": Assistant.objects.create(project="default", model="offline-math"),
        "thread": thread,
        "message": Message.objects.create(thread=thread, role="user"),
        "run": run,
        "runstep": run.steps.create(thread=thread, assistant_id="asst_x", type="tool_calls"),
        "file": files.store("default", "a.png", "vision", b"x"),
    }


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_listed_and_shown_but_not_changed(admin_client, rows, model):
    path = f"/admin/assistants_api/{model}/"

    assert admin_client.get(path).status_code == 200
    assert admin_client.get(f"{path}{rows[model].pk}/change/").status_code == 200
    assert admin_client.get(f"{path}add/").status_code == 403
    assert admin_client.post(f"{path}{rows[model].pk}/change/", {}).status_code == 403
    assert admin_client.post(f"{path}{rows[model].pk}/delete/", {"post": "yes"}).status_code == 403
    assert type(rows[model]).objects.filter(pk=rows[model].pk).exists()


def test_a_key_is_revoked_in_the_list(admin_client):
    key = create_key("laptop")
    row = ApiKey.objects.get()

    admin_client.post("/admin/assistants_api/apikey/", {"action": "revoke", "_selected_action": [row.pk]})

    error_of(ApiClient(key).call("GET", "/assistants"), 401)


def test_the_list_of_keys_shows_no_key_and_no_hash(admin_client):
    key = create_key("laptop")

    page = admin_client.get("/admin/assistants_api/apikey/").content.decode()

    assert "laptop" in page
    assert key not in page
    assert ApiKey.objects.get().digest not in page
