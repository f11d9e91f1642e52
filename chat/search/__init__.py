"""Searching one's own conversations: one interface, and behind it the full-text search that the database has."""

from functools import cache

from django.db import connection

from chat.models import Conversation, Message
from chat.search.words import matches, wanted

TITLES = 20
"""Conversations that are named for their titles."""
TITLES_READ = 5000
"""The titles of so many conversations, those last used, are looked through."""


@cache
def index():
    """What finds messages, chosen by the database that there is."""
    if connection.vendor == "postgresql":
        from chat.search.postgresql import PostgresIndex

        return PostgresIndex()
    from chat.search.sqlite import SqliteIndex

    return SqliteIndex()


def messages_with(person, words):
    """The messages that a person may read and that have all of these words, newest first, with their conversations."""
    if not person:
        return Message.objects.none()
    mine = Message.objects.filter(conversation__in=Conversation.objects.visible_to(person))
    return index().search(mine, person, words).select_related("conversation").order_by("-pk")


def titled_with(person, words):
    """The conversations of a person whose titles have all of these words, those last used first; at most TITLES."""
    listed = Conversation.objects.visible_to(person).order_by("-updated_at")
    read = listed.only("title", "updated_at", "is_archived")[:TITLES_READ]
    return [conversation for conversation in read if matches(conversation.title, words)][:TITLES]


__all__ = ["index", "messages_with", "titled_with", "wanted"]
