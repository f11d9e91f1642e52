"""What the calls of a reply mean: programs to run, functions of the caller, and what is wrong with the others."""

import json
import re
from dataclasses import dataclass

from assistants_api import ids
from assistants_api.engines.python_tool import CODE_LIMIT, NAME, NOT_JSON, name_beside
from assistants_api.text import clean

ALIASES = {NAME, "python_interpreter", "code_interpreter"}
"""What models call our Python tool, whatever it is called; a function of the caller comes first."""
ARGUMENTS_LIMIT = 500_000
"""Characters of the arguments of a function."""

FENCED = re.compile(r"\s*```[a-zA-Z0-9]*\n(.*?)\n?```\s*", re.DOTALL)
PLAINLY_CODE = re.compile(
    r"\s*(?:#|import \w|from \w[\w.]* import |print\s*\(|for \w+ in |def \w|[A-Za-z_]\w*(?:, ?[A-Za-z_]\w*)* ?=[^=])"
)
USABLE_NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
CALL_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Call:
    """A call of a tool. It has a program in `code`; or `function` is true and `arguments` its JSON; or else `problem`
    is what the model is told."""

    id: str
    name: str
    code: str | None = None
    function: bool = False
    arguments: str = "{}"
    problem: str = ""


class Tools:
    """The tools that a run offers its model: the caller's `functions`, and Python if `code` is true.

    `python`: what our tool is called beside them; "" when it is not offered.
    """

    def __init__(self, functions, code):
        self._functions = {function["name"] for function in functions}
        self.python = name_beside(functions) if code else ""
        self._aliases = ALIASES - self._functions | {self.python} if code else set()

    def has_function(self, name):
        """Whether the caller has a function of this name."""
        return name in self._functions

    def read(self, found, taken):
        """The Calls in (id, name, arguments) triples; an id in the set `taken`, or a bad one, is replaced."""
        calls = []
        for given, name, arguments in found:
            usable = CALL_ID.fullmatch(given) and given not in taken
            name = name if isinstance(name, str) else ""
            call_id = given if usable else ids.call_id() if name in self._functions else short_id(taken)
            taken.add(call_id)
            calls.append(self._call(call_id, name, arguments))
        return calls

    def read_bare(self, text):
        """The triple of a reply that is nothing but a call of a tool that is offered, else None."""
        decoded = decoded_json(text)
        call = decoded.get("function", decoded) if isinstance(decoded, dict) else None
        if isinstance(call, dict) and call.get("name") in [*self._functions, *self._aliases]:
            return "", call["name"], call.get("arguments", call.get("parameters"))
        return None

    def read_written(self, source):
        """The triple of a call that was written in tags."""
        call = decoded_json(source)
        if not isinstance(call, dict):
            return "", self.python, source
        return "", call.get("name"), call.get("arguments", call.get("parameters"))

    def _call(self, call_id, name, arguments):
        if not USABLE_NAME.fullmatch(name):
            return Call(call_id, self.python or "unknown", problem=self._unknown())
        if name in self._functions:
            return _function_call(call_id, name, arguments)
        if name in self._aliases:
            code, problem = _program(arguments)
            return Call(call_id, self.python, code, arguments=json.dumps({"code": code or ""}), problem=problem)
        return Call(call_id, name, problem=self._unknown())

    def _unknown(self):
        names = ", ".join(f"`{name}`" for name in sorted(self._functions | ({self.python} - {""})))
        return f"There is no tool of this name. The tools are: {names}."


def short_id(taken):
    """An id of nine letters and digits, the form that the strictest templates ask for."""
    number = len(taken) + 1
    while (made := f"call{number:05d}") in taken:
        number += 1
    return made


def decoded_json(text):
    """What a text says in JSON, line ends in its strings allowed; None when it is no JSON."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _function_call(call_id, name, arguments):
    text = _object_text(arguments)
    if text is None:
        problem = "The arguments are not a valid JSON object or were cut off. Call it again with valid ones."
        return Call(call_id, name, problem=problem)
    return Call(call_id, name, function=True, arguments=text)


def _object_text(arguments):
    """The arguments of a function as the text of a JSON object: as they came, if they are that; None if they are none.

    A function without parameters is often called with nothing at all.
    """
    if arguments is None or (isinstance(arguments, str) and not arguments.strip()):
        return "{}"
    if isinstance(arguments, str):
        decoded = decoded_json(arguments)
        if isinstance(decoded, dict) and len(arguments) <= ARGUMENTS_LIMIT and _is_strict(arguments):
            return arguments
        arguments = decoded_json(decoded) if isinstance(decoded, str) else decoded
    text = _dumped(arguments) if isinstance(arguments, dict) else None
    return text if text and len(text) <= ARGUMENTS_LIMIT else None


def _is_strict(text):
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        return False
    return True


def _refuse(name):
    raise ValueError(name)


def _dumped(value):
    try:
        return json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return None


def _program(arguments):
    """(code, problem) of a call: code that can be run, or None and what is wrong."""
    code = _code(arguments)
    if code is None:
        return None, NOT_JSON
    if fenced := FENCED.fullmatch(code):
        code = fenced[1]
    if not code.strip():
        return None, "The code is empty."
    if len(code) > CODE_LIMIT:
        return None, f"The code is longer than {CODE_LIMIT} characters."
    return clean(code), ""


def _code(arguments):
    """The program in a call's arguments: an object, its JSON, or plainly Python instead of JSON; else None."""
    if isinstance(arguments, str):
        decoded = decoded_json(arguments)
        if decoded is None:
            return arguments if PLAINLY_CODE.match(arguments) else None
        arguments = decoded
    if isinstance(arguments, str):
        inner = decoded_json(arguments)
        arguments = inner if isinstance(inner, dict) else {"code": arguments}
    if not isinstance(arguments, dict):
        return None
    strings = [value for value in arguments.values() if isinstance(value, str)]
    code = arguments.get("code", strings[0] if len(strings) == 1 else None)
    return code if isinstance(code, str) else None
