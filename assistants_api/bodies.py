"""From the bytes of a request to a validated object: size, encoding, JSON, forbidden characters, the schema."""

import json
import math

from django.http import UnreadablePostError

from assistants_api import errors
from assistants_api.validation import validate

MAX_BYTES = 8 * 1024 * 1024
"""The longest message has 256,000 characters, up to 12 bytes each when JSON escapes them."""
MAX_DEPTH = 64
MAX_VALUES = 20_000
"""Values in one body: millions of small ones would cost seconds to look at."""
MAX_DIGITS = 15
"""Whole numbers stay within what JSON readers and the database hold exactly."""


def read_body(request, definition, optional=False):
    """The request's body as a dict that fits the definition of request_schemas.json, else ApiError.

    Where the body is optional, none at all and an empty one count as {}.
    """
    raw = _read(request)
    if optional and not raw.strip():
        return {}
    body = _decode(raw)
    _inspect(body)
    validate(body, definition)
    return body


def _read(request):
    """The body's bytes, no more than MAX_BYTES of them: Django's own limit would answer with a page."""
    try:
        raw = request.read(MAX_BYTES + 1)
    except UnreadablePostError:
        raise errors.bad_request("The request's body ended before all of it had arrived.") from None
    if len(raw) > MAX_BYTES:
        raise errors.too_large(MAX_BYTES)
    return raw


def _decode(raw):
    try:
        body = json.loads(raw.decode("utf-8"), parse_int=_whole, parse_float=_finite, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise errors.bad_request(
            "We could not parse the JSON body of your request. The API expects a JSON payload in UTF-8."
        ) from None
    if not isinstance(body, dict):
        raise errors.bad_request("The JSON body of your request is not an object.", code="invalid_type")
    return body


def _whole(digits):
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise ValueError("number too large")
    return int(digits)


def _finite(digits):
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("number too large")
    return value


def _refuse(name):
    raise ValueError(f"{name} is not JSON")


def _inspect(body):
    """Refuse what a database or a reader of our answers could not take. A loop, because the depth is the caller's."""
    waiting, seen = [(body, None, 1)], 0
    while waiting:
        value, place, depth = waiting.pop()
        seen += 1
        if seen + len(waiting) > MAX_VALUES:
            raise errors.bad_request(f"The JSON body of your request holds more than {MAX_VALUES} values.")
        if isinstance(value, str):
            _inspect_text(value, place)
        elif isinstance(value, dict | list):
            if depth > MAX_DEPTH:
                raise errors.bad_request(f"The JSON body of your request is nested more than {MAX_DEPTH} levels deep.")
            waiting.extend(_children(value, place, depth + 1))


def _children(value, place, depth):
    """The items of a list or object. A place is a pair of the place around it and an index or key: written out for each
    item, a long key would fill the memory."""
    if isinstance(value, list):
        return [(item, (place, index), depth) for index, item in enumerate(value)]
    for key in value:
        _inspect_text(key, place)
    return [(item, (place, key), depth) for key, item in value.items()]


def _inspect_text(text, place):
    if "\0" in text:
        raise errors.unfit_text(_path(place), "a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise errors.unfit_text(_path(place), "half of a surrogate pair") from None


def _path(place):
    """A place as `tools[0].type`."""
    parts = []
    while place is not None:
        place, part = place
        parts.append(f"[{part}]" if isinstance(part, int) else f".{part}")
    return "".join(reversed(parts)).removeprefix(".")
