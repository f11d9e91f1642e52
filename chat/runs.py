"""Attempts to answer questions, each with the steps that it took."""

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.models import LeasedQuerySet, LeasedWork


class RunQuerySet(LeasedQuerySet):
    def visible_to(self, person):
        """The runs of the conversations that a person may read."""
        conversations = self.model._meta.get_field("conversation").related_model
        return self.filter(conversation__in=conversations.objects.visible_to(person))

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
    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="runs")
    message = models.ForeignKey("Message", models.CASCADE, related_name="runs", verbose_name=_("question"))
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
    message = models.OneToOneField("Message", models.CASCADE, null=True, related_name="step")
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
