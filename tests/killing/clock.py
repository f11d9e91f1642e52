"""A clock that jumps, for all processes of a server and for their SQLite: off by the seconds that a file says."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db.backends.signals import connection_created
from django.utils import timezone

FILE = "KILLING_CLOCK"
"""The variable of the environment that names the file. Without it the clock is the machine's."""


def now():
    """What the clock of this server says."""
    return datetime.now(UTC) + timedelta(seconds=int(Path(os.environ[FILE]).read_text()))


def lay():
    """Let Django, and SQLite where Django asks it for the time, read this clock. Monotonic time stays as it is."""
    if FILE in os.environ:
        timezone.now = now
        connection_created.connect(_give_clock)


def _give_clock(connection, **_):
    if connection.vendor == "sqlite":
        connection.connection.create_function("strftime", 2, _strftime)


def _strftime(_form, when):
    """STRFTIME as Django's Now() calls it."""
    if when != "NOW":
        raise ValueError(when)
    return now().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


class Clock:
    """The clock, from the test's side. A server has it when it is started with its `environment`."""

    def __init__(self, folder):
        self.file = folder / "clock"
        self.environment = {FILE: str(self.file)}
        self.jump(0)

    def jump(self, seconds):
        """Let the clock be off by so many seconds from now on."""
        new = self.file.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.file)
