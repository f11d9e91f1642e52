"""The statements that every question and answer makes, prepared."""

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce

from background.prepared import Prepared, PreparedInsert
from chat.models import Attachment, Conversation, Judgement, Message, Run, RunStep, Tutor

REPLAY_LIMIT = 40
"""Messages of our record that a new thread is given."""

_NUMBER, _TEXT, _ID, _MOMENT = models.BigIntegerField(), models.CharField(), models.UUIDField(), models.DateTimeField()


def _count(rows):
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("*")).values_list("number")


LOCK_PERSON = Prepared(
    lambda person: get_user_model().objects.select_for_update().filter(pk=person).values_list("pk"), person=_NUMBER
)
"""The person, if there still is such a one. Nobody else gets past this with the same one until the transaction ends."""

LOCK_CONVERSATION = Prepared(
    lambda conversation: Conversation.objects.select_for_update().filter(pk=conversation).order_by(), conversation=_ID
)
"""The conversation, which nobody else gets in this way until the transaction ends."""

DEFAULT_TUTOR = Prepared(lambda: Tutor.objects.filter(is_default=True))

QUESTION_OF_KEY = Prepared(
    lambda conversation, key: Message.objects.filter(conversation=conversation, client_key=key),
    conversation=_ID,
    key=_ID,
)

USE_CONVERSATION = Prepared(
    lambda conversation, title, moment: (
        Conversation.objects.filter(pk=conversation),
        {"title": title, "updated_at": moment},
    ),
    conversation=_ID,
    title=_TEXT,
    moment=_MOMENT,
)

ADD_CONVERSATION, ADD_MESSAGE = PreparedInsert(Conversation), PreparedInsert(Message)
ADD_RUN, ADD_STEP, ADD_JUDGEMENT = PreparedInsert(Run), PreparedInsert(RunStep), PreparedInsert(Judgement)

LIVE_OF_CONVERSATION = Prepared(
    lambda conversation: _count(Run.objects.live().filter(conversation=conversation)), conversation=_ID
)
LIVE_OF_PERSON = Prepared(lambda person: _count(Run.objects.live().filter(conversation__owner=person)), person=_NUMBER)
LIVE = Prepared(lambda: _count(Run.objects.live()))

LIVE_STATES = Prepared(
    lambda: Run.objects.live().order_by().values_list("pk", "revision", "block_revision", "activity")
)
"""What tells whether the page of a live run has something to show."""

NEWS_FIELDS = ("revision", "block_revision", "status", "activity", "reason", "live_html", "is_judged")
NEWS = Prepared(lambda run: Run.objects.filter(pk=run).order_by().values_list(*NEWS_FIELDS), run=_ID)
"""What a poll needs of a run that has changed."""

RUNS_OF_QUESTION = Prepared(lambda question: _count(Run.objects.filter(message=question)), question=_NUMBER)

FILES_OF_QUESTION = Prepared(lambda question: _count(Attachment.objects.filter(message=question)), question=_NUMBER)

REVISION = Prepared(lambda run: Run.objects.filter(pk=run).order_by().values_list("revision"), run=_ID)


FORGET_UPSTREAM_IDS = Prepared(
    lambda conversation: (Message.objects.filter(conversation=conversation, upstream_id__gt=""), {"upstream_id": ""}),
    conversation=_ID,
)


def _without_thread(conversation, at, thread, server, other):
    rows = Conversation.objects.alias(at=Coalesce("branch_id", Value(-1))).filter(pk=conversation, at=at)
    return rows.filter(Q(thread_id="") | ~Q(thread_server=other)), {"thread_id": thread, "thread_server": server}


ADOPT_THREAD = Prepared(_without_thread, conversation=_ID, at=_NUMBER, thread=_TEXT, server=_TEXT, other=_TEXT)
"""A thread for a conversation that is at a branch (the trunk: -1) and has none on this server, which is named twice."""


def _record(conversation, before):
    trunk = Message.objects.filter(conversation=conversation, branch=None, pk__lt=before)
    return said_in(trunk)


def said_in(messages):
    """(key, role, text) of the last of these messages, newest first."""
    return messages.exclude(text="").order_by("-pk").values_list("pk", "role", "text")[:REPLAY_LIMIT]


RECORD = Prepared(_record, conversation=_ID, before=_NUMBER)
"""(key, role, text) of what was said on the trunk before a message, newest first."""

GIVEN_FIELDS = ("pk", "message_id", "name", "content_type", "width", "size", "upstream_id", "upstream_server")
GIVEN_FILES = Prepared(
    lambda conversation: (
        Attachment.objects.given().filter(conversation=conversation).order_by("created_at").values_list(*GIVEN_FIELDS)
    ),
    conversation=_ID,
)
"""GIVEN_FIELDS of the files that came with the questions of a conversation."""

UPSTREAM_IDS = Prepared(
    lambda conversation: (
        Message.objects.filter(conversation=conversation, upstream_id__gt="").order_by().values_list("upstream_id")
    ),
    conversation=_ID,
)

NOTE_UPSTREAM_ID = Prepared(
    lambda message, upstream_id: (Message.objects.filter(pk=message), {"upstream_id": upstream_id}),
    message=_NUMBER,
    upstream_id=_TEXT,
)

TOUCH_CONVERSATION = Prepared(
    lambda run, moment: (Conversation.objects.filter(runs=run), {"updated_at": moment}), run=_ID, moment=_MOMENT
)
"""The conversation of a run was last used at this moment."""
