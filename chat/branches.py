"""The part of the record that makes a conversation branch: a question that was asked again with an edit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Branch(models.Model):
    """What is said from an edited question on, beside what was said there before.

    To it belong its own messages, and of its parent's those before the message that it replaces. A parent of None is
    the trunk, with which each conversation begins. How branches are read: chat/versions.py.
    """

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="branches")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    before = models.ForeignKey("Message", models.CASCADE, related_name="replacements")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["pk"]

    def __str__(self):
        return str(self.pk)
