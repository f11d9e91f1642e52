"""The verbs where database and API meet. Rows first, then the calls: a question is kept before anything is sent."""

import logging
import uuid
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import get_language

import background
from chat.assistants import AssistantsClient
from chat.models import TITLE_LIMIT, Conversation, Judgement, Message, Run, Tutor
from chat.rendering import plain
from chat.statements import (
    ADD_CONVERSATION,
    ADD_JUDGEMENT,
    ADD_MESSAGE,
    ADD_RUN,
    DEFAULT_TUTOR,
    LIVE,
    LIVE_OF_CONVERSATION,
    LIVE_OF_PERSON,
    LOCK_CONVERSATION,
    LOCK_PERSON,
    QUESTION_OF_KEY,
    TOUCH_CONVERSATION,
    USE_CONVERSATION,
)
from chat.uploads import room
from chat.uploads.keeping import are_kept, fingerprint, given_with, keep
from chat.versions import Versions

logger = logging.getLogger("tutor.chat")

PERSON_LIMIT = 3
"""Live runs that one person may have at a time."""
RETRY_SECONDS = 10
"""When somebody who was told that there are too many runs may try again (Retry-After)."""


class StillAnswering(Exception):
    """The conversation has a live run: one question at a time."""


class PersonGone(Exception):
    """The guest signed in, in another tab, while this request was on its way."""


class TooMany(Exception):
    """No more runs at the moment. The question can be sent again in RETRY_SECONDS."""


class TooManyAtOnce(TooMany):
    """The person has live runs in several conversations: others want an answer too."""


class TooManyInAll(TooMany):
    """So many questions are being answered that one more would only wait."""


@dataclass(frozen=True)
class Asked:
    """A question as it stands in the database, and its newest run. `new` is False for a repeated request."""

    message: Message
    run: Run
    new: bool


@cache
def client():
    """The client of this process for the server that the settings name."""
    adapter = None
    if settings.ASSISTANTS_API_EMBEDDED:
        from tutor_site.in_process import InProcessAdapter
        from tutor_site.wsgi import application

        adapter = InProcessAdapter(application)
    return AssistantsClient(settings.ASSISTANTS_API_BASE, settings.ASSISTANTS_API_KEY, adapter)


def ask(ensure_person, conversation_id, text, client_key, branch=None, edits=None, files=()):
    """Accept a question with its checked files (uploads.checking.Given) and have it answered. The conversation is made
    when there is none with this id.

    `ensure_person`: gives the person who asks, who may be made for that in the same transaction. `branch`: the id of
    the branch that it is asked on; None or 0 for the trunk. `edits`: the id of a question that it is a new version of,
    which begins a branch of its own and keeps that question's files.

    A second request with the same key, text and files gets the first one's rows. Raises Conversation.DoesNotExist when
    the conversation is another person's or deleted or has no such branch, Message.DoesNotExist when it has no such
    question, StillAnswering when its last question is not answered yet, TooManyAtOnce when the person has PERSON_LIMIT
    questions waiting in other conversations, TooManyInAll when settings.LIVE_RUNS are waiting, uploads.room.NoRoom when
    so many files cannot be kept, PersonGone when there is no such person now, TooNested when there are too many edits
    within edits.
    """
    try:
        return _accept(ensure_person, conversation_id, text, client_key, branch, edits, files)
    except IntegrityError:  # another request was faster: now its rows can be seen
        return _accept(ensure_person, conversation_id, text, client_key, branch, edits, files)


@transaction.atomic
def _accept(ensure_person, conversation_id, text, client_key, branch, edits, files):
    person = ensure_person()
    _lock(person)
    conversation, key = _conversation(person, conversation_id), client_key
    edited = conversation.messages.get(pk=edits, role=Message.Role.USER) if edits else None
    if edited:
        files = [*given_with(edited), *files]
    if not conversation._state.adding:
        key, message = _unless_known(conversation, text, client_key, files)
        if message:
            return Asked(message, message.runs.last(), new=False)
        if _number(LIVE_OF_CONVERSATION, conversation=conversation.pk):
            raise StillAnswering
    _refuse_greed(person)
    if edited:
        branch = _begin_branch(conversation, edited, text)
    elif branch and not conversation.branches.filter(pk=branch).exists():
        raise Conversation.DoesNotExist
    message = Message(conversation=conversation, role=Message.Role.USER, text=text, client_key=key)
    message.branch_id = branch or None
    _use(conversation, message)
    ADD_MESSAGE(message)
    if files:
        room.require(person, files)
        keep(files, message)
    return Asked(message, _start(message), new=True)


def _begin_branch(conversation, question, text):
    """The id of a new branch, on which a text takes the place of a question."""
    versions = Versions(conversation)
    if conversation.title in {plain(version, TITLE_LIMIT) for version in versions.texts(question)}:
        conversation.title = plain(text, TITLE_LIMIT)
    return versions.begin(question).pk


def _use(conversation, message):
    """The conversation is used now, for a question of one of its branches; it gets a title if it has none."""
    conversation.title = conversation.title or plain(message.text, TITLE_LIMIT)
    conversation.updated_at = timezone.now()
    turned = conversation.turn_to(message.branch_id)
    if conversation._state.adding:
        ADD_CONVERSATION(conversation)
    elif turned:
        conversation.save(update_fields=["title", "updated_at", *turned])
    else:
        USE_CONVERSATION.change(conversation=conversation.pk, title=conversation.title, moment=conversation.updated_at)


def _lock(person):
    """Nobody else accepts a question of this person meanwhile, nor lets them go. Raises PersonGone."""
    if not LOCK_PERSON.row(person=person.pk):
        raise PersonGone


def _refuse_greed(person):
    if _number(LIVE_OF_PERSON, person=person.pk) >= PERSON_LIMIT:
        raise TooManyAtOnce
    if _number(LIVE) >= settings.LIVE_RUNS:
        raise TooManyInAll


def _number(statement, **values):
    return statement.row(**values)[0]


def _conversation(person, conversation_id):
    """The conversation; a new one is not in the database yet."""
    conversation = LOCK_CONVERSATION.object(conversation=conversation_id)
    if conversation is None:
        return Conversation(pk=conversation_id, owner=person, tutor=DEFAULT_TUTOR.object() or Tutor.default())
    if conversation.owner_id != person.pk or conversation.deleted_at:
        raise Conversation.DoesNotExist
    return conversation


def _unless_known(conversation, text, client_key, files):
    """The key to keep a question under, and the message that has it already, or None.

    A browser that restored an old page sends an old key with a new text: that text gets a key made of both.
    """
    message = QUESTION_OF_KEY.object(conversation=conversation.pk, key=client_key)
    if message and (message.text != text or not are_kept(files, message)):
        client_key = uuid.uuid5(client_key, text + fingerprint(files))
        message = QUESTION_OF_KEY.object(conversation=conversation.pk, key=client_key)
    return client_key, message


def _start(message):
    run = ADD_RUN(Run(conversation=message.conversation, message=message, language=get_language() or ""))
    lease = background.reserve(run)
    transaction.on_commit(lambda: background.start(run, lease))
    return run


def retry(run):
    """Answer the question of a run that ended without an answer once more; the newest run of that question.

    Only the newest question of a branch can be answered anew: the upstream answers what was said last; and none of a
    conversation that was deleted meanwhile. Raises TooMany.
    """
    with transaction.atomic():
        _lock(run.conversation.owner)
        conversation = Conversation.objects.select_for_update().get(pk=run.conversation_id)
        newest = run.message.runs.last()
        question = conversation.messages.filter(role=Message.Role.USER, branch=run.message.branch_id).last()
        is_open = newest.status in Run.UNANSWERED and question == run.message and not conversation.deleted_at
        if not is_open or conversation.live_run():
            return newest
        _refuse_greed(conversation.owner)
        _use(conversation, run.message)
        return _start(run.message)


def stop(run):
    """Ask for the end of a run. Its worker ends it, here and upstream: then nothing of it is on its way any more."""
    going = Run.objects.filter(pk=run.pk, status__in=[Run.Status.QUEUED, Run.Status.IN_PROGRESS])
    if going.update(status=Run.Status.CANCELLING, revision=F("revision") + 1):
        logger.info("run %s is stopped by its student", run.pk)


def replay(conversation):
    """Give up the thread of a conversation: the next question makes a new one and gives it our record."""
    conversation.forget_thread(conversation.thread_id)


def follow(run, lease):
    """Carry a run to its end, from wherever an earlier worker left it."""
    from chat.following import Follower

    Follower(run, lease, client(), server()).follow()


def server():
    """What the server of the settings is called in our record: ids of our own stay good when its address changes."""
    return "embedded" if settings.ASSISTANTS_API_EMBEDDED else settings.ASSISTANTS_API_BASE


def end(lease, status, reason="", is_judged=False, **values):
    """End a run that this worker holds; its row gets these values besides. `is_judged`: its final answer is checked
    then, which nobody waits for."""
    with transaction.atomic(savepoint=False):
        now = timezone.now()
        judged = {"is_judged": Value(True)} if is_judged else {}
        ended = {"status": status, "reason": reason, "ended_at": now, "live_html": ""}
        lease.finish(**{"revision": F("revision") + 1} | values | ended | judged)
        TOUCH_CONVERSATION.change(run=lease.pk, moment=now)
        if is_judged:
            judgement = ADD_JUDGEMENT(Judgement(run_id=lease.pk))
            reserved = background.reserve(judgement)
            transaction.on_commit(lambda: background.start(judgement, reserved))
