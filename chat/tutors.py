"""What the upstream is told to be: the assistants of conversations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
