"""The latency of streamed runs, alone and a hundred at once, and whether every piece of each arrives in order."""

import concurrent.futures
import http.client
import json
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.contract.streams import blocks

ALONE, TOGETHER = 1, 100
ALONE_PIECES, ALONE_PAUSE = 200, 0.02
TOGETHER_PIECES, TOGETHER_PAUSE = 40, 0.25


@dataclass
class Streams:
    """What was seen of streams at once. `direct`, `through`: seconds of each piece from the model server to the client,
    without our server and with it. `first`: seconds from each request to its first piece."""

    number: int
    pieces: int
    pause: float
    direct: list
    through: list
    first: list

    def __str__(self):
        per_second = 1 / self.pause
        return (
            f"{self.number:>4} at once, {self.pieces} pieces each, {per_second:.0f} a second: "
            f"direct {told(self.direct)}; through the server {told(self.through)}; "
            f"added {1000 * (statistics.median(self.through) - statistics.median(self.direct)):.1f} ms (medians); "
            f"first piece after {1000 * statistics.median(self.first):.0f} ms; "
            f"{len(self.through)} of {self.number * self.pieces} pieces arrived, all in order"
        )


def told(seconds):
    return f"{1000 * statistics.median(seconds):.1f} ms median, {1000 * percentile(seconds, 95):.1f} ms p95"


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


def measure_streams(port, key, assistant, model_url):
    """Streams of one run alone, then of a hundred at once."""
    plans = [(ALONE, ALONE_PIECES, ALONE_PAUSE), (TOGETHER, TOGETHER_PIECES, TOGETHER_PAUSE)]
    return [measure_one(port, key, assistant, model_url, *plan) for plan in plans]


def measure_one(port, key, assistant, model_url, number, pieces, pause):
    asked = f"{pieces} {pause}"
    direct = at_once(number, lambda: read_direct(model_url, asked))
    through = at_once(number, lambda: read_run(port, key, assistant, asked))
    for one in (*direct, *through):
        assert [piece for piece, _, _ in one["pieces"]] == list(range(pieces)), "a piece is missing or out of order"
    latencies = [[arrived - sent for one in each for _, sent, arrived in one["pieces"]] for each in (direct, through)]
    first = [one["pieces"][0][2] - one["asked"] for one in through]
    return Streams(number, pieces, pause, *latencies, first)


def at_once(number, read):
    with concurrent.futures.ThreadPoolExecutor(number) as pool:
        return [future.result() for future in [pool.submit(read) for _ in range(number)]]


def read_direct(model_url, asked):
    """One completion, read without our server; its pieces as (number, sent, arrived)."""
    place = urlsplit(model_url)
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": asked}]}
    reader = Reader(place.hostname, place.port, f"{place.path}/chat/completions", body, {})
    for data in reader.data_lines():
        if data != "[DONE]":
            reader.add(json.loads(data)["choices"][0]["delta"].get("content", ""))
    return reader.result()


def read_run(port, key, assistant, asked):
    """One streamed run; its pieces as (number, sent, arrived). AssertionError unless its events come in order."""
    headers = {"Authorization": f"Bearer {key}", "OpenAI-Beta": "assistants=v2"}
    thread = {"messages": [{"role": "user", "content": asked}]}
    body = {"assistant_id": assistant, "thread": thread, "stream": True}
    reader = Reader("127.0.0.1", port, "/v1/threads/runs", body, headers)
    names, last = [], {}
    for name, data in blocks(reader.chunks()):
        names.append(name)
        if name == "thread.message.delta":
            reader.add("".join(part["text"]["value"] for part in json.loads(data)["delta"]["content"]))
        elif name == "thread.message.completed":
            last = json.loads(data)
    require_order(names)
    assert reader.text == last["content"][0]["text"]["value"], "the deltas are not the message"
    return reader.result()


def require_order(names):
    told = [name for number, name in enumerate(names) if name and name != (names[number - 1] if number else None)]
    assert told == [
        "thread.created",
        "thread.run.created",
        "thread.run.queued",
        "thread.run.in_progress",
        "thread.run.step.created",
        "thread.run.step.in_progress",
        "thread.message.created",
        "thread.message.in_progress",
        "thread.message.delta",
        "thread.message.completed",
        "thread.run.step.completed",
        "thread.run.completed",
        "done",
    ], told


class Reader:
    """One streamed answer: its bytes as they come, and the pieces in its text with the moment of their arrival."""

    def __init__(self, host, port, path, body, headers):
        self.asked, self.text, self.pieces, self._rest = time.monotonic(), "", [], ""
        self.connection = http.client.HTTPConnection(host, port, timeout=120)
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
        self.response = self.connection.getresponse()
        assert self.response.status == 200, self.response.read()

    def chunks(self):
        while data := self.response.read1(65536):
            yield data

    def data_lines(self):
        while line := self.response.readline():
            if line.startswith(b"data: "):
                yield line[6:].strip().decode()

    def add(self, text):
        """Note the pieces that are complete with this text."""
        arrived = time.monotonic()
        self.text += text
        *whole, self._rest = (self._rest + text).split(";")
        self.pieces += [(int(piece.split()[0]), float(piece.split()[1]), arrived) for piece in whole]

    def result(self):
        self.connection.close()
        return {"asked": self.asked, "pieces": self.pieces}
