"""Text that is still being written: shown without the formula that has no end yet, so that it does not flicker."""

import re

_DELIMITERS = re.compile(r"\\[()\[\]]|\$\$|```")
_CLOSERS = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "```": "```"}


def steady(text):
    """The text up to a formula at its end that is not closed yet. Code is left alone, closed or not."""
    opened, start = None, 0
    for match in _DELIMITERS.finditer(text):
        mark = match.group()
        if opened is None and mark in _CLOSERS:
            opened, start = mark, match.start()
        elif mark == _CLOSERS.get(opened):
            opened = None
    return text[:start] if opened not in (None, "```") else text.removesuffix("\\")
