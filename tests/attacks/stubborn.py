"""Programs that do not end, or that wreck their own process: the next cell of their session must work all the same."""

from tests.attacks.attack import Attack, each

SHORT = 0.1
ENDLESS = [
    Attack(
        "ignore all signals",
        """
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    time.sleep(9)
""",
    ),
    Attack(
        "catch whatever is raised",
        "while True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass",
    ),
    Attack("compute a huge number", "10 ** 10 ** 9"),
    Attack("match a hostile pattern", "import re\nre.match(r'(a|aa)+$', 'a' * 64 + 'b')"),
    Attack("sleep in C", "while True:\n    libc.sleep(60)"),
    Attack(
        "wait for a lock for ever",
        "threading.Lock().acquire() or None\nlock = threading.Lock()\nlock.acquire()\nlibc.pause()\nlock.acquire()",
    ),
    Attack(
        "show a value that never ends",
        "class Endless:\n    def __repr__(self):\n        while True:\n            pass\nEndless()",
    ),
    Attack(
        "raise an error that never ends",
        "class Endless(Exception):\n    def __str__(self):\n        while True:\n            pass\nraise Endless",
    ),
    Attack(
        "keep the interpreter's lock for itself",
        """
holder = threading.Thread(target=ctypes.PyDLL(None).sleep, args=(60,), daemon=True)
holder.start()
holder.join()
""",
    ),
]
ENDING = [
    Attack("end its process", "os._exit(0)"),
    Attack("end its process by a fault", "ctypes.string_at(0)"),
    Attack(
        "end its process by too deep a recursion", "sys.setrecursionlimit(10**9)\nf = lambda n: max([n], key=f)\nf(1)"
    ),
    Attack("abort", "os.abort()"),
    Attack("stop itself", "libc.raise_(19) if hasattr(libc, 'raise_') else getattr(libc, 'raise')(19)", timeout=SHORT),
    Attack(
        "end itself by a timer of the kernel",
        """
event = struct.pack("QiiQQQQQQ", 0, 9, 0, 0, 0, 0, 0, 0, 0)
number = ctypes.c_int()
libc.timer_create(1, event, ctypes.byref(number)) == 0 or sys.exit()
libc.timer_settime(number, 0, struct.pack("QQQQ", 0, 0, 0, 10**6), None)
time.sleep(0.2)
""",
    ),
]
WRECKING = [
    Attack(
        "overwrite the interpreter",
        "for name in dir(__builtins__):\n    ctypes.memset(id(getattr(__builtins__, name)), 0, 64)",
    ),
    Attack(
        "overwrite small numbers", "ctypes.memset(id(2) + 24, 7, 4)\nctypes.memset(id(40) + 24, 9, 4)", falsifies=True
    ),
    Attack("close all descriptors", "os.closerange(0, 1024)"),
    Attack("forbid itself everything", "libc.prctl(38, 1, 0, 0, 0)\nlibc.prctl(22, 1, 0, 0, 0)"),
    Attack(
        "leave a trap in the collector of garbage",
        "import gc\ngc.callbacks.append(lambda *a: os._exit(0))\ngc.set_threshold(1)",
    ),
    Attack(
        "break all that the collector of garbage knows",
        """
import gc
for thing in gc.get_objects():
    if type(thing) is dict:
        thing.clear()
""",
    ),
]
LEFT_BEHIND = [
    Attack(
        "leave a trap in tracing",
        "def trap(*arguments):\n    while True:\n        time.sleep(9)\nsys.settrace(trap)\nthreading.settrace(trap)",
    ),
    Attack("leave a trap in profiling", "sys.setprofile(lambda *arguments: os._exit(0))"),
    Attack("leave a timer running", "signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)\ntime.sleep(0.02)"),
    Attack(
        "leave little room for calls",
        """
for n in range(10, 1000):
    try:
        sys.setrecursionlimit(n)
        break
    except RecursionError:
        pass
""",
        companion="how many calls are left depends on who runs the cell",
        refusal="",
    ),
    Attack("replace what shows values", "import builtins\nbuiltins.print = builtins.repr = None"),
    Attack(
        "replace what is built in",
        """
import builtins
for name in ("open", "len", "isinstance", "exec", "eval", "compile", "str"):
    setattr(builtins, name, None)
""",
    ),
    Attack("remove what is built in", "import builtins\nvars(builtins).clear()"),
    Attack(
        "replace its output",
        "sys.stdout = sys.stderr = sys.__stdout__ = None\nos.dup2(os.open('/dev/null', os.O_WRONLY), 1)",
        falsifies=True,
    ),
    Attack(
        "replace what frames are read with",
        "import json\njson.loads = json.dumps = lambda *a, **n: {}\nos.read = os.write = None",
    ),
    Attack("forbid all that is audited", "sys.addaudithook(lambda *a: 1 / 0)", falsifies=True),
    Attack(
        "leave the folder",
        "os.chdir('/')\nos.umask(0o777)",
        companion="only a notebook goes back to its folder",
        refusal="",
    ),
    Attack(
        "remove the folder",
        "import shutil\nhere = os.getcwd()\nos.chdir('/')\nshutil.rmtree(here, ignore_errors=True)",
        companion="only a notebook goes back to its folder",
        refusal="",
    ),
    Attack(
        "fill the folder and leave it so",
        "try:\n    open('full', 'wb').write(bytes(2**26 - 2**16))\nexcept OSError:\n    pass",
        companion="what has no bound is never full",
        refusal="",
    ),
    Attack(
        "take all memory and leave it so",
        """
kept = []
try:
    while True:
        kept.append(mmap.mmap(-1, 2**20))
except OSError:
    pass
""",
        companion="it would take the memory of the whole machine",
        refusal="",
    ),
    Attack(
        "take all descriptors and leave it so",
        "try:\n    while True:\n        os.open('/dev/null', os.O_RDONLY)\nexcept OSError:\n    pass",
    ),
]
ATTACKS = [
    *each(ENDLESS, timeout=SHORT, spoils=True, shows="it ends in time, and the next cell works"),
    *each(ENDING, timeout=1, spoils=True, shows="the next cell works"),
    *each(WRECKING, timeout=1, alone=True, shows="the next cell works"),
    *each(LEFT_BEHIND, timeout=1, alone=True, shows="the next cell works"),
]
