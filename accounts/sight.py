"""A page's poll asks who somebody is and what they may see in one query. Everything else asks `request.person`."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Subquery
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import guest_name


def seen_by(request, rows, owner):
    """The one row of a queryset, if the person behind a request owns it, else None.

    `owner` is the path from a row to its owner. Sessions must be kept in the database. Whatever this cannot tell for
    sure, such as a session signed with an older key, is None too: then the caller asks `request.person`.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).values("session_data")
    row = rows.select_related(owner).annotate(session_data=Subquery(session)).first()
    if row is None or row.session_data is None:
        return None
    person = row
    for name in owner.split("__"):
        person = getattr(person, name)
    return row if _is_behind(person, key, SessionStore().decode(row.session_data)) else None


def _is_behind(person, key, session):
    if SESSION_KEY not in session:
        return person.is_guest and person.username == guest_name(key)
    return (
        session[SESSION_KEY] == str(person.pk)
        and person.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
