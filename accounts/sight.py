"""Who is behind a session, told from the rows themselves, for what cannot afford to ask for `request.person`."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from accounts.models import guest_name
from accounts.sessions import SessionStore

OWNER_FIELDS = ("pk", "username", "password", "is_guest", "is_active")
"""What is_behind needs of a User."""


def is_behind(person, key, session_data):
    """Whether a User (with OWNER_FIELDS) is who the session with this key and stored data belongs to.

    False also for what this cannot tell for sure, such as a session signed with an older secret: ask `request.person`.
    """
    session = SessionStore().decode(session_data)
    if SESSION_KEY not in session:
        return person.is_guest and person.username == guest_name(key)
    return (
        session[SESSION_KEY] == str(person.pk)
        and person.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
