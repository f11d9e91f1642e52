"""What a poll reads: the run, whose it is, and the session, in one query that is put together once.

Polls are most of what a busy server does, and Django takes ten times as long to put this query together as SQLite takes
to answer it.
"""

import uuid
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Subquery, UUIDField
from django.utils import timezone

from accounts.sight import OWNER_FIELDS, is_behind
from chat.models import Run

RUN_FIELDS = ("revision", "block_revision", "status", "activity", "reason", "live_html", "message_id")
_OWNER = "conversation__owner__"


def run_seen_by(request, conversation_id, run_id):
    """The Run, with RUN_FIELDS alone, if the person behind a request owns it; None when not, and when that is not sure.

    Sessions must be kept in the database, as the settings have it.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    row = key and _row(key, conversation_id, run_id)
    if not row or row[-1] is None:
        return None
    owner = get_user_model()(**dict(zip(OWNER_FIELDS, row[len(RUN_FIELDS) : -1], strict=True)))
    if not is_behind(owner, key, row[-1]):
        return None
    return Run(pk=run_id, conversation_id=conversation_id, **dict(zip(RUN_FIELDS, row, strict=False)))


def _row(key, conversation_id, run_id):
    sql, order = _prepared()
    values = _adapted(key, timezone.now(), run_id, conversation_id)
    with connection.cursor() as cursor:
        cursor.execute(sql, [values[number] for number in order])
        return cursor.fetchone()


@cache
def _prepared():
    """The SQL, and which of the four values each of its parameters is."""
    values = "key", datetime(2000, 1, 1, tzinfo=UTC), uuid.UUID(int=1), uuid.UUID(int=2)
    key, now, run_id, conversation_id = values
    session = Session.objects.filter(session_key=key, expire_date__gt=now).values("session_data")
    rows = Run.objects.filter(pk=run_id, conversation=conversation_id).order_by()
    rows = rows.annotate(session_data=Subquery(session))
    fields = [*RUN_FIELDS, *(_OWNER + name for name in OWNER_FIELDS), "session_data"]
    sql, parameters = rows.values_list(*fields).query.get_compiler(connection.alias).as_sql()
    marks = _adapted(*values)
    return sql, [marks.index(parameter) for parameter in parameters]


def _adapted(key, now, run_id, conversation_id):
    """The values as the database's driver takes them."""
    as_uuid = UUIDField().get_db_prep_value
    return [
        key,
        connection.ops.adapt_datetimefield_value(now),
        as_uuid(run_id, connection),
        as_uuid(conversation_id, connection),
    ]
