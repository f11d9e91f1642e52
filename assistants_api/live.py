"""What the runs that this process carries have made so far, for the requests of this process that stream them."""

import contextlib
import threading

_channels: dict[str, "Channel"] = {}
_lock = threading.Lock()


class Channel:
    """One run between its worker and those who stream it.

    `steps`: the rows of the run's steps with the row of the message each made, or None when no worker of this process
    has the run. They may be read and changed only while `changed` is held; `version` grows with each change.
    `state` grows with each change of the run's own status.
    """

    def __init__(self):
        self.changed = threading.Condition()
        self.steps = None
        self.version = self.state = 0
        self.users = 0

    @contextlib.contextmanager
    def change(self):
        """Change the steps, then wake everybody who waits for news."""
        with self.changed:
            yield
            self.version += 1
            self.changed.notify_all()

    def tell_state(self):
        """Let everybody look at the run's status."""
        with self.change():
            self.state += 1


@contextlib.contextmanager
def channel(run_id):
    """The run's Channel, shared by all who have it open."""
    with _lock:
        found = _channels.setdefault(run_id, Channel())
        found.users += 1
    try:
        yield found
    finally:
        with _lock:
            found.users -= 1
            if not found.users:
                _channels.pop(run_id, None)


@contextlib.contextmanager
def carried(run_id, steps):
    """The run's Channel for the worker that carries it on; `steps` as they are in the database."""
    with channel(run_id) as found:
        with found.change():
            found.steps = list(steps)
        try:
            yield found
        finally:
            with found.change():
                found.steps = None
                found.state += 1


def tell_state(run_id):
    """Let those who stream this run in this process look at its status."""
    with _lock:
        found = _channels.get(run_id)
    if found:
        found.tell_state()
