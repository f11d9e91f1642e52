"""Questions read and solved, as the engine does it; what their programs print."""

import contextlib
import io
import json

import sympy

from maths.reading import read
from maths.solving import explain

LETTERS = {letter: sympy.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyzNSQOCIE"}


def part(text):
    """The one part that explains a question; by way of JSON, as it comes out of the sandbox."""
    reading = read(text)
    assert reading.problem is None, (text, reading.problem.phrase.text())
    payload = json.loads(json.dumps({"tasks": [task.to_dict() for task in reading.tasks]}))
    (only,) = json.loads(json.dumps(explain(payload)))["parts"]
    return only


def values(text, letters=None):
    """The exact values of the answer; only our own output is given to SymPy's reader here."""
    return [sympy.sympify(each, locals=letters) for each in part(text)["answer"]["values"]]


def value(text):
    """The first of them."""
    return values(text)[0]


def printed(program):
    """What a program of ours prints."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(program, "program", "exec"), {})
    return shown.getvalue().strip()
