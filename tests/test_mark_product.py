"""Marks of the real product: the judge in its sandbox reads what the offline engine, and another server, answer."""

import re
import time
import uuid

import pytest
import requests

from tests.server import Server
from tests.upstream import Upstream

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]


@pytest.fixture(scope="module")
def upstream_server():
    server = Upstream()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=["offline", "another server"])
def product(request, tmp_path_factory, upstream_server):
    """The product with its own engine, and with somebody else's."""
    told = {"ASSISTANTS_API_BASE": upstream_server.url, "ASSISTANTS_API_KEY": upstream_server.key}
    told = told if request.param != "offline" else {}
    server = Server(tmp_path_factory.mktemp("marks") / "data", shares_interpreter=True, **told).start()
    server.double = upstream_server if told else None
    yield server
    server.stop()


@pytest.fixture
def ask(product):
    """Ask as a guest without JavaScript; the page once nothing is awaited on it any more."""

    def ask(question, seconds=60):
        guest = requests.Session()
        start = guest.get(product.url, timeout=20).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', start)[1]
        address = product.url + re.search(r'action="(/c/[^"]+/messages)"', start)[1]
        data = {"text": question, "client_key": uuid.uuid4(), "csrfmiddlewaretoken": token}
        page = guest.post(address, data, headers={"Referer": product.url}, timeout=20)
        until = time.monotonic() + seconds
        while "http-equiv" in page.text:
            assert time.monotonic() < until, "something is awaited for ever"
            time.sleep(0.2)
            page = guest.get(page.url, timeout=20)
        return page.text

    return ask


def test_a_right_answer_is_checked(product, ask):
    if product.double:
        product.double.answers = ["We take 11 from both sides.\n\nSo the answer is \\( x = 1 \\)."]

    page = ask("Solve 3x + 11 = 14")

    assert "Checked: right" in page


def test_a_wrong_answer_is_contradicted_by_our_own_result(product, ask):
    if not product.double:
        pytest.skip("the offline engine does not answer wrongly")
    product.double.answers = ["So the answer is \\( x = 2 \\)."]

    page = ask("Solve 3x + 11 = 14")

    assert "This does not match our own check" in page
    assert "Our own check gives:" in page


def test_what_cannot_be_checked_has_no_mark(product, ask):
    if product.double:
        product.double.answers = ["Because of the air."]

    for question in ("Why is the sky blue?", "Plot y = x^2 - 4 from x = -3 to 3"):
        assert "mark-" not in ask(question)
