"""What loops of events and pools of threads use instead of what is refused in here: sockets and shared memory."""

import os
import threading


def set_up_events(selector_events) -> None:
    """Let loops of events wake themselves through a pipe: sockets are refused in here."""

    def make_self_pipe(loop) -> None:
        loop._ssock, loop._csock = (_PipeEnd(descriptor) for descriptor in os.pipe())
        loop._internal_fds += 1
        loop._add_reader(loop._ssock.fileno(), loop._read_from_self)

    selector_events.BaseSelectorEventLoop._make_self_pipe = make_self_pipe


class _PipeEnd:
    """One end of a pipe, with the methods of a socket that a loop uses on its own."""

    def __init__(self, descriptor: int):
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def recv(self, count: int) -> bytes:
        return os.read(self._descriptor, count)

    def send(self, data: bytes) -> int:
        return os.write(self._descriptor, data)

    def close(self) -> None:
        os.close(self._descriptor)


class _Threads:
    """A context for pools of threads, with locks of threads in place of those that processes share."""

    Lock = staticmethod(threading.Lock)

    @staticmethod
    def SimpleQueue():  # noqa: N802 - its name in multiprocessing
        """Return a queue over a pipe, guarded by locks of threads."""
        from multiprocessing.queues import SimpleQueue

        return SimpleQueue(ctx=_Threads)


def set_up_pools(pool) -> None:
    """Let multiprocessing.pool.ThreadPool work."""
    pool.get_context = _Threads
