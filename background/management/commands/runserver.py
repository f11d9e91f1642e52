"""Django's development server, which also carries on the rows of work that an earlier process left."""

from django.contrib.staticfiles.management.commands.runserver import Command as StaticRunserver

import background


class Command(StaticRunserver):
    help = StaticRunserver.help

    def inner_run(self, *args, **options):
        background.start_sweeping()
        super().inner_run(*args, **options)
