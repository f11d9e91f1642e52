"""The parts of an explanation: voice, steps, and the checks without which no step is shown."""

from dataclasses import dataclass, field

import sympy

from maths.notation import latex, plain
from maths.phrases import Phrase
from maths.reading.problems import quoted
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, to_sympy
from maths.tree import Apply, Constant, Name, Node, Number, walk

_PLAIN_HEADS = frozenset({"sum", "subtract", "negate", "product", "quotient", "power", "equals", "mixed", "percent"})
_PLAIN_LENGTH = 60
_SOURCE_LENGTH = 200
SIGN = {True: "=", False: r"\approx"}
"""Between a formula and its decimal, by whether that is exact."""


class WrongStep(Exception):
    """A step that does not follow from the one before: a mistake of ours, never shown."""


@dataclass(frozen=True)
class Step:
    """One step: a sentence, the formula before and after it in LaTeX, and the name of the rule."""

    text: Phrase
    before: str | None
    after: str | None
    rule: str

    def to_dict(self) -> dict:
        return {"text": self.text.to_dict(), "before": self.before, "after": self.after, "rule": self.rule}


@dataclass(frozen=True)
class Part:
    """The explanation of one task. `answer` is None when there is none (yet); `offer` tells of other ways to it."""

    opening: Phrase
    steps: tuple[Step, ...] = ()
    program: str = ""
    final: Phrase | None = None
    answer: dict | None = None
    check: Phrase | None = None
    kind: str = field(default="")
    offer: Phrase | None = None

    def to_dict(self) -> dict:
        return {
            "kind": self.kind,
            "opening": self.opening.to_dict(),
            "steps": [step.to_dict() for step in self.steps],
            "program": self.program,
            "final": self.final.to_dict() if self.final else None,
            "answer": self.answer,
            "check": self.check.to_dict() if self.check else None,
            "offer": self.offer.to_dict() if self.offer else None,
        }


class Voice:
    """Writes formulas in the notation in which the question was asked."""

    def __init__(self, task: Task):
        self.task = task

    def question(self, tree: Node | None = None) -> str:
        """The formula of the question: as typed when it stood in backticks, else as it was read."""
        if self.task.backticks and self.task.source:
            return quoted(self.task.source, _SOURCE_LENGTH)
        return math(latex(tree or self.task.expressions[0]))

    def say(self, value: Node | sympy.Expr) -> str:
        """A result, in backticks if the question was and it is plain enough."""
        tree = value if isinstance(value, Number | Name | Constant | Apply) else from_sympy(value)
        if self.task.money:
            return quoted(amount(to_sympy(tree), self.task.money))
        if self.task.backticks and self._is_plain(tree):
            return f"`{plain(tree)}`"
        return math(latex(tree))

    @staticmethod
    def _is_plain(tree: Node) -> bool:
        heads = {each.head for each in walk(tree) if isinstance(each, Apply)}
        return heads <= _PLAIN_HEADS and len(plain(tree)) <= _PLAIN_LENGTH


def amount(value: sympy.Expr, money: str) -> str:
    """An amount of money with its sign, to the cent where it has no more digits than that."""
    text, exact = decimal(abs(value), 2)
    if "." in text and len(text.split(".")[1]) == 1:
        text += "0"
    if money.startswith("#"):
        shown = f"{text} {money[1:]}"
    else:
        shown = f"{money[:1]}{text}"
    return ("" if exact else "≈ ") + ("-" if value.is_negative else "") + shown


def math(text: str) -> str:
    """LaTeX as an inline formula."""
    return rf"\({text}\)"


def tex(value: Node | sympy.Expr) -> str:
    """LaTeX of a tree or of a SymPy expression."""
    return latex(value if isinstance(value, Number | Name | Constant | Apply) else from_sympy(value))


def equal(first: sympy.Expr, second: sympy.Expr) -> bool:
    """Whether two expressions are the same, by algebra and, where that is undecided, at random points to 30 digits."""
    difference = sympy.expand(first - second)
    if difference == 0:
        return True
    if difference.is_polynomial(*difference.free_symbols) and difference.is_rational_function():
        return bool(sympy.simplify(difference) == 0)
    return _vanishes(difference)


def _vanishes(difference: sympy.Expr) -> bool:
    letters = sorted(difference.free_symbols, key=str)
    seen = 0
    for k in range(12):
        point = {
            letter: sympy.Rational(7 * k + 3 * i + 5, 11 + 2 * i + k) * (-1) ** (k // 8)
            for i, letter in enumerate(letters)
        }
        value = difference.subs(point).evalf(30)
        if not value.is_finite or not value.is_real and abs(sympy.im(value)) > 1e-20:
            continue
        if abs(value) > 1e-15:
            return False
        seen += 1
        if not letters:
            break
    return seen >= (4 if letters else 1)


def require(condition: bool, what: str) -> None:
    """Raise WrongStep unless a step has been proved."""
    if not condition:
        raise WrongStep(what)


def decimal(value: sympy.Expr, places: int = 4) -> tuple[str, bool]:
    """A number as a decimal and whether that is exact; rounded half up to `places` otherwise."""
    if value.is_Rational:
        text = terminating(value)
        if text is not None and len(text) <= 16:
            return text, True
    scaled = sympy.floor(abs(value) * 10**places + sympy.Rational(1, 2))
    digits = str(int(scaled)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}"
    if not int(scaled):
        return str(sympy.N(value, 4)), False
    return ("-" if value.is_negative else "") + text, False


def terminating(value: sympy.Rational) -> str | None:
    """The decimal of a rational number if it ends, else None."""
    bottom, places = int(value.q), 0
    while bottom % 10 == 0:
        bottom, places = bottom // 10, places + 1
    twos = fives = 0
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    if bottom != 1:
        return None
    places += max(twos, fives)
    digits = str(abs(int(value.p)) * 10**places // int(value.q)).rjust(places + 1, "0")
    sign = "-" if value.p < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
