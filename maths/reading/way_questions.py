"""Questions that name a way: read, asked by us, and what is offered when one was answered in another way."""

from collections.abc import Callable
from dataclasses import replace as replace_field

from maths.notation import plain
from maths.phrases import N_, Phrase
from maths.reading.degrees import degree
from maths.reading.fitting_ways import two_brackets, ways_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.way_wordings import named_in
from maths.reading.ways import MISFITS, Way, way
from maths.tree import Node, word_set

_ONE_MORE = N_("There is another way as well: {ways}.")
_SEVERAL_MORE = N_("There are other ways as well: {ways}.")
_NO_MORE = N_("Those were all the ways that I know.")
_LISTS = (
    "{first}",
    N_("{first}, {second}"),
    N_("{first}, {second}, {third}"),
    N_("{first}, {second}, {third}, {fourth}"),
)
_NATURAL = {
    "factor_integer": word_set("primes"),
    "factor": word_set("factoring pattern"),
    "simplify": word_set("factoring cancel common"),
    "inequality": word_set("factoring cases distance graph"),
    "limit": word_set("factoring substitution cancel"),
    "arithmetic": word_set("substitution"),
    "definitions": word_set("substitution"),
    "integral": word_set("substitution power"),
    "sort": word_set("decimal common"),
    "compare": word_set("decimal common cross"),
    "matrix_inverse": word_set("determinants"),
}
"""Ways in which a kind is done anyway, by the names of ways of other topics."""
_ANY, _WITH_FORMULA = "formula", word_set("equation general_equation trig_equation")
"""What may be any formula, unless an equation is to be solved."""
_PLACES = ("first", "second", "third", "fourth")


def task_by_a_way(core: str, task_of: Callable[[str], Task]) -> Task | None:
    """The task of a question that names a way, which `task_of` reads without it; None where it names none that we know.

    Raises ReadingError where the way is of another topic, or the rest is no question.
    """
    first: ReadingError | None = None
    for named in named_in(core):
        is_quadratic = any(each.topic == "quadratics" for each in named.ways)
        for whole in (named.rest, f"roots of {named.rest}") if is_quadratic else (named.rest,):
            try:
                task = task_of(whole)
                return task if named.name == _ANY and task.kind not in _WITH_FORMULA else with_way(task, named.ways)
            except ReadingError as error:
                first = first or error
    if first:
        raise first
    return None


def with_way(task: Task, ways: tuple[Way, ...]) -> Task:
    """The task, to be done in the one of some ways that belongs to it; raises ReadingError where none does."""
    if task.kind == "simplify" and two_brackets(task.expressions[0]) and any("expand" in each.kinds for each in ways):
        task = replace_field(task, kind="expand")
    for each in ways:
        if task.kind in each.kinds and _is_of(each.topic, each.name, task):
            return replace_field(task, way=each.name)
    if any(each.name in _NATURAL.get(task.kind, ()) for each in ways):
        return task
    raise ReadingError("unsupported", MISFITS[ways[0].topic])


def _is_of(topic: str, name: str, task: Task) -> bool:
    """Whether a task is of the topic, rather than of its kind alone."""
    if topic != "quadratics":
        return True
    top = max(degree(side, task.variable) for side in task.expressions[0].arguments)
    return top == 2 or top > 2 and name == "factoring"


def question_by(task: Task, name: str) -> str:
    """The question that asks for a task in a way that fits it, in the notation in which the task was asked."""
    return f"{_QUESTIONS[task.kind](task)} {way(task.kind, name).asked}"


def _written(task: Task, *trees: Node) -> list[str]:
    marks = "`" if task.backticks else ""
    return [f"{marks}{plain(each)}{marks}" for each in trees]


def _of_percent(task: Task) -> str:
    rate, whole = task.expressions
    amount = task.money.replace("#", plain(whole)) or plain(whole)
    return f"{plain(rate)}% of {amount}"


def _listed(task: Task) -> str:
    *most, last = map(plain, task.expressions)
    return f"{', '.join(most)} and {last}"


def _of_system(task: Task) -> str:
    asked = f" for {task.variable}" if task.variable else ""
    return f"solve {plain(task.expressions[0])}{asked}"


_QUESTIONS: dict[str, Callable[[Task], str]] = {
    **dict.fromkeys(("equation", "general_equation"), lambda task: f"solve {_written(task, *task.expressions)[0]}"),
    "system": _of_system,
    "gcd": lambda task: f"gcd of {_listed(task)}",
    "lcm": lambda task: f"lcm of {_listed(task)}",
    "percent_of": _of_percent,
    "arithmetic": lambda task: f"what is {_written(task, *task.expressions)[0]}",
    "expand": lambda task: f"expand {_written(task, *task.expressions)[0]}",
    "derivative": lambda task: f"derivative of {_written(task, *task.expressions)[0]}",
}


def done_by(task: Task) -> str:
    """The name of the way in which a task is done: the one that it names if that fits, else the first."""
    fitting = ways_of(task)
    return task.way if task.way in fitting or not fitting else fitting[0]


def further_ways(task: Task) -> tuple[str, ...]:
    """The ways in which a task has not been done yet, once it is done in its own."""
    done = {"", done_by(task), *task.tried}
    return tuple([each for each in ways_of(task) if each not in done])


def offer(task: Task, names: tuple[str, ...] | None = None) -> Phrase | None:
    """What is said behind an answer of the further ways (or of those named); None where there never were any."""
    names = further_ways(task) if names is None else names
    if names:
        labels = {place: Phrase(way(task.kind, each).said) for place, each in zip(_PLACES, names, strict=False)}
        listed = Phrase(_LISTS[len(labels) - 1], labels)
        return Phrase(_ONE_MORE if len(names) == 1 else _SEVERAL_MORE, {"ways": listed})
    return Phrase(_NO_MORE) if ways_of(task) else None
