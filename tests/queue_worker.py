"""What a worker process does, in a thread of the tests' process, so that the tests' doubles serve it too."""

import asyncio
import threading

from background import crew, queue


class QueueWorker:
    """A crew of its own that carries what the queue tells it of. The process itself carries nothing meanwhile."""

    def __enter__(self):
        self._crew = crew.Crew(serves_queue=True)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._listen, name="queue worker")
        self._thread.start()
        self._crew.start_sweeping()
        return self

    def _listen(self):
        self._task = self._loop.create_task(queue.listen(self._crew))
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            self._loop.close()

    def __exit__(self, *_):
        left = self._crew.shutdown(20)
        self._loop.call_soon_threadsafe(lambda: self._task.cancel())
        self._thread.join(20)
        assert left, "a background thread would not let go"
