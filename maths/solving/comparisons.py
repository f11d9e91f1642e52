"""Comparing numbers: by decimals with enough places to tell them apart, proved by exact differences."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.divisibility import aligned, truth_answer
from maths.solving.programs import code, program
from maths.solving.steps import SIGN, Part, Step, decimal, equal, math, require, tex
from maths.tree import Apply, Node, Number

_MOST_PLACES = 40
_HOLDS = {
    "greater": lambda sign: sign > 0,
    "less": lambda sign: sign < 0,
    "at_least": lambda sign: sign >= 0,
    "at_most": lambda sign: sign <= 0,
    "equal": lambda sign: sign == 0,
    "different": lambda sign: sign != 0,
}
_SIGNS = {"greater": ">", "less": "<", "at_least": ">=", "at_most": "<=", "equal": "==", "different": "!="}


def sign_of(first: sympy.Expr, second: sympy.Expr) -> int:
    """Whether the first number is larger (1), smaller (-1) or the same (0)."""
    if equal(first, second):
        return 0
    difference = sympy.N(first - second, 60)
    require(bool(difference.is_real) and abs(difference) > sympy.Float("1e-45"), "compare")
    return 1 if difference > 0 else -1


def decimal_steps(trees: list[Node], values: list[sympy.Expr]) -> list[Step]:
    """The numbers as decimals, so long that different ones look different; none where all are decimals already."""
    if all(_is_written_as_decimal(each) for each in trees):
        return []
    places = _places_to_tell_apart(values)
    lines = []
    for tree, value in zip(trees, values, strict=True):
        text, exact = decimal(value, places)
        if not _is_written_as_decimal(tree):
            lines.append(rf"{latex(tree)} {SIGN[exact]} {text}")
    return [Step(Phrase(N_("Write the numbers as decimals.")), None, aligned(lines), "decimal")]


def _is_written_as_decimal(tree: Node) -> bool:
    return (
        isinstance(tree, Number)
        or isinstance(tree, Apply)
        and tree.head == "negate"
        and isinstance(tree.arguments[0], Number)
    )


def _places_to_tell_apart(values: list[sympy.Expr]) -> int:
    ordered = sorted(values, key=lambda value: sympy.N(value, 60))
    gaps = [abs(sympy.N(b - a, 60)) for a, b in zip(ordered, ordered[1:], strict=False)]
    smallest = min([each for each in gaps if each > sympy.Float("1e-45")], default=sympy.Integer(1))
    return next((n for n in range(4, _MOST_PLACES) if smallest * 10**n > 2), _MOST_PLACES)


def explain_compare(task: Task) -> Part:
    """Two numbers beside each other, and the sign between them."""
    trees = list(task.expressions)
    values = [to_sympy(each) for each in trees]
    sign = sign_of(*values)
    relation = task.details[0]
    shown = f"{latex(trees[0])} {'<=>'[sign + 1]} {latex(trees[1])}"
    names = {"first": math(latex(trees[0])), "second": math(latex(trees[1]))}
    steps = [*decimal_steps(trees, values), Step(_reason(values, sign), None, shown, "compare")]
    final, answer = _verdict(relation, sign, trees, values)
    return Part(
        kind="compare",
        opening=Phrase(N_("Let us compare {first} and {second}:"), names),
        steps=tuple(steps),
        program=_comparing_program(relation, trees),
        final=Phrase(final.template, {**final.params, "relation": math(shown)}),
        answer=answer,
    )


def _reason(values: list[sympy.Expr], sign: int) -> Phrase:
    if sign == 0:
        return Phrase(N_("They are the same number."))
    if all(each.is_negative for each in values):
        return Phrase(N_("Of two negative numbers, the one closer to zero is larger."))
    if min(values).is_negative:
        return Phrase(N_("A negative number is smaller than any number that is not negative."))
    return Phrase(N_("Compare them place by place, from the left."))


def _verdict(relation: str, sign: int, trees: list[Node], values: list[sympy.Expr]) -> tuple[Phrase, dict]:
    if relation in _HOLDS:
        holds = _HOLDS[relation](sign)
        template = N_("Yes{address}: {relation}.") if holds else N_("No{address}: {relation}.")
        return Phrase(template), truth_answer(holds)
    if relation == "sign":
        return Phrase(N_("The comparison gives {relation}{address}.")), {
            "kind": "word",
            "values": [["less", "equal", "greater"][sign + 1]],
            "latex": [],
        }
    at = 0 if (sign >= 0) == (relation == "larger") else 1
    answer = {"kind": "value", "values": [str(values[at])], "latex": [latex(trees[at])]}
    if sign == 0:
        return Phrase(N_("Neither{address}: {relation}, they are the same number.")), answer
    template = (
        N_("{value} is larger{address}: {relation}.")
        if relation == "larger"
        else N_("{value} is smaller{address}: {relation}.")
    )
    return Phrase(template, {"value": math(latex(trees[at]))}), answer


def _comparing_program(relation: str, trees: list[Node]) -> str:
    first, second = map(code, trees)
    if relation in _SIGNS:
        return program(set(), f"first, second = {first}, {second}", f"print(bool(first {_SIGNS[relation]} second))")
    if relation == "sign":
        return program(
            set(),
            f"first, second = {first}, {second}",
            'print("less" if first < second else "greater" if first > second else "equal")',
        )
    return program(set(), f"print({'max' if relation == 'larger' else 'min'}({first}, {second}))")


# -- lists -----------------------------------------------------------------------------------------------------------


def _listed(trees: list[Node]) -> str:
    return math(",\\ ".join(map(latex, trees)))


def _python_list(trees: list[Node]) -> str:
    return f"[{', '.join(map(code, trees))}]"


def _in_order(trees: list[Node], descending: bool) -> list[Node]:
    return sorted(trees, key=to_sympy, reverse=descending)


def _chain(trees: list[Node], descending: bool) -> Step:
    """The numbers in order with the signs between them, each of them proved."""
    values = [to_sympy(each) for each in trees]
    shown = latex(trees[0])
    for before, after, tree in zip(values, values[1:], trees[1:], strict=False):
        sign = sign_of(before, after)
        require(sign in ((0, 1) if descending else (0, -1)), "order")
        shown += f" {'<=>'[sign + 1]} {latex(tree)}"
    sentence = (
        N_("Put them in order, the largest first.") if descending else N_("Put them in order, the smallest first.")
    )
    return Step(Phrase(sentence), None, shown, "order")


def explain_sort(task: Task) -> Part:
    """All numbers in order, as they were written."""
    trees, descending = list(task.expressions), task.details[0] == "descending"
    ordered = _in_order(trees, descending)
    final = (
        N_("From largest to smallest: {numbers}{address}.")
        if descending
        else N_("From smallest to largest: {numbers}{address}.")
    )
    return Part(
        kind="sort",
        opening=Phrase(N_("Let us put {numbers} in order:"), {"numbers": _listed(trees)}),
        steps=(*decimal_steps(trees, [to_sympy(each) for each in trees]), _chain(ordered, descending)),
        program=program(set(), f"print(sorted({_python_list(trees)}{', reverse=True' if descending else ''}))"),
        final=Phrase(final, {"numbers": _listed(ordered)}),
        answer={
            "kind": "list",
            "values": [str(to_sympy(each)) for each in ordered],
            "latex": [latex(each) for each in ordered],
        },
    )


_RANKS = {
    ("largest", 1): N_("The largest of the numbers is {value}{address}."),
    ("smallest", 1): N_("The smallest of the numbers is {value}{address}."),
    ("largest", 2): N_("The second largest of the numbers is {value}{address}."),
    ("smallest", 2): N_("The second smallest of the numbers is {value}{address}."),
}


def explain_rank(task: Task) -> Part:
    """The k-th number from one end of the ordered list."""
    trees = list(task.expressions)
    which, place, labels = task.details[0], int(task.details[1]), task.details[2]
    descending = which == "largest"
    ordered = _in_order(trees, descending)
    tree = ordered[place - 1]
    count = N_("Number {place} from the largest down is {value}{address}.")
    up = N_("Number {place} from the smallest up is {value}{address}.")
    final = _RANKS.get((which, place), count if descending else up)
    reverse = ", reverse=True" if descending else ""
    return Part(
        kind="rank",
        opening=Phrase(N_("Let us put {numbers} in order:"), {"numbers": _listed(trees)}),
        steps=(*decimal_steps(trees, [to_sympy(each) for each in trees]), _chain(ordered, descending)),
        program=program(set(), f"print(sorted({_python_list(trees)}{reverse})[{place - 1}])"),
        final=Phrase(final, {"place": str(place), "value": _labelled(tree, trees, labels)}),
        answer=_choice(tree, trees, labels),
    )


def _labelled(tree: Node, trees: list[Node], labels: str) -> str:
    """The number, with the letter of its option in front."""
    shown = math(latex(tree))
    return f"({labels[trees.index(tree)]}) {shown}" if labels else shown


def _choice(tree: Node, trees: list[Node], labels: str) -> dict:
    answer = {"kind": "value", "values": [str(to_sympy(tree))], "latex": [latex(tree)]}
    return {**answer, "label": labels[trees.index(tree)]} if labels else answer


def explain_closest(task: Task) -> Part:
    """The distance of each number, and the smallest of them."""
    target, *trees = task.expressions
    goal, values = to_sympy(target), [to_sympy(each) for each in trees]
    distances = [abs(each - goal) for each in values]
    least = min(distances)
    nearest = list(dict.fromkeys(tree for tree, each in zip(trees, distances, strict=True) if each == least))
    names = {"target": math(latex(target)), "numbers": _listed(trees)}
    places = _places_to_tell_apart(distances)
    return Part(
        kind="closest",
        opening=Phrase(N_("Let us see which of {numbers} is closest to {target}:"), names),
        steps=(
            Step(
                Phrase(N_("Find the distance of each number from {target}."), {"target": names["target"]}),
                None,
                aligned([_distance(tree, target, each, places) for tree, each in zip(trees, distances, strict=True)]),
                "distance",
            ),
            Step(Phrase(N_("The smallest distance is {value}."), {"value": math(tex(least))}), None, None, "smallest"),
        ),
        program=program(set(), f"print(min({_python_list(trees)}, key=lambda number: abs(number - ({code(target)}))))"),
        **_closest_end(nearest, trees, names["target"], task.details[0]),
    )


def _distance(tree: Node, target: Node, distance: sympy.Rational, places: int) -> str:
    text, exact = decimal(distance, places)
    minus = latex(Apply("sum", (tree, Apply("subtract", (target,)))))
    return rf"\left|{minus}\right| {SIGN[exact]} {text}"


def _closest_end(nearest: list[Node], trees: list[Node], target: str, labels: str) -> dict:
    if len({to_sympy(each) for each in nearest}) > 1:
        shown = _listed(nearest)
        final = Phrase(N_("{numbers} are equally close to {target}{address}."), {"numbers": shown, "target": target})
        values = [str(to_sympy(each)) for each in nearest]
        return {"final": final, "answer": {"kind": "list", "values": values, "latex": list(map(latex, nearest))}}
    shown = _labelled(nearest[0], trees, labels)
    final = Phrase(N_("The closest to {target} is {value}{address}."), {"target": target, "value": shown})
    return {"final": final, "answer": _choice(nearest[0], trees, labels)}
