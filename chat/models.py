"""The record of the chat: our database holds every message, run, step and file, whatever becomes of the upstream."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.models import LeasedQuerySet, LeasedWork
from chat.attachments import Attachment, FileLink
from chat.branches import Branch
from chat.breaker import UpstreamHealth
from chat.deletions import Deletion
from chat.feedback import Feedback
from chat.judgements import Judgement
from chat.shares import Share, SharedPage

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
DEFAULT_INSTRUCTIONS = "You are a personal math tutor. Write and run code to answer math questions."


class Tutor(models.Model):
    """An assistant: what the upstream is told to be. `assistant_id` is its name on the server `assistant_server`."""

    name = models.CharField(_("name"), max_length=256)
    instructions = models.TextField(_("instructions"))
    model = models.CharField(_("model"), max_length=128, blank=True, help_text=_("Empty: the one of the settings."))
    is_default = models.BooleanField(_("used for new conversations"), default=False)
    assistant_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    assistant_server = models.CharField(max_length=255, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("tutor")
        verbose_name_plural = _("tutors")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_tutor")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def default(cls):
        """The tutor of new conversations, made when there is none: the assistant of the first of the five calls."""
        return cls.objects.get_or_create(
            is_default=True, defaults={"name": "Math Tutor", "instructions": DEFAULT_INSTRUCTIONS}
        )[0]

    def adopt_assistant(self, assistant_id, server):
        """Keep the id of the assistant made on a server. Of several makers the first wins; returns the id to use."""
        Tutor.objects.filter(pk=self.pk).exclude(assistant_server=server, assistant_id__gt="").update(
            assistant_id=assistant_id, assistant_server=server
        )
        self.refresh_from_db(fields=["assistant_id", "assistant_server"])
        return self.assistant_id

    def forget_assistant(self, assistant_id):
        """The server no longer knows this assistant."""
        Tutor.objects.filter(pk=self.pk, assistant_id=assistant_id).update(assistant_id="", assistant_server="")


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
        here = Conversation.objects.filter(pk=self.pk, branch=self.branch_id)
        without = here.exclude(thread_server=server, thread_id__gt="")
        with transaction.atomic():
            if without.update(thread_id=thread_id, thread_server=server):
                self.messages.exclude(upstream_id="").update(upstream_id="")
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


class RunQuerySet(LeasedQuerySet):
    def visible_to(self, person):
        """The runs of the conversations that a person may read."""
        return self.filter(conversation__in=Conversation.objects.visible_to(person))

    def for_work(self):
        """The same with question, conversation, owner and tutor."""
        return self.select_related("message", "conversation__owner", "conversation__tutor")

    def at_claim(self):
        """A queued run is in progress from then on; a Stop that came in between stays."""
        is_queued = When(status=Run.Status.QUEUED, then=Value(Run.Status.IN_PROGRESS))
        return {"status": Case(is_queued, default=F("status"))}


class Run(LeasedWork):
    """One attempt to answer one question: a state that any worker can carry on (see chat/proxy.py)."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        IN_PROGRESS = "in_progress", _("working")
        CANCELLING = "cancelling", _("stopping")
        COMPLETED = "completed", _("answered")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")

    class Activity(models.TextChoices):
        """What the student reads while they wait."""

        SENDING = "sending", _("Sending your question …")
        WAITING = "waiting", _("Waiting for the tutor …")
        THINKING = "thinking", _("The tutor is thinking …")
        CODING = "coding", _("The tutor is writing code …")
        RUNNING = "running", _("The tutor is running code …")
        WRITING = "writing", _("The tutor is writing …")
        CHECKING = "checking", _("Checking the answer …")
        RETRYING = "retrying", _("The tutor cannot be reached at the moment. Trying again …")

    class Reason(models.TextChoices):
        """Why a run failed, as the student reads it. The cause and the cure stand in the log."""

        UNREACHABLE = (
            "unreachable",
            _("The tutor could not be reached. Your question is kept: please try again in a moment."),
        )
        REFUSED = "refused", _("The tutor is not set up correctly. Please tell your teacher; your question is kept.")
        BUSY = "busy", _("The tutor is very busy. Your question is kept: please try again in a minute.")
        FAILED = "failed", _("The tutor could not finish this answer. Your question is kept: please try again.")
        TIMEOUT = "timeout", _("The answer took too long, so it was stopped. Your question is kept: please try again.")
        INTERNAL = "internal", _("Something went wrong here. Your question is kept: please try again.")
        FILE = (
            "file",
            _(
                "The tutor that is set up here cannot take a file of yours: it may be too large for it, or of a kind "
                "that it does not read. Your question is kept: ask again without the file, and type what matters."
            ),
        )

    LIVE = frozenset({Status.QUEUED, Status.IN_PROGRESS, Status.CANCELLING})

    UNANSWERED = frozenset({Status.FAILED, Status.CANCELLED})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="runs")
    message = models.ForeignKey(Message, models.CASCADE, related_name="runs", verbose_name=_("question"))
    status = models.CharField(max_length=16, choices=Status, default=Status.QUEUED)
    activity = models.CharField(max_length=16, choices=Activity, default=Activity.SENDING)
    reason = models.CharField(max_length=16, choices=Reason, blank=True, default="")
    revision = models.PositiveIntegerField(default=1, editable=False)
    block_revision = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("The revision at which the newest block was finished.")
    )
    live_html = models.TextField(
        blank=True, default="", editable=False, help_text=_("The text that is being written, rendered.")
    )
    upstream_run_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    upstream_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When the one call went out that makes the thread and all else.")
    )
    language = models.CharField(
        max_length=16, blank=True, default="", db_default="", editable=False, help_text=_("What the student reads.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    is_judged = models.BooleanField(
        default=False, db_default=False, editable=False, help_text=_("There is a judgement of its final answer.")
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["status", "lease_until"], name="runs_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(status__in=["queued", "in_progress", "cancelling"]),
                name="one_live_run",
            )
        ]

    def __str__(self):
        return f"{self.get_status_display()} {self.pk}"

    @property
    def is_live(self):
        return self.status in self.LIVE

    @property
    def awaits_mark(self):
        """Whether a page that shows the answer still asks for the mark beside it."""
        return self.is_judged and self.judgement.is_awaited

    @property
    def is_stopping(self):
        return self.status == self.Status.CANCELLING

    def work(self, lease):
        from chat import proxy

        proxy.follow(self, lease)

    def crashed(self, lease):
        from chat import proxy

        proxy.end(lease, Run.Status.FAILED, Run.Reason.INTERNAL)


class RunStep(models.Model):
    """One step of a run, in the order of the upstream: a message that was written, or code that was run."""

    class Type(models.TextChoices):
        MESSAGE_CREATION = "message_creation", _("message")
        TOOL_CALLS = "tool_calls", _("code")

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    upstream_id = models.CharField(max_length=80, editable=False)
    type = models.CharField(max_length=20, choices=Type)
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="step")
    code = models.TextField(blank=True)
    logs = models.TextField(blank=True)
    revision = models.PositiveIntegerField(help_text=_("The run's revision that this step came with."), editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("run step")
        verbose_name_plural = _("run steps")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "upstream_id"], name="one_step_for_an_upstream_id")]

    def __str__(self):
        return f"{self.get_type_display()} {self.pk}"
