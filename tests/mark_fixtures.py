"""The product with a judge that a test scripts: what its interpreter computes is answered by a double."""

import pytest

from tests.browsing import opening
from tests.interpreter_double import Double
from tests.marks import VERIFIED
from tests.server import Server
from tests.upstream import Upstream


@pytest.fixture(scope="module")
def upstream_server():
    server = Upstream()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def interpreter_double(tmp_path_factory):
    with Double(tmp_path_factory.mktemp("interpreter") / "socket") as double:
        yield double


@pytest.fixture(scope="module")
def product(upstream_server, interpreter_double, tmp_path_factory):
    """The product, asking one double and having answers checked by the other."""
    told = {"ASSISTANTS_API_BASE": upstream_server.url, "ASSISTANTS_API_KEY": upstream_server.key}
    told["INTERPRETER_SOCKET"] = str(interpreter_double.path)
    server = Server(tmp_path_factory.mktemp("marks") / "data", **told).start()
    yield server
    server.stop()


@pytest.fixture
def tutor(upstream_server):
    """The double that answers."""
    upstream_server.answers, upstream_server.pace, upstream_server.gate = ["So \\( x = 1 \\)."], 0, None
    return upstream_server


@pytest.fixture
def finds(interpreter_double):
    """Have the judge find this; HANG for nothing at all."""

    def finds(answer):
        interpreter_double.answers["compute"] = answer if not isinstance(answer, dict) else {"result": answer}

    finds(VERIFIED)
    return finds


@pytest.fixture
def open_page(chromium, product, tutor):
    with opening(chromium, product.url) as open_page:
        yield open_page
