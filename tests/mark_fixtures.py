"""The product with a judge that a test scripts: what its interpreter computes is answered by a double."""

import pytest

from tests.browsing import opening
from tests.interpreter_double import Double
from tests.marks import VERIFIED
from tests.server import Server
from tests.upstream import Upstream


@pytest.fixture(scope="module")
def marked_upstream():
    server = Upstream()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def interpreter_double(tmp_path_factory):
    with Double(tmp_path_factory.mktemp("interpreter") / "socket") as double:
        yield double


@pytest.fixture(scope="module")
def marked_product(marked_upstream, interpreter_double, tmp_path_factory):
    """The product, asking one double and having answers checked by the other."""
    told = {"ASSISTANTS_API_BASE": marked_upstream.url, "ASSISTANTS_API_KEY": marked_upstream.key}
    told["INTERPRETER_SOCKET"] = str(interpreter_double.path)
    server = Server(tmp_path_factory.mktemp("marks") / "data", **told).start()
    yield server
    server.stop()


@pytest.fixture
def tutor(marked_upstream):
    """The double that answers."""
    marked_upstream.answers, marked_upstream.pace, marked_upstream.gate = ["So \\( x = 1 \\)."], 0, None
    return marked_upstream


@pytest.fixture
def finds(interpreter_double):
    """Have the judge find this; HANG for nothing at all."""

    def finds(answer):
        interpreter_double.answers["compute"] = answer if not isinstance(answer, dict) else {"result": answer}

    finds(VERIFIED)
    return finds


@pytest.fixture
def open_marked(chromium, marked_product, tutor):
    with opening(chromium, marked_product.url) as open_page:
        yield open_page
