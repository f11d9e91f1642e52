"""The double on its socket: requests in, answers, streams and faults out."""

import json
import re
import select
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.upstream import litellm
from tests.upstream.faults import Event, Fault, HangUp
from tests.upstream.objects import Objects, Started
from tests.upstream.shapes import error
from tests.upstream.uploads import read_body

MOMENT = 0.005
"""Seconds between two looks of a stream at a run that has nothing to tell."""


class Gate:
    """Holds streams after their nth event. `reached` is set when one is there; `open()` lets it go on."""

    def __init__(self, after):
        self.after, self.reached, self._open = after, threading.Event(), threading.Event()

    def open(self):
        self._open.set()

    @property
    def is_open(self):
        return self._open.is_set()


class Upstream(Objects, ThreadingHTTPServer):
    """The server. `streams`: whether it knows `stream: true`; `pace`: seconds between the events of a stream.

    `blocks`: it has LiteLLM's habits (see litellm.py), and a POST of a run returns when the run has ended.
    """

    daemon_threads = True
    request_queue_size = 128
    key = "sk-upstream"

    def __init__(self):
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Handler)
        Objects.__init__(self)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.lock, self.closing = threading.RLock(), threading.Event()
        self.faults, self.requests = [], []
        self.streams, self.blocks, self.pace, self.gate = True, False, 0, None
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def server_close(self):
        self.closing.set()
        super().server_close()

    def handle_error(self, request, client_address):
        """A client that hangs up on us is what some tests are about."""

    def fault(self, method, path_end, fault):
        """The next request of this method whose path ends so goes wrong."""
        self.faults.append((method, path_end, fault))

    def take_fault(self, method, path):
        with self.lock:
            for row in self.faults:
                if row[0] == method and path.endswith(row[1]):
                    row[2].times -= 1
                    if row[2].times == 0:
                        self.faults.remove(row)
                    return row[2]
        return None

    def hold(self, after):
        """Hold streams after so many events; the Gate."""
        self.gate = Gate(after)
        return self.gate

    def user_messages(self):
        """The texts of all students' messages in all threads, in the order in which they came."""
        return [
            m["content"][0]["text"]["value"] for found in self.messages.values() for m in found if m["role"] == "user"
        ]

    def called(self, method, pattern):
        """How often a request was received."""
        return sum(1 for made in self.requests if made[0] == method and re.search(pattern, made[1]))

    def respond(self, method, path, query, body):
        """(status, object) of a request, in the manner of this server."""
        if not self.blocks:
            return self.handle_api(method, path, query, body)
        return litellm.refused(method, path) or litellm.translated(*self.handle_api(method, path, {}, body))


class Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    server: Upstream

    def handle_request(self):
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        body = read_body(raw, self.headers.get("Content-Type", ""))
        fault = self.server.take_fault(self.command, parts.path) or Fault()
        with self.server.lock:
            self.server.requests.append((self.command, parts.path, body, dict(self.headers)))
            answer = self.answer(parts, body) if fault.is_carried_out else None
        try:
            self.reply(fault, answer, body or {})
        except HangUp:
            self.hang_up()
        except OSError:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = handle_request

    def answer(self, parts, body):
        sent = self.headers.get("Authorization")
        if sent != f"Bearer {self.server.key}":
            return error(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return self.server.respond(self.command, parts.path, query, body)

    # Answers

    def reply(self, fault, answer, body):
        time.sleep(fault.seconds)
        if fault.drop:
            raise HangUp
        if fault.reset:
            return self.break_connection()
        if answer is None or fault.body is not None or fault.status != 200:
            no_reason = {"error": {"message": "a fault", "code": None}}
            return self.send_answer(fault, fault.status, no_reason if fault.body is None else fault.body)
        status, content = answer
        if not isinstance(content, Started):
            return self.send_answer(fault, status, content)
        if body.get("stream") and self.server.streams and not self.server.blocks:
            return self.send_stream(fault, content)
        return self.send_answer(fault, status, self.begun(content.work))

    def begun(self, work):
        """The new run as this server returns it: at once, or when it has ended."""
        while self.server.blocks and (event := self.take(work)) != "ended":
            time.sleep(0 if event else MOMENT)  # whether or not the client is still there
        return work.run

    def send_answer(self, fault, status, content):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.head(status, fault.content_type, ("Content-Length", str(len(data))), *fault.headers)
        self.send(data[: len(data) // 2] if fault.cut else data, fault.drip)
        if fault.cut:
            raise HangUp

    def head(self, status, content_type, *headers):
        self.send_response(status)
        for name, value in [("Content-Type", content_type), *headers]:
            self.send_header(name, value)
        self.end_headers()

    def send(self, data, drip=0):
        for piece in (bytes([byte]) for byte in data) if drip else [data]:
            self.wfile.write(piece)
            self.wait(drip)

    # Streams

    def send_stream(self, fault, started):
        framing = ("Transfer-Encoding", "chunked") if fault.chunked else ("Connection", "close")
        self.head(200, "text/event-stream; charset=utf-8", framing, *fault.headers)
        events = self.events(started)
        try:
            for piece in fault.spoil(events) if fault.spoil else events:
                self.send_piece(piece, fault.chunked)
            if not fault.chunked:
                raise HangUp
            self.wfile.write(b"0\r\n\r\n")
        finally:
            started.work.streamed = False

    def send_piece(self, piece, chunked):
        if isinstance(piece, (int, float)):
            self.wait(piece)
        else:
            data = piece.encoded() if isinstance(piece, Event) else piece
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)

    def events(self, started):
        """The Events of a run as they come about, held by pace and gate."""
        work, told = started.work, 0
        work.streamed = True
        yield from (Event(*event) for event in started.first)
        while (event := self.take(work)) != "ended":
            if event is None:
                self.wait(MOMENT)
                continue
            yield Event(*event)
            told += 1
            self.pass_gate(work, told)
            self.wait(self.server.pace)
        yield Event("done", "[DONE]")

    def take(self, work):
        """The next event of a run, None when there is none yet, "ended" after the last one."""
        with self.server.lock:
            event = next(work.events, "ended")
            work.looks += event is None
        return event

    def pass_gate(self, work, told):
        gate = self.server.gate
        if gate and told == gate.after:
            gate.reached.set()
            while not gate.is_open and not work.is_cancelled:
                self.wait(MOMENT)

    def wait(self, seconds):
        """Wait, unless the client hangs up or the server closes in the meantime."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], min(left, 0.05))
            if self.server.closing.is_set() or (readable and not self.connection.recv(1, socket.MSG_PEEK)):
                raise HangUp

    # Connections

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the client was faster

    def break_connection(self):
        """Close it without a word: unsent data is dropped, and the other side gets a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(self.connection.detach())

    def log_message(self, *_arguments):
        pass
