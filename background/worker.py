"""The life of a worker process: it carries rows from the queue and orphans until it is told to end."""

import asyncio
import contextlib
import os
import signal
import threading

from background import crew, queue

LEAVE_SECONDS = 7.0
"""How long the threads may take to let go of their rows."""
HARD_SECONDS = 9.5
"""The process is gone this long after it was told to end, whatever hangs."""


def work(capacity):
    """Carry rows until SIGTERM or SIGINT, at most `capacity` of each model at once. Needs the main thread; does not
    return before all rows are left to others, and ends the process when a thread would not let go of one."""
    if not asyncio.run(_work(crew.become_worker(capacity))):
        os._exit(0)  # a thread that hangs would be waited for, or would go on with a row that is another's


async def _work(crew):
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    crew.start_sweeping()
    listening = asyncio.create_task(queue.listen(crew))
    await told.wait()
    _end_for_certain()
    listening.cancel()
    left = await asyncio.to_thread(crew.shutdown, LEAVE_SECONDS)
    with contextlib.suppress(asyncio.CancelledError):
        await listening
    return left


def _end_for_certain():
    timer = threading.Timer(HARD_SECONDS, os._exit, [1])
    timer.daemon = True
    timer.start()
