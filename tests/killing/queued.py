"""The product with its trap door where workers carry the runs."""

from tests.workers import Scaled

WORKERS = 2


class Queued(Scaled):
    """One web server and two workers. What dies at a point is a worker."""

    def start(self, *arguments, **options):
        super().start(*arguments, **options)
        self.restore()
        return self

    def start_again(self):
        """All workers are killed, and started again."""
        self.end_workers()
        self.restore()
        return self

    def restore(self):
        self.started = [worker for worker in self.started if worker.process.poll() is None]
        while len(self.started) < WORKERS:
            self.worker()
