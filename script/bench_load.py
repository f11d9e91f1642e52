"""How well it bears many students at once, in front of an upstream of known timing (script/stub_upstream.py).

    python -m script.bench_load [--students 1,25,100] [--calls five|one|both] [--database sqlite|postgresql]
    python -m script.bench_load --sustain 60

Students open the page, ask two questions each and poll as the page tells them to (script/bench_students.py), over HTTP.
Added latency is what a student waits longer than somebody who talks to the upstream directly:
(text at the client − Send) − (word written by the upstream − run asked for at the upstream), for the first word and for
the whole answer. Students, product and upstream share one machine: compare figures of one run only.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass

from script import bench_databases as databases
from script.bench_streams import percentile
from script.bench_students import QUESTIONS, lesson
from script.bench_sustain import report_sustained, sustain
from script.bench_upstream import Product, Stub
from script.processes import cpu_seconds
from script.stub_upstream import lateness

STUDENTS = "1,25,100,200,400"
LEAST_STUDENTS = 5
"""Fewer students at once have several lessons, until so many were there."""
WARMING = 4
CONVERSATIONS = 50
HELD_SECONDS = 1
CALLS = {"five": {}, "one": {"ASSISTANTS_API_ONE_CALL": "on"}}
MIB = 2**20


def main():
    chosen = arguments()
    with Stub() as stub:
        for calls in ["five", "one"] if chosen.calls == "both" else [chosen.calls]:
            if chosen.sustain:
                with Product(stub, chosen.database, **CALLS[calls]) as product:
                    report_sustained(calls, chosen.database, sustain(product, chosen.sustain))
            else:
                report(calls, chosen.database, *measure(stub, chosen, calls))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", default=STUDENTS, type=lambda text: [int(number) for number in text.split(",")])
    parser.add_argument("--calls", default="five", choices=["five", "one", "both"])
    parser.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--sustain", type=int, metavar="SECONDS")
    chosen = parser.parse_args()
    databases.require(chosen.database)
    return chosen


@dataclass
class Load:
    """What so many students at once brought about. `told`: what the upstream says of it. `cpu`: seconds of
    the web processes; `own_cpu`: of the students and the upstream."""

    students: int
    answers: list
    errors: list
    told: dict
    seconds: float
    cpu: float
    own_cpu: float

    def added(self, moment, number=None):
        """Seconds that were added to the first word (0) or the last one (-1), of all answers or the n-th ones."""
        return [
            (self._seen(answer, moment) - answer.sent) - (told["written"][moment] - told["received"])
            for answer in self.answers
            if (told := self.told["questions"].get(answer.question)) and self._seen(answer, moment)
            if number in {None, answer.number}
        ]

    @staticmethod
    def _seen(answer, moment):
        return answer.whole if moment else answer.first

    @property
    def is_held(self):
        added = self.added(-1)
        whole = len(added) == len(self.answers)
        return whole and not self.errors and percentile(added, 95) < HELD_SECONDS

    def each(self, name):
        """A figure of an answer, on average."""
        return sum(getattr(answer, name) for answer in self.answers) / len(self.answers)


def measure(stub, chosen, calls):
    """(memory at rest, memory after CONVERSATIONS, the Load of each number of students)."""
    found = []
    with Product(stub, chosen.database, **CALLS[calls]) as product:
        asyncio.run(lesson(product.port, 1, seed=0, questions=0))
        memory = [product.memory()]
        asyncio.run(lesson(product.port, CONVERSATIONS, seed=0))
        memory.append(product.memory())
    for students in chosen.students:
        print(f"{calls} calls, {students} students …", file=sys.stderr)
        with Product(stub, chosen.database, **CALLS[calls]) as product:
            asyncio.run(lesson(product.port, WARMING, seed=0))
            found.append(load(stub, product, students))
    return (*memory, found)


def load(stub, product, students):
    stub.told()
    crowd, began, before, own = [], time.monotonic(), product.cpu_seconds(), own_cpu(stub)
    for seed in range(1, 1 + max(1, LEAST_STUDENTS // students)):
        crowd += asyncio.run(lesson(product.port, students, seed))
    seconds, cpu, own = time.monotonic() - began, product.cpu_seconds() - before, own_cpu(stub) - own
    answers = [answer for student in crowd for answer in student.answers]
    errors = [error for each in (*crowd, *answers) for error in each.errors] + product.trouble()
    return Load(students, answers, errors, stub.told(), seconds, cpu, own)


def own_cpu(stub):
    return time.process_time() + cpu_seconds(stub.process.pid)


# The report


def report(calls, database, idle, after, loads):
    print(f"\n{calls} calls, {database}; added latency in ms: median / p95; {QUESTIONS} questions a student")
    row("students", [each.students for each in loads])
    for name, moment in {"first word": 0, "whole answer": -1}.items():
        row(name, [milliseconds(each.added(moment)) for each in loads])
        for number in range(1, QUESTIONS + 1):
            row(f"  of question {number}", [milliseconds(each.added(moment, number)) for each in loads])
    row("held (p95 of the whole answer under 1 s, no error)", ["yes" if each.is_held else "NO" for each in loads])
    row("errors", [len(each.errors) for each in loads])
    row("CPU s per answer", [f"{each.cpu / len(each.answers):.4f}" for each in loads])
    row("cores: web processes, students and upstream", [cores(each) for each in loads])
    row("words late at the upstream itself", [milliseconds(lateness(each.told["questions"])) for each in loads])
    row("KB per answer", [f"{each.each('size') / 1000:.1f}" for each in loads])
    row("polls per answer, of them 204", [f"{each.each('polls'):.1f}, {each.each('unchanged'):.1f}" for each in loads])
    row("upstream calls per answer", [f"{sum(upstream(each).values()):.2f}" for each in loads])
    for name in sorted({name for each in loads for name in upstream(each)}):
        row(f"  {name}", [f"{upstream(each)[name]:.2f}" for each in loads])
    print(f"\nMemory (PSS), MiB: at rest, after {CONVERSATIONS} conversations")
    for part in idle:
        print(f"{part:<16}{idle[part] / MIB:>8.0f}{after[part] / MIB:>8.0f}")
    for each in loads:
        for error, number in Counter(each.errors).most_common(10):
            print(f"{each.students} students, {number} times: {error}")


def row(name, cells):
    print(f"{name:<52}" + "".join(f"{cell:>14}" for cell in cells))


def cores(each):
    return f"{each.cpu / each.seconds:.2f}, {each.own_cpu / each.seconds:.2f}"


def milliseconds(seconds):
    return f"{1000 * statistics.median(seconds):.0f} / {1000 * percentile(seconds, 95):.0f}" if seconds else "–"


def upstream(each):
    """Calls of each kind per answer."""
    return Counter({name: number / len(each.answers) for name, number in each.told["calls"].items()})


if __name__ == "__main__":
    main()
