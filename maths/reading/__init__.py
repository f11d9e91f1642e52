"""Reads what a student wrote into tasks, without computing anything and without SymPy."""

from maths.reading.follow_ups import read_after, whole_question
from maths.reading.problems import EXAMPLES, Problem
from maths.reading.questions import read
from maths.reading.remarks import REMARKS
from maths.reading.tasks import Reading, Task

__all__ = ["EXAMPLES", "REMARKS", "Problem", "Reading", "Task", "read", "read_after", "whole_question"]
