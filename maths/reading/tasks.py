"""What a question was read as: tasks, and the JSON in which a task travels into the sandbox."""

import re
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
    "gcd": (2, bounds.LIST),
    "lcm": (2, bounds.LIST),
    "remainder": (2, 2),
    "divisible": (2, 2),
    "prime": (1, 1),
    "factors": (1, 1),
    "multiples": (1, 1),
    "digit": (1, 1),
    "base": (1, 1),
    "base_sum": (2, 2),
    "compare": (2, 2),
    "sort": (2, bounds.LIST),
    "rank": (2, bounds.LIST),
    "closest": (2, bounds.LIST),
    "convert": (1, 3),
    "clock": (2, 2),
    "next_term": (3, bounds.LIST),
    "nth_term": (3, bounds.LIST),
    "statistic": (1, bounds.LIST),
    "measure": (1, bounds.LIST),
    "general_equation": (1, 1),
    "solvable": (1, 1),
    "inequality": (1, 2),
    "complete_square": (1, 1),
    "quadratic_complex": (1, 1),
    **dict.fromkeys(("limit", "limit_left", "limit_right"), (2, 2)),
    **dict.fromkeys(("limit_infinity", "limit_minus_infinity"), (1, 1)),
    "series": (3, 3),
    "infinite_series": (2, 2),
    "trig_equation": (1, 3),
    **dict.fromkeys(MATRIX_KINDS, (1, 2)),
    "inverse_function": (1, 1),
    "domain": (1, 1),
    "function_range": (1, 1),
    "partial_fractions": (1, 1),
    "tangent": (2, 3),
    "value_table": (4, 4),
    "definitions": (2, 2),
    "system": (1, 1),
    "coefficient": (2, 3),
    "simplify_power": (1, 1),
    "chance": (1, 5),
    "odds": (1, 5),
    "draws": (1, 5),
    "story": (2, 6),
    "rewrite": (1, 1),
    "ratio": (2, 6),
    "share": (3, 7),
    "interest": (3, 3),
    "worked": (1, 8),
    "set_question": (1, 2),
    "straight_line": (3, 4),
    "line_fact": (1, 1),
    "integer_list": (1, bounds.LIST),
    "subject": (1, 1),
    "polynomial_division": (2, 2),
    "polynomial_fact": (1, 1),
    **dict.fromkeys(("discriminant", "root_count", "turning_points"), (1, 1)),
}
_DETAIL = re.compile(r"[A-Za-z0-9_/^.:+°-]{0,40}")
_WAY = re.compile(r"[a-z_]{0,20}")
_MOST_DETAILS = 6
_MOST_TRIED = 12
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
    details: what else the kind needs, in words of our own: a unit, a place, a relation (never the student's text).
    way: the name of the way in which it is to be done (see ways.py), "" for whichever comes first.
    tried: the ways in which it was done just before.
    """

    kind: str
    expressions: tuple[Node, ...]
    variable: str | None = None
    source: str = ""
    backticks: bool = False
    order: int = 1
    heavy: bool = False
    money: str = ""
    details: tuple[str, ...] = ()
    way: str = ""
    tried: tuple[str, ...] = ()

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
            "details": list(self.details),
            "way": self.way,
            "tried": list(self.tried),
        }

    @classmethod
    def from_dict(cls, data: object) -> "Task":
        """The task that to_dict() wrote; raises ValueError for anything else."""
        if not isinstance(data, dict) or not isinstance(data.get("expressions"), list):
            raise ValueError("not a task")
        task = cls(
            kind=data.get("kind"),
            expressions=tuple([from_json(each) for each in data["expressions"][: bounds.LIST + 1]]),
            variable=data.get("variable"),
            source=data.get("source"),
            backticks=data.get("backticks"),
            order=data.get("order"),
            heavy=data.get("heavy"),
            money=data.get("money", ""),
            details=_words(data.get("details", []), _DETAIL, _MOST_DETAILS),
            way=data.get("way", ""),
            tried=_words(data.get("tried", []), _WAY, _MOST_TRIED),
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
        way = isinstance(self.way, str) and _WAY.fullmatch(self.way)
        if not (low <= len(self.expressions) <= high and named and flags and order and source and way):
            raise ValueError("not a task")


def _words(data: object, allowed: re.Pattern, most: int) -> tuple[str, ...]:
    if not isinstance(data, list) or len(data) > most:
        raise ValueError("not a task")
    if not all(isinstance(each, str) and allowed.fullmatch(each) for each in data):
        raise ValueError("not a task")
    return tuple(data)


@dataclass(frozen=True)
class Reading:
    """What a text was read as: tasks, or a remark (a key of REMARKS), or a problem. Exactly one of them."""

    tasks: tuple[Task, ...] = ()
    remark: str | None = None
    problem: Problem | None = None
