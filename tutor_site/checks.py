"""System checks: each misconfiguration that can be seen before a student meets it, with its cure."""

import contextlib
import sqlite3
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from chat.assistants import AssistantsClient
from chat.failures import AssistantsError


@register(Tags.security)
def check_transport(app_configs, **kwargs):
    """Plain http is for this machine alone: anybody on the way can read it and take over a session."""
    address = urlsplit(settings.TUTOR_URL)
    if address.scheme == "https" or _is_loopback(address.hostname):
        return []
    hint = "Put a proxy with a certificate in front and set TUTOR_URL to its https address."
    return [
        Warning(f"TUTOR_URL is {settings.TUTOR_URL}: pages and passwords travel unencrypted.", hint, id="tutor.W001")
    ]


@register()
def check_address(app_configs, **kwargs):
    """Listening for others under an address that only this machine knows."""
    if _is_loopback(settings.HOST) or not _is_loopback(urlsplit(settings.TUTOR_URL).hostname):
        return []
    hint = f"Set TUTOR_URL to the address that people type, such as http://tutor.school.example:{settings.PORT}."
    return [Warning(f"HOST is {settings.HOST}, but people may use {settings.TUTOR_URL} only.", hint, id="tutor.W004")]


@register()
def check_search(app_configs, **kwargs):
    """Some builds of SQLite lack what conversations are searched with."""
    if connection.vendor != "sqlite" or has_full_text():
        return []
    hint = "Use a Python whose SQLite has FTS5, as Debian's and python.org's have, or set DATABASE_URL to a PostgreSQL."
    return [Error(f"SQLite {sqlite3.sqlite_version} of this Python was built without FTS5.", hint, id="tutor.E011")]


def has_full_text():
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        return bool(database.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


@register(Tags.security)
def check_data_folder(app_configs, **kwargs):
    """A folder that was there before may be open to other accounts of this machine."""
    if not settings.TUTOR_DATA.stat().st_mode & 0o077:
        return []
    hint = f"chmod 700 {settings.TUTOR_DATA}"
    return [Warning(f"Other accounts of this machine can look into {settings.TUTOR_DATA}.", hint, id="tutor.W003")]


@register()
def check_key(app_configs, **kwargs):
    """Another Assistants server needs a key of its own."""
    if settings.ASSISTANTS_API_KEY:
        return _check_key_characters()
    hint = "Set ASSISTANTS_API_KEY to a key of that server."
    return [Error(f"ASSISTANTS_API_BASE is {settings.ASSISTANTS_API_BASE} but there is no key.", hint, id="tutor.E001")]


def _check_key_characters():
    if settings.ASSISTANTS_API_KEY.isascii() and settings.ASSISTANTS_API_KEY.isprintable():
        return []
    hint = "Copy it again; quotation marks and line ends do not belong to it."
    return [Error("ASSISTANTS_API_KEY holds characters that no key has.", hint, id="tutor.E002")]


@register()
def check_model(app_configs, **kwargs):
    """Our own server needs an engine for the tutor's model."""
    if not settings.ASSISTANTS_API_EMBEDDED or (settings.ASSISTANT_MODEL == "offline-math" and not settings.LLM_API):
        return []
    if settings.LLM_API:
        return _check_model_server()
    hint = (
        "Set ASSISTANT_MODEL to offline-math; or LLM_API to chat_completions or responses, and LLM_BASE_URL to the"
        " address of a model server that has this model; or name an Assistants v2 server in ASSISTANTS_API_BASE."
    )
    return [Error(f"There is no engine for the model {settings.ASSISTANT_MODEL}.", hint, id="tutor.E003")]


def _check_model_server():
    if not settings.LLM_BASE_URL:
        hint = "Set LLM_BASE_URL to the address of the model server, such as http://127.0.0.1:11434/v1."
        return [Error(f"LLM_API is {settings.LLM_API} but there is no LLM_BASE_URL.", hint, id="tutor.E005")]
    if not _is_base_url(settings.LLM_BASE_URL):
        hint = "Write an address such as http://127.0.0.1:11434/v1; a key belongs into LLM_API_KEY."
        return [Error("LLM_BASE_URL is no http address that can be used.", hint, id="tutor.E006")]
    if not (settings.LLM_API_KEY.isascii() and settings.LLM_API_KEY.isprintable()):
        hint = "Copy it again; quotation marks and line ends do not belong to it."
        return [Error("LLM_API_KEY holds characters that no key has.", hint, id="tutor.E007")]
    return []


def _is_base_url(address):
    """Http or https, a host, a port that is a number, and nothing that is no part of a base address."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
        parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
    except ValueError:
        return False
    return bool(good and not parts.query and not parts.fragment)


@register()
def check_queue(app_configs, **kwargs):
    """Web processes and workers, perhaps on several hosts, meet in the database."""
    if not settings.QUEUE or _is_postgresql():
        return []
    hint = "Set DATABASE_URL to a PostgreSQL database; or QUEUE to off, then the web processes answer the questions."
    return [Error("QUEUE is on, but a SQLite file cannot be shared by several hosts.", hint, id="tutor.E009")]


@register()
def check_cache(app_configs, **kwargs):
    """There are two web processes on each host: what one alone knows limits nobody's tries to sign in."""
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    if kind not in {"LocMemCache", "DummyCache"}:
        return []
    told = f"With CACHE_URL as it is ({kind}) web processes do not know of tries to sign in that others have seen."
    hint = "Leave CACHE_URL empty, then they are counted in the database; or set it to the address of a Redis."
    if settings.QUEUE or _is_postgresql():
        return [Error(told, hint, id="tutor.E010")]
    return [Warning(told, hint, id="tutor.W006")]


def _is_postgresql():
    return connection.vendor == "postgresql"


@register()
def check_upstream(app_configs, **kwargs):
    """Ask another Assistants server whether it is one and takes the key. No reason to refuse a command."""
    if settings.ASSISTANTS_API_EMBEDDED or not settings.ASSISTANTS_API_KEY:
        return []
    try:
        AssistantsClient(settings.ASSISTANTS_API_BASE, settings.ASSISTANTS_API_KEY).probe()
    except AssistantsError as error:
        return [Warning(f"The Assistants server cannot be used: {error}", id="tutor.W002")]
    return []


def _is_loopback(host):
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
