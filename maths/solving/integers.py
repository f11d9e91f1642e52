"""Prime factorization of whole numbers: by repeated division, or by the program when that may take long."""

import re
from math import prod

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.programs import program
from maths.solving.steps import Part, Step, Voice, math, require
from maths.tree import Apply, Node, Number, apply

_MOST_FACTORS = 200
_FACTOR = re.compile(r"\s*(\d{1,80})\s*:\s*(\d{1,4})\s*", re.ASCII)


def explain_factor_integer(task: Task) -> Part:
    """Divisions by one prime after the other; for heavy tasks only the opening and the program."""
    number = int(task.expressions[0].value)
    opening = Phrase(N_("Let us find the prime factors of {number}:"), {"number": Voice(task).question()})
    source = program(set(), f"print(factorint({number}))")
    if task.heavy:
        return Part(kind="factor_integer", opening=opening, program=source)
    factors = sympy.factorint(number)
    _require_factorization(number, factors)
    return Part(
        kind="factor_integer",
        opening=opening,
        steps=tuple(_divisions(number, factors)),
        program=source,
        final=_final(task, factors),
        answer=_answer(factors),
    )


def conclude_factor_integer(task: Task, logs: str) -> dict:
    """The final sentence from what the program printed, believed only if it multiplies back and all are prime."""
    number = int(task.expressions[0].value)
    factors = _printed_factors(logs)
    if factors is None or not _is_factorization(number, factors):
        template = N_(
            "I could not find the prime factors of {number} in time{address}. Numbers of this size can be "
            "very hard to factor."
        )
        return {"final": Phrase(template, {"number": Voice(task).question()}).to_dict(), "answer": None}
    return {"final": _final(task, factors).to_dict(), "answer": _answer(factors)}


def _printed_factors(logs: str) -> dict[int, int] | None:
    """The last line of the form {2: 3, 5: 1}."""
    for line in reversed(logs[-20_000:].splitlines()):
        match = re.fullmatch(r"\s*\{([\d:, ]{3,4000})\}\s*", line, re.ASCII)
        if match:
            pairs = [_FACTOR.fullmatch(each) for each in match[1].split(",")]
            if not all(pairs) or len(pairs) > _MOST_FACTORS:
                return None
            return {int(pair[1]): int(pair[2]) for pair in pairs}
    return None


def _is_factorization(number: int, factors: dict[int, int]) -> bool:
    bits = sum(prime.bit_length() * times for prime, times in factors.items())
    if not factors or bits > 2 * number.bit_length() + 64:
        return False
    return prod(prime**times for prime, times in factors.items()) == number and all(map(sympy.isprime, factors))


def _require_factorization(number: int, factors: dict[int, int]) -> None:
    require(_is_factorization(number, factors), "factor_integer")


def _divisions(number: int, factors: dict[int, int]) -> list[Step]:
    """One step for each prime but the last, with all its divisions."""
    steps, rest = [], number
    done: list[Node] = []
    for prime, times in sorted(factors.items()):
        if rest == prime:
            break
        rest //= prime**times
        done.append(_power(prime, times))
        shown = [*done, Number(str(rest))] if rest > 1 else done
        after = latex(shown[0] if len(shown) == 1 else Apply("product", tuple(shown)))
        names = {"prime": math(str(prime)), "times": str(times)}
        template = N_("Divide by {prime}.") if times == 1 else N_("Divide by {prime}, {times} times.")
        steps.append(
            Step(
                Phrase(template, names if times > 1 else {"prime": names["prime"]}),
                str(number),
                f"{number} = {after}",
                "divide",
            )
        )
    return steps


def _power(prime: int, times: int) -> Node:
    return Number(str(prime)) if times == 1 else apply("power", Number(str(prime)), Number(str(times)))


def _product(factors: dict[int, int]) -> Node:
    trees = [_power(prime, times) for prime, times in sorted(factors.items())]
    return trees[0] if len(trees) == 1 else Apply("product", tuple(trees))


def _final(task: Task, factors: dict[int, int]) -> Phrase:
    voice = Voice(task)
    number = voice.question()
    if sum(factors.values()) == 1:
        return Phrase(N_("{number} is a prime number{address}: it has no smaller prime factors."), {"number": number})
    names = {"number": number, "factors": voice.say(_product(factors))}
    return Phrase(N_("The prime factorization of {number} is {factors}{address}."), names)


def _answer(factors: dict[int, int]) -> dict:
    return {
        "kind": "factorization",
        "values": [str(prime) for prime in sorted(factors)],
        "exponents": [factors[prime] for prime in sorted(factors)],
        "latex": [latex(_product(factors))],
    }
