"""Word problems, one operation after the other."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.programs import code, program
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.solving.values import decimal_tree
from maths.tree import Node

_SENTENCES = {
    "gain": N_("Some are added: plus {amount}."),
    "lose": N_("Some are taken away: minus {amount}."),
    "times": N_("That many times: multiply by {amount}."),
    "split": N_("In equal parts: divide by {amount}."),
}
_SIGNS = {"gain": "+", "lose": "-", "times": r"\cdot", "split": r"\div"}
_PYTHON = {"gain": "+", "lose": "-", "times": "*", "split": "/"}
_BACK = {
    "gain": lambda total, amount: total - amount,
    "lose": lambda total, amount: total + amount,
    "times": lambda total, amount: total / amount if amount else total,
    "split": lambda total, amount: total * amount,
}


def explain_story(task: Task) -> Part:
    """The start, each operation with its result, and the way back as a check."""
    operations, voice = task.details[0].split("."), Voice(task)
    require(len(operations) == len(task.expressions) and operations[0] == "start", "story")
    values = [to_sympy(each) for each in task.expressions]
    total, steps, source = values[0], [], f"Integer(1)*{code(task.expressions[0])}"
    for operation, amount, tree in zip(operations[1:], values[1:], task.expressions[1:], strict=True):
        step, total = _operation(operation, total, amount, tree)
        steps.append(step)
        source = f"({source}) {_PYTHON[operation]} {code(tree)}"
    return Part(
        kind="story",
        opening=Phrase(
            N_("Let us work that out step by step, starting with {start}:"), {"start": math(tex(values[0]))}
        ),
        steps=tuple(steps),
        program=program(set(), f"print({source})"),
        final=Phrase(N_("The answer is {value}{address}."), {"value": voice.say(decimal_tree(total))}),
        answer={"kind": "value", "values": [str(total)], "latex": [latex(decimal_tree(total))]},
    )


def _operation(
    operation: str, total: sympy.Rational, amount: sympy.Rational, tree: Node
) -> tuple[Step, sympy.Rational]:
    after = {
        "gain": lambda: total + amount,
        "lose": lambda: total - amount,
        "times": lambda: total * amount,
        "split": lambda: total / amount,
    }[operation]()
    require(amount == 0 or _BACK[operation](after, amount) == total, "story")
    shown = f"{latex(decimal_tree(total))} {_SIGNS[operation]} {latex(tree)} = {latex(decimal_tree(after))}"
    return Step(Phrase(_SENTENCES[operation], {"amount": math(latex(tree))}), None, shown, operation), after
