"""The circuit breaker in front of an Assistants server: all processes share it by a row of the database.

After FAILURES calls in a row without an answer it opens: nobody calls for a while, so that neither students nor a
server that is coming up wait for calls that cannot succeed. Then one caller tries; its success closes the breaker.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from chat.failures import FateUnknown, StreamBroken, Unreachable

logger = logging.getLogger("tutor.chat")

FAILURES = 5
FIRST_REST, LAST_REST = 5, 60
"""Seconds for which it stays open, doubled with each probe that fails."""
PROBE_SECONDS = 10
"""How long others wait for a probe before one of them tries in its place."""
TRANSPORT = (Unreachable, FateUnknown, StreamBroken)
"""What counts as a failure. A refusal is an answer."""


class UpstreamHealth(models.Model):
    """How often in a row calls to one server got no answer, and until when nobody calls it."""

    server = models.CharField(max_length=255, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self):
        return self.server


@dataclass(frozen=True)
class _State:
    failures: int = 0
    open_until: datetime | None = None


class Breaker:
    """The breaker of one server as this process knows it; `look` brings it up to date."""

    def __init__(self, server):
        self.server = server
        self._state = _State()

    def look(self):
        """Learn what other processes found."""
        row = UpstreamHealth.objects.filter(server=self.server).values("failures", "open_until").first()
        self._state = _State(**row) if row else _State()

    def lets_through(self):
        """Whether a call may be made now. At the end of a rest one caller of all processes is let through."""
        until = self._state.open_until
        if until is None:
            return True
        now = timezone.now()
        if until > now:
            return False
        probing = UpstreamHealth.objects.filter(server=self.server, open_until=until)
        won = probing.update(open_until=now + timedelta(seconds=PROBE_SECONDS))
        self.look()
        return bool(won) or self._state.open_until is None

    def note(self, error=None):
        """A call got an answer, or failed with this error. Costs nothing while all is well."""
        if error is not None and isinstance(error, TRANSPORT):
            self._note_failure()
        elif self._state != _State():
            UpstreamHealth.objects.filter(server=self.server).update(failures=0, open_until=None)
            if self._state.open_until:
                logger.warning("%s answers again", self.server)
            self._state = _State()

    def _note_failure(self):
        row, _made = UpstreamHealth.objects.get_or_create(server=self.server)
        rows = UpstreamHealth.objects.filter(server=self.server)
        rows.update(failures=F("failures") + 1)
        over = row.failures + 1 - FAILURES
        if over >= 0:
            until = timezone.now() + timedelta(seconds=min(FIRST_REST * 2 ** min(over, 10), LAST_REST))
            if rows.filter(Q(open_until=None) | Q(open_until__lt=until)).update(open_until=until):
                logger.warning("%s does not answer: nobody calls it until %s", self.server, f"{until:%H:%M:%S}")
        self.look()


_breakers = {}
_guard = threading.Lock()


def of(server):
    """The Breaker of a server in this process."""
    with _guard:
        return _breakers.setdefault(server, Breaker(server))


def look_at_all():
    """Bring the breakers of this process up to date."""
    for breaker in list(_breakers.values()):
        breaker.look()
