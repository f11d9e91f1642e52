"""Statements that Django puts together once. For the few that a busy server makes all the time: to put a query together
takes Django ten times as long as it takes a database to answer it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery


class Prepared:
    """One statement on the default database, whose parameters are values of these model fields.

    `build` gets a mark by name for each of them and returns a queryset, of objects or of `values_list`, or (a queryset,
    the values by field that its rows are given). It may use the marks as they are, in lookups that compare and as new
    values. Whatever else it holds is the same for ever: the time of now is Now(), which the database knows.
    """

    def __init__(self, build, **fields):
        self._build, self._fields = build, fields
        self._made = None

    def row(self, **values):
        """The first row that is found, or None."""
        with self._executed(values) as cursor:
            found = cursor.fetchone()
        return found and self._converted(found)

    def rows(self, **values):
        """All rows that are found."""
        with self._executed(values) as cursor:
            found = cursor.fetchall()
        return [self._converted(row) for row in found]

    def objects(self, **values):
        """The objects of all rows that are found, with related ones and annotations as the queryset has them."""
        return [self._object(row) for row in self.rows(**values)]

    def object(self, **values):
        """The object of the first row that is found, or None."""
        row = self.row(**values)
        return row and self._object(row)

    def change(self, **values):
        """Give the rows their values; how many there were."""
        with transaction.mark_for_rollback_on_error(connection.alias), self._executed(values) as cursor:
            return cursor.rowcount

    def _executed(self, values):
        if self._made is None:
            self._made = self._make()
        sql, parameters, *_ = self._made
        adapted = self._adapted(values)
        cursor = connection.cursor()
        try:
            cursor.execute(sql, [adapted[value] if is_mark else value for is_mark, value in parameters])
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _adapted(self, values):
        """The values as the database's driver takes them."""
        return {name: field.get_db_prep_value(values[name], connection) for name, field in self._fields.items()}

    def _make(self):
        """(the SQL, (whether it is a mark, its name or a constant) of each parameter, how columns become values, how
        these become an object or None)."""
        marks = {name: _mark(field, number) for number, (name, field) in enumerate(self._fields.items())}
        compiler = self._compiler(self._build(**marks))
        sql, parameters = compiler.as_sql()
        if self._compiler(self._build(**marks)).as_sql()[1] != parameters:
            raise ValueError("a statement with the time, or with something else that differs each time")
        names = {value: name for name, value in self._adapted(marks).items()}
        found = [(value in names, names.get(value, value)) for value in parameters]
        missing = set(marks) - {value for is_mark, value in found if is_mark}
        if missing:
            raise ValueError(f"marks that the statement does not have as they are: {missing}")
        columns = getattr(compiler, "select", None) or ()
        converters = compiler.get_converters([column for column, _, _ in columns])
        return sql, found, list(converters.items()), _shape(compiler)

    @staticmethod
    def _compiler(built):
        if isinstance(built, models.QuerySet):
            return built.query.get_compiler(connection.alias)
        rows, values = built
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return query.get_compiler(connection.alias)

    def _object(self, row):
        """What django.db.models.query.ModelIterable makes of a row."""
        shape = self._made[3]
        made = shape.model.from_db(connection.alias, shape.names, row[shape.columns])
        for populator in shape.related:
            populator.populate(row, made)
        for name, place in shape.annotations.items():
            setattr(made, name, row[place])
        return made

    def _converted(self, row):
        converters = self._made[2]
        if not converters:
            return row
        row = list(row)
        for place, (functions, column) in converters:
            for function in functions:
                row[place] = function(row[place], column, connection)
        return tuple(row)


class PreparedInsert:
    """Adds one object of a model to the default database. Nothing is told of it: the model has no receivers of signals.

    Raises what Model.save(force_insert=True) would. With `unless_there` one that is there already is no
    error, if the database gives its key.
    """

    def __init__(self, model, unless_there=False):
        self._model, self._unless_there = model, unless_there
        self._made = None

    def __call__(self, made):
        """Add the object, which gets its key where the database gives that; the object, or None if it is there."""
        if self._made is None:
            self._made = self._make(made)
        sql, fields, key = self._made
        given = [field.get_db_prep_save(field.pre_save(made, add=True), connection) for field in fields]
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, given)
            if key:
                setattr(made, key.attname, self._given(cursor, key))
            if self._unless_there and made.pk is None:
                return None
        made._state.adding, made._state.db = False, connection.alias
        return made

    @staticmethod
    def _given(cursor, key):
        if connection.features.can_return_columns_from_insert:
            row = cursor.fetchone()
            return row and row[0]
        return connection.ops.last_insert_id(cursor, key.model._meta.db_table, key.column) if cursor.rowcount else None

    def _make(self, made):
        """(the SQL, the fields whose values it takes, the key that it gives back or None)."""
        meta = self._model._meta
        key = meta.pk if isinstance(meta.pk, models.AutoField) else None
        fields = [field for field in meta.local_concrete_fields if field is not key]
        query = InsertQuery(self._model, on_conflict=OnConflict.IGNORE if self._unless_there else None)
        query.insert_values(fields, [made])
        compiler = query.get_compiler(connection.alias)
        compiler.returning_fields = [key] if key else []
        ((sql, parameters),) = compiler.as_sql()
        if len(parameters) != len(fields):
            raise ValueError("a value that is an expression")
        return sql, fields, key


@dataclass(frozen=True)
class _Shape:
    """How a row becomes an object: which columns are fields of its model, and what comes from the others."""

    model: type
    columns: slice
    names: list
    related: list
    annotations: dict


def _shape(compiler):
    klass = getattr(compiler, "klass_info", None)
    if not klass:
        return None
    columns = slice(klass["select_fields"][0], klass["select_fields"][-1] + 1)
    names = [column.target.attname for column, _, _ in compiler.select[columns]]
    related = get_related_populators(klass, compiler.select, connection.alias)
    return _Shape(klass["model"], columns, names, related, compiler.annotation_col_map)


def _mark(field, number):
    """A value that no other parameter has."""
    if isinstance(field, models.UUIDField):
        return uuid.UUID(int=number + 1)
    if isinstance(field, models.DateTimeField):
        return datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(field, models.IntegerField):
        return 1_000_000_007 + number
    return f"mark {number}"
