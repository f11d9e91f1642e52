"""A process's hold on one row of work, and the writes that are refused once the hold is gone."""

import contextlib
import os
import secrets
import socket
import threading
import time
from datetime import timedelta

from django.db.models.functions import Now

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
        self.lost = False

    def __str__(self):
        return f"{self.model._meta.label} {self.pk} fence {self.fence}"

    def rows(self):
        """The row as a queryset that is empty as soon as the lease is another's."""
        return self.model._base_manager.filter(pk=self.pk, worker=self.worker, fence=self.fence)

    def write(self, **values):
        """Update the row, or raise LeaseLost."""
        if not self.rows().update(**values):
            self.lost = True
            raise LeaseLost(str(self))

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
        if self.rows().update(lease_until=until()):
            self.renewed(began)
        else:
            self.lost = True
            self.wake()

    def renewed(self, began):
        """The lease was taken or prolonged by a query that began at this moment of the monotonic clock."""
        self._known_until = began + SECONDS / 2

    def release(self):
        """Let go of the row so that it can be claimed at once."""
        self.rows().update(worker="", lease_until=None)


def claim(model, pk, worker, stopping):
    """The lease on a live row that nobody holds, or None. One conditional update, so two claimants cannot both win."""
    fence = model._base_manager.filter(pk=pk).values_list("fence", flat=True).first()
    if fence is None:
        return None
    began = time.monotonic()
    won = model.objects.due().filter(pk=pk, fence=fence).update(worker=worker, fence=fence + 1, lease_until=until())
    if not won:
        return None
    lease = Lease(model, pk, worker, fence + 1, stopping)
    lease.renewed(began)
    return lease


def renew_all(model, worker, leases):
    """Prolong the leases of a worker on rows of one model, in one update unless one of them is gone."""
    began = time.monotonic()
    rows = model._base_manager.filter(pk__in=[lease.pk for lease in leases], worker=worker)
    if rows.update(lease_until=until()) < len(leases):
        for lease in leases:
            lease.renew()
    else:
        for lease in leases:
            lease.renewed(began)


def worker_name():
    """A name that no other process has had: host, process id and a random part."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(6)}"
