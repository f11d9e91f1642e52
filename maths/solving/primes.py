"""Prime or composite, and all factors of a whole number."""

from math import isqrt

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import aligned, listed, truth_answer, values_of
from maths.solving.steps import Part, Step, math, require

_TRIED = 100_000
_MOST_SHOWN_PRIMES = 12


def explain_prime(task: Task) -> Part:
    """Division by the primes up to the square root, or a test by the program where that would be too many."""
    (number,) = values_of(task)
    names = {"number": math(str(number))}
    prime = bool(sympy.isprime(number))
    divisor = _small_divisor(number)
    require(divisor is None or number % divisor == 0 and not prime, "prime")
    return Part(
        kind="prime",
        opening=Phrase(N_("Let us see whether {number} is a prime number:"), names),
        steps=tuple(_prime_steps(number, prime, divisor)),
        program=f"from sympy import isprime\nprint(isprime({number}))",
        final=_final(task, number, prime, divisor),
        answer=_answer(task, number, prime),
    )


def _answer(task: Task, number: int, prime: bool) -> dict:
    """Yes or no to "is it prime?"; to "prime or composite?" which of them."""
    if task.details:
        return truth_answer(number > 1 and prime == ("prime" in task.details))
    word = ("prime" if prime else "composite") if number > 1 else "neither"
    return {"kind": "primality", "values": [word], "latex": []}


def _final(task: Task, number: int, prime: bool, divisor: int | None) -> Phrase:
    """The sentence begins with Yes or No where that was asked."""
    names = {"number": math(str(number))}
    if number < 2:
        plain = N_("{number} is neither prime nor composite{address}: the primes begin with 2.")
        no = N_("No{address}: {number} is neither prime nor composite, because the primes begin with 2.")
        return Phrase(no if task.details else plain, names)
    if prime:
        plain = N_("{number} is a prime number{address}.")
        asked = {"prime": N_("Yes{address}: {number} is prime."), "composite": N_("No{address}: {number} is prime.")}
        return Phrase(_worded(task, plain, asked), names)
    if divisor is None:
        plain = N_("{number} is a composite number{address}.")
        asked = {
            "prime": N_("No{address}: {number} is composite."),
            "composite": N_("Yes{address}: {number} is composite."),
        }
        return Phrase(_worded(task, plain, asked), names)
    names["product"] = math(rf"{divisor} \cdot {number // divisor}")
    plain = N_("{number} is a composite number{address}: it is {product}.")
    asked = {
        "prime": N_("No{address}: {number} is not prime, because it is {product}."),
        "composite": N_("Yes{address}: {number} is composite, because it is {product}."),
    }
    return Phrase(_worded(task, plain, asked), names)


def _worded(task: Task, plain: str, asked: dict[str, str]) -> str:
    return asked[task.details[0]] if task.details else plain


def _small_divisor(number: int) -> int | None:
    """The smallest prime divisor below the root, as far as it is looked for."""
    if number < 4:
        return None
    if number % 2 == 0:
        return 2
    return next((each for each in range(3, min(isqrt(number), _TRIED) + 1, 2) if number % each == 0), None)


def _prime_steps(number: int, prime: bool, divisor: int | None) -> list[Step]:
    if number < 2:
        return []
    root = isqrt(number)
    if divisor:
        names = {"divisor": math(str(divisor))}
        found = Step(
            Phrase(N_("Try the primes one after the other: {divisor} divides it."), names),
            None,
            rf"{number} = {divisor} \cdot {number // divisor}",
            "divisor",
        )
        return [found]
    if root > _TRIED:
        template = (
            N_("It has too many digits to try all primes. The test of the program finds no sign of a factor.")
            if prime
            else N_("It has no factor below {limit}, but it fails the test that every prime passes.")
        )
        return [Step(Phrase(template, {"limit": math(f"{_TRIED}")}), None, None, "test")]
    require(prime, "prime")
    return _trial_steps(number, root)


def _trial_steps(number: int, root: int) -> list[Step]:
    names = {"root": math(str(root)), "number": math(str(number))}
    enough = Step(
        Phrase(
            N_("A factor above the square root has a partner below it, so the primes up to {root} are enough."),
            {"root": names["root"]},
        ),
        None,
        rf"{root}^2 = {root**2} \le {number} < {root + 1}^2 = {(root + 1) ** 2}",
        "root",
    )
    require(root**2 <= number < (root + 1) ** 2, "root")
    primes = list(sympy.primerange(2, root + 1))
    if not primes:
        return [enough, Step(Phrase(N_("There is no prime that small to be tried.")), None, None, "none")]
    if len(primes) > _MOST_SHOWN_PRIMES:
        template = N_("None of the {count} primes from 2 to {last} divides it.")
        tried = Phrase(template, {"count": math(str(len(primes))), "last": math(str(primes[-1]))})
        return [enough, Step(tried, None, None, "trial")]
    lines = [rf"{number} = {number // each} \cdot {each} + {number % each}" for each in primes]
    require(all(number % each for each in primes), "trial")
    return [enough, Step(Phrase(N_("None of them divides it.")), None, aligned(lines), "trial")]


def explain_factors(task: Task) -> Part:
    """All factors, found in pairs."""
    (number,) = values_of(task)
    divisors = [int(each) for each in sympy.divisors(number)]
    pairs = [(each, number // each) for each in divisors if each * each <= number]
    require(all(first * second == number for first, second in pairs), "factors")
    require(len(divisors) == 2 * len(pairs) - (isqrt(number) ** 2 == number), "factors")
    lines = [rf"{first} \cdot {second}" for first, second in pairs]
    names = {"number": math(str(number)), "factors": listed(divisors)}
    return Part(
        kind="factors",
        opening=Phrase(N_("Let us find all factors of {number}:"), {"number": names["number"]}),
        steps=(Step(Phrase(N_("Factors come in pairs whose product is the number.")), None, aligned(lines), "pairs"),),
        program=f"from sympy import divisors\nprint(divisors({number}))",
        final=Phrase(N_("The factors of {number} are {factors}{address}."), names),
        answer={"kind": "list", "values": list(map(str, divisors)), "latex": list(map(str, divisors))},
    )


def explain_multiples(task: Task) -> Part:
    """The first multiples, by counting on."""
    (number,) = values_of(task)
    count = int(task.details[0])
    multiples = [number * k for k in range(1, count + 1)]
    require(all(b - a == number for a, b in zip(multiples, multiples[1:], strict=False)), "multiples")
    names = {"number": math(str(number)), "multiples": listed(multiples)}
    shown = rf"{number} \cdot 1 = {number},\quad {number} \cdot 2 = {2 * number},\quad \dots"
    return Part(
        kind="multiples",
        opening=Phrase(N_("Let us list multiples of {number}:"), {"number": names["number"]}),
        steps=(Step(Phrase(N_("Multiply by 1, 2, 3 and so on.")), None, shown, "multiply"),),
        program=f"print([{number}*k for k in range(1, {count + 1})])",
        final=Phrase(N_("The first multiples of {number} are {multiples}{address}."), names),
        answer={"kind": "list", "values": list(map(str, multiples)), "latex": list(map(str, multiples))},
    )
