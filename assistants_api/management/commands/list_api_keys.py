"""List the keys of the Assistants API."""

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime

from assistants_api.models import ApiKey

HEADINGS = ("NAME", "PREFIX", "PROJECT", "CREATED", "LAST USED", "REVOKED")
OF_CHAT = "the chat's own"


class Command(BaseCommand):
    help = "Lists the keys of the Assistants API at /v1/, oldest first; of a key itself only its first characters."

    def handle(self, **options):
        rows = [_cells(key) for key in ApiKey.objects.order_by("pk")]
        if not rows:
            self.stdout.write("There are no keys yet. create_api_key makes one.")
            return
        widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
        for row in (HEADINGS, *rows):
            self.stdout.write("  ".join(map(str.ljust, row, widths)).rstrip())


def _cells(key):
    """A row of the table, each cell as text."""
    name = f"{key.name} ({OF_CHAT})" if key.of_chat else key.name
    return (name, key.prefix, key.project, *map(_moment, (key.created_at, key.last_used_at, key.revoked_at)))


def _moment(moment):
    return "-" if moment is None else f"{localtime(moment):%Y-%m-%d %H:%M}"
