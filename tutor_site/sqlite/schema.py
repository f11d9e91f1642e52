"""Changes of tables that keep triggers. SQLite changes a column by making the table anew; its triggers would be lost,
and those of other tables that read it would stand in the way."""

from django.db.backends.sqlite3 import schema

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, model, *args, **kwargs):
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(TRIGGERS).fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            super()._remake_table(model, *args, **kwargs)
            for _name, sql in triggers:
                cursor.execute(sql)
