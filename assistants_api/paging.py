"""Lists: limit, order, after and before, in the order of insertion."""

import json
import re

from django.http import HttpResponse

from assistants_api import errors
from assistants_api.lookup import cursor

PAGE_CHARACTERS = 8 * 2**20
"""A page is full when it has so many, whatever `limit` says: its reader goes on from its end."""
CHUNK = 25
"""Rows that are in memory at once."""


def page(request, rows, kind, to_object, limit=20, most=100):
    """The response with one page of the queryset `rows` as the API's list object.

    `kind` names the rows in errors; `limit` is how many come unasked, `most` how many may be asked for.
    """
    limit = _limit(request.GET.get("limit"), limit, most)
    newest_first = _newest_first(request.GET.get("order", "desc"))
    after, before = (cursor(rows, kind, request.GET.get(name)) for name in ("after", "before"))
    rows, backwards = _ordered(rows, newest_first, after, before)
    data, more = _encoded(rows[: limit + 1], limit, to_object)
    if backwards:
        data.reverse()
    ends = (data[0][0], data[-1][0]) if data else (None, None)
    rest = json.dumps({"first_id": ends[0], "last_id": ends[1], "has_more": more})
    objects = ", ".join(encoded for _, encoded in data)
    return HttpResponse(f'{{"object": "list", "data": [{objects}], {rest[1:]}', content_type="application/json")


def _encoded(rows, limit, to_object):
    """(id, JSON) of up to `limit` rows, fewer when they are large, and whether there are more."""
    data, size = [], 0
    for row in rows.iterator(chunk_size=CHUNK):
        if len(data) == limit or size > PAGE_CHARACTERS:
            return data, True
        encoded = json.dumps(to_object(row))
        size += len(encoded)
        data.append((row.public_id, encoded))
    return data, False


def _ordered(rows, newest_first, after, before):
    """The rows that may be on the page, in the order in which to take them, and whether that is backwards: counting
    goes on from `after`, or back from `before` alone."""
    if after is not None:
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": after})
    if before is not None:
        rows = rows.filter(**{"pk__gt" if newest_first else "pk__lt": before})
    backwards = before is not None and after is None
    return rows.order_by("-pk" if newest_first != backwards else "pk"), backwards


def _limit(text, default, most):
    if text is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise errors.no_integer(text, "limit")
    value = int(text)
    if not 1 <= value <= most:
        raise errors.out_of_range(value, 1, most, "limit")
    return value


def _newest_first(order):
    if order not in {"asc", "desc"}:
        raise errors.unsupported_value(order, ["asc", "desc"], "order")
    return order == "desc"
