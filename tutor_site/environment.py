"""Reads the machine's environment for the settings: typed, and loud when a value is wrong."""

import os
import re
import secrets
import warnings
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}

POOL = {"min_size": 0, "max_size": 24, "timeout": 10, "reconnect_timeout": 5}
"""The pool of each process: how many connections, the seconds that a thread waits for one, and the seconds after which
a connection that cannot be made is given up, so that the pauses between tries stay short."""
POSTGRES_OPTIONS = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "tcp_user_timeout": 30_000}
"""A database whose host has vanished is noticed within these (seconds; the last one in milliseconds)."""
REDIS_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 2}
"""A page waits no longer for a cache that does not answer."""


def text(name, default=""):
    """The variable without surrounding space; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name, default):
    """A switch; anything but the usual words for on and off is an error, so that a typo never means "off"."""
    value = text(name, "on" if default else "off").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; write on or off.")
    return value in YES


def number(name, default, least, most):
    """A whole number within bounds, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a number from {least} to {most}.")
    return int(value)


def choice(name, options, default=""):
    """One of a few words, or the default."""
    value = text(name, default)
    if value and value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of: {', '.join(options)}.")
    return value


def site(name, default):
    """The address of a whole host: http(s), a name, perhaps a port, no path."""
    value = url(name, default)
    if urlsplit(value).path:
        raise ImproperlyConfigured(f"{name} is {value!r}; the tutor needs a host name of its own, without a path.")
    return value


def url(name, default):
    """An http(s) address without query and without a slash at its end."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
        parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
    except ValueError:
        good = False
    if not good:
        raise ImproperlyConfigured(
            f"{name} is {value!r}; write an address such as {default or 'http://127.0.0.1:8000'}."
        )
    return value


def time_zone(name, default):
    """A name of the time zone database, such as Europe/Berlin."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a name such as Europe/Berlin.") from None
    return value


def database(name, default):
    """Django's settings of a database, from an address such as postgres://user:password@host/name?pool=16.

    `pool` is the most connections of one process. The process shares them among its threads.
    """
    config = _service(name, default, environ.Env.db_url_config)
    if config["ENGINE"] == "django.db.backends.postgresql":
        options = POSTGRES_OPTIONS | config.get("OPTIONS", {})
        options["pool"] = POOL | {"max_size": _pool_size(name, options.get("pool", POOL["max_size"]))}
        config["OPTIONS"] = options
    return config


def _pool_size(name, size):
    if not (isinstance(size, int) and 1 <= size <= 1000):
        raise ImproperlyConfigured(f"{name} asks for a pool of {size!r}; write a number from 1 to 1000.")
    return size


def cache(name, default):
    """Django's settings of a cache, from an address such as redis://host:6379/0 or valkey://host:6379/0."""
    config = _service(name, default, lambda address: environ.Env.cache_url_config(re.sub("^valkey", "redis", address)))
    if config["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
        config["OPTIONS"] = REDIS_OPTIONS | config.get("OPTIONS", {})
    return config


def _service(name, default, read):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            config = read(text(name, default))
    except Exception:  # the library raises many kinds, and its text may repeat a password
        config = {}
    if "." not in config.get("ENGINE", config.get("BACKEND", "")):
        raise ImproperlyConfigured(f"{name} is not an address of a kind that is known here.")
    return config


def require_package(package, name):
    """Refuse a setting whose package is not installed."""
    if not find_spec(package):
        raise ImproperlyConfigured(f"{name} needs more packages: pip install -r requirements-scale.txt")


def data_folder(name, default):
    """The data folder, made when absent, readable by its owner alone; it must take files."""
    folder = Path(text(name, str(default))).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{secrets.token_hex(4)}"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        reason = error.strerror or error
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be written ({reason}). "
            f"Make room there, or make it writable, or name another folder in {name}."
        ) from None
    return folder


def local_socket(name):
    """The full path of a unix socket that another program serves, which need not be there yet; None when not set."""
    value = text(name)
    path = Path(value)
    if value and (not path.is_absolute() or (path.exists() and not path.is_socket())):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; write the full path of a unix socket, such as /run/tutor/interpreter.sock."
        )
    return path if value else None


def kept_secret(path, prefix=""):
    """A random secret of 384 bits kept in a file of mode 0600; processes that start together agree on one."""
    if not path.exists():
        draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(prefix + secrets.token_urlsafe(48) + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its secret is the one
        finally:
            draft.unlink()
    value = path.read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"{path} is empty; delete it and start again to have a new one made.")
    return value
