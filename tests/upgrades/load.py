"""Takes up a dump of this folder as if the earlier version had been killed a moment ago."""

import contextlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.server import ROOT
from tests.upstream.work import Work

FOLDER = Path(__file__).parent
PLACE, SECRET = "http://upstream.invalid/v1", "the secret of an installation that exists in tests alone"
STATE = ("assistants", "threads", "runs", "messages", "steps")
"""What the double of the upstream knows."""
NOW = """
update chat_run set created_at = datetime('now'), deadline = datetime('now', '+11 minutes')
 where status in ('queued', 'in_progress');
update assistants_api_run set created_at = datetime('now'), expires_at = datetime('now', '+10 minutes')
 where status in ('queued', 'in_progress');
update django_session set expire_date = datetime('now', '+30 days');
"""
MIGRATION = """
import json, sys, django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([tuple(target) for target in json.loads(sys.argv[1])])
"""
TABLES = "select name from sqlite_master where type = 'table' and name not in ('django_migrations', 'sqlite_sequence')"
NUMBERED = """
select table_name, column_name from information_schema.columns where is_identity = 'YES' and table_schema = 'public'
"""


def load(name, installation):
    """Make the data folder and the database, and let the double know what it knew; the questions that were asked."""
    told = json.loads((FOLDER / f"{name}.json").read_text())
    sql, upstream = (FOLDER / f"{name}.sql").read_text(), installation.upstream
    installation.folder.mkdir(mode=0o700, parents=True)
    address = installation.environment.get("DATABASE_URL")
    with contextlib.closing(sqlite3.connect(":memory:" if address else installation.folder / "tutor.sqlite3")) as made:
        made.executescript(sql.replace(PLACE, upstream.url) if upstream else sql)
        made.executescript(NOW)
        if address:
            _migrate(installation, made)
            _copy(made, address)
    if upstream:
        _remember(upstream, told["upstream"])
    return told["asked"]


def _migrate(installation, made):
    """Make the tables of PostgreSQL as far as a database of SQLite has been migrated."""
    newest = made.execute("select app, max(name) from django_migrations group by app").fetchall()
    command = [sys.executable, "-c", MIGRATION, json.dumps(newest)]
    subprocess.run(command, cwd=ROOT, env=installation.environment, check=True, timeout=60)


def _copy(made, address):
    """Copy all rows of SQLite to the same tables of PostgreSQL, which reads each value as its column has it."""
    import psycopg  # not in requirements.txt
    from psycopg import sql

    with psycopg.connect(address, options="-c timezone=UTC") as database:
        for (table,) in made.execute(TABLES).fetchall():
            found = made.execute(f'select * from "{table}"')
            names = [name for name, *_ in found.description]
            insert = sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, names)),
                sql.SQL(", ").join(sql.Placeholder() * len(names)),
            )
            database.cursor().executemany(insert, [list(map(_value, row)) for row in found])
        for table, column in database.execute(NUMBERED).fetchall():
            highest = sql.SQL("select setval(pg_get_serial_sequence(%s, %s), max({}) + 1, false) from {}")
            names = map(sql.Identifier, (column, table))
            database.execute(highest.format(*names), [table, column])


def _value(value):
    return value if value is None or isinstance(value, bytes) else str(value)


def _remember(upstream, state):
    for name in STATE:
        getattr(upstream, name).update(state[name])
    upstream.works.update({run["id"]: Work(upstream, run) for run in upstream.runs.values()})
    for _ in range(1000):
        next(upstream.count)  # no id is given twice
