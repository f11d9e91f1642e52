"""The backend. Free connections are kept in a pool. A turn is held from BEGIN to the end of a transaction, or for one
statement that writes by itself."""

import contextlib

from django.db.backends.sqlite3 import base, features
from django.db.utils import OperationalError

from tutor_site.sqlite import pool, turns
from tutor_site.sqlite.schema import DatabaseSchemaEditor

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _knows_json():
    with contextlib.closing(base.Database.connect(":memory:")) as database:
        try:
            database.execute("SELECT json_object('a', 1)")
        except base.Database.OperationalError:
            return False
    return True


class DatabaseFeatures(features.DatabaseFeatures):
    supports_json_field = _knows_json()
    """Django would try it out in each thread, by a transaction: it waits for whoever writes, and would take a time-out
    of that for a no."""


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor
    _has_turn = False

    def get_new_connection(self, conn_params):
        return pool.of(self.settings_dict["NAME"]).take() or super().get_new_connection(conn_params)

    def take_turn(self):
        """Wait as long as SQLite itself would, and fail as it would."""
        try:
            turns.of(self.settings_dict["NAME"]).take(self.settings_dict["OPTIONS"].get("timeout", 5))
        except TimeoutError:
            raise OperationalError("database is locked: the turn to write did not come") from None
        self._has_turn = True

    def give_turn(self):
        """Let the next one write, if the turn is held."""
        if self._has_turn:
            self._has_turn = False
            turns.of(self.settings_dict["NAME"]).give()

    @contextlib.contextmanager
    def turn(self):
        self.take_turn()
        try:
            yield
        finally:
            self.give_turn()

    def _start_transaction_under_autocommit(self):
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.give_turn()
            raise

    def _commit(self):
        super()._commit()
        self.give_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self.give_turn()

    def _close(self):
        try:
            if self.errors_occurred or not pool.of(self.settings_dict["NAME"]).give(self.connection):
                super()._close()
        finally:
            self.give_turn()

    def create_cursor(self, name=None):
        cursor = self.connection.cursor(factory=Cursor)
        cursor.turn = self.turn
        return cursor


class Cursor(base.SQLiteCursorWrapper):
    """Takes a turn for a statement that writes outside of a transaction."""

    def execute(self, query, params=None):
        if self.connection.in_transaction or not query.startswith(WRITES):
            return super().execute(query, params)
        with self.turn():
            return super().execute(query, params)

    def executemany(self, query, param_list):
        if self.connection.in_transaction:
            return super().executemany(query, param_list)
        with self.turn():
            return super().executemany(query, param_list)
