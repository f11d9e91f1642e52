"""A scripted OpenAI-compatible model server on a real socket: the double of Ollama, llama.cpp, vLLM and the like.

It answers with its `replies` in their order, the last one again and again, and keeps what it was sent. A completion
goes out as a stream when the request asks for one; an Answer goes out as it is. Its shapes are those that such servers
document; it is no proof of how any real one behaves.
"""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """One answer. `body`: bytes as they are, anything else as JSON. `pieces`: bytes that are sent as chunks one by one
    in place of it; the server waits for an Event among them. `hold`: wait for this event before answering.
    """

    body: object = b""
    status: int = 200
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    drop: bool = False  # close the connection without an answer
    cut: bool = False  # close it in the middle of the answer, or after its pieces
    dribble: float = 0  # seconds between single bytes
    hold: threading.Event | None = None
    pieces: list | None = None
    chunked: bool = True  # how the pieces are framed; otherwise the end of the connection is theirs


def events(*values, **fields):
    """An answer that streams these: bytes as they are, anything else as the JSON of an event of its own."""
    pieces = [v if isinstance(v, (bytes, threading.Event)) else f"data: {json.dumps(v)}\n\n".encode() for v in values]
    return Answer(pieces=pieces, content_type="text/event-stream", **fields)


DONE = b"data: [DONE]\n\n"


def chunk(delta=None, finish_reason=None, **fields):
    """One chunk of a streamed completion."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": choices,
    } | fields


def pieces(text, size=5):
    return [text[start : start + size] for start in range(0, len(text), size)]


def streamed(completion, with_usage=True):
    """The answer that streams a completion, text and arguments in small pieces; whatever else it holds in one."""
    choice = completion["choices"][0]
    message = dict(choice["message"])
    content, calls = message.pop("content", None), message.pop("tool_calls", None)
    chunks = [chunk({"content": "", **message})]
    chunks += [chunk({"content": c}) for c in (pieces(content) if isinstance(content, str) else [content])]
    for index, call in enumerate(calls or []):
        chunks += [chunk({"tool_calls": [part]}) for part in _parts(index, call)]
    chunks.append(chunk({}, choice["finish_reason"]))
    if with_usage and "usage" in completion:
        chunks.append(chunk(usage=completion["usage"]))
    return events(*chunks, DONE)


def _parts(index, call):
    """A call in pieces: first all but the arguments, then these."""
    if not isinstance(call, dict) or not isinstance(call.get("function"), dict):
        return [call]
    arguments = call["function"].get("arguments")
    if not isinstance(arguments, str):
        return [call | {"index": index}]
    first = call | {"index": index, "function": call["function"] | {"arguments": ""}}
    return [first, *({"index": index, "function": {"arguments": piece}} for piece in pieces(arguments))]


def completion(message, finish_reason="stop", **fields):
    """The body of a chat completion."""
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish_reason}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], **fields}


def said(text, finish_reason="stop", **fields):
    """A completion that says something."""
    return completion({"content": text}, finish_reason, **fields)


def call(code, call_id="call_1", name="python"):
    """A call of the Python tool as servers list it."""
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": json.dumps({"code": code})}}


def calling(*calls, content=None):
    """A completion that calls tools."""
    return completion({"content": content, "tool_calls": list(calls)}, "tool_calls")


def refusal(status, message, code=None, **fields):
    """An answer that refuses, in the usual envelope; `fields` are those of Answer."""
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Answer({"error": error}, status, **fields)


class ModelServer(ThreadingHTTPServer):
    """The server. `requests` holds (path, headers, body) of each request, `peers` the address it came from."""

    daemon_threads = True

    def __init__(self, *replies):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.replies, self.requests, self.peers = list(replies), [], []
        self.lock = threading.Lock()
        self.asked, self.gone = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def bodies(self):
        return [body for _path, _headers, body in self.requests]

    def handle_error(self, request, client_address):
        """A client that hangs up on us is what some tests are about."""

    def take(self, request):
        with self.lock:
            self.requests.append(request)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        self.asked.set()
        if isinstance(reply, Answer):
            return reply
        body = request[2]
        return streamed(reply, "stream_options" in body) if body.get("stream") else Answer(reply)

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self):
        self.close_connection = False  # as servers do that take no notice of the client's wish to close
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(sent) if sent else {}
        self.server.peers.append(self.client_address)
        answer = self.server.take((self.path, dict(self.headers), body))
        if answer.hold:
            self.wait(answer.hold)
        if answer.drop:
            return self.hang_up()
        return self.reply(answer)

    do_GET = do_POST

    def wait(self, event):
        """Wait for the event, for some seconds at most, and note when the client hangs up in the meantime."""
        until = time.monotonic() + 5
        self.connection.settimeout(0.02)
        while not event.is_set() and time.monotonic() < until:
            try:
                if self.connection.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                continue
            except ConnectionResetError:
                self.server.gone.set()
                return
        self.connection.settimeout(None)

    def reply(self, answer):
        if answer.pieces is not None:
            return self.stream(answer)
        data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.head(answer, "Content-Length", str(len(data)))
        if answer.cut:
            self.wfile.write(data[: len(data) // 2])
            return self.hang_up()
        return self.dribble(data, answer.dribble) if answer.dribble else self.wfile.write(data)

    def head(self, answer, *framing):
        self.send_response(answer.status)
        for name, value in [("Content-Type", answer.content_type), framing, *answer.headers.items()]:
            self.send_header(name, value)
        self.end_headers()

    def stream(self, answer):
        """Each piece as one chunk, at once."""
        self.head(answer, *(("Transfer-Encoding", "chunked") if answer.chunked else ("Connection", "close")))
        for piece in answer.pieces:
            if isinstance(piece, threading.Event):
                self.wait(piece)
                continue
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
            self.wfile.flush()
            time.sleep(answer.dribble)
        if answer.cut or not answer.chunked:
            return self.hang_up()
        return self.wfile.write(b"0\r\n\r\n")

    def dribble(self, data, seconds):
        for byte in data:
            self.wfile.write(bytes([byte]))
            time.sleep(seconds)

    def hang_up(self):
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_arguments):
        pass
