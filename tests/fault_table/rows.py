"""What a row of the fault table is, and the waits of the product that its time is made of."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from chat import assistants, breaker, failures, following, once, patience, progress, proxy, run_stream
from chat.models import Run
from tests.upstream import Fault

WAITS = {
    "connect": (assistants, "CONNECT_SECONDS", 0.4),
    "answer": (assistants, "READ_SECONDS", 1.5),
    "whole answer": (assistants, "CALL_SECONDS", 1.5),
    "answer to a run": (assistants, "RUN_SECONDS", 1.5),
    "asked": (failures, "LONGEST_WAIT", 2),
    "before": (patience, "BEFORE", 0.8),
    "during": (patience, "DURING", 1.5),
    "look": (once, "LOOK_SECONDS", 1),
    "lost": (once, "LOST_SECONDS", 0.5),
    "busy": (once, "BUSY_SECONDS", 0.5),
    "silence": (progress, "SILENCE", 1),
    "no news": (run_stream, "NO_NEWS", 1),
    "run": (following, "RUN_SECONDS", 3),
}
"""Name → (module, constant, its seconds in the test of a row that names it)."""
LONG = 60
"""Seconds of the waits that a row does not name, so that it shows when one is reached."""
MENDED = ("answer", "answer to a run", "before", "during", "run")
"""Waits that are as long as the product has them again once a fault is over."""


@dataclass(frozen=True)
class Row:
    """One fault. `waits`: those of WAITS that it may take, each as often as it is named; anything else is at once.

    `messages` and `runs`: how many of them the upstream has at the end. `arrange` prepares a Scene. `later`: it is the
    second question of its conversation, and the first was answered before the fault.
    """

    fault: str
    arrange: Callable
    reason: str = ""
    waits: tuple = ()
    messages: int = 1
    runs: int = 1
    later: bool = False

    @property
    def status(self):
        return Run.Status.FAILED if self.reason else Run.Status.COMPLETED

    @property
    def seconds(self):
        """How long the product may take."""
        return sum(getattr(module, name) for module, name, _ in map(WAITS.get, self.waits))

    @property
    def seconds_in_a_test(self):
        return sum(seconds for _, _, seconds in map(WAITS.get, self.waits))


class Scene:
    """An upstream, the settings that name it, and the product's waits, shortened where the row says so."""

    def __init__(self, upstream, settings, monkeypatch, stack, row):
        self.upstream, self.settings, self.stack = upstream, settings, stack
        self._set = monkeypatch.setattr
        self._real = {name: getattr(module, constant) for name, (module, constant, _) in WAITS.items()}
        for name, (module, constant, seconds) in WAITS.items():
            self._set(module, constant, seconds if name in row.waits else max(LONG, self._real[name]))

    def move(self, url):
        """Have the chat believe that the upstream is at another address."""
        self.settings.ASSISTANTS_API_BASE = url
        proxy.client.cache_clear()

    def heal(self):
        """From now on all is well, and a breaker's rest over. A run that is cancelling for ever goes on."""
        upstream = self.upstream
        with upstream.lock:
            upstream.faults.clear()
            upstream.stuck = "cancelling" if upstream.stuck == "cancelling" else None
            upstream.polls, upstream.outcome = 2, {"status": "completed"}
            upstream.answers = upstream.answers or ["It is `x = 1`."]
        for name in MENDED:
            self._set(*WAITS[name][:2], self._real[name])
        self._set(*WAITS["busy"])
        breaker.UpstreamHealth.objects.all().delete()
        self.move(upstream.url)


# How scenes are prepared


def at(place):
    """The upstream is at an address, or at one that a context manager makes."""

    def arrange(scene):
        scene.move(place if isinstance(place, str) else scene.stack.enter_context(place()))

    return arrange


def call(method, path, **fault):
    """Requests whose path ends so go wrong: the next one, or the next `times`."""
    return lambda scene: scene.upstream.fault(method, path, Fault(**fault))


def server(**attributes):
    """The upstream is of this kind."""

    def arrange(scene):
        for name, value in attributes.items():
            setattr(scene.upstream, name, value)

    return arrange


def together(*arrangements):
    def arrange(scene):
        for each in arrangements:
            each(scene)

    return arrange


@contextlib.contextmanager
def scene_of(upstream, settings, monkeypatch, row):
    """The scene of a row, not arranged yet."""
    with contextlib.ExitStack() as stack:
        yield Scene(upstream, settings, monkeypatch, stack, row)
