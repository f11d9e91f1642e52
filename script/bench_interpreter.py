"""How fast the code interpreter is, and whether many sessions keep their own state.

    python -m script.bench_interpreter [--backend bubblewrap|landlock]     all that run here when none is named

Each backend gets a fresh data folder and its own process. Prints a Markdown table, and exits with 1 when a session ever
saw a state that was not its own and was not told that it is lost.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import functools
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from interpreter import memory
from interpreter.client import Interpreter, InterpreterBusy, InterpreterUnavailable
from script import processes
from script.bench_streams import percentile
from script.soak_cells import Session, beginning, counting

BACKENDS = ("bubblewrap", "landlock")
COLD_ROUNDS, ROUNDS, NEXT_CELLS = 3, 7, 10
CLIENTS, CLIENT_ROUNDS, CLIENT_SECONDS = 8, 3, 3.0
SANDBOXES = 8
SESSIONS, VISITS, CELLS, HANDS, PATIENCE = 200, 3, (1, 5), 16, 120
VERDICTS = ("right", "told: earlier", "wrong", "busy")
NOTHING_LOADED = ["--spares", "2", "--preload"]

SOLVE = "from sympy import *\nx = symbols('x')\nsolve(Eq(3*x + 11, 14), x)"
AGAIN = "solve(Eq({0}*x + 11, 11 + {0}), x)"
PLOT = """import matplotlib.pyplot as plt
import numpy as np
t = np.linspace(0, 7, 200)
plt.plot(t, np.sin(t))
plt.title('A sine')"""
TABLE = "import pandas as pd\npd.DataFrame({'x': range(5), 'y': [n * n for n in range(5)]})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", choices=BACKENDS)
    chosen = parser.parse_args().backend
    found = {}
    for backend in [chosen] if chosen else BACKENDS:
        try:
            found[backend] = measure(backend)
        except InterpreterUnavailable as reason:
            print(f"{backend} does not run here: {reason}", file=sys.stderr)
    report(found)
    states = [figures["states"] for figures in found.values()]
    sys.exit(0 if states and not any(state["wrong"] for state in states) else 1)


def measure(backend):
    """All figures of one backend, seconds and bytes, by name."""
    with started(backend, "--spares", "0") as interpreter:
        interpreter.status()  # whether it runs here at all
    print(f"{backend} …", file=sys.stderr)
    figures = {"cold": statistics.median(cold_start(backend) for _ in range(COLD_ROUNDS))}
    with started(backend) as interpreter:
        figures |= one_at_a_time(interpreter)
        figures |= clients_at_once(interpreter)
    with started(backend, "--spares", "0") as interpreter:
        figures["memory in use"] = memory_in_use(interpreter)
    with started(backend, "--spares", str(SANDBOXES)) as interpreter:
        wait_for_spares(interpreter, SANDBOXES)
        figures["memory of a spare"] = memory_of_sandboxes(interpreter)
    with started(backend, *NOTHING_LOADED) as interpreter:
        figures["states"] = many_sessions(interpreter)
    return figures


@contextlib.contextmanager
def started(backend, *options):
    """An Interpreter on a fresh data folder, which has not started yet, with its process's further options."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        options = ["--backend", backend, "--sandboxes", str(SANDBOXES), *options]
        interpreter = Interpreter(Path(folder) / "data", server_options=options)
        try:
            yield interpreter
        finally:
            interpreter.shutdown()


def wait_for_spares(interpreter, count=2):
    """Wait until the spares are warm, so that nothing else is being started while a cell is timed."""
    interpreter.warm()
    deadline = time.monotonic() + 60
    while interpreter.status().spares < count:
        if time.monotonic() > deadline:
            raise RuntimeError("the spare sandboxes did not become ready")
        time.sleep(0.05)


def timed(interpreter, session, code, expected="", images=0):
    """Seconds that a cell takes; RuntimeError when its result is not the right one."""
    began = time.monotonic()
    result = interpreter.run_cell(session, code, patience=PATIENCE)
    taken = time.monotonic() - began
    if result.outcome != "ok" or expected not in result.logs or len(result.images) != images:
        raise RuntimeError(f"a wrong result of {code!r}: {result}")
    return taken


# One at a time


def cold_start(backend):
    """Seconds from no process at all to the answer of the first cell."""
    with started(backend) as interpreter:
        return timed(interpreter, "cold", SOLVE, "[1]\n")


def one_at_a_time(interpreter):
    """Medians of several rounds, each with sandboxes of its own that were warm."""
    rounds = [one_round(interpreter, number) for number in range(ROUNDS)]
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def one_round(interpreter, number):
    figures = {}
    for name, code, expected, images in (
        ("first table", TABLE, "16", 0),
        ("first plot", PLOT, "", 1),
        ("warm", SOLVE, "[1]\n", 0),
    ):
        wait_for_spares(interpreter)
        session = f"{name.replace(' ', '-')}-{number}"
        figures[name] = timed(interpreter, session, code, expected, images)
    wait_for_spares(interpreter)
    following = [timed(interpreter, session, AGAIN.format(factor), "[1]\n") for factor in range(3, 3 + NEXT_CELLS)]
    figures["next"] = statistics.median(following)
    timed(interpreter, session, PLOT, images=1)
    figures["next plot"] = timed(interpreter, session, PLOT, images=1)
    figures["next table"] = statistics.median(timed(interpreter, session, TABLE, "16") for _ in range(3))
    return figures


def memory_in_use(interpreter):
    """Bytes of each of eight sandboxes that have solved something and drawn a plot."""
    for number in range(SANDBOXES):
        timed(interpreter, f"memory-{number}", SOLVE, "[1]\n")
        timed(interpreter, f"memory-{number}", PLOT, images=1)
    return memory_of_sandboxes(interpreter)


def memory_of_sandboxes(interpreter):
    """Bytes that each sandbox for programs takes (PSS), its wrapper's included."""
    below = processes.below(interpreter.status().pid)
    pids = {pid for pid in below if '"role": "cells"' in processes.command(pid)}
    return memory.of(pids) / SANDBOXES


# At once


def clients_at_once(interpreter):
    """Medians of the rounds: of a cell's median, its 95th percentile, and cells per second of all clients together."""
    sessions = [f"client-{number}" for number in range(CLIENTS)]
    for session in sessions:
        timed(interpreter, session, SOLVE, "[1]\n")
    wait_for_spares(interpreter)
    rounds = [at_once(interpreter, sessions) for _ in range(CLIENT_ROUNDS)]
    return {
        "at once, median": statistics.median(statistics.median(each) for each in rounds),
        "at once, p95": statistics.median(percentile(each, 95) for each in rounds),
        "at once, cells/s": statistics.median(len(each) for each in rounds) / CLIENT_SECONDS,
    }


def at_once(interpreter, sessions):
    """Seconds of each cell of a round in which every client asks as fast as it can."""
    until = time.monotonic() + CLIENT_SECONDS

    def one_client(session):
        taken = []
        while time.monotonic() < until:
            taken.append(timed(interpreter, session, AGAIN.format(len(taken) % 50 + 2), "[1]\n"))
        return taken

    with concurrent.futures.ThreadPoolExecutor(len(sessions)) as pool:
        return [seconds for taken in pool.map(one_client, sessions) for seconds in taken]


def many_sessions(interpreter):
    """How many cells of many sessions over few sandboxes were right, told lost, wrong or busy; the seconds of all."""
    order = [(Session(f"session-{number}", f"name-{number}"), threading.Lock()) for number in range(SESSIONS)] * VISITS
    random.Random(SESSIONS).shuffle(order)
    verdicts = collections.Counter()
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(HANDS) as pool:
        for counted in pool.map(functools.partial(visit, interpreter), order, range(len(order))):
            verdicts += counted
    return {name: verdicts[name] for name in VERDICTS} | {"seconds": time.monotonic() - began}


def visit(interpreter, visited, number):
    """Run some cells of a session, which one visitor at a time may have, in a row; the Counter of their verdicts."""
    session, lock = visited
    with lock:
        return collections.Counter(count(interpreter, session) for _ in range(random.Random(number).randint(*CELLS)))


def count(interpreter, session):
    """Let a session count one further, or begin to; which of VERDICTS its answer deserves."""
    begun = session.state.counter > 0
    cell = (counting if begun else beginning)(session.state, random)
    try:
        result = interpreter.run_cell(session.name, cell.code, patience=PATIENCE)
    except InterpreterBusy:
        return "busy"
    verdict = session.judge(cell, result)
    if verdict == "told: earlier" and not begun:  # there was nothing left to lose
        return "right"
    return verdict if verdict in VERDICTS else "wrong"


# Report

ROWS = (
    ("cold: no process yet, to the first answer", "cold", "", "ms"),
    ("first cell of a warm sandbox (SymPy)", "warm", "< 100 ms", "ms"),
    ("next cell", "next", "< 30 ms", "ms"),
    ("plot, first of a warm sandbox", "first plot", "< 250 ms", "ms"),
    ("plot, next", "next plot", "< 250 ms", "ms"),
    ("pandas table, first of a warm sandbox", "first table", "", "ms"),
    ("pandas table, next", "next table", "", "ms"),
    (f"{CLIENTS} clients at once, a cell, median", "at once, median", "", "ms"),
    (f"{CLIENTS} clients at once, a cell, p95", "at once, p95", "", "ms"),
    (f"{CLIENTS} clients at once, together", "at once, cells/s", "", "cells/s"),
    ("memory of a sandbox in use (PSS)", "memory in use", "< 90 MiB", "MiB"),
    ("memory of a spare (PSS)", "memory of a spare", "", "MiB"),
)
SCALE = {"ms": 1000, "MiB": 2**-20, "cells/s": 1}


def report(found):
    print(f"Medians of {COLD_ROUNDS} to {ROUNDS} rounds on {os.cpu_count()} cores\n")
    print("| | goal |" + "".join(f" {backend} |" for backend in found))
    print("|---|---|" + "---|" * len(found))
    for title, name, goal, unit in ROWS:
        shown = [f" {figures[name] * SCALE[unit]:.0f} {unit} |" for figures in found.values()]
        print(f"| {title} | {goal} |{''.join(shown)}")
    print(f"\n{SESSIONS} sessions over {SANDBOXES} sandboxes, {HANDS} cells at a time, nothing loaded beforehand\n")
    print("| | cells | right | told that its state is lost | wrong | busy | cells/s |")
    print("|---|---|---|---|---|---|---|")
    for backend, figures in found.items():
        states = figures["states"]
        counts = [states[name] for name in VERDICTS]
        shown = "".join(f" {count} |" for count in [sum(counts), *counts])
        print(f"| {backend} |{shown} {sum(counts) / states['seconds']:.0f} |")


if __name__ == "__main__":
    main()
