"""Search with SQLite's FTS5: the table chat_search, kept in step by triggers (chat/migrations/0009_search.py)."""

from django.db.models.expressions import Q, RawSQL

from chat.search.interface import MessageIndex
from chat.search.words import is_begin


class SqliteIndex(MessageIndex):
    def having(self, person, words):
        """The owner is a column of the index: without it, a common word would be looked up in everybody's messages."""
        terms = [f'owner : "{person.pk}"', *(f"text : {_term(word)}" for word in words)]
        found = RawSQL("SELECT rowid FROM chat_search WHERE chat_search MATCH %s", [" AND ".join(terms)])  # noqa: S611
        return Q(pk__in=found)


def _term(word):
    """A word of letters and digits as FTS5 has it; in quotes, so that AND and NEAR are words as well."""
    return f'"{word}"*' if is_begin(word) else f'"{word}"'
