"""The interpreter's process: `python -m interpreter.server --data DIR`. Its life: lock, socket, signals, the end."""

import argparse
import asyncio
import compileall
import contextlib
import fcntl
import functools
import logging
import os
import signal
import socket
import sys
from pathlib import Path

from interpreter import sockets
from interpreter.backends.choice import choose
from interpreter.desk import Desk
from interpreter.layout import PACKAGE, PROJECT
from interpreter.pool import Limits
from interpreter.remembered import FILE_NAME, Remembered
from interpreter.scratch import remove_leftovers

LOCK_NAME = "interpreter.lock"
LOG_NAME = "interpreter.log"
LOG_BYTES = 2**20
LINGER_SECONDS = 30.0
PRELOAD = ["sympy", "numpy", "matplotlib.pyplot"]
READY = b"ready"

log = logging.getLogger("interpreter")


def main(arguments: list[str] | None = None) -> int:
    """Serve one data folder until told to stop; 0 also when another process already serves it."""
    options = _options(arguments)
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _detach(options) if options.detach else _serve_alone(options, ready=None)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m interpreter.server", description="Run untrusted programs in sandboxes."
    )
    parser.add_argument(
        "--data", type=lambda text: Path(text).resolve(), required=True, help="folder of socket, lock and log"
    )
    parser.add_argument("--detach", action="store_true", help="return when ready, and serve on in the background")
    parser.add_argument("--linger", type=float, default=LINGER_SECONDS, help="seconds to live without any connection")
    parser.add_argument("--stay", action="store_const", dest="linger", const=None, help="live without any connection")
    parser.add_argument(
        "--version", default="", help="what clients are told that ask whether this is the process they mean"
    )
    parser.add_argument(
        "--sandboxes", type=int, default=Limits.sandboxes, help="sandboxes that sessions may have at once"
    )
    parser.add_argument("--spares", type=int, default=Limits.spares, help="warm sandboxes kept for new sessions")
    parser.add_argument("--idle", type=float, default=Limits.idle, help="seconds after which an idle session ends")
    parser.add_argument("--backend", choices=["bubblewrap", "landlock"], help="take this one or none")
    parser.add_argument(
        "--preload", nargs="*", default=PRELOAD, help="modules that a sandbox loads before it is needed"
    )
    return parser.parse_args(arguments)


def _detach(options: argparse.Namespace) -> int:
    """Serve in a child of its own session; return 0 once it listens, 1 with its complaint when it does not."""
    hearing, telling = os.pipe()
    if os.fork():
        os.close(telling)
        with open(hearing, "rb") as stream:
            told = stream.read()
        sys.stderr.write("" if told == READY else told.decode("utf-8", "replace"))
        return 0 if told == READY else 1
    os.close(hearing)
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        _write_to_log(options.data / LOG_NAME)
        code = _serve_alone(options, telling)
    except OSError as error:
        _tell(telling, str(error).encode())
        code = 1
    os._exit(code)


def _write_to_log(path: Path) -> None:
    """Send this process's output to the log file, begun anew when it has grown large."""
    kind = os.O_TRUNC if path.exists() and path.stat().st_size > LOG_BYTES else os.O_APPEND
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | kind, 0o600)
    for output in (1, 2):
        os.dup2(fd, output)
    os.close(fd)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)


def _serve_alone(options: argparse.Namespace, ready: int | None) -> int:
    """Serve while holding the folder's lock, which the kernel frees however this process ends."""
    with open(options.data / LOCK_NAME, "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell(ready)
            return 0
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        remove_leftovers(options.data)
        _compile()
        listener = sockets.listen(options.data / sockets.SOCKET_NAME)
        _tell(ready)
        try:
            asyncio.run(_serve(options, listener))
        finally:
            remove_leftovers(options.data)
            (options.data / sockets.SOCKET_NAME).unlink(missing_ok=True)
    return 0


def _compile() -> None:
    """Compile what sandboxes load, as far as that may be written. They may not: each of them would compile it anew."""
    if not sys.dont_write_bytecode:
        for folder in (PACKAGE, PROJECT / "maths"):
            compileall.compile_dir(folder, quiet=2)


def _tell(ready: int | None, what: bytes = READY) -> None:
    """Let the process that started this one return, if it still waits."""
    if ready is not None:
        with contextlib.suppress(BrokenPipeError):
            os.write(ready, what)
        os.close(ready)


async def _serve(options: argparse.Namespace, listener: socket.socket) -> None:
    """Serve until a signal, a request to stop, or a while without connections."""
    choosing = functools.partial(choose, options.data, options.backend, options.preload)
    remembered = Remembered(options.data / FILE_NAME)
    limits = Limits(options.sandboxes, options.spares, options.idle)
    desk = Desk(choosing, remembered, limits, options.linger, options.version)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, desk.stop)
    server = await asyncio.start_unix_server(desk.serve, sock=listener)
    log.info("serving, process %d", os.getpid())
    try:
        await desk.stopped()
    finally:
        server.close()
        await desk.end()
        log.info("ended, process %d", os.getpid())


if __name__ == "__main__":
    sys.exit(main())
