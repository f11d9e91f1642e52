"""A conversation that was deleted: hidden at once, gone for good when it cannot be brought back any more."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.models import LeasedQuerySet, LeasedWork

UNDO_SECONDS = 10
"""How long pages offer to bring a deleted conversation back."""
MARGIN_SECONDS = 20
"""Those who take the offer at its end, on a slow connection, are in time all the same."""
PAUSE = timedelta(minutes=10)
"""After which a purge that failed is tried again: until then and on, nobody sees the conversation."""


def purge_moment():
    """When a conversation that is deleted now goes for good."""
    return timezone.now() + timedelta(seconds=UNDO_SECONDS + MARGIN_SECONDS)


class DeletionQuerySet(LeasedQuerySet):
    def due(self):
        """Those whose time has come, and that nobody works on."""
        return super().due().filter(due_at__lte=Now())

    def for_work(self):
        return self.select_related("conversation")

    def offered_to(self, person):
        """What a person has deleted so lately that their pages offer to bring it back."""
        since = timezone.now() - timedelta(seconds=UNDO_SECONDS)
        rows = self.filter(conversation__owner=person, created_at__gt=since) if person else self.none()
        return rows.select_related("conversation").order_by("-created_at")


class Deletion(LeasedWork):
    """That a conversation goes for good at `due_at`. Whoever undoes it deletes this row; with the conversation it goes
    by itself. Made and carried out by chat/keeping.py."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")

    LIVE = frozenset({Status.WAITING})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.OneToOneField("Conversation", models.CASCADE, related_name="deletion")
    status = models.CharField(max_length=16, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=purge_moment, db_index=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")

    def __str__(self):
        return str(self.pk)

    def work(self, lease):
        from chat import keeping

        keeping.purge(self, lease)

    def crashed(self, lease):
        """Nothing is given up: a deleted conversation has to go."""
        lease.write(due_at=timezone.now() + PAUSE)
