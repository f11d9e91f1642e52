"""Answers and stream events against the published schemas, and against the rules that these cannot tell."""

import functools
import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = json.loads(Path(__file__).with_name("response_schemas.json").read_text(encoding="utf-8"))
ENDPOINTS = {
    re.compile(re.sub(r"\{\w+\}", "[^/]+", endpoint)): (endpoint, definition)
    for endpoint, definition in SCHEMAS["responses"].items()
}
PREFIXES = {
    "assistant": "asst_",
    "thread": "thread_",
    "thread.message": "msg_",
    "thread.run": "run_",
    "thread.run.step": "step_",
    "file": "file-",
}


def endpoint_of(method, path):
    """(endpoint as the specification names it, definition of its answer, None for bare bytes) of a request."""
    return next(found for pattern, found in ENDPOINTS.items() if pattern.fullmatch(f"{method} {path}"))


def require_fit(value, definition):
    """AssertionError unless the value fits a definition, and the rules on ids, metadata and pages."""
    assert [f"{error.json_path}: {error.message[:200]}" for error in _validator(definition).iter_errors(value)] == []
    items = value.get("data", [value])
    for item in items:
        assert item.get("id", "").startswith(PREFIXES.get(item.get("object"), "")), item
        assert item.get("metadata", {}) is not None, item
    if "data" in value:
        ends = [items[0]["id"], items[-1]["id"]] if items else [None, None]
        assert [value["first_id"], value["last_id"]] == ends, value


def require_event_fits(name, value):
    """AssertionError unless a stream event has a known name and the object that belongs to it."""
    assert name in SCHEMAS["events"], name
    require_fit(value, SCHEMAS["events"][name])


@functools.cache
def _validator(definition):
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": SCHEMAS["$defs"]})
