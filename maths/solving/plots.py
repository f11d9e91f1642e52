"""Graphs of y = f(x): what is worth knowing about the curve, and a program that draws it."""

from math import ceil, floor

import sympy

from maths.notation import latex, plain
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving import domains
from maths.solving.convert import NoNotation, symbol, to_sympy
from maths.solving.programs import python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.solving.value_tables import sampled_table
from maths.tree import Apply, Constant, Name, Node, Number, names, walk

_TITLE_LENGTH = 60
_PERIODIC = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
_WITH_POLES = frozenset({"tan", "sec", "csc", "cot"})
_CALLS = {
    "sin": "np.sin({})",
    "cos": "np.cos({})",
    "tan": "np.tan({})",
    "sec": "1/np.cos({})",
    "csc": "1/np.sin({})",
    "cot": "1/np.tan({})",
    "asin": "np.arcsin({})",
    "acos": "np.arccos({})",
    "atan": "np.arctan({})",
    "sinh": "np.sinh({})",
    "cosh": "np.cosh({})",
    "tanh": "np.tanh({})",
    "exp": "np.exp({})",
    "ln": "np.log({})",
    "sqrt": "np.sqrt({})",
    "abs": "np.abs({})",
    "negate": "-({})",
    "subtract": "-({})",
    "percent": "({})/100",
    "degrees": "np.radians({})",
    "quotient": "({})/({})",
    "root": "np.sign({0})*np.abs({0})**(1/({1}))",
    "log": "np.log({})/np.log({})",
    "mixed": "({} + {}/{})",
}


def explain_plot(task: Task) -> Part:
    """Intercepts and vertex where they are easy, and the program that draws the graph."""
    tree, voice = task.expressions[0], Voice(task)
    variable, function = symbol(task.variable), to_sympy(tree)
    defined = domains.domain(tree, variable)
    low, high = _range(task, function, variable, defined)
    function_text = voice.question() if voice.task.backticks else math(f"y = {latex(tree)}")
    params = {"function": function_text, "low": math(tex(low)), "high": math(tex(high))}
    if not _has_points(tree, function, variable, defined, low, high):
        return _without_points(task, params, low, high)
    return Part(
        kind="plot",
        opening=Phrase(N_("Let us draw the graph of {function}:"), {"function": function_text}),
        steps=(
            *_where_defined(tree, defined, variable),
            *_facts(function, variable),
            *_values(tree, task.variable, low, high),
        ),
        program=_program(tree, task.variable, low, high),
        final=Phrase(N_("Here is the graph of {function} from {low} to {high}{address}."), params),
        answer={"kind": "plot", "values": [str(function), str(low), str(high)], "latex": [latex(tree)]},
    )


def _has_points(
    tree: Node,
    function: sympy.Expr,
    variable: sympy.Symbol,
    defined: sympy.Set,
    low: sympy.Expr,
    high: sympy.Expr,
) -> bool:
    """Whether there is anything to draw between the ends. Roots are not sampled: SymPy's odd ones are complex."""
    if defined.intersect(sympy.Interval(low, high)).is_empty:
        return False
    odd_roots = any(isinstance(each, Apply) and each.head == "root" for each in walk(tree))
    return odd_roots or domains.has_real_point(function, variable, low, high)


def _without_points(task: Task, params: dict[str, str], low: sympy.Expr, high: sympy.Expr) -> Part:
    nothing = N_(
        "The function {function} has no real value between {low} and {high}{address}, except perhaps at single points: "
        "there is no graph to draw."
    )
    return Part(
        kind="plot",
        opening=Phrase(nothing, params),
        program=f'print("There is no real value between {low} and {high}.")',
        final=Phrase(N_("There is nothing to draw{address}.")),
        answer={"kind": "no_value", "values": [], "latex": []},
    )


def _where_defined(tree: Node, defined: sympy.Set, variable: sympy.Symbol) -> list[Step]:
    shown = domains.said(defined, variable) if domains.is_known(tree, variable) else None
    return [Step(Phrase(N_("See where it is defined.")), None, shown, "domain")] if shown else []


def _values(tree: Node, letter: str, low: sympy.Expr, high: sympy.Expr) -> list[Step]:
    """A table of a few values, which one would draw by hand."""
    try:
        table = sampled_table(tree, letter, low, high)
    except (NoNotation, TypeError):
        return []
    return [Step(Phrase(N_("Make a table of values.")), None, table, "value_table")] if table else []


def _range(
    task: Task, function: sympy.Expr, variable: sympy.Symbol, defined: sympy.Set
) -> tuple[sympy.Expr, sympy.Expr]:
    if len(task.expressions) == 3:
        return to_sympy(task.expressions[1]), to_sympy(task.expressions[2])
    if isinstance(defined, sympy.Interval) and defined != sympy.S.Reals:
        return _beside(defined)
    if any(isinstance(each, Apply) and each.head in _PERIODIC for each in walk(task.expressions[0])):
        return -2 * sympy.pi, 2 * sympy.pi
    if function.is_polynomial(variable) and sympy.degree(function, variable) in {1, 2}:
        return _around(_points(function, variable))
    return sympy.Integer(-10), sympy.Integer(10)


def _beside(defined: sympy.Interval) -> tuple[sympy.Expr, sympy.Expr]:
    """The domain with a little room, or ten units of it."""
    low, high = defined.start, defined.end
    start = floor(float(low)) - 1 if low.is_finite else floor(float(high)) - 10
    end = ceil(float(high)) + 1 if high.is_finite else ceil(float(low)) + 10
    return sympy.Integer(start), sympy.Integer(end)


def _around(points: list[sympy.Expr]) -> tuple[sympy.Integer, sympy.Integer]:
    """A range that shows all points of interest with room beside them."""
    numbers = [float(each) for each in points] + [0.0]
    room = max(3.0, (max(numbers) - min(numbers)) / 2)
    return sympy.Integer(floor(min(numbers) - room)), sympy.Integer(ceil(max(numbers) + room))


def _points(function: sympy.Expr, variable: sympy.Symbol) -> list[sympy.Expr]:
    points = [each for each in sympy.roots(function, variable) if each.is_real]
    return [*points, *sympy.roots(function.diff(variable), variable)]


def _facts(function: sympy.Expr, variable: sympy.Symbol) -> list[Step]:
    steps = _intercept(function, variable)
    if function.is_polynomial(variable) and sympy.degree(function, variable) in {1, 2}:
        steps.extend(_zeros(function, variable))
    if function.is_polynomial(variable) and sympy.degree(function, variable) == 2:
        steps.append(_vertex(function, variable))
    return steps


def _intercept(function: sympy.Expr, variable: sympy.Symbol) -> list[Step]:
    value = function.subs(variable, 0)
    if not value.is_real or not value.is_finite:
        return []
    text = Phrase(
        N_("It meets the {axis}-axis where {variable} is 0."), {"axis": math("y"), "variable": math(tex(variable))}
    )
    return [Step(text, None, f"y = {tex(value)}", "intercept")]


def _zeros(function: sympy.Expr, variable: sympy.Symbol) -> list[Step]:
    zeros = sorted(each for each in sympy.roots(function, variable) if each.is_real)
    axis = {"axis": math(tex(variable))}
    if not zeros:
        return [Step(Phrase(N_("It never meets the {axis}-axis."), axis), None, None, "zeros")]
    for each in zeros:
        require(sympy.simplify(function.subs(variable, each)) == 0, "zeros")
    shown = r" \quad \text{and} \quad ".join(f"{tex(variable)} = {tex(each)}" for each in zeros)
    return [Step(Phrase(N_("It meets the {axis}-axis where the function is 0."), axis), None, shown, "zeros")]


def _vertex(function: sympy.Expr, variable: sympy.Symbol) -> Step:
    polynomial = sympy.Poly(function, variable)
    at = -polynomial.nth(1) / (2 * polynomial.nth(2))
    require(sympy.simplify(function.diff(variable).subs(variable, at)) == 0, "vertex")
    lowest = N_("The parabola opens upward; its vertex is the lowest point.")
    highest = N_("The parabola opens downward; its vertex is the highest point.")
    height = sympy.radsimp(sympy.expand(function.subs(variable, at)))
    return Step(
        Phrase(lowest if polynomial.LC() > 0 else highest), None, rf"\left({tex(at)},\ {tex(height)}\right)", "vertex"
    )


# -- the program ----------------------------------------------------------------------------------------------------


def _program(tree: Node, letter: str, low: sympy.Expr, high: sympy.Expr) -> str:
    name = python_name(letter)
    formula = _numpy(tree)
    if not names(tree):
        formula += f" + 0*{name}"
    lines = [
        "import matplotlib.pyplot as plt",
        "import numpy as np",
        "",
        f"{name} = np.linspace({_limit(low)}, {_limit(high)}, 801)",
        'with np.errstate(all="ignore"):',
        f"    y = {formula}",
    ]
    if _may_have_poles(tree):
        lines.append("y = np.where(np.abs(y) > 50, np.nan, y)")
    lines += [
        f"plt.plot({name}, y)",
        'plt.axhline(0, color="gray", linewidth=0.8)',
        'plt.axvline(0, color="gray", linewidth=0.8)',
        f'plt.title("{_title(tree)}")',
        f'plt.xlabel("{letter}")',
        'plt.ylabel("y")',
        "plt.grid(True)",
    ]
    return "\n".join(lines)


def _title(tree: Node) -> str:
    """Plain words: they are also what is read aloud to whoever cannot see the picture."""
    text = plain(tree)
    return f"Graph of y = {text}" if len(text) <= _TITLE_LENGTH else "Graph of the function"


def _may_have_poles(tree: Node) -> bool:
    for each in walk(tree):
        if isinstance(each, Apply) and each.head in _WITH_POLES:
            return True
        if isinstance(each, Apply) and each.head == "quotient" and names(each.arguments[1]):
            return True
        if (
            isinstance(each, Apply)
            and each.head == "power"
            and names(each.arguments[0])
            and to_sympy(each.arguments[1]).is_negative
        ):
            return True
    return False


def _limit(value: sympy.Expr) -> str:
    if value.is_Integer:
        return str(value)
    times = value / sympy.pi
    if times.is_Integer:
        return f"{times}*np.pi"
    return repr(float(value))


def _numpy(node: Node) -> str:
    """NumPy for a tree; brackets rather too many than too few."""
    if isinstance(node, Number):
        return node.value if node.value.isdigit() is False else f"{node.value}"
    if isinstance(node, Name):
        return python_name(node.name)
    if isinstance(node, Constant):
        return "np.pi" if node.name == "pi" else "np.e"
    if node.head == "factorial":
        return str(int(to_sympy(node)))
    parts = [_numpy(each) for each in node.arguments]
    if node.head == "sum":
        return _numpy_sum(node, parts)
    if node.head == "product":
        return "*".join(_bracketed(each, part) for each, part in zip(node.arguments, parts, strict=True))
    if node.head == "power":
        return _numpy_power(node, parts)
    if node.head == "root" and domains.is_even_root(node):
        return "({})**(1/({}))".format(*parts)
    return _CALLS[node.head].format(*parts)


def _bracketed(node: Node, text: str) -> str:
    loose = isinstance(node, Apply) and node.head in {"sum", "negate", "subtract", "quotient", "sec", "csc", "cot"}
    return f"({text})" if loose else text


def _numpy_sum(node: Apply, parts: list[str]) -> str:
    text = parts[0]
    for each, part in zip(node.arguments[1:], parts[1:], strict=True):
        if isinstance(each, Apply) and each.head == "subtract":
            text += " - " + _bracketed(each.arguments[0], _numpy(each.arguments[0]))
        else:
            text += " + " + part
    return text


def _numpy_power(node: Apply, parts: list[str]) -> str:
    base, exponent = node.arguments
    left = parts[0] if isinstance(base, Name | Constant | Number) else f"({parts[0]})"
    right = parts[1] if isinstance(exponent, Name | Constant | Number) else f"({parts[1]})"
    if isinstance(base, Number) and base.value.isdigit():
        left = f"{left}.0"
    return f"{left}**{right}"
