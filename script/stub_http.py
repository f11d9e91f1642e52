"""HTTP/1.1 for the stub upstream: as little of it as a well-behaved client needs, and cheap in CPU."""

import asyncio
import json

OK = "200 OK"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


class Exchange(asyncio.Protocol):
    """One connection that stays open, with one request at a time: `answer(exchange, method, path, body)`."""

    def __init__(self, answer):
        self._answer, self._received, self._transport = answer, b"", None

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._received += data
        head, separator, rest = self._received.partition(b"\r\n\r\n")
        if not separator:
            return
        size = _content_length(head)
        if len(rest) < size:
            return
        self._received = rest[size:]
        method, path = head.split(b" ", 2)[:2]
        self._answer(self, method.decode(), path.decode(), json.loads(rest[:size]) if size else {})

    @property
    def is_open(self):
        return not self._transport.is_closing()

    def reply(self, value, status=OK):
        """Answer with an object."""
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)

    def begin_stream(self):
        self._transport.write(STREAM_HEAD)

    def chunk(self, data):
        self._transport.write(b"%x\r\n%s\r\n" % (len(data), data))

    def end_stream(self):
        self._transport.write(LAST_CHUNK)


def _content_length(head):
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
