"""Makes the site ready to be served: database, gathered files, checks. Prints where it and its interpreter will be."""

import json
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, gather static files, check, and print the addresses as JSON. script/server calls it at each start."
    requires_system_checks = []

    def handle(self, **options):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("clearsessions")
        if not settings.STATIC_GATHERED:
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
            subprocess.run(command, cwd=settings.BASE_DIR, check=True)  # another process: it stores differently
        self.check(display_num_errors=False)
        address = {"host": settings.HOST, "port": settings.PORT, "url": settings.TUTOR_URL}
        interpreter = {"data": str(settings.TUTOR_DATA), "options": settings.INTERPRETER_OPTIONS}
        interpreter["socket"] = str(settings.INTERPRETER_SOCKET or "")
        self.stdout.write(json.dumps(address | {"interpreter": interpreter}))
