"""Makes things on a thread upstream at most once each: after a doubtful attempt they are looked for first."""

import time

from chat.failures import FateUnknown, NotFound, Overloaded, Refused, ThreadBusy, Unreachable

LOOK_SECONDS = 20
"""How long an uncertain message or run is looked for before the question is given up."""
LOST_SECONDS = 2
"""The same when the connection was closed: what is not there then will not come any more, and is sent again."""
BUSY_SECONDS = 20
"""How long another active run on the thread is waited for before it is cancelled, and again before it is left alone."""


class ThreadStuck(Exception):
    """A run on the thread neither ends nor can be cancelled: only a new thread helps."""


class Once:
    """How one run makes its question and itself upstream. `resumed`: whether an earlier attempt may have made them."""

    def __init__(self, client, patience, resumed):
        self.client, self.patience, self.resumed = client, patience, resumed

    def make(self, thread_id, send, find):
        """What `send` makes upstream, made at most once: after a doubtful attempt it is looked for first."""
        if self.resumed and (found := self.patience.call(find)):
            return found
        free_by = None
        while True:
            try:
                return self.patience.call(send, bear=(Unreachable, Overloaded))
            except FateUnknown as error:
                self.resumed = True
                found = self._look_for(find, LOOK_SECONDS if error.late else LOST_SECONDS)
                if found or error.late:
                    return found or self._give_up(error)
            except ThreadBusy as error:
                if found := self.patience.call(find):
                    return found
                free_by = free_by or time.monotonic() + 2 * BUSY_SECONDS
                self._free(thread_id, error.run_id)
                if time.monotonic() > free_by:
                    raise ThreadStuck(str(error)) from None

    def _look_for(self, find, seconds):
        until = time.monotonic() + seconds
        while not (found := self.patience.call(find)) and time.monotonic() < until:
            self.patience.wait(0.5)
        return found

    @staticmethod
    def _give_up(error):
        raise error

    def _free(self, thread_id, run_id):
        """Wait for another active run on the thread to end, then cancel it: an earlier attempt left it behind."""
        if not run_id:
            active = [run.id for run in self.patience.call(lambda: self.newest_runs(thread_id)) if not run.ended]
            if not active:
                self.patience.wait(0.2)
                return
            run_id = active[0]
        if not self._ends(thread_id, run_id):
            self.client.cancel_run(thread_id, run_id)
            if not self._ends(thread_id, run_id):
                raise ThreadStuck(f"run {run_id} on thread {thread_id} does not end")

    def _ends(self, thread_id, run_id):
        """Whether another run ends within BUSY_SECONDS. Where runs cannot be looked at, the next call will show it."""
        until = time.monotonic() + BUSY_SECONDS
        while not (ended := self.patience.call(lambda: self._has_ended(thread_id, run_id))):
            if time.monotonic() > until:
                break
            self.patience.wait(0.3)
        return ended

    def _has_ended(self, thread_id, run_id):
        try:
            return self.client.get_run(thread_id, run_id).ended
        except NotFound:
            self.patience.wait(1)
            return True

    def newest_runs(self, thread_id):
        """The newest runs of a thread; none where the server has no such list, as LiteLLM's."""
        try:
            return self.client.newest_runs(thread_id)
        except Refused as error:
            if error.status not in {405, 501}:
                raise
            return []
