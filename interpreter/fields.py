"""The fields of a request, each checked: what is out of bounds is told with the field's name and its rule."""

import re

from interpreter import wire
from interpreter.errors import InterpreterError
from interpreter.names import RULE, acceptable_name
from interpreter.results import InputFile

SESSION = re.compile(r"[\w.:-]{1,200}")
CODE_BYTES = 2**18
SECONDS = 600
TEXT_CHARACTERS = 200
FILES = 100


def session(request: dict) -> str:
    """Return the name of the session. InterpreterError."""
    name = request.get("session")
    if not isinstance(name, str) or not SESSION.fullmatch(name):
        raise InterpreterError("session must be a name of 1 to 200 letters, digits and _ . : -")
    return name


def code(request: dict) -> str:
    """Return the program. InterpreterError."""
    text = request.get("code")
    if not isinstance(text, str) or len(text.encode("utf-8", "surrogatepass")) > CODE_BYTES:
        raise InterpreterError(f"code must be text of at most {CODE_BYTES} bytes")
    return text


def group(request: dict) -> str:
    """Return whom the session belongs to; nothing when that is not told. InterpreterError."""
    text = request.get("group", "")
    if not isinstance(text, str) or len(text) > TEXT_CHARACTERS:
        raise InterpreterError(f"group must be text of at most {TEXT_CHARACTERS} characters")
    return text


def seconds(request: dict, field: str) -> float:
    """Return a span of time. InterpreterError."""
    value = request.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= SECONDS:
        raise InterpreterError(f"{field} must be more than 0 and at most {SECONDS} seconds")
    return float(value)


def tags(request: dict) -> dict[str, str]:
    """Return {name of a file: tag}. InterpreterError."""
    return {name: _tag(name, tag) for name, tag in _files(request).items()}


def input_files(request: dict) -> dict[str, InputFile]:
    """Return the files that come with a cell, given as {name: {"data": base64, "tag": text}}. InterpreterError."""
    return {name: _input_file(name, file) for name, file in _files(request).items()}


def _files(request: dict) -> dict:
    files = request.get("files")
    if not isinstance(files, dict) or len(files) > FILES:
        raise InterpreterError(f"files must be an object with at most {FILES} names")
    for name in files:
        if not acceptable_name(name):
            raise InterpreterError(f"files: the name {name[:TEXT_CHARACTERS]!a} cannot be used: {RULE}")
    return files


def _input_file(name: str, file: object) -> InputFile:
    match file:
        case {"data": str(data), "tag": tag}:
            try:
                return InputFile(wire.unpack(data), _tag(name, tag))
            except wire.BadFrame:
                raise InterpreterError(f"files: the data of {name} must be base64") from None
    raise InterpreterError(f"files: {name} must be {{data, tag}}")


def _tag(name: str, tag: object) -> str:
    if not isinstance(tag, str) or len(tag) > TEXT_CHARACTERS:
        raise InterpreterError(f"files: the tag of {name} must be text of at most {TEXT_CHARACTERS} characters")
    return tag
