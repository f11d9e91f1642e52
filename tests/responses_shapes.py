"""Output items, responses and streams of OpenAI's Responses API, built as the official SDK's types."""

import json

from openai.types.responses import (
    Response,
    ResponseCodeInterpreterToolCall,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputRefusal,
    ResponseOutputText,
    ResponseReasoningItem,
    ResponseStreamEvent,
    ResponseUsage,
)
from openai.types.responses.response_code_interpreter_tool_call import OutputImage, OutputLogs
from openai.types.responses.response_output_text import AnnotationContainerFileCitation
from pydantic import TypeAdapter

EVENT = TypeAdapter(ResponseStreamEvent)
PIECE = 7
"""Characters of a delta, unless there would be too many."""


# Items


def message(text, *citations, item_id="msg_1", phase=None):
    content = ResponseOutputText(type="output_text", text=text, annotations=list(citations))
    return ResponseOutputMessage(
        id=item_id, type="message", role="assistant", status="completed", content=[content], phase=phase
    )


def refusing(text, item_id="msg_1"):
    content = ResponseOutputRefusal(type="refusal", refusal=text)
    return ResponseOutputMessage(id=item_id, type="message", role="assistant", status="completed", content=[content])


def cited(text, words, file_id="cfile_1", filename="squares.csv", container="cntr_1"):
    """The citation of a container's file by these words of a text."""
    start = text.index(words)
    return AnnotationContainerFileCitation(
        type="container_file_citation",
        container_id=container,
        file_id=file_id,
        filename=filename,
        start_index=start,
        end_index=start + len(words),
    )


def call(name, arguments, call_id="call_1"):
    return ResponseFunctionToolCall(
        id=f"fc_{call_id}", type="function_call", call_id=call_id, name=name, arguments=arguments, status="completed"
    )


def python(code, call_id="call_1", name="python"):
    """A call of the tool that is our own sandbox."""
    return call(name, json.dumps({"code": code}), call_id)


def hosted(code, logs=None, images=(), item_id="ci_1"):
    """A program that ran in the service's container."""
    outputs = [OutputLogs(type="logs", logs=logs)] if logs else []
    outputs += [OutputImage(type="image", url=url) for url in images]
    return ResponseCodeInterpreterToolCall(
        id=item_id,
        type="code_interpreter_call",
        code=code,
        container_id="cntr_1",
        status="completed",
        outputs=outputs or None,
    )


def reasoning(item_id="rs_1", encrypted="gAAAA-thought"):
    return ResponseReasoningItem(id=item_id, type="reasoning", summary=[], encrypted_content=encrypted)


def usage(prompt, completion, cached=0, thought=0):
    return ResponseUsage(
        input_tokens=prompt,
        output_tokens=completion,
        total_tokens=prompt + completion,
        input_tokens_details={"cached_tokens": cached, "cache_write_tokens": 0},
        output_tokens_details={"reasoning_tokens": thought},
    )


# Responses and their streams


def response(*items, status="completed", **fields):
    """A Response with these output items, as JSON."""
    made = Response(
        id="resp_1", object="response", created_at=1, model="m", status=status, output=list(items), tools=[],
        parallel_tool_calls=True, tool_choice="auto", **fields,
    )  # fmt: skip
    return made.model_dump(mode="json", by_alias=True)


def events(*items, status="completed", **fields):
    """The events of a whole stream, in the order of the service's documentation."""
    bare = response(status="in_progress")
    told = [{"type": "response.created", "response": bare}, {"type": "response.in_progress", "response": bare}]
    for index, item in enumerate(items):
        told += _item_events(index, item)
    told.append({"type": f"response.{status}", "response": response(*items, status=status, **fields)})
    return numbered(told)


def numbered(told):
    """The events with their sequence numbers; an event that the SDK's types do not know is an error."""
    return [validated({**event, "sequence_number": number}) for number, event in enumerate(told)]


def validated(event):
    made = EVENT.validate_python(event)
    assert not made.model_extra, made
    return made.model_dump(mode="json", by_alias=True)


def _item_events(index, item):
    value = item.model_dump(mode="json", by_alias=True)
    empty = {"content": [], "arguments": "", "code": "", "outputs": None, "status": "in_progress"}
    begun = value | {key: bare for key, bare in empty.items() if key in value and value["type"] != "reasoning"}
    place = {"output_index": index, "item_id": value["id"]}
    yield {"type": "response.output_item.added", "output_index": index, "item": begun}
    yield from _PARTS[value["type"]](value, place)
    yield {"type": "response.output_item.done", "output_index": index, "item": value}


def _message_events(value, place):
    for number, part in enumerate(value["content"]):
        where = place | {"content_index": number}
        kind, key = ("output_text", "text") if part["type"] == "output_text" else ("refusal", "refusal")
        more = {"logprobs": []} if key == "text" else {}
        bare = {**part, key: ""} | ({"annotations": []} if key == "text" else {})
        yield {"type": "response.content_part.added", **where, "part": bare}
        for piece in _pieces(part[key]):
            yield {"type": f"response.{kind}.delta", **where, "delta": piece, **more}
        for at, annotation in enumerate(part.get("annotations") or []):
            told = {"annotation_index": at, "annotation": annotation}
            yield {"type": "response.output_text.annotation.added", **where, **told}
        yield {"type": f"response.{kind}.done", **where, key: part[key], **more}
        yield {"type": "response.content_part.done", **where, "part": part}


def _function_events(value, place):
    for piece in _pieces(value["arguments"]):
        yield {"type": "response.function_call_arguments.delta", **place, "delta": piece}
    yield {"type": "response.function_call_arguments.done", **place, "arguments": value["arguments"]}


def _program_events(value, place):
    kind = "response.code_interpreter_call"
    yield {"type": f"{kind}.in_progress", **place}
    for piece in _pieces(value["code"]):
        yield {"type": f"{kind}_code.delta", **place, "delta": piece}
    yield {"type": f"{kind}_code.done", **place, "code": value["code"]}
    yield {"type": f"{kind}.interpreting", **place}
    yield {"type": f"{kind}.completed", **place}


def _reasoning_events(_value, place):
    where = place | {"summary_index": 0}
    yield {"type": "response.reasoning_summary_text.delta", **where, "delta": "Secret thoughts"}
    yield {"type": "response.reasoning_summary_text.done", **where, "text": "Secret thoughts"}


_PARTS = {
    "message": _message_events,
    "function_call": _function_events,
    "code_interpreter_call": _program_events,
    "reasoning": _reasoning_events,
}


def _pieces(text):
    size = max(PIECE, len(text) // 50)
    return [text[start : start + size] for start in range(0, len(text), size)]
