"""A double of the interpreter: serves the protocol of docs/interpreter.md on a unix socket, with canned answers.

It imports nothing of the real one, frames included: it shows what somebody else's would have to do, and a fault of the
real one's frames is not on both sides.
"""

import base64
import json
import socket
import socketserver
import struct
import threading

GREETING = {"interpreter": 2, "version": ""}
HANG = object()
"""An answer that never comes."""
CLOSE = object()
"""The connection is closed instead of an answer."""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""


def text(data):
    """Bytes as they travel."""
    return base64.b64encode(data).decode()


def frame(message):
    """A message as the bytes that travel: four of length, big-endian, and JSON in ASCII."""
    body = json.dumps(message).encode("ascii")
    return struct.pack(">I", len(body)) + body


def read_message(stream):
    """The next message of a file of bytes; EOFError when it ends, within one too."""
    (length,) = struct.unpack(">I", _exactly(stream, 4))
    return json.loads(_exactly(stream, length).decode("ascii"))


def _exactly(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


CELL = {
    "logs": "[1]\n",
    "images": [{"name": "figure-1.png", "data": text(PIXEL), "alt": "Plot: a dot", "width": 1, "height": 1}],
    "files": [{"name": "out.csv", "data": text(b"x,y\n")}],
    "outcome": "ok",
    "variables_lost": False,
}
STATUS = {
    "pid": 7,
    "backend": "container",
    "attempts": {"open a socket": "refused"},
    "passed_over": [],
    "sandboxes": 8,
    "in_use": 1,
    "running": 0,
    "spares": 2,
    "computations": 0,
    "memory": 2**20,
}
ANSWERS = {"cell": {"cell": CELL}, "compute": {"result": {"computed": 1}}, "missing": {"missing": []}, "status": STATUS}


class Double:
    """Serves `path` until it is stopped, each connection in a thread.

    `asked` holds all requests in order. `answers[do]` is what such a request is answered with: a message, bytes that
    are sent as they are, HANG or CLOSE; {} for those that it does not name. `greeting` likewise.
    """

    def __init__(self, path):
        self.path = path
        self.asked = []
        self.answers = dict(ANSWERS)
        self.greeting = GREETING
        self._over = threading.Event()
        self._open = set()

    def __enter__(self):
        double = self

        class Connection(socketserver.BaseRequestHandler):
            def handle(self):
                double._converse(self.request)

        self._server = socketserver.ThreadingUnixStreamServer(str(self.path), Connection)
        self._serving = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._serving.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._server.shutdown()
        for connection in list(self._open):
            connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._serving.join()
        self.path.unlink()

    def requests(self, do):
        """The requests of one kind."""
        return [request for request in self.asked if request.get("do") == do]

    def _converse(self, connection):
        self._open.add(connection)
        try:
            with connection.makefile("rb") as stream:
                more = self._say(connection, self.greeting)
                while more:
                    request = read_message(stream)
                    self.asked.append(request)
                    more = self._say(connection, self.answers.get(request["do"], {}))
        except (EOFError, OSError):
            pass  # the client has gone, or this double is stopped
        finally:
            self._open.discard(connection)

    def _say(self, connection, answer):
        """Answer; whether the connection stays open."""
        if answer is HANG:
            self._over.wait()
        if answer in (HANG, CLOSE):
            return False
        connection.sendall(answer if isinstance(answer, bytes) else frame(answer))
        return True
