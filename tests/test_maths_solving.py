"""Steps, answers and programs: right for random questions, proved by putting back."""

import json
import random

import pytest
import sympy

from maths.phrases import Phrase
from maths.reading import read
from maths.solving import conclude, explain, steps
from maths.wording import compose_final, compose_steps

X = sympy.Symbol("x", real=True)
EXAMPLE = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
SEMIPRIME = "3000000000000000038372000000000000010863369"


def parts(text):
    reading = read(text)
    assert reading.problem is None, (text, reading.problem.phrase.text())
    payload = json.loads(json.dumps({"tasks": [task.to_dict() for task in reading.tasks]}))
    return json.loads(json.dumps(explain(payload)))["parts"]


def part(text):
    (only,) = parts(text)
    return only


def final(text):
    """The sentence with the answer, without what is said of other ways."""
    return compose_final({**part(text), "offer": None})


def values(text):
    """The answer's exact values; only our own output is given to SymPy's reader here."""
    return [sympy.sympify(each, locals={"x": X}) for each in part(text)["answer"]["values"]]


def printed(program, capsys):
    exec(compile(program, "program", "exec"), {})
    return capsys.readouterr().out.strip()


def test_the_example_gets_its_sentence():
    found = part(EXAMPLE)

    assert compose_final(found, ", Jane Doe") == "The solution to the equation `3x + 11 = 14` is `x = 1`, Jane Doe."
    assert compose_final(found) == "The solution to the equation `3x + 11 = 14` is `x = 1`."


def test_the_examples_steps_are_addressed_and_numbered():
    message = compose_steps(part(EXAMPLE), ", Jane Doe")

    assert message.startswith("Sure, Jane Doe. To solve the equation `3x + 11 = 14`, we isolate the variable `x`.")
    assert "1. Subtract \\(11\\) from both sides.\n\n   \\[ 3x = 3 \\]" in message
    assert "2. Divide both sides by \\(3\\).\n\n   \\[ x = 1 \\]" in message
    assert message.index("back") < message.index("Let's calculate it.")


def test_the_examples_program_prints_the_solution(capsys):
    program = part(EXAMPLE)["program"]

    assert program.splitlines()[-1] == "print(solve(Eq(3*x + 11, 14), x))"
    assert printed(program, capsys) == "[1]"


def test_every_step_carries_formula_and_rule():
    found = part("solve 2(x - 3) = 10 - 2x/3")

    assert [each["rule"] for each in found["steps"]] == [
        "expand",
        "clear_fractions",
        "collect_unknown",
        "collect_numbers",
        "divide",
    ]
    chain = [(each["before"], each["after"]) for each in found["steps"]]
    assert all(left[1] == right[0] for left, right in zip(chain, chain[1:], strict=False))


@pytest.mark.parametrize("seed", range(40))
def test_random_linear_equations_give_the_root_they_were_made_from(seed):
    chance = random.Random(seed)
    root = sympy.Rational(chance.randint(-30, 30), chance.randint(1, 6))
    a, c = chance.sample(range(-12, 13), 2)
    b = sympy.Rational(chance.randint(-40, 40), chance.randint(1, 4))
    d = (a - c) * root + b
    text = f"solve {a}*x + ({b}) = {c}*x + ({d})"

    assert values(text) == [root]


@pytest.mark.parametrize("seed", range(40))
def test_random_quadratic_equations_give_the_roots_they_were_made_from(seed):
    chance = random.Random(seed)
    roots = {sympy.Rational(chance.randint(-9, 9), chance.randint(1, 3)) for _ in range(2)}
    factor = chance.choice([1, 1, 2, -3])
    left = sympy.expand(factor * sympy.Mul(*[X - each for each in roots]) * (X - min(roots) if len(roots) == 1 else 1))
    shift = chance.randint(-5, 5)
    text = f"solve {left} = {shift} - ({shift})".replace("**", "^")

    assert set(values(text)) == roots


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_random_quadratics_agree_with_the_discriminant(seed):
    chance = random.Random(seed)
    a, b, c = chance.choice([1, 2, 3, -1]), chance.randint(-7, 7), chance.randint(-9, 9)
    expected = sorted({each for each in sympy.roots(a * X**2 + b * X + c, X) if each.is_real})

    found = part(f"{a}x^2 + ({b})x + ({c}) = 0")

    assert [sympy.simplify(sympy.sympify(v) - e) for v, e in zip(found["answer"]["values"], expected, strict=True)] == [
        0
    ] * len(expected)
    assert found["answer"]["outcome"] == ("solved" if expected else "no_real")


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("x = x", "every", "Every number"),
        ("2(x+1) = 2x+2", "every", "Every number"),
        ("x = x + 1", "never", "no solution"),
        ("x^2 + 1 = 0", "no_real", "no real solution"),
        ("x^2 + 2x + 5 = 0", "no_real", "no real solution"),
    ],
)
def test_equations_without_a_single_answer_say_so(text, outcome, words):
    found = part(text)

    assert found["answer"]["outcome"] == outcome
    assert found["answer"]["values"] == []
    assert words in compose_final(found)


def test_a_double_root_is_given_once_and_explained():
    found = part("x^2 - 6x + 9 = 0")

    assert found["answer"]["values"] == ["3"]
    assert found["steps"][-1]["rule"] == "double_root"


def test_surds_come_exact_with_decimals_in_the_steps():
    found = part("x^2 + x - 1 = 0")

    assert [sympy.sympify(each) for each in found["answer"]["values"]] == [
        (-1 - sympy.sqrt(5)) / 2,
        (sympy.sqrt(5) - 1) / 2,
    ]
    assert "-1.6180" in compose_steps(found)


def test_a_quintic_that_does_not_factor_has_no_answer():
    found = part("x^5 - x - 1 = 0")

    assert found["answer"] is None
    assert "cannot solve" in compose_final(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_random_arithmetic_is_exact(seed):
    chance = random.Random(seed)

    def build(level):
        if level == 0:
            return chance.choice(
                [
                    str(chance.randint(1, 20)),
                    f"{chance.randint(1, 9)}/{chance.randint(2, 9)}",
                    f"0.{chance.randint(1, 99):02}",
                ]
            )
        return f"({build(level - 1)}) {chance.choice('+-*/')} ({build(chance.randint(0, level - 1))})"

    text = build(chance.randint(1, 3))
    expected = sympy.nsimplify(sympy.sympify(text, rational=True))
    if expected.has(sympy.zoo, sympy.nan):
        assert read(text).problem.code == "undefined"
        return

    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "What is `3/4 + 5/6`?",
            "The value of `3/4 + 5/6` is `19/12`, which is `1 7/12` as a mixed number and about 1.5833 as a decimal.",
        ),
        ("0.1 + 0.2", r"The value of \(0.1 + 0.2\) is \(0.3\)."),
        ("sqrt(50)", r"The value of \(\sqrt{50}\) is \(5\sqrt{2}\), which is about 7.0711."),
        ("1/8", r"The value of \(\frac{1}{8}\) is \(\frac{1}{8}\), which is 0.125 as a decimal."),
        ("What is 15% of 80?", r"\(15\%\) of \(80\) is \(12\)."),
        ("20 is what percent of 30?", r"\(20\) is about \(66.67\%\) of \(30\)."),
        ("20% of $45.50", r"\(20\%\) of \(45.50\) is `$9.10`."),
        ("15% off 80€", r"\(80\) decreased by \(15\%\) is `68 €`."),
        ("$5.20 - $7", r"The value of \(5.20 - 7\) is `-$1.80`."),
        ("What is £10 / 3?", r"The value of \(\frac{10}{3}\) is `≈ £3.33`."),
        ("3/4 of $60", r"The value of \(\frac{3}{4} \times 60\) is `$45`."),
        ("5$+3$", r"The value of \(5 + 3\) is `8 $`."),
        ("$5 + 3$", r"The value of \(5 + 3\) is \(8\)."),
        ("$20 is what percent of $50?", r"\(20\) is \(40\%\) of \(50\)."),
        ("increase 80 by 5%", r"\(80\) increased by \(5\%\) is \(84\)."),
        ("15% off 60", r"\(60\) decreased by \(15\%\) is \(51\)."),
        ("percent change from 50 to 40", r"From \(50\) to \(40\) is a decrease of \(20\%\)."),
        ("10 is 20% of what number?", r"\(20\%\) of \(50\) is \(10\)."),
        ("factor `x^2-9`", "Factored, `x^2-9` is `(x + 3)(x - 3)`."),
        ("factor x^2+1", r"\(x^{2} + 1\) does not factor any further over the whole numbers."),
        ("factor 360", r"The prime factorization of \(360\) is \(2^{3} \cdot 3^{2} \cdot 5\)."),
        ("factor 97", r"\(97\) is a prime number: it has no smaller prime factors."),
        ("expand (x+2)(x+3)", r"Expanded, \(\left(x + 2\right)\left(x + 3\right)\) is \(x^{2} + 5x + 6\)."),
        ("simplify (x^2-1)/(x-1)", r"Simplified, \(\frac{x^{2} - 1}{x - 1}\) is \(x + 1\)."),
        ("derivative of `x^3`", "The derivative of `x^3` is `3x^2`."),
        ("second derivative of x^4", r"The second derivative of \(x^{4}\) is \(12x^{2}\)."),
        ("∫ x e^x dx", r"The integral of \(x e^{x}\) is \(x e^{x} - e^{x} + C\)."),
        ("integral of 1/x", r"The integral of \(\frac{1}{x}\) is \(\ln\left(\left|x\right|\right) + C\)."),
        ("integrate 2x from 0 to 3", r"The integral of \(2x\) from \(0\) to \(3\) is \(9\)."),
        (
            "What is the cube root of 100 to the nearest integer?",
            r"To the nearest whole number, \(\sqrt[3]{100}\) is \(5\).",
        ),
    ],
)
def test_final_sentences(text, expected):
    assert final(text) == expected


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_random_products_expand_and_factor_back(seed):
    chance = random.Random(seed)
    product = chance.choice([1, 2, -3]) * sympy.Mul(
        *[chance.randint(1, 3) * X + chance.randint(-6, 6) for _ in range(chance.randint(2, 3))]
    )
    typed = str(product).replace("**", "^")

    (expanded,) = values(f"expand {typed}")
    (factored,) = values(f"factor {sympy.expand(product)}".replace("**", "^"))

    assert expanded == sympy.expand(product)
    assert sympy.expand(factored - product) == 0


FUNCTIONS = [
    "x^2 sin(x)",
    "sin(2x)/x",
    "(2x+1)^5",
    "e^(3x)",
    "ln(x^2+1)",
    "x^x",
    "sqrt(x^2+1)",
    "1/x^3",
    "tan(x)",
    "5",
    "x/(x+1)",
]


@pytest.mark.parametrize("text", FUNCTIONS)
def test_derivatives_agree_with_difference_quotients(text):
    found = part(f"differentiate {text}")
    function = values(f"simplify {text}")[0] if text != "5" else sympy.Integer(5)
    slope = sympy.sympify(found["answer"]["values"][0], locals={"x": X})

    step = sympy.Rational(1, 10**8)
    at = sympy.Rational(13, 10)
    quotient = (function.subs(X, at + step) - function.subs(X, at - step)) / (2 * step)

    assert abs(sympy.N(quotient - slope.subs(X, at), 20)) < 1e-9
    assert found["steps"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "x^3 - 2x",
        "sin(x)^2",
        "x cos(x^2)",
        "ln(x)",
        "1/(x^2+1)",
        "e^x sin(x)",
        "tan(x)",
        "1/(x^2-1)",
        "sqrt(1-x^2)",
        "x^2 e^x",
    ],
)
def test_antiderivatives_differentiate_back(text):
    (found,) = values(f"integrate {text}")
    (integrand,) = values(f"simplify {text}")

    difference = found.diff(X) - integrand
    assert all(abs(sympy.N(difference.subs(X, sympy.Rational(k, 7)), 20)) < 1e-12 for k in (1, 2, 3))


@pytest.mark.parametrize("text", ["integrate e^(-x^2)", "integrate sin(x)/x", "integral of x^x"])
def test_no_elementary_antiderivative_is_said(text):
    found = part(text)

    assert found["answer"] is None
    assert "elementary antiderivative" in compose_final(found)


def test_no_integral_is_taken_across_a_pole():
    found = part("integral of 1/x from -1 to 1")

    assert found["answer"] is None
    assert "not defined everywhere" in compose_final(found)


def test_a_plot_has_facts_and_a_program_that_only_draws():
    found = part("plot y = x^2 - 4 from x = -3 to 3")

    assert [each["rule"] for each in found["steps"]] == ["intercept", "zeros", "vertex", "value_table"]
    assert "np.linspace(-3, 3, 801)" in found["program"]
    assert "savefig" not in found["program"]
    assert final("plot y = x^2 - 4 from x = -3 to 3").startswith("Here is the graph of")


def test_a_graph_without_a_point_is_said_to_be_none():
    for text in ["plot sqrt(-x^2-1)", "plot ln(x) from -5 to -1", "plot sqrt(sin(x) - 2)"]:
        found = part(text)

        assert "no real value" in compose_steps(found)
        assert "plt" not in found["program"]
        assert found["answer"]["kind"] == "no_value"


@pytest.mark.parametrize(
    ("text", "window", "where"),
    [
        ("plot ln(x)", "-1, 10", "x > 0"),
        ("plot sqrt(x - 50)", "49, 60", r"x \ge 50"),
        ("plot sqrt(9 - x^2)", "-4, 4", r"-3 \le x \le 3"),
    ],
)
def test_a_graph_is_drawn_where_its_function_is_defined(text, window, where):
    found = part(text)

    assert f"np.linspace({window}, 801)" in found["program"]
    assert found["steps"][0]["after"] == where


@pytest.mark.parametrize("text", ["plot ln(ln(x))", "plot 1/sqrt(x)", "plot sqrt(x)^(-1)", "plot tan(sqrt(x))"])
def test_where_a_function_is_defined_is_only_said_when_all_of_it_is_known(text):
    assert all(each["rule"] != "domain" for each in part(text)["steps"])


def test_the_title_of_a_graph_is_plain_text():
    assert 'plt.title("Graph of y = x^2 - 4")' in part("plot x^2 - 4")["program"]


@pytest.mark.parametrize(
    "text", ["sin x", "1/x", "|x|", "3", "e^x", "ln x", "x^3 - 2", "tan(x)", "sqrt(x)", "(1/2)^x", "log x", "30° + x"]
)
def test_plotted_values_are_those_of_the_function(text):
    numpy = pytest.importorskip("numpy")
    found = part(f"plot {text}")
    lines = [each for each in found["program"].splitlines() if "plt" not in each]
    space = {}

    exec(compile("\n".join(lines), "program", "exec"), space)

    function = sympy.sympify(found["answer"]["values"][0], locals={"x": X})
    for x, y in list(zip(space["x"], space["y"], strict=True))[410:800:97]:
        if not numpy.isnan(y):
            assert abs(y - complex(function.subs(X, x))) < 1e-6 * max(1, abs(y))


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("3/4 + 5/6", "19/12"),
        ("(2+3)/4", "5/4"),
        ("2^-3", "1/8"),
        ("0.1 + 0.2", "3/10\n0.3"),
        ("3.50+2.75", "25/4\n6.25"),
        ("20% of 45.50", "91/10\n9.1"),
        ("integrate 1/x", "log(Abs(x))"),
        ("derivative of (x+1)/(x-1)", "-2/(x - 1)**2"),
        ("solve 2x^2 - 3x - 7 = 0", "[3/4 - sqrt(65)/4, 3/4 + sqrt(65)/4]"),
        ("2 1/3 + 1/2", "17/6"),
        ("-7/2", "-7/2"),
        ("(1+2)/(3+3)*2", "1"),
        ("x^2 = 2", "[-sqrt(2), sqrt(2)]"),
        ("simplify 2λ + λ".replace("λ", r"\lambda"), "3*lambda"),
        ("factor 360", "{2: 3, 3: 2, 5: 1}"),
        ("integrate 2x from 0 to 3", "9"),
    ],
)
def test_programs_print_the_exact_answer(text, output, capsys):
    assert printed(part(text)["program"], capsys) == output


def test_two_tasks_give_two_parts():
    found = parts("solve 2x=6 and factor x^2-9")

    assert [each["kind"] for each in found] == ["equation", "factor"]


def test_parts_are_numbered_and_agreed_to_once():
    first, second = parts("solve 2x=6 and factor x^2-9")

    assert compose_steps(first, ", Ann", number=1).startswith("**Question 1:** Sure, Ann. To solve")
    assert compose_steps(second, number=2).startswith("**Question 2:** Let us factor")


def test_both_roots_are_put_back():
    words = compose_steps(part("x^2 - 5x + 6 = 0"))

    assert "isolate" not in words
    assert r"Put \(x = 2\) back" in words
    assert r"Put \(x = 3\) back" in words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5-(-3)*2", r"5 - \left(-3\right) \times 2"),
        ("-4 × -5", r"-4 \times \left(-5\right)"),
        ("2/3 * 3/5", r"\frac{2}{3} \times \frac{3}{5}"),
        ("3*(2+4)/2-1", r"\frac{3 \times \left(2 + 4\right)}{2} - 1"),
    ],
)
def test_a_calculation_is_shown_as_it_was_written(text, shown):
    assert f"\\({shown}\\)" in compose_steps(part(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("simplify x^2*x^3", "add the exponents"),
        ("simplify 6x/3", "Divide the numbers"),
        ("expand 3(x+2)", "Distribute"),
        ("expand (x+1)(x+2)", "every term of one bracket"),
    ],
)
def test_the_rule_named_is_the_rule_used(text, words):
    assert words in compose_steps(part(text))


def test_nothing_is_promised_step_by_step_without_steps():
    assert "step by step" not in compose_steps(part("7/2"))


def test_a_heavy_task_has_a_program_and_no_answer_yet():
    found = part(f"factor {SEMIPRIME}")

    assert found["program"].endswith(f"print(factorint({SEMIPRIME}))")
    assert (found["final"], found["answer"]) == (None, None)
    assert compose_final(found) == ""


def concluded(logs):
    (task,) = read(f"factor {SEMIPRIME}").tasks
    return conclude({"task": task.to_dict(), "logs": logs})


def test_a_printed_factorization_is_believed_after_it_was_checked():
    found = concluded("{3000000000000000000869: 1, 1000000000000000012501: 1}\n")

    assert found["answer"]["values"] == ["1000000000000000012501", "3000000000000000000869"]
    assert "prime factorization" in compose_final(found)


@pytest.mark.parametrize(
    "logs",
    [
        "",
        "Traceback (most recent call last):\nTimeoutError",
        "{2: 1, 5: 1}",
        f"{{{SEMIPRIME}: 1}}",
        "{3000000000000000000869: 99999999}",
        "{2: 9999, 3: 9999}",
        "{__import__('os'): 1}",
        "{1: 1, 3000000000000000000869: 1, 1000000000000000012501: 1}",
        "{" + "1: 1, " * 5000 + "}",
        "9" * 100_000,
    ],
)
def test_a_forged_or_missing_factorization_is_not_believed(logs):
    found = concluded(logs)

    assert found["answer"] is None
    assert "could not find" in compose_final(found)


@pytest.mark.parametrize("payload", [None, {}, {"tasks": "all"}, {"tasks": [1]}, {"tasks": [{"kind": "equation"}]}])
def test_a_bad_payload_is_refused(payload):
    with pytest.raises(ValueError):
        explain(payload)


def test_a_wrong_step_is_never_shown(monkeypatch):
    monkeypatch.setattr(sympy, "expand", lambda expression, **options: expression + 1)

    with pytest.raises(steps.WrongStep):
        part("solve 2(x - 3) = 10")


def test_phrases_fill_only_their_own_names():
    phrase = Phrase("{a} and {b.__class__} {missing}{address}", {"a": "{b}"})

    assert phrase.text(", Ann") == "{b} and {b.__class__} {missing}, Ann"


def test_sentences_can_be_translated():
    found = part(EXAMPLE)
    english = "The solution to the equation {equation} is {solution}{address}."
    german = {english: "{equation} hat als Lösung {solution}{address}"}

    message = compose_final(found, ", Jane", lambda template: german.get(template, template))

    assert message == "`3x + 11 = 14` hat als Lösung `x = 1`, Jane"
