"""Django's makemessages, which also finds the sentences of `maths` (see maths/phrases.py)."""

from django.core.management.commands import makemessages

UNREAD = ["tests", "script", "docs", "data", "deploy"]
"""Folders with words for developers and operators alone."""


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]

    def handle(self, *args, **options):
        options["ignore_patterns"] = [*options["ignore_patterns"], *UNREAD]
        super().handle(*args, **options)
