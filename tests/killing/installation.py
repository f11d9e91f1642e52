"""The product with its trap door, and the upstream it uses: somebody else's double, or our own in its processes."""

import os
import signal
import time

from tests.killing import points
from tests.killing.record import rows
from tests.server import Server
from tests.upstream import Upstream
from tutor_site.sqlite.turns import Turns


class Installation(Server):
    """One of them in a folder of its own. `close` ends all that belongs to it."""

    def __init__(self, folder, own=False, **environment):
        self.traps = folder / "traps"
        self.traps.mkdir(parents=True)
        self.upstream = None if own else Upstream()
        settings = {"DJANGO_SETTINGS_MODULE": "tests.killing.settings", points.FOLDER: str(self.traps)}
        if self.upstream:
            settings |= {"ASSISTANTS_API_BASE": self.upstream.url, "ASSISTANTS_API_KEY": self.upstream.key}
        shares = self.upstream is not None  # then no program is run here
        super().__init__(folder / "data", shares_interpreter=shares, **settings | environment)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill_all()
        if self.upstream:
            self.upstream.shutdown()
            self.upstream.server_close()

    def trap(self, point, fate):
        return points.Trap(self.traps, point, fate)

    def start_again(self):
        """Start it after all of gunicorn was killed, which ends the rest."""
        self.process.wait(20)
        self._reader.join(10)
        return self.start()

    def restore(self):
        """Have it again as it was before a process died: gunicorn does that by itself."""

    def free(self, pid):
        """Let a process that has stopped end what one of its other threads is writing to SQLite: nobody could write
        before gunicorn ends it, which takes a minute."""
        while not self.environment.get("DATABASE_URL") and not self._can_be_written():
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.005)
            os.kill(pid, signal.SIGSTOP)

    def _can_be_written(self):
        turn = Turns(self.folder / "tutor.sqlite3")
        try:
            turn.take(0.2)
        except TimeoutError:
            return False
        turn.give()
        return True

    def carrier(self, address):
        """The process that holds the live run of a conversation, or None."""
        sql = "select worker from chat_run where worker <> '' and status in ('queued', 'in_progress', 'cancelling')"
        found = rows(self, f"{sql} and conversation_id = '{self._id(address)}'")
        return int(found[0][0].split(":")[-2]) if found else None

    def runs(self, address):
        """(status, reason, fence) of the runs of a conversation, the oldest first."""
        sql = "select status, reason, fence from chat_run where conversation_id = '{}' order by created_at"
        return rows(self, sql.format(self._id(address)))

    def _id(self, address):
        """How the database writes the id of the conversation at an address."""
        name = address.strip("/").split("/")[-1]
        return name if self.environment.get("DATABASE_URL") else name.replace("-", "")

    def upstream_of(self, key):
        """(user messages, runs) that the upstream has of a question, known by its client_key."""
        return self._doubles(str(key)) if self.upstream else self._our_own(str(key))

    def _doubles(self, key):
        asked = [
            (thread, message)
            for thread, messages in list(self.upstream.messages.items())
            for message in messages
            if message["metadata"].get("client_key") == key
        ]
        threads = {thread for thread, _ in asked}
        return len(asked), sum(1 for run in list(self.upstream.runs.values()) if run["thread_id"] in threads)

    def _our_own(self, key):
        asked = f"select thread_id from assistants_api_message where cast(metadata as text) like '%{key}%'"
        runs = rows(self, f"select count(*) from assistants_api_run where thread_id in ({asked})")
        return len(rows(self, asked)), runs[0][0]

    def workers(self):
        """The process ids of gunicorn's workers: all of its processes but the first."""
        return set(sorted(self.processes_of("gunicorn"))[1:])
