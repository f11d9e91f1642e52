"""Work that outlives a request: rows with a lease, the threads that carry them on, the sweep that finds orphans.

A row is the queue. `start(row)` gives it to a thread of this process; if the process dies, its lease runs out and the
sweep of any living process takes the row over. A holder that lost its lease cannot write (see `leases.Lease`).
"""

from background.crew import running, shutdown, start, start_sweeping, stopping
from background.leases import LeaseLost, Stopping

__all__ = ["LeaseLost", "Stopping", "running", "shutdown", "start", "start_sweeping", "stopping"]
