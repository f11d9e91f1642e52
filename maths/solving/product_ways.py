"""Two whole numbers multiplied on paper: one of them split up, both in a grid, or one below the other."""

from collections.abc import Iterable
from dataclasses import replace

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.arithmetic import explain_arithmetic
from maths.solving.steps import Part, Step, math, require

_TIMES = r"\times"


def _factors(task: Task) -> tuple[int, int]:
    """The two factors, the one with fewer digits that are not 0 last."""
    first, second = [int(each.value) for each in task.expressions[0].arguments]
    return (first, second) if len(_split(second)) <= len(_split(first)) else (second, first)


def _split(number: int) -> list[int]:
    """47 as 40 and 7."""
    digits = str(number)
    return [int(each) * 10 ** (len(digits) - place) for place, each in enumerate(digits, 1) if each != "0"]


def _sum(numbers: Iterable[int]) -> str:
    return " + ".join(map(str, numbers))


def explain_split(task: Task) -> Part:
    """23 × 47 as 23 × 40 + 23 × 7."""
    first, second = _factors(task)
    if len(_split(second)) == 1:
        first, second = second, first
    parts = _split(second)
    products = [first * each for each in parts]
    require(sum(products) == first * second, "split")
    names = {"number": math(str(second)), "parts": math(_sum(parts)), "other": math(str(first))}
    lines = [f"{first} {_TIMES} {each} = {product}" for each, product in zip(parts, products, strict=True)]
    steps = [
        Step(
            Phrase(N_("Split {number} into {parts}."), names),
            f"{first} {_TIMES} {second}",
            _bracket(first, parts),
            "split",
        ),
        *[
            Step(
                Phrase(N_("Multiply {other} by {part}."), {"other": names["other"], "part": math(str(part))}),
                None,
                line,
                "part",
            )
            for part, line in zip(parts, lines, strict=True)
        ],
        _added(products),
    ]
    return replace(explain_arithmetic(task), steps=tuple(steps))


def _bracket(first: int, parts: list[int]) -> str:
    return rf"{first} {_TIMES} \left({_sum(parts)}\right)"


def _added(products: list[int]) -> Step:
    return Step(Phrase(N_("Add these products.")), None, f"{_sum(products)} = {sum(products)}", "add")


def explain_grid(task: Task) -> Part:
    """Both numbers split up, each part of one times each part of the other."""
    first, second = [int(each.value) for each in task.expressions[0].arguments]
    rows, columns = _split(first), _split(second)
    cells = [[row * column for column in columns] for row in rows]
    products = [cell for row in cells for cell in row]
    require(sum(products) == first * second, "grid")
    names = {
        "first": math(str(first)),
        "rows": math(_sum(rows)),
        "second": math(str(second)),
        "columns": math(_sum(columns)),
    }
    text = Phrase(N_("Split {first} into {rows} and {second} into {columns}. Multiply each part by each part:"), names)
    steps = (Step(text, None, grid_of(rows, columns, cells), "grid"), _added(products))
    return replace(explain_arithmetic(task), steps=steps)


def grid_of(rows: list, columns: list, cells: list[list]) -> str:
    """A table of products, with what is multiplied at its left and its top."""
    head = " & ".join([_TIMES, *map(str, columns)])
    body = r" \\ ".join(" & ".join(map(str, [row, *line])) for row, line in zip(rows, cells, strict=True))
    return rf"\begin{{array}}{{c|{'c' * len(columns)}}} {head} \\ \hline {body} \end{{array}}"


def explain_column(task: Task) -> Part:
    """Long multiplication: one line for each digit, each a place further to the left, all added at the end."""
    first, second = _factors(task)
    lines, steps = [], []
    for place, digit in enumerate(reversed(str(second))):
        if digit == "0":
            continue
        product = first * int(digit)
        names = {
            "digit": math(digit),
            "other": math(str(first)),
            "zeros": math("0" * place),
            "value": math(str(int(digit) * 10**place)),
        }
        template = N_("Multiply {other} by {digit}, and write {zeros} behind: this digit stands for {value}.")
        if place == 0:
            template = N_("Multiply {other} by the last digit, {digit}.")
        lines.append(product * 10**place)
        shown = f"{first} {_TIMES} {digit} = {product}"
        steps.append(Step(Phrase(template, names), None, shown, "digit"))
    require(sum(lines) == first * second, "column")
    if len(lines) > 1:
        rows = r" \\ ".join(map(str, lines))
        shown = (
            rf"\begin{{array}}{{r}} {first} {_TIMES} {second} \\ \hline {rows} \\ \hline {first * second} \end{{array}}"
        )
        steps.append(Step(Phrase(N_("Write the lines below each other and add them.")), None, shown, "column"))
    return replace(explain_arithmetic(task), steps=tuple(steps))
