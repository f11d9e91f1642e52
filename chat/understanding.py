"""How a student's question is read. It is asked for when the run ends and again when its page shows the end."""

from functools import lru_cache

from maths.reading import read

understood = lru_cache(maxsize=256)(read)
"""The maths.reading.tasks.Reading of a text."""
