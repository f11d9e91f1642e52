"""What a person thinks of an answer: a thumb, with a reason if they like."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REASON_LIMIT = 500


class Feedback(models.Model):
    """One person's word on one message of the tutor. It can be changed, and taken back, which deletes it."""

    class Value(models.TextChoices):
        UP = "up", _("good answer")
        DOWN = "down", _("bad answer")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedback")
    message = models.ForeignKey("Message", models.CASCADE, related_name="feedback")
    value = models.CharField(_("value"), max_length=8, choices=Value)
    reason = models.CharField(_("reason"), max_length=REASON_LIMIT, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.UniqueConstraint(fields=["person", "message"], name="one_feedback_for_a_message")]

    def __str__(self):
        return self.get_value_display()

    @classmethod
    def give(cls, person, message, value, reason=None):
        """Keep a person's word; a reason of None leaves the one that there is."""
        told = {"value": value, "updated_at": timezone.now()} | ({} if reason is None else {"reason": reason})
        return cls.objects.update_or_create(person=person, message=message, defaults=told)[0]
