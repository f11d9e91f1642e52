"""How many polls of a running answer the product takes: per second, and their 95th percentile.

    python -m script.bench_poll [--database sqlite|postgresql]     both when PostgreSQL is installed

`changed` is a poll that gets the pending element with all the text so far (`rev=0` of a live run), `unchanged` one that
gets 204 (the newest revision of a run that has ended: the server does not hold that back). Each client is another
student with a connection of their own; clients and product share one machine. Compare figures of one run only.
"""

import asyncio
import statistics
import sys
import time

from script import bench_databases as databases
from script.bench_streams import percentile
from script.bench_students import Student
from script.bench_upstream import Product, Stub

CLIENTS = (1, 8, 32)
ROUNDS, ROUND_SECONDS = 3, 1.5
LIVES = 600
"""Seconds after its last word for which a run stays live."""
MOST_REVISIONS = 500
KINDS = ("changed", "unchanged")


def main():
    names = databases.chosen(__doc__)
    with Stub() as stub:
        report({name: measure(stub, name) for name in names})


def measure(stub, name):
    """{(kind, clients): [(polls per second, seconds of each)] of each round}."""
    print(f"{name} …", file=sys.stderr)
    with Product(stub, name) as product:
        return asyncio.run(_measure(product.port))


async def _measure(port):
    students = [Student(port, f"p{number}") for number in range(max(CLIENTS))]
    ended = await asyncio.gather(*(_ended(student) for student in students))
    live = await asyncio.gather(*(_live(student) for student in students))
    paths = dict(zip(KINDS, (live, ended), strict=True))
    found = {}
    for _ in range(ROUNDS):
        for clients in CLIENTS:
            for kind in KINDS:
                places = list(zip(students, paths[kind], strict=True))[:clients]
                found.setdefault((kind, clients), []).append(await _round(places, 200 if kind == "changed" else 204))
    return found


async def _ended(student):
    """The path of a poll that finds nothing new of an answer that is there."""
    await student.open()
    answer, poller = await student.send()
    place = poller.path.partition("?")[0]
    await student.follow(answer, poller)
    for revision in range(1, MOST_REVISIONS):
        path = f"{place}?rev={revision}"
        if (await student.browser.get(path, htmx=True)).status == 204:
            return path
    raise AssertionError("no revision of this run is its newest")


async def _live(student):
    """The path of a poll that gets all the text of an answer whose last word was written and which goes on."""
    _, poller = await student.send(rest=LIVES)
    path = poller.path.partition("?")[0] + "?rev=0"
    await asyncio.sleep(4)
    return path


async def _round(places, status):
    """(polls per second, seconds of each) of all these students at once."""
    until = time.monotonic() + ROUND_SECONDS
    taken = await asyncio.gather(*(_one_client(student.browser, path, status, until) for student, path in places))
    seconds = [each for one in taken for each in one]
    return len(seconds) / ROUND_SECONDS, seconds


async def _one_client(browser, path, status, until):
    taken = []
    while (began := time.monotonic()) < until:
        response = await browser.get(path, htmx=True)
        assert response.status == status, f"{path}: {response.status} instead of {status}"
        taken.append(response.moment - began)
    return taken


def report(found):
    print(f"Polls, medians of {ROUNDS} rounds of {ROUND_SECONDS} s")
    print(f"{'':<12}{'clients':>8}" + "".join(f"{name + ' 1/s':>16}{'p95 ms':>9}" for name in found))
    for kind in KINDS:
        for clients in CLIENTS:
            rounds = [each[kind, clients] for each in found.values()]
            rates = [statistics.median(rate for rate, _ in each) for each in rounds]
            worst = [statistics.median(percentile(seconds, 95) for _, seconds in each) for each in rounds]
            cells = "".join(f"{rate:>16.0f}{1000 * p95:>9.1f}" for rate, p95 in zip(rates, worst, strict=True))
            print(f"{kind:<12}{clients:>8}{cells}")


if __name__ == "__main__":
    main()
