"""A worker: carries the runs that web processes accept, on this or any other host."""

import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from background.crew import CAPACITY
from tutor_site import code_interpreter


class Command(BaseCommand):
    help = "Answer the questions that web processes accept, until SIGTERM or Ctrl-C. It needs QUEUE=on."

    def add_arguments(self, parser):
        told = "how many questions to answer at once, and as many runs of our own Assistants server (%(default)s)"
        parser.add_argument("--threads", type=int, default=CAPACITY, help=told)

    def handle(self, threads, **options):
        if not settings.QUEUE:
            raise CommandError("QUEUE is off: the web processes carry the runs themselves.")
        if threads < 1:
            raise CommandError("--threads must be at least 1.")
        from background import worker  # its packages are there only where QUEUE is on

        if code_interpreter.in_use():
            threading.Thread(target=self.warm, daemon=True).start()
        self.stdout.write(f"The worker answers up to {threads} questions at once (Ctrl-C ends it)")
        self.stdout.flush()
        worker.work(threads)

    def warm(self):
        """Start the interpreter of this host now: the first question does not wait for it then."""
        try:
            code_interpreter.warm()
        except code_interpreter.InterpreterError as error:
            self.stderr.write(f"Python cannot be run here, so most questions cannot be answered: {error}")
