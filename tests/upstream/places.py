"""Addresses at which no server answers, each in its own way."""

import contextlib
import socket

UNRESOLVABLE = "http://tutor.invalid/v1"


@contextlib.contextmanager
def closed_port():
    """An address at which nothing listens. The port is kept, so that nobody else comes to listen there."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{kept.getsockname()[1]}/v1"


@contextlib.contextmanager
def full_port():
    """An address at which somebody listens and never takes a connection, as a host behind a firewall."""
    with contextlib.ExitStack() as kept:
        listener = kept.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        while _connects(kept, address):
            pass
        yield f"http://127.0.0.1:{address[1]}/v1"


def _connects(kept, address):
    caller = kept.enter_context(socket.socket())
    caller.settimeout(0.3)
    try:
        caller.connect(address)
    except TimeoutError:
        return False
    return True


@contextlib.contextmanager
def mute_port():
    """An address at which connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
