"""The cells of the soak: what each does, and what its answer must be, given what its session has done before."""

import copy
import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

EARLIER = "[The session was restarted before this program: earlier variables and files are lost.]\n"
LOST = "variables and files are lost.]"
LEFT_OUT = "[A picture was left out: it could not be drawn anew.]"
KEPT = "Variables are kept.]"
CANARY = "marmalade"
"""A word that every program, every name and every output here bears: the interpreter's log must not know it."""
PNG = b"\x89PNG\r\n\x1a\n"
LOG_BYTES = 100 * 1024 + 200


@dataclass
class State:
    """What a session has in its variables and in /mnt/data: nothing when `counter` is 0.

    `untold`: it would be so if everything had been lost at some time and nobody had said so.
    """

    name: str
    counter: int = 0
    files: dict[str, str] = field(default_factory=dict)
    untold: bool = False

    def __str__(self):
        return f"{self.counter}, { ({name: len(text) for name, text in self.files.items()}) }"


@dataclass(frozen=True)
class Cell:
    """A program, and how to look at its answer.

    `check(state, result, logs)`: whether the answer is the right one; it also brings the state up to date. `ends`:
    whether the right answer is that the sandbox is gone. `interrupted`: whether somebody stops it while it runs.
    """

    kind: str
    code: str
    check: Callable
    timeout: float = 20
    files: dict[str, bytes] = field(default_factory=dict)
    ends: bool = False
    interrupted: bool = False


class Session:
    """A session and the states that it can be in, as far as its answers have told: the true one, as a rule."""

    def __init__(self, name, mark):
        self.name = name
        self.mark = mark
        self.forget()

    @property
    def state(self):
        return self._states[0]

    def forget(self):
        """Everything is lost, and that is known."""
        self._states = [State(self.mark)]

    def doubt(self):
        """Somebody else may have been told that everything is lost."""
        self._states.append(State(self.mark))

    def judge(self, cell, result):
        """Say of an answer whether it is

        "right"; "told: earlier" (it says that the state was lost before, and is right for an empty one); "told: ended"
        (it says that the sandbox is gone, or who would draw its pictures anew); "untold" (right for an empty state,
        which nobody said was lost); "wrong".
        """
        earlier = result.logs.startswith(EARLIER)
        logs = result.logs.removeprefix(EARLIER)
        ended = logs.endswith(LOST) and result.outcome in ("killed", "timeout")
        if result.variables_lost != (earlier or ended):
            return "wrong"
        if earlier or ended:
            self.forget()
        if ended:
            return "right" if cell.ends else "told: ended"
        if logs.endswith(LEFT_OUT):
            return "told: ended"
        return self._compared(cell, result, logs) or ("told: earlier" if earlier else "right")

    def _compared(self, cell, result, logs):
        """Keep the states for which the answer is right; "untold" or "wrong" unless the true one is among them."""
        states = copy.deepcopy(self._states) + [State(self.mark, untold=True)]
        left = [state for state in states if cell.check(state, result, logs)]
        different = {}
        for state in left:
            different.setdefault((state.counter, *sorted(state.files.items())), state)
        self._states = [*different.values()] or [State(self.mark)]
        if self.state.untold:
            self._states = [replace(self.state, untold=False)]
            return "untold"
        return "" if left else "wrong"


def beginning(state, rng):
    """The cell that gives a session its state: a name and a counter in variables, the name in a file."""
    code = f"""# {CANARY}
name, counter = {state.name!r}, 1
with open('/mnt/data/own.txt', 'w') as file:
    file.write(name)
print(name, counter)"""

    def check(state, result, logs):
        state.counter, state.files["own.txt"] = 1, state.name
        files = [(file.name, file.data) for file in result.files]
        return (result.outcome, logs, files) == ("ok", f"{state.name} 1\n", [("own.txt", state.name.encode())])

    return Cell("state: begins", code, check)


def counting(state, rng):
    """Variables and the own file are as they were left, and the counter one further."""
    code = f"counter += 1  # {CANARY}\nprint(name, counter, open('/mnt/data/own.txt').read())"

    def check(state, result, logs):
        if not state.counter:
            return _raised(result, logs, "NameError")
        state.counter += 1
        return (result.outcome, logs) == ("ok", f"{state.name} {state.counter} {state.name}\n")

    return Cell("state: goes on", code, check)


def echo(state, rng):
    """The value of the last expression; big whole numbers exactly."""
    number, power = rng.randrange(3, 99), rng.randrange(10, 300)
    check = _shows(f"{number**power}\n")
    return Cell("last expression", f"{number} ** {power}", check)


def plot(state, rng):
    """A figure comes back as one PNG with its title in the words about it."""
    title = f"{CANARY} {rng.randrange(10**9)}"
    code = f"import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.title({title!r})\nplt.xlabel('time')"

    def check(state, result, logs):
        pictures = [image for image in result.images if image.data.startswith(PNG) and title in image.alt]
        return (result.outcome, len(pictures), len(result.images)) == ("ok", 1, 1)

    return Cell("plot", code, check, timeout=30)


def file_in(state, rng):
    """A file that comes with the cell is in /mnt/data, byte for byte."""
    data = rng.randbytes(rng.choice((0, 1, 5000, 300_000)))
    name = f"in-{rng.randrange(10**9)}.bin"
    code = f"import hashlib\nprint(hashlib.sha256(open('/mnt/data/{name}', 'rb').read()).hexdigest())\n"
    code += f"__import__('os').remove('/mnt/data/{name}')  # {CANARY}"
    return Cell("file in", code, _shows(hashlib.sha256(data).hexdigest() + "\n"), files={name: data})


def file_out(state, rng):
    """A file that the program writes comes back, and that one only; what it holds is remembered."""
    name, text = f"out-{rng.randrange(5)}.txt", f"{CANARY} {rng.randrange(10**9)}" * rng.randrange(1, 200)
    code = f"with open('/mnt/data/{name}', 'w') as file:\n    print(file.write({text!r}))"

    def check(state, result, logs):
        state.files[name] = text
        files = [(file.name, file.data.decode()) for file in result.files]
        return (result.outcome, logs, files) == ("ok", f"{len(text)}\n", [(name, text)])

    return Cell("file out", code, check)


def folder(state, rng):
    """The files of the session are all there, and nobody else's."""
    code = f"""import os  # {CANARY}
names = [name for name in os.listdir('/mnt/data') if not name.startswith('.')]
print(sorted((name, os.path.getsize(name)) for name in names))"""

    def check(state, result, logs):
        expected = sorted((name, len(text)) for name, text in state.files.items())
        return (result.outcome, logs) == ("ok", f"{expected}\n")

    return Cell("files kept", code, check)


def error(state, rng):
    """The traceback is in the logs, and nothing else happens."""
    word = f"{CANARY}{rng.randrange(10**9)}"
    code, kind = rng.choice((
        (f"print('{word}')\nraise ValueError('no {word}')", "ValueError"),
        (f"'{word}' + 1", "TypeError"),
        (f"{word} =", "SyntaxError"),
        (f"def {word}(n): return {word}(n + 1)\n{word}(0)", "RecursionError"),
    ))  # fmt: skip
    return Cell("error", code, lambda state, result, logs: _raised(result, logs, kind) and word in logs)


def memory_error(state, rng):
    """More memory than there may be is an error of the program, and the session goes on."""
    code = f"held = bytearray({rng.choice((2, 4, 64))} * 2**30)  # {CANARY}"
    return Cell("memory error", code, lambda state, result, logs: _raised(result, logs, "MemoryError"))


def flood(state, rng):
    """Much output is cut."""
    code = f"for _ in range(50):\n    print({CANARY!r} * 10_000)"

    def check(state, result, logs):
        return result.outcome == "ok" and logs.startswith(CANARY) and 10_000 < len(logs) <= LOG_BYTES

    return Cell("flood", code, check)


def raw_flood(state, rng):
    """More output past Python's own streams than anybody may send ends the sandbox."""
    code = f"import os\nwhile True:\n    os.write(1, b'{CANARY}' * 5000)"
    return Cell("flood past Python", code, _never, ends=True)


def soft_stop(state, rng):
    """The time is up: the program stops and the variables stay."""
    code = f"while True:  # {CANARY}\n    pass"
    return Cell("time-out", code, lambda state, result, logs: _stopped(result, logs, "timeout"), timeout=0.3)


def hard_stop(state, rng):
    """The time is up, and the program does not listen."""
    code = f"""import signal  # {CANARY}
for number in (signal.SIGALRM, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass"""
    return Cell("time-out, deaf", code, _never, timeout=0.3, ends=True)


def interrupted(state, rng):
    """Somebody stops it: the variables stay."""
    code = f"import time  # {CANARY}\nwhile True:\n    time.sleep(0.01)"
    check = lambda state, result, logs: _stopped(result, logs, "killed")  # noqa: E731
    return Cell("interrupt", code, check, interrupted=True)


def leaving(state, rng):
    """The program ends its own process."""
    code = f"import os  # {CANARY}\nos._exit({rng.randrange(3)})"
    return Cell("os._exit", code, _never, ends=True)


def thread(state, rng):
    """A thread left behind disturbs nobody."""
    code = f"""import threading, time  # {CANARY}
def busy(until=time.monotonic() + 0.5):
    while time.monotonic() < until:
        pass
threading.Thread(target=busy, daemon=True).start()
print('started')"""
    return Cell("thread left behind", code, _shows("started\n"))


KINDS = {
    counting: 30, echo: 8, file_in: 8, file_out: 8, folder: 8, error: 8, plot: 3, memory_error: 3, flood: 3,
    raw_flood: 2, soft_stop: 2, hard_stop: 1, interrupted: 3, leaving: 2, thread: 3,
}  # fmt: skip
"""The kinds of cells and how often each comes."""


def next_cell(state, rng):
    """A cell at random; a session without a state is mostly given one."""
    if not state.counter and rng.random() < 0.8:
        return beginning(state, rng)
    return rng.choices(list(KINDS), KINDS.values())[0](state, rng)


def question(rng: random.Random):
    """(a linear equation as a person writes it, its solution)."""
    factor, solution, added = rng.randrange(2, 30), rng.randrange(-30, 30), rng.randrange(1, 99)
    return f"solve {factor}x + {added} = {factor * solution + added}", str(solution)


def _shows(text):
    return lambda state, result, logs: (result.outcome, logs) == ("ok", text)


def _raised(result, logs, kind):
    return result.outcome == "error" and re.search(rf"^{kind}\b", logs, re.MULTILINE) is not None


def _stopped(result, logs, outcome):
    return result.outcome == outcome and logs.endswith(KEPT)


def _never(state, result, logs):
    """An answer other than that the sandbox is gone is wrong."""
    return False
