"""What there is to know for the status page, in plain values: no secrets, no words of people.

The functions run in threads of their own, so that none of them uses the language or the connection of a request.
"""

import os
import platform
import shutil
import tomllib
from importlib import metadata
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from assistants_api.models import Run as ApiRun
from chat import proxy
from chat.models import Run, Tutor, UpstreamHealth
from tutor_site.health import pending_migrations

PACKAGES = ["Django", "SymPy", "NumPy", "SciPy", "pandas", "matplotlib", "gunicorn"]


def database():
    """{engine, version, pending: migrations that were not applied}."""
    version = ".".join(str(number) for number in connection.get_database_version())
    return {"engine": connection.display_name, "version": version, "pending": pending_migrations()}


def runs():
    """The runs of the chat and of the API that have not ended, each {counts: {status: count}, oldest: seconds since
    the first was asked for, or None}."""
    return {"chat": _living(Run.objects.live()), "api": _living(ApiRun.objects.filter(status__in=ApiRun.ACTIVE))}


def _living(found):
    states = found.order_by().values_list("status").annotate(Count("pk"), Min("created_at"))
    first = min((began for _, _, began in states), default=None)
    oldest = first and max(0.0, (timezone.now() - first).total_seconds())
    return {"counts": {state: count for state, count, _ in states}, "oldest": oldest}


def queue():
    """See background.queue.state."""
    from background import queue  # its packages are there only where QUEUE is on

    return queue.state()


def tutor():
    """Who answers: {server: another's host, failures: calls to it in a row without an answer, rest: seconds until it is
    called again (None: it is called), model: of the settings, default: of the default tutor, engine, engine_host, open:
    whether other programs may use our own server}."""
    named = Tutor.objects.filter(is_default=True).values_list("model", flat=True).first()
    elsewhere = "" if settings.ASSISTANTS_API_EMBEDDED else _host(settings.ASSISTANTS_API_BASE)
    return {
        "server": elsewhere,
        **_health(),
        "model": settings.ASSISTANT_MODEL,
        "default": named or "",
        "engine": settings.LLM_API,
        "engine_host": _host(settings.LLM_BASE_URL),
        "open": settings.API_OPEN,
    }


def _health():
    """What the breaker in front of the Assistants server knows."""
    row = UpstreamHealth.objects.filter(server=proxy.server()).first() or UpstreamHealth()
    rest = row.open_until and max(0.0, (row.open_until - timezone.now()).total_seconds())
    return {"failures": row.failures, "rest": rest}


def _host(address):
    """Host and port of an address: a name and password in it are nobody's business."""
    return urlsplit(address).netloc.rpartition("@")[2]


def data_folder():
    """{path, size, free: bytes}."""
    size = sum(_size(os.path.join(place, name)) for place, _, names in os.walk(settings.TUTOR_DATA) for name in names)
    return {"path": settings.TUTOR_DATA, "size": size, "free": shutil.disk_usage(settings.TUTOR_DATA).free}


def _size(path):
    """Bytes of a file; none of one that has just gone."""
    try:
        return os.lstat(path).st_size
    except FileNotFoundError:
        return 0


def versions():
    """{name: version} of the product, of Python, of what it is built on, of the kernel."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    own = {project["name"]: project["version"], "Python": platform.python_version()}
    return own | {name: _installed(name) for name in PACKAGES} | {platform.system(): platform.release()}


def _installed(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
