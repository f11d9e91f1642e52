"""gunicorn: two processes of many threads. Background work starts after the fork, in each of them."""

import gc
import importlib
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor_site.settings")
from django.conf import settings  # noqa: E402

bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = settings.WEB_THREADS
preload_app = True
graceful_timeout = 10
timeout = 60
keepalive = 5
loglevel = "warning"

BODY_SECONDS = 15
COLLECTED = 20_000
"""Objects that are made between two looks of the collector: at Python's 700 it looks several times in each request."""
SHARED_MODULES = ("chat.following", "chat.judging", "chat.watching", "chat.templatetags.rendered")
ANSWER = "## An answer\n\n1. $x^2$ **and**\n\n```python\nprint(1)\n```\n\n| a |\n|---|\n| `b` |\n"


def when_ready(server):
    """What each process needs is loaded once and shared. The collector leaves it alone, so that it stays shared."""
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.translation import override

    from chat import rendering
    from maths.reading.patterns import compile_all

    with override(settings.LANGUAGE_CODE):
        reverse("conversation-new")  # imports all views
    for name in SHARED_MODULES:
        importlib.import_module(name)
    for path in (settings.BASE_DIR / "templates" / "chat").glob("*.html"):
        get_template(f"chat/{path.name}")
    rendering.render(ANSWER)
    compile_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED, 20, 20)


def post_fork(server, worker):
    import django

    import background

    django.setup()

    background.start_sweeping()


def worker_exit(server, worker):
    import background

    background.shutdown()


def pre_request(worker, req):
    """A client that stops in the middle of its form gives its thread back."""
    req.unreader.sock.settimeout(BODY_SECONDS)
