"""What our own check made of the final answer of a run: the mark beside it."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from background.models import LeasedQuerySet, LeasedWork
from maths.phrases import Phrase, formulas_in

AWAITED = timedelta(seconds=60)
"""How long a page asks for a mark. One that comes later is there when the page is loaded anew."""
BRISK, CALM = 400, 2000
"""Milliseconds between two polls for a mark: while most come, and for those that wait in a crowd."""
SOON = timedelta(seconds=4)


class JudgementQuerySet(LeasedQuerySet):
    def visible_to(self, person):
        """The judgements in the conversations that a person may read: their own."""
        kept = self.filter(run__conversation__deleted_at=None)
        return kept.filter(run__conversation__owner=person) if person else self.none()

    def for_work(self):
        """The same with run, question and person."""
        return self.select_related("run__message", "run__conversation__owner")


class Judgement(LeasedWork):
    """The check of one run's final answer: made when the run is completed, if its question is one that we can read.

    It has a life of its own, since the answer does not wait for it: any worker can carry it on (see chat/judging.py).
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")

    class Verdict(models.TextChoices):
        VERIFIED = "verified", _("checked: right")
        CONTRADICTED = "contradicted", _("does not match our own check")
        NOT_CHECKED = "not_checked", _("not checked")

    LIVE = frozenset({Status.WAITING})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.OneToOneField("Run", models.CASCADE, related_name="judgement")
    status = models.CharField(max_length=16, choices=Status, default=Status.WAITING)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True, default="")
    explanation = models.JSONField(
        default=dict, editable=False, help_text=_("The check, or why there is none, as a phrase of maths/phrases.py.")
    )
    result = models.TextField(blank=True, default="", help_text=_("Our own result, where the answer is another."))
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        indexes = [models.Index(fields=["status", "lease_until"], name="judgements_by_status")]

    def __str__(self):
        return f"{self.get_verdict_display() or self.get_status_display()} {self.pk}"

    @property
    def is_done(self):
        return self.status == self.Status.DONE

    @property
    def is_awaited(self):
        """Whether a page that shows the answer still asks for the mark."""
        return not self.is_done and timezone.now() - self.created_at < AWAITED

    @property
    def interval(self):
        """Milliseconds until a page asks again."""
        return BRISK if timezone.now() - self.created_at < SOON else CALM

    @property
    def words(self):
        """The check in words, as Markdown."""
        return Phrase.from_dict(self.explanation).text(translate=gettext) if self.explanation else ""

    @property
    def own_result(self):
        """Our own result, as Markdown, with the words in its formulas."""
        return formulas_in(self.result, gettext)

    def work(self, lease):
        from chat import judging

        judging.carry(self, lease)

    def crashed(self, lease):
        from chat import judging

        judging.give_up(lease)
