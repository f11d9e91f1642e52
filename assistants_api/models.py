"""The server's rows. On the wire a row is its `public_id`; order is that of `id`, which grows with each insertion."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from assistants_api import ids
from background.models import LeasedQuerySet, LeasedWork

RUN_LIFETIME = timedelta(seconds=600)
STORING_TIME = timedelta(hours=1)
"""A file that is not stored whole after this time never will be."""
PUBLIC_ID = {"max_length": 40, "unique": True, "editable": False}


def run_deadline():
    """When a run that is made now expires."""
    return timezone.now() + RUN_LIFETIME


class ApiKey(models.Model):
    """A key of a client, known only by its hash. What it makes belongs to its project."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=12, editable=False, help_text="The key's first characters.")
    project = models.CharField(max_length=60, default="default")
    of_chat = models.BooleanField(default=False, editable=False, help_text="The key of this installation's own chat.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "API key"

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"


class ProjectQuerySet(models.QuerySet):
    """Rows that belong to a project."""

    def visible_to(self, project):
        """The rows that keys of this project may see."""
        return self.filter(project=project)


class Assistant(models.Model):
    """Instructions, a model and tools under a name."""

    public_id = models.CharField(default=ids.assistant_id, **PUBLIC_ID)
    project = models.CharField(max_length=60, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=256, null=True)  # noqa: DJ001 - null and "" differ on the wire
    description = models.CharField(max_length=512, null=True)  # noqa: DJ001
    instructions = models.TextField(null=True)  # noqa: DJ001
    model = models.CharField(max_length=256)
    tools = models.JSONField(default=list)
    tool_resources = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    temperature = models.FloatField(default=1.0)
    top_p = models.FloatField(default=1.0)
    reasoning_effort = models.CharField(max_length=16, null=True)  # noqa: DJ001
    response_format = models.JSONField(default=str)

    objects = ProjectQuerySet.as_manager()

    def __str__(self):
        return self.public_id


class Thread(models.Model):
    """A conversation: messages in order, and the runs that answered them."""

    public_id = models.CharField(default=ids.thread_id, **PUBLIC_ID)
    project = models.CharField(max_length=60, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    tool_resources = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)

    objects = ProjectQuerySet.as_manager()

    def __str__(self):
        return self.public_id


def of_thread(related_name):
    """A key to the thread by its public id, so that a row tells its thread without a join."""
    return models.ForeignKey(Thread, models.CASCADE, to_field="public_id", related_name=related_name)


class RunQuerySet(LeasedQuerySet):
    """Runs. One that waits for outputs of functions is due when its time is over: nobody else would end it."""

    def due(self):
        return super().due() | self.filter(status=Run.Status.REQUIRES_ACTION, expires_at__lt=Now())


class Run(LeasedWork):
    """One answer of an assistant to a thread. `status` follows the API's state machine (see `lifecycle`)."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        IN_PROGRESS = "in_progress"
        REQUIRES_ACTION = "requires_action"
        CANCELLING = "cancelling"
        CANCELLED = "cancelled"
        FAILED = "failed"
        COMPLETED = "completed"
        INCOMPLETE = "incomplete"
        EXPIRED = "expired"

    LIVE = frozenset({Status.QUEUED, Status.IN_PROGRESS, Status.CANCELLING})
    """A worker has something to do."""
    ACTIVE = LIVE | {Status.REQUIRES_ACTION}
    """The thread is locked."""

    public_id = models.CharField(default=ids.run_id, **PUBLIC_ID)
    thread = of_thread("runs")
    assistant_id = models.CharField(max_length=40, help_text="It stays when the assistant is deleted.")
    status = models.CharField(max_length=16, choices=Status, default=Status.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=run_deadline)
    started_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=32, default="")
    error_message = models.TextField(default="")
    incomplete_reason = models.CharField(max_length=32, default="")
    model = models.CharField(max_length=256)
    instructions = models.TextField(null=True)  # noqa: DJ001 - null and "" differ on the wire
    tools = models.JSONField(default=list)
    tool_resources = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    temperature = models.FloatField(default=1.0)
    top_p = models.FloatField(default=1.0)
    reasoning_effort = models.CharField(max_length=16, null=True)  # noqa: DJ001
    max_prompt_tokens = models.BigIntegerField(null=True)
    max_completion_tokens = models.BigIntegerField(null=True)
    truncation_strategy = models.JSONField(default=dict)
    tool_choice = models.JSONField(default=str)
    parallel_tool_calls = models.BooleanField(default=True)
    response_format = models.JSONField(default=str)
    required_calls = models.JSONField(default=list, help_text="The functions whose outputs the run waits for.")
    prompt_tokens = models.PositiveBigIntegerField(default=0)
    completion_tokens = models.PositiveBigIntegerField(default=0)
    cached_tokens = models.PositiveBigIntegerField(default=0)
    reasoning_tokens = models.PositiveBigIntegerField(default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=Q(status__in=["queued", "in_progress", "requires_action", "cancelling"]),
                name="one_active_run_per_thread",
            )
        ]
        indexes = [models.Index(fields=["status", "lease_until"], name="run_due")]

    def __str__(self):
        return self.public_id

    def work(self, lease):
        """Carry the run to its end. See `execution`."""
        from assistants_api import execution

        execution.carry(self, lease)

    def crashed(self, lease):
        """End the run as failed; the log has the reason."""
        from assistants_api import execution

        execution.end_crashed(self, lease)


class Message(models.Model):
    """What the user or an assistant said, as content parts in the API's form."""

    class Status(models.TextChoices):
        IN_PROGRESS = "in_progress"
        INCOMPLETE = "incomplete"
        COMPLETED = "completed"

    public_id = models.CharField(default=ids.message_id, **PUBLIC_ID)
    thread = of_thread("messages")
    run = models.ForeignKey(Run, models.CASCADE, to_field="public_id", null=True, related_name="messages")
    assistant_id = models.CharField(max_length=40, null=True)  # noqa: DJ001 - null on the wire for a user's message
    created_at = models.DateTimeField(default=timezone.now)
    role = models.CharField(max_length=10, choices=[("user", "user"), ("assistant", "assistant")])
    content = models.JSONField(default=list)
    attachments = models.JSONField(default=list)
    metadata = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=Status, default=Status.COMPLETED)
    completed_at = models.DateTimeField(null=True)
    incomplete_at = models.DateTimeField(null=True)
    incomplete_reason = models.CharField(max_length=16, default="")

    def __str__(self):
        return self.public_id


class RunStep(models.Model):
    """One thing a run did: it wrote a message, or it called tools."""

    class Status(models.TextChoices):
        IN_PROGRESS = "in_progress"
        CANCELLED = "cancelled"
        FAILED = "failed"
        COMPLETED = "completed"
        EXPIRED = "expired"

    public_id = models.CharField(default=ids.step_id, **PUBLIC_ID)
    thread = of_thread("steps")
    run = models.ForeignKey(Run, models.CASCADE, to_field="public_id", related_name="steps")
    assistant_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now)
    type = models.CharField(max_length=20, choices=[("message_creation",) * 2, ("tool_calls",) * 2])
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROGRESS)
    message_id = models.CharField(max_length=40, default="", help_text="It stays when the message is deleted.")
    tool_calls = models.JSONField(default=list)
    error_code = models.CharField(max_length=32, default="")
    error_message = models.TextField(default="")
    expired_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    prompt_tokens = models.PositiveBigIntegerField(null=True)
    completion_tokens = models.PositiveBigIntegerField(null=True)

    def __str__(self):
        return self.public_id


class FileQuerySet(ProjectQuerySet):
    """Files. One that is not stored whole yet, or whose time is over, is as if it were not there."""

    def visible_to(self, project):
        return super().visible_to(project).filter(self._living(), complete=True)

    def useless(self):
        """Files that nobody can see any more: expired, or left unfinished by a process that ended."""
        abandoned = Q(complete=False, created_at__lt=timezone.now() - STORING_TIME)
        return self.filter(abandoned | Q(complete=True) & ~self._living())

    @staticmethod
    def _living():
        return Q(expires_at=None) | Q(expires_at__gt=timezone.now())


class File(models.Model):
    """Bytes under a name, kept as chunks by `files`. A file that a run made belongs to its thread and goes with it."""

    public_id = models.CharField(default=ids.file_id, **PUBLIC_ID)
    project = models.CharField(max_length=60, db_index=True)
    thread = models.ForeignKey(Thread, models.CASCADE, to_field="public_id", null=True, related_name="files")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    filename = models.CharField(max_length=255)
    purpose = models.CharField(max_length=32)
    size = models.BigIntegerField(default=0, help_text="Bytes.")
    complete = models.BooleanField(default=False, help_text="All of its chunks are stored.")

    objects = FileQuerySet.as_manager()

    def __str__(self):
        return self.public_id


class FileChunk(models.Model):
    """A piece of a file; `number` counts from 0."""

    file = models.ForeignKey(File, models.CASCADE, db_index=False, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="chunks_of_a_file")]

    def __str__(self):
        return f"{self.file_id}/{self.number}"
