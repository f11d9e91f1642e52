"""System checks: each misconfiguration that can be seen before a student meets it, with its cure."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from chat.assistants import AssistantsClient, AssistantsError


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
    """Our own server answers with the offline engine only in this version."""
    if not settings.ASSISTANTS_API_EMBEDDED or settings.ASSISTANT_MODEL == "offline-math":
        return []
    hint = "Set ASSISTANT_MODEL to offline-math, or name an Assistants v2 server in ASSISTANTS_API_BASE."
    return [Error(f"There is no engine for the model {settings.ASSISTANT_MODEL}.", hint, id="tutor.E003")]


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
