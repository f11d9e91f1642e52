"""Search with PostgreSQL's full text: the generated column chat_message.search (see chat/migrations/0009_search.py)."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from chat.search.interface import MessageIndex
from chat.search.words import is_begin


class PostgresIndex(MessageIndex):
    def having(self, person, words):
        terms = " & ".join(f"'{word}':*" if is_begin(word) else f"'{word}'" for word in words)
        sql = '"chat_message"."search" @@ to_tsquery(\'simple\', %s)'
        return RawSQL(sql, [terms], output_field=BooleanField())  # noqa: S611 - words are letters and digits
