"""The store of sessions: Django's own, in the database, but looked up by a prepared statement, since each page does."""

from datetime import timedelta

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from background.prepared import Prepared

DELETED_AT_ONCE = 500
KEPT = timedelta(hours=1)

_DATA = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data"),
    key=models.CharField(),
    now=models.DateTimeField(),
)


class SessionStore(db.SessionStore):
    def load(self):
        row = _DATA.row(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


def delete_expired():
    """Delete some of the sessions that ran out a while ago, so that no request is at work with one; whether there may
    be more."""
    old = Session.objects.filter(expire_date__lte=timezone.now() - KEPT)
    some = list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE])
    if some:
        old.filter(pk__in=some).delete()
    return len(some) == DELETED_AT_ONCE
