"""From one sandbox to another: what one leaves behind, and what goes on after its cell."""

import os
import tempfile
import time
from pathlib import Path

from tests.attacks.attack import Attack, each

FOUND = "got(open(printed.splitlines()[0]).read())"


def _left(name: str, program: str, victim: str, **fields) -> Attack:
    return Attack(name, program, victim=victim, spoils=True, shows="a new session sees nothing of it", **fields)


STATE = [
    _left("leave a value in a module", "import math\nmath.mine = canary", "import math\ngot(math.mine)"),
    _left("leave a variable", "import __main__\n__main__.mine = canary", "import __main__\ngot(__main__.mine)"),
    _left("leave a variable of the environment", "os.environ['MINE'] = canary", "got(os.environ['MINE'])"),
    _left(
        "leave another function in a module",
        "import statistics\nstatistics.mean = lambda data: canary",
        "import statistics\ngot(str(statistics.mean([1])))",
    ),
    _left("leave a place to search for modules", "sys.path.append(canary)", "got(str(sys.path))"),
    _left("leave a file in its folder", "open('mine', 'w').write(canary)\nprint(os.path.abspath('mine'))", FOUND),
    _left(
        "leave a file among temporary files",
        "import tempfile\nprint(path := tempfile.gettempdir() + '/mine')\nopen(path, 'w').write(canary)",
        FOUND,
    ),
    _left(
        "leave a file in the cache of matplotlib",
        """
import matplotlib
path = os.path.join(matplotlib.get_cachedir(), "mine")
open(path, "w").write(canary)
print(path)
""",
        "import matplotlib\n" + FOUND + "\ngot(open(os.path.join(matplotlib.get_cachedir(), 'mine')).read())",
    ),
    _left(
        "leave memory shared by name",
        "open('/dev/shm/tutor-attacks', 'w').write(canary)",
        "text = open('/dev/shm/tutor-attacks').read()\nos.unlink('/dev/shm/tutor-attacks')\ngot(text)",
    ),
    _left(
        "leave memory shared by number",
        "print(raw('shmget', 0x7475746F, 4096, 0o1600))",
        "raw('shmctl', raw('shmget', 0x7475746F, 4096, 0), 0, 0)\nwon()",
    ),
    _left(
        "leave a module among its files",
        "open('colorsys.py', 'w').write(f'mine = {canary!r}')",
        "import colorsys\ngot(colorsys.mine)",
    ),
]
POISON = [
    _left(
        "poison the packages",
        "open(site + '/sitecustomize.py', 'w').write('mine = 1')",
        "sys.path.insert(0, site)\nsys.modules.pop('sitecustomize', 0)\nimport sitecustomize as it\nit.mine and won()",
    ),
    Attack(
        "poison the compiled packages",
        """
folder = site + "/bystander_package/__pycache__"
os.makedirs(folder, exist_ok=True)
open(folder + f"/__init__.{sys.implementation.cache_tag}.pyc", "wb").write(b"mine")
""",
    ),
    Attack("poison the start of Python", "open(site + '/mine.pth', 'w').write('import os')"),
    Attack("exchange a package", "os.rename(site + '/bystander_package', site + '/mine')"),
]
OF_ROOT = [
    Attack(
        f"poison {what}",
        f"""
import {module}
folder = os.path.dirname({module}.__file__)
open(folder + "/attack.py", "w").close()
os.unlink(folder + "/attack.py")
won()
""",
        companion="it would change files of this machine, which an ordinary user may not even try",
    )
    for what, module in {
        "the standard library": "json",
        "what runs in the sandbox": "interpreter.sandbox.start",
    }.items()
]


def compute_is_wrong(trial) -> bool:
    """Say whether trusted computation was led astray."""
    return trial.interpreter.compute("interpreter.echo", {"a": 1}) != {"a": 1, "computed": 1}


COMPUTING = each(
    [
        Attack(
            "poison the module that computes",
            "import interpreter.sandbox.echo as module\nmodule.echo = lambda payload: {'forged': 1}",
        ),
        Attack(
            "poison the loaded modules",
            "import types\nsys.modules['interpreter.sandbox.echo'] = types.SimpleNamespace(echo=lambda payload: {})",
        ),
        Attack(
            "poison the search for modules",
            """
sys.path.insert(0, os.getcwd())
sys.modules.pop("interpreter.sandbox.echo", None)
sys.meta_path.clear()
sys.path_importer_cache.clear()
""",
        ),
    ],
    witness=compute_is_wrong,
    alone=True,
    shows="computations are right",
)


def goes_on(trial) -> bool:
    """Say whether a thread of the program did anything while no cell ran."""
    before = int(trial.run(trial.session, "print(count, flush=True)").logs.split()[-1])
    time.sleep(0.2)
    began = time.monotonic()
    after = int(trial.run(trial.session, "print(count, flush=True)").logs.split()[-1])
    return after - before > (time.monotonic() - began) / 0.005 + 10


def speaks_elsewhere(trial) -> bool:
    """Say whether what one session prints after its cell is shown to another."""
    return "mine" in trial.run("bystander", "import time\ntime.sleep(0.1)\nprint('ours')").logs


def left_over(trial) -> bool:
    """Say whether folders of the program are still there when its session is closed."""
    trial.close()
    deadline = time.monotonic() + 5
    while (left := _marked(trial.scene.canary)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(left)


def _marked(canary: str) -> list[Path]:
    """Return the folders among the temporary files that hold one that is named by the canary."""
    return [folder for folder in Path(tempfile.gettempdir()).iterdir() if os.path.lexists(folder / canary)]


ONLY_HERE = "what is looked at is how the interpreter ends a session"
GOING_ON = [
    Attack(
        "go on after its cell",
        """
count = 0
def run():
    global count
    while True:
        count += 1
        time.sleep(0.005)
threading.Thread(target=run, daemon=True).start()
print("started")
""",
        witness=goes_on,
        alone=True,
        shows="its thread does nothing between its cells",
    ),
    Attack(
        "speak into another session",
        """
def speak():
    while True:
        os.write(1, b"mine\\n")
        time.sleep(0.01)
threading.Thread(target=speak, daemon=True).start()
""",
        witness=speaks_elsewhere,
        falsifies=True,
        shows="another session's output is its own",
    ),
    Attack(
        "leave folders that are too deep to be removed",
        "os.mkdir(canary)\nos.chdir(canary)\nfor n in range(1100):\n    os.mkdir('deep')\n    os.chdir('deep')",
        witness=left_over,
        companion=ONLY_HERE,
        refusal="",
        alone=True,
        shows="nothing of them is left when the session is closed",
    ),
    Attack(
        "leave folders that cannot be listed",
        "os.mkdir(canary, 0o300)\nos.mkdir(canary + '/a', 0o300)\nopen(canary + '/a/b', 'w').close()",
        witness=left_over,
        companion=ONLY_HERE,
        refusal="",
        alone=True,
        shows="nothing of them is left when the session is closed",
    ),
]


def logged(trial) -> bool:
    """Say whether the interpreter's log repeats what a program said."""
    return "FORGED" in trial.log()


LOG = each(
    [
        Attack(
            "print into the log", "print('\\x1b]0;FORGED\\x07\\n2026-01-01 ERROR FORGED')\nraise ValueError('FORGED')"
        ),
        Attack("name a file into the log", "open('FORGED.csv', 'w').close()"),
        Attack("reply into the log", "reply(outcome='\\n2026-01-01 ERROR FORGED', FORGED='FORGED')", falsifies=True),
        Attack("crash into the log", "sys.stderr.write('FORGED')\nos.write(2, b'FORGED')\nos._exit(1)"),
    ],
    witness=logged,
    companion="the log is the interpreter's own",
    refusal="",
    alone=True,
    shows="the log has none of its words",
)
ATTACKS = [*STATE, *POISON, *OF_ROOT, *COMPUTING, *GOING_ON, *LOG]
