"""The product's own settings, and the application that lets a test kill a process at a point (see traps.py)."""

from tutor_site.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.killing"]  # noqa: F405
