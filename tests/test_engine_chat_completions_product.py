"""The engine for model servers with the rest of the product: the API, the chat, the settings."""

import ast
import logging
import threading
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from assistants_api.engines import chat_completions
from assistants_api.engines.chat_completions import answer
from assistants_api.engines.choice import engine_for
from assistants_api.models import Run
from background.leases import claim
from chat.models import Message as ChatMessage
from chat.models import Run as ChatRun
from interpreter.client import CellResult
from tests.api_client import client_of, error_of, texts
from tests.engine_runs import KEY, QUESTION
from tests.model_server import Answer, call, calling, refusal, said
from tutor_site.checks import check_model

pytest_plugins = ["tests.engine_fixtures"]


@pytest.fixture
def cells(monkeypatch):
    """In place of the interpreter: programs print 1."""

    class Cells:
        def run_cell(self, session, code, **_limits):
            return CellResult("1\n")

    monkeypatch.setattr("assistants_api.sandbox.interpreter", Cells)


@pytest.fixture
def api(transactional_db):
    return client_of("default")


def carried(api, monkeypatch):
    """A run of the model through the API, carried to its end; the run and its thread's messages."""
    monkeypatch.setattr("background.start", lambda *_: None)
    assistant = api.post("/assistants", {"model": "some-model", "tools": [{"type": "code_interpreter"}]})
    thread = {"messages": [{"role": "user", "content": QUESTION}]}
    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": thread})
    row = Run.objects.get(public_id=run["id"])
    row.work(claim(Run, row.pk, "worker", threading.Event()))
    return api.get(f"/threads/{run['thread_id']}/runs/{run['id']}"), api.get(f"/threads/{run['thread_id']}/messages")


@pytest.mark.usefixtures("cells")
def test_a_run_of_the_api_is_answered_by_the_model(serve, api, monkeypatch):
    counted = {"usage": {"prompt_tokens": 100, "completion_tokens": 7}}
    serve(calling(call("print(1)"), content="Let's see.") | counted, said("It is `x = 1`.", **counted))

    run, messages = carried(api, monkeypatch)

    assert run["status"] == "completed"
    assert texts(messages) == ["It is `x = 1`.", "Let's see.", QUESTION]
    usage = run["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (200, 14, 214)


def test_without_a_count_of_the_server_tokens_are_estimated(serve, api, monkeypatch):
    serve(said("x" * 40))

    run, _ = carried(api, monkeypatch)

    assert run["usage"]["completion_tokens"] == 10
    assert run["usage"]["prompt_tokens"] > 0


def test_a_run_that_waits_for_a_model_can_be_cancelled(serve, api, monkeypatch):
    server = serve(Answer(said("never"), hold=threading.Event()))
    monkeypatch.setattr("background.start", lambda *_: None)
    assistant = api.post("/assistants", {"model": "some-model"})
    run = api.post("/threads/runs", {"assistant_id": assistant["id"]})
    path = f"/threads/{run['thread_id']}/runs/{run['id']}"
    row = Run.objects.get(public_id=run["id"])

    def work():
        row.work(claim(Run, row.pk, "worker", threading.Event()))
        connections.close_all()

    working = threading.Thread(target=work)
    working.start()
    assert server.asked.wait(10)
    api.post(f"{path}/cancel")
    working.join(5)

    assert not working.is_alive()
    assert api.get(path)["status"] == "cancelled"


def test_the_key_is_in_no_row_and_no_log(serve, api, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    serve(refusal(401, f"Incorrect API key provided: {KEY}."))

    run, _ = carried(api, monkeypatch)

    assert run["last_error"]["code"] == "server_error"
    assert "[key]" in run["last_error"]["message"]
    assert KEY not in caplog.text
    assert KEY not in "".join(connection_dump())


def connection_dump():
    """Every value of every row of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (str(row) for row in cursor.fetchall())


@pytest.mark.usefixtures("cells")
@pytest.mark.django_db(transaction=True)
def test_a_students_question_is_answered_by_the_model(serve, jane_client, send, ended):
    server = serve(calling(call("print(solve(3*x - 3))"), content="Let me compute."), said("So `x = 1`, Jane Doe."))

    response = send(jane_client, QUESTION)
    run = ended()

    assert run.status == ChatRun.Status.COMPLETED
    assert list(ChatMessage.objects.filter(role="assistant").order_by("pk").values_list("text", flat=True)) == [
        "Let me compute.", "So `x = 1`, Jane Doe.",
    ]  # fmt: skip
    assert server.bodies[0]["messages"][0]["content"].endswith(
        "Please address the user as Jane Doe. The user has a premium account."
    )
    page = jane_client.get(response["Location"]).content.decode()
    assert page.index("Let me compute.") < page.index("Python code") < page.index("Jane Doe.")


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_a_sentence_for_the_student_and_a_cause_in_the_log(serve, jane_client, send, ended, caplog):
    serve(refusal(404, f"model 'some-model' not found {KEY}"))

    response = send(jane_client, QUESTION)
    run = ended()

    assert run.status == ChatRun.Status.FAILED
    assert "does the server have the model 'some-model'" in caplog.text
    page = jane_client.get(response["Location"]).content.decode()
    assert "some-model" not in page
    assert QUESTION not in caplog.text
    assert KEY not in f"{page}{caplog.text}{''.join(connection_dump())}"


# Which engine


@pytest.mark.parametrize(("llm_api", "base"), [("", ""), ("chat_completions", ""), ("", "http://x/v1")])
def test_other_models_need_a_model_server(settings, api, llm_api, base):
    settings.LLM_API, settings.LLM_BASE_URL = llm_api, base

    refused = api.call("POST", "/assistants", {"model": "some-model"})

    assert error_of(refused, 400)["code"] == "unsupported_model"
    assert engine_for("offline-math") is not None


def test_our_own_model_stays_ours(serve):
    serve(said("never"))

    assert engine_for("offline-math")[0] is not answer
    assert engine_for("some-model") == (answer, "some-model")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"LLM_API": "", "ASSISTANT_MODEL": "offline-math"}, []),
        ({"ASSISTANT_MODEL": "offline-math"}, []),
        ({"LLM_API": ""}, ["tutor.E003"]),
        ({"LLM_API": "responses"}, []),
        ({"LLM_BASE_URL": ""}, ["tutor.E005"]),
        ({"LLM_BASE_URL": "", "ASSISTANT_MODEL": "offline-math"}, ["tutor.E005"]),
        ({"LLM_BASE_URL": "127.0.0.1:11434"}, ["tutor.E006"]),
        ({"LLM_BASE_URL": "http://127.0.0.1:a/v1"}, ["tutor.E006"]),
        ({"LLM_BASE_URL": "http://me:secret@127.0.0.1/v1"}, ["tutor.E006"]),
        ({"LLM_API_KEY": "sk-\u201ck\u201d"}, ["tutor.E007"]),
        ({"LLM_API": "", "ASSISTANTS_API_EMBEDDED": False}, []),
    ],
)
def test_settings_of_the_model_server_are_checked(settings, changes, found):
    settings.LLM_API, settings.LLM_BASE_URL = "chat_completions", "http://127.0.0.1:11434/v1"
    settings.LLM_API_KEY, settings.ASSISTANT_MODEL = "", "some-model"
    for name, value in changes.items():
        setattr(settings, name, value)

    errors = check_model(None)

    assert [error.id for error in errors] == found
    assert all(error.hint for error in errors)
    assert "secret" not in str(errors)


def test_the_checks_are_run_by_manage_py(settings, db):
    settings.LLM_API, settings.LLM_BASE_URL, settings.ASSISTANT_MODEL = "chat_completions", "", "some-model"

    with pytest.raises(Exception, match="tutor.E005"):
        call_command("check")


def test_only_the_connections_to_model_servers_speak_http():
    engines = Path(chat_completions.__file__).parent.parent
    speak = set()
    for path in engines.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            speak |= {path.name for name in names if name.split(".")[0] in {"requests", "urllib3"}}

    assert speak == {"connections.py"}
