"""What a student sees while an answer is written: words as they come, a word for what happens, each block once."""

import re
import threading
import time
import uuid

import pytest

from chat import progress
from chat.models import Run
from tests.streamed_runs import until
from tests.upstream import Fault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner, pytest.mark.slow]


class Page:
    """The open page of one student: what it shows after each poll, as its own markup asks for it."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.text = client.get(address).content.decode()
        self.blocks = re.findall(r'<article class="message from-tutor">.*?</article>', self.text, re.S)

    @property
    def poll_address(self):
        found = re.search(r'hx-get="([^"]+)"', self.text)
        return found and found[1]

    @property
    def moving(self):
        found = re.search(r'<div [^>]*class="live prose"[^>]*>(.*?)</div>\s*<div [^>]*class="state">', self.text, re.S)
        return found[1] if found else ""

    def poll(self):
        """One poll; whether it brought anything."""
        response = self.client.get(self.poll_address, headers={"HX-Request": "true"})
        if response.status_code == 204:
            return False
        self.text = response.content.decode()
        self.blocks += re.findall(r'<article class="message from-tutor">.*?</article>', self.text, re.S)
        return True

    def poll_until(self, condition, seconds=10):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.text
            if not self.poll():
                time.sleep(0.01)


@pytest.fixture
def ask(client, send):
    """Send a question; the Page."""
    return lambda text="Solve x = 1": Page(client, send(client, text)["Location"])


def test_words_are_on_the_page_before_the_message_is_whole(upstream, ask, ended):
    upstream.answers = ["one two three four"]
    gate = upstream.hold(9)  # in the middle of the words
    page = ask()
    assert gate.reached.wait(10)

    page.poll_until(lambda: "one" in page.moving)
    while_written = (page.moving, list(page.blocks), "The tutor is writing" in page.text)
    gate.open()
    page.poll_until(lambda: not page.poll_address)

    assert "four" not in while_written[0]
    assert while_written[1:] == ([], True)
    assert page.moving == ""
    assert len(page.blocks) == 1
    assert "one two three four" in page.blocks[0]
    assert ended().answers.get().text == "one two three four"


def test_a_block_that_is_finished_comes_while_the_run_goes_on_and_once(upstream, ask, ended):
    upstream.answers = ["Let's see.", "It is `x = 1`."]
    gate = upstream.hold(16)  # in the code after the first message
    page = ask()
    assert gate.reached.wait(10)

    page.poll_until(lambda: page.blocks)
    early = list(page.blocks)
    assert page.poll_address
    gate.open()
    page.poll_until(lambda: not page.poll_address)

    assert "see." in early[0]
    assert page.blocks[: len(early)] == early
    assert [("see." in block, "x = 1" in block) for block in page.blocks] == [(True, False), (False, True)]


@pytest.mark.parametrize(("after", "said"), [(3, "thinking"), (14, "writing code")])
def test_the_page_says_in_a_word_what_happens(upstream, ask, after, said):
    gate = upstream.hold(after)
    page = ask()
    assert gate.reached.wait(10)

    page.poll_until(lambda: said in page.text)

    gate.open()


def test_a_formula_that_has_no_end_yet_is_not_shown(upstream, ask):
    upstream.answers = [r"So \( x = 1 + y \) holds"]
    gate = upstream.hold(11)
    page = ask()
    assert gate.reached.wait(10)

    page.poll_until(lambda: "So" in page.moving)

    assert "\\(" not in page.moving
    gate.open()


def test_nothing_that_a_model_writes_is_markup_while_it_moves(upstream, ask):
    upstream.answers = ["<img/src=x/onerror=alert(1)> <script>alert(1)</script> and more"]
    gate = upstream.hold(9)
    page = ask()
    assert gate.reached.wait(10)

    page.poll_until(lambda: page.moving)

    assert "<img" not in page.moving
    assert "<script" not in page.moving
    gate.open()


def test_a_poll_is_held_until_there_is_something_new(upstream, ask):
    gate = upstream.hold(8)
    page = ask()
    assert gate.reached.wait(10)
    while page.poll():
        pass
    opened = threading.Timer(0.2, gate.open)
    opened.start()

    began = time.monotonic()
    brought = page.poll()

    assert brought
    assert 0.15 < time.monotonic() - began < 0.6


def test_a_run_that_the_upstream_does_not_stream_is_polled(upstream, ask, ended):
    upstream.streams = False

    ask()

    assert ended().status == Run.Status.COMPLETED
    assert upstream.called("GET", r"/runs/run_\w+$") > 1


def test_a_plain_answer_takes_three_calls(upstream, ask, ended):
    upstream.answers = ["It is 1."]
    ask()
    ended()
    made = len(upstream.requests)

    ask("Another one")
    ended()

    assert upstream.requests[made][1] == "/v1/threads"
    assert [request[0] for request in upstream.requests[made + 1 :]] == ["POST", "POST", "GET"]


def test_stop_in_the_middle_keeps_the_words_and_frees_the_thread(upstream, ask, client, ended):
    upstream.answers = ["one two three four five six"]
    gate = upstream.hold(9)
    page = ask()
    assert gate.reached.wait(10)
    page.poll_until(lambda: "one" in page.moving)

    client.post(f"{page.address}runs/{Run.objects.get().pk}/stop")
    run = ended(seconds=8)

    assert run.status == Run.Status.CANCELLED
    assert run.answers.get().text.startswith("one")
    assert upstream.called("POST", "/cancel") == 1
    gate.open()
    upstream.gate = None
    client.post(page.address + "messages", {"text": "And 2?", "client_key": uuid.uuid4()})
    assert ended().status == Run.Status.COMPLETED


def test_a_stream_that_falls_silent_is_left_for_polling(upstream, ask, ended, monkeypatch):
    monkeypatch.setattr(progress, "SILENCE", 0.5)
    gate = upstream.hold(9)
    ask()
    assert gate.reached.wait(10)
    upstream.streams = False

    deadline = time.monotonic() + 10
    while not upstream.called("GET", r"/runs/run_\w+$") and time.monotonic() < deadline:
        time.sleep(0.02)
    gate.open()

    assert ended().status == Run.Status.COMPLETED
    assert len(upstream.runs) == 1


class TestOneCall:
    """Question and run in one call."""

    @pytest.fixture(autouse=True)
    def _one_call(self, settings, monkeypatch):
        settings.ASSISTANTS_API_ONE_CALL = True
        monkeypatch.setattr("chat.sending._plain_only", set())

    def test_the_first_question_makes_thread_message_and_run_at_once(self, upstream, ask, ended):
        upstream.answers = ["It is 1."]
        ask()

        run = ended()

        assert run.status == Run.Status.COMPLETED
        assert [request[:2] for request in upstream.requests][1] == ("POST", "/v1/threads/runs")
        assert upstream.user_messages() == ["Solve x = 1"]
        assert run.message.upstream_id

    def test_the_next_one_rides_on_its_run(self, upstream, ask, client, ended):
        upstream.answers = ["It is 1."]
        page = ask()
        ended()
        made = len(upstream.requests)

        client.post(page.address + "messages", {"text": "And 2?", "client_key": uuid.uuid4()})
        run = ended()

        assert [request[0] for request in upstream.requests[made:]] == ["POST", "GET"]
        assert upstream.user_messages() == ["Solve x = 1", "And 2?"]
        assert run.answers.get().text == "It is 1."

    def test_a_server_that_refuses_it_gets_the_plain_calls(self, upstream, ask, ended):
        upstream.fault("POST", "/threads/runs", Fault(status=400))

        ask()

        assert ended().status == Run.Status.COMPLETED
        assert upstream.user_messages() == ["Solve x = 1"]
        assert upstream.called("POST", "/messages$") == 1

    def test_a_first_call_of_unknown_fate_is_not_made_twice(self, upstream, ask, client, ended):
        upstream.fault("POST", "/threads/runs", Fault(accepted=True, drop=True))
        page = ask()
        failed = ended()
        assert (failed.status, failed.reason) == (Run.Status.FAILED, Run.Reason.UNREACHABLE)
        assert upstream.user_messages() == ["Solve x = 1"]

        client.post(f"{page.address}runs/{failed.pk}/retry")

        assert ended().status == Run.Status.COMPLETED

    def test_a_later_call_of_unknown_fate_is_found_again(self, upstream, ask, client, ended):
        page = ask()
        ended()
        upstream.fault("POST", "/runs", Fault(accepted=True, drop=True))

        client.post(page.address + "messages", {"text": "And 2?", "client_key": uuid.uuid4()})

        assert ended().status == Run.Status.COMPLETED
        assert upstream.user_messages() == ["Solve x = 1", "And 2?"]
        assert len(upstream.runs) == 2


def test_a_stream_that_only_shows_that_it_lives_is_not_silent(upstream, ask, ended, monkeypatch):
    monkeypatch.setattr(progress, "SILENCE", 0.6)
    monkeypatch.setattr(progress, "TICK", 0.05)
    gate = upstream.hold(9)
    ask()
    assert gate.reached.wait(10)
    [live] = progress._writer()._lives
    until(lambda: live.stream)
    stream = live.stream

    for _ in range(10):
        stream.heard_at = time.monotonic()
        time.sleep(0.1)
    gate.open()

    assert ended().status == Run.Status.COMPLETED
    assert upstream.called("GET", r"/runs/run_\w+$") == 0
