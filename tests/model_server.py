"""A scripted OpenAI-compatible model server on a real socket: the double of Ollama, llama.cpp, vLLM and the like.

It answers with its `replies` in their order, the last one again and again, and keeps what it was sent. Its shapes are
those that such servers document; it is no proof of how any real one behaves.
"""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """One answer. `body`: bytes as they are, anything else as JSON. `hold`: wait for this event before answering."""

    body: object = b""
    status: int = 200
    content_type: str = "application/json"
    headers: dict = field(default_factory=dict)
    drop: bool = False  # close the connection without an answer
    cut: bool = False  # close it in the middle of the answer
    dribble: float = 0  # seconds between single bytes
    hold: threading.Event | None = None


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
        return reply if isinstance(reply, Answer) else Answer(reply)

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self):
        self.close_connection = False  # as servers do that take no notice of the client's wish to close
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.peers.append(self.client_address)
        answer = self.server.take((self.path, dict(self.headers), body))
        if answer.hold:
            self.wait(answer.hold)
        if answer.drop:
            return self.hang_up()
        return self.reply(answer)

    def wait(self, event):
        """Wait for the event, for some seconds at most, and note when the client hangs up in the meantime."""
        until = time.monotonic() + 5
        self.connection.settimeout(0.02)
        while not event.is_set() and time.monotonic() < until:
            try:
                if self.connection.recv(1) == b"":
                    self.server.gone.set()
                    return
            except TimeoutError:
                continue
        self.connection.settimeout(None)

    def reply(self, answer):
        data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.cut:
            self.wfile.write(data[: len(data) // 2])
            return self.hang_up()
        return self.dribble(data, answer.dribble) if answer.dribble else self.wfile.write(data)

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
