"""Bodies against request_schemas.json, and what is wrong with them in the API's words."""

import functools
import json
from pathlib import Path

from assistants_api import errors

SCHEMAS = Path(__file__).with_name("request_schemas.json")
NOUNS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a decimal",
    "boolean": "a boolean",
    "array": "an array",
    "object": "an object",
    "null": "null",
}


@functools.cache
def _schemas():
    return json.loads(SCHEMAS.read_text(encoding="utf-8"))


def _is_integer(checker, value):
    """JSON Schema takes 256.0 and 1e300 for integers; no column does."""
    return isinstance(value, int) and not isinstance(value, bool)


@functools.cache
def _strict():
    """The kind of validator. Its library takes 3 MiB, so it is loaded with the first body."""
    from jsonschema import Draft202012Validator, validators

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    return validators.extend(Draft202012Validator, type_checker=types)


@functools.cache
def _validator(definition):
    return _strict()({"$ref": f"#/$defs/{definition}", "$defs": _schemas()["$defs"]})


def validate(body, definition):
    """Raise ApiError for the first thing in which the body departs from the definition."""
    error = next(_validator(definition).iter_errors(body), None)
    if error is not None:
        raise _told(_innermost(error))


def _innermost(error):
    """The error to tell: of several alternatives, that of the one which the value comes nearest to."""
    while error.validator in {"anyOf", "oneOf"} and error.context:
        branches = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        nearest = min(branches.values(), key=lambda inner: _distance(inner[0]))
        if _distance(nearest[0]) and len(branches) > 1:
            return _merged(error, branches.values())
        error = nearest[0]
    return error


def _distance(inner):
    """2 when the value is of another type altogether, 1 when it names another `type`, 0 when it is of this kind."""
    if inner.validator == "type" and not inner.path:
        return 2
    if inner.validator in {"anyOf", "oneOf"} and not inner.path:
        return min(_distance(nested) for nested in inner.context)
    return int(_is_discriminator(inner))


def _is_discriminator(inner):
    of_type = inner.validator == "enum" and (not inner.path or list(inner.path) == ["type"])
    return of_type or (inner.validator == "required" and not inner.path and "type" not in inner.instance)


def _merged(error, branches):
    """One error for a value that fits no alternative: all types, or all values, that would have been right."""
    firsts = [inner[0] for inner in branches]
    named = [inner for inner in firsts if _distance(inner) == 1]
    if not named:
        error.validator, error.validator_value = "type", [kind for inner in firsts for kind in _types(inner)]
        return error
    told = named[0]
    if told.validator == "enum":
        enums = [inner.validator_value for inner in named if inner.validator == "enum"]
        told.validator_value = [value for values in enums for value in values]
    return _innermost(told)


def _types(inner):
    if inner.validator in {"anyOf", "oneOf"}:
        return [kind for nested in inner.context for kind in _types(nested)]
    return [inner.validator_value] if isinstance(inner.validator_value, str) else inner.validator_value


def _path(error, *more):
    """Where the value stands, as `tools[0].type`."""
    path = ""
    for part in (*error.absolute_path, *more):
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return errors.shorten(path)


def _told(error):
    return TELL.get(error.validator, _other)(error)


def _required(error):
    missing = next(name for name in error.validator_value if name not in error.instance)
    return errors.missing_parameter(_path(error, missing))


def _unknown(error):
    known = error.schema.get("properties", {})
    return errors.unknown_parameter(_path(error, next(name for name in error.instance if name not in known)))


def _type(error):
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    nouns = [NOUNS[kind] for kind in dict.fromkeys(wanted) if kind != "null"]
    expected = nouns[0] if len(nouns) == 1 else f"one of {' or '.join(nouns)}"
    path = _path(error)
    message = f"Invalid type for '{path}': expected {expected}, but got {_noun(error.instance)} instead."
    return errors.bad_request(message, path, "invalid_type")


def _noun(value):
    kinds = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return NOUNS[kinds.get(type(value), "null")]


def _enum(error):
    if not isinstance(error.instance, str):
        return _type_of_enum(error)
    values = [value for value in dict.fromkeys(error.validator_value) if value is not None]
    return errors.unsupported_value(error.instance, values, _path(error))


def _type_of_enum(error):
    path = _path(error)
    message = f"Invalid type for '{path}': expected a string, but got {_noun(error.instance)} instead."
    return errors.bad_request(message, path, "invalid_type")


def _length(error):
    return errors.too_long(len(error.instance), error.validator_value, _path(error))


def _key_length(error):
    key = error.instance
    path = _path(error)
    message = (
        f"Invalid '{path}': property name too long. Expected a property name with maximum length"
        f" {error.validator_value}, but got a property name with length {len(key)} instead."
    )
    return errors.bad_request(message, path, "property_name_above_max_length")


def _max_items(error):
    return _limit(
        error,
        "array too long",
        f"an array with maximum length {error.validator_value}",
        f"an array with length {len(error.instance)}",
        "array_above_max_length",
    )


def _min_items(error):
    return _limit(
        error, "empty array", f"an array with minimum length {error.validator_value}", "an empty array", "empty_array"
    )


def _max_properties(error):
    return _limit(
        error,
        "too many properties",
        f"an object with at most {error.validator_value} properties",
        f"an object with {len(error.instance)} properties",
        "object_above_max_properties",
    )


def _maximum(error):
    kind = "integer" if isinstance(error.instance, int) else "decimal"
    return _limit(
        error,
        f"{kind} above maximum value",
        f"a value <= {error.validator_value}",
        str(error.instance),
        f"{kind}_above_max_value",
    )


def _minimum(error):
    kind = "integer" if isinstance(error.instance, int) else "decimal"
    return _limit(
        error,
        f"{kind} below minimum value",
        f"a value >= {error.validator_value}",
        str(error.instance),
        f"{kind}_below_min_value",
    )


def _pattern(error):
    path = _path(error)
    wanted = f"a string that matches the pattern '{error.validator_value}'"
    return errors.invalid_value(f"Invalid '{path}': string does not match pattern. Expected {wanted}.", path)


def _limit(error, what, wanted, got, code):
    path = _path(error)
    return errors.bad_request(f"Invalid '{path}': {what}. Expected {wanted}, but got {got} instead.", path, code)


def _other(error):
    path = _path(error)
    return errors.invalid_value(f"Invalid value for '{path}'.", path)


TELL = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "maxLength": lambda error: _key_length(error) if "propertyNames" in error.schema_path else _length(error),
    "maxItems": _max_items,
    "minItems": _min_items,
    "maxProperties": _max_properties,
    "maximum": _maximum,
    "minimum": _minimum,
    "pattern": _pattern,
}
