"""Formulas solved for one letter: what is done to the letter is undone, one operation after the other."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import NoNotation, from_sympy, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require
from maths.tree import Apply, Name, Node, Number, apply, names, walk


class _Stuck(Exception):
    """There is no rule to undo what stands there."""


def explain_subject(task: Task) -> Part:
    """The letter alone on the left; the result put back into the formula."""
    tree, letter = task.expressions[0], task.variable
    said = {"equation": Voice(task).question(), "variable": math(latex(Name(letter)))}
    steps: list[Step] = []
    try:
        results = _isolated(tree, letter, "positive" in task.details, steps)
    except (_Stuck, NoNotation):
        return Part(
            kind="subject",
            opening=Phrase(N_("Let me look at {equation}{address}."), said),
            final=Phrase(N_("I cannot solve {equation} for {variable}{address}."), said),
        )
    _require_fits(tree, letter, results)
    shown = [f"{latex(Name(letter))} = {latex(each)}" for each in results]
    result = math(r" \quad \text{or} \quad ".join(shown))
    return Part(
        kind="subject",
        opening=Phrase(N_("Let us solve {equation} for {variable}, undoing one operation after the other:"), said),
        steps=tuple(steps),
        program=_program(task),
        final=Phrase(N_("The result is {result}{address}."), {"result": result}),
        answer={"kind": "formula", "values": [str(to_sympy(each)) for each in results], "latex": shown},
        check=Phrase(N_("Put back into the formula, this makes both sides equal.")),
    )


def _isolated(tree: Apply, letter: str, positive: bool, steps: list[Step]) -> list[Node]:
    times = sum(each == Name(letter) for each in walk(tree))
    if times > 1:
        return [_collected(tree, letter, steps)]
    left, right = tree.arguments
    if letter not in names(left):
        left, right = right, left
        if left != Name(letter):
            steps.append(Step(Phrase(N_("Swap the sides.")), latex(tree), latex(apply("equals", left, right)), "swap"))
    others = [right]
    while left != Name(letter):
        left, others, text, rule = _undone(left, others, letter, positive)
        shown = r" \quad \text{or} \quad ".join(latex(apply("equals", left, each)) for each in others)
        steps.append(Step(text, None, shown, rule))
    return others


def _undone(left: Node, others: list[Node], letter: str, positive: bool) -> tuple[Node, list[Node], Phrase, str]:
    """The left side without its outermost operation, and what that makes of the other side."""
    if not isinstance(left, Apply):
        raise _Stuck
    inside = next((each for each in left.arguments if letter in names(each)), None)
    rest = [each for each in left.arguments if each is not inside]
    if left.head == "sum":
        return _without_terms(inside, rest, others)
    if left.head == "product":
        factor = rest[0] if len(rest) == 1 else Apply("product", tuple(rest))
        text = Phrase(N_("Divide both sides by {value}."), {"value": math(latex(factor))})
        return inside, [_over(each, factor) for each in others], text, "divide"
    if left.head == "quotient":
        return _without_quotient(left, letter, others)
    if left.head in {"negate", "subtract"}:
        return inside, [_negated(each) for each in others], Phrase(N_("Multiply both sides by -1.")), "negate"
    if left.head == "power" and letter in names(left.arguments[0]):
        return _without_power(left, others, positive)
    if left.head == "sqrt":
        text = Phrase(N_("Square both sides."))
        return inside, [apply("power", each, Number("2")) for each in others], text, "square"
    raise _Stuck


def _without_terms(inside: Node, rest: list[Node], others: list[Node]) -> tuple[Node, list[Node], Phrase, str]:
    moved, total = others, ""
    for each in rest:
        subtracted = isinstance(each, Apply) and each.head in {"subtract", "negate"}
        moved = [_added(other, each.arguments[0] if subtracted else apply("subtract", each)) for other in moved]
        total += (" + " if subtracted else " - ") + latex(each.arguments[0] if subtracted else each)
    text = Phrase(N_("Do this on both sides: {value}."), {"value": math(total.strip())})
    if isinstance(inside, Apply) and inside.head == "subtract":
        inside = apply("negate", inside.arguments[0])
    return inside, moved, text, "move"


def _added(tree: Node, term: Node) -> Node:
    if isinstance(tree, Apply) and tree.head == "sum":
        return Apply("sum", (*tree.arguments, term))
    return apply("sum", tree, term)


def _over(tree: Node, below: Node) -> Node:
    """A quotient, without a fraction inside a fraction."""
    if isinstance(below, Apply) and below.head == "quotient" and not names(below):
        return apply("quotient", _times(tree, below.arguments[1]), below.arguments[0])
    if isinstance(tree, Apply) and tree.head == "quotient":
        top, bottom = tree.arguments
        factors = below.arguments if isinstance(below, Apply) and below.head == "product" else (below,)
        inner = bottom.arguments if isinstance(bottom, Apply) and bottom.head == "product" else (bottom,)
        return apply("quotient", top, Apply("product", (*inner, *factors)))
    return apply("quotient", tree, below)


def _negated(tree: Node) -> Node:
    if isinstance(tree, Apply) and tree.head == "negate":
        return tree.arguments[0]
    return from_sympy(sympy.expand(-to_sympy(tree)))


def _times(tree: Node, factor: Node) -> Node:
    if tree == Number("1"):
        return factor
    if isinstance(tree, Apply) and tree.head == "quotient":
        return apply("quotient", _times(tree.arguments[0], factor), tree.arguments[1])
    if isinstance(tree, Apply) and tree.head == "product":
        return Apply("product", (*tree.arguments, factor))
    return apply("product", tree, factor)


def _without_quotient(left: Apply, letter: str, others: list[Node]) -> tuple[Node, list[Node], Phrase, str]:
    top, bottom = left.arguments
    if letter in names(top):
        text = Phrase(N_("Multiply both sides by {value}."), {"value": math(latex(bottom))})
        return top, [_times(each, bottom) for each in others], text, "multiply"
    text = Phrase(N_("Multiply both sides by what is below, and divide by what stands alone."))
    return bottom, [_over(top, each) for each in others], text, "swap_fraction"


def _without_power(left: Apply, others: list[Node], positive: bool) -> tuple[Node, list[Node], Phrase, str]:
    base, exponent = left.arguments
    value = to_sympy(exponent)
    if not (value.is_Integer and 2 <= value <= 9):
        raise _Stuck
    roots = [apply("sqrt", each) if value == 2 else apply("root", each, exponent) for each in others]
    if value % 2 == 0 and not positive:
        text = Phrase(N_("Take the root of both sides: it can be positive or negative."))
        return base, [each for root in roots for each in (root, apply("negate", root))], text, "root"
    return base, roots, Phrase(N_("Take the root of both sides.")), "root"


def _collected(tree: Apply, letter: str, steps: list[Step]) -> Node:
    """An equation that is linear in the letter: its terms on one side, the letter taken out."""
    unknown = next(each for each in to_sympy(tree).free_symbols if each.name == letter)
    difference = sympy.expand(to_sympy(tree))
    slope, rest = difference.coeff(unknown, 1), difference.coeff(unknown, 0)
    require(sympy.expand(difference - slope * unknown - rest) == 0 and slope != 0, "subject")
    left = apply("product", Name(letter), from_sympy(sympy.factor(slope)))
    right = from_sympy(sympy.expand(-rest))
    text = Phrase(N_("Bring the terms with {letter} to one side, and take {letter} out."), {"letter": math(letter)})
    steps.append(Step(text, latex(tree), latex(apply("equals", left, right)), "collect"))
    result = from_sympy(sympy.simplify(-rest / slope))
    text = Phrase(N_("Divide both sides by {value}."), {"value": math(latex(left.arguments[1]))})
    steps.append(Step(text, None, latex(apply("equals", Name(letter), result)), "divide"))
    return result


def _require_fits(tree: Apply, letter: str, results: list[Node]) -> None:
    """Each result put back at places where all other letters are positive, so that roots are real."""
    difference = to_sympy(tree)
    symbols = sorted(difference.free_symbols, key=str)
    unknown = next(each for each in symbols if each.name == letter)
    seen = 0
    for k in range(24):
        place = {
            each: sympy.Rational(5 * k + 3 * i + 2, 2 + (i + k) % 5)
            for i, each in enumerate(symbols)
            if each != unknown
        }
        for result in results:
            value = to_sympy(result).subs(place).evalf(40)
            if not (value.is_real and value.is_finite):
                continue
            gap = difference.subs({**place, unknown: value}).evalf(30)
            if gap.is_real and gap.is_finite:
                scale = 1 + abs(value)
                require(bool(abs(gap) < sympy.Rational(1, 10**18) * scale**4), "subject put back")
                seen += 1
    require(seen >= 3, "subject put back")


def _program(task: Task) -> str:
    tree, unknown = task.expressions[0], python_name(task.variable)
    lines = program(letters_of(tree), f"print(solve({code(tree)}, {unknown}))")
    return lines.replace("real=True", "positive=True") if "positive" in task.details else lines
