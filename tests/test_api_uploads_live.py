"""Uploads to the whole product on a real port: large ones, and connections that end."""

import hashlib
import itertools
import re
import socket
from pathlib import Path

import pytest
import requests

from assistants_api import uploads
from tests.api_client import error_of
from tests.server import Server
from tests.test_api_uploads import END, FILE, FORM, PURPOSE, part

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]

LARGE = 60 * 2**20
BLOCK = bytes(range(256)) * 4096


class Form:
    """A file to send: a whole upload with a file of so many bytes, which is never whole in memory."""

    def __init__(self, size):
        head, tail = part('name="file"; filename="large.bin"', b"")[:-2], b"\r\n" + PURPOSE + END
        self.len = len(head) + size + len(tail)
        self._pieces = itertools.chain([head], _blocks(size), [tail])
        self._rest = b""

    def read(self, amount):
        self._rest = self._rest or next(self._pieces, b"")
        taken, self._rest = self._rest[:amount], self._rest[amount:]
        return taken


def _blocks(size):
    return (BLOCK[: min(len(BLOCK), size - start)] for start in range(0, size, len(BLOCK)))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("uploads") / "data", shares_interpreter=True).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def headers(server):
    return {"Authorization": f"Bearer {server.manage('create_api_key', 'uploads').strip()}", "Content-Type": FORM}


def test_a_large_file_goes_in_and_out_without_being_in_memory(server, headers):
    address = f"{server.url}/v1/files"
    assert requests.post(address, Form(2**20), headers=headers, timeout=20).status_code == 200
    before = _most_memory(server)

    made = requests.post(address, Form(LARGE), headers=headers, timeout=60).json()
    with requests.get(f"{address}/{made['id']}/content", headers=headers, stream=True, timeout=60) as response:
        told, seen = hashlib.sha256(), response.headers
        for piece in response.iter_content(2**20):
            told.update(piece)
    after = _most_memory(server)
    head = requests.head(f"{address}/{made['id']}/content", headers=headers, timeout=20)
    deleted = requests.delete(f"{address}/{made['id']}", headers=headers, timeout=20)

    sent = hashlib.sha256()
    for block in _blocks(LARGE):
        sent.update(block)
    assert made["bytes"] == LARGE == int(seen["Content-Length"]) == int(head.headers["Content-Length"])
    assert (told.digest(), head.content) == (sent.digest(), b"")
    assert after - before < 20 * 2**20
    assert deleted.json()["deleted"]


def _most_memory(server):
    """Bytes that the largest of the web processes has ever had in memory."""
    status = [Path(f"/proc/{pid}/status").read_text() for pid in server.processes_of("gunicorn")]
    return max(int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) for text in status) * 1024


def test_a_refusal_reaches_a_client_that_is_still_sending(server, headers):
    address = f"{server.url}/v1/files"
    wrong = headers | {"Authorization": "Bearer sk-wrong-0123456789"}

    refused = requests.post(address, Form(LARGE), headers=wrong, timeout=60)
    unfit = requests.post(address, Form(uploads.MAX_BYTES + 2**20), headers=headers, timeout=60)

    assert error_of(refused, 401)["code"] == "invalid_api_key"
    assert error_of(unfit, 413)["code"] == "file_too_large"


def test_a_connection_that_ends_in_an_upload_leaves_nothing(server, headers):
    address = f"{server.url}/v1/files"
    before = requests.get(address, headers=headers, timeout=20).json()
    body = PURPOSE + FILE + END
    told = headers | {"Host": "127.0.0.1", "Content-Length": len(body), "Connection": "close"}
    lines = ["POST /v1/files HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]

    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode() + body[:-20])
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"ended before all of it" in answer
    assert requests.get(address, headers=headers, timeout=20).json() == before
