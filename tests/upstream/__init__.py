"""A small Assistants v2 server on a real socket that misbehaves on request: the double of somebody else's upstream.

It keeps what it was sent, so that a test can count it. `server.fault("POST", "/messages", Fault(...))` makes the next
matching request go wrong. Its shapes are those of the wire contract; it is no proof of how any real server behaves.
"""

from tests.upstream.faults import Fault
from tests.upstream.server import Gate, Upstream
from tests.upstream.shapes import code_call, missing

__all__ = ["Fault", "Gate", "Upstream", "code_call", "missing"]
