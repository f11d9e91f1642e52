"""The part of the record that is no text: the pictures and files that the tutor made, and those that students gave."""

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
PICTURE_OF_A_BLOCK = Q(step__isnull=False, width__isnull=False, height__isnull=False, missing="")
FILE_WITH_A_NAME = Q(step=None, width=None, height=None, name__gt="")
GIVEN_WITH_A_QUESTION = Q(step=None, name__gt="", size__isnull=False, missing="") & (
    Q(width=None, height=None) | Q(width__isnull=False, height__isnull=False)
)


class AttachmentQuerySet(models.QuerySet):
    def without_content(self):
        """The same without their bytes, which may be many."""
        return self.defer("content")

    def unlinked(self):
        """Files of the tutor's that no message names."""
        return self.filter(step=None, message=None, file_links=None)

    def given(self):
        """Those that students attached to their questions."""
        return self.filter(message__isnull=False)

    def forget_upstream(self):
        """The server no longer knows these files: they are uploaded again when they are needed there."""
        return self.update(upstream_id="", upstream_server="")


class Attachment(models.Model):
    """A picture or file of a conversation. The page serves it from here, never from the upstream.

    What the tutor made is mirrored: a picture belongs to the block that shows it, `step`; a file for downloading has a
    name and no block of its own: messages name it by FileLinks. When its bytes could not be had, `missing` says why.
    What a student gave belongs to the question that it came with, `message`; `upstream_id` is its name on the server
    `upstream_server`, empty until that has it.
    """

    class Missing(models.TextChoices):
        """Why there is nothing to download, as the student reads it."""

        GONE = "gone", _("this file is no longer available")
        TOO_LARGE = "too_large", _("this file is too large to be kept")
        NOT_FETCHED = "not_fetched", _("this file could not be fetched")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="attachments")
    step = models.ForeignKey("RunStep", models.CASCADE, null=True, related_name="attachments")
    message = models.ForeignKey("Message", models.CASCADE, null=True, related_name="files")
    upstream_id = models.CharField(max_length=64, blank=True, default="", editable=False)
    upstream_server = models.CharField(max_length=255, blank=True, default="", editable=False)
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
            models.UniqueConstraint(
                fields=["conversation", "upstream_id"],
                condition=~Q(upstream_id=""),
                name="one_attachment_for_an_upstream_id",
            ),
            models.CheckConstraint(
                condition=Q(message=None, upstream_id__gt="") & (PICTURE_OF_A_BLOCK | FILE_WITH_A_NAME)
                | Q(message__isnull=False) & GIVEN_WITH_A_QUESTION,
                name="a_picture_of_a_block_or_a_file_with_a_name",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "size"], condition=Q(message__isnull=False), name="given_files_by_time")
        ]

    def __str__(self):
        return self.description or self.name or str(self.pk)

    def get_absolute_url(self):
        return reverse("attachment-detail", args=[self.conversation_id, self.pk])

    @property
    def is_picture(self):
        return self.width is not None

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
