"""Inverse functions: what is done to the letter is undone from the outside in, and put together as a check."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, tex
from maths.tree import Apply, Name, Node, names, walk


class _NoInverse(Exception):
    """Two places with the same value: the function has no inverse."""


class _CannotInvert(Exception):
    """No method for this function."""


def explain_inverse(task: Task) -> Part:
    """y = f(x) solved for x, and the letters swapped; f(g(x)) = x is checked."""
    tree, voice, letter = task.expressions[0], Voice(task), symbol(task.variable)
    other = symbol("y" if task.variable != "y" else "x")
    said = {"expression": voice.question(), "letter": math(tex(letter)), "other": math(tex(other))}
    steps = [
        Step(
            Phrase(N_("Write {other} for the value and solve for {letter}."), said),
            None,
            f"{tex(other)} = {latex(tree)}",
            "name",
        )
    ]
    try:
        value = _solved(tree, task.variable, other, steps)
        inverse = value.subs(other, letter)
        shown = tex(inverse)
        if not _undoes(to_sympy(tree), inverse, letter):
            raise _CannotInvert
    except _NoInverse:
        return _without_inverse(task, said)
    except (_CannotInvert, NoNotation):
        return _without(task, N_("I cannot find the inverse of {expression}{address}."), said, None)
    steps.append(Step(Phrase(N_("Swap the letters.")), None, f"{tex(other)} = {shown}", "swap"))
    final = N_("The inverse function of {expression} is {result}{address}.")
    restricted = any(
        isinstance(each, Apply) and each.head in {"sqrt", "root", "ln", "log"} and names(each) for each in walk(tree)
    )
    if restricted:
        final = N_("The inverse function of {expression} is {result}{address}, for the values that the function takes.")
    return Part(
        kind="inverse_function",
        opening=Phrase(N_("Let us find the inverse function of {expression}:"), said),
        steps=tuple(steps),
        program=_program(task, inverse),
        final=Phrase(final, {**said, "result": math(shown)}),
        answer={"kind": "expression", "values": [str(inverse)], "latex": [shown]},
        check=Phrase(N_("Put into the function, this gives {letter} again."), said),
    )


def _without_inverse(task: Task, said: dict[str, str]) -> Part:
    """A function that goes up and down; where that is not seen, nothing is claimed."""
    if not _turns(task):
        return _without(task, N_("I cannot find the inverse of {expression}{address}."), said, None)
    text = N_("{expression} has no inverse function{address}: it takes values twice, unless {letter} is restricted.")
    return _without(task, text, said, {"kind": "no_value", "values": [], "latex": []})


def _turns(task: Task) -> bool:
    """Whether three values show that a function without gaps rises and falls."""
    tree, letter = task.expressions[0], symbol(task.variable)
    broken = any(
        isinstance(each, Apply) and (each.head == "tan" or each.head == "quotient" and names(each.arguments[1]))
        for each in walk(tree)
    )
    values = [to_sympy(tree).subs(letter, sympy.Rational(k, 3)) for k in range(-45, 46)]
    numbers = [float(each) if each.is_real else None for each in values]
    rising = {b > a for a, b in zip(numbers, numbers[1:], strict=False) if None not in (a, b) and a != b}
    return not broken and len(rising) == 2


def _without(task: Task, template: str, said: dict[str, str], answer: dict | None) -> Part:
    return Part(
        kind="inverse_function",
        opening=Phrase(N_("Let me look at {expression}{address}."), said),
        final=Phrase(template, said),
        answer=answer,
    )


def _undoes(function: sympy.Expr, inverse: sympy.Expr, letter: sympy.Symbol) -> bool:
    """Whether inverse(function(x)) is x at many places where the function is real."""
    seen = 0
    for k in range(-15, 40):
        place = sympy.Rational(7 * k + 3, 11)
        value = function.subs(letter, place)
        if value.has(sympy.zoo, sympy.nan) or value.is_real is not True:
            continue
        back = sympy.real_root(inverse.subs(letter, value)).evalf(30)
        if not back.is_real or abs(back - place) > 1e-15:
            return False
        seen += 1
    return seen >= 5


def _solved(tree: Node, letter: str, other: sympy.Symbol, steps: list[Step]) -> sympy.Expr:
    start = sympy.cancel(to_sympy(tree)) if _count(tree, letter) > 1 else None
    if start is not None:
        return _fraction(start, symbol(letter), other, steps)
    value: sympy.Expr = other
    while tree != Name(letter):
        tree, value = _peeled(tree, letter, value, steps)
    return value


def _count(tree: Node, letter: str) -> int:
    return sum(1 for each in walk(tree) if each == Name(letter))


def _fraction(start: sympy.Expr, letter: sympy.Symbol, other: sympy.Symbol, steps: list[Step]) -> sympy.Expr:
    """(a x + b) / (c x + d), or a linear function written in several terms."""
    top, bottom = sympy.fraction(start)
    if not all(each.is_polynomial(letter) for each in (top, bottom)):
        raise _CannotInvert
    top, bottom = sympy.expand(top), sympy.expand(bottom)
    degrees = [sympy.degree(each, letter) for each in (top, bottom)]
    if not bottom.has(letter) and degrees[0] % 2 == 0 and top.has(letter):
        raise _NoInverse
    if max(degrees) > 1:
        raise _CannotInvert
    a, b, c, d = top.coeff(letter, 1), top.coeff(letter, 0), bottom.coeff(letter, 1), bottom.coeff(letter, 0)
    if a * d - b * c == 0:
        raise _NoInverse
    if bottom != 1:
        text = Phrase(N_("Multiply both sides by {below}."), {"below": math(tex(bottom))})
        steps.append(Step(text, None, f"{tex(sympy.expand(other * bottom))} = {tex(top)}", "multiply"))
    value = sympy.cancel((b - d * other) / (c * other - a))
    text = Phrase(N_("Collect the terms with {letter} and divide."), {"letter": math(tex(letter))})
    steps.append(Step(text, None, f"{tex(letter)} = {tex(value)}", "collect"))
    return value


def _peeled(tree: Node, letter: str, value: sympy.Expr, steps: list[Step]) -> tuple[Node, sympy.Expr]:
    """The outermost operation undone on both sides."""
    if not isinstance(tree, Apply):
        raise _CannotInvert
    index = next(i for i, each in enumerate(tree.arguments) if letter in names(each))
    inner = tree.arguments[index]
    rest = [to_sympy(each) for i, each in enumerate(tree.arguments) if i != index]
    text, found = _undone(tree.head, index, rest, value)
    found = sympy.expand(found) if found.is_polynomial() else found
    steps.append(Step(text, None, f"{latex(inner)} = {tex(found)}", "undo"))
    return inner, found


def _undone(head: str, index: int, rest: list[sympy.Expr], value: sympy.Expr) -> tuple[Phrase, sympy.Expr]:
    if head == "sum":
        return _moved(sympy.Add(*rest)), value - sympy.Add(*rest)
    if head in {"negate", "subtract"}:
        return Phrase(N_("Turn the signs on both sides.")), -value
    if head == "product" or head == "quotient" and index == 0:
        factor = sympy.Mul(*rest) if head == "product" else 1 / rest[0]
        if factor == 0:
            raise _NoInverse
        if head == "quotient":
            return Phrase(N_("Multiply both sides by {factor}."), {"factor": math(tex(rest[0]))}), value * rest[0]
        return Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(factor))}), value / factor
    if head == "quotient":
        return Phrase(N_("Take the reciprocal of both sides.")), rest[0] / value
    if head == "power" and index == 0:
        return _unpowered(rest[0], value)
    return _unfunction(head, index, rest, value)


def _moved(amount: sympy.Expr) -> Phrase:
    if amount.as_coeff_Mul()[0].is_negative:
        return Phrase(N_("Add {amount} to both sides."), {"amount": math(tex(-amount))})
    return Phrase(N_("Subtract {amount} from both sides."), {"amount": math(tex(amount))})


def _unpowered(exponent: sympy.Expr, value: sympy.Expr) -> tuple[Phrase, sympy.Expr]:
    if exponent.is_Integer and exponent % 2 == 0:
        raise _NoInverse
    if not exponent.is_Integer or exponent < 2:
        raise _CannotInvert
    text = Phrase(N_("Take the root with index {index} of both sides."), {"index": math(tex(exponent))})
    return text, sympy.root(value, exponent)


def _unfunction(head: str, index: int, rest: list[sympy.Expr], value: sympy.Expr) -> tuple[Phrase, sympy.Expr]:
    if head == "sqrt":
        return Phrase(N_("Square both sides.")), value**2
    if head == "root" and index == 0:
        return Phrase(N_("Raise both sides to the power of {index}."), {"index": math(tex(rest[0]))}), value ** rest[0]
    if head == "exp":
        return Phrase(N_("Take the natural logarithm of both sides.")), sympy.log(value)
    if head == "ln":
        return Phrase(N_("Write both sides as powers of {base}."), {"base": math("e")}), sympy.exp(value)
    if head == "log" and index == 0:
        return Phrase(N_("Write both sides as powers of {base}."), {"base": math(tex(rest[0]))}), rest[0] ** value
    if head == "power" and index == 1 and rest[0].is_positive and rest[0] != 1:
        return Phrase(N_("Take the logarithm to base {base} of both sides."), {"base": math(tex(rest[0]))}), sympy.log(
            value
        ) / sympy.log(rest[0])
    if head in {"abs", "sin", "cos", "tan", "cosh"}:
        raise _NoInverse
    raise _CannotInvert


def _program(task: Task, inverse: sympy.Expr) -> str:
    """The function at a few places, and the inverse that leads back to them."""
    tree, letter = task.expressions[0], symbol(task.variable)
    function, name = to_sympy(tree), python_name(task.variable)
    values = [function.subs(letter, k) for k in range(1, 60)]
    real = [k for k, value in enumerate(values, 1) if value.is_real and not value.has(sympy.zoo)]
    return program(
        letters_of(tree),
        f"function = {code(tree)}",
        f"inverse = {code(from_sympy(inverse))}",
        f"for value in {real[:3]}:",
        f"    print(value, simplify(inverse.subs({name}, function.subs({name}, value))))",
    )
