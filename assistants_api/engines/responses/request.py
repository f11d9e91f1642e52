"""What is sent to /responses: the thread and the run in the form of input items, tools and parameters."""

import json
import math

from assistants_api.engines import CodeRan, FunctionsCalled
from assistants_api.engines.pictures import UNSEEN, address
from assistants_api.engines.python_tool import DESCRIPTION, PARAMETERS, told

NO_PARAMETERS = {"type": "object", "properties": {}}
IMAGE_TOKENS = 1_000
"""Tokens that a picture is taken for when a prompt is measured."""


def message_items(said):
    """The input items of a message of the thread: one, or none when it is empty."""
    if said.role == "assistant":
        return [{"role": "assistant", "content": said.text}] if said.text.strip() else []
    parts = [{"type": "input_text", "text": said.text}] if said.text.strip() else []
    parts += [_image_part(image) for image in said.images]
    return [{"role": "user", "content": parts}] if parts else []


def _image_part(image):
    if not (found := address(image)):
        return {"type": "input_text", "text": UNSEEN}
    return {"type": "input_image", "image_url": found, "detail": image.detail}


def done_items(done, python):
    """The input items of what a run has already said and done. Programs are calls of the tool `python`; without one
    they are told in words, since a container's calls cannot be made up."""
    items = []
    for number, part in enumerate(done):
        if isinstance(part, CodeRan):
            items += _program_items(part, python, f"call_program{number}")
        elif isinstance(part, FunctionsCalled):
            items += [call_item(call.id, call.name, call.arguments) for call in part.calls]
            items += [output_item(call.id, output) for call, output in zip(part.calls, part.outputs, strict=True)]
        else:
            items += message_items(part)
    return items


def _program_items(ran, python, call_id):
    if not python:
        return [program_note(ran.code, ran.logs)]
    return [call_item(call_id, python, _code_arguments(ran.code)), output_item(call_id, told(ran.logs))]


def program_note(code, logs):
    """A program that ran in a container, in words."""
    text = f"[I have run this Python program:\n{code}\n\nIts output:\n{told(logs)}]"
    return {"role": "assistant", "content": text}


def _code_arguments(code):
    return json.dumps({"code": code})


def call_item(call_id, name, arguments):
    """A call of a function, as an input item."""
    return {"type": "function_call", "call_id": call_id, "name": name, "arguments": arguments}


def output_item(call_id, output):
    """What came of a call, as an input item."""
    return {"type": "function_call_output", "call_id": call_id, "output": output}


def function_tool(function):
    """One of the caller's functions. The API's own default is strict, the Assistants API's is not."""
    return {
        "type": "function",
        "name": function["name"],
        "description": function.get("description") or "",
        "parameters": function.get("parameters") or NO_PARAMETERS,
        "strict": bool(function.get("strict")),
    }


def python_tool(name):
    """Our own sandbox."""
    return {
        "type": "function",
        "name": name,
        "description": DESCRIPTION,
        "parameters": PARAMETERS,
        "strict": True,
    }


CONTAINER = {"type": "code_interpreter", "container": {"type": "auto"}}
"""The server's own code interpreter."""


def choice(tool_choice, tools, python):
    """`tool_choice` in this API's form, None when it is the default or names what is not offered."""
    if not tools or tool_choice == "auto":
        return None
    if isinstance(tool_choice, str):
        return tool_choice
    if tool_choice["type"] == "code_interpreter":
        wanted = {"type": "function", "name": python} if python else {"type": "code_interpreter"}
    else:
        wanted = {"type": "function", "name": tool_choice["function"]["name"]}
    offered = any(all(tool.get(key) == value for key, value in wanted.items()) for tool in tools)
    return wanted if offered else None


def parameters(run):
    """The parameters that stay the same for all requests of a run; those left out are the server's own."""
    told = {
        "temperature": run.temperature,
        "top_p": run.top_p,
        "reasoning": run.reasoning_effort and {"effort": run.reasoning_effort},
        "text": _text_format(run.response_format),
    }
    return {name: value for name, value in told.items() if value is not None}


def _text_format(response_format):
    """The `text` parameter for a response_format; None for text without a form."""
    kind = response_format if isinstance(response_format, str) else response_format["type"]
    if kind == "json_object":
        return {"format": {"type": "json_object"}}
    if kind == "json_schema":
        told = response_format["json_schema"]
        schema = {"type": "json_schema", "name": told["name"], "schema": told.get("schema") or {}}
        return {"format": schema | {key: told[key] for key in ("description", "strict") if told.get(key) is not None}}
    return None


def measure(instructions, items):
    """Tokens of a prompt, roughly: one for each four characters, and IMAGE_TOKENS for a picture."""
    return math.ceil((len(instructions) + sum(_length(item) for item in items)) / 4)


def _length(item):
    content = item.get("content", "")
    if isinstance(content, str):
        return len(content) + len(item.get("arguments", "")) + len(item.get("output", ""))
    return sum(len(part["text"]) if "text" in part else 4 * IMAGE_TOKENS for part in content)
