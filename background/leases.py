"""A process's hold on one row of work, and the writes that are refused once the hold is gone."""

import contextlib
import os
import secrets
import socket
import threading
import time
from datetime import timedelta
from functools import cache

from django.db.models.functions import Now

from background.prepared import Prepared

SECONDS = 7.5
"""How long a lease lasts without renewal: a dead process is noticed within this and one sweep."""


def until():
    """When a lease that is taken or renewed now runs out. By the database's clock: those of the hosts may differ."""
    return Now() + timedelta(seconds=SECONDS)


class LeaseLost(Exception):
    """Somebody else holds the row now, or it has ended: whatever this holder still wants to write is void."""


class Stopping(Exception):
    """The process is shutting down: leave the row as it is, another process carries it on."""


class Lease:
    """The hold of this process on one row, by its worker name and the row's fence (which grows with each claim).

    `model` is a concrete LeasedWork. Created only by `claim`.
    """

    def __init__(self, model, pk, worker, fence, stopping):
        self.model, self.pk, self.worker, self.fence = model, pk, worker, fence
        self._stopping = stopping
        self._woken = threading.Event()
        self._interrupt = None
        self._known_until = time.monotonic()
        self.lost = self.is_finished = False

    def __str__(self):
        return f"{self.model._meta.label} {self.pk} fence {self.fence}"

    def rows(self):
        """The row as a queryset that is empty as soon as the lease is another's."""
        return self.model._base_manager.filter(pk=self.pk, worker=self.worker, fence=self.fence)

    def write(self, **values):
        """Update the row, or raise LeaseLost."""
        if not self.write_if({}, **values):
            self.lost = True
            raise LeaseLost(str(self))

    def write_if(self, conditions, **values):
        """Update the row if its fields have these values as well; whether it was updated."""
        given, made = {}, []
        for name, value in values.items():
            if hasattr(value, "resolve_expression"):
                made.append((name, value))
            else:
                given[name] = value
        statement = _update(self.model, tuple(conditions), tuple(given), tuple(made))
        held = {"pk": self.pk, "worker": self.worker, "fence": self.fence} | conditions
        return bool(statement.change(**_named("is", held), **_named("set", given)))

    def finish(self, **values):
        """Update the row for the last time, and let go of it with that; or raise LeaseLost."""
        self.write(**values, worker="", lease_until=None)
        self.is_finished = True

    def check(self):
        """Raise Stopping or LeaseLost when the work has to end here.

        After a time without renewal the row is asked: this process may have slept for longer than its lease.
        """
        if not self.lost and time.monotonic() > self._known_until:
            self.renew()
        if self.lost:
            raise LeaseLost(str(self))
        if self._stopping.is_set():
            raise Stopping(str(self))

    def wait(self, seconds):
        """Sleep, but no longer than until somebody wakes the holder; shutdown and the loss of the lease raise."""
        self.check()
        self._woken.wait(seconds)
        self._woken.clear()
        self.check()

    @contextlib.contextmanager
    def reading(self, interrupt):
        """While the body waits for something outside, `interrupt` is what ends that when the holder is woken."""
        self._interrupt = interrupt
        try:
            self.check()  # whoever woke it before found nothing to interrupt
            yield
        finally:
            self._interrupt = None

    def wake(self):
        """Let the holder look at once whether its work has to end: a wait is over, a read is interrupted."""
        self._woken.set()
        if interrupt := self._interrupt:
            interrupt()

    def renew(self):
        """Prolong the lease; one that is gone is marked lost."""
        began = time.monotonic()
        if self.write_if({}, lease_until=until()):
            self.renewed(began)
        else:
            self.lost = True
            self.wake()

    def renewed(self, began):
        """The lease was taken or prolonged by a query that began at this moment of the monotonic clock."""
        self._known_until = began + SECONDS / 2

    def release(self):
        """Let go of the row so that it can be claimed at once."""
        if not self.is_finished:
            self.write_if({}, worker="", lease_until=None)


@cache
def _update(model, conditions, given, made):
    """The update of a row that has these fields as they are told, to values that are told and to these expressions."""

    def build(**marks):
        rows = model._base_manager.filter(**{name: marks[f"is_{name}"] for name in ("pk", *held)})
        return rows, {name: marks[f"set_{name}"] for name in given} | dict(made)

    held = ("worker", "fence", *conditions)
    fields = {name: model._meta.get_field(name) for name in (*held, *given)}
    sought = _named("is", {"pk": model._meta.pk} | {name: fields[name] for name in held})
    return Prepared(build, **sought, **_named("set", {name: fields[name] for name in given}))


def _named(prefix, values):
    return {f"{prefix}_{name}": value for name, value in values.items()}


@cache
def _claim(model):
    """(the look at a row's fence, the claim of a row that has it still)."""

    def look(pk):
        return model._base_manager.filter(pk=pk).order_by().values_list("fence")

    def take(pk, fence, worker, next_fence):
        rows = model.objects.due().filter(pk=pk, fence=fence).order_by()
        return rows, {**rows.at_claim(), "worker": worker, "fence": next_fence, "lease_until": until()}

    pk, fence, worker = model._meta.pk, model._meta.get_field("fence"), model._meta.get_field("worker")
    return Prepared(look, pk=pk), Prepared(take, pk=pk, fence=fence, worker=worker, next_fence=fence)


def claim(model, pk, worker, stopping, fence=None):
    """The lease on a live row that nobody holds, or None. One conditional update, so two claimants cannot both win.

    `fence`: the one that the row has, where that is known, as of a new one.
    """
    look, take = _claim(model)
    if fence is None:
        found = look.row(pk=pk)
        if found is None:
            return None
        fence = found[0]
    began = time.monotonic()
    if not take.change(pk=pk, fence=fence, worker=worker, next_fence=fence + 1):
        return None
    lease = Lease(model, pk, worker, fence + 1, stopping)
    lease.renewed(began)
    return lease


def renew_all(model, worker, leases):
    """Prolong the leases of a worker on rows of one model in one update. Who has lost a row finds that out alone."""
    began = time.monotonic()
    rows = model._base_manager.filter(pk__in=[lease.pk for lease in leases], worker=worker)
    changed = rows.update(lease_until=until())
    held = None if changed == len(leases) else set(rows.values_list("pk", "fence"))
    for lease in leases:
        if held is None or (lease.pk, lease.fence) in held:
            lease.renewed(began)
        elif not lease.is_finished:
            lease.renew()


def worker_name():
    """A name that no other process has had: host, process id and a random part."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(6)}"
