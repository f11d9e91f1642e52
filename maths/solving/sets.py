"""Sets: what two of them share or make together, element by element; intervals by their ends."""

from itertools import combinations, product

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.divisibility import truth_answer
from maths.solving.inequalities import interval_tex
from maths.solving.programs import code, needed_names
from maths.solving.steps import Part, Step, math, require
from maths.tree import Apply, Name, Node

_SIGNS = {"union": r"\cup", "intersection": r"\cap", "difference": r"\setminus", "symmetric": r"\triangle"}
_RULES = {
    "union": N_("The union has everything that is in at least one of them."),
    "intersection": N_("The intersection has what is in both of them."),
    "difference": N_("The difference has what is in the first, but not in the second."),
    "symmetric": N_("The symmetric difference has what is in exactly one of them."),
    "complement": N_("The complement has what is in the universal set, but not in the first."),
}
_HOLDS = {
    "union": lambda a, b: a or b,
    "intersection": lambda a, b: a and b,
    "difference": lambda a, b: a and not b,
    "symmetric": lambda a, b: a != b,
}
_METHODS = {"union": "|", "intersection": "&", "difference": "-", "symmetric": "^"}
_PROBES = 400


def explain_set_question(task: Task) -> Part:
    """Which elements belong to a set, or whether one does."""
    (kind,) = task.details
    if kind == "complement":
        return _combined(task, "difference", tuple(reversed(task.expressions)), _RULES["complement"])
    if kind in _SIGNS:
        return _combined(task, kind, task.expressions, _RULES[kind])
    return {
        "element": _element,
        "subset": _subset,
        "count": _count,
        "subsets": _subsets,
        "subset_count": _subset_count,
        "product": _product,
    }[kind](task)


# -- sets as SymPy and in writing -----------------------------------------------------------------------------------


def _is_finite(tree: Node) -> bool:
    return isinstance(tree, Apply) and tree.head == "set"


def _members(tree: Apply) -> list[Node]:
    """The elements without repetitions, in the order in which they were written."""
    found: list[Node] = []
    for each in tree.arguments:
        if not any(_same(each, other) for other in found):
            found.append(each)
    return found


def _same(first: Node, second: Node) -> bool:
    if isinstance(first, Name) or isinstance(second, Name):
        return first == second
    return sympy.simplify(to_sympy(first) - to_sympy(second)) == 0


def _region(tree: Apply) -> sympy.Set:
    """A set of numbers as SymPy has it."""
    ends = [to_sympy(each) for each in tree.arguments]
    if tree.head == "set":
        return sympy.FiniteSet(*ends)
    kind, _, sides = tree.head.partition("_")
    if kind == "below":
        return sympy.Interval(-sympy.oo, *ends, True, sides == "o")
    if kind == "above":
        return sympy.Interval(*ends, sympy.oo, sides == "o", True)
    return sympy.S.Reals if kind == "reals" else sympy.Interval(*ends, sides[0] == "o", sides[1] == "o")


def _shown(members: list[Node]) -> str:
    return r"\{" + ", ".join(map(latex, members)) + r"\}" if members else r"\emptyset"


def _written(tree: Apply) -> str:
    return _shown(list(tree.arguments)) if _is_finite(tree) else interval_tex(_region(tree))


def _set_code(tree: Apply) -> str:
    if _is_finite(tree):
        return f"FiniteSet({', '.join(_entry_code(each) for each in tree.arguments)})"
    region = _region(tree)
    if region == sympy.S.Reals:
        return "S.Reals"
    ends = [code(each) for each in tree.arguments]
    low, high = {"below": ["-oo", *ends], "above": [*ends, "oo"]}.get(tree.head.partition("_")[0], ends)
    return f"Interval({low}, {high}, {region.left_open}, {region.right_open})"


def _entry_code(tree: Node) -> str:
    return f'Symbol("{tree.name}")' if isinstance(tree, Name) else code(tree)


def _program(line: str) -> str:
    imported = sorted({*needed_names(line), *[each for each in ("FiniteSet", "Interval", "oo") if each in line]})
    return f"from sympy import {', '.join(imported)}\n{line}" if imported else line


# -- two sets -------------------------------------------------------------------------------------------------------


def _combined(task: Task, kind: str, trees: tuple[Apply, ...], rule: str) -> Part:
    shown = f"{_written(trees[0])} {_SIGNS[kind]} {_written(trees[1])}"
    opening = Phrase(N_("Let us find {expression}:"), {"expression": math(shown)})
    steps = [Step(Phrase(rule), None, None, kind)]
    if all(map(_is_finite, trees)):
        members = _elementwise(kind, trees, steps)
        result, values = _shown(members), [latex(each) for each in members]
    else:
        result, values = _regions(kind, trees)
        steps.append(Step(Phrase(N_("Look at the ends on the number line.")), None, f"{shown} = {result}", "ends"))
    name = {"union": "Union", "intersection": "Intersection", "difference": "Complement"}.get(kind)
    first, second = map(_set_code, trees)
    line = f"print({name}({first}, {second}))" if name else f"print(Union({first} - {second}, {second} - {first}))"
    return Part(
        kind="set",
        opening=opening,
        steps=tuple(steps),
        program=_program(line),
        final=Phrase(N_("{expression} is {result}{address}."), {"expression": math(shown), "result": math(result)}),
        answer={"kind": "set", "values": values, "latex": [result]},
    )


def _elementwise(kind: str, trees: tuple[Apply, ...], steps: list[Step]) -> list[Node]:
    first, second = map(_members, trees)
    every = first + [each for each in second if not _is_in(each, first)]
    holds = _HOLDS[kind]
    found = [each for each in every if holds(_is_in(each, first), _is_in(each, second))]
    found = _in_order(found)
    shared = [each for each in first if _is_in(each, second)]
    require(len(every) == len(first) + len(second) - len(shared), "set")
    sizes = {"union": len(every), "intersection": len(shared), "difference": len(first) - len(shared)}
    require(len(found) == sizes.get(kind, len(every) - len(shared)), "set")
    both = Phrase(N_("These elements are in both:") if shared else N_("No element is in both."))
    steps.append(Step(both, None, _shown(shared) if shared else None, "shared"))
    steps.append(Step(Phrase(N_("So the result is:")), None, _shown(found), "collect"))
    return found


def _is_in(element: Node, members: list[Node]) -> bool:
    return any(_same(element, each) for each in members)


def _in_order(members: list[Node]) -> list[Node]:
    """Numbers by size, if all are numbers; else as they were written."""
    if any(isinstance(each, Name) for each in members):
        return members
    return sorted(members, key=to_sympy)


def _regions(kind: str, trees: tuple[Apply, ...]) -> tuple[str, list[str]]:
    """The combined set of numbers; membership is tried at many places."""
    first, second = map(_region, trees)
    found = {
        "union": lambda: sympy.Union(first, second),
        "intersection": lambda: sympy.Intersection(first, second),
        "difference": lambda: sympy.Complement(first, second),
        "symmetric": lambda: sympy.Union(sympy.Complement(first, second), sympy.Complement(second, first)),
    }[kind]()
    ends = [to_sympy(each) for tree in trees for each in tree.arguments]
    for place in [*ends, *[sympy.Rational(7 * k, 13) for k in range(-_PROBES // 2, _PROBES // 2)]]:
        wanted = _HOLDS[kind](first.contains(place) == sympy.true, second.contains(place) == sympy.true)
        require((found.contains(place) == sympy.true) == bool(wanted), "set")
    return (r"\emptyset" if found is sympy.S.EmptySet else interval_tex(found)), [str(found)]


# -- questions about sets -------------------------------------------------------------------------------------------


def _answered(holds: bool, yes: str, no: str, names: dict[str, str], rule: str, program: str) -> Part:
    return Part(
        kind="set",
        opening=Phrase(N_("Let us look at the elements:")),
        steps=(Step(Phrase(rule), None, None, "compare"),),
        program=program,
        final=Phrase(yes if holds else no, names),
        answer=truth_answer(holds),
    )


def _element(task: Task) -> Part:
    element, tree = task.expressions
    if _is_finite(tree):
        holds = _is_in(element, list(tree.arguments))
        rule = N_("Compare it with each element that is listed.")
    else:
        region, value = _region(tree), to_sympy(element)
        holds = region.contains(value) == sympy.true
        require(
            holds == bool(region.as_relational(sympy.Symbol("x", real=True)).subs(sympy.Symbol("x", real=True), value)),
            "set",
        )
        rule = N_("Compare it with both ends: a round bracket leaves the end out, a square one takes it in.")
    names = {"element": math(latex(element)), "set": math(_written(tree))}
    line = f"print(({_set_code(tree)}).contains({_entry_code(element)}))"
    yes, no = N_("Yes{address}: {element} is in {set}."), N_("No{address}: {element} is not in {set}.")
    return _answered(holds, yes, no, names, rule, _program(line))


def _subset(task: Task) -> Part:
    first, second = task.expressions
    if _is_finite(first) and _is_finite(second):
        holds = all(_is_in(each, list(second.arguments)) for each in first.arguments)
    else:
        holds = bool(_region(first).is_subset(_region(second)))
    names = {"first": math(_written(first)), "second": math(_written(second))}
    rule = N_("It is a subset if every element of the first is in the second, too.")
    yes, no = (
        N_("Yes{address}: {first} is a subset of {second}."),
        N_("No{address}: {first} is not a subset of {second}."),
    )
    line = f"print(({_set_code(first)}).is_subset({_set_code(second)}))"
    return _answered(holds, yes, no, names, rule, _program(line))


def _listed(task: Task, steps: list[Step], lines: str, final: Phrase, result: str, values: list[str]) -> Part:
    return Part(
        kind="set",
        opening=Phrase(N_("Let us look at the elements:")),
        steps=tuple(steps),
        program=_program(lines),
        final=final,
        answer={"kind": "set", "values": values, "latex": [result]},
    )


def _count(task: Task) -> Part:
    members = _members(task.expressions[0])
    text = Phrase(N_("Count each element once, however often it is written."))
    names = {"set": math(_written(task.expressions[0])), "count": math(str(len(members)))}
    final = Phrase(N_("The number of elements of {set} is {count}{address}."), names)
    line = f"print(len({_set_code(task.expressions[0])}))"
    return _listed(
        task, [Step(text, None, _shown(members), "count")], line, final, str(len(members)), [str(len(members))]
    )


def _subsets(task: Task) -> Part:
    members = _members(task.expressions[0])
    found = [list(each) for size in range(len(members) + 1) for each in combinations(members, size)]
    require(len(found) == 2 ** len(members), "subsets")
    shown = r",\ ".join(map(_shown, found))
    text = Phrase(N_("By their number of elements, from none to all:"))
    names = {"set": math(_written(task.expressions[0])), "count": math(str(len(found))), "subsets": math(shown)}
    final = Phrase(N_("{set} has {count} subsets{address}: {subsets}."), names)
    line = f"print(({_set_code(task.expressions[0])}).powerset())"
    return _listed(task, [Step(text, None, shown, "subsets")], line, final, shown, [str(len(found))])


def _subset_count(task: Task) -> Part:
    members = _members(task.expressions[0])
    count = 2 ** len(members)
    text = Phrase(
        N_("Each element is in a subset or not: two choices for each of the {count} elements."),
        {"count": str(len(members))},
    )
    names = {"set": math(_written(task.expressions[0])), "count": math(str(count))}
    final = Phrase(N_("The number of subsets of {set} is {count}{address}."), names)
    step = Step(text, None, f"2^{{{len(members)}}} = {count}", "subsets")
    return _listed(task, [step], f"print(2**len({_set_code(task.expressions[0])}))", final, str(count), [str(count)])


def _product(task: Task) -> Part:
    first, second = (_members(each) for each in task.expressions)
    pairs = [f"({latex(a)}, {latex(b)})" for a, b in product(first, second)]
    require(len(pairs) == len(first) * len(second), "pairs")
    shown = r"\{" + ", ".join(pairs) + r"\}"
    text = Phrase(N_("Pair each element of the first with each of the second."))
    expression = rf"{_written(task.expressions[0])} \times {_written(task.expressions[1])}"
    final = Phrase(N_("{expression} is {result}{address}."), {"expression": math(expression), "result": math(shown)})
    line = f"print(set({_set_code(task.expressions[0])}*{_set_code(task.expressions[1])}))"
    return _listed(task, [Step(text, None, shown, "pairs")], line, final, shown, pairs)
