"""Make a key for the Assistants API."""

from django.core.management.base import BaseCommand, CommandError

from assistants_api.auth import CHAT_PROJECT, create_key
from assistants_api.models import ApiKey


class Command(BaseCommand):
    help = "Makes a key for the Assistants API at /v1/ and writes it, alone, to standard output. It is shown only once."

    def add_arguments(self, parser):
        parser.add_argument("name", help="what the key is for, as the operator will see it")
        parser.add_argument("--project", default="default", help="keys of one project share its objects")

    def handle(self, *, name, project, **options):
        for what, value, most in (("name", name, 100), ("project", project, 60)):
            if not value.strip() or len(value) > most or not value.isprintable():
                raise CommandError(f"The {what} must be one line of 1 to {most} characters.")
        if project.strip() == CHAT_PROJECT:
            raise CommandError(f"The project {CHAT_PROJECT} is the chat's own: students' words are in it.")
        if ApiKey.objects.filter(name=name.strip(), revoked_at=None).exists():
            raise CommandError(f"A key named '{name.strip()}' is there already: choose another name, or revoke it.")
        self.stdout.write(create_key(name.strip(), project.strip()))
