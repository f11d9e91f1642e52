"""The threads of one process that carry rows of work, and the sweep that renews leases, finds orphans and cleans.

Which processes have such a crew is a setting: the web processes themselves, or, with QUEUE, worker processes alone.
"""

import atexit
import contextlib
import logging
import os
import threading
import time
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connections

from background.cleaning import Rounds
from background.leases import LeaseLost, Stopping, claim, renew_all, worker_name
from background.outages import is_outage
from background.prepared import Prepared

logger = logging.getLogger("tutor.background")

TICK = 1.0
"""Seconds between sweeps; each renews the leases that are held and looks for rows that nobody holds."""
CAPACITY = 256
"""Rows of one model that one process carries at once, unless a worker was told another number; the rest wait in the
database. Each model has room of its own, since a row of one may wait for a row of the other."""


class Crew:
    """All the work of this process. There is one, made on first use and again after a fork."""

    def __init__(self, capacity=CAPACITY, serves_queue=False):
        self.pid = os.getpid()
        self.worker = worker_name()
        self.capacity, self.serves_queue = capacity, serves_queue
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.held = {}
        self.claiming = set()
        self.unclaimed = set()
        self.sweeper = None
        self.cleaning = Rounds()

    def reserve(self, model, pk):
        """The lease on a row that this thread's transaction has added, to be given to `start` after its commit, or None
        when there is no room. To claim it later would be a transaction of its own, and its turn to write."""
        with self.lock:
            if self.stopping.is_set() or not self._room(model):
                return None
        return claim(model, pk, self.worker, self.stopping, fence=0)

    def start(self, model, pk, lease=None):
        """Carry the row in a thread of its own, unless this process has it already; False when there is no room.

        `lease`: the one that was reserved. A row that cannot be carried is let go of at once.
        """
        key = (model, pk)
        with self.lock:
            if key in self.held or key in self.claiming:
                return True
            is_refused = self.stopping.is_set() or not self._room(model)
            if not is_refused and lease:
                self.held[key] = lease
            elif not is_refused:
                self.claiming.add(key)
        if not is_refused and self._run(key, lease):
            return True
        if lease:
            lease.release()
        return self.stopping.is_set()

    def _run(self, key, lease):
        """Whether the system had a thread for it. If not, the sweep of this process or another one tries again."""
        name = f"{key[0]._meta.label} {key[1]}"
        try:
            threading.Thread(target=self._carry, args=(*key, lease), name=name, daemon=True).start()
        except RuntimeError:
            logger.exception("no thread for %s", name)
            with self.lock:
                self.claiming.discard(key)
                self.held.pop(key, None)
            return False
        return True

    def _room(self, model):
        return max(0, self.capacity - sum(1 for other, _ in (*self.held, *self.claiming) if other is model))

    def _carry(self, model, pk, lease=None):
        try:
            lease = lease or self._claimed(model, pk)
            if lease:
                self._work(lease)
        except DatabaseFailure:  # the row is found again when its lease has run out
            logger.exception("no database for %s %s", model._meta.label, pk)
        finally:
            with self.lock:
                self.claiming.discard((model, pk))
                self.held.pop((model, pk), None)
            connections.close_all()

    def _claimed(self, model, pk):
        lease = claim(model, pk, self.worker, self.stopping)
        if lease:
            with self.lock:
                self.claiming.discard((model, pk))
                self.held[model, pk] = lease
        return lease

    def _work(self, lease):
        row = _for_work(lease.model).object(pk=lease.pk)
        if row is None:  # deleted since it was claimed
            return
        try:
            row.work(lease)
        except LeaseLost:
            logger.warning("lost %s", lease)
        except Stopping:
            logger.info("left %s to another process", lease)
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("crashed %s", lease)
            with contextlib.suppress(LeaseLost):
                row.crashed(lease)
        lease.release()

    def start_sweeping(self):
        """Start the sweep of this process once."""
        with self.lock:
            if self.sweeper or self.stopping.is_set():
                return
            self.sweeper = threading.Thread(target=self._sweep, name="sweep", daemon=True)
        self.sweeper.start()

    def _sweep(self):
        while not self.stopping.is_set():
            try:
                self._renew()
                self._adopt()
                self.cleaning.go_on()
            except Exception:  # whatever it was, orphans must still be found a second later
                logger.exception("the sweep failed")
                connections.close_all()
            close_old_connections()
            self.stopping.wait(TICK)
        connections.close_all()

    def _renew(self):
        with self.lock:
            leases = list(self.held.values())
        for model in {lease.model for lease in leases}:
            renew_all(model, self.worker, [lease for lease in leases if lease.model is model])

    def _adopt(self):
        """Carry what is due. A row that nobody has claimed yet is left for one sweep: whoever accepted it is about to,
        and to try in vain costs a turn to write."""
        from background.models import LeasedWork  # models cannot be imported when this package is

        unclaimed = set()
        for model in apps.get_models():
            if issubclass(model, LeasedWork):
                with self.lock:
                    room = self._room(model)
                for pk, fence in _due(model, 2 * self.capacity).rows():
                    if not fence:
                        unclaimed.add((model, pk))
                    if room and (fence or (model, pk) in self.unclaimed):
                        room -= 1
                        self.start(model, pk)
        self.unclaimed = unclaimed

    def shutdown(self, timeout):
        """Stop claiming, ask every thread to leave its row, and wait until they have or the time is up.

        A row whose thread does not let go is released all the same: whatever that thread still writes is void.
        """
        self.stopping.set()
        with self.lock:
            leases = list(self.held.values())
        for lease in leases:
            lease.wake()
        deadline = time.monotonic() + timeout
        while (self.held or self.claiming) and time.monotonic() < deadline:
            time.sleep(0.02)
        return self._release_all() == 0

    def _release_all(self):
        with self.lock:
            left = list(self.held.values())
        try:
            for lease in left:
                lease.release()
        except DatabaseFailure:  # others find the rows when the leases have run out
            logger.exception("%d rows could not be released", len(left))
        return len(left)


@cache
def _for_work(model):
    return Prepared(lambda pk: model.objects.for_work().filter(pk=pk), pk=model._meta.pk)


@cache
def _due(model, number):
    """(key, fence) of so many rows that nobody carries, the oldest first."""
    return Prepared(lambda: model.objects.due().order_by("created_at").values_list("pk", "fence")[:number])


_crew = None
_crew_lock = threading.Lock()


def _of_this_process():
    global _crew
    with _crew_lock:
        if _crew is None or _crew.pid != os.getpid():
            _crew = Crew()
        return _crew


def reserve(row):
    """The lease on a row that this transaction has added, if this process carries such rows itself; else None. It is
    for `start`."""
    crew = _of_this_process()
    return None if _leaves_to_workers(crew) else crew.reserve(type(row), row.pk)


def start(row, lease=None):
    """Have the row carried on, by this process or by way of the queue. Never waits for the work.

    Call it after the transaction that made the row live has been committed, with the lease if one was reserved. A
    worker keeps what it starts itself.
    """
    crew = _of_this_process()
    if _leaves_to_workers(crew):
        from background import queue  # its packages are there only where QUEUE is on

        queue.put(row)
    else:
        crew.start_sweeping()
        crew.start(type(row), row.pk, lease)


def start_sweeping():
    """Take over rows that nobody carries, now and for the life of this process, unless workers do that. Call it after
    the fork."""
    crew = _of_this_process()
    if not _leaves_to_workers(crew):
        crew.start_sweeping()


def _leaves_to_workers(crew):
    return settings.QUEUE and not crew.serves_queue


def become_worker(capacity):
    """Make this process one that serves the queue; its Crew, which carries up to `capacity` rows of each model."""
    global _crew
    with _crew_lock:
        _crew = Crew(capacity, serves_queue=True)
        return _crew


def running():
    """The keys (model, pk) that this process carries at the moment."""
    crew = _of_this_process()
    with crew.lock:
        return set(crew.held) | crew.claiming


def stopping():
    """Whether this process is shutting down, so that what only waits should end."""
    with _crew_lock:
        crew = _crew
    return crew is not None and crew.pid == os.getpid() and crew.stopping.is_set()


def shutdown(timeout=8.0):
    """Leave all rows to other processes, for good; True when every thread had let go within `timeout` seconds."""
    return _of_this_process().shutdown(timeout)


atexit.register(shutdown, 2.0)
os.register_at_fork(after_in_child=lambda: _crew_lock._at_fork_reinit())
