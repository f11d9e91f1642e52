"""What honest programs do: tasks, to be run without the system-call filter and with it.

`python -m tests.seccomp_tasks` runs all in the current folder and leaves a STAGE.json, {task: what came out}, for each
stage: without the filter, as in bubblewrap, as with Landlock.
"""

import concurrent.futures
import csv
import decimal
import fcntl
import glob
import io
import json
import logging
import mmap
import os
import pathlib
import pickle
import random
import secrets
import select
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
import traceback
import zipfile
import zoneinfo
from contextlib import closing
from ctypes import CFUNCTYPE, c_int
from datetime import UTC, datetime
from multiprocessing import pool

from interpreter.sandbox import substitutes

STAGES = {"free": None, "bubblewrap": False, "landlock": True}

# Task: a function of no arguments, run in an empty folder, that returns what JSON can hold.
TASKS = {}


def task(function):
    TASKS[function.__name__] = function
    return function


@task
def linear_algebra():
    import numpy

    matrix = numpy.array([[4.0, 1.0], [2.0, 3.0]])
    big = numpy.random.default_rng(1).random((300, 300))
    solution = numpy.linalg.solve(matrix, [1, 2])
    return [*solution.round(6), *numpy.linalg.eigvals(matrix).round(6), round(float((big @ big).sum()), 3)]


@task
def numpy_files():
    import numpy

    numpy.save("a.npy", numpy.arange(10))
    numpy.savetxt("a.txt", numpy.eye(2))
    mapped = numpy.load("a.npy", mmap_mode="r+")
    mapped[0] = 7
    mapped.flush()
    return [int(numpy.load("a.npy").sum()), numpy.loadtxt("a.txt").tolist()]


@task
def scientific_python():
    from scipy import integrate, optimize, stats

    root = optimize.brentq(lambda x: x**2 - 2, 0, 2)
    least = optimize.minimize(lambda x: (x[0] - 1) ** 2, [0.0]).x[0]
    area = integrate.quad(lambda x: x * x, 0, 3)[0]
    curve = integrate.solve_ivp(lambda t, y: -y, (0, 1), [1.0]).y[0][-1]
    return [round(float(number), 4) for number in (root, least, area, curve, stats.norm.cdf(1.0))]


@task
def data_frames():
    import pandas

    frame = pandas.DataFrame({"class": ["a", "b", "a"], "points": [1, 2, 3], "term": [1, 1, 2]})
    frame.to_csv("frame.csv", index=False)
    read = pandas.read_csv("frame.csv")
    table = read.pivot_table(index="class", columns="term", values="points", fill_value=0)
    means = read.groupby("class").points.mean()
    return [means.tolist(), table.to_numpy().tolist(), float(read.describe().loc["mean", "points"]), repr(read)]


@task
def plots():
    from matplotlib import font_manager, pyplot

    pyplot.plot([1, 2, 3], label="line")
    pyplot.title("A title")
    pyplot.legend()
    drawing = io.BytesIO()
    pyplot.savefig(drawing, format="png")
    pyplot.savefig("plot.png")
    pyplot.savefig("plot.pdf")
    pyplot.close("all")
    begins = [pathlib.Path(name).read_bytes()[:4].hex() for name in ("plot.png", "plot.pdf")]
    return [begins, drawing.getvalue()[:4].hex(), pathlib.Path(font_manager.findfont("DejaVu Sans")).name]


@task
def pictures():
    from PIL import Image

    Image.new("RGB", (20, 10), "red").save("red.png")
    with Image.open("red.png") as picture:
        return [picture.size, picture.getpixel((1, 1))]


@task
def symbols():
    import sympy

    x = sympy.symbols("x")
    return [str(sympy.solve(x**2 - 2, x)), str(sympy.integrate(x * sympy.exp(x), x)), str(sympy.factor(x**4 - 1))]


@task
def databases():
    sums = []
    for place in (":memory:", "marks.db"):
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("create table marks (points int)")
            connection.executemany("insert into marks values (?)", [(1,), (2,)])
            connection.commit()
            sums.append(connection.execute("select sum(points) from marks").fetchone()[0])
    with closing(sqlite3.connect("marks.db")) as connection:
        mode = connection.execute("pragma journal_mode=wal").fetchone()[0]
        connection.execute("insert into marks values (3)")
        connection.commit()
        connection.execute("vacuum")
        return [sums, mode, connection.execute("select count(*) from marks").fetchone()[0]]


@task
def temporary_files():
    with tempfile.TemporaryDirectory(dir=".") as folder, tempfile.NamedTemporaryFile(dir=folder) as named:
        named.write(b"abc")
        named.flush()
        with tempfile.TemporaryFile(dir=folder) as nameless:
            nameless.write(b"x" * 10)
            sizes = [os.path.getsize(named.name), nameless.tell()]
    return [*sizes, os.path.exists(folder)]


@task
def archives():
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside/b.txt", "text" * 100)
    with zipfile.ZipFile("a.zip") as archive:
        archive.extractall("out")
    return pathlib.Path("out/inside/b.txt").read_text()[:8]


@task
def threads():
    lock, found = threading.Lock(), []

    def work(number):
        with lock:
            found.append(number**2)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    timer = threading.Timer(0.001, found.append, [99])
    timer.start()
    timer.join()
    event = threading.Event()
    return [sorted(found), event.wait(0.001)]


@task
def thread_pools():
    substitutes.set_up_pools(pool)
    with pool.ThreadPool(3) as workers:
        squares = workers.map(lambda number: number**2, range(5))
    with concurrent.futures.ThreadPoolExecutor(3) as executor:
        return [squares, list(executor.map(abs, [-1, 2]))]


@task
def numbers():
    decimal.getcontext().prec = 30
    random.seed(1)
    drawn = random.random()
    return [str(decimal.Decimal(2).sqrt()), drawn, len(secrets.token_hex(8)), random.SystemRandom().random() < 1]


@task
def dates():
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo("Europe/Berlin"))
    return [noon.isoformat(), time.strftime("%Y", time.localtime(0)), datetime.now(UTC).year > 2000]


@task
def logs():
    logger = logging.getLogger("sandboxed")
    logger.addHandler(logging.FileHandler("program.log"))
    logger.warning("a warning")
    logging.shutdown()
    return pathlib.Path("program.log").read_text()


@task
def paths():
    place = pathlib.Path("a/b")
    place.mkdir(parents=True)
    (place / "c.txt").write_text("text")
    (place / "c.txt").touch()
    (place / "c.txt").rename("d.txt")
    pathlib.Path("d.txt").replace("e.txt")
    found = [glob.glob("*.txt"), os.path.realpath("e.txt") == os.path.abspath("e.txt"), os.access("e.txt", os.W_OK)]
    walked = [[root, folders, names] for root, folders, names in os.walk(".")]
    free = shutil.disk_usage(".").total > 0
    os.unlink("e.txt")
    shutil.rmtree("a")
    return [found, walked, free, os.listdir(".")]


@task
def copies_of_contents():
    os.mkdir("a")
    pathlib.Path("a/one").write_bytes(b"1" * 100_000)
    shutil.copyfile("a/one", "two")
    shutil.move("two", "three")
    with open("a/one", "rb") as source, open("four", "wb") as target:
        copied = os.copy_file_range(source.fileno(), target.fileno(), 1000)
    return [sorted(os.listdir(".")), os.path.getsize("three"), copied]


@task
def copies_with_modes():
    os.mkdir("a")
    pathlib.Path("a/one").write_text("1")
    os.chmod("a/one", 0o640)
    shutil.copy("a/one", "two")
    shutil.copy2("a/one", "three")
    shutil.copytree("a", "b")
    os.utime("two", (1, 1))
    return [oct(os.stat("two").st_mode), oct(os.stat("b/one").st_mode), os.stat("two").st_mtime]


@task
def plain_formats():
    with open("rows.csv", "w", newline="") as file:
        csv.writer(file).writerows([["a", "b"], [1, 2]])
    with open("rows.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    with open("object", "wb") as file:
        pickle.dump({"a": rows}, file)
    return [json.loads(json.dumps(rows)), pickle.loads(pathlib.Path("object").read_bytes())]


@task
def waiting():
    started = time.monotonic()
    time.sleep(0.01)
    ours, theirs = os.pipe()
    os.write(theirs, b"x")
    ready = select.select([ours], [], [], 1)[0] == [ours]
    poll = select.poll()
    poll.register(ours)
    with closing(select.epoll()) as epoll:
        epoll.register(ours, select.EPOLLIN)
        counts = [len(poll.poll(10)), len(epoll.poll(1))]
    os.set_blocking(ours, False)
    os.set_inheritable(ours, True)
    return [ready, counts, time.monotonic() - started < 5, os.isatty(ours), os.get_blocking(ours)]


@task
def mapped_memory():
    with mmap.mmap(-1, 8192) as shared:
        shared[:3] = b"abc"
        shared.madvise(mmap.MADV_DONTNEED)
    with open("mapped", "w+b") as file:
        file.truncate(4096)
        with mmap.mmap(file.fileno(), 4096) as mapped:
            mapped[:2] = b"hi"
            mapped.flush()
        os.posix_fallocate(file.fileno(), 0, 8192)
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_UN)
        return [pathlib.Path("mapped").read_bytes()[:2].decode(), os.fstat(file.fileno()).st_size]


@task
def callbacks():
    return CFUNCTYPE(c_int, c_int)(lambda number: number + 1)(41)


@task
def alarms():
    caught = []
    signal.signal(signal.SIGALRM, lambda number, frame: caught.append(number))
    signal.setitimer(signal.ITIMER_REAL, 0.005)
    time.sleep(0.05)
    return [caught, signal.sigpending() == set()]


@task
def late_imports():
    import lzma
    import xml.dom.minidom

    import numpy.fft
    import scipy.spatial

    hull = scipy.spatial.ConvexHull([[0, 0], [1, 0], [0, 1], [0.1, 0.1]])
    document = xml.dom.minidom.parseString("<a><b/></a>")
    packed = lzma.compress(b"a")
    return [numpy.fft.fft([1, 0]).real.tolist(), hull.nsimplex, lzma.decompress(packed).decode(), document.toxml()]


def run_all(stage):
    """Install the stage's filter and return {task: what came out, or the end of the traceback}."""
    from interpreter.sandbox import seccomp

    if STAGES[stage] is not None:
        seccomp.install(files_by_path=STAGES[stage])
    outcomes = {}
    for name, function in TASKS.items():
        os.makedirs(f"{stage}/{name}")
        os.chdir(f"{stage}/{name}")
        try:
            outcomes[name] = function()
        except Exception:
            outcomes[name] = traceback.format_exc(limit=-3)
        os.chdir("../..")
    return outcomes


def main():
    """Load what a sandbox has loaded before its lock, then run each stage in a child."""
    import matplotlib.pyplot  # noqa: F401
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    import sympy  # noqa: F401

    for stage in STAGES:
        child = os.fork()
        if child == 0:
            outcomes = run_all(stage)
            pathlib.Path(f"{stage}.json").write_text(json.dumps(outcomes))
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
