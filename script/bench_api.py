"""How fast /v1/ is: requests per second and 95th percentile of three calls, and the latency of streamed runs.

    python -m script.bench_api [--database sqlite|postgresql]     both when PostgreSQL is installed

The server is the real one (two web processes), client and databases run on the same machine: what is measured is all of
them together. Compare figures of one run only.
"""

import concurrent.futures
import contextlib
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from script import bench_databases as databases
from script.bench_streams import measure_streams, percentile
from tests.postgres import Postgres
from tests.server import ROOT, Server

CLIENTS = (1, 8, 32)
ROUNDS, ROUND_SECONDS = 3, 1.5
MESSAGES = 20
CALLS = ("GET run", "GET messages", "POST message")


def main():
    found = {name: measure(name) for name in databases.chosen(__doc__)}
    report_calls(found)
    report_streams(found)


def measure(name):
    """The figures of one database: ({(call, clients): [(requests per second, seconds of each)]}, streams)."""
    with contextlib.ExitStack() as stack:
        model_url = stack.enter_context(model_server())
        server = stack.enter_context(started(name, model_url))
        key = server.manage("create_api_key", "bench").strip()
        print(f"{name} …", file=sys.stderr)
        calls = measure_calls(server.port, key)
        assistant = Client(server.port, key).call("POST", "/assistants", {"model": "paced"})
        return calls, measure_streams(server.port, key, assistant["id"], model_url)


@contextlib.contextmanager
def model_server():
    """The address of a paced model server in a process of its own."""
    command = [sys.executable, "-m", "script.paced_model"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield process.stdout.readline().strip()
        process.stdin.close()


@contextlib.contextmanager
def started(database, model_url):
    """A Server on an empty database of this kind."""
    environment = {"LLM_API": "chat_completions", "LLM_BASE_URL": model_url}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if database == "postgresql":
            cluster = Postgres()
            stack.callback(cluster.stop)
            environment["DATABASE_URL"] = cluster.start().new_database()
        server = Server(Path(folder) / "data", **environment)
        stack.callback(server.stop)
        yield server.start()


class Client:
    """One connection to the API that stays open."""

    def __init__(self, port, key):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {key}", "OpenAI-Beta": "assistants=v2"}
        self.close = self.connection.close

    def call(self, method, path, body=None):
        """The object that a request is answered with."""
        data = None if body is None else json.dumps(body)
        self.connection.request(method, f"/v1{path}", data, {**self.headers, "Content-Type": "application/json"})
        response = self.connection.getresponse()
        told = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {told[:200]}")
        return json.loads(told)


# Calls


def measure_calls(port, key):
    """{(call, clients): [(requests per second, seconds of each request)] of each round}."""
    client = Client(port, key)
    paths = [new_thread(client) for _ in range(max(CLIENTS))]
    found = {}
    for _ in range(ROUNDS):
        for clients in CLIENTS:
            for name in CALLS:
                found.setdefault((name, clients), []).append(one_round(port, key, name, paths[:clients]))
    return found


def new_thread(client):
    """(path of a thread with messages, path of its run, which has ended)."""
    assistant = client.call("POST", "/assistants", {"model": "offline-math"})
    messages = [{"role": "user", "content": f"Hello number {number}"} for number in range(MESSAGES)]
    body = {"assistant_id": assistant["id"], "thread": {"messages": messages}}
    run = client.call("POST", "/threads/runs", body)
    path = f"/threads/{run['thread_id']}"
    while client.call("GET", f"{path}/runs/{run['id']}")["status"] in {"queued", "in_progress"}:
        time.sleep(0.02)
    return path, f"{path}/runs/{run['id']}"


def one_round(port, key, name, paths):
    """(requests per second, seconds of each request) of as many clients as there are paths, at once."""
    until = time.monotonic() + ROUND_SECONDS
    with concurrent.futures.ThreadPoolExecutor(len(paths)) as pool:
        taken = list(pool.map(lambda place: one_client(port, key, name, place, until), paths))
    seconds = [each for one in taken for each in one]
    return len(seconds) / ROUND_SECONDS, seconds


def one_client(port, key, name, place, until):
    thread, run = place
    request = {
        "GET run": ("GET", run),
        "GET messages": ("GET", f"{thread}/messages"),
        "POST message": ("POST", f"{thread}/messages", {"role": "user", "content": "Hello"}),
    }[name]
    client, taken = Client(port, key), []
    while (began := time.monotonic()) < until:
        client.call(*request)
        taken.append(time.monotonic() - began)
    client.close()
    return taken


# Reports


def report_calls(found):
    print(f"Requests, medians of {ROUNDS} rounds of {ROUND_SECONDS} s; a thread has {MESSAGES} messages at first")
    print(
        f"{'':<14}{'clients':>8}" + "".join(f"{name + ' 1/s':>16}{'p95 ms':>9}" for name in found) + ratio_head(found)
    )
    for name in CALLS:
        for clients in CLIENTS:
            rounds = [calls[name, clients] for calls, _ in found.values()]
            rates = [statistics.median(rate for rate, _ in each) for each in rounds]
            worst = [statistics.median(percentile(seconds, 95) for _, seconds in each) for each in rounds]
            cells = "".join(f"{rate:>16.0f}{1000 * p95:>9.1f}" for rate, p95 in zip(rates, worst, strict=True))
            ratio = f"{rates[1] / rates[0]:>8.2f}" if len(rates) == 2 else ""
            print(f"{name:<14}{clients:>8}{cells}{ratio}")


def ratio_head(found):
    return f"{'ratio':>8}" if len(found) == 2 else ""


def report_streams(found):
    print("\nStreams: from the moment the model server sends a piece to its arrival at the client")
    for name, (_, streams) in found.items():
        for stream in streams:
            print(f"{name:<12} {stream}")


if __name__ == "__main__":
    main()
