"""Reads what a request of the double holds: JSON, or the form of an upload."""

import json
from email.parser import BytesParser


def read_body(raw, content_type):
    """The JSON value of a body, the fields of a form {purpose, filename, content}, or None for an empty body."""
    if content_type.startswith("multipart/form-data"):
        return _form(raw, content_type)
    return json.loads(raw) if raw else None


def _form(raw, content_type):
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw)
    form = {}
    for part in message.get_payload():
        if part.get_filename():
            form |= {"filename": part.get_filename(), "content": part.get_payload(decode=True)}
        else:
            name = part.get_param("name", header="Content-Disposition")
            form[name] = part.get_payload(decode=True).decode()
    return form
