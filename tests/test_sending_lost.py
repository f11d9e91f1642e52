"""A worker whose run was taken over while it was sending leaves no trace in the record of the other."""

import threading
import uuid
from contextlib import suppress

import pytest
from django.db.models import F

from background.leases import LeaseLost, claim
from chat import proxy
from chat.assistants import AssistantsClient
from chat.failures import Refused
from chat.models import Conversation, Message, Run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("taken_over", "noted"), [(True, False), (False, True)])
def test_where_a_question_was_sent_is_noted_by_whoever_holds_its_run(upstream, jane, monkeypatch, taken_over, noted):
    monkeypatch.setattr("background.start", lambda *_: None)
    monkeypatch.setattr("background.reserve", lambda _: None)
    run = proxy.ask(lambda: jane, uuid.uuid4(), "Solve x = 1", uuid.uuid4()).run

    def refused(*arguments):
        if taken_over:  # by one that found the thread lost and makes another
            Run.objects.update(worker="another", fence=F("fence") + 1)
            Conversation.objects.get().forget_thread(Conversation.objects.get().thread_id)
        raise Refused("no", 400)

    monkeypatch.setattr(AssistantsClient, "start_run", refused)
    lease = claim(Run, run.pk, "worker", threading.Event())

    with suppress(LeaseLost):
        proxy.follow(Run.objects.for_work().get(), lease)

    assert bool(Message.objects.get().upstream_id) is noted
