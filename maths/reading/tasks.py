"""What a question was read as: tasks, and the JSON in which a task travels into the sandbox."""

from dataclasses import dataclass

from maths.reading import bounds
from maths.reading.problems import Problem
from maths.tree import Node, from_json, is_name, to_json

MATRIX_KINDS = (
    "matrix_sum",
    "matrix_difference",
    "matrix_product",
    "matrix_square",
    "matrix_multiple",
    "matrix_transpose",
    "matrix_determinant",
    "matrix_inverse",
)
KINDS = {
    "arithmetic": (1, 1),
    "rounding": (1, 1),
    "percent_of": (2, 2),
    "percent_share": (2, 2),
    "percent_whole": (2, 2),
    "percent_increase": (2, 2),
    "percent_decrease": (2, 2),
    "percent_change": (2, 2),
    "equation": (1, 1),
    "simplify": (1, 1),
    "expand": (1, 1),
    "factor": (1, 1),
    "factor_integer": (1, 1),
    "derivative": (1, 1),
    "integral": (1, 3),
    "plot": (1, 3),
    "general_equation": (1, 1),
    "inequality": (1, 2),
    "complete_square": (1, 1),
    "quadratic_square": (1, 1),
    "quadratic_formula": (1, 1),
    "quadratic_complex": (1, 1),
    **dict.fromkeys(("limit", "limit_left", "limit_right"), (2, 2)),
    **dict.fromkeys(("limit_infinity", "limit_minus_infinity"), (1, 1)),
    "series": (3, 3),
    "trig_equation": (1, 3),
    **dict.fromkeys(MATRIX_KINDS, (1, 2)),
    "inverse_function": (1, 1),
    "domain": (1, 1),
    "tangent": (2, 3),
    "value_table": (4, 4),
    "definitions": (2, 2),
    "system": (1, 1),
    "coefficient": (2, 3),
    "simplify_power": (1, 1),
}
_MONEY = frozenset(["", "$#", "€#", "£#", "#$", "#€", "#£"])


@dataclass(frozen=True)
class Task:
    """One thing to do.

    kind: a key of KINDS. expressions: by kind one tree, or
      percent_of: percentage, whole; percent_share: part, whole; percent_whole: percentage, part;
      percent_increase, percent_decrease: amount, percentage; percent_change: from, to;
      integral, plot: f alone, or f, from, to; definitions: a "system" of them and what is asked, an expression or an
      equation; coefficient: expression, power of the letter, and the form in which it was asked for.
    variable: the letter it is about, or None. order: of a derivative. source: the formula as the student wrote it.
    backticks: whether it stood in backticks. money: how an amount is written, "$#" or "#€"; "" for no money.
    heavy: whether its program may run long (then see solving.conclude).
    """

    kind: str
    expressions: tuple[Node, ...]
    variable: str | None = None
    source: str = ""
    backticks: bool = False
    order: int = 1
    heavy: bool = False
    money: str = ""

    def to_dict(self) -> dict:
        """Plain JSON."""
        return {
            "kind": self.kind,
            "expressions": [to_json(each) for each in self.expressions],
            "variable": self.variable,
            "source": self.source,
            "backticks": self.backticks,
            "order": self.order,
            "heavy": self.heavy,
            "money": self.money,
        }

    @classmethod
    def from_dict(cls, data: object) -> "Task":
        """The task that to_dict() wrote; raises ValueError for anything else."""
        if not isinstance(data, dict) or not isinstance(data.get("expressions"), list):
            raise ValueError("not a task")
        task = cls(
            kind=data.get("kind"),
            expressions=tuple([from_json(each) for each in data["expressions"][:4]]),
            variable=data.get("variable"),
            source=data.get("source"),
            backticks=data.get("backticks"),
            order=data.get("order"),
            heavy=data.get("heavy"),
            money=data.get("money", ""),
        )
        task._validate()
        return task

    def _validate(self) -> None:
        low, high = KINDS.get(self.kind, (1, 0)) if isinstance(self.kind, str) else (1, 0)
        named = self.variable is None or isinstance(self.variable, str) and is_name(self.variable)
        named = named and isinstance(self.money, str) and self.money in _MONEY
        flags = isinstance(self.backticks, bool) and isinstance(self.heavy, bool)
        order = type(self.order) is int and 1 <= self.order <= bounds.DERIVATIVE_ORDER
        source = isinstance(self.source, str) and len(self.source) <= bounds.TEXT
        if not (low <= len(self.expressions) <= high and named and flags and order and source):
            raise ValueError("not a task")


@dataclass(frozen=True)
class Reading:
    """What a text was read as: tasks, or a remark (a key of REMARKS), or a problem. Exactly one of them."""

    tasks: tuple[Task, ...] = ()
    remark: str | None = None
    problem: Problem | None = None
