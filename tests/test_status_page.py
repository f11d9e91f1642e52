"""The administration's status page: complete, for those who may see it, and there whatever is broken."""

import html
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone, translation

import background
from accounts.models import User
from assistants_api.models import Run as ApiRun
from assistants_api.models import Thread
from chat.models import Conversation, Message, Run, Tutor, UpstreamHealth
from interpreter.client import Interpreter, InterpreterUnavailable, Status
from tutor_site import code_interpreter, status, status_facts
from tutor_site.interpreter_words import second_best

pytestmark = pytest.mark.django_db

REFUSED = ["open a socket", "start a process", "run a program", "read the settings", "read the data folder"]
ADDRESS = "/admin/status/"
ASK = code_interpreter.status


def how_it_does(**changes):
    """The status of an interpreter that was never started."""
    told = {
        "pid": 4711,
        "backend": "bubblewrap",
        "attempts": dict.fromkeys(REFUSED, "refused"),
        "passed_over": [],
        "sandboxes": 8,
        "in_use": 3,
        "running": 1,
        "spares": 2,
        "computations": 0,
        "memory": 300 * 2**20,
    }
    return Status(**told | changes)


@pytest.fixture(autouse=True)
def answer(monkeypatch):
    """Set what asking the interpreter does; without that it is well."""

    def answer(ask):
        def status():
            return ask()

        monkeypatch.setattr(code_interpreter, "status", status)

    answer(how_it_does)
    return answer


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def read(client):
    """The page, as text with single spaces and characters instead of entities."""
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def fail(error):
    raise error


def test_the_interpreter_is_told_with_what_its_sandbox_refuses(admin_client):
    page = read(admin_client)

    assert "<td>bubblewrap</td>" in page
    assert all(f"Tried inside: {name}</th><td>refused</td>" in page for name in REFUSED)
    assert "Sandboxes in use</th><td>3 of 8</td>" in page
    assert "Spare sandboxes ready</th><td>2</td>" in page
    assert "<td>300.0 MB</td>" in page
    assert "<td>4711</td>" in page
    assert 'class="trouble"' not in page


def test_the_weaker_sandbox_is_told_with_the_reason_and_the_cure(admin_client, answer):
    reason = "bubblewrap: bwrap: setting up uid map: Permission denied"
    answer(lambda: how_it_does(backend="landlock", passed_over=[reason]))

    page = read(admin_client)

    assert "<td>landlock</td>" in page
    assert second_best(reason) in page
    assert f"Not taken: {reason}." in page
    assert "AppArmor" in page


@pytest.mark.parametrize(
    ("elsewhere", "reason", "cure"),
    [
        (None, "bubblewrap is not installed", "Installiere bubblewrap"),
        ("/run/{it}.sock", "gone", "dass ein Interpreter /run/{it}.sock bedient"),
        (None, "gone", "Mehr steht in der Datei interpreter.log"),
    ],
)
def test_cures_are_in_the_language_of_their_reader(admin_client, answer, settings, elsewhere, reason, cure):
    settings.INTERPRETER_SOCKET = elsewhere
    answer(lambda: how_it_does(backend="landlock", passed_over=[reason]))

    with translation.override("en-us"):  # a request leaves its language to the thread
        page = html.unescape(admin_client.get(ADDRESS, headers={"Accept-Language": "de"}).content.decode())

    assert "Die Sandbox von landlock ist schwächer" in page
    assert f"Nicht genommen: {reason}." in page
    assert cure in page


def test_without_a_sandbox_the_page_says_why_and_what_to_do(admin_client, answer):
    reasons = "no sandbox works here (bubblewrap: bubblewrap is not installed; landlock: <b>no</b>)"
    answer(lambda: fail(InterpreterUnavailable(reasons)))

    response = admin_client.get(ADDRESS)
    page = read(admin_client)

    assert f"It cannot be used, so programs are not run: {reasons}." in page
    assert "apt-get install bubblewrap" in page
    assert "<b>no</b>" not in response.content.decode()
    assert "all applied" in page


def test_an_interpreter_that_hangs_holds_up_neither_the_page_nor_more_than_one_thread(
    admin_client, answer, monkeypatch
):
    monkeypatch.setattr(status, "SECONDS", 0.2)
    let_go, asked = threading.Event(), []
    answer(lambda: (asked.append(1), let_go.wait(30)))

    pages = [read(admin_client) for _ in range(3)]
    let_go.set()

    assert all("It did not answer within 0.2 seconds." in page for page in pages)
    assert asked == [1]


def test_an_interpreter_of_another_making_does_not_break_the_page(admin_client, answer):
    answer(lambda: how_it_does(attempts=None, memory="much"))

    page = read(admin_client)

    assert "This could not be found out (AttributeError); the log says more." in page
    assert "all applied" in page


def test_a_part_that_breaks_is_told_and_the_others_stay(admin_client, monkeypatch):
    error = DatabaseError("password=hunter2 host=db")
    monkeypatch.setattr(status_facts, "pending_migrations", lambda: fail(error))

    page = read(admin_client)

    assert "This could not be found out (DatabaseError); the log says more." in page
    assert "hunter2" not in page
    assert "<td>bubblewrap</td>" in page
    assert "Python</th><td>3." in page


def test_a_slow_part_is_told_and_the_others_stay(admin_client, monkeypatch):
    monkeypatch.setattr(status, "SECONDS", 0.5)
    let_go = threading.Event()

    def slow():
        let_go.wait(30)

    slow_question = status.Question("Slow", slow, list)
    monkeypatch.setattr(status, "QUESTIONS", [slow_question, *status.QUESTIONS])

    page = read(admin_client)
    let_go.set()

    assert page.count("This took too long to find out.") == 1
    assert "Free on its disk" in page


def test_an_interpreter_that_only_checks_answers_is_not_asked(admin_client, answer, settings):
    settings.ASSISTANTS_API_EMBEDDED = settings.API_OPEN = False
    settings.ASSISTANTS_API_BASE = "https://user:hunter2@assistants.example/v1"
    answer(lambda: fail(AssertionError("asked")))

    page = read(admin_client)

    assert "It runs no programs and only checks answers" in page
    assert "Assistants server</th><td>assistants.example</td>" in page
    assert "hunter2" not in page


@pytest.mark.django_db(transaction=True)
def test_runs_are_counted_by_state_without_a_word_of_them(admin_client, jane):
    for number, state in enumerate(["queued", "in_progress", "in_progress", "completed"]):
        conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Canary words")
        asked = Message.objects.create(conversation=conversation, role="user", text=f"canary {number}")
        Run.objects.create(conversation=conversation, message=asked, status=state)
    for state in ["requires_action", "expired"]:
        ApiRun.objects.create(thread=Thread.objects.create(project="default"), assistant_id="asst_1", status=state)

    page = read(admin_client)

    assert "Chat: waiting</th><td>1</td>" in page
    assert "Chat: working</th><td>2</td>" in page
    assert "Chat: stopping</th><td>0</td>" in page
    assert "Assistants API: waiting</th><td>0</td>" in page
    assert "Assistants API: waiting for the client's functions</th><td>1</td>" in page
    assert "anary" not in page


@pytest.mark.django_db(transaction=True)
def test_the_oldest_of_the_live_runs_is_told(admin_client, jane):
    for state, seconds in {"completed": 9000, "in_progress": 420, "queued": 60}.items():
        conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())
        asked = Message.objects.create(conversation=conversation, role="user", text="x")
        Run.objects.create(conversation=conversation, message=asked, status=state, created_at=ago(seconds))

    page = read(admin_client)

    assert "Chat: the oldest began</th><td>7 minutes ago</td>" in page
    assert "Assistants API: the oldest began</th><td>–</td>" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("failures", "rest", "told"),
    [
        (None, None, "answered"),
        (0, None, "answered"),
        (1, None, "1 without an answer"),
        (5, 50.5, "5 in a row without an answer; not called for another 50 seconds"),
        (5, -1, "5 in a row without an answer; the next question tries it again"),
    ],
)
def test_the_breaker_is_told(admin_client, settings, failures, rest, told):
    settings.ASSISTANTS_API_EMBEDDED = False
    settings.ASSISTANTS_API_BASE = "https://user:hunter2@assistants.example/v1"
    UpstreamHealth.objects.create(server="https://another.example/v1", failures=9)
    if failures is not None:
        until = rest and ago(-rest)
        UpstreamHealth.objects.create(server=settings.ASSISTANTS_API_BASE, failures=failures, open_until=until)

    page = read(admin_client)

    assert f"Its last calls</th><td>{told}</td>" in page
    assert "hunter2" not in page


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _empty_queue():
    for table in ("events", "jobs", "workers"):
        _execute(f"DELETE FROM procrastinate_{table}")


class TestQueue:
    """The part about the queue, and what it is made of."""

    @pytest.fixture
    def execute(self, settings, transactional_db):
        """Execute SQL. The real queue has nothing that waits, and no worker serves it."""
        if not settings.QUEUE:
            pytest.skip("is about the queue alone")
        _empty_queue()
        yield _execute
        _empty_queue()

    def told(self, client, monkeypatch, settings, **facts):
        settings.QUEUE = True
        monkeypatch.setattr(background, "queue", SimpleNamespace(state=lambda: facts), raising=False)
        return read(client)

    def test_without_a_queue_there_is_no_such_part(self, admin_client, settings):
        settings.QUEUE = False

        assert "<h2>Queue</h2>" not in read(admin_client)

    def test_what_waits_is_told_with_its_age_and_the_workers(self, admin_client, monkeypatch, settings):
        page = self.told(admin_client, monkeypatch, settings, waiting=1200, oldest=61.2, workers=3)

        assert "<h2>Queue</h2>" in page
        assert "Messages that wait</th><td>1,200</td>" in page
        assert "The first of them came</th><td>61 seconds ago</td>" in page
        assert "Workers that were heard of within half a minute</th><td>3</td>" in page

    def test_without_a_worker_it_says_how_to_start_one(self, admin_client, monkeypatch, settings):
        page = self.told(admin_client, monkeypatch, settings, waiting=0, oldest=None, workers=0)

        assert "The first of them came</th><td>–</td>" in page
        assert "none: start one with manage.py work" in page

    @pytest.mark.runner
    def test_the_queue_itself_is_asked(self, execute, jane):
        from background import queue

        assert queue.state() == {"waiting": 0, "oldest": None, "workers": 0}
        for _ in range(2):
            queue.put(jane)
        first = "SELECT min(id) FROM procrastinate_events"
        execute(f"UPDATE procrastinate_events SET at = at - interval '90 s' WHERE id = ({first})")
        for seconds in (0, 31):
            execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{seconds} s')")

        found = queue.state()
        execute("UPDATE procrastinate_jobs SET status = 'doing'")

        assert (found["waiting"], found["workers"]) == (2, 1)
        assert 90 <= found["oldest"] < 120
        assert queue.state() == {"waiting": 0, "oldest": None, "workers": 1}


@pytest.mark.django_db(transaction=True)
def test_the_model_is_the_one_that_answers(admin_client, settings):
    settings.LLM_API, settings.LLM_BASE_URL = "chat_completions", "http://user:hunter2@models.example:8080/v1"
    tutor = Tutor.default()
    tutor.model = "some-model"
    tutor.save()

    page = read(admin_client)

    assert "Model</th><td>some-model</td>" in page
    assert "<td>chat_completions at models.example:8080</td>" in page
    assert "hunter2" not in page


def test_no_secret_is_on_the_page(admin_client, settings):
    settings.LLM_API_KEY = "sk-canary-llm"

    page = read(admin_client)

    for secret in (settings.SECRET_KEY, settings.ASSISTANTS_API_KEY, settings.LLM_API_KEY):
        assert secret
        assert secret not in page


def test_the_data_folder_and_the_versions_are_told(admin_client, settings, tmp_path):
    settings.TUTOR_DATA = tmp_path
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "file").write_bytes(b"x" * 3 * 2**20)

    page = read(admin_client)

    assert f"<td>{tmp_path}</td>" in page
    assert "Size</th><td>3.0 MB</td>" in page
    assert "math-tutor</th><td>0.1.0</td>" in page
    assert "SymPy</th><td>1.14.0</td>" in page


def test_it_is_for_staff_who_may_see_runs(jane_client):
    staff = User.objects.create_user("staff", password="x", is_staff=True)
    client = Client()
    client.force_login(staff)

    assert Client().get(ADDRESS).status_code == 302
    assert jane_client.get(ADDRESS).status_code == 302
    assert client.get(ADDRESS).status_code == 403
    assert ADDRESS not in client.get("/admin/").content.decode()

    staff.user_permissions.add(Permission.objects.get(codename="view_run", content_type__app_label="chat"))

    assert client.get(ADDRESS).status_code == 200
    assert ADDRESS in client.get("/admin/").content.decode()


def test_it_is_read_only_and_keeps_the_policy(admin_client):
    response = admin_client.get(ADDRESS)

    assert admin_client.post(ADDRESS).status_code == 405
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "style=" not in response.content.decode()
    assert response.content.decode().count("<h1") == 1


@pytest.mark.slow
def test_a_real_interpreter_is_told(admin_client, monkeypatch, tmp_path):
    real = Interpreter(tmp_path, server_options=["--spares", "0", "--preload"])
    monkeypatch.setattr(code_interpreter, "interpreter", lambda: real)
    monkeypatch.setattr(code_interpreter, "status", ASK)

    page = read(admin_client)
    real.shutdown()

    assert page.count("<td>refused</td>") == 5
    assert "Sandboxes in use</th><td>0 of 8</td>" in page
    assert 'class="trouble"' not in page
