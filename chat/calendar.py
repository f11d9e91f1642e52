"""Conversations under the days on which they were last used, as the reader's calendar has them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Group:
    """Conversations that follow each other under one heading. `near`: the hour says more of them than the date."""

    heading: str
    conversations: list
    near: bool


def grouped(conversations):
    """The Groups of conversations that are in the order of Conversation.objects.listed()."""
    today = timezone.localdate()
    found = groupby(conversations, lambda conversation: _heading(conversation, today))
    return [Group(heading, list(rows), near) for (heading, near), rows in found]


def _heading(conversation, today):
    """(the heading, whether its days are near)."""
    if conversation.is_pinned:
        return _("Pinned"), False
    day = timezone.localdate(conversation.updated_at)
    if day >= today:
        return _("Today"), True
    if day == today - timedelta(days=1):
        return _("Yesterday"), True
    if day >= today - timedelta(days=today.weekday()):
        return _("This week"), False
    return date_format(day, "YEAR_MONTH_FORMAT"), False
