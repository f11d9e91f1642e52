"""A run that is started and streamed: what is asked for, what comes back, and the news of it."""

import contextlib
import time
from dataclasses import dataclass

from urllib3.exceptions import HTTPError

from chat import news, sse, wire
from chat.arrivals import read_arrived
from chat.failures import StreamBroken

NO_NEWS = 120
"""Seconds of nothing but signs of life after which a stream counts as broken: the run may have ended long ago."""

MUCH = 4096
"""Bytes that have come at once, from which on there may be more that is read without a rest."""


@dataclass(frozen=True)
class RunOrder:
    """What a run is started with. `run_key` finds it again should the answer be lost."""

    assistant_id: str
    model: str
    instructions: str
    run_key: str

    def body(self):
        """The request's body."""
        body = {"assistant_id": self.assistant_id, "model": self.model, "instructions": self.instructions}
        return body | {"metadata": {"run_key": self.run_key}}


class RunStream:
    """The news of a streamed run as they come. To be read by one thread; `interrupt` may be called by others.

    `rest`: seconds for which what comes in small pieces may gather before it is read.
    """

    def __init__(self, response, name):
        self._response, self._name = response, name
        self.rest = 0.0
        self.heard_at = self._told_at = time.monotonic()
        self._items = self._read()

    def __iter__(self):
        return self._items

    def _read(self):
        """The news; StreamBroken when the connection ends or fails, which a whole stream announces by a run's end."""
        parser = sse.Parser()
        try:
            for piece in self._pieces():
                for item in news.read(parser.feed(piece)):
                    yield item
                    self._told_at = time.monotonic()  # what its reader did with it is no silence of the server
        except sse.Unreadable as error:
            raise StreamBroken(f"{self._name}: {error}") from None
        except (HTTPError, OSError, ValueError) as error:
            raise StreamBroken(f"{self._name}: it broke off ({type(error).__name__})") from None
        raise StreamBroken(f"{self._name}: it is over")

    def _pieces(self):
        """Its bytes. A comment that only says that the connection lives counts as hearing from it."""
        while piece := read_arrived(self._response.raw):
            self.heard_at = time.monotonic()
            yield piece
            if self.rest and len(piece) < MUCH:
                time.sleep(self.rest)
            if self.heard_at - self._told_at > NO_NEWS:
                raise StreamBroken(f"{self._name}: it tells nothing")

    def interrupt(self):
        """Let a read that waits in another thread end now, as if the connection had broken."""
        with contextlib.suppress(OSError, ValueError, RuntimeError):  # it may have ended by itself
            self._response.raw.shutdown()

    def close(self):
        """Give the connection back."""
        self._response.close()


@dataclass(frozen=True)
class StartedRun:
    """A run as it was first told, and the RunStream of what becomes of it; None when the server does not stream."""

    run: wire.Run
    stream: RunStream | None = None
