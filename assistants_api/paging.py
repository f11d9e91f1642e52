"""Lists: limit, order, after and before, in the order of insertion."""

import re

from assistants_api import errors
from assistants_api.lookup import cursor


def page(request, rows, kind, to_object, limit=20, most=100):
    """One page of the queryset `rows` as the API's list object.

    `kind` names the rows in errors; `limit` is how many come unasked, `most` how many may be asked for.
    """
    limit = _limit(request.GET.get("limit"), limit, most)
    newest_first = _newest_first(request.GET.get("order", "desc"))
    after, before = (cursor(rows, kind, request.GET.get(name)) for name in ("after", "before"))
    found, more = _slice(rows, limit, newest_first, after, before)
    data = [to_object(row) for row in found]
    ends = (data[0]["id"], data[-1]["id"]) if data else (None, None)
    return {"object": "list", "data": data, "first_id": ends[0], "last_id": ends[1], "has_more": more}


def _slice(rows, limit, newest_first, after, before):
    """Up to `limit` rows and whether there are more. Counting goes on from `after`, or back from `before` alone."""
    if after is not None:
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": after})
    if before is not None:
        rows = rows.filter(**{"pk__gt" if newest_first else "pk__lt": before})
    backwards = before is not None and after is None
    found = list(rows.order_by("-pk" if newest_first != backwards else "pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return (found[::-1] if backwards else found), more


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
