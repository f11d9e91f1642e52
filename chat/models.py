"""The record of the chat: our database holds every message, run, step and file, whatever becomes of the upstream."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.attachments import Attachment, FileLink
from chat.branches import Branch
from chat.breaker import UpstreamHealth
from chat.deletions import Deletion
from chat.feedback import Feedback
from chat.judgements import Judgement
from chat.runs import Run, RunStep
from chat.shares import Share, SharedPage
from chat.tutors import Tutor

__all__ = [
    "Attachment",
    "Branch",
    "Conversation",
    "Deletion",
    "Feedback",
    "FileLink",
    "Judgement",
    "Message",
    "Run",
    "RunStep",
    "Share",
    "SharedPage",
    "Tutor",
    "UpstreamHealth",
]

TEXT_LIMIT = 8000
TITLE_LIMIT = 80


class ConversationQuerySet(models.QuerySet):
    def kept(self):
        """Those that nobody has deleted."""
        return self.filter(deleted_at=None)

    def visible_to(self, person):
        """The conversations that a person may read: their own, unless they have deleted them."""
        return self.kept().filter(owner=person) if person else self.none()

    def listed(self, archived=False):
        """Those of one of the two lists, in its order: pinned ones first, then by their last use."""
        return self.filter(is_archived=archived).order_by("-is_pinned", "-updated_at", "-created_at")


class Conversation(models.Model):
    """A person's conversation with a tutor, mapped to one thread of the upstream."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations")
    tutor = models.ForeignKey(Tutor, models.PROTECT, related_name="conversations")
    title = models.CharField(_("title"), max_length=TITLE_LIMIT, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    is_pinned = models.BooleanField(_("pinned"), default=False, db_default=False)
    is_archived = models.BooleanField(_("archived"), default=False, db_default=False)
    deleted_at = models.DateTimeField(
        _("deleted"), null=True, blank=True, editable=False, help_text=_("From then on nobody sees it any more.")
    )
    thread_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    thread_server = models.CharField(max_length=255, blank=True, default="", editable=False)
    branch = models.ForeignKey(
        Branch,
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        help_text=_("The branch that was asked on last, which the thread has; none: the trunk."),
    )

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [models.Index(fields=["owner", "-updated_at"], name="conversations_of_a_person")]

    def __str__(self):
        return self.title or str(_("New conversation"))

    def get_absolute_url(self):
        return reverse("conversation-detail", args=[self.pk])

    def address_of(self, branch_id):
        """Where a branch is read, the trunk being None or 0. The plain address shows the one that was asked on last."""
        return f"{self.get_absolute_url()}?branch={branch_id or 0}"

    def live_run(self):
        """The run that has not ended, or None."""
        return self.runs.live().first()

    def adopt_thread(self, thread_id, server):
        """Keep the id of the thread made on a server. Of several makers the first wins; returns the id to use.

        With the old thread go the ids that our messages had there.
        """
        from chat.statements import ADOPT_THREAD, FORGET_UPSTREAM_IDS  # made of these models

        with transaction.atomic():
            branch = -1 if self.branch_id is None else self.branch_id
            if ADOPT_THREAD.change(conversation=self.pk, at=branch, thread=thread_id, server=server, other=server):
                FORGET_UPSTREAM_IDS.change(conversation=self.pk)
                self.thread_id, self.thread_server = thread_id, server
                return thread_id
        self.refresh_from_db(fields=["thread_id", "thread_server"])
        return self.thread_id

    def turn_to(self, branch_id):
        """The next question is asked on this branch; the names of the fields that changed, which are to be saved.

        The thread has another branch's messages, so it is given up: the next one begins with the record of this one.
        """
        if self.branch_id == branch_id:
            return []
        self.branch_id, self.thread_id, self.thread_server = branch_id, "", ""
        return ["branch", "thread_id", "thread_server"]

    def forget_thread(self, thread_id):
        """The server no longer knows this thread."""
        with transaction.atomic():
            if Conversation.objects.filter(pk=self.pk, thread_id=thread_id).update(thread_id="", thread_server=""):
                self.attachments.given().forget_upstream()
        self.refresh_from_db(fields=["thread_id", "thread_server"])


class Message(models.Model):
    """What one speaker said. `upstream_id` is its id in the thread, empty until the upstream has it."""

    class Role(models.TextChoices):
        USER = "user", _("student")
        ASSISTANT = "assistant", _("tutor")

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    role = models.CharField(max_length=16, choices=Role)
    text = models.TextField(_("text"), blank=True)
    client_key = models.UUIDField(null=True, editable=False)
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, related_name="messages", db_index=False, editable=False
    )
    run = models.ForeignKey("Run", models.CASCADE, null=True, related_name="answers", editable=False)
    upstream_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["conversation", "branch", "id"], name="messages_of_a_branch"),
            models.Index(fields=["branch"], condition=Q(branch__isnull=False), name="messages_off_the_trunk"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_key"], name="one_message_for_a_client_key"),
            models.UniqueConstraint(
                fields=["conversation", "upstream_id"],
                condition=~Q(upstream_id=""),
                name="one_message_for_an_upstream_id",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.pk}"
