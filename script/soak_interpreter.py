"""A soak of the code interpreter: thousands of cells of many kinds, while sandboxes and the process are killed.

    python -m script.soak_interpreter [--cells 2000] [--seed N] [--backend bubblewrap|landlock]

The cells are shared out among the backends that run here. Every answer is checked against what it must be: right, or it
says honestly what was lost. At the end nothing may be left over or have grown. Prints a table; exits with 1 otherwise.
"""

import argparse
import concurrent.futures
import contextlib
import gc
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from interpreter import scratch
from interpreter.client import InterpreterUnavailable
from script import processes
from script.bench_interpreter import BACKENDS
from script.soak_cells import CANARY
from script.soak_disturbers import Killer, Watcher, servers
from script.soak_workers import Configuration, Findings, Worker

THREADS, CLIENTS, SANDBOXES = 4, 2, 5
PHASES = ((0.25, True), (0.15, False), (0.35, False), (0.25, True))
"""Parts of all cells, and whether the process itself is killed then. Before and after the third it is measured."""
SECONDS_A_CELL, SECONDS_MORE = 2, 120
LEFT_IN_FOLDER = {
    "interpreter.log",
    "interpreter.lock",
    "interpreter.start.lock",
    "interpreter.probe",
    "interpreter.sessions",
}
GROWTH_BYTES, GROWTH_DESCRIPTORS = 12 * 2**20, 2
STOPPED_KINDS = ("time-out", "interrupt")
"""Kinds of cells that a busy machine may stop the hard way, which is told."""


@dataclass
class Soak:
    """What one backend's soak found: verdicts, and (what was looked at, whether it is well, figures) of the rest."""

    backend: str
    found: Findings = field(default_factory=Findings)
    checks: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def well(self):
        return not self.found.bad and all(well for _, well, _ in self.checks)

    def check(self, what, well, figures=""):
        self.checks.append((what, bool(well), figures))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--backend", choices=BACKENDS)
    options = parser.parse_args()
    backends = [options.backend] if options.backend else available()
    print(f"Seed {options.seed}\n", flush=True)
    soaks = [soak(backend, options.cells // len(backends), options.seed) for backend in backends]
    for each in soaks:
        report(each)
    sys.exit(0 if soaks and all(each.well for each in soaks) else 1)


def available():
    """The backends that run here."""
    found = []
    for backend in BACKENDS:
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            interpreter = Configuration(folder, ["--backend", backend, "--spares", "0"], "", 0, 0).interpreter()
            try:
                interpreter.status()
                found.append(backend)
            except InterpreterUnavailable as reason:
                print(f"{backend} does not run here: {reason}", file=sys.stderr)
            interpreter.shutdown()
    return found


def soak(backend, cells, seed, pauses=(0.2, 1.0)):
    """The Soak of a backend: so many cells, something killed after each of the pauses (seconds, least and most)."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        data = Path(folder) / "data"
        options = ["--backend", backend, "--sandboxes", str(SANDBOXES), "--preload"]
        result = Soak(backend)
        try:
            _run(result, data, options, cells, seed, pauses)
        except InterpreterUnavailable as error:
            result.check("an interpreter that answers", False, error)
        _look_at_folder(result, data)
    result.seconds = time.monotonic() - began
    return result


def _run(result, data, options, cells, seed, pauses):
    """All phases, and the end of the process; what they found goes into the Soak."""
    interpreter = Configuration(str(data), options, "", 0, 0).interpreter()
    interpreter.warm()
    samples = []
    try:
        with Watcher(data) as watcher, Killer(data, seed, pauses) as killer:
            for number, (part, also_process) in enumerate(PHASES):
                killer.resume(also_process)
                _phase(result, interpreter, data, options, round(cells * part), seed * 10 + number)
                killer.pause()
                samples.append(_sample(interpreter))
    finally:
        interpreter.shutdown()
    result.check("killed sandboxes, processes", killer.sandboxes + killer.servers, killer.figures)
    _look_at_growth(result, samples)
    _look_at_ends(result, killer)
    _look_at_processes(result, data, watcher)


def _phase(result, interpreter, data, options, cells, seed):
    """Share the cells out among threads and client processes, and wait for all of them."""
    names = [f"thread-{number}" for number in range(THREADS)] + [f"client-{seed}-{number}" for number in range(CLIENTS)]
    each = -(-cells // len(names))
    shares = [Configuration(str(data), options, name, seed * 100 + at, each) for at, name in enumerate(names)]
    workers = [Worker(share, interpreter) for share in shares[:THREADS]]
    clients = [share.process() for share in shares[THREADS:]]
    limit = time.monotonic() + SECONDS_MORE + cells * SECONDS_A_CELL
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        working = [pool.submit(worker.work) for worker in workers]
        reading = [pool.submit(lambda client=client: client.communicate()[0]) for client in clients]
        _, late = concurrent.futures.wait([*working, *reading], max(0, limit - time.monotonic()))
        if late:
            _give_up(result, clients, len(late))
    for worker in workers:
        worker.close()
        result.found.merge(worker.found)
    for text in reading:
        result.found.merge(Findings.from_json(text.result()))


def _give_up(result, clients, late):
    """End everything when somebody never gets an answer: threads cannot be ended otherwise."""
    report(result)
    print(f"{late} workers never got an answer", file=sys.stderr)
    for client in clients:
        client.kill()
    os._exit(1)


def _sample(interpreter):
    """What the process and this one hold when nobody asks for anything: (pid, memory, descriptors) of each."""
    with contextlib.suppress(InterpreterUnavailable):  # what was being started may have been killed
        interpreter.warm()
    interpreter.warm()
    deadline = time.monotonic() + 30
    while (status := interpreter.status()).in_use or status.spares < 2:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    gc.collect()
    return [(pid, processes.resident(pid), len(processes.descriptors(pid))) for pid in (status.pid, os.getpid())]


# What must be so at the end


def _look_at_growth(result, samples):
    """The process from the second sample to the third, this one from the first to the last."""
    (pid, memory, descriptors), (same, memory_later, descriptors_later) = samples[1][0], samples[2][0]
    result.check("process that nobody killed", pid == same, f"{pid}, {same}")
    result.check("its memory", memory_later - memory < GROWTH_BYTES, f"{_mib(memory)}, {_mib(memory_later)}")
    grown = descriptors_later - descriptors
    result.check("its descriptors", grown <= GROWTH_DESCRIPTORS, f"{descriptors}, {descriptors_later}")
    (_, memory, descriptors), (_, memory_later, descriptors_later) = samples[0][1], samples[-1][1]
    result.check("memory of this client", memory_later - memory < GROWTH_BYTES, f"{_mib(memory)}, {_mib(memory_later)}")
    grown = descriptors_later - descriptors
    result.check("descriptors of this client", grown <= GROWTH_DESCRIPTORS, f"{descriptors}, {descriptors_later}")


def _look_at_ends(result, killer):
    """No more cells may have lost their sandbox than were hit: one for a sandbox, those that ran for the process."""
    lost = [(kind, count) for (kind, verdict), count in result.found.counts.items() if verdict == "told: ended"]
    lost = sum(count for kind, count in lost if kind not in STOPPED_KINDS)
    hit = 2 * killer.sandboxes + (THREADS + CLIENTS) * killer.servers
    result.check("cells that lost their sandbox", lost <= hit, f"{lost}, at most {hit}")


def _look_at_processes(result, data, watcher):
    """All that were seen below the process are gone, and none lives on below another parent."""
    deadline = time.monotonic() + 5
    while (left := [*watcher.left(), *servers(data)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    lines = "".join(f"; {pid} below {processes.parent(pid)}: {processes.command(pid)[:100]}" for pid in left)
    result.check("processes left over", not left, f"{len(left)} of {len(watcher.seen)}{lines}")


def _look_at_folder(result, data):
    """Only log and locks are left, no scratch folder, and the log knows no word of any program, and of no crash."""
    names = {path.name for path in data.iterdir()}
    result.check("files left over", names <= LEFT_IN_FOLDER, ", ".join(sorted(names - LEFT_IN_FOLDER)) or "none")
    folders = list(Path(tempfile.gettempdir()).glob(scratch.prefix(data) + "*"))
    result.check("scratch folders left over", not folders, len(folders))
    log = (data / "interpreter.log").read_text(errors="replace")
    result.check("log without a word of a program", CANARY not in log, f"{len(log.splitlines())} lines")
    at = log.find("Traceback")
    result.check("log without a crash", at < 0, "" if at < 0 else log[max(0, at - 300) : at + 1500])


# Report


def report(result):
    verdicts = ("right", "told: earlier", "told: ended", "told: unavailable", "untold", "wrong")
    counts = result.found.counts
    print(f"## {result.backend}: {counts.total()} answers in {result.seconds:.0f} s\n")
    print("| | " + " | ".join(verdicts) + " |")
    print("|---|" + "---|" * len(verdicts))
    for kind in sorted({kind for kind, _ in counts}):
        print(f"| {kind} | " + " | ".join(str(counts[kind, verdict] or "") for verdict in verdicts) + " |")
    totals = [sum(count for (_, told), count in counts.items() if told == verdict) for verdict in verdicts]
    print("| **all** | " + " | ".join(map(str, totals)) + " |\n")
    for what, well, figures in result.checks:
        print(f"- {what}: {figures} {'' if well else '**NOT WELL**'}")
    for evidence in result.found.bad[:20]:
        print(f"- {evidence}", file=sys.stderr)
    print(f"\n{'All well.' if result.well else '**NOT WELL.**'}\n", flush=True)


def _mib(size):
    return f"{size / 2**20:.0f} MiB"


if __name__ == "__main__":
    main()
