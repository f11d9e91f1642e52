"""Rows by the ids that callers name."""

import re

from assistants_api import errors

PREFIXES = {"assistant": "asst", "thread": "thread", "message": "msg", "run": "run", "run step": "step", "file": "file"}
ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def find(rows, kind, public_id, name=None):
    """The row of the queryset with this public id; ApiError when it is malformed (400) or not among them (404).

    `name` is the parameter that held it, by default that of the URL, such as `thread_id`.
    """
    prefix = PREFIXES[kind]
    if not public_id.startswith(prefix):
        raise errors.malformed_id(name or f"{kind.replace(' ', '_')}_id", public_id, prefix)
    row = rows.filter(public_id=public_id).first() if ID.fullmatch(public_id) else None
    if row is None:
        raise absent(kind, public_id)
    return row


def cursor(rows, kind, public_id):
    """Where a list goes on: the place of a row of that very list, or None when the caller names none."""
    if public_id is None:
        return None
    known = ID.fullmatch(public_id)
    place = rows.filter(public_id=public_id).values_list("pk", flat=True).first() if known else None
    if place is None:
        raise absent(kind, public_id)
    return place


def absent(kind, public_id):
    """The error for an id that the caller's project does not have."""
    return errors.file_not_found(public_id) if kind == "file" else errors.not_found(kind, public_id)


def change(row, kind, fields):
    """Write these columns of a row that was found; ApiError when it has been deleted meanwhile."""
    if fields and not type(row)._base_manager.filter(pk=row.pk).update(**fields):
        raise absent(kind, row.public_id)
    for name, value in fields.items():
        setattr(row, name, value)
