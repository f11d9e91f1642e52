"""How one request goes wrong: in its answer, on its connection, or in its stream (see spoilers.py)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class HangUp(Exception):
    """The connection is to be closed here."""


class Event(NamedTuple):
    """One event of a stream. `data`: an object, or a text that is no JSON."""

    name: str
    data: object

    def encoded(self):
        return f"event: {self.name}\ndata: {self.text}\n\n".encode()

    @property
    def text(self):
        return self.data if isinstance(self.data, str) else json.dumps(self.data)


@dataclass
class Fault:
    """How one request goes wrong. `accepted`: it is carried out first, so that only the answer is lost.

    `spoil` takes the Events of a stream and yields what goes out in their place: Events, bytes, or a number of seconds
    to wait for; it may raise HangUp. A fault that is a delay, a cut or a spoiled stream leaves the work itself alone.
    """

    accepted: bool = False
    drop: bool = False  # close the connection without an answer
    reset: bool = False  # the same, with a reset
    cut: bool = False  # close it in the middle of the answer
    seconds: float = 0  # wait before answering
    drip: float = 0  # seconds between the bytes of the answer
    status: int = 200
    body: bytes | dict | None = None
    content_type: str = "application/json"
    headers: tuple = ()
    spoil: Callable | None = None
    chunked: bool = True  # how a stream is framed; otherwise the end of the connection is its end
    times: int = 1  # -1: for ever

    @property
    def is_carried_out(self):
        spoils = self.drop or self.reset or self.status != 200 or self.body is not None
        return self.accepted or not spoils
