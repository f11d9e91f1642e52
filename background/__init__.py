"""Work that outlives a request: rows with a lease, the threads that carry them on, the sweep that finds orphans.

`start(row)` gives a row to a thread of this process or, with QUEUE, of a worker; if the process dies, its lease runs out
and the sweep of any other that carries rows takes it over. A holder that lost its lease cannot write (`leases.Lease`).
"""

from background.crew import running, shutdown, start, start_sweeping, stopping
from background.leases import LeaseLost, Stopping

__all__ = ["LeaseLost", "Stopping", "running", "shutdown", "start", "start_sweeping", "stopping"]
