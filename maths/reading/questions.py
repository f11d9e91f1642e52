"""Reads a student's whole message: greetings aside, one question or two joined by "and"."""

import re
from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.cursor import ambiguous
from maths.reading.forms import FORMS, VOCABULARY
from maths.reading.formulas import Pieces
from maths.reading.letters import split_word
from maths.reading.money import take_money, with_money, with_signs
from maths.reading.problems import ReadingError, quoted, suggestions_for
from maths.reading.remarks import is_distress, is_rude, remark_of
from maths.reading.rounding import plain_number, rounded, rounding_of
from maths.reading.shared_objects import told_apart
from maths.reading.spelling import COMMANDS, mended
from maths.reading.spoken import numbers_in_digits
from maths.reading.tasks import Reading, Task
from maths.reading.way_questions import task_by_a_way
from maths.reading.way_wordings import WORDS as WAY_WORDS
from maths.reading.words import MARK, Span, clean, strip_courtesies, take_spans, unmark
from maths.tree import Apply, Name, Number, replace, walk, word_set

_JOIN = re.compile(
    r"(?:\s*[,;.?]\s*)?\s+(?:and then|then|and also|and|plus also|as well as)\s+|\s*;\s*|[?.]\s+(?=\S)", re.IGNORECASE
)
_MOST_JOINS = 8
_ENDLESS = re.compile(r"\+\s*\.{2,}[\s?.]*$")
"""The end of a sum that goes on without end, which is no end of a sentence."""
_CONDITIONS = frozenset({"equation", "general_equation", "inequality"})
_COMMON_WORDS = word_set("the what are how you for that this with have does will would could should please and not but")
# What is reported when several forms failed: the most definite reason.
_RANKS = {"elsewhere": -1, "empty": 0, "unreadable": 0, "unsupported": 1}
_DEFINITE = 2


def read(text: str) -> Reading:
    """Tasks, a remark or a problem; never raises for any string, and its time grows with the length alone."""
    start = text[: bounds.TEXT]
    if is_distress(start):
        return Reading(remark="distress")
    try:
        return _read(text)
    except ReadingError as error:
        if is_rude(start):
            return Reading(remark="rude")
        if error.problem.code == "unreadable" and (remark := remark_of(start)):
            return Reading(remark=remark)
        return Reading(problem=replace_field(error.problem, suggestions=suggestions_for(start)))


def _read(text: str) -> Reading:
    text = with_signs(clean(text))
    if (remark := remark_of(text)) and not any(each.isdigit() or each in "=+*/^" for each in text):
        return Reading(remark=remark)
    plain_text, money = take_money(text)
    marked, spans = take_spans(plain_text)
    core, remark = _core(marked)
    if not core:
        if remark:
            return Reading(remark=remark)
        raise ReadingError("empty", N_("There is no question in your message yet."))
    tasks = _tasks(core, spans)
    return Reading(tasks=with_money(tasks, money, text) if money else tasks)


def _without_end_marks(core: str) -> str:
    """Without the end of the sentence; a "!" right after a number, letter or bracket may be a factorial and stays."""
    core, previous = _ENDLESS.sub("+ …", core), None
    while core != previous:
        previous = core
        core = core.strip().rstrip("?.,;:").strip()
        if core.endswith("!") and not re.search(r"[\w)\]]!+$", core):
            core = core[:-1]
    return core


def _core(text: str) -> tuple[str, str | None]:
    """The question without what surrounds it, and whether there was a greeting or thanks."""
    core, remark = strip_courtesies(text)
    return _without_end_marks(core), remark


def _tasks(core: str, spans: list[Span], may_mend: bool = True) -> tuple[Task, ...]:
    """The tasks; a question that cannot be read is tried once more with its commands mended."""
    try:
        return (_task(core, spans),)
    except ReadingError as error:
        try:
            pair = _joined_tasks(core, spans)
        except ReadingError as other:
            raise _worse(error, other) from other
        if pair:
            return pair
        if spans and _rank(error) < _DEFINITE:
            return _tasks(unmark(core, spans), [], may_mend)
        if _rank(error) <= 0 and may_mend and (digits := numbers_in_digits(core)) != core:
            return _in_digits(digits, spans, error)
        if _rank(error) == 0 and may_mend and (corrected := mended(core, _is_known)) != core:
            return _tasks(_core(corrected)[0], spans, may_mend=False)
        raise _with_unknown_words(core, error) from error


def _in_digits(core: str, spans: list[Span], error: ReadingError) -> tuple[Task, ...]:
    """The tasks of a question whose numbers were words; what could not be read then is told about the words."""
    try:
        return _tasks(core, spans, may_mend=False)
    except ReadingError as other:
        raise (other if _rank(other) >= _DEFINITE else error) from other


def _with_unknown_words(core: str, error: ReadingError) -> ReadingError:
    """Name the words that no form knows, rather than the first word at which the parser stopped."""
    if error.problem.code != "unreadable":
        return error
    words = dict.fromkeys(word for word in re.findall(r"(?<!\\)\b[A-Za-z][A-Za-z']{2,}", core) if not _is_known(word))
    if not words:
        return error
    shown = ", ".join(quoted(each) for each in list(words)[:3])
    one = N_("I could not read all of that: I do not know what {words} means here.")
    several = N_("I could not read all of that: I do not know what {words} mean here.")
    return ReadingError("unreadable", one if len(words) == 1 else several, words=shown)


def _is_known(word: str) -> bool:
    lower = word.lower()
    known = lower in _COMMON_WORDS or lower in VOCABULARY or lower in COMMANDS or lower in WAY_WORDS
    return known or split_word(word) is not None


def _joined_tasks(core: str, spans: list[Span]) -> tuple[Task, ...]:
    """Two questions joined by "and", wherever the text can be cut so that both are understood."""
    joins = list(_JOIN.finditer(core))
    if len(joins) > _MOST_JOINS:
        return ()
    if of_one_object := _tasks_of_one_object(core, spans):
        return of_one_object
    for join in joins:
        halves = [_core(each)[0] for each in (core[: join.start()], core[join.end() :])]
        try:
            tasks = tuple(_task(each, spans) for each in halves)
        except ReadingError as error:
            if _rank(error) and len(joins) == 1:
                raise
            continue
        _refuse_hidden_system(tasks)
        return tasks
    return ()


def _tasks_of_one_object(core: str, spans: list[Span]) -> tuple[Task, ...]:
    """Two things asked of one object; none where the first one can be meant in two ways."""
    ways, second = told_apart(core) or ((), "")
    found = [task for way in ways if (task := _task_or_none(way, spans))]
    last = _task_or_none(second, spans) if len(found) == 1 else None
    return (found[0], last) if last else ()


def _task_or_none(core: str, spans: list[Span]) -> Task | None:
    try:
        return _task(core, spans)
    except ReadingError:
        return None


def _refuse_hidden_system(tasks: tuple[Task, ...]) -> None:
    """Refuse equations that may belong to the other half: "… and x = 2", or a second one for the same letter."""
    given = [task for task in tasks if task.kind == "equation" and isinstance(task.expressions[0].arguments[0], Name)]
    if any(isinstance(task.expressions[0].arguments[1], Number) for task in given):
        raise ReadingError(
            "unsupported", N_("I cannot put a value into the other formula yet. Please ask one question at a time.")
        )
    if all(task.kind in _CONDITIONS for task in tasks) and len({task.variable for task in tasks}) == 1:
        raise ReadingError(
            "ambiguous",
            N_("I am not sure whether both of them should hold at once. Please ask about one at a time."),
        )


def _task(core: str, spans: list[Span]) -> Task:
    """The task of a question: by a way that it names, rounded as it says, or of the first form that reads all of it."""
    if not core:
        raise ReadingError("empty", N_("There is no question in your message yet."))
    try:
        if found := task_by_a_way(core, lambda rest: _task_of_a_form(_core(rest)[0], spans)):
            return found
    except ReadingError as error:
        return _task_of_a_form(core, spans, error)
    return _task_of_a_form(core, spans)


def _task_of_a_form(core: str, spans: list[Span], first: ReadingError | None = None) -> Task:
    """The task of the first form that reads all of the text; `first`: why it could not be read before."""
    if found := rounding_of(core):
        return rounded(plain_number(found[0], spans) or _task_of_a_form(found[0], spans), found[1])
    for pattern, builder in FORMS:
        match = pattern.fullmatch(core)
        if not match:
            continue
        try:
            task = builder(Pieces(_groups(match), spans))
        except ReadingError as error:
            first = _worse(first, error)
            continue
        _refuse_exclamation(core, task)
        return task
    raise first if first and _rank(first) >= 0 else _unreadable(core)


def _groups(match: re.Match) -> dict[str, str | None]:
    """The named groups; a1 stands in for a where a form has two ways to write it."""
    groups = match.groupdict()
    return {name: groups.get(name) or groups.get(f"{name}1") for name in groups if not name.endswith("1")}


def _worse(first: ReadingError | None, error: ReadingError) -> ReadingError:
    """The error to report: the first of the most definite ones."""
    return error if first is None or _rank(error) > _rank(first) else first


def _rank(error: ReadingError) -> int:
    return _RANKS.get(error.problem.code, _DEFINITE)


def _unreadable(core: str) -> ReadingError:
    return ReadingError(
        "unreadable", N_("I could not read {text} as a math question."), text=quoted(re.sub(MARK, "…", core), 60)
    )


def _refuse_exclamation(core: str, task: Task) -> None:
    """Refuse to choose between a factorial and an exclamation mark in "What is 2 + 3!"."""
    if not core.endswith("!") or core.count("!") > 1:
        return
    tree = task.expressions[0]
    if not (isinstance(tree, Apply) and tree.head == "factorial"):
        last = [node for node in walk(tree) if isinstance(node, Apply) and node.head == "factorial"]
        if last:
            raise ambiguous(len(core) - 1, tree, replace(tree, last[0], last[0].arguments[0]))
