"""A double of OpenAI's Responses API on a real socket; tests/responses_shapes.py has what it says.

It answers with its `replies` in their order, the last one again and again, and refuses requests that the API would
refuse, as far as the SDK's types and known rules tell. It is no proof of how the real service behaves.
"""

import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from openai.types.responses.tool_param import ToolParam
from pydantic import TypeAdapter, ValidationError

REQUEST, TOOLS = TypeAdapter(ResponseCreateParamsStreaming), TypeAdapter(list[ToolParam])


# Requests


def fault(body, reasons=True):
    """(status, message) of what the API refuses in a request, or None. `reasons`: the model is one that reasons."""
    try:
        if unknown := set(body) - set(ResponseCreateParamsStreaming.__annotations__) - REQUEST_FIELDS:
            return 400, f"Unknown parameter: '{sorted(unknown)[0]}'."
        _consume(REQUEST.validate_python(body))
        _consume(TOOLS.validate_python(body.get("tools", [])))
    except ValidationError as error:
        return 400, f"Invalid request: {error.errors()[0]['loc']}"
    return _broken_rule(body, reasons)


REQUEST_FIELDS = {name for base in ResponseCreateParamsStreaming.__orig_bases__ for name in base.__annotations__}


def _consume(value):
    """Look at everything, since the types check their iterables only then."""
    if isinstance(value, dict):
        for inner in value.values():
            _consume(inner)
    elif hasattr(value, "__iter__") and not isinstance(value, str):
        for inner in value:
            _consume(inner)


def _broken_rule(body, reasons):
    items = body["input"]
    called = [item["call_id"] for item in items if item.get("type") == "function_call"]
    answered = [item["call_id"] for item in items if item.get("type") == "function_call_output"]
    if lost := set(answered) - set(called):
        return 400, f"No tool call found for function call output with call_id {lost.pop()}."
    if lost := set(called) - set(answered):
        return 400, f"No tool output found for function call {lost.pop()}."
    thoughts = [item for item in items if item.get("type") == "reasoning"]
    if lost := [item["id"] for item in thoughts if not body["store"] and not item.get("encrypted_content")]:
        return 404, f"Item with id '{lost[0]}' not found. Items are not persisted when `store` is set to false."
    if not items:
        return 400, "Invalid 'input': empty array."
    if body.get("max_output_tokens", 16) < 16:
        return 400, "Invalid 'max_output_tokens': integer below minimum value."
    if reasons and "temperature" in body:
        return 400, "Unsupported parameter: 'temperature' is not supported with this model."
    if not reasons and "reasoning.encrypted_content" in body.get("include", []):
        return 400, "Encrypted content is not supported with this model."
    return _broken_choice(body)


def _broken_choice(body):
    choice, tools = body.get("tool_choice", "auto"), body.get("tools", [])
    if isinstance(choice, dict) and not any(choice.items() <= tool.items() for tool in tools):
        return 400, "Tool choice not found in 'tools' parameter."
    if choice == "required" and not tools:
        return 400, "Tool choice 'required' is only allowed when 'tools' are specified."
    return None


# The server


@dataclass
class Answer:
    """One answer: events, JSON, or bytes as they are. `cut`: hang up after it; `hold`: wait for this event before the
    last event."""

    body: object = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    cut: bool = False
    hold: threading.Event | None = None


def refusal(status, text, code=None, **headers):
    """An answer that refuses, in the service's envelope."""
    error = {"message": text, "type": "invalid_request_error", "param": None, "code": code}
    return Answer({"error": error}, status, headers)


class ResponsesServer(ThreadingHTTPServer):
    """The server. `bodies`: the requests; `files`: {(container, file): bytes}; `fetched`: the paths of GETs."""

    daemon_threads = True

    def __init__(self, *replies, reasons=True):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.replies, self.reasons = list(replies), reasons
        self.bodies, self.keys, self.files, self.fetched, self.faults = [], [], {}, [], []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request, client_address):
        """A client that hangs up on us is what some tests are about."""

    def take(self, body):
        """The answer to a request: a refusal of what the API would not take, else the next reply."""
        with self.lock:
            self.bodies.append(body)
            if found := fault(body, self.reasons):
                self.faults.append(found[1])
                return refusal(*found)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
            return reply if isinstance(reply, Answer) else Answer(reply)

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ResponsesServer

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers["Authorization"])
        assert self.path == "/v1/responses", self.path
        answer = self.server.take(body)
        if isinstance(answer.body, list):
            self.stream(answer, body)
        else:
            self.whole(answer.status, answer.body, answer.headers)

    def do_GET(self):
        self.server.fetched.append(self.path)
        assert self.headers["Authorization"] == self.server.keys[-1]
        parts = self.path.split("/")
        data = self.server.files.get((parts[3], parts[5])) if len(parts) == 7 else self.server.files.get(self.path)
        if data is None:
            return self.whole(404, {"error": {"message": "Container is expired.", "type": "invalid_request_error"}}, {})
        return self.whole(200, data, {"Content-Type": "application/octet-stream"})

    def whole(self, status, body, headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, answer, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for number, event in enumerate(answer.body):
            if answer.hold and number == len(answer.body) - 1:
                answer.hold.wait(5)
            told = without_outputs(event, body.get("include") or [])
            self.wfile.write(f"event: {event.get('type')}\ndata: {json.dumps(told)}\n\n".encode())
        if answer.cut:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_arguments):
        pass


def without_outputs(value, include):
    """The event as a client gets it that did not ask for the outputs of programs or for encrypted thoughts."""
    hidden = {"outputs"} if "code_interpreter_call.outputs" not in include else set()
    hidden |= {"encrypted_content"} if "reasoning.encrypted_content" not in include else set()
    if isinstance(value, dict):
        return {key: None if key in hidden else without_outputs(inner, include) for key, inner in value.items()}
    return [without_outputs(inner, include) for inner in value] if isinstance(value, list) else value
