"""Runs a command with a PostgreSQL and a Redis of its own: python -m tests.services COMMAND …

What the command tests in its own process then runs on both (tests/settings.py). The exit status is the command's. Where
the programs are missing nothing is run, which is said, and is an error where CI is set.
"""

import os
import subprocess
import sys

from tests import postgres, redis


def main(command):
    if missing := [name for name, there in PROGRAMS.items() if not there()]:
        print(f"NOT TESTED on PostgreSQL and Redis. Missing: {', '.join(missing)}.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    database, cache = postgres.Postgres().start(), redis.Redis().start()
    services = {"TUTOR_TEST_DATABASE_URL": database.new_database(), "TUTOR_TEST_REDIS_PORT": str(cache.port)}
    try:
        return subprocess.run(command, env=os.environ | services).returncode
    finally:
        cache.stop()
        database.stop()


PROGRAMS = {"Debian's package postgresql": postgres.programs, "Debian's package redis-server": redis.program}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
