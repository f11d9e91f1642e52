"""Read-only copies of conversations, each behind a link that nobody can guess."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LIMIT = 40
TITLE_LIMIT = 80
DELETED_AT_ONCE = 20


def new_token():
    """The secret part of a link. Only its hash is kept, so that nobody who reads the database can open the copy."""
    return secrets.token_urlsafe(32)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class ShareQuerySet(models.QuerySet):
    def open(self):
        """Those whose links still work."""
        return self.filter(
            expires_at__gt=timezone.now(), conversation__deleted_at=None, conversation__owner__is_active=True
        )

    def with_token(self, token):
        """The one that a link leads to, if it still works."""
        return self.open().filter(token_hash=hash_of(token))

    def delete_expired(self):
        """Delete some of those whose time is up, and their copies with them; whether there may be more."""
        some = list(self.filter(expires_at__lte=timezone.now()).values_list("pk", flat=True)[:DELETED_AT_ONCE])
        if some:
            self.filter(pk__in=some).delete()
        return len(some) == DELETED_AT_ONCE


class Share(models.Model):
    """A copy of a conversation as it was then. To revoke the link is to delete the row, and the copy with it."""

    class Days(models.IntegerChoices):
        DAY = 1, _("1 day")
        WEEK = 7, _("1 week")
        MONTH = 30, _("1 month")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="shares")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    name = models.CharField(max_length=NAME_LIMIT, blank=True, help_text=_("The student's, if they want it shown."))
    attachments = models.ManyToManyField("Attachment", related_name="shares", help_text=_("What the copy shows."))
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.pk)

    @staticmethod
    def expiry(days):
        """When a link that is made now ends."""
        return timezone.now() + timedelta(days=days)


class SharedPage(models.Model):
    """Some of the entries of a shared copy (see chat/exports/entries.py), as many as are shown at once."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)

    class Meta:
        verbose_name = _("page of a share")
        verbose_name_plural = _("pages of shares")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["share", "number"], name="one_page_of_a_share_for_a_number")]

    def __str__(self):
        return f"{self.share_id} {self.number}"
