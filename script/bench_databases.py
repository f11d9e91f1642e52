"""Which databases a bench measures."""

import argparse
import sys

from tests.postgres import programs


def chosen(description):
    """Their names, as the command line says: both when PostgreSQL is installed."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    name = parser.parse_args().database
    require(name)
    return [name] if name else ["sqlite", "postgresql"][: 2 if programs() else 1]


def require(name):
    """End the bench when this database is not installed."""
    if name == "postgresql" and programs() is None:
        sys.exit("PostgreSQL is not installed here (Debian's package postgresql).")
