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
from django.db.models import Count

from assistants_api.models import Run as ApiRun
from chat.models import Run, Tutor
from tutor_site.health import pending_migrations

PACKAGES = ["Django", "SymPy", "NumPy", "SciPy", "pandas", "matplotlib", "gunicorn"]


def database():
    """{engine, version, pending: migrations that were not applied}."""
    version = ".".join(str(number) for number in connection.get_database_version())
    return {"engine": connection.display_name, "version": version, "pending": pending_migrations()}


def runs():
    """How many runs have not ended, {status: count} for the chat and for the API."""
    return {"chat": _by_status(Run.objects.live()), "api": _by_status(ApiRun.objects.filter(status__in=ApiRun.ACTIVE))}


def _by_status(found):
    return dict(found.order_by().values_list("status").annotate(Count("pk")))


def tutor():
    """Who answers: {server: another's host, model: of the settings, default: of the default tutor, engine, engine_host,
    open: whether other programs may use our own server}."""
    named = Tutor.objects.filter(is_default=True).values_list("model", flat=True).first()
    elsewhere = "" if settings.ASSISTANTS_API_EMBEDDED else _host(settings.ASSISTANTS_API_BASE)
    return {
        "server": elsewhere,
        "model": settings.ASSISTANT_MODEL,
        "default": named or "",
        "engine": settings.LLM_API,
        "engine_host": _host(settings.LLM_BASE_URL),
        "open": settings.API_OPEN,
    }


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
