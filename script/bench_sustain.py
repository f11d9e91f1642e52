"""Many runs kept live and polled at a fixed rate for a while: no error, and no database that is locked.

The pollers ask at moments fixed beforehand, whether the last answer has come or not: in turn for everything (`rev=0`)
and for what is new since the revision that they have, which the server may hold back for a while.
"""

import asyncio
import math
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from script.bench_streams import percentile
from script.bench_students import Poller, Student

RUNS, POLLS = 200, 500
"""Live runs, and polls per second in all."""
STEP = 0.25
"""Seconds between two words of a run."""
ASKING = 8
"""Seconds in which the questions are asked, before anything is counted."""
MARGIN = 6
"""Seconds that a run lives longer than it is polled."""


@dataclass
class Sustained:
    """Seconds that polls took, by their kind; what went wrong; the CPU of the web processes."""

    seconds: float
    whole: list = field(default_factory=list)
    newer: list = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    errors: list = field(default_factory=list)
    cpu: float = 0
    right: int = 0


def sustain(product, seconds):
    found = Sustained(seconds)
    asyncio.run(_sustain(product, seconds, found))
    found.errors += product.trouble()
    return found


async def _sustain(product, seconds, found):
    words = math.ceil((ASKING + seconds + MARGIN) / STEP)
    students = [Student(product.port, f"s{number}") for number in range(RUNS)]
    live = await asyncio.gather(*(_begin(student, number, words) for number, student in enumerate(students)))
    before, begins = product.cpu_seconds(), time.monotonic()
    await asyncio.gather(*(
        _keep_polling(student, poller, begins + number * seconds_apart() / RUNS, begins + seconds, found)
        for number, (student, (_, poller)) in enumerate(zip(students, live, strict=True))
    ))  # fmt: skip
    found.cpu, found.seconds = product.cpu_seconds() - before, time.monotonic() - begins
    await asyncio.gather(*(_finish(student, *pair, found) for student, pair in zip(students, live, strict=True)))


def seconds_apart():
    """Between two polls of one run."""
    return RUNS / POLLS


async def _begin(student, number, words):
    await asyncio.sleep(number * ASKING / 2 / RUNS)
    await student.open()
    return await student.send(words=words, pause=STEP)


async def _keep_polling(student, poller, moment, until, found):
    """Polls of one run at fixed moments. One that is held does not keep the next one from being sent."""
    page, number, on_their_way = Page(poller), 0, set()
    while moment < until:
        await asyncio.sleep(moment - time.monotonic())
        number += 1
        task = asyncio.create_task(_poll(student, page, number % 2, until, found))
        on_their_way.add(task)
        task.add_done_callback(on_their_way.discard)
        moment += seconds_apart()
    await asyncio.gather(*on_their_way)


class Page:
    """The place of a run's progress, and the address to ask for what is newer than was seen."""

    def __init__(self, poller):
        self.newer = poller.path
        self.whole = poller.path.partition("?")[0] + "?rev=0"


async def _poll(student, page, whole, until, found):
    sent = time.monotonic()
    try:
        response = await student.browser.get(page.whole if whole else page.newer, htmx=True)
    except OSError as error:
        found.errors.append(type(error).__name__)
        return
    (found.whole if whole else found.newer).append(response.moment - sent)
    found.statuses[response.status] += 1
    if response.status not in {200, 204}:
        found.errors.append(str(response.status))
    elif response.status == 200 and (poller := Poller.read(response.text, response.moment)):
        page.newer = poller.path
    elif response.status == 200 and response.moment < until:
        found.errors.append("a run ended early")


async def _finish(student, answer, poller, found):
    """Follow the answer to its end, as the page would have."""
    await student.follow(answer, poller)
    found.right += not answer.errors
    found.errors += answer.errors
    student.browser.close()


# The report


def report_sustained(calls, database, found):
    done = len(found.whole) + len(found.newer)
    print(f"\n{calls} calls, {database}: {RUNS} live runs, {found.seconds:.0f} s")
    print(f"polls per second         {done / found.seconds:8.0f}")
    print(f"rev=0, answered at once  {told(found.whole)}")
    print(f"rev=newest, may be held  {told(found.newer)}")
    print(f"statuses                 {dict(found.statuses)}")
    print(f"whole and right answers  {found.right:8} of {RUNS}")
    print(f"errors                   {len(found.errors):8} {dict(Counter(found.errors).most_common(5)) or ''}")
    print(f"locked databases         {sum('locked' in error for error in found.errors):8}")
    print(f"CPU of the web processes {found.cpu / found.seconds:8.2f} of a core")


def told(seconds):
    return f"{1000 * statistics.median(seconds):8.0f} ms median, {1000 * percentile(seconds, 95):.0f} ms p95"
