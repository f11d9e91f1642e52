"""Makes the read-only copy that a link shows."""

import re
from itertools import count, islice

from django.db import transaction
from django.utils.translation import gettext as _

from chat.exports.entries import entries_of
from chat.models import Conversation, Share, SharedPage
from chat.shares import hash_of, new_token

PER_PAGE = 60
"""Entries of one page of a copy."""
SHARE_LIMIT = 20
"""Links that a conversation may have at a time."""


class TooManyShares(Exception):
    """The conversation has SHARE_LIMIT links: one has to be revoked first."""


def share(conversation, share_id, days, name=""):
    """Copy a conversation as it is now; the token of its link, or None when the same request came before.

    Raises TooManyShares.
    """
    token = new_token()
    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=conversation.pk)  # a second click waits for the first
        if Share.objects.filter(pk=share_id).exists():
            return None
        if conversation.shares.open().count() >= SHARE_LIMIT:
            raise TooManyShares
        told = {"title": conversation.title, "name": name, "expires_at": Share.expiry(days)}
        made = Share.objects.create(pk=share_id, conversation=conversation, token_hash=hash_of(token), **told)
        _copy(conversation, made)
    return token


def _copy(conversation, made):
    entries = entries_of(conversation)
    hidden = Name("" if made.name else conversation.owner.display_name)
    for number in count(1):
        some = [_copied(entry, hidden) for entry in islice(entries, PER_PAGE)]
        if not some:
            break
        SharedPage.objects.create(share=made, number=number, entries=some)
        made.attachments.add(*(shown["id"] for entry in some for shown in _attachments(entry)))


def _copied(entry, hidden):
    """An entry without the addresses of its pictures and files, which are their owner's: through a link they have
    others. What the tutor says does not give a hidden name away; what the student wrote stays as it is."""
    for shown in _attachments(entry):
        shown.pop("address")
    for picture in entry.get("pictures", ()):
        picture["description"] = hidden.taken_out(picture["description"])
    if entry["kind"] == "answer":
        entry["text"] = hidden.taken_out(entry["text"])
    if entry["kind"] == "code":
        entry |= {part: hidden.replaced(entry[part]) for part in ("code", "output")}
    return entry


def _attachments(entry):
    return [*entry.get("pictures", ()), *entry.get("files", ())]


class Name:
    """A student's name, which the tutor uses, whole or in part, when it speaks to them."""

    def __init__(self, name):
        self._name = name
        parts = {name, *(part for part in name.split() if len(part) > 2)} - {""}
        any_part = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
        self._pattern = re.compile(rf"(,\s+)?(?<!\w)(?:{any_part})(?!\w)(?=(\s*(?:[.!?,:;]|$))?)") if parts else None

    def taken_out(self, text):
        """The text without the name where it was said in passing (", Jane."), else with a word in its place."""
        return self._pattern.sub(self._replacement, text) if self._pattern else text

    def replaced(self, text):
        """The same for programs, where a part of the name may be a name of theirs: with a word for the whole alone."""
        return text.replace(self._name, _("student")) if self._name else text

    @staticmethod
    def _replacement(found):
        before, end = found.groups()
        return "" if before and end is not None else (before or "") + _("student")
