"""Whether the steps about expressions are true, computed anew at points: as identities, slopes, limits and matrices."""

import re

import mpmath
import numpy

from tests.maths_made.asked import Asked
from tests.maths_made.claiming import chain, is_true, lines
from tests.maths_made.computing import TOLERANCE, cells, near, real, value, worth

POINTS = [mpmath.mpf(each) for each in ("0.37", "1.3", "2.71", "5.1", "9.3", "-0.83", "-2.3", "-4.7")]
_ROUGH = mpmath.mpf(10) ** -8
_SLOPE = re.compile(r"\\frac\{d\}\{d([a-z])\}\\left\((.*)\\right\)")
_INTEGRAL = re.compile(r"([-+]?)\s*\\int (.*?) \\, d([a-z])")
_LIMIT = re.compile(r"\\lim_\{[a-z] \\to [^ ]+\} (.*)")


def letters_at(point) -> dict:
    """Letters with values of their own, made from one number."""
    return {each: point * (1 + mpmath.mpf(i) / 7) for i, each in enumerate("xyzabkntuC")}


def same(first, second, tolerance=TOLERANCE) -> bool:
    """Whether two functions of letters are the same at all points where both are real, which are some."""
    pairs = [[real(lambda: each(letters_at(point))) for each in (first, second)] for point in POINTS]  # noqa: B023
    compared = [pair for pair in pairs if None not in pair]
    return len(compared) >= 3 and all(near(a, b, tolerance) for a, b in compared)


def shown(text: str):
    """A side of a step as a function of letters."""
    return lambda letters: value(text, letters)


def check_expressions(asked: Asked) -> None:
    """All that a step shows is the same as what was asked about, before and after."""

    def question(letters):
        return worth(asked.tree, letters)

    for step in asked.steps:
        sides = [each for text in (step["before"], step["after"]) if text for each in chain(text)[0]]
        assert all(same(shown(a), shown(b)) for a, b in zip(sides, sides[1:], strict=False)), (asked.text, step)
        if asked.task.kind != "simplify_power":
            assert all(same(question, shown(each)) for each in sides), (asked.text, step)
    results = [each.rpartition("=")[2] for each in asked.answer["latex"]]
    if asked.answer["kind"] == "expression":
        assert same(question, shown(results[0])), (asked.text, results)
    if asked.task.kind == "coefficient":
        at_zero = mpmath.taylor(lambda x: question({"x": x}), 0, 2)
        assert near(value(results[0]), at_zero[2]), asked.text


def check_slopes(asked: Asked) -> None:
    """Each side of d/dx(f) = g has the slope that f has."""
    for step in asked.steps:
        for side in chain(step["after"])[0]:
            assert same(_slope_of(step["before"]), _slope_of(side), _ROUGH), (asked.text, step)
    assert same(_slope(lambda letters: worth(asked.tree, letters)), shown(asked.answer["latex"][0]), _ROUGH), asked.text


def _slope(function, letter="x"):
    return lambda letters: mpmath.diff(lambda at: function({**letters, letter: at}), letters[letter])


def _slope_of(text: str):
    match = _SLOPE.fullmatch(text)
    return _slope(shown(match[2]), match[1]) if match else shown(text)


def check_integrals(asked: Asked) -> None:
    """Both sides have the same derivative by x, whatever integrals are left in them; an area is computed anew."""
    stands_for = {}
    for step in asked.steps:
        if match := re.search(r"\\\((u) = (.*?)\\\)", asked.words(step)):
            stands_for = {match[1]: match[2]}
        sides = chain(step["after"])[0]
        if step["rule"] == "limits":
            assert near(value(sides[0]), value(sides[1])), (asked.text, step)
            continue
        for side in sides:
            assert same(_grows(step["before"], stands_for), _grows(side, stands_for), _ROUGH), (asked.text, step)
    if len(asked.task.expressions) == 3:
        area = mpmath.quad(lambda x: worth(asked.tree, {"x": x}), asked.task_ends)
        assert near(value(asked.answer["latex"][0]), area, _ROUGH), asked.text
    else:
        found = _grows(asked.answer["latex"][0], {})
        assert same(lambda letters: worth(asked.tree, letters), found, _ROUGH), asked.text


def _grows(text: str, stands_for: dict):
    """How fast a side grows with x; u may stand for an expression in x."""

    def inner(letters):
        return {**letters, **{u: value(meaning, letters) for u, meaning in stands_for.items()}}

    def speed(letters):
        parts, rest = _INTEGRAL.findall(text), _INTEGRAL.sub("", text).strip()
        total = _slope(lambda at: value(rest, inner(at)))(letters) if rest else mpmath.mpf(0)
        for sign, integrand, letter in parts:
            by_x = _slope(lambda at, letter=letter: inner(at)[letter])(letters)
            total += (-1 if sign == "-" else 1) * value(integrand, inner(letters)) * by_x
        return total

    return speed


def check_limits(asked: Asked) -> None:
    """Every limit that is shown is about that of the question, close to where the letter goes."""
    near_by = _places(asked)
    expected = [worth(asked.tree, {asked.letter: each}) for each in near_by]
    for step in asked.steps:
        if step["rule"] == "infinite":
            for way in re.split(r" \\quad ", step["after"]):
                place, shown_value = way.split(r":\ ")
                letters = {asked.letter: value(chain(place)[0][1])}
                assert near(worth(asked.tree, letters), value(shown_value), mpmath.mpf(10) ** -4), (asked.text, way)
            continue
        for side in chain(step["after"])[0] if step["after"] else []:
            match = _LIMIT.fullmatch(side)
            function = shown(match[1] if match else side)
            if step["rule"] in {"highest_power", "cancel"}:
                assert same(lambda at: worth(asked.tree, at), function), (asked.text, step)
            found = [function({asked.letter: each}) for each in near_by]
            assert all(near(a, b, mpmath.mpf(10) ** -4) for a, b in zip(found, expected, strict=True)), (
                asked.text,
                step,
            )
    (answer,) = asked.answer["latex"]
    if r"\infty" in answer:
        assert (-expected[0] if answer.startswith("-") else expected[0]) > 10**5, asked.text
    else:
        assert near(value(answer), expected[0], mpmath.mpf(10) ** -4), asked.text


def _places(asked: Asked) -> list:
    tiny, huge = mpmath.mpf(10) ** -9, mpmath.mpf(10) ** 9
    if len(asked.task.expressions) == 1:
        return [huge if asked.task.kind == "limit_infinity" else -huge]
    place = worth(asked.task.expressions[1])
    sides = {"limit_left": [-1], "limit_right": [1]}.get(asked.task.kind, [-1, 1])
    return [place + side * tiny for side in sides]


def check_sums(asked: Asked) -> None:
    """Every line is true, a formula for the sum up to n gives the sum, and so does the answer."""
    low, high = [int(worth(each)) for each in asked.task.expressions[1:]]

    def total(last):
        return sum(worth(asked.tree, {asked.letter: mpmath.mpf(k)}) for k in range(low, last + 1))

    for step in asked.steps:
        for line in lines(step["after"] or ""):
            if chain(line)[1]:
                assert is_true(line), (asked.text, line)
            elif "n" in line:
                assert all(near(value(line, {"n": n}), total(n)) for n in range(low, high + 1)), (asked.text, line)
            else:
                assert near(value(line), total(high)), (asked.text, line)
    assert near(value(asked.answer["latex"][0]), total(high)), asked.text


def check_matrices(asked: Asked) -> None:
    """Every matrix that a step shows is what multiplying and adding gives, every number is the determinant."""
    matrices = list(map(_matrix, asked.task.expressions))
    determinant = _determinant_of(matrices[0]) if asked.task.kind in {"matrix_determinant", "matrix_inverse"} else None
    expected = None if determinant == 0 else list(_MATRICES[asked.task.kind](*matrices))
    for step in asked.steps:
        for line in lines(step["after"] or ""):
            for side in chain(line)[0]:
                if "pmatrix" in line:
                    assert _all_near(cells(side), expected), (asked.text, line)
                else:
                    assert near(value(side), determinant), (asked.text, line)
    if answer := "".join(asked.answer["latex"]):
        found = cells(answer) if "pmatrix" in answer else [value(answer)]
        assert _all_near(found, expected or [determinant]), (asked.text, answer)
    else:
        assert determinant == 0, asked.text


def _determinant_of(matrix) -> int:
    return round(numpy.linalg.det(numpy.array(matrix.tolist(), dtype=float)))


def _all_near(first: list, second: list) -> bool:
    return len(first) == len(second) and all(map(near, first, second))


def _matrix(tree):
    if getattr(tree, "head", None) != "matrix":
        return worth(tree)
    return mpmath.matrix([[worth(cell) for cell in row.arguments] for row in tree.arguments])


_MATRICES = {
    "matrix_sum": lambda a, b: a + b,
    "matrix_difference": lambda a, b: a - b,
    "matrix_product": lambda a, b: a * b,
    "matrix_square": lambda a: a * a,
    "matrix_multiple": lambda a, b: a * b,
    "matrix_transpose": lambda a: a.T,
    "matrix_determinant": lambda a: [_determinant_of(a)],
    "matrix_inverse": lambda a: a**-1,
}


def check_definitions(asked: Asked) -> None:
    """Each step that computes keeps the value; each value that is found for a letter satisfies its equation."""
    functions, letters = {}, {}
    for each in asked.tree.arguments:
        left, right = each.arguments
        if each.head == "define" and left.head == "call":
            functions[left.arguments[0].name] = (left.arguments[1].name, right)
        elif each.head == "equals":
            (root,) = mpmath.polyroots(_linear(each))
            letters = {"n": root}
    for step in asked.steps:
        whole = [each for text in (step["before"], step["after"]) if text for each in chain(text)[0]]
        if step["rule"] == "solve":
            assert is_true(step["before"], letters), (asked.text, step)
            assert is_true(step["after"], letters), (asked.text, step)
        else:
            found = [shown_with(each, functions, letters) for each in whole]
            assert all(same(a, b) for a, b in zip(found, found[1:], strict=False)), (asked.text, step)
    asked_for = lambda at: worth(asked.task.expressions[1], {**at, **letters}, functions)  # noqa: E731
    assert same(asked_for, shown(asked.answer["latex"][0])), asked.text


def _linear(equation) -> list:
    at_zero, at_one = [worth(equation, {"n": mpmath.mpf(n)}) for n in (0, 1)]
    return [at_one - at_zero, at_zero]


def shown_with(text: str, functions: dict, letters: dict):
    return lambda at: value(text, {**at, **letters}, functions)
