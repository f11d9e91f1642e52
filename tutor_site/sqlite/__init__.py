"""Django's SQLite backend, with writers that take turns.

SQLite lets one writer in at a time. Those who find the door shut come back after pauses of their own, and of hundreds
of threads some never get in before their time is up: "database is locked". Here they queue.
"""
