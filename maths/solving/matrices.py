"""Matrices up to 3 by 3: sums, multiples, products, transposes, determinants and inverses, entry by entry."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.programs import code, exact_code, needed_names
from maths.solving.steps import Part, Step, math, require, tex
from maths.tree import Node

_OPENINGS = {
    "matrix_sum": (r"{0} + {1}", N_("Add the entries that stand at the same place.")),
    "matrix_difference": (r"{0} - {1}", N_("Subtract the entries that stand at the same place.")),
    "matrix_product": (r"{0} {1}", N_("Each entry is a row of the first matrix times a column of the second.")),
    "matrix_square": (r"{0}^{{2}}", N_("Each entry is a row of the matrix times a column of the same matrix.")),
    "matrix_multiple": (r"{0} {1}", N_("Multiply every entry by the number.")),
    "matrix_transpose": (r"{0}^{{T}}", N_("Write the rows as columns.")),
    "matrix_inverse": (r"{0}^{{-1}}", ""),
    "matrix_determinant": (r"\det {0}", ""),
}


def explain_matrix(task: Task) -> Part:
    """One operation with its entries written out; an inverse is multiplied with its matrix as a check."""
    shown = _OPENINGS[task.kind][0].format(*map(_written, task.expressions))
    steps: list[Step] = []
    method = {"matrix_determinant": _determinant, "matrix_inverse": _inverse}.get(task.kind, _entries)
    value = method(task, steps)
    said = {"expression": math(shown)}
    if value is None:
        final = Phrase(N_("{expression} does not exist{address}: the determinant is 0."), said)
        answer = {"kind": "no_value", "values": [], "latex": []}
    else:
        result = _tex(value)
        final = Phrase(N_("{expression} is {result}{address}."), {**said, "result": math(result)})
        answer = {"kind": _kind(value), "values": [_text(value)], "latex": [result]}
    return Part(
        kind="matrix",
        opening=Phrase(N_("Let us work out {expression} step by step:"), said),
        steps=tuple(steps),
        program=_program(task, value is None),
        final=final,
        answer=answer,
    )


def _kind(value: sympy.MatrixBase | sympy.Expr) -> str:
    return "matrix" if isinstance(value, sympy.MatrixBase) else "value"


def _text(value: sympy.MatrixBase | sympy.Expr) -> str:
    return str(value.tolist()) if isinstance(value, sympy.MatrixBase) else str(value)


def _written(tree: Node) -> str:
    return latex(tree)


def _tex(value: sympy.MatrixBase | sympy.Expr) -> str:
    if not isinstance(value, sympy.MatrixBase):
        return tex(value)
    return _grid([[tex(each) for each in row] for row in value.tolist()])


def _grid(rows: list[list[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _matrix(tree: Node) -> sympy.Matrix:
    return sympy.Matrix([[to_sympy(each) for each in row.arguments] for row in tree.arguments])


def _bracketed(value: sympy.Expr) -> str:
    return rf"\left({tex(value)}\right)" if value.could_extract_minus_sign() else tex(value)


def _entries(task: Task, steps: list[Step]) -> sympy.Matrix:
    """Operations that are told entry by entry."""
    if task.kind == "matrix_multiple":
        factor, matrix = to_sympy(task.expressions[0]), _matrix(task.expressions[1])
        value = matrix.applyfunc(lambda each: factor * each)
        rows = [[rf"{tex(factor)} \cdot {_bracketed(each)}" for each in row] for row in matrix.tolist()]
    elif task.kind == "matrix_transpose":
        value = _matrix(task.expressions[0]).T
        rows = [[tex(each) for each in row] for row in value.tolist()]
    elif task.kind in {"matrix_sum", "matrix_difference"}:
        value, rows = _added(task)
    else:
        value, rows = _multiplied(task)
    before, after = _grid(rows), _tex(value)
    shown = before if before == after else f"{before} = {after}"
    steps.append(Step(Phrase(_OPENINGS[task.kind][1]), None, shown, task.kind))
    return value


def _added(task: Task) -> tuple[sympy.Matrix, list[list[str]]]:
    first, second = map(_matrix, task.expressions)
    sign = "+" if task.kind == "matrix_sum" else "-"
    rows = [
        [f"{tex(a)} {sign} {_bracketed(b)}" for a, b in zip(left, right, strict=True)]
        for left, right in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return (first + second if sign == "+" else first - second), rows


def _multiplied(task: Task) -> tuple[sympy.Matrix, list[list[str]]]:
    first, second = _matrix(task.expressions[0]), _matrix(task.expressions[-1])
    columns = second.T.tolist()
    rows = [
        [
            " + ".join(rf"{_bracketed(a)} \cdot {_bracketed(b)}" for a, b in zip(row, column, strict=True))
            for column in columns
        ]
        for row in first.tolist()
    ]
    value = sympy.Matrix(
        [
            [sympy.expand(sum(a * b for a, b in zip(row, column, strict=True))) for column in columns]
            for row in first.tolist()
        ]
    )
    require((first * second - value).expand().is_zero_matrix is not False, "matrix_product")
    return value, rows


# -- determinants ---------------------------------------------------------------------------------------------------


def _determinant(task: Task, steps: list[Step]) -> sympy.Expr:
    return _told_determinant(_matrix(task.expressions[0]), steps)


def _told_determinant(matrix: sympy.Matrix, steps: list[Step]) -> sympy.Expr:
    size = matrix.rows
    value = sympy.radsimp(sympy.expand(matrix.det(method="berkowitz")))
    if size == 2:
        (a, b), (c, d) = matrix.tolist()
        require(sympy.expand(a * d - b * c - value) == 0, "determinant")
        shown = rf"{_bracketed(a)} \cdot {_bracketed(d)} - {_bracketed(b)} \cdot {_bracketed(c)} = {tex(value)}"
        text = Phrase(N_("The determinant is {rule}."), {"rule": math("ad - bc")})
        steps.append(Step(text, None, shown, "determinant"))
    elif size == 3:
        _expand_first_row(matrix, value, steps)
    return value


def _expand_first_row(matrix: sympy.Matrix, value: sympy.Expr, steps: list[Step]) -> None:
    parts, total, numbers = [], sympy.Integer(0), []
    for column in range(3):
        minor = matrix.minor_submatrix(0, column)
        inner = minor[0, 0] * minor[1, 1] - minor[0, 1] * minor[1, 0]
        entry = matrix[0, column]
        sign = "-" if column == 1 else "+"
        rows = r" \\ ".join(" & ".join(tex(each) for each in row) for row in minor.tolist())
        parts.append(rf"{sign} {_bracketed(entry)} \cdot \begin{{vmatrix}} {rows} \end{{vmatrix}}")
        numbers.append(rf"{sign} {_bracketed(entry)} \cdot {_bracketed(inner)}")
        total += (-1) ** column * entry * inner
    require(sympy.expand(total - value) == 0, "determinant")
    text = Phrase(N_("Expand along the first row, with the signs plus, minus, plus."))
    steps.append(Step(text, None, " ".join(parts).removeprefix("+ "), "expand_row"))
    text = Phrase(N_("Work out the small determinants."))
    steps.append(Step(text, None, f"{' '.join(numbers).removeprefix('+ ')} = {tex(value)}", "determinant"))


# -- inverses -------------------------------------------------------------------------------------------------------


def _inverse(task: Task, steps: list[Step]) -> sympy.Matrix | None:
    matrix = _matrix(task.expressions[0])
    determinant = _told_determinant(matrix, steps)
    if determinant == 0:
        steps.append(Step(Phrase(N_("A matrix with determinant 0 has no inverse.")), None, None, "no_inverse"))
        return None
    adjugate = matrix.adjugate()
    value = (adjugate / determinant).applyfunc(lambda each: sympy.radsimp(sympy.expand(each)))
    identity = (matrix * value).applyfunc(lambda each: sympy.simplify(each))
    require(identity == sympy.eye(matrix.rows), "inverse")
    text = N_("Swap the entries of the main diagonal, turn the signs of the others, and divide by the determinant.")
    if matrix.rows != 2:
        text = N_("Divide the transposed matrix of the signed small determinants by the determinant.")
    if matrix.rows > 1:
        over = rf"\frac{{1}}{{{tex(determinant)}}} {_tex(adjugate)}"
        steps.append(Step(Phrase(text), None, f"{over} = {_tex(value)}", "adjugate"))
    return value


def _program(task: Task, singular: bool) -> str:
    parts = [_code(each) for each in task.expressions]
    expression = {
        "matrix_sum": lambda: f"{parts[0]} + {parts[1]}",
        "matrix_difference": lambda: f"{parts[0]} - {parts[1]}",
        "matrix_product": lambda: f"{parts[0]} * {parts[1]}",
        "matrix_square": lambda: f"{parts[0]}**2",
        "matrix_multiple": lambda: f"{parts[0]} * {parts[1]}",
        "matrix_transpose": lambda: f"{parts[0]}.T",
        "matrix_inverse": lambda: f"{parts[0]}.det()" if singular else f"{parts[0]}.inv()",
        "matrix_determinant": lambda: f"{parts[0]}.det()",
    }[task.kind]()
    line = f"print({expression})"
    return f"from sympy import {', '.join(needed_names(line))}\n{line}"


def _code(tree: Node) -> str:
    if getattr(tree, "head", "") != "matrix":
        return f"({exact_code(tree)})"
    rows = ", ".join("[" + ", ".join(code(each) for each in row.arguments) + "]" for row in tree.arguments)
    return f"Matrix([{rows}])"
