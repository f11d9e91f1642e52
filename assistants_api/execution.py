"""Carries one run from its claim to its end, or to the point where it has to wait for the caller's functions."""

import contextlib
import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from assistants_api import lifecycle, live, stream
from assistants_api.engines import Failed, FunctionCalls, Incomplete, Stopped, StopSignal
from assistants_api.engines.choice import ENGINES, engine_for
from assistants_api.inputs import PromptTooLong, prompt_tokens, run_input
from assistants_api.models import RUN_LIFETIME, Run
from assistants_api.record import LimitReached, Record, RunEnded
from assistants_api.text import clean
from background import LeaseLost, Stopping

logger = logging.getLogger("tutor.assistants_api")

TICK = 0.3
"""Seconds between two looks at whether the run was cancelled or is over its time."""


def carry(run, lease):
    """Answer a queued run. One that is found further on was left by a process that died: it ends at once."""
    rows, until = lease.rows(), _end_of_its_time(run)
    if run.status == Run.Status.CANCELLING:
        lifecycle.cancel(rows)
    elif run.status == Run.Status.IN_PROGRESS:
        lifecycle.fail(rows, "server_error", "The server stopped while it worked on this run.")
    elif until <= time.monotonic():
        lifecycle.expire(rows)
    elif lifecycle.begin(rows):
        _answer(run, lease, until)
    live.tell_state(run.public_id)


def _end_of_its_time(run):
    """When a run that is taken up now expires, in monotonic time: a clock that is set later on does not end it. It has
    its lifetime at most, whatever the clock says now."""
    return time.monotonic() + min(run.expires_at - timezone.now(), RUN_LIFETIME).total_seconds()


def end_crashed(run, lease):
    """End a run after an error that nobody expected; the log has it."""
    in_work = lease.rows().filter(status=Run.Status.IN_PROGRESS)  # not one that waits for outputs, or again for a turn
    lifecycle.fail(in_work, "server_error", "The server had an error while it worked on this run.")
    live.tell_state(run.public_id)


def _answer(run, lease, until):
    stop = StopSignal()
    with live.carried(run.public_id, stream.steps_of(run)) as channel:
        channel.tell_state()
        chosen = engine_for(run.model)
        if chosen is None:
            problem = f"This server has no engine for the model '{run.model}'."
            lifecycle.fail(lease.rows(), "server_error", problem)
            return
        engine, model = chosen
        try:
            asked = run_input(run, model, stop)
        except PromptTooLong:
            lifecycle.stop_short(lease.rows(), "max_prompt_tokens")
            return
        record = Record(run, lease, channel, prompt_tokens(asked), keep_limit=engine in ENGINES.values())
        try:
            with Watch(lease, stop, record, until):
                _record_all(engine(asked), record)
        finally:
            record.end(lifecycle.cancel)  # a cancel that came in the very last moment; and what was said is kept


def _record_all(events, record):
    """Write all events and the end. An engine that stopped leaves the run to whoever wanted that: a cancel, a deadline,
    or the end of this process, after which the next one finds it."""
    with contextlib.closing(events), contextlib.suppress(RunEnded, Stopped):
        try:
            for event in _released(events):
                if isinstance(event, Failed):
                    record.end(lifecycle.fail, event.code, clean(event.message))
                    return
                if isinstance(event, Incomplete):
                    record.end(lifecycle.stop_short, event.reason)
                    return
                record.add(event)
                if isinstance(event, FunctionCalls):
                    return
            record.finish()
            record.end(lifecycle.complete)
        except LimitReached:
            record.end(lifecycle.stop_short, "max_completion_tokens")


def _released(events):
    """The events. While the engine waits for the next one, other threads may have this one's place in the pool."""
    close_old_connections()
    for event in events:
        yield event
        close_old_connections()


class Watch:
    """Looks at a run while its engine is busy, and ends it when it was cancelled or is over its time, `until`."""

    def __init__(self, lease, stop, record, until):
        self.lease, self.stop, self.record, self.until = lease, stop, record, until
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch, name=f"watch {lease}", daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        close_old_connections()  # the thread that is waited for may be waiting for one
        self.done.set()
        self.thread.join()

    def _watch(self):
        try:
            while not self.done.wait(TICK):
                if self.stop.requested or self._ended():
                    self.stop.request()
        finally:
            connections.close_all()

    def _ended(self):
        """Whether the engine's answer is not wanted any more. A database that is busy is asked again."""
        try:
            self.lease.check()
            return self._end_if_due()
        except (LeaseLost, Stopping):
            return True
        except DatabaseError:
            logger.exception("could not look at %s", self.lease)
            return False

    def _end_if_due(self):
        status = self.lease.rows().values_list("status", flat=True).first()
        close_old_connections()  # whoever has the record at the moment may be waiting for one
        if status not in Run.LIVE:
            return True
        if status == Run.Status.CANCELLING:
            return self.record.end(lifecycle.cancel)
        return self.until <= time.monotonic() and self.record.end(lifecycle.expire)
