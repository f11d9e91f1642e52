"""Who calls: the Bearer key, its project, and the beta header."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from assistants_api import errors
from assistants_api.models import ApiKey

CHAT_PROJECT = "chat"
"""The chat's own objects are apart from those of every key that somebody made: students' words are among them."""
PREFIX = len("sk-") + 8
"""Characters of a key that are kept to tell it from others; the 35 that are left cannot be guessed."""
USE_IS_NOTED_EVERY = timedelta(seconds=60)


def create_key(name, project="default"):
    """A new key, told this once; the database keeps its hash."""
    key = "sk-" + secrets.token_urlsafe(32)
    ApiKey.objects.create(name=name, project=project, digest=digest(key), prefix=key[:PREFIX])
    return key


def digest(key):
    """Keys are random and long, so one round of SHA-256 cannot be undone by guessing."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def authenticate(request):
    """The ApiKey of the request, or ApiError 401."""
    scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        raise errors.no_key()
    row = _known(key)
    if row is None:
        raise errors.wrong_key(key)
    _note_use(row)
    return row


def _known(key):
    if _is_chats(key):
        row = _chats_row(key)
    else:
        row = ApiKey.objects.filter(digest=digest(key), of_chat=False).first()
    return None if row is None or row.revoked_at else row


def _is_chats(key):
    """Whether this is the key with which the chat of this very installation calls."""
    own = settings.ASSISTANTS_API_KEY if settings.ASSISTANTS_API_EMBEDDED else ""
    return hmac.compare_digest(digest(key), digest(own))


def _chats_row(key):
    values = {"name": "chat", "project": CHAT_PROJECT, "prefix": key[:3], "of_chat": True}
    return ApiKey.objects.get_or_create(digest=digest(key), defaults=values)[0]


def _note_use(row):
    """Write the time of use at most once a minute: it is for the operator, who counts in days."""
    now = timezone.now()
    if row.last_used_at and row.last_used_at > now - USE_IS_NOTED_EVERY:
        return
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(unnoted, pk=row.pk).update(last_used_at=now)


def require_beta(request):
    """ApiError unless the request says that it speaks version 2."""
    versions = [version.strip() for version in request.headers.get("OpenAI-Beta", "").split(",")]
    if "assistants=v2" in versions:
        return
    raise errors.old_beta_header() if "assistants=v1" in versions else errors.no_beta_header()
