"""Finds where a reply leaves what was asked: another equation or function, a bounded letter, an excluded number."""

import re
from dataclasses import dataclass

import sympy

from maths.claims import Claim
from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.targets import Target
from maths.claims.values import tree_of
from maths.judging.relations import chains, is_false_equation, may_have_roots
from maths.judging.results import Result
from maths.solving.convert import symbol, to_sympy

_COMPARED_LETTER = re.compile(
    r"(?<![A-Za-z\\])[a-z]\s*(?:[<>≤≥]|\\[lg](?:eq?|t)\b)"
    r"|(?:[<>≤≥]|\\[lg](?:eq?|t))\s*[a-z]\b"
)
_EXCLUDED = re.compile(r"([a-z])\s*(?:≠|\\neq?(?![a-z])|!=)\s*(-?\d+(?:/\d+)?)")
_ROOTS_OF = re.compile(r"\b(?:roots?|zeros|solutions?|nullstellen) (?:of|von) ([^=]*\d?[a-z]\s*[-+^²].*)$")
_OR = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)
_TRIGONOMETRIC = re.compile(r"sin|cos|tan|cot|sec|csc")


@dataclass(frozen=True)
class Told:
    """A reply as caution reads it.

    parts: all of its sentences. told: the answer's sentence and all later ones, or all of them where the answer is that
    there is none or that each number is one; without what has been tried already.
    """

    result: Result
    reply: str
    parts: list[Segment]
    told: list[Segment]
    chosen: Claim

    @property
    def is_outcome(self) -> bool:
        """Whether the answer is that there is none, or that each number is one."""
        return self.chosen.kind in {"none", "every"}


def strays(reply: Told) -> bool:
    """Whether a sentence leaves what was asked, in a way that the shape of the answer allows."""
    target = reply.result.target
    if target.task.kind == "solvable" and _names_another_equation(reply.result, reply.told):
        return True
    if target.shape == "list" and _OR.search(reply.told[0].text):
        return True
    if target.shape == "angles" and _functions(reply.told[0].text) - _functions(target.question):
        return True
    if target.solves and _leaves_the_equation(reply.result, reply.parts, reply.told, reply.is_outcome):
        return True
    if target.shape == "expression" and _excludes_too_much(reply.reply, target):
        return True
    return target.shape in {"expression", "antiderivative"} and any(_differs(each.text) for each in reply.told)


def _functions(text: str) -> set[str]:
    return set(_TRIGONOMETRIC.findall(text))


def _leaves_the_equation(result: Result, parts: list[Segment], told: list[Segment], outcome: bool) -> bool:
    """Whether another equation is solved, the letter is bounded, or a root is named where none should be."""
    letter = result.target.task.variable
    roots = list(result.exact)
    if any(re.search(rf"\b(?:is|are|ist)\W{{0,3}}[-−\d]\s*{letter}\b(?!\s*=)", each.text) for each in told):
        return True
    if any(_COMPARED_LETTER.search(each.text) for each in told):
        return True
    if outcome:
        asked = result.target.subject.arguments
        if result.answer.get("outcome") != "every" and any(
            may_have_roots(piece, letter, asked) for each in told for piece in chains(each.text)
        ):
            return True
        return any(re.search(rf"(?<![A-Za-z\\]){letter}\s*=", each.text) for each in told)
    if any(_names_another(each.text, result.target.question) or _drops_a_factor(each.text, letter) for each in told):
        return True
    equations = [each.text for each in parts if not each.idle] + [each.text for each in told]
    return any(is_false_equation(piece, letter, roots) for text in equations for piece in chains(text))


def _names_another_equation(result: Result, told: list[Segment]) -> bool:
    """Whether a sentence holds an equation in the letter that is not the one that was asked about."""
    task = result.target.task
    pieces = [piece for each in told for piece in chains(each.text)]
    sides = [[tree_of(side.strip(" .,$")) for side in piece.split("=")] for piece in pieces]
    return any(set(each) != set(task.expressions[0].arguments) for each in sides)


def _excludes_too_much(reply: str, target: Target) -> bool:
    """Whether "for x ≠ 3" leaves out a number for which the question has a value."""
    subject = to_sympy(target.subject) if target.task.kind == "simplify" else None
    for letter, number in _EXCLUDED.findall(reply):
        tree = tree_of(number)
        if subject is None or tree is None or subject.subs(symbol(letter), to_sympy(tree)).is_finite:
            return True
    return False


def _names_another(text: str, question: str) -> bool:
    """Whether the roots are said to be those of a formula that is not in the question."""
    plain = "".join(question.replace("−", "-").split()).lower()
    found = _ROOTS_OF.findall(text.replace(OPEN, "").replace(CLOSE, "").replace("−", "-").lower())
    return any("".join(each.split()).rstrip(".,") not in plain for each in found)


def _drops_a_factor(text: str, letter: str) -> bool:
    """Whether "2x = 8" is followed by "x = 8 - 4": the right number by a wrong step."""
    step = rf"\d\s*{letter}\s*=\s*(-?\d+)\b[^=]*?(?<![A-Za-z\d]){letter}\s*=\s*\1\s*[-+−]"
    return bool(re.search(step, text.replace(OPEN, "").replace(CLOSE, "")))


def _differs(text: str) -> bool:
    """Whether two of the later sides of a chain of equations are not the same expression."""
    for piece in chains(text):
        sides = [tree_of(each.strip()) for each in piece.split("=")[1:]]
        values = [to_sympy(each) for each in sides if each is not None]
        if any(sympy.simplify(left - right) != 0 for left, right in zip(values, values[1:], strict=False)):
            return True
    return False
