"""Follow-ups that ask for the question before in another way: in any other one, or in one that they name."""

import re
from collections.abc import Sequence
from dataclasses import replace as replace_field

from maths.notation import plain
from maths.reading.fitting_ways import ways_of
from maths.reading.parser import parse
from maths.reading.problems import ReadingError
from maths.reading.questions import read
from maths.reading.tasks import Reading, Task
from maths.reading.way_questions import done_by, further_ways, question_by, with_way
from maths.reading.way_wordings import ANOTHER_WAY, BY_NAME, DRAW_IT
from maths.reading.ways import ways_called
from maths.tree import Apply, Node


def in_a_way(words: str, task: Task, asked: Sequence[str]) -> str | Reading | None:
    """The whole question that asks for a task in the way that a follow-up wants.

    A Reading when there is no such way, None when the words ask for none. `asked`: the whole questions so far.
    """
    if ANOTHER_WAY.fullmatch(words):
        further = further_ways(replace_field(task, tried=tried(task, asked)))
        if further:
            return question_by(task, further[0])
        return Reading(remark="no_other_way" if ways_of(task) else "one_way")
    if DRAW_IT.fullmatch(words) and "graph" in ways_of(task):
        return question_by(task, "graph")
    if match := BY_NAME.fullmatch(words):
        return _named(task, match)
    return None


def _named(task: Task, match: re.Match) -> str | Reading | None:
    """The question that asks for a way by its name. A name alone may be meant otherwise where it is no way of that."""
    try:
        named = with_way(task, ways_called(match["name"]))
    except ReadingError as error:
        return Reading(problem=error.problem) if match["by"] else None
    return question_by(named, named.way)


def tried(task: Task, asked: Sequence[str]) -> tuple[str, ...]:
    """The ways in which the same task was done in the questions just before, newest first, each once."""
    ways = []
    for question in reversed(asked):
        before = read(question).tasks
        if len(before) != 1 or not _is_same(before[0], task):
            break
        ways.append(done_by(before[0]))
    return tuple(dict.fromkeys(each for each in ways if each))


def _is_same(first: Task, second: Task) -> bool:
    """Whether both are about the same: one may be read from what we printed of the other."""
    ours, others = [
        (each.kind, each.variable, *[_printed(tree) for tree in each.expressions]) for each in (first, second)
    ]
    return ours == others


def _printed(tree: Node) -> str:
    """A tree as we print it once it was read from our own notation: the same formula is written in several ways."""
    if isinstance(tree, Apply) and tree.head == "system":
        return ", ".join(map(_printed, tree.arguments))
    printed = plain(tree)
    try:
        return plain(parse(printed))
    except ReadingError:
        return printed


def with_tried(reading: Reading, asked: Sequence[str]) -> Reading:
    """The reading of one task by a way, which knows of the ways that were tried before."""
    if len(reading.tasks) != 1 or not reading.tasks[0].way:
        return reading
    (task,) = reading.tasks
    return replace_field(reading, tasks=(replace_field(task, tried=tried(task, asked)),))
