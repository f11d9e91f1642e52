"""The part of the record that is no text: the pictures and files that the tutor made."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LIMIT = 100
TARGET_LIMIT = 300
PIECE_BYTES = 2**20


class AttachmentQuerySet(models.QuerySet):
    def without_content(self):
        """The same without their bytes, which may be many."""
        return self.defer("content")

    def unlinked(self):
        """Files that no message names."""
        return self.filter(step=None, file_links=None)


class Attachment(models.Model):
    """What the tutor made, mirrored: the page serves it from here, never from the upstream.

    A picture belongs to the block that shows it, `step`. A file for downloading has a name and no block of its own:
    messages name it by FileLinks. When its bytes could not be had, `missing` says why.
    """

    class Missing(models.TextChoices):
        """Why there is nothing to download, as the student reads it."""

        GONE = "gone", _("this file is no longer available")
        TOO_LARGE = "too_large", _("this file is too large to be kept")
        NOT_FETCHED = "not_fetched", _("this file could not be fetched")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="attachments")
    step = models.ForeignKey("RunStep", models.CASCADE, null=True, related_name="attachments")
    upstream_id = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    description = models.CharField(max_length=400, blank=True, help_text=_("Read aloud instead of the picture."))
    name = models.CharField(max_length=NAME_LIMIT, blank=True, default="", help_text=_("What a file is saved as."))
    size = models.PositiveBigIntegerField(null=True, help_text=_("Bytes of a file."))
    missing = models.CharField(max_length=16, choices=Missing, blank=True, default="")
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "upstream_id"], name="one_attachment_for_an_upstream_id"),
            models.CheckConstraint(
                condition=Q(step__isnull=False, width__isnull=False, height__isnull=False, missing="")
                | Q(step=None, width=None, height=None, name__gt=""),
                name="a_picture_of_a_block_or_a_file_with_a_name",
            ),
        ]

    def __str__(self):
        return self.description or self.name or str(self.pk)

    def get_absolute_url(self):
        return reverse("attachment-detail", args=[self.conversation_id, self.pk])

    @property
    def is_picture(self):
        return self.step_id is not None

    def pieces(self):
        """The bytes of a file, at most PIECE_BYTES at a time, so that slow readers do not fill the memory.

        Raises Attachment.DoesNotExist when it is deleted meanwhile.
        """
        for start in range(0, self.size, PIECE_BYTES):
            cut = Substr("content", start + 1, PIECE_BYTES, output_field=models.BinaryField())
            yield bytes(Attachment.objects.values_list(cut, flat=True).get(pk=self.pk))


class FileLink(models.Model):
    """That a message names a file: by an address in its text, `target`, or only beside it, with an empty one."""

    step = models.ForeignKey("RunStep", models.CASCADE, related_name="file_links")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="file_links")
    target = models.CharField(max_length=TARGET_LIMIT, blank=True)

    class Meta:
        verbose_name = _("link to a file")
        verbose_name_plural = _("links to files")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "attachment", "target"], name="one_file_link_for_a_target")
        ]

    def __str__(self):
        return self.target or str(self.pk)
