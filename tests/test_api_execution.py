"""What happens to a run once a worker has it. The engines here are small ones, made for the test."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

import background
from assistants_api import execution, files
from assistants_api.engines import Code, CodeResult, Failed, OutputFile, Picture, Stopped, StopSignal, message
from assistants_api.engines.choice import ENGINES
from assistants_api.models import File, Message, Run, RunStep
from background.leases import claim
from tests.api_client import client_of, texts

pytestmark = pytest.mark.django_db(transaction=True)

PLOT = Picture("plot.png", b"\x89PNG\r\n\x1a\n...", "A parabola")


MEGABYTE = b"x" * 2**20


@pytest.fixture
def started(monkeypatch):
    """Nothing starts by itself: the runs that would have been started."""
    rows = []
    monkeypatch.setattr("background.start", rows.append)
    return rows


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def ask(api, started, monkeypatch):
    """Make a queued run that the given engine will answer."""

    def make(engine, question="Hello", instructions="Be kind."):
        monkeypatch.setitem(ENGINES, "test-model", engine)
        tutor = {"model": "test-model", "instructions": instructions, "tools": [{"type": "code_interpreter"}]}
        assistant = api.post("/assistants", tutor)
        thread = {"messages": [{"role": "user", "content": question}]}
        return api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": thread})

    return make


def take(run):
    """The row of a run and a lease on it."""
    row = Run.objects.get(public_id=run["id"])
    return row, claim(Run, row.pk, "worker", threading.Event())


def carry(run):
    row, lease = take(run)
    row.work(lease)
    return lease


def path_of(run):
    return f"/threads/{run['thread_id']}/runs/{run['id']}"


def canned(*events):
    def answer(run):
        yield from events

    return answer


def test_a_run_is_started_after_it_is_committed(ask, started):
    run = ask(canned())

    assert [row.public_id for row in started] == [run["id"]]


def test_events_become_messages_steps_and_files_in_their_order(api, ask):
    run = ask(
        canned(
            *message("Here are the steps."),
            Code("print(1)"),
            CodeResult("1\n", (PLOT,)),
            *message("It is 1."),
        )
    )

    carry(run)

    ended = api.get(path_of(run))
    assert (ended["status"], ended["last_error"], ended["expires_at"]) == ("completed", None, None)
    assert ended["started_at"] >= run["created_at"]
    assert ended["completed_at"] >= ended["started_at"]
    steps = api.get(f"{path_of(run)}/steps", order="asc")["data"]
    assert [(step["type"], step["status"]) for step in steps] == [
        ("message_creation", "completed"),
        ("tool_calls", "completed"),
        ("message_creation", "completed"),
    ]
    answers = api.get(f"/threads/{run['thread_id']}/messages", order="asc", run_id=run["id"])["data"]
    assert [m["id"] for m in answers] == [steps[n]["step_details"]["message_creation"]["message_id"] for n in (0, 2)]
    assert {(m["role"], m["assistant_id"], m["status"]) for m in answers} == {
        ("assistant", run["assistant_id"], "completed")
    }
    image = File.objects.get()
    assert [part["type"] for part in answers[1]["content"]] == ["image_file", "text"]
    assert answers[1]["content"][0]["image_file"]["file_id"] == image.public_id
    assert answers[1]["metadata"] == {f"alt:{image.public_id}": "A parabola"}
    [call] = steps[1]["step_details"]["tool_calls"]
    assert call["id"].startswith("call_")
    assert call["type"] == "code_interpreter"
    assert call["code_interpreter"] == {
        "input": "print(1)",
        "outputs": [{"type": "logs", "logs": "1\n"}, {"type": "image", "image": {"file_id": image.public_id}}],
    }


def test_the_engine_sees_the_thread_oldest_first(api, ask):
    seen = []

    def answer(run):
        seen.append(run)
        yield from message("Hi.")

    run = ask(answer, "First question")
    carry(run)
    body = {"assistant_id": run["assistant_id"], "additional_messages": [{"role": "user", "content": "Second"}]}
    carry(api.post(f"/threads/{run['thread_id']}/runs", body))

    assert [(said.role, said.text) for said in seen[1].messages] == [
        ("user", "First question"),
        ("assistant", "Hi."),
        ("user", "Second"),
    ]
    assert seen[1].instructions == "Be kind."
    assert seen[1].sandbox.session == run["thread_id"]
    assert seen[1].code_interpreter


def test_a_step_shows_its_code_while_it_runs(api, ask):
    shown = []

    def answer(run):
        yield Code("print(1)")
        shown.append(api.get(f"{path_of(made)}/steps")["data"][0])
        yield CodeResult("1\n")

    made = ask(answer)
    carry(made)

    assert shown[0]["status"] == "in_progress"
    assert shown[0]["step_details"]["tool_calls"][0]["code_interpreter"] == {"input": "print(1)", "outputs": []}


def test_usage_is_counted(api, ask):
    run = ask(canned(*message("x" * 40)), question="y" * 20, instructions="z" * 8)

    carry(run)

    usage = api.get(path_of(run))["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (7, 10, 17)


def test_a_failure_of_the_engine_is_told_and_frees_the_thread(api, ask):
    run = ask(canned(Code("print(1)"), Failed("server_error", "The code interpreter is not available.")))

    carry(run)

    ended = api.get(path_of(run))
    assert ended["status"] == "failed"
    assert ended["last_error"] == {"code": "server_error", "message": "The code interpreter is not available."}
    assert ended["failed_at"] is not None
    assert api.get(f"{path_of(run)}/steps")["data"][0]["status"] == "failed"
    api.post(f"/threads/{run['thread_id']}/messages", {"role": "user", "content": "free"})


def test_a_crash_of_the_engine_fails_the_run_and_tells_no_details(api, ask):
    def answer(run):
        yield from message("So far, so good.")
        raise RuntimeError("secret detail")

    run = ask(answer)
    row, lease = take(run)

    with pytest.raises(RuntimeError):
        row.work(lease)
    row.crashed(lease)

    ended = api.get(path_of(run))
    assert (ended["status"], ended["last_error"]["code"]) == ("failed", "server_error")
    assert "secret" not in str(ended)


def test_what_no_database_takes_is_left_out_or_replaced(api, ask):
    run = ask(canned(*message("a\0b\ud800c"), Code("x\0"), CodeResult("y\0\udfff")))

    carry(run)

    assert api.get(path_of(run))["status"] == "completed"
    assert texts(api.get(f"/threads/{run['thread_id']}/messages"))[0] == "ab\N{REPLACEMENT CHARACTER}c"


@pytest.mark.parametrize(("found", "left"), [("in_progress", "failed"), ("cancelling", "cancelled")])
def test_a_run_whose_process_died_ends_at_once(api, ask, found, left):
    run = ask(canned(*message("never said")))
    Run.objects.update(status=found)
    RunStep.objects.create(
        thread_id=run["thread_id"], run=Run.objects.get(), assistant_id=run["assistant_id"], type="tool_calls"
    )

    carry(run)

    ended = api.get(path_of(run))
    assert ended["status"] == left
    assert (ended["last_error"] or {}).get("code") == ("server_error" if left == "failed" else None)
    assert RunStep.objects.get().status == left
    assert Message.objects.filter(role="assistant").count() == 0


def test_a_run_that_waited_too_long_expires(api, ask):
    run = ask(canned(*message("never said")))
    Run.objects.update(expires_at=timezone.now())

    carry(run)

    assert api.get(path_of(run))["status"] == "expired"
    assert Message.objects.filter(role="assistant").count() == 0


def test_a_model_without_an_engine_fails_the_run(api, ask, monkeypatch):
    run = ask(canned())
    monkeypatch.delitem(ENGINES, "test-model")

    carry(run)

    assert "'test-model'" in api.get(path_of(run))["last_error"]["message"]


class Waiting:
    """An engine that says one thing, then waits until it is asked to stop, then tries to say more."""

    def __init__(self):
        self.busy, self.stopped, self.closed = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, run):
        yield from message("Working on it.")
        yield Code("while True: pass")
        with run.stop.calling(self.stopped.set):
            self.busy.set()
            assert self.stopped.wait(10)
        yield CodeResult("stopped")
        yield from message("Too late.")


@pytest.fixture
def waiting(ask):
    """A run in the middle of its engine's work, the engine, and the thread that carries it."""
    engine = Waiting()
    run = ask(engine)
    row, lease = take(run)

    def work():
        try:
            row.work(lease)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert engine.busy.wait(10)
    yield run, engine, thread
    engine.stopped.set()
    thread.join(10)


def test_a_cancelled_run_ends_within_a_second_and_says_no_more(api, waiting):
    run, engine, thread = waiting
    began = time.monotonic()

    asked = api.post(f"{path_of(run)}/cancel")
    thread.join(10)

    assert time.monotonic() - began < 1
    assert asked["status"] == "cancelling"
    ended = api.get(path_of(run))
    assert (ended["status"], ended["completed_at"]) == ("cancelled", None)
    assert ended["cancelled_at"] >= ended["started_at"]
    assert ended["usage"]["completion_tokens"] > 0
    assert texts(api.get(f"/threads/{run['thread_id']}/messages"))[0] == "Working on it."
    assert api.get(f"{path_of(run)}/steps")["data"][0]["status"] == "cancelled"


@pytest.fixture(params=["assistants_api.models", "assistants_api.execution"])
def short_of_time(request, monkeypatch):
    """A run has a second, by what stands in its row, or whatever stands there."""
    monkeypatch.setattr(f"{request.param}.RUN_LIFETIME", timedelta(seconds=1))


@pytest.mark.slow
def test_a_run_over_its_time_is_stopped(api, short_of_time, waiting):
    run, engine, thread = waiting

    thread.join(10)

    assert api.get(path_of(run))["status"] == "expired"
    assert Message.objects.filter(role="assistant").count() == 1
    assert RunStep.objects.get(type="tool_calls").status == "expired"


@pytest.mark.slow
def test_a_clock_that_is_set_meanwhile_ends_no_run(api, waiting, monkeypatch):
    run, engine, thread = waiting
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(hours=1))

    time.sleep(3 * execution.TICK)
    meanwhile = api.get(path_of(run))["status"]
    engine.stopped.set()
    thread.join(10)

    assert (meanwhile, api.get(path_of(run))["status"]) == ("in_progress", "completed")


def test_a_worker_that_lost_its_lease_stops_and_writes_nothing(api, waiting):
    run, engine, thread = waiting

    Run.objects.update(worker="another", fence=99)
    thread.join(10)

    assert engine.stopped.is_set()
    assert api.get(path_of(run))["status"] == "in_progress"
    assert Message.objects.filter(role="assistant").count() == 1


def test_a_run_in_the_middle_at_shutdown_is_not_taken_for_finished(api, ask):
    shutdown = threading.Event()

    def answer(run):
        yield from message("Working on it.")
        shutdown.set()
        stopped = threading.Event()
        with run.stop.calling(stopped.set):
            assert stopped.wait(10)
        raise Stopped

    run = ask(answer)
    row = Run.objects.get()
    row.work(claim(Run, row.pk, "worker", shutdown))
    left = api.get(path_of(run))
    Run.objects.update(lease_until=None)
    carry(run)

    assert left["status"] == "in_progress"
    assert api.get(path_of(run))["status"] == "failed"


def test_the_run_of_a_deleted_thread_stops(api, waiting):
    run, engine, thread = waiting

    api.delete(f"/threads/{run['thread_id']}")
    thread.join(10)

    assert engine.stopped.is_set()
    assert [model.objects.count() for model in (Run, Message, RunStep)] == [0, 0, 0]


def test_a_run_cancelled_before_it_began_never_begins(api, ask):
    run = ask(canned(*message("never said")))
    row, lease = take(run)
    api.post(f"{path_of(run)}/cancel")

    row.work(lease)

    assert api.get(path_of(run))["status"] == "cancelled"
    assert Message.objects.filter(role="assistant").count() == 0


def test_a_run_is_carried_by_a_thread_of_the_process(api, ask, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setitem(ENGINES, "test-model", canned(*message("Hi.")))
    assistant = api.post("/assistants", {"model": "test-model"})

    run = api.post("/threads/runs", {"assistant_id": assistant["id"]})

    deadline = time.monotonic() + 10
    while api.get(path_of(run))["status"] != "completed" and time.monotonic() < deadline:
        time.sleep(0.01)
    background.shutdown()
    assert api.get(path_of(run))["status"] == "completed"


def test_a_request_to_stop_reaches_a_call_that_begins_after_it():
    stop, called = StopSignal(), []
    stop.request()

    with stop.calling(lambda: called.append("late")):
        stop.request()
    stop.request()

    assert stop.requested
    assert called == ["late", "late"]


@pytest.mark.slow
def test_what_the_programs_of_one_run_leave_is_bounded(ask, api):
    def engine(run):
        for number in range(3):
            yield Code(f"make({number})")
            table = OutputFile(f"table-{number}.csv", MEGABYTE * 25)
            yield CodeResult("made\n", (Picture(f"plot-{number}.png", MEGABYTE, ""),), (table,))

    for _ in range(2):
        run = ask(engine)
        carry(run)

        steps = api.get(f"/threads/{run['thread_id']}/runs/{run['id']}/steps?order=asc")["data"]
        calls = [step["step_details"]["tool_calls"][0]["code_interpreter"] for step in steps[:3]]
        assert [call["outputs"][0]["logs"] for call in calls] == [
            "made\n",
            "made\n",
            "made\n\n[Not kept: table-2.csv; the programs of one answer may leave 60 MB of files and pictures.]\n",
        ]
        kept = File.objects.filter(thread_id=run["thread_id"]).values_list("filename", flat=True)
        assert sorted(kept) == ["plot-0.png", "plot-1.png", "plot-2.png", "table-0.csv", "table-1.csv"]


def test_a_run_that_waited_for_functions_has_no_more_room_than_others(ask):
    run, _ = take(ask(canned()))
    made = [OutputFile("table.csv", MEGABYTE * 40)]
    files.store("default", "table.csv", "assistants_output", made[0].data, run.thread)

    assert files.fitting(run, made)[0] == []
