"""Runs over HTTP: how they are made and shown, and how they lock their thread. What they do: test_api_execution."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assistants_api.models import Message, Run, Thread
from tests.api_client import client_of, error_of, texts

pytestmark = pytest.mark.django_db

FUNCTION = {"type": "function", "function": {"name": "f"}}
TUTOR = {"model": "offline-math", "instructions": "You are a tutor.", "tools": [{"type": "code_interpreter"}]}


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def assistant(api):
    return api.post("/assistants", TUTOR)


@pytest.fixture
def path(api):
    thread = api.post("/threads", {"messages": [{"role": "user", "content": "Hello"}]})
    return f"/threads/{thread['id']}"


@pytest.fixture
def run(api, assistant, path):
    return api.post(f"{path}/runs", {"assistant_id": assistant["id"]})


def end(run, status="completed"):
    Run.objects.filter(public_id=run["id"]).update(status=status)


def test_a_run_is_queued_with_what_the_assistant_says(api, assistant, path, run):
    public_id, created_at = run["id"], run["created_at"]

    assert public_id.startswith("run_")
    assert run == {
        "id": public_id,
        "object": "thread.run",
        "created_at": created_at,
        "assistant_id": assistant["id"],
        "thread_id": path.removeprefix("/threads/"),
        "status": "queued",
        "required_action": None,
        "started_at": None,
        "expires_at": created_at + 600,
        "cancelled_at": None,
        "failed_at": None,
        "completed_at": None,
        "last_error": None,
        "incomplete_details": None,
        "usage": None,
        "model": "offline-math",
        "instructions": "You are a tutor.",
        "tools": [{"type": "code_interpreter"}],
        "tool_resources": {},
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "reasoning_effort": None,
        "max_completion_tokens": None,
        "max_prompt_tokens": None,
        "truncation_strategy": {"type": "auto", "last_messages": None},
        "response_format": "auto",
        "tool_choice": "auto",
        "parallel_tool_calls": True,
    }
    assert api.get(f"{path}/runs/{public_id}") == run
    assert api.get(f"{path}/runs")["data"] == [run]


@pytest.mark.parametrize(
    ("own", "more", "shown"),
    [
        (None, None, "You are a tutor."),
        ("Only this.", None, "Only this."),
        (None, "And this.", "You are a tutor.\n\nAnd this."),
        ("Only this.", "And this.", "Only this.\n\nAnd this."),
        ("", None, ""),
        ("", "And this.", "And this."),
    ],
)
def test_instructions_replace_and_additional_ones_are_appended(api, assistant, path, own, more, shown):
    body = {"assistant_id": assistant["id"], "instructions": own, "additional_instructions": more}

    assert api.post(f"{path}/runs", body)["instructions"] == shown


def test_instructions_are_null_when_nobody_gave_any(api, path):
    bare = api.post("/assistants", {"model": "offline-math"})

    assert api.post(f"{path}/runs", {"assistant_id": bare["id"]})["instructions"] is None


def test_a_run_overrides_its_assistant(api, assistant, path):
    asked = {
        "model": "offline-math",
        "tools": [],
        "metadata": {"n": "2"},
        "temperature": 0.5,
        "top_p": 0.1,
        "max_prompt_tokens": 256,
        "max_completion_tokens": 1000,
        "truncation_strategy": {"type": "last_messages", "last_messages": 3},
        "tool_choice": "none",
        "parallel_tool_calls": False,
        "response_format": {"type": "text"},
    }

    made = api.post(f"{path}/runs", {"assistant_id": assistant["id"], **asked})

    assert {name: made[name] for name in asked} == asked


def test_additional_messages_are_added_before_the_answer(api, assistant, path):
    added = [{"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}]

    api.post(f"{path}/runs", {"assistant_id": assistant["id"], "additional_messages": added})

    assert texts(api.get(f"{path}/messages", order="asc")) == ["Hello", "one", "two"]


def test_threads_runs_makes_the_thread_too(api, assistant):
    first = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"a": "b"}}

    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": first})
    bare = api.post("/threads/runs", {"assistant_id": assistant["id"]})

    assert texts(api.get(f"/threads/{run['thread_id']}/messages")) == ["Hello"]
    assert api.get(f"/threads/{run['thread_id']}")["metadata"] == {"a": "b"}
    assert api.get(f"/threads/{bare['thread_id']}/messages")["data"] == []


def test_a_refused_threads_runs_leaves_no_thread(api):
    body = {"assistant_id": "asst_" + "x" * 24, "thread": {"messages": [{"role": "user", "content": "Hello"}]}}

    error = error_of(api.call("POST", "/threads/runs", body), 404)

    assert error["message"] == f"No assistant found with id 'asst_{'x' * 24}'."
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"assistant_id": None}, "assistant_id", "invalid_type"),
        ({"assistant_id": "undefined"}, "assistant_id", "invalid_value"),
        ({"stream": "yes"}, "stream", "invalid_type"),
        ({"tools": [{"type": "file_search"}]}, "tools[0].type", "not_supported"),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice", "invalid_value"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.function", "missing_required_parameter"),
        ({"tools": [], "tool_choice": "required"}, "tool_choice", "invalid_value"),
        (
            {"tools": [FUNCTION], "tool_choice": {"type": "function", "function": {"name": "f"}}},
            "tool_choice",
            "not_supported",
        ),
        ({"response_format": {"type": "json_object"}}, "response_format", "not_supported"),
        ({"model": "no-such-model"}, "model", "unsupported_model"),
        ({"max_prompt_tokens": 255}, "max_prompt_tokens", "integer_below_min_value"),
        ({"max_completion_tokens": 300.5}, "max_completion_tokens", "invalid_type"),
        ({"tools": [{"type": "code_interpreter"}] * 21}, "tools", "array_above_max_length"),
        (
            {"truncation_strategy": {"type": "last_messages", "last_messages": 0}},
            "truncation_strategy.last_messages",
            "integer_below_min_value",
        ),
        ({"tool_choice": "always"}, "tool_choice", "invalid_value"),
        ({"additional_messages": [{"role": "user"}]}, "additional_messages[0].content", "missing_required_parameter"),
    ],
)
def test_what_is_wrong_with_a_run_is_told(api, assistant, path, change, param, code):
    error = error_of(api.call("POST", f"{path}/runs", {"assistant_id": assistant["id"], **change}), 400)

    assert (error["param"], error["code"]) == (param, code)
    assert not Run.objects.exists()
    assert Message.objects.count() == 1


def test_the_assistant_is_required(api, path):
    error = error_of(api.call("POST", f"{path}/runs", {}), 400)

    assert error["message"] == "Missing required parameter: 'assistant_id'."


@pytest.mark.parametrize("status", ["queued", "in_progress", "requires_action", "cancelling"])
def test_an_active_run_locks_its_thread(api, assistant, path, run, status):
    end(run, status)
    thread_id = run["thread_id"]

    message = api.call("POST", f"{path}/messages", {"role": "user", "content": "and now?"})
    second = api.call("POST", f"{path}/runs", {"assistant_id": assistant["id"], "additional_messages": []})

    assert error_of(message, 400)["message"] == f"Can't add messages to {thread_id} while a run {run['id']} is active."
    assert error_of(second, 400)["message"] == f"Thread {thread_id} already has an active run {run['id']}."
    assert Message.objects.count() == Run.objects.count() == 1
    assert texts(api.get(f"{path}/messages")) == ["Hello"]
    assert api.post(path, {"metadata": {"a": "b"}})["metadata"] == {"a": "b"}


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled", "expired", "incomplete"])
def test_an_ended_run_frees_its_thread(api, assistant, path, run, status):
    end(run, status)

    api.post(f"{path}/messages", {"role": "user", "content": "and now?"})
    second = api.post(f"{path}/runs", {"assistant_id": assistant["id"]})

    assert [each["id"] for each in api.get(f"{path}/runs")["data"]] == [second["id"], run["id"]]


def test_the_database_itself_refuses_a_second_active_run(run):
    thread = Thread.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(thread=thread, assistant_id="asst_x", model="offline-math", status="cancelling")

    Run.objects.create(thread=thread, assistant_id="asst_x", model="offline-math", status="failed")


@pytest.mark.parametrize(
    ("status", "ended"),
    [("queued", "expired"), ("in_progress", "expired"), ("requires_action", "expired"), ("cancelling", "cancelled")],
)
def test_a_run_that_is_long_over_its_time_is_ended_by_the_next_reader(api, path, run, status, ended):
    Run.objects.update(status=status, expires_at=timezone.now() - timedelta(seconds=5))

    assert api.get(f"{path}/runs/{run['id']}")["status"] == ended
    api.post(f"{path}/messages", {"role": "user", "content": "free again"})


@pytest.mark.parametrize(
    ("here", "lease", "ended"),
    [(False, 5, "in_progress"), (False, -1, "expired"), (True, -1, "in_progress")],
    ids=["carried elsewhere", "left behind", "carried here"],
)
def test_a_run_over_its_time_is_left_to_who_carries_it(api, path, run, monkeypatch, here, lease, ended):
    now = timezone.now()
    past, until = now - timedelta(seconds=5), now + timedelta(seconds=lease)
    Run.objects.update(status="in_progress", expires_at=past, worker="w", lease_until=until)
    monkeypatch.setattr("background.running", lambda: {(Run, Run.objects.get().pk)} if here else set())

    assert api.get(f"{path}/runs/{run['id']}")["status"] == ended


def test_a_lease_from_before_the_clock_was_set_back_holds_no_run(run):
    Run.objects.update(worker="w", lease_until=timezone.now() + timedelta(hours=1))

    assert Run.objects.due().exists()


def test_a_run_over_its_time_does_not_lock_the_thread(api, path, run):
    Run.objects.update(status="in_progress", expires_at=timezone.now() - timedelta(seconds=5))

    api.post(f"{path}/messages", {"role": "user", "content": "free"})

    assert Run.objects.get().status == "expired"


def test_a_runs_metadata_is_changed(api, path, run):
    assert api.post(f"{path}/runs/{run['id']}", {"metadata": {"k": "v"}}) == {**run, "metadata": {"k": "v"}}
    assert error_of(api.call("POST", f"{path}/runs/{run['id']}", {"status": "completed"}), 400)["param"] == "status"
    assert api.get(f"{path}/runs/{run['id']}")["status"] == "queued"


def test_a_queued_run_is_cancelled_at_once(api, path, run):
    cancelled = api.post(f"{path}/runs/{run['id']}/cancel")

    assert cancelled["status"] == "cancelled"
    assert cancelled["cancelled_at"] >= run["created_at"]
    assert cancelled["usage"]["total_tokens"] == 0


def test_a_running_run_is_asked_to_stop(api, path, run):
    end(run, "in_progress")

    assert api.post(f"{path}/runs/{run['id']}/cancel")["status"] == "cancelling"


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled", "cancelling", "expired", "incomplete"])
def test_a_run_that_is_not_going_on_is_not_cancelled(api, path, run, status):
    end(run, status)

    error = error_of(api.call("POST", f"{path}/runs/{run['id']}/cancel"), 400)

    assert error["message"] == f"Cannot cancel run with status '{status}'."
    assert Run.objects.get().status == status


def test_a_run_takes_no_tool_outputs_that_it_did_not_ask_for(api, path, run):
    end(run)
    body = {"tool_outputs": [{"tool_call_id": "call_x", "output": "1"}]}

    error = error_of(api.call("POST", f"{path}/runs/{run['id']}/submit_tool_outputs", body), 400)

    assert error["message"] == 'Runs in status "completed" do not accept tool outputs.'


def test_a_run_stays_readable_without_its_assistant(api, assistant, path, run):
    api.delete(f"/assistants/{assistant['id']}")

    assert api.get(f"{path}/runs/{run['id']}") == run


def test_steps_are_listed_and_found_in_their_run_only(api, assistant, path, run):
    row = Run.objects.get()
    made = [
        row.steps.create(
            thread=row.thread, assistant_id=row.assistant_id, type="message_creation", message_id=f"msg_{n}"
        )
        for n in range(2)
    ]
    end(run)
    other = api.post(f"{path}/runs", {"assistant_id": assistant["id"]})
    steps = f"{path}/runs/{run['id']}/steps"

    page = api.get(steps, **{"include[]": "step_details.tool_calls[*].file_search.results[*].content"})

    assert [step["id"] for step in page["data"]] == [made[1].public_id, made[0].public_id]
    assert page["data"][1] == api.get(f"{steps}/{made[0].public_id}")
    error = error_of(api.call("GET", f"{path}/runs/{other['id']}/steps/{made[0].public_id}"), 404)
    assert error["message"] == f"No run step found with id '{made[0].public_id}'."
    error_of(api.call("GET", f"{steps}/nonsense"), 400)


def test_another_project_can_neither_read_nor_stop_a_run(api, path, run):
    stranger, one = client_of("other"), f"{path}/runs/{run['id']}"
    theirs = stranger.post("/assistants", TUTOR)
    calls = [
        ("GET", f"{path}/runs", None),
        ("POST", f"{path}/runs", {"assistant_id": theirs["id"]}),
        ("GET", one, None),
        ("POST", one, {"metadata": {"a": "b"}}),
        ("POST", f"{one}/cancel", None),
        ("POST", f"{one}/submit_tool_outputs", {"tool_outputs": []}),
        ("GET", f"{one}/steps", None),
        ("GET", f"{one}/steps/step_x", None),
    ]

    for call in calls:
        assert error_of(stranger.call(*call), 404)["message"] == f"No thread found with id '{run['thread_id']}'."
    assert api.get(one) == run


def test_another_projects_assistant_cannot_be_run(api, path):
    theirs = client_of("other").post("/assistants", TUTOR)

    error = error_of(api.call("POST", f"{path}/runs", {"assistant_id": theirs["id"]}), 404)

    assert error["message"] == f"No assistant found with id '{theirs['id']}'."


def test_polling_a_run_costs_three_queries(api, path, run):
    with CaptureQueriesContext(connection) as queries:
        api.get(f"{path}/runs/{run['id']}")

    assert len(queries) == 3
