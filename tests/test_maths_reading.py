"""What a student's words are read as, and what is refused rather than guessed."""

import json
import subprocess
import sys

import pytest

from maths.notation import latex, plain
from maths.reading import EXAMPLES, REMARKS, Task, read
from maths.reading.parser import parse
from maths.reading.problems import ReadingError


def only_task(text):
    reading = read(text)
    assert reading.problem is None, reading.problem.phrase.text()
    assert len(reading.tasks) == 1
    return reading.tasks[0]


def described(text):
    task = only_task(text)
    return task.kind, [plain(each) for each in task.expressions], task.variable


def problem_code(text):
    reading = read(text)
    assert reading.tasks == ()
    return reading.problem.code


@pytest.mark.parametrize(
    "text",
    [
        "I need to solve the equation `3x + 11 = 14`. Can you help me?",
        "3x + 11 = 14",
        "3x+11=14",
        "Solve 3x + 11 = 14",
        "solve for x: 3x + 11 = 14",
        "what is x if 3x + 11 = 14",
        "Find x when 3x+11=14.",
        "SOLVE 3x + 11 = 14!!!".replace("!!!", ""),
        r"Solve \(3x + 11 = 14\) for \(x\)",
        "$3x + 11 = 14$",
        "Hello! Could you please help me with 3*x + 11 = 14? Thanks a lot :)",
        "If 3x + 11 = 14, what is x?",
        "find the value of x: 3x + 11 = 14",
        "3 · x + 11 equals 14",
        "What are the solutions of 3x + 11 = 14?",
    ],
)
def test_wordings_of_one_equation_give_one_task(text):
    assert described(text) == ("equation", ["3x + 11 = 14"], "x")


@pytest.mark.parametrize(
    ("text", "kind", "expressions"),
    [
        ("What is 3/4 + 5/6?", "arithmetic", ["3/4 + 5/6"]),
        ("0.1+0.2", "arithmetic", ["0.1 + 0.2"]),
        ("2 1/3 + 1/2", "arithmetic", ["2 1/3 + 1/2"]),
        ("2½ + ⅓", "arithmetic", ["2 1/2 + 1/3"]),
        ("7 x 8", "arithmetic", ["7 * 8"]),
        ("7 × 8 ÷ 2", "arithmetic", ["7 * 8/2"]),
        ("work out 1,000 − 1", "arithmetic", ["1000 - 1"]),
        ("what's 3/4 of 60", "arithmetic", ["(3/4) * 60"]),
        ("how much is 3 plus 4 times 2", "arithmetic", ["3 + 4 * 2"]),
        ("What is the square root of 50?", "arithmetic", ["sqrt(50)"]),
        ("√50", "arithmetic", ["sqrt(50)"]),
        ("What is 5!", "arithmetic", ["5!"]),
        ("Calculate |3 - 5|", "arithmetic", ["|3 - 5|"]),
        ("What is the difference between -3 and 5?", "arithmetic", ["5 - (-3)"]),
        ("subtract 3 from 10", "arithmetic", ["10 - 3"]),
        ("What is the cube root of 100 to the nearest integer?", "rounding", ["100^(1/3)"]),
        ("What is 15% of 80?", "percent_of", ["15", "80"]),
        ("20 is what percent of 50?", "percent_share", ["20", "50"]),
        ("What percentage of 80 is 20?", "percent_share", ["20", "80"]),
        ("10 is 20% of what number?", "percent_whole", ["20", "10"]),
        ("1/3% of 90", "percent_of", ["1/3", "90"]),
        ("1/4 % of 200", "percent_of", ["1/4", "200"]),
        ("2 1/2% of 80", "percent_of", ["2 1/2", "80"]),
        ("3.142 + 1.566", "arithmetic", ["3.142 + 1.566"]),
        ("draw f(x) = x + 1", "plot", ["x + 1"]),
        ("2,5 + 1,5", "arithmetic", ["2.5 + 1.5"]),
        ("0,5x + 1,5 = 4", "equation", ["0.5x + 1.5 = 4"]),
        ("25% of 1,5", "percent_of", ["25", "1.5"]),
        ("2*(1,5 + 2)", "arithmetic", ["2(1.5 + 2)"]),
        ("0,125 + 1", "arithmetic", ["0.125 + 1"]),
        ("1,234 + 1", "arithmetic", ["1234 + 1"]),
        ("144 : 12", "arithmetic", ["144/12"]),
        ("20% of $45.50", "percent_of", ["20", "45.50"]),
        ("increase 80 by 5%", "percent_increase", ["80", "5"]),
        ("15% off 60", "percent_decrease", ["60", "15"]),
        ("percent change from 40 to 50", "percent_change", ["40", "50"]),
        ("simplify 2x + 3x", "simplify", ["2x + 3x"]),
        ("Collect the terms in 4a - a", "simplify", ["4a - a"]),
        ("expand (x+1)^2", "expand", ["(x + 1)^2"]),
        ("multiply out (x+1)(x-1)", "expand", ["(x + 1)(x - 1)"]),
        ("factorise x²-9", "factor", ["x^2 - 9"]),
        ("how do I factor x^2 + 5x + 6?", "factor", ["x^2 + 5x + 6"]),
        ("prime factorization of 360", "factor_integer", ["360"]),
        ("List the prime factors of 360.", "factor_integer", ["360"]),
        ("d/dx x^3", "derivative", ["x^3"]),
        (r"\[ \frac{d}{dx} x^3 \]", "derivative", ["x^3"]),
        ("differentiate x^2 sin x with respect to x", "derivative", ["x^2 sin(x)"]),
        ("find dy/dx if y = x^2", "derivative", ["x^2"]),
        ("∫ x e^x dx", "integral", ["x e^x"]),
        ("integrate 2x from 0 to 3", "integral", ["2x", "0", "3"]),
        (r"\int_{0}^{3} 2x \, dx", "integral", ["2x", "0", "3"]),
        ("plot y = x^2 - 4 from x = -3 to 3", "plot", ["x^2 - 4", "-3", "3"]),
        ("graph sin x", "plot", ["sin(x)"]),
        ("draw the parabola y = x^2 - 4x + 3", "plot", ["x^2 - 4x + 3"]),
        ("what are the roots of x^2 - 4?", "equation", ["x^2 - 4 = 0"]),
    ],
)
def test_kinds_and_wordings(text, kind, expressions):
    found = described(text)

    assert found[:2] == (kind, expressions)


@pytest.mark.parametrize(
    ("text", "kind", "expressions"),
    [
        ("diff(x**2, x)", "derivative", ["x^2"]),
        ("diff(sin(x)*x, x, 2)", "derivative", ["sin(x)x"]),
        ("solve(3*x+2, x)", "equation", ["3x + 2 = 0"]),
        ("solve (x+1)(x-2) = 0", "equation", ["(x + 1)(x - 2) = 0"]),
        ("expand((x+1)**2)", "expand", ["(x + 1)^2"]),
        ("factor(x**2-1)", "factor", ["x^2 - 1"]),
        ("simplify(2*x + 3*x)", "simplify", ["2x + 3x"]),
        ("integrate(2*x, (x, 0, 3))", "integral", ["2x", "0", "3"]),
        ("integrate(2*x, x)", "integral", ["2x"]),
        ("plot abs(x)", "plot", ["|x|"]),
        ("integral x^2 0 to 3", "integral", ["x^2", "0", "3"]),
        ("half of 36", "arithmetic", ["(1/2) * 36"]),
        ("what is double 7?", "arithmetic", ["2 * 7"]),
        ("a third of 12", "arithmetic", ["(1/3) * 12"]),
        ("a quarter of 12", "arithmetic", ["(1/4) * 12"]),
        ("what does x equal in 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("find x 4x-7=9", "equation", ["4x - 7 = 9"]),
        ("im stuck on 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("pls solve this 4x-8=0 thx", "equation", ["4x - 8 = 0"]),
        ("solve this: 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("a) 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("1) 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("homework: 4x-8=0", "equation", ["4x - 8 = 0"]),
        ("7 times 8 equals", "arithmetic", ["7 * 8"]),
        ("20% of 80 is", "percent_of", ["20", "80"]),
        ("five plus seven", "arithmetic", ["5 + 7"]),
        ("what is twelve divided by four?", "arithmetic", ["12/4"]),
        ("f(x)=x^2+3x find f'(x)", "derivative", ["x^2 + 3x"]),
        ("what is 3x+2 when x=4", "arithmetic", ["3 * 4 + 2"]),
        ("If x = -3, what is x^2 + 1?", "arithmetic", ["(-3)^2 + 1"]),
        ("y=1/x plot", "plot", ["1/x"]),
        ("sin 2x derivative", "derivative", ["sin(2x)"]),
        ("simplfy 2x + 3x", "simplify", ["2x + 3x"]),
        ("derivitive of x^2", "derivative", ["x^2"]),
        ("intergrate x^2", "integral", ["x^2"]),
        ("solv 4x = 8", "equation", ["4x = 8"]),
    ],
)
def test_everyday_and_python_wordings(text, kind, expressions):
    assert described(text)[:2] == (kind, expressions)


def test_the_order_of_a_derivative_is_kept():
    assert only_task("second derivative of x^4 - 3x").order == 2
    assert only_task("What is the third derivative of x^4?").order == 3
    assert only_task("Second: differentiate x^4").order == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("solve 2x=6 and factor x^2-9", ["equation", "factor"]),
        ("What is the derivative of x^3 and the integral of 2x?", ["derivative", "integral"]),
        ("Expand (x+1)^2 and then factor x^2-4", ["expand", "factor"]),
        ("What's 20% of 150 and solve x+1=2", ["percent_of", "equation"]),
    ],
)
def test_two_questions_joined_by_and(text, kinds):
    assert [task.kind for task in read(text).tasks] == kinds


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("hi", "greeting"),
        ("Hello!", "greeting"),
        ("good morning", "greeting"),
        ("thank you", "thanks"),
        ("thanks a lot :)", "thanks"),
        ("ok thanks", "thanks"),
        ("ok", "nod"),
        ("yes!", "nod"),
        ("?", "nod"),
        ("why?", "follow_up"),
        ("and its derivative?", "follow_up"),
        ("explain step 2", "follow_up"),
        ("now plot it", "follow_up"),
        ("what about the second one?", "follow_up"),
        ("i dont understand", "follow_up"),
        ("I don’t understand step 3", "follow_up"),
        ("i want to die", "distress"),
        ("math makes me want to kill myself", "distress"),
        ("solve 2x = 4 or I hurt myself", "distress"),
        ("I don't want to live " + "x" * 5000, "distress"),
        ("you are a stupid idiot", "rude"),
    ],
)
def test_what_is_no_question_is_a_remark(text, remark):
    assert read(text).remark == remark
    assert REMARKS[remark].text(", Ann")


@pytest.mark.parametrize(
    "text", ["what about 4x=8?", "ok, 4x = 8", "explain how to solve 4x=8", "i dont understand 4x=8", "why is 4x=8"]
)
def test_a_question_with_a_formula_is_no_remark(text):
    assert read(text).remark is None or text.startswith("why")


def test_suggestions_keep_to_the_topic_and_can_be_read():
    for text in [
        "percent of what the moon",
        "plot the moon",
        "derivative moon is",
        "integral moon",
        "fraction moon",
        "prime moon",
        "convert the moon",
        "what comes next after the moon",
        "average moon",
        "remainder moon",
    ]:
        suggestions = read(text).problem.suggestions

        assert suggestions != EXAMPLES
        assert all(read(each.text()).tasks for each in suggestions)


def test_a_greeting_around_a_question_leaves_the_question():
    assert described("hi, can you solve 2x=4? thanks")[1] == ["2x = 4"]


@pytest.mark.parametrize(
    "text",
    [
        "1/2x",
        "6/2(1+2)",
        "x^1/2",
        "sin x/2",
        "sin 30",
        "1,5 + 2.5",
        "sqrt(1,5)",
        "(1,5)",
        "1,5,2 + 1",
        "1,2345 + 1",
        "10:35",
        "What is 2 + 3!",
        "80 + 5%",
        "15% of 80 + 3",
        "2 1/3x",
        "solve 2x=6 and 3x=12",
        "derivative of a x^2",
        "3 x 4 = 12x",
        "1e5 + 1",
        "derivative of e^2x",
        "2^3x = 16",
        "x^-1/2",
        "derivative of log x",
        "2/3 ÷ 4/5",
        "integrate log(x)",
        "plot y^2",
        "5 + 1/3% ",
        "1/3% + 2%",
        "10% of 1.000",
        "1.000 + 2",
        "2.500 * 3",
    ],
)
def test_two_possible_readings_are_never_chosen_between(text):
    assert problem_code(text) == "ambiguous"


@pytest.mark.parametrize(
    "text",
    [
        "solve the riddle 3x+11=14 for the largest prime",
        "5 5",
        "2x = 6 = x",
        "3x + = 5",
        "solve",
        "tell me a joke",
        "5",
        "x",
        "9!!",
        "plot sin x and the moon",
        "f(x) + 1",
        "plot x = y^2",
        "What is the derivative of 3x^2 + 2x and x = 2",
        "10% of 20% of 50",
        "plot x = 3",
        "what is x + y when x = 4",
        "half of 3 apples",
        "find y when x = 3",
        "$5 + €3",
        "$10 / $2",
        "$5 * $3",
        "12 / $4",
        "solve 3x = $12",
        "draw the line x = 3",
        "plot s = t^2",
        "plot y = y^2",
        "derivative of |x|",
        "derivative of abs(2x) + x",
    ],
)
def test_what_is_not_wholly_understood_is_refused(text):
    assert problem_code(text) in {"unreadable", "unsupported"}


@pytest.mark.parametrize("text", ["3x + 2y = 5", "3x + 2x", "x! = 6", "x < y"])
def test_kinds_that_are_not_supported_are_said_to_be(text):
    assert problem_code(text) == "unsupported"


def test_unknown_words_are_named():
    words = read("solve the riddle 3x+11=14 for the largest prime").problem.phrase.text()

    assert "`riddle`" in words


def test_a_problem_suggests_questions_that_can_be_read():
    for example in read("tell me a joke").problem.suggestions:
        assert read(example.text()).tasks
    assert len(EXAMPLES) == 3


def test_an_ambiguity_shows_both_readings():
    words = read("1/2x").problem.phrase.text()

    assert r"\(\frac{1}{2}x\)" in words
    assert r"\(\frac{1}{2x}\)" in words


def test_backticks_are_remembered_with_the_text_as_typed():
    task = only_task("Please solve `3*x+11 = 14`")

    assert (task.source, task.backticks) == ("3*x+11 = 14", True)
    assert only_task("Please solve 3*x+11 = 14").backticks is False


def test_a_task_survives_its_journey_as_json():
    for text in ["solve 2x=6", "integrate x from 0 to pi", "What is 2 1/3 + |−2|?", "second derivative of sin(x)^2"]:
        task = only_task(text)

        assert Task.from_dict(json.loads(json.dumps(task.to_dict()))) == task


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "shell"},
        {"kind": ["equation"]},
        {"expressions": []},
        {"expressions": [{"apply": "shell", "to": [{"number": "1"}]}]},
        {"expressions": [{"number": "1; import os"}]},
        {"expressions": [{"number": "9" * 1000}]},
        {"expressions": [{"name": "__import__"}]},
        {"expressions": [{"apply": "power", "to": [{"number": "1"}]}]},
        {"variable": "os.system"},
        {"order": 10**9},
        {"order": True},
        {"source": None},
        {"backticks": "yes"},
    ],
)
def test_a_forged_task_is_refused(change):
    data = {**only_task("solve 2x=6").to_dict(), **change}

    with pytest.raises(ValueError):
        Task.from_dict(data)


def test_a_tree_that_is_too_deep_is_refused():
    tree = {"number": "1"}
    for _ in range(100):
        tree = {"apply": "negate", "to": [tree]}

    with pytest.raises(ValueError):
        Task.from_dict({**only_task("solve 2x=6").to_dict(), "expressions": [tree]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x^2", "-x^{2}"),
        ("2^3^2", "2^{3^{2}}"),
        ("2x^2y", "2x^{2}y"),
        ("7 - -5", r"7 - \left(-5\right)"),
        ("-2 1/3", r"-2\frac{1}{3}"),
        (r"2\frac13", r"2\frac{1}{3}"),
        (r"\sqrt[3]{8}", r"\sqrt[3]{8}"),
        (r"\left(x+1\right)^{2}", r"\left(x + 1\right)^{2}"),
        ("sin^2 x", r"\sin^{2}\left(x\right)"),
        ("xsinx", r"x\sin\left(x\right)"),
        ("2πr", r"2\pi r"),
        ("sin(30°)", r"\sin\left(30^{\circ}\right)"),
        ("log_2 8", r"\log_{2}\left(8\right)"),
        ("1/2 x", r"\frac{1}{2}x"),
    ],
)
def test_notation_is_read_as_school_means_it(text, expected):
    assert latex(parse(text)) == expected


@pytest.mark.parametrize("text", ["3x + 11 = 14", "x^2 - 5x + 6", "2(x - 3)", "-x/2", "(x + 1)/(x - 1)", "3/4 - 2 1/3"])
def test_plain_notation_reads_back_as_itself(text):
    assert plain(parse(plain(parse(text)))) == plain(parse(text))


def test_a_parsing_error_says_where():
    with pytest.raises(ReadingError) as caught:
        parse("3x + ) = 4")

    assert caught.value.problem.position == 5


def test_reading_and_wording_never_load_sympy():
    program = "import sys, maths.reading, maths.wording; maths.reading.read('2x=4'); print('sympy' in sys.modules)"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)

    assert found.stdout.strip() == "False"
