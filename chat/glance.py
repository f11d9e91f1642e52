"""What a poll reads: the run, whose it is, and the session, in one prepared query. Polls are most of what a busy server
does."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Subquery
from django.utils import timezone

from accounts.sight import OWNER_FIELDS, is_behind
from background.prepared import Prepared
from chat.models import Run

RUN_FIELDS = ("revision", "block_revision", "status", "activity", "reason", "live_html", "is_judged", "message_id")
_OWNER = "conversation__owner__"


def run_seen_by(request, conversation_id, run_id):
    """The Run, with RUN_FIELDS alone, if the person behind a request owns it; None when not, and when that is not sure.

    Sessions must be kept in the database, as the settings have it.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    sought = {"key": key, "now": timezone.now(), "run_id": run_id, "conversation_id": conversation_id}
    row = key and RUN_AND_SESSION.row(**sought)
    if not row or row[-1] is None:
        return None
    owner = get_user_model()(**dict(zip(OWNER_FIELDS, row[len(RUN_FIELDS) : -1], strict=True)))
    if not is_behind(owner, key, row[-1]):
        return None
    return Run(pk=run_id, conversation_id=conversation_id, **dict(zip(RUN_FIELDS, row, strict=False)))


def _run_and_session(key, now, run_id, conversation_id):
    session = Session.objects.filter(session_key=key, expire_date__gt=now).values("session_data")
    rows = Run.objects.filter(pk=run_id, conversation=conversation_id, conversation__deleted_at=None).order_by()
    rows = rows.annotate(session_data=Subquery(session))
    return rows.values_list(*RUN_FIELDS, *(_OWNER + name for name in OWNER_FIELDS), "session_data")


RUN_AND_SESSION = Prepared(
    _run_and_session,
    key=models.CharField(),
    now=models.DateTimeField(),
    run_id=models.UUIDField(),
    conversation_id=models.UUIDField(),
)
