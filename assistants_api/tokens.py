"""The count of tokens where no model server gives one."""

import math

CHARACTERS = 4
"""Characters of a token, roughly: as is usual for English."""


def estimate(text):
    """Tokens of a text."""
    return math.ceil(len(text) / CHARACTERS)
