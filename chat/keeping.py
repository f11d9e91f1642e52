"""What people do with their conversations as wholes: rename, pin, archive, delete and bring back."""

import logging

from django.db import transaction
from django.utils import timezone

from chat import proxy
from chat.deletions import PAUSE, Deletion
from chat.failures import AssistantsError
from chat.models import Conversation, Run

logger = logging.getLogger("tutor.chat")


def change(conversation, **values):
    """Give a conversation another title, or pin or archive it. When it was last used stays as it is."""
    Conversation.objects.filter(pk=conversation.pk).update(**values)
    for name, value in values.items():
        setattr(conversation, name, value)


def delete(conversation):
    """Hide a conversation from everybody at once, and stop what the tutor is writing in it. It goes for good later."""
    with transaction.atomic():
        kept = Conversation.objects.kept().filter(pk=conversation.pk)
        if not kept.update(deleted_at=timezone.now()):  # a second click
            return
        Deletion.objects.create(conversation=conversation)
        for run in Run.objects.live().filter(conversation=conversation):
            proxy.stop(run)


def restore(person, conversation_id):
    """Bring back what a person has deleted; the Conversation, or None when it is too late, or was never theirs.

    One that is there is no error: the button may have been pressed twice.
    """
    with transaction.atomic():
        mine = Conversation.objects.select_for_update().filter(pk=conversation_id, owner=person)
        conversation = mine.order_by().first()
        if conversation and conversation.deleted_at:
            Deletion.objects.filter(conversation=conversation).delete()
            change(conversation, deleted_at=None)
        return conversation


def purge(deletion, lease):
    """Delete a conversation for good: its thread upstream, then all that we have of it."""
    conversation = deletion.conversation
    if conversation.live_run() or not _is_gone_upstream(conversation):
        lease.write(due_at=timezone.now() + PAUSE)
        return
    with transaction.atomic():
        lease.check()
        doomed = Conversation.objects.select_for_update().filter(pk=conversation.pk, deletion=deletion.pk)
        if found := doomed.order_by().first():  # unless it was brought back meanwhile
            found.delete()


def _is_gone_upstream(conversation):
    """Whether nothing of a conversation is left on the server of the settings. What another one has is out of reach."""
    server = proxy.server()
    has_thread = conversation.thread_id and conversation.thread_server == server
    given = conversation.attachments.given().filter(upstream_server=server)
    files = given | conversation.attachments.filter(message=None) if has_thread else given
    try:
        for file_id in files.exclude(upstream_id="").values_list("upstream_id", flat=True):
            proxy.client().delete_file(file_id)
        if has_thread:
            proxy.client().delete_thread(conversation.thread_id)
    except AssistantsError as error:
        logger.warning("conversation %s is deleted, but upstream it is not yet: %s", conversation.pk, error)
        return False
    given.forget_upstream()
    conversation.forget_thread(conversation.thread_id)
    return True
