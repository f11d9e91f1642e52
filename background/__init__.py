"""Work that outlives a request: rows with a lease, the threads that carry them on, the sweep that finds orphans.

`start(row)` gives a row to a thread of this process, which may have claimed it where it was added (`reserve`), or, with
QUEUE, to one of a worker. If that process dies, the lease runs out and the sweep of any other that carries rows takes
it over. A holder that lost its lease cannot write (`Lease`).
"""

from background.crew import reserve, running, shutdown, start, start_sweeping, stopping
from background.leases import LeaseLost, Stopping

__all__ = ["LeaseLost", "Stopping", "reserve", "running", "shutdown", "start", "start_sweeping", "stopping"]
