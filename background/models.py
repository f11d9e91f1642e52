"""The abstract row of leased work."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from background import leases


class LeasedQuerySet(models.QuerySet):
    """Rows of work. A concrete model says which are live by its LIVE statuses."""

    def live(self):
        """Rows that have not ended."""
        return self.filter(status__in=self.model.LIVE)

    def for_work(self):
        """The same with what their work begins with, in one query."""
        return self

    def at_claim(self):
        """The values by field that a row is given when it is claimed."""
        return {}

    def due(self):
        """Live rows that nobody holds: never claimed, released, or with a lease that has run out. One that lasts for
        longer than leases do is from before the clock was set back."""
        too_far = Q(lease_until__gt=Now() + timedelta(seconds=2 * leases.SECONDS))
        return self.live().filter(Q(lease_until=None) | Q(lease_until__lt=Now()) | too_far)


class LeasedWork(models.Model):
    """A row that one process at a time carries on. Subclasses have `status`, a LIVE set, `work` and `crashed`."""

    worker = models.CharField(max_length=80, blank=True, default="", editable=False)
    fence = models.PositiveIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)

    objects = LeasedQuerySet.as_manager()

    LIVE: frozenset = frozenset()

    class Meta:
        abstract = True

    def work(self, lease):
        """Carry the row on to its end. Runs in a thread, possibly again after a crash; writes through the lease."""
        raise NotImplementedError

    def crashed(self, lease):
        """End the row after an error that nobody expected, so that it is not tried for ever."""
        raise NotImplementedError
