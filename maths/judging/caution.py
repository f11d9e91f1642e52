"""Holds a finding back where the reply says more than the claim that was compared."""

import re
from dataclasses import replace

import sympy

from maths.claims import Claim
from maths.claims.replies import CLOSE, OPEN, Segment, segments
from maths.claims.statements import SIGNED, signs_in, without_signs
from maths.claims.targets import Target
from maths.claims.values import tree_of
from maths.claims.wording import goes_on, is_doubtful, is_rejected, operates, unknown_words, without_reference
from maths.judging.divisors import explained
from maths.judging.elsewhere import counts_otherwise, names_another_answer, says_rounded
from maths.judging.findings import MORE_SAID, ROUNDED_EXACT, TWO_THINGS, Finding, undecided
from maths.judging.functions import same_function
from maths.judging.relations import chains, has_false_relation, is_false_equation, may_have_roots
from maths.judging.results import Result
from maths.solving.convert import symbol, to_sympy

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
_COMPARED_LETTER = re.compile(
    r"(?<![A-Za-z\\])[a-z]\s*(?:[<>≤≥]|\\[lg](?:eq?|t)\b)"
    r"|(?:[<>≤≥]|\\[lg](?:eq?|t))\s*[a-z]\b"
)
_EXCLUDED = re.compile(r"([a-z])\s*(?:≠|\\neq?(?![a-z])|!=)\s*(-?\d+(?:/\d+)?)")
_ROOTS_OF = re.compile(r"\b(?:roots?|zeros|solutions?|nullstellen) (?:of|von) ([^=]*\d?[a-z]\s*[-+^²].*)$")
_MOST_SIDES = 12
_LAST_NUMBER = re.compile(r"(?:(?<![\w)\s])|(?<=[=:(]\s)|^|(?<=\s))[-−]?\d+(?:[.,]\d+)*(?:\s*/\s*\d+)?")
_LAST_FRACTION = re.compile(r"[-−]?\s*\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}")


def cautious(result: Result, reply: str, compared: list[tuple[Claim, Finding]], chosen: Claim, finding: Finding):
    """The finding, or an undecided one where a sentence of the reply may mean something else."""
    if finding.agrees is None:
        return finding
    parts = segments(reply)
    if finding.agrees:
        if _is_called_rounded(result, parts, chosen, finding):
            return undecided(ROUNDED_EXACT)
        return undecided(MORE_SAID) if _says_more(result, reply, parts, chosen) else finding
    return undecided(TWO_THINGS) if _says_ours(result, parts, compared, chosen) else finding


def _is_called_rounded(result: Result, parts: list[Segment], chosen: Claim, finding: Finding) -> bool:
    """Whether the answer's sentence says that it is rounded, and it is exact."""
    asked = says_rounded(result.target.question) or result.target.task.kind == "rounding"
    return not asked and "ounded" not in finding.check.template and says_rounded(parts[chosen.place].text)


def _says_more(result: Result, reply: str, parts: list[Segment], chosen: Claim) -> bool:
    target = result.target
    outcome = chosen.kind in {"none", "every"}
    told = parts if outcome else parts[chosen.place :]
    if target.shape in SIGNED:
        if any(_has_other_sign(each.text, target, chosen) for each in told[1:]):
            return True
        told = [replace(each, text=without_signs(each.text, target, chosen)) for each in told]
    if target.task.kind in {"prime", "divisible"}:
        texts = [explained(each.text, *_divided(target)) for each in told]
        if None in texts:
            return True
        told = [replace(each, text=text) for each, text in zip(told, texts, strict=True)]
    if is_doubtful(reply, target) or any(unknown_words(each.text, target, outcome) for each in told):
        return True
    if target.shape != "word" and not outcome and any(is_rejected(each.text) for each in parts):
        return True
    if any(has_false_relation(each.text) for each in told):
        return chosen.kind != "none"
    if target.task.kind == "solvable" and _names_another_equation(result, told):
        return True
    if target.solves and not outcome and counts_otherwise(parts, len(result.exact) or len(chosen.values)):
        return True
    if result.exact and not outcome and target.shape != "measure" and names_another_answer(parts, result.exact):
        return True
    if target.solves and _leaves_the_equation(result, parts, told, outcome):
        return True
    if target.shape == "expression" and _excludes_too_much(reply, target):
        return True
    if target.shape in {"expression", "antiderivative"} and any(_differs(each.text) for each in told):
        return True
    if goes_on(told[0].text) or any(operates(each.text) for each in told[1:]):
        return True
    first = 0 if target.shape == "word" or chosen.kind == "every" else 1
    known = _known_numbers(result, chosen, parts)
    return any(_has_other_number(each.text, known) for each in told[first:])


def _divided(target: Target) -> tuple[int, int | None]:
    """The number that was asked about, and by what it is divided."""
    numbers = [int(to_sympy(each)) for each in target.task.expressions]
    return numbers[0], numbers[1] if len(numbers) > 1 else None


def _has_other_sign(text: str, target: Target, chosen: Claim) -> bool:
    """Whether a later sentence holds another time, ratio or matrix than the claimed one and those of the question."""
    known = [(each.word, each.values) for each in signs_in(target.question, target.shape)]
    known.append((chosen.word, chosen.values))
    return target.shape != "numeral" and any(
        (each.word, each.values) not in known for each in signs_in(text, target.shape)
    )


def _known_numbers(result: Result, chosen: Claim, parts: list[Segment]) -> set[str]:
    told = " ".join(each.text for each in parts[chosen.place : chosen.place + 1]) if chosen.kind == "values" else ""
    return set(_NUMBER.findall(result.target.question)) | set(_NUMBER.findall(told))


def _has_other_number(text: str, known: set[str]) -> bool:
    """Whether a number stands in a sentence for itself: in no equation, and neither asked about nor answered."""
    rest = without_reference(text).replace(OPEN, " ").replace(CLOSE, " ")
    for piece in chains(text):
        if "=" in piece or "≈" in piece:
            rest = rest.replace(piece, " ")
    return any(each not in known for each in _NUMBER.findall(rest))


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


def _says_ours(result: Result, parts: list[Segment], compared: list, chosen: Claim) -> bool:
    """Whether our own result stands anywhere in the reply as a claim or as its last number."""
    if any(other.agrees for _, other in compared):
        return True
    if result.target.shape == "measure":
        return False
    if result.target.shape == "expression":
        return any(_has_side(each.text, result.exact[0]) for each in parts)
    if unknown_words(parts[chosen.place].text, result.target, outcome=True):
        return True
    text = " ".join(each.text for each in parts)
    numbers = [each for each in (_value(each) for each in _numbers_in(text)) if each is not None]
    if not result.exact or not all(each.is_number for each in result.exact):
        return False
    if len(result.exact) == 1:
        return bool(numbers) and _is_near(numbers[-1], result.exact[0])
    return all(any(_is_near(each, ours) for each in numbers) for ours in result.exact)


def _has_side(text: str, ours: sympy.Expr) -> bool:
    """Whether one side of an equation in a sentence is our own expression."""
    sides = [tree_of(each) for piece in _pieces(text) for each in piece.split("=")]
    return any(same_function(to_sympy(each), ours).agrees for each in sides[-_MOST_SIDES:] if each is not None)


def _pieces(text: str) -> list[str]:
    return [each.strip(" .,") for each in re.split(rf"[:{OPEN}{CLOSE}]|\b[A-Za-z]{{4,}}\b", text) if each.strip()]


def _numbers_in(text: str) -> list[str]:
    plain = text.replace(OPEN, " ").replace(CLOSE, " ")
    found = [*_LAST_NUMBER.finditer(plain), *_LAST_FRACTION.finditer(plain)]
    return [match[0] for match in sorted(found, key=lambda match: match.end())][-40:]


def _value(written: str) -> sympy.Expr | None:
    tree = tree_of(written.replace("−", "-"))
    return to_sympy(tree) if tree is not None else None


def _is_near(number: sympy.Expr, ours: sympy.Expr) -> bool:
    return bool(number.is_number and abs(sympy.N(number - ours)) < 0.005)
