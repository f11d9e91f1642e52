"""Revoke a key of the Assistants API."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from assistants_api.models import ApiKey


class Command(BaseCommand):
    help = "Revokes a key of the Assistants API at /v1/ for good. list_api_keys shows names and prefixes."

    def add_arguments(self, parser):
        parser.add_argument("key", metavar="NAME_OR_PREFIX", help="the key's name, or its first characters as listed")

    def handle(self, *, key, **options):
        found = list(ApiKey.objects.filter(Q(name=key) | Q(prefix=key)).order_by("pk"))
        if not found:
            raise CommandError(f"No key has the name or the prefix '{key}'. list_api_keys shows those that there are.")
        living = [row for row in found if not row.revoked_at]
        if len(living) > 1:
            listed = ", ".join(f"{row.prefix} ({row.name})" for row in living)
            raise CommandError(f"'{key}' may be any of these keys, so name one by its prefix: {listed}.")
        if not living:
            self.stdout.write(f"The key {found[-1]} has been revoked already.")
            return
        self._revoke(living[0])

    def _revoke(self, row):
        if row.of_chat:
            raise CommandError(
                "This is the key of the installation's own chat, which would stop. Set another ASSISTANTS_API_KEY to"
                " replace it, or API_OPEN=off to keep other programs away."
            )
        ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())
        self.stdout.write(f"The key {row} is revoked.")
