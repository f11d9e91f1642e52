"""The judge on what our own offline engine says: each of its answers is recognized, and each wrong copy is not."""

import functools
import re
from collections import Counter
from pathlib import Path

import pytest

from maths.reading import read
from maths.reading.tasks import KINDS
from maths.solving import explain
from maths.wording import compose_final, compose_steps
from tests.judging import verdict
from tests.maths_made.further import FURTHER_TYPICAL
from tests.maths_made.ways import TYPICAL_OF

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("judging own")]

LISTS = Path(__file__).parent / "maths_questions"
WAYS_ASKED = {
    "quadratics": [" by the quadratic formula", " by completing the square"],
    "systems": [" by elimination", " by setting them equal", " graphically", " with Cramer's rule"],
    "common divisors": [" by prime factors", " by listing"],
    "percentages": [" using decimals", " by finding 1% first"],
    "products": [" by long multiplication", " with the grid method"],
    "brackets": [" using FOIL", " with the box method"],
    "absolute values": [" by squaring", " with a number line"],
    "slopes of polynomials": [" from first principles", " by expanding first"],
}
# Kinds of tasks of which no list holds a question, or none that shows how its answer looks.
MORE = [
    "complete the square: x^2 + 6x + 5",
    "solve x^2 + 6x + 5 = 0 by completing the square",
    "solve x^2 + 2x + 5 = 0 over the complex numbers",
    "simplify the ratio 12:18",
    "share $60 in the ratio 2:3",
    "simple interest on $500 at 4% for 3 years",
    "write 3/4 as a decimal",
    "[[1, 2], [3, 4]] + [[0, 1], [1, 0]]",
    "[[1, 2], [3, 4]] - [[0, 1], [1, 0]]",
    "[[1, 2], [3, 4]] * [[0, 1], [1, 0]]",
    "[[1, 2], [3, 4]]^2",
    "3 * [[1, 2], [3, 4]]",
    "inverse of [[1, 2], [3, 4]]",
    "inverse of [[1, 2], [2, 4]]",
    "transpose of [[1, 2], [3, 4]]",
    "determinant of [[1, 2], [3, 4]]",
    "sin(x) = 1/2",
    "solve cos(x) = 1/2 between 0 and 360 degrees",
    "what time is it 45 minutes after 10:30 AM",
    "how long is it from 9:15 to 11:00",
    "list the first 5 multiples of 7",
    "domain of sqrt(x - 2)",
    "limit of 1/x as x approaches 0 from the right",
    "limit of 1/x as x approaches 0 from the left",
    "limit of 1/x as x goes to -infinity",
    "what is 1/0",
    "simplify x^5 * x^(1/2) assuming x is positive",
    "is 91 prime?",
    "is 54 divisible by 4?",
    "solve x + 1 = x",
    "solve 2(x + 1) = 2x + 2",
    "solve x^2 + 1 = 0",
    "mean, median and mode of 2, 4, 4, 10",
    "what is 2 + 3 and what is 4 * 5?",
    *FURTHER_TYPICAL.values(),
    "probability of drawing 2 aces from a deck without replacement",
    "odds in favor of rolling a 6",
    "slope of 2x + 3y = 6",
    "y-intercept of y = 2x + 5",
    "equation of line through (1,2) and (3,7)",
    "how many factors does 12 have",
    "primes between 10 and 20",
    "degree of x^5 + 3x",
    "union of {1,2} and {2,3}",
    "intersection of {1,2} and {3,4}",
    "power set of {1,2}",
    "how many subsets does {1,2,3} have",
    "is 3 in {1, 2, 3}?",
    "discriminant of x^2 + 4x + 3",
    "how many real solutions does x^2 + 4x + 5 = 0 have",
    "find the turning points of x^3 - 3x",
    "find the minimum of x^2 - 4x + 1",
    "range of f(x) = x^2 - 4x",
    "partial fractions of 1/(x^2 - 1)",
    "interquartile range of 1, 2, 3, 4, 5, 6, 7",
    *[f"{texts[0]}{way}" for sort, texts in TYPICAL_OF.items() for way in WAYS_ASKED.get(sort, ())],
]
# Kinds that are not judged: a drawing and a table are looked at, not compared.
UNCHECKED = {"plot", "value_table"}
# Answers that the judge has no way to compare yet: sets, lines, counts of solutions, points, rearranged formulas.
UNJUDGED = {"plot", "table", "set", "count", "line", "point", "points", "numbers", "formula", "division", "remainder"}
UNJUDGED |= {"odds"}
# Kinds that need no answer of their own here.
ELSEWHERE = {
    "solvable": "a task of equations, told as yes or no",
    "story": "every story is in the lists, or it is not read",
}


@functools.cache
def asked():
    """The questions of the lists and ours, each with what it was read as."""
    lines = [
        line
        for name in ("paraphrases", "holdout", "second_holdout")
        for line in (LISTS / f"{name}.txt").read_text().splitlines()
    ]
    listed = [line.rpartition("=>")[0].strip() for line in lines if "=>" in line and not line.startswith("##")]
    return [(question, tasks) for question in [*listed, *MORE] if (tasks := read(question).tasks)]


@functools.cache
def solved():
    """question: the parts of our answer."""
    return {
        question: explain({"tasks": [task.to_dict() for task in tasks]})["parts"]
        for question, tasks in asked()
        if not any(task.heavy for task in tasks)
    }


def final(parts, address=""):
    """The finals as the engine says them: the person is addressed in the last."""
    return "\n\n".join(compose_final(part, address if part is parts[-1] else "") for part in parts if part.get("final"))


@functools.cache
def checkable():
    """Those of the solved questions whose answers the judge can compare."""
    return {
        question: parts
        for question, parts in solved().items()
        if all(part["answer"] and part["answer"]["kind"] not in UNJUDGED for part in parts)
    }


@functools.cache
def not_compared():
    """Those that have answers, and the judge has no way to compare one of them."""
    return {
        question: parts
        for question, parts in solved().items()
        if question not in checkable() and all(part["answer"] and part["answer"]["kind"] in UNJUDGED for part in parts)
    }


def test_every_kind_is_among_the_questions():
    kinds = Counter(task.kind for _, tasks in asked() for task in tasks)

    assert set(KINDS) - set(kinds) - set(ELSEWHERE) <= UNCHECKED


def test_every_answer_of_ours_is_verified():
    said = {question: final(parts, ", Jane Doe") for question, parts in checkable().items()}

    missed = {q: reply for q, reply in said.items() if verdict(q, reply, name="Jane Doe") != "verified"}

    assert missed == {}


def test_so_is_one_without_a_name_and_one_below_its_steps():
    said = []
    for question in list(checkable())[::7]:
        parts = checkable()[question]
        numbers = range(1, len(parts) + 1) if len(parts) > 1 else [0]
        steps = "\n\n".join(
            compose_steps({**part, "program": ""}, ", Will" if number <= 1 else "", number=number)
            for number, part in zip(numbers, parts, strict=True)
        )
        said += [(question, final(parts), {}), (question, f"{steps}\n\n{final(parts)}", {"name": "Will"})]

    missed = [(q, reply) for q, reply, named in said if verdict(q, reply, **named) != "verified"]

    assert missed == []


def test_an_answer_of_ours_that_is_not_compared_is_not_contradicted():
    said = {question: verdict(question, final(parts)) for question, parts in not_compared().items()}

    assert [question for question, found in said.items() if found == "contradicted"] == []


def test_what_is_no_answer_gets_no_mark():
    without = solved().keys() - checkable().keys() - not_compared().keys()

    marked = {question: found for question in without if (found := verdict(question, final(solved()[question])))}

    assert [question for question, found in marked.items() if found != "not_checked"] == []


def test_the_same_sentence_with_another_number_is_never_verified():
    verified = []
    for question, parts in checkable().items():
        if parts[-1]["answer"]["kind"] == "truth":
            continue  # "12 is a factor of it" may be as true as "11 is"
        said = final(parts)
        *_, last = [None, *re.finditer(r"\d+", said)]
        if last:
            moved = f"{said[: last.start()]}{int(last[0]) + 1}{said[last.end() :]}"
            verified += [moved] if verdict(question, moved) == "verified" else []

    assert verified == []
