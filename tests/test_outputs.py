"""What a program printed is told apart from the error that ended it."""

import time

import pytest

from chat.outputs import parted

TRACEBACK = (
    'Traceback (most recent call last):\n  File "cell 1", line 2, in <module>\nZeroDivisionError: division by zero\n'
)
CHAINED = TRACEBACK + "\nDuring handling of the above exception, another exception occurred:\n\n" + TRACEBACK
SYNTAX = "  File \"cell 1\", line 1\n    print(\n         ^\nSyntaxError: '(' was never closed\n"
NOTEBOOK = (
    f"{'-' * 75}\nZeroDivisionError                         Traceback (most recent call last)\nCell In[1], line 1\n"
)


@pytest.mark.parametrize("error", [TRACEBACK, CHAINED, SYNTAX, NOTEBOOK, "ValueError: no\n", "KeyboardInterrupt"])
@pytest.mark.parametrize("output", ["", "[1, 2]\n", "a\n\nb\n"])
def test_an_error_begins_where_the_output_ends(output, error):
    assert parted(output + error) == (output, error)


@pytest.mark.parametrize(
    "output", ["", "x = 1\n", "No Error\n", "ValueError: seen\nand then more\n", "an Error: no\n", 'File "x", line 3\n']
)
def test_output_without_an_error_is_output(output):
    assert parted(output) == (output, "")


def test_a_flood_is_read_in_no_time():
    began = time.monotonic()

    for flood in ["-" * 100_000, "A" * 100_000, '  File "a", line 1\n' * 5000, "Error\n" * 15_000, "A Error:" * 10_000]:
        parted(flood)

    assert time.monotonic() - began < 1
