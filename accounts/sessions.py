"""The store of sessions: Django's own, in the database, but by prepared statements, since each page makes them."""

from copy import deepcopy
from datetime import timedelta
from functools import partial

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from background.prepared import Prepared, PreparedInsert

DELETED_AT_ONCE = 500
KEPT = timedelta(hours=1)

_DATA = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data"),
    key=models.CharField(),
    now=models.DateTimeField(),
)

_ADD = PreparedInsert(Session)
_SAVE = Prepared(
    lambda key, data, until: (Session.objects.filter(session_key=key), {"session_data": data, "expire_date": until}),
    key=models.CharField(),
    data=models.TextField(),
    until=models.DateTimeField(),
)


class SessionStore(db.SessionStore):
    _saved = None
    """What was saved and committed in this request: the same is not written once more at its end."""

    def load(self):
        row = _DATA.row(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create=False):
        """As Django's, which says what is raised."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        if data == self._saved and not must_create:
            return None
        told = self.create_model_instance(data)
        if must_create:
            self._add(told)
        elif not _SAVE.change(key=told.session_key, data=told.session_data, until=told.expire_date):
            raise UpdateError
        transaction.on_commit(partial(setattr, self, "_saved", deepcopy(data)))
        return None

    @staticmethod
    def _add(told):
        try:
            with transaction.atomic():
                _ADD(told)
        except IntegrityError:
            raise CreateError from None


def delete_expired():
    """Delete some of the sessions that ran out a while ago, so that no request is at work with one; whether there may
    be more."""
    old = Session.objects.filter(expire_date__lte=timezone.now() - KEPT)
    some = list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE])
    if some:
        old.filter(pk__in=some).delete()
    return len(some) == DELETED_AT_ONCE
