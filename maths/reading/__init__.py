"""Reads what a student wrote into tasks, without computing anything and without SymPy."""

from maths.phrases import N_, Phrase
from maths.reading.problems import EXAMPLES, Problem
from maths.reading.questions import read
from maths.reading.tasks import Reading, Task

REMARKS = {
    "greeting": Phrase(N_("Hello{address}! What would you like to work on today?")),
    "thanks": Phrase(N_("You are welcome{address}! Ask me whenever you have another question.")),
}

__all__ = ["EXAMPLES", "REMARKS", "Problem", "Reading", "Task", "read"]
