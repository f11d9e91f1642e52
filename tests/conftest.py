"""What many tests need: people, their browsers, a quiet background, somebody else's upstream."""

import faulthandler
import os
import time
import uuid
from importlib.util import find_spec

import pytest
from _pytest.nodeid import coerce_node_id
from django.test import Client

import background
import tutor_site.wsgi  # noqa: F401 - sets up logging, now rather than while a test listens to it
from accounts.models import User
from background import crew
from chat import judging, proxy
from chat.models import Run
from chat.views import exports, search
from tests import server
from tests.marks import Judge
from tests.scaled_fixtures import own_postgres, postgres, redis, scaled_server  # noqa: F401
from tests.upstream import Upstream

# With requirements.txt alone the tests that need more are left out, and the last lines say so. In CI nothing may be.
MISSING = [
    name
    for name in ("html5lib", "hypothesis", "openai", "playwright", "procrastinate", "psycopg", "xllamacpp")
    if not find_spec(name)
]
LEFT_OUT = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[LEFT_OUT] = []
    if "hypothesis" not in MISSING:
        _choose_examples()


def _choose_examples():
    """Few examples by default; `pytest --hypothesis-profile thorough` tries many more."""
    from hypothesis import settings

    settings.register_profile("few", deadline=None, max_examples=12)
    settings.register_profile("ci", settings.get_profile("few"), derandomize=True)  # the same as the time before
    settings.register_profile("thorough", deadline=None, max_examples=300)
    settings.load_profile("ci" if os.environ.get("CI") else "few")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    wanted = [name for name in MISSING if report.failed and f"No module named '{name}" in str(report.longrepr)]
    if wanted and not os.environ.get("CI"):
        collector.config.stash[LEFT_OUT].append(f"{collector.nodeid} needs {wanted[0]}")
        report.outcome, report.longrepr, report.result = "passed", None, []
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Mark what depends on the database before -m is heeded, and group when all is chosen."""
    for item in items:
        uses = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        if uses and not (item.get_closest_marker("sqlite") or item.get_closest_marker("once")):
            item.add_marker("database")
    yield
    _keep_groups(items)


def _keep_groups(items):
    """Keep the tests of a group in one process: pytest-xdist 3.8 notes it where pytest 9.2 does not look any more."""
    for item in items:
        if "@" in getattr(item, "_nodeid", ""):
            item._id = coerce_node_id(item._nodeid)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := config.stash[LEFT_OUT]:
        terminalreporter.section("left out (pip install -r requirements-dev.txt)")
        for line in left_out:
            terminalreporter.line(line)
    skipped = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}
    if untested := sorted(reason.removeprefix("Skipped: ") for reason in skipped if "NOT TESTED" in reason):
        terminalreporter.section("left out")
        for line in untested:
            terminalreporter.line(line)
    results = [result for results in terminalreporter.stats.values() for result in results]
    properties = [each for result in results for each in getattr(result, "user_properties", ())]
    if figures := dict.fromkeys(value for key, value in properties if key == "figure"):
        terminalreporter.section("figures")
        for line in figures:
            terminalreporter.line(line)
    if attacks := [(key, value) for key, value in properties if key in ("attack", "attacks missing")]:
        from tests.attacks.report import summarize  # not before: it brings the whole suite along

        summarize(terminalreporter, attacks)


def pytest_sessionfinish():
    server.shared.close()


@pytest.fixture(autouse=True)
def _quiet_background():
    """No thread of one test goes on into the next."""
    yield
    stop_process()
    proxy.client.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_allowances(monkeypatch):
    """What one test used up is not missed by the next, whose people have the same keys."""
    for allowance in (exports.OF_ONE, exports.OF_ALL, search.SEARCHES):
        monkeypatch.setattr(allowance, "_left", {})


def stop_process():
    """End the background work of this process, and forget that it ended, as the next process would not know of it."""
    assert background.shutdown(20), "a background thread would not let go"
    crew._crew = None


@pytest.fixture(autouse=True)
def _unjudged(request, monkeypatch):
    """Answers are checked only where a test brings a judge: no other starts an interpreter for that."""
    if "judge" not in request.fixturenames:
        monkeypatch.setattr(judging, "is_checkable", lambda message: False)


@pytest.fixture
def judge(monkeypatch):
    """A double of the judge in its sandbox."""
    double = Judge()
    monkeypatch.setattr(judging, "interpreter", lambda: double)
    yield double
    double.goes_on.set()
    stop_process()


@pytest.fixture
def runner(settings, transactional_db):
    """What carries the runs that a test starts: threads of this process by themselves, or told by the queue."""
    if not settings.QUEUE:
        yield
        return
    from tests.queue_worker import QueueWorker

    with QueueWorker():
        yield


@pytest.fixture
def upstream(settings, runner):
    """A double of another Assistants server, which the chat is set to use."""
    server = Upstream()
    settings.ASSISTANTS_API_EMBEDDED = False
    settings.ASSISTANTS_API_BASE = server.url
    settings.ASSISTANTS_API_KEY = server.key
    proxy.client.cache_clear()
    yield server
    stop_process()
    server.shutdown()
    server.server_close()


@pytest.fixture
def jane(db):
    return User.objects.create_user("jane", password="correct horse", display_name="Jane Doe", plan="premium")


@pytest.fixture
def john(db):
    return User.objects.create_user("john", password="correct horse")


@pytest.fixture
def jane_client(jane):
    client = Client()
    client.force_login(jane)
    return client


@pytest.fixture
def john_client(john):
    client = Client()
    client.force_login(john)
    return client


@pytest.fixture
def send():
    """Send a question as a browser without JavaScript does; the response."""

    def send(client, text, conversation=None, key=None, **headers):
        conversation = conversation or uuid.uuid4()
        data = {"text": text, "client_key": key or uuid.uuid4()}
        return client.post(f"/c/{conversation}/messages", data, headers=headers)

    return send


@pytest.fixture
def ended(runner):
    """Wait until a run, or the newest one, has ended; the Run."""

    def ended(run=None, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = Run.objects.get(pk=run.pk) if run else Run.objects.order_by("-created_at").first()
            if found and not found.is_live:
                return found
            time.sleep(0.02)
        faulthandler.dump_traceback()  # what every thread waits for
        raise AssertionError(f"the run has not ended within {seconds} s: {found and found.status}")

    return ended
