"""A browser's connections for benches: HTTP/1.1 that stays open, cookies and gzip, as cheap in CPU as Python allows."""

import asyncio
import contextlib
import gzip
from dataclasses import dataclass
from urllib.parse import urlencode

SECONDS = 30
"""How long an answer is waited for."""


@dataclass
class Response:
    """`size`: bytes as received, head and body; `moment`: when the last of them was there (time.monotonic)."""

    status: int
    headers: dict
    body: bytes
    size: int
    moment: float

    @property
    def text(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Connection(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self, loop):
        self.loop, self.waiting, self.closed = loop, None, False
        self._received = b""

    def connection_made(self, transport):
        self._transport = transport

    def connection_lost(self, error):
        self.closed = True
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(ConnectionResetError("closed without an answer"))

    def data_received(self, data):
        self._received += data
        response = read(self._received, self.loop.time())
        if response and self.waiting and not self.waiting.done():
            self._received = b""
            if response.headers.get("connection") == "close":
                self.close()
            self.waiting.set_result(response)

    @property
    def has_begun(self):
        """Whether a part of the answer is there."""
        return bool(self._received)

    async def exchange(self, data):
        self.waiting = self.loop.create_future()
        self._transport.write(data)
        try:
            return await asyncio.wait_for(self.waiting, SECONDS)
        except TimeoutError:
            self.close()
            raise
        finally:
            self.waiting = None

    def close(self):
        self.closed = True
        self._transport.close()


def read(data, moment):
    """The Response that these bytes are, or None when some are missing."""
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":")[::2] for line in lines]
    headers = {name.lower(): value.strip() for name, value in pairs}
    headers["set-cookie"] = [value.strip() for name, value in pairs if name.lower() == "set-cookie"]
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    elif len(body) < int(headers.get("content-length", 0)):
        return None
    return None if body is None else Response(int(first.split()[1]), headers, body, len(data), moment)


def _joined(data):
    """The body of these chunks, or None when the last is missing."""
    found = b""
    while True:
        size, separator, data = data.partition(b"\r\n")
        length = int(size, 16) if separator else 0
        if not separator or len(data) < length + 2:
            return None
        if not length:
            return found
        found, data = found + data[:length], data[length + 2 :]


class Browser:
    """The cookies of one person, and connections to one server, of which there are as many as requests at once."""

    def __init__(self, port):
        self.port, self.loop = port, asyncio.get_running_loop()
        self.cookies, self._free = {}, []

    async def get(self, path, htmx=False):
        return await self._send("GET", path, b"", {"HX-Request": "true"} if htmx else {})

    async def post(self, path, fields):
        kind = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        return await self._send("POST", path, urlencode(fields).encode(), kind)

    async def _send(self, method, path, body, headers):
        """The Response. Raises OSError when there is none, TimeoutError included."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "gzip", "Cookie": cookies, **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        data = f"{method} {path} HTTP/1.1\r\n{lines}{length}\r\n".encode() + body
        response = await self._exchange(data)
        for cookie in response.headers["set-cookie"]:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    async def _exchange(self, data):
        """The Response. As in browsers a request is sent again when a connection proves to be closed that was open."""
        reused = self._open_connection()
        connection = reused or await self._new_connection()
        try:
            response = await connection.exchange(data)
        except ConnectionResetError:
            if not reused or connection.has_begun:
                raise
            connection = await self._new_connection()
            response = await connection.exchange(data)
        self._free.append(connection)
        return response

    def _open_connection(self):
        while self._free:
            connection = self._free.pop()
            if not connection.closed:
                return connection
        return None

    async def _new_connection(self):
        _, connection = await self.loop.create_connection(lambda: Connection(self.loop), "127.0.0.1", self.port)
        return connection

    def close(self):
        for connection in self._free:
            with contextlib.suppress(OSError):
                connection.close()
