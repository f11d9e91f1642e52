"""Reads the machine's environment for the settings: typed, and loud when a value is wrong."""

import os
import secrets
import warnings
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


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
    """Django's settings of a database, from an address such as postgres://user:password@host/name."""
    return _service(name, default, environ.Env.db_url_config)


def cache(name, default):
    """Django's settings of a cache, from an address such as redis://host:6379/0."""
    return _service(name, default, environ.Env.cache_url_config)


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
