"""Try, from inside, what a sandbox must refuse."""

import os
import socket
import sys
from collections.abc import Callable

from interpreter.sandbox.channel import Channel


def prepare(config: dict) -> Callable[[Channel], None]:
    """Return the loop that answers one request.

    {"secret": path, "settings": path} -> {attempt: "refused" or "succeeded"}
    """
    return _serve


def _serve(channel: Channel) -> None:
    request = channel.receive()
    attempts = {
        "open a socket": _open_socket,
        "start a process": _start_process,
        "run a program": _run_program,
        "read the settings": lambda: open(request["settings"], "rb").close(),
        "read the data folder": lambda: open(request["secret"], "rb").close(),
    }
    channel.send({name: _outcome(attempt) for name, attempt in attempts.items()})


def _outcome(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except OSError:
        return "refused"
    return "succeeded"


def _open_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _start_process() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _run_program() -> None:
    # The one program that is sure to be there; if it does start, the channel closes and the probe has failed.
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", ""])  # noqa: S606
