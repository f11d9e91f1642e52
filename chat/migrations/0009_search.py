from django.db import migrations

SQLITE = (
    # The text is kept a second time: only so can a row be taken out whatever has become of its message.
    "CREATE VIRTUAL TABLE chat_search USING fts5"
    "(owner, text, tokenize = 'unicode61 remove_diacritics 2', detail = column, columnsize = 0)",
    "CREATE TRIGGER chat_search_added AFTER INSERT ON chat_message WHEN new.text <> '' BEGIN"
    " INSERT INTO chat_search (rowid, owner, text)"
    " SELECT new.id, owner_id, new.text FROM chat_conversation WHERE id = new.conversation_id; END",
    "CREATE TRIGGER chat_search_removed AFTER DELETE ON chat_message BEGIN"
    " DELETE FROM chat_search WHERE rowid = old.id; END",
    "CREATE TRIGGER chat_search_changed AFTER UPDATE OF text, conversation_id ON chat_message BEGIN"
    " DELETE FROM chat_search WHERE rowid = old.id;"
    " INSERT INTO chat_search (rowid, owner, text)"
    " SELECT new.id, owner_id, new.text FROM chat_conversation WHERE id = new.conversation_id; END",
    "CREATE TRIGGER chat_search_moved AFTER UPDATE OF owner_id ON chat_conversation"
    " WHEN new.owner_id <> old.owner_id BEGIN"
    " UPDATE chat_search SET owner = new.owner_id"
    " WHERE rowid IN (SELECT id FROM chat_message WHERE conversation_id = new.id); END",
    "INSERT INTO chat_search (rowid, owner, text)"
    " SELECT message.id, conversation.owner_id, message.text FROM chat_message message"
    " JOIN chat_conversation conversation ON conversation.id = message.conversation_id WHERE message.text <> ''",
)
SQLITE_UNDONE = (
    "DROP TRIGGER chat_search_added",
    "DROP TRIGGER chat_search_removed",
    "DROP TRIGGER chat_search_changed",
    "DROP TRIGGER chat_search_moved",
    "DROP TABLE chat_search",
)

# Accents off as Unicode has it, since the extension `unaccent` is not there for everybody; and no signs, since the
# parser would take +11 for another word than 11. A vector has room for about a megabyte: of a longer text its begin.
POSTGRESQL = (
    r"""
CREATE FUNCTION chat_search_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS
$$ SELECT regexp_replace(
 normalize(regexp_replace(normalize(lower(left($1, 60000)), NFD), '([a-z])[\u0300-\u036f]+', '\1', 'g'), NFC),
 '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2190-\u2bff]+', ' ', 'g') $$
""",
    "SELECT chat_search_words('é')",  # says now, not at the first question, that only a database in UTF8 can do this
    "ALTER TABLE chat_message ADD COLUMN search tsvector"
    " GENERATED ALWAYS AS (to_tsvector('simple', chat_search_words(text))) STORED",
    "CREATE INDEX chat_message_search ON chat_message USING gin (search)",
)
POSTGRESQL_UNDONE = (
    "DROP INDEX chat_message_search",
    "ALTER TABLE chat_message DROP COLUMN search",
    "DROP FUNCTION chat_search_words(text)",
)

DONE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
UNDONE = {"sqlite": SQLITE_UNDONE, "postgresql": POSTGRESQL_UNDONE}


def make(apps, schema_editor):
    _execute(schema_editor, DONE)


def drop(apps, schema_editor):
    _execute(schema_editor, UNDONE)


def _execute(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0008_keeping'),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
