"""How files that the tutor made come into our record: once each, of bounded size, and never at an answer's cost."""

import re
import threading
import time

import pytest
from django.db import connections

from background.leases import LeaseLost, Stopping, claim
from chat import files, proxy
from chat.assistants import FILE_LIMIT, AssistantsClient
from chat.files import safe_name
from chat.following import Follower
from chat.mirror import Mirror
from chat.models import Attachment, Conversation, FileLink, Message, Run
from tests.made_files import TABLE, TARGET, body, links_of
from tests.test_png import picture
from tests.upstream import Fault

pytest_plugins = ["tests.file_fixtures"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HIDDEN = "evil\u202egpj.exe"


@pytest.mark.parametrize(("content", "told", "asked"), [(b"x", FILE_LIMIT + 1, 0), (b"x" * (FILE_LIMIT + 1), 5, 1)])
def test_a_file_that_is_too_large_is_told_in_its_place(made, read, client, content, told, asked):
    made.add("file-table", "table.csv", content, told)

    page = read()

    file = Attachment.objects.get()
    assert made.asked("file-table", "/content") == asked
    assert "the table (this file is too large to be kept)." in page
    assert bytes(file.content) == b""
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_picture_that_is_too_large_is_told_in_its_place(made, read):
    made.pictures = ["file-plot"]
    made.add("file-plot", "plot.png", b"x" * (FILE_LIMIT + 1))

    page = read()

    assert len(links_of(page)) == 1
    assert '<bdi>picture-1.png</bdi> <span class="size">(this file is too large to be kept)' in page
    assert Run.objects.get().status == Run.Status.COMPLETED


def test_a_size_that_is_no_truth_is_replaced_by_it(made, read):
    for number, told in enumerate(["12", -1, [], 3.5, 0, 2**70, {}]):
        made.add(f"file-{number}", "table.csv", TABLE, told)
    made.answer("See below.", attached=made.files)

    read()

    assert set(Attachment.objects.values_list("size", "missing")) == {(len(TABLE), "")}
    assert Attachment.objects.count() == 8


GONE, NOT_FETCHED = "this file is no longer available", "this file could not be fetched"


FAULTS = [
    ("", Fault(status=404), GONE), ("", Fault(status=410), GONE), ("/content", Fault(status=404), GONE),
    ("/content", Fault(status=410), GONE), ("/content", Fault(status=403), NOT_FETCHED),
    ("", Fault(body=b"<html>"), NOT_FETCHED), ("", Fault(status=302), NOT_FETCHED),
]  # fmt: skip


def test_files_that_cannot_be_had_fail_no_answer(made, read):
    links = {}
    for number, (path, fault, _told) in enumerate(FAULTS):
        links[f"sandbox:/mnt/data/{number}.csv"] = f"file-{number}"
        made.add(f"file-{number}", f"{number}.csv", TABLE)
        made.upstream.fault("GET", f"file-{number}{path}", fault)
    made.answer("\n".join(f"- [table]({target})." for target in links), links)

    page = read()

    assert Run.objects.get().status == Run.Status.COMPLETED
    assert re.findall(r"table \(([^)]*)\)\.", page) == [told for _, _, told in FAULTS]
    assert links_of(page) == []
    assert "sandbox:" not in page


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(cut=True), Fault(drop=True), Fault(status=429)])
def test_a_long_outage_costs_files_and_no_answer(made, read, monkeypatch, fault):
    monkeypatch.setattr(files, "FETCH_SECONDS", 0.3)
    monkeypatch.setattr(files, "PAUSE", 0.1)
    fault.times = 99
    made.upstream.fault("GET", "/content", fault)
    made.add("file-later", "later.csv", TABLE)
    made.links["sandbox:/mnt/data/later.csv"] = "file-later"

    page = read()

    assert Run.objects.get().status == Run.Status.COMPLETED
    assert f"the table ({NOT_FETCHED})." in page
    assert f'<bdi>later.csv</bdi> <span class="size">({NOT_FETCHED})' in page
    assert made.asked("file-table", "/content") > 1
    assert made.asked("file-later", "/content") == 0


def test_a_short_outage_costs_no_file(made, read, monkeypatch):
    monkeypatch.setattr(files, "PAUSE", 0.01)
    made.upstream.fault("GET", "file-table", Fault(status=503, times=2))
    made.upstream.fault("GET", "content", Fault(drop=True, times=3))

    assert len(links_of(read())) == 1


def test_of_very_many_files_the_first_twenty_are_kept(made, read, client, django_assert_max_num_queries):
    ids = [f"file-{number}" for number in range(300)]
    for file_id in ids:
        made.add(file_id, f"{file_id}.csv", file_id.encode())
    made.answer("So many.", {f"sandbox:/mnt/data/{file_id}.csv": file_id for file_id in ids[10:]}, ids[:10])
    read()

    with django_assert_max_num_queries(10):
        page = client.get(f"/c/{Conversation.objects.get().pk}/").content.decode()

    assert Run.objects.get().status == Run.Status.COMPLETED
    assert len(links_of(page)) == Attachment.objects.count() == files.MOST_FILES


def test_of_very_many_pictures_the_first_twenty_are_kept_one_at_a_time(made, read, monkeypatch):
    made.pictures = [f"file-{number}" for number in range(60)]
    for number, file_id in enumerate(made.pictures):
        made.add(file_id, "plot.png", picture(number + 1))
    stored, get = [], AssistantsClient.get_file_content

    def get_counting(self, file_id):
        stored.append(Attachment.objects.count())
        return get(self, file_id)

    monkeypatch.setattr(AssistantsClient, "get_file_content", get_counting)

    page = read()

    assert Run.objects.get().status == Run.Status.COMPLETED
    assert stored[:20] == list(range(20))
    assert page.count("<img") == 20
    assert sorted(Attachment.objects.exclude(step=None).values_list("width", flat=True)) == list(range(1, 21))
    assert page.count(f'.png</bdi> <span class="size">({NOT_FETCHED})') == 20
    assert Attachment.objects.filter(missing="not_fetched").count() == 20


def test_an_outage_costs_pictures_and_files_one_time_together(made, read, monkeypatch):
    monkeypatch.setattr(files, "FETCH_SECONDS", 1)
    monkeypatch.setattr(files, "PAUSE", 0.1)
    made.pictures = ["file-plot", "file-later"]
    made.upstream.fault("GET", "/content", Fault(status=500, times=99))

    page = read()

    assert page.count(f"({NOT_FETCHED})") == 3
    assert made.asked("file-plot", "/content") > 1
    assert made.asked("file-later", "/content") == made.asked("file-table", "/content") == 0


def test_a_picture_that_a_dead_worker_kept_is_shown_and_not_fetched_again(made, waiting_run, monkeypatch):
    made.pictures = ["file-plot"]
    made.add("file-plot", "plot.png", picture())
    with monkeypatch.context() as dying:
        dying.setattr(Mirror, "_show", lambda *_arguments: (_ for _ in ()).throw(Stopping))
        dying.setattr(Mirror, "_keep", lambda self, steps, messages: None)
        with pytest.raises(Stopping):
            follow(waiting_run)
    assert not Attachment.objects.get(upstream_id="file-plot").is_picture

    follow(waiting_run)

    assert made.asked("file-plot", "/content") == 1
    assert Attachment.objects.get(upstream_id="file-plot").is_picture


def test_odd_attachments_and_annotations_are_passed_over(made, read):
    notes = [None, 7, {"type": "file_path"}, {"type": "file_path", "text": TARGET, "file_path": {"file_id": "a/b"}}]
    notes += [{"type": "file_path", "text": "is", "file_path": {"file_id": "file-table"}}]  # no address
    notes += [{"type": "file_path", "text": "sandbox:/" + "x" * 400, "file_path": {"file_id": "file-table"}}]
    notes += [{"type": "file_citation", "text": "【4:0†source】", "file_citation": {"file_id": "file-table"}}]
    say = made.upstream.say

    def say_oddly(*arguments):
        message = say(*arguments)
        message["attachments"] = [None, 7, {}, {"file_id": None}, {"file_id": "../v1"}, {"file_id": "a" * 65}]
        message["content"][0]["text"]["annotations"] = notes
        return message

    made.upstream.say = say_oddly
    made.answer(f"Here is [the table]({TARGET})【4:0†source】.")

    page = read()

    assert "Here is the table." in page
    assert "†" not in page
    assert Attachment.objects.count() == 0
    assert made.asked(".*") == 0


def test_a_file_that_a_later_answer_names_again_is_fetched_once(made, client, send, ended):
    address = send(client, "Make a table")["Location"]
    ended()
    send(client, "Where was it?", address.split("/")[2])
    ended()

    page = client.get(address).content.decode()

    assert len(links_of(page)) == 2
    assert len(set(links_of(page))) == 1
    assert made.asked("file-table", "/content") == 1
    assert (Attachment.objects.count(), FileLink.objects.count()) == (1, 2)


def test_a_file_of_a_failed_run_is_shown(made, read, client):
    made.upstream.leaves_messages = True
    made.upstream.outcome = {"status": "failed", "last_error": {"code": "invalid_prompt", "message": "no"}}

    page = read()

    assert Run.objects.get().status == Run.Status.FAILED
    assert [body(client.get(address)) for address in links_of(page)] == [TABLE]


def test_files_that_a_dead_run_left_behind_are_not_shown(made, read, monkeypatch):
    made.upstream.leaves_messages = True
    made.upstream.outcome = {"status": "failed", "last_error": {"code": "server_error", "message": "died"}}
    begin_again = Follower._begin_again

    def remade(self):
        made.add("file-second", "table.csv", TABLE)
        made.answer("Once more.", attached=["file-second"])
        made.upstream.outcome = {"status": "completed"}
        begin_again(self)

    monkeypatch.setattr(Follower, "_begin_again", remade)

    page = read()

    assert len(links_of(page)) == 1
    assert Attachment.objects.get().upstream_id == "file-second"


def test_a_file_of_a_message_before_the_stop_is_shown(made, client, send, ended):
    upstream = made.upstream
    upstream.polls, upstream.streams = 100_000, False
    address = send(client, "Make a table")["Location"]
    while not upstream.runs:
        time.sleep(0.01)
    with upstream.lock:
        [run] = upstream.runs.values()
        message = upstream.say(run["thread_id"], "assistant", f"Here is [the table]({TARGET}).", run["id"])
        upstream.add_step(run, {"type": "message_creation", "message_creation": {"message_id": message["id"]}})
    while not FileLink.objects.exists():
        time.sleep(0.01)

    client.post(f"{address}runs/{Run.objects.get().pk}/stop")

    assert ended().status == Run.Status.CANCELLED
    assert len(links_of(client.get(address).content.decode())) == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("/mnt/data/table.csv", "table.csv"), ("..\\..\\C:\\x.bat", "x.bat"), ("../../etc/passwd", "passwd"),
        ("", "file"), ("/", "file"), ("..", "file"), (" . ", "file"), ("\u202e\u2066\u200f", "file"),
        ("\r\n\0", "file"), (HIDDEN, "evilgpj.exe"), ("a\r\nSet-Cookie: b=c.csv", "aSet-Cookie: b=c.csv"),
        ("q\"uo'te;.csv", "q\"uo'te;.csv"), ("таблица 表.csv", "таблица 表.csv"), ("a\0\ud800.csv", "a.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"), ("x" * 300, "x" * 100), ("." + "x" * 300, "x" * 100),
        ("x." + "y" * 300, "x." + "y" * 98),
    ],
)  # fmt: skip
def test_names_become_plain_names(name, safe):
    assert safe_name(name) == safe


@pytest.fixture
def waiting_run(client, send, monkeypatch):
    """A run that nobody carries, until a test does."""
    monkeypatch.setattr("background.start", lambda *_: None)
    monkeypatch.setattr("background.reserve", lambda _: None)
    send(client, "Make a table")
    return Run.objects.get()


def follow(run):
    """Carry a run as a new worker does."""
    Run.objects.filter(pk=run.pk).update(worker="", lease_until=None)
    proxy.follow(Run.objects.get(pk=run.pk), claim(Run, run.pk, "worker", threading.Event()))


@pytest.fixture
def slow_first(monkeypatch):
    """The first worker that has a file's bytes waits with them: (it has them, it may go on)."""
    fetched, go_on = threading.Event(), threading.Event()
    get = AssistantsClient.get_file_content

    def get_slowly(self, file_id):
        content = get(self, file_id)
        if not fetched.is_set():
            fetched.set()
            go_on.wait(10)
        return content

    monkeypatch.setattr(AssistantsClient, "get_file_content", get_slowly)
    return fetched, go_on


@pytest.fixture
def first_worker(made, waiting_run, slow_first):
    """A worker that waits with a file's bytes; what lets it go on and returns the error that ends it."""
    fetched, go_on = slow_first
    errors = []

    def work():
        try:
            follow(waiting_run)
        except Exception as error:
            errors.append(error)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert fetched.wait(10)

    def finish():
        go_on.set()
        thread.join(10)
        return errors.pop()

    return finish


def test_two_workers_that_follow_one_run_keep_each_file_once(made, waiting_run, first_worker):
    follow(waiting_run)
    second = Attachment.objects.get()

    error = first_worker()

    assert isinstance(error, LeaseLost)
    assert Attachment.objects.get() == second
    assert bytes(second.content) == TABLE
    assert FileLink.objects.count() == Message.objects.filter(role="assistant").count() == 1
    assert Run.objects.get().status == Run.Status.COMPLETED


def test_a_conversation_that_is_deleted_while_a_file_is_fetched_leaves_nothing(made, waiting_run, first_worker):
    Conversation.objects.get().delete()

    error = first_worker()

    assert isinstance(error, LeaseLost)
    assert Attachment.objects.count() == 0


def test_a_file_that_a_dead_worker_kept_is_not_fetched_again(made, waiting_run, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(Mirror, "_write", lambda *_arguments, **_values: (_ for _ in ()).throw(Stopping))
        with pytest.raises(Stopping):
            follow(waiting_run)
    kept = Attachment.objects.get()

    follow(waiting_run)

    assert made.asked("file-table", "/content") == 1
    assert FileLink.objects.get().attachment == kept
