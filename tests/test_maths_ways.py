"""Several ways of one task: asked for by name, offered behind an answer, and one after the other in follow-ups."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read, read_after
from maths.reading.fitting_ways import ways_of
from maths.reading.way_questions import done_by, further_ways, question_by
from maths.reading.ways import WAYS, way
from maths.solving import explain
from maths.wording import compose_final, compose_steps
from tests.judging import judged, verdict
from tests.maths_made.ways import TYPICAL_OF, WAYS_OF
from tests.solved import part

QUADRATIC = "solve x^2 - 5x + 6 = 0"
SYSTEM = "solve x + y = 5, x - y = 1"
TYPICAL = [text for texts in TYPICAL_OF.values() for text in texts]
# Kinds that two topics share, with the names that only one of them has.
SEVERAL_TOPICS = {("lcm", "euclid"), ("gcd", "divisor")}


def task_of(text):
    (task,) = read(text).tasks
    return task


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("solve x+y=5, x-y=1 by elimination", "elimination"),
        ("Solve the system x + y = 5 and x - y = 1 using substitution.", "substitution"),
        ("use elimination to solve x+y=5, x-y=1", "elimination"),
        ("elimination: x+y=5, x-y=1", "elimination"),
        ("using Cramer's rule, solve x+y=5, x-y=1", "determinants"),
        ("solve graphically x+y=5, x-y=1", "graph"),
        ("x + y = 5, x - y = 1 with the comparison method", "equating"),
        ("gcd of 12 and 18 with Euclid's algorithm", "euclid"),
        ("find the gcf of 12 and 18 by prime factorization", "primes"),
        ("lcm of 4 and 6 by listing multiples", "lists"),
        ("solve x^2 + 6x + 5 = 0, use the quadratic formula", "formula"),
        ("By completing the square, solve `x^2 + 6x + 5 = 0`", "square"),
        (r"Solve \(x^2 = 9\) by taking square roots, please", "roots"),
        ("what is 15% of $80 using decimals", "decimal"),
        ("find 15% of 80 by first finding 1%", "one_percent"),
        ("3/4 + 5/6 by the butterfly method", "cross"),
        ("divide 3/4 by 2/5 using keep change flip", "reciprocal"),
        ("simplify 12/18 by prime factors", "primes"),
        ("23 x 47 by long multiplication", "column"),
        ("multiply 23 by 47 with the box method", "grid"),
        ("expand (x+2)(x+3) using FOIL", "foil"),
        ("simplify (x+2)(x+3) with the area model", "grid"),
        ("solve |2x-3| = 5 by squaring both sides", "squaring"),
        ("derivative of (x+1)(x+2) by the product rule", "product"),
        ("use the product rule to differentiate x^2 sin(x)", "product"),
        ("differentiate x^2 from first principles", "definition"),
    ],
)
def test_a_way_is_asked_for_by_the_names_that_people_give_it(text, name):
    assert task_of(text).way == name


@pytest.mark.parametrize(
    "text",
    [
        "use the quadratic formula to solve 3x + 1 = 0",
        "solve x = 3 by elimination",
        "gcd of 12 and 18 by substitution",
        "derivative of x^2 by long multiplication",
        "15% of 80 using FOIL",
    ],
)
def test_a_way_of_another_topic_is_refused(text):
    problem = read(text).problem

    assert problem.code == "unsupported"
    assert problem.phrase.text().startswith("That method is for ")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("prime factorization of 60 using a factor tree", "factor_integer"),
        ("simplify (x^2-1)/(x-1) by factoring", "simplify"),
        ("solve x^2 - 4 > 0 by factoring", "inequality"),
        ("limit of x^2 as x approaches 2 by substitution", "limit"),
        ("integrate 2x e^(x^2) by substitution", "integral"),
        ("sort 3/4, 0.7, 2/3 using decimals", "sort"),
        ("find the area of a circle with radius 3 using the formula", "measure"),
        ("multiply 24 and 36 by hand", "arithmetic"),
    ],
)
def test_a_way_in_which_it_is_done_anyway_changes_nothing(text, kind):
    (task,) = read(text).tasks

    assert (task.kind, task.way) == (kind, "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("solve x^2+x-1=0 by completeing the square", "square"),
        ("solve x^2-5x+6=0 by facotring", "factoring"),
        ("solve x+y=5, x-y=1 by elemination", "elimination"),
        ("solve x+y=5, x-y=1 by substituion", "substitution"),
        ("solve x^2-5x+6=0 with the quadratc formula", "formula"),
    ],
)
def test_names_of_ways_are_mended_like_commands(text, name):
    assert task_of(text).way == name


@pytest.mark.parametrize(
    ("text", "said", "done"),
    [
        ("solve x^2 + x - 1 = 0 by factoring", "does not factor over the whole numbers", "quadratic formula"),
        ("solve x^2 + 2x = 3 by taking square roots", "so taking roots does not help", "Factor the left side"),
        ("solve x + y = 5, 2x + 2y = 1 by Cramer's rule", "determinant of the coefficients is 0", "substitution"),
        ("solve x + y = 5, y = x^2 - 1 by elimination", "That way does not fit", "substitution"),
        ("gcd of 1001 and 77 by lists", "The lists would be long", "Euclid"),
        ("derivative of sin(x) by the product rule", "That way does not fit", "by heart"),
    ],
)
def test_a_way_that_does_not_fit_is_told_and_the_question_answered(text, said, done):
    shown = compose_steps(part(text))

    assert said in shown.partition("1. ")[0]
    assert done in shown


def test_a_rule_that_is_used_anyway_is_not_said_to_be_unfit():
    assert "does not fit" not in compose_steps(part("derivative of x^2 sin(x) by the product rule"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", WAYS_OF)
@given(data=st.data())
def test_each_way_leads_to_the_same_answer_and_is_asked_for_as_it_is_offered(kind, data):
    text = data.draw(WAYS_OF[kind])
    task = task_of(text)
    usual = explained(task)

    for name in filter(None, ways_of(task)):
        asked = task_of(question_by(task, name))
        assert (asked.kind, asked.way) == (task.kind, name)
        assert (asked.variable, asked.money) == (task.variable, task.money)
        (again,) = read_after(question_by(task, name), [text]).tasks
        assert again.tried == tuple(filter(None, [done_by(task)]))
        found = explained(asked)
        assert found["answer"] == usual["answer"] or found["answer"]["outcome"] == usual["answer"]["outcome"] == "many"
        assert found["steps"]
        assert found["steps"] != usual["steps"] or name == done_by(task)


def explained(task):
    (found,) = explain(json.loads(json.dumps({"tasks": [task.to_dict()]})))["parts"]
    return found


def test_every_way_is_one_of_a_typical_question():
    fitting = {(task.kind, name) for task in map(task_of, TYPICAL) for name in ways_of(task)}

    assert {(kind, each.name) for each in WAYS for kind in each.kinds} - SEVERAL_TOPICS == {
        pair for pair in fitting if pair[1]
    }


@pytest.mark.parametrize("text", TYPICAL)
def test_an_answer_offers_the_other_ways(text):
    task, said = task_of(text), compose_final(part(text))

    further = further_ways(task)
    assert further
    offer = said.rpartition("\n\n")[2]
    assert offer.startswith(("There is another way as well: ", "There are other ways as well: "))
    assert all(way(task.kind, name).said in offer for name in further)
    assert "{ways}" not in said


@pytest.mark.parametrize(
    "text",
    [
        "3x + 11 = 14",
        "2 + 3",
        "x^2 = 0",
        "gcd of 0 and 5",
        "derivative of sin(x)",
        "2/3 + 1/3",
        "1/2 + 1/3",
        "sin(x) = 1/2",
    ],
)
def test_nothing_is_offered_where_there_is_one_way(text):
    assert part(text)["offer"] is None


def test_nothing_is_offered_behind_two_questions():
    tasks = read("gcd of 12 and 18 and what is 3/4 + 5/6").tasks
    payload = {"tasks": [task.to_dict() for task in tasks]}

    assert [each["offer"] for each in explain(payload)["parts"]] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "another way?",
        "is there another way",
        "Is there another way to solve it?",
        "show me a different method",
        "can you show me another way to do this one please?",
        "how else can i solve it?",
        "any other methods?",
        "do it differently",
        "can it be done in another way?",
        "now in a different way",
        "what other ways are there?",
        "any alternative method?",
        "i don't get it, is there an easier way?",
    ],
)
def test_any_other_way_is_the_next_one(text):
    (task,) = read_after(text, [QUADRATIC]).tasks

    assert (task.way, task.tried) == ("formula", ("factoring",))


@pytest.mark.parametrize(
    ("before", "text", "name"),
    [
        (SYSTEM, "can you do it by elimination instead?", "elimination"),
        (SYSTEM, "now graph both lines", "graph"),
        (SYSTEM, "use Cramer's rule", "determinants"),
        (QUADRATIC, "now with the quadratic formula", "formula"),
        (QUADRATIC, "what about completing the square?", "square"),
        ("gcd of 12 and 18", "by prime factors please", "primes"),
        ("what is 15% of $80", "using decimals?", "decimal"),
        ("derivative of x^2", "from first principles", "definition"),
        (QUADRATIC, "but how do i do it with the formula", "formula"),
        (QUADRATIC, "my teacher wants completing the square", "square"),
        (SYSTEM, "what if i use elimination?", "elimination"),
        ("3/4 + 5/6", "no, with the butterfly method", "cross"),
        ("23 * 47", "show me long multiplication", "column"),
    ],
)
def test_a_way_is_asked_for_in_a_follow_up(before, text, name):
    (task,) = read_after(text, [before]).tasks

    assert task.way == name
    assert task.expressions == task_of(before).expressions
    assert task.money == task_of(before).money


def test_the_check_of_an_answer_is_what_it_was_without_the_offer():
    said = compose_final(part(QUADRATIC))

    assert "other ways" in said
    assert judged(QUADRATIC, said)["check"] == judged(QUADRATIC, said.partition("\n\n")[0])["check"]


def test_after_the_last_way_nothing_more_is_promised():
    asked = [QUADRATIC, "another way?", "another way?"]

    last = read_after(asked[-1], asked[:-1])
    assert compose_final(explained(*last.tasks)).endswith("Those were all the ways that I know.")
    assert read_after("and another way?", asked).remark == "no_other_way"
    assert read_after("another way?", ["solve 3x + 11 = 14"]).remark == "one_way"
    assert read_after("another way?", []).remark == "follow_up"


def test_ways_asked_for_as_whole_questions_are_remembered_too():
    asked = [QUADRATIC, f"{QUADRATIC} by completing the square"]

    (task,) = read_after(f"{QUADRATIC} by the quadratic formula", asked).tasks

    assert set(task.tried) == {"factoring", "square"}
    assert further_ways(task) == ()


def test_another_question_between_begins_anew():
    asked = [QUADRATIC, "another way?", "solve x^2 - 9 = 0"]

    (task,) = read_after("another way?", asked).tasks

    assert task.tried == ("roots",)

    between = [f"{QUADRATIC} by completing the square", "solve x^2 - 9 = 0", QUADRATIC]
    (task,) = read_after("another way?", between).tasks

    assert task.tried == ("factoring",)


def test_a_way_that_a_follow_up_names_must_belong_to_the_question():
    reading = read_after("by the quadratic formula", [SYSTEM])

    assert reading.problem.phrase.text() == "That method is for quadratic equations."


@pytest.mark.slow
@pytest.mark.parametrize("text", TYPICAL)
def test_our_answer_in_each_way_has_its_mark_also_in_a_follow_up(text):
    task = task_of(text)
    for name in filter(None, ways_of(task)):
        (asked,) = read_after(question_by(task, name), [text]).tasks
        said = compose_final(explained(asked), ", Jane")
        assert verdict(question_by(task, name), said, context=[text], name="Jane") == "verified", said
        assert verdict(question_by(task, name), said.partition("\n\n")[0], context=[text], name="Jane") == "verified"
