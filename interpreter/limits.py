"""What a sandbox may have, and what a cell may hand over: numbers that both sides of the wall keep to."""

MEMORY_BYTES = 2**30
LARGEST_FILE_BYTES = 64 * 2**20
OPEN_FILES = 64
THREADS = 128
FILES_MADE = 5000
DATA_BYTES, TEMPORARY_BYTES = 64 * 2**20, 16 * 2**20
"""Disk: what /mnt/data and /tmp may hold."""

LOG_BYTES = 100 * 1024
FILES, FILE_BYTES, FILES_BYTES = 20, 10 * 2**20, 30 * 2**20
"""Files that come out of a cell: how many, of what size each, and all together."""
PICTURES = 10
ALT_CHARACTERS = 300

REMEMBERED_SESSIONS = 10_000
"""Sessions whose loss of variables is remembered until they are told."""
