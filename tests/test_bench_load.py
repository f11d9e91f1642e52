"""The bench of many students: its upstream keeps to the protocol and its own times, its students see what is wrong."""

import asyncio
import gzip
import json
import time
import urllib.request

import pytest

from script.bench_client import read
from script.bench_load import Load
from script.bench_students import Answer, Poller, lesson
from script.bench_upstream import Product, Stub
from script.stub_upstream import answer_words, lateness, question
from tests.contract.schemas import require_fit
from tests.contract.streams import Told
from tests.server import free_port

pytestmark = pytest.mark.slow

RUN = '<div id="run-1" class="pending" aria-busy="true" hx-get="/c/1/runs/1?rev=3&amp;x=1" hx-trigger="every 300ms">'
FIVE_CALLS = {"POST messages": 2, "POST run": 2, "POST threads": 1}


@pytest.fixture(scope="module")
def stub():
    with Stub() as stub:
        yield stub


def call(stub, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(stub.url + path, data, method=method), timeout=10) as answer:
        return answer.read()


def ask(stub, text, **more):
    """The bytes of the answer to a question on a new thread."""
    thread = {"messages": [{"role": "user", "content": text}]}
    return call(stub, "POST", "/v1/threads/runs", {"assistant_id": "asst_1", "thread": thread, **more})


# The upstream


def test_the_upstream_streams_as_the_contract_says(stub):
    told = Told()

    told.read([ask(stub, question("k", 5, 0.01), stream=True)])

    assert told.names[:4] == ["thread.created", "thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert told.names.count("thread.message.delta") == 5
    assert told.names[-2:] == ["thread.run.completed", "done"]
    assert [parts[0]["text"]["value"] for parts in told.contents.values()] == [" ".join(answer_words("k", 5))]


def test_a_polled_run_says_the_same_in_the_same_time(stub):
    run = json.loads(ask(stub, question("polled", 3, 0.01)))
    path = f"/v1/threads/{run['thread_id']}"
    while json.loads(call(stub, "GET", f"{path}/runs/{run['id']}"))["status"] != "completed":
        pass
    listed = json.loads(call(stub, "GET", f"{path}/messages?order=asc"))
    told = stub.told()["questions"][question("polled", 3, 0.01)]

    require_fit(run, "ObservedRunObject")
    require_fit(listed, "ObservedListMessagesResponse")
    assert [item["role"] for item in listed["data"]] == ["user", "assistant"]
    assert listed["data"][1]["content"][0]["text"]["value"] == " ".join(answer_words("polled", 3))
    assert time.monotonic() > told["written"][-1] > told["received"] + 1


def test_the_upstream_tells_when_it_wrote_each_word(stub):
    stub.told()
    text = question("moments", 20, 0.01)
    began = time.monotonic()

    ask(stub, text, stream=True)

    told = stub.told()
    moments = told["questions"][text]
    assert began < moments["received"] < moments["written"][0] < time.monotonic()
    assert moments["written"] == sorted(moments["written"])
    assert min(lateness(told["questions"])) > -0.002
    assert told["calls"] == {"POST thread and run": 1}
    assert stub.told() == {"questions": {}, "calls": {}}


# The students


def test_a_swap_starts_the_clock_of_a_poller_anew_and_the_ticks_during_a_request_are_dropped():
    poller = Poller.read(RUN, moment=10)

    assert poller.path == "/c/1/runs/1?rev=3&x=1"
    assert [round(poller.wait(now), 3) for now in (10, 10.2, 10.4, 10.899)] == [0.3, 0.1, 0.2, 0.001]


def response(text, moment=5.0):
    body = gzip.compress(text.encode())
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    return read(head.encode() + body, moment)


def test_bytes_are_counted_as_they_came_and_read_only_when_all_are_there():
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

    assert all(read(chunked[:size], 1) is None for size in range(len(chunked)))
    assert (read(chunked, 1).text, read(chunked, 1).size) == ("abcde", len(chunked))
    assert response("<p>" + "long " * 1000).size < 200


@pytest.mark.parametrize(
    ("block", "errors"),
    [
        (" ".join(answer_words("a", 3)), []),
        (" ".join(answer_words("a", 3)[:2]), ["wrong text"]),
        (" ".join(answer_words("a", 3)) * 2, ["wrong text"]),
        (" ".join(answer_words("a", 3) + answer_words("b", 3)), ["wrong text"]),
        (None, ["unfinished"]),
    ],
)
def test_an_answer_that_is_not_whole_or_another_s_is_noticed(block, errors):
    answer = Answer("?", 1, "a", 3, sent=1.0)
    if block is None:
        answer.take(response(RUN))
    else:
        answer.take(response(f'<article class="message from-tutor"><p>{block}</p></article>'))

    answer.judge()

    assert answer.errors == errors


def test_moving_text_counts_as_seen_but_not_as_an_answer():
    answer = Answer("?", 1, "a", 3, sent=1.0)
    answer.take(response(f'{RUN}<div class="live prose"><p>Answer-a w2</p></div></div>', moment=2.0))
    answer.take(response(f'{RUN}<div class="live prose"><p>Answer-a w2 end-a</p></div></div>', moment=3.0))
    answer.take(response('<div id="run-1" hidden></div>', moment=4.0))

    answer.judge()

    assert (answer.first, answer.whole, answer.final, answer.errors) == (2.0, 3.0, 4.0, ["wrong text"])


def test_added_latency_is_what_the_student_waits_longer_than_the_upstream_took():
    answer = Answer("?", 1, "a", 2, sent=100.0, first=101.5, whole=103.0, final=103.5)
    told = {"questions": {"?": {"received": 100.2, "written": [101.2, 102.2]}}, "calls": {}}
    load = Load(1, [answer], [], told, seconds=1, cpu=1, own_cpu=1)

    assert [round(*load.added(moment), 3) for moment in (0, -1)] == [0.5, 1.0]
    assert load.added(0, number=2) == []
    assert not load.is_held


@pytest.mark.slow
def test_students_of_the_product_get_their_answers(stub):
    with Product(stub) as product:
        asyncio.run(lesson(product.port, 1, seed=0))
        stub.told()
        [student] = asyncio.run(lesson(product.port, 1, seed=1))
        told = stub.told()

        [first, second] = student.answers
        assert student.errors + first.errors + second.errors + product.trouble() == []
        assert first.sent < told["questions"][first.question]["written"][0] < first.first < first.whole <= first.final
        assert {name: told["calls"][name] for name in FIVE_CALLS} == FIVE_CALLS
        assert product.cpu_seconds() > 0
        assert min(product.memory().values()) > 2**20


@pytest.mark.slow
def test_a_page_that_does_not_come_is_an_error():
    [student] = asyncio.run(lesson(free_port(), 1, seed=1))

    assert (student.errors, student.answers) == (["ConnectionRefusedError"], [])
