"""What of a streamed answer has come is read at once, and every byte of it in order, however a server cuts it."""

import gzip
import random
import socket
import threading

import pytest
import requests
from urllib3.exceptions import HTTPError

from chat.arrivals import read_arrived

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"
PIECES = [b"data: %d %s\n\n" % (number, b"x" * (number % 90)) for number in range(400)]


class Server:
    """Answers each request on its connections with the next of these lists of bytes, which it sends one by one when it
    is let."""

    def __init__(self, *answers):
        self.answers, self.connections, self.may_send = list(answers), 0, threading.Semaphore(0)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while self.answers:
            connection, _ = self._socket.accept()
            self.connections += 1
            with connection:
                while self.answers and connection.recv(65536):
                    for sent in self.answers.pop(0):
                        self.may_send.acquire()
                        connection.sendall(sent)

    def let(self, number=1):
        self.may_send.release(number)

    def close(self):
        self.answers.clear()
        self._socket.close()


@pytest.fixture
def serve():
    servers = []

    def serve(*answers):
        servers.append(Server(*answers))
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


def chunk(data, extension=b""):
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


def opened(server, session=requests):
    return session.get(server.url, stream=True, timeout=5)


def read_all(response):
    """What each read gave, until the end."""
    found = []
    while piece := read_arrived(response.raw):
        found.append(piece)
    return found


def test_chunks_that_came_together_are_read_together(serve):
    server = serve([HEAD + b"".join(map(chunk, PIECES[:60])) + END])
    server.let()

    assert read_all(opened(server)) == [b"".join(PIECES[:60])]


def test_a_chunk_does_not_wait_for_the_next_one(serve):
    server = serve([HEAD, chunk(b"first"), chunk(b"second") + END])
    server.let(2)
    response = opened(server)

    assert read_arrived(response.raw) == b"first"
    server.let()
    assert read_all(response) == [b"second"]


@pytest.mark.parametrize("seed", range(20))
def test_every_byte_comes_in_order_however_the_stream_is_cut(serve, seed):
    chance = random.Random(seed)
    extensions = [b"", b";name=value"]
    data = b"".join(chunk(piece, chance.choice(extensions)) for piece in PIECES)
    data += chunk(b"y" * 100_000) + b"".join(map(chunk, PIECES)) + END
    cuts = [0, *sorted(chance.sample(range(1, len(data)), 60)), len(data)]
    sent = [data[begin:end] for begin, end in zip(cuts, cuts[1:], strict=False)]
    server = serve([HEAD, *sent])
    server.let(1 + len(sent))

    assert b"".join(read_all(opened(server))) == b"".join(PIECES) + b"y" * 100_000 + b"".join(PIECES)


def test_a_connection_is_used_again_when_its_stream_was_read_to_the_end(serve):
    answer = [HEAD + b"".join(map(chunk, PIECES[:9])) + END]
    server, session = serve(answer, answer), requests.Session()
    server.let(2)

    for _ in range(2):
        assert read_all(opened(server, session)) == [b"".join(PIECES[:9])]
    assert server.connections == 1


def test_what_is_packed_is_unpacked(serve):
    packed = gzip.compress(b"".join(PIECES))
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    server = serve([head + b"".join(chunk(packed[place : place + 100]) for place in range(0, len(packed), 100)) + END])
    server.let()

    assert b"".join(read_all(opened(server))) == b"".join(PIECES)


def test_a_body_without_chunks_is_read_as_well(serve):
    server = serve([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"])
    server.let()

    assert read_all(opened(server)) == [b"whole"]


@pytest.mark.parametrize("rest", [b"zz\r\nbad\r\n", b"-5\r\nbad\r\n", b"5\r\nba"])
def test_what_came_before_a_chunk_that_is_none_is_read(serve, rest):
    server = serve([HEAD + chunk(b"good") + chunk(b"too") + rest])
    server.let()
    response = opened(server)

    assert read_arrived(response.raw) == b"goodtoo"
    with pytest.raises(HTTPError):
        read_all(response)
