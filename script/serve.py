"""Runs the whole product as one process group: prepares it, starts gunicorn, waits until it answers, ends it all."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from interpreter.client import Interpreter  # noqa: E402
from interpreter.errors import InterpreterError  # noqa: E402
from tutor_site import interpreter_words  # noqa: E402

START_SECONDS = 60
STOP_SECONDS = 15
WARM_SECONDS = 20


def main():
    stopping = []
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda number, frame: stopping.append(number))
    place = prepare()
    refuse_busy_port(place["host"], place["port"])
    server, interpreter = start_gunicorn(), interpreter_at(place["interpreter"])
    try:
        return run(server, interpreter, place, stopping)
    finally:
        end(server)
        with contextlib.suppress(InterpreterError):  # it may not be running
            interpreter.shutdown()


def prepare():
    """Let Django bring everything up to date; where the site will be. Its own words say what is wrong."""
    done = subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(1)
    return json.loads(done.stdout.splitlines()[-1])


def refuse_busy_port(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Port {port} on {host} cannot be used ({error.strerror}). Name another: PORT=8001 script/server")


def start_gunicorn():
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "tutor_site.wsgi"]
    # glibc would keep a heap for each of many threads.
    environment = {"MALLOC_ARENA_MAX": "2"} | os.environ
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, env=environment)


def interpreter_at(place):
    """The client of the interpreter that the site will use; one of an earlier start makes way."""
    path = Path(place["socket"]) if place["socket"] else None
    return Interpreter(Path(place["data"]), server_options=place["options"], replace=True, socket=path)


def run(server, interpreter, place, stopping):
    """Wait for the page, warm the tutor, say where it is, then wait for the end. The exit status."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place["host"], place["host"])
    host = f"[{host}]" if ":" in host else host
    if not answers(f"http://{host}:{place['port']}/healthz", server, stopping):
        return 0 if stopping else 1
    warming = threading.Thread(target=warm, args=(interpreter, place["interpreter"]["socket"]), daemon=True)
    warming.start()
    warming.join(WARM_SECONDS)
    print(f"The math tutor is at {place['url']}  (Ctrl-C ends it)", flush=True)
    while server.poll() is None and not stopping:
        time.sleep(0.2)
    return 0 if stopping else server.returncode or 1


def answers(url, server, stopping):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None and not stopping:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    if server.poll() is None and not stopping:
        print(f"The server did not answer at {url} within {START_SECONDS} s.", file=sys.stderr)
    return False


def warm(interpreter, elsewhere):
    """Start the interpreter now, and say how it confines programs. The first question does not wait for it then, and
    our connection keeps it from ending again."""
    try:
        interpreter.warm()
        status = interpreter.status()
    except InterpreterError as error:
        reason = str(error)
        print(f"Python cannot be run here, so no question can be answered: {reason}", file=sys.stderr)
    else:
        print(interpreter_words.line(status), flush=True)
        reason = interpreter_words.weaker(status)
        if reason:
            print(interpreter_words.second_best(reason), file=sys.stderr)
    if reason:
        print(interpreter_words.cure(reason, elsewhere), file=sys.stderr)


def end(server):
    """End gunicorn and whatever it started: politely, then not."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
