"""Random sequences of what students, workers and the upstream do: whatever comes, each question is answered once or
ends with a reason, and what was shown stays."""

import logging
import os
import threading
import uuid
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from background.leases import Lease, claim
from chat import assistants, following, progress, proxy, watching
from chat.assistants import AssistantsClient
from chat.models import Message, Run
from chat.patience import Patience
from tests.chat_clock import Clock, Pulse
from tests.chat_machine import Machine
from tests.chat_upstream import ADDRESS, CALLS, FAULTS, KEY, MOODS, STREAMS, NearAdapter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EXAMPLES, STEPS = int(os.environ.get("STATE_MACHINE_EXAMPLES", 12)), 30
"""Sequences, and steps in each: always the same few, unless the environment asks for a number of others."""
STUDENT = ["send", "edit", "send again", "send an old page", "stop", "retry", "poll", "reload"]
UPSTREAM = ["lose threads", "lose assistants", "start a foreign run"]
WORKER = ["crash", "crash", "crash", "take over", "take over and die", "leave"]
ACTIONS = [*["work"] * 12, *["resume"] * 2, *STUDENT, "send", "edit", "retry", "poll", *UPSTREAM]
MOMENTS = ["check", "sending", "answered", "answered", "event", "write"]
NTH = st.one_of(st.integers(0, 5), st.integers(0, 40))
PLAN = st.lists(st.tuples(st.sampled_from(MOMENTS), NTH, st.sampled_from([*WORKER, *STUDENT, *UPSTREAM])), max_size=3)
FAULT = st.tuples(st.sampled_from(CALLS), st.sampled_from(FAULTS))
BROKEN_STREAM = st.tuples(st.sampled_from(["POST threads/runs", "POST threads+runs"]), st.sampled_from(list(STREAMS)))
TROUBLE = st.lists(st.one_of(FAULT, FAULT, BROKEN_STREAM), max_size=3)
MOOD = st.sampled_from(["good"] * 8 + list(MOODS))


class Conversations(Machine):
    """What happens, each as a step and, while a worker is at work, in between."""

    @rule(action=st.sampled_from(ACTIONS), plan=PLAN, trouble=TROUBLE, mood=MOOD)
    def step(self, action, plan, trouble, mood):
        """One rule for all: of many rules, a short sequence would have a few only."""
        if action != "work":
            return getattr(self, action.replace(" ", "_"))()
        if not self.live():
            self.send()
        self.plan = [list(row) for row in plan]
        self.upstream.faults = list(trouble)
        self.upstream.set_mood(mood)
        return self.resume()

    # The student

    def send(self):
        """A new question. While one is live it is refused, and its text stays in the box."""
        text, key = f"question {len(self.asked)}", uuid.uuid4()
        self.post(key, text, accepted=key)

    def edit(self):
        """One of the questions so far in other words, on whatever branch it is."""
        if self.asked:
            place, key = len(self.asked) // 2, uuid.uuid4()
            question = Message.objects.get(conversation=self.conversation, client_key=self.asked[place][0])
            self.post(key, f"edit {len(self.asked)}", accepted=key, to=f"messages/{question.pk}/edit")

    def post(self, key, text, accepted, to="messages"):
        """Send a text with a key; `accepted` is the key under which a new question will be kept."""
        refused = self.live() is not None
        data = {"text": text, "client_key": key}
        response = self.client.post(f"{self.address}{to}", data, headers={"HX-Request": "true"})
        if refused:
            assert response.status_code == 422
            assert text in response.content.decode()
            return
        assert response.status_code == 200
        self.asked.append((accepted, text))
        self.page.show(response.content.decode())

    def send_again(self):
        """The same question once more: a double click, a second try."""
        if self.asked:
            key, text = self.asked[-1]
            response = self.client.post(f"{self.address}messages", {"text": text, "client_key": key})
            assert (response.status_code, response["Location"].partition("?")[0]) == (302, self.address)

    def send_an_old_page(self):
        """A browser has restored a page with a key that was used, and the student types another text."""
        if self.asked:
            key, text = self.asked[-1][0], f"other {len(self.asked)}"
            self.post(key, text, accepted=uuid.uuid5(key, text))

    def stop(self):
        self.press("stop")

    def retry(self):
        newest = self.newest()
        if newest and newest.status in Run.UNANSWERED:
            self.retries += 1
        self.press("retry")

    def press(self, button):
        """On the page, where it shows the button, else in another tab without a script."""
        if not (newest := self.newest()):
            return
        address = f"{self.address}runs/{newest.pk}/{button}"
        if bool(self.page.poll_address) == (button == "stop"):
            self.page.press(address)
        else:
            assert self.client.post(address).status_code == 302

    def poll(self):
        self.page.poll()
        self.look(self.page)

    # The upstream

    def lose_threads(self):
        if self.asked:
            self.excuse(self.asked[-1][0])
        self.upstream.lose_threads()

    def lose_assistants(self):
        self.upstream.assistants.clear()

    def start_a_foreign_run(self):
        self.upstream.start_foreign_run()

    # The end

    def teardown(self):
        """All is well again: what is live ends, what failed can be answered, and so can a further question."""
        self.upstream.faults, self.plan = [], []
        self.upstream.set_mood("good")
        self.resume()
        assert not self.live()
        if self.newest() and self.newest().status in Run.UNANSWERED:
            self.retry()
            self.resume()
            self.check_answered()
        self.send()
        self.resume()
        self.check_answered()

    def check_answered(self):
        assert self.newest().status == Run.Status.COMPLETED, self.newest().reason
        for _until_it_has_seen_the_end in range(2):
            self.poll()
        assert not self.page.poll_address
        self.reload()
        self.the_record_is_what_was_accepted()
        self.what_has_ended_never_changes()
        self.nothing_is_sent_twice()


def _reserved(row):
    return claim(type(row), row.pk, "worker", threading.Event(), fence=0)


@pytest.fixture
def stage(monkeypatch, settings, caplog):
    """Nothing happens by itself or by the clock, and each point of a worker's way is told to the machine."""
    stage = SimpleNamespace(clock=Clock(), adapter=NearAdapter(), pulse=Pulse(), moment=None, reserved={})
    stage.clock.rule(monkeypatch)
    stage.clock.beat = stage.pulse.beat
    check, write = Patience.check, Lease.write
    monkeypatch.setattr(Patience, "check", lambda patience: (stage.moment("check"), check(patience)))
    monkeypatch.setattr(Lease, "write", lambda lease, **values: (stage.moment("write"), write(lease, **values)))
    monkeypatch.setattr("background.reserve", _reserved)
    monkeypatch.setattr("background.start", lambda row, lease: stage.reserved.update({row.pk: lease}))
    monkeypatch.setattr(progress, "_writer", lambda: stage.pulse)
    monkeypatch.setattr(watching, "hold", lambda run, seen, says_words, calm: run.revision != seen)
    monkeypatch.setattr(following, "RUN_SECONDS", 200)
    monkeypatch.setattr(assistants, "RUN_SECONDS", 30)
    client = AssistantsClient(ADDRESS, KEY, stage.adapter)
    monkeypatch.setattr(proxy, "AssistantsClient", lambda *_: client)
    proxy.client.cache_clear()
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_BASE = False, ADDRESS
    caplog.set_level(logging.CRITICAL, "django.request")
    caplog.set_level(logging.CRITICAL, "tutor")
    return stage


@pytest.mark.parametrize("one_call", [False, True], ids=["plain calls", "one call"])
def test_whatever_comes_a_question_is_answered_once_or_ends_with_a_reason(stage, settings, one_call):
    settings.ASSISTANTS_API_ONE_CALL = one_call

    run_state_machine_as_test(
        lambda: Conversations(stage),
        settings=examples(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize="STATE_MACHINE_EXAMPLES" not in os.environ,
            phases=[Phase.generate, Phase.shrink],
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_worker_that_slept_while_it_made_the_thread_repeats_no_block(stage):
    conversation = Conversations(stage)
    conversation.send()
    conversation.plan = [["answered", 1, "take over"], ["event", 22, "crash"]]
    conversation.resume()
    assert conversation.live().steps.exists()

    conversation.resume()

    conversation.check_answered()


@pytest.mark.parametrize("one_call", [False, True], ids=["plain calls", "one call"])
@pytest.mark.parametrize("calls", [2, 3, 4])
def test_a_thread_that_is_lost_after_the_question_was_sent_is_replayed_at_once(stage, settings, one_call, calls):
    settings.ASSISTANTS_API_ONE_CALL = one_call
    conversation = Conversations(stage)
    conversation.send()
    conversation.plan = [["answered", calls, "lose threads"]]

    conversation.resume()

    conversation.check_answered()


def test_a_worker_that_slept_while_the_assistant_was_lost_sends_nothing_twice(stage, settings):
    settings.ASSISTANTS_API_ONE_CALL = True
    conversation = Conversations(stage)
    conversation.send()
    conversation.resume()
    conversation.lose_assistants()
    conversation.send()
    conversation.plan = [["answered", 0, "take over"]]

    conversation.resume()

    conversation.check_answered()


def test_a_worker_that_slept_after_it_had_looked_for_the_question_sends_nothing_twice(stage, settings):
    settings.ASSISTANTS_API_ONE_CALL = True
    conversation = Conversations(stage)
    conversation.send()
    conversation.resume()
    conversation.send()
    conversation.plan = [["check", 0, "crash"]]
    conversation.resume()
    conversation.plan = [["answered", 1, "take over"]]

    conversation.resume()

    conversation.check_answered()


@pytest.mark.parametrize("event", [3, 12, 24])
def test_a_worker_that_slept_writes_nothing_although_the_run_is_live(stage, event):
    conversation = Conversations(stage)
    conversation.send()
    conversation.plan = [["event", event, "take over and die"]]
    conversation.resume()
    assert conversation.live()

    conversation.resume()

    conversation.check_answered()
