"""What a program printed, and the error that ended it: the upstream tells both as one text."""

import re
from typing import NamedTuple

# The header of a traceback (also IPython's), a syntax error, which has none, or an error's last line by itself.
_ERROR = re.compile(
    r"""^(?:-{20,}\n)?(?:\w+\ +)?Traceback\ \(most\ recent\ call\ last\)
    |^\ \ File\ "[^"\n]+",\ line\ \d+\n(?=(?:[^\n]*\n){0,4}?(?:Syntax|Indentation|Tab)Error\b)
    |^[A-Z]\w*(?:Error|Exception|Interrupt|Iteration)(?::\ [^\n]*)?\s*\Z""",
    re.MULTILINE | re.VERBOSE,
)


class Printed(NamedTuple):
    """`output`: what the program printed. `error`: the traceback that ended it, or ""."""

    output: str
    error: str


def parted(logs):
    """The Printed of a program's logs."""
    found = _ERROR.search(logs)
    return Printed(logs[: found.start()], logs[found.start() :]) if found else Printed(logs, "")
