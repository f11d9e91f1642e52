"""How large the numbers of a formula get, estimated from the leaves up; senseless operations are refused."""

import math
from dataclasses import dataclass
from fractions import Fraction

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.problems import ReadingError
from maths.tree import Constant, Name, Node, Number

_EXACT_DIGITS = 120


@dataclass(frozen=True)
class Size:
    """Upper bounds for a subtree without letters (letters count as 1).

    value: exact, when rational and short. digits: decimal digits of numerator and denominator together.
    log: log10 of the absolute value, at least 0. loglog: log10 of `log`, for numbers beyond floats.
    """

    value: Fraction | None
    digits: float
    log: float
    loglog: float = 0.0
    symbolic: bool = False


def _sized(value: Fraction, symbolic: bool = False) -> Size:
    digits = _log10(value.numerator) + _log10(value.denominator)
    short = value if digits <= _EXACT_DIGITS and not symbolic else None
    return Size(short, digits, max(0.0, _log10(value.numerator) - _log10(value.denominator)), symbolic=symbolic)


def _log10(value: int) -> float:
    """log10 of a whole number of any length; 0 for 0."""
    return math.log10(abs(value)) if value else 0.0


def _opaque(log: float = 0.0, symbolic: bool = False) -> Size:
    """A value of which only the size is known."""
    return Size(None, max(log, 1.0), log, math.log10(log) if log > 1 else 0.0, symbolic)


def measure(node: Node, sizes: list[Size]) -> Size:
    """The size of a tree; those of its parts are added to `sizes`."""
    if isinstance(node, Number):
        return _sized(Fraction(node.value))
    if isinstance(node, Constant):
        return _opaque(0.5)
    if isinstance(node, Name):
        return Size(None, 0.0, 0.0, symbolic=True)
    parts = [measure(each, sizes) for each in node.arguments]
    size = _RULES.get(node.head, _bounded)(*parts)
    sizes.append(size)
    return size


def _sum(*parts: Size) -> Size:
    symbolic = any(part.symbolic for part in parts)
    if all(part.value is not None for part in parts):
        return _sized(sum(part.value for part in parts))
    log = max(part.log for part in parts) + math.log10(len(parts))
    return Size(None, sum(part.digits for part in parts), log, max(part.loglog for part in parts), symbolic)


def _product(*parts: Size) -> Size:
    symbolic = any(part.symbolic for part in parts)
    if all(part.value is not None for part in parts):
        return _sized(math.prod(part.value for part in parts))
    log = sum(part.log for part in parts)
    return Size(None, sum(part.digits for part in parts), log, max(part.loglog for part in parts) + 0.3, symbolic)


def _quotient(top: Size, bottom: Size) -> Size:
    if bottom.value == 0:
        raise ReadingError("undefined", N_("That divides by zero, and no number is the result of a division by zero."))
    if top.value is not None and bottom.value is not None:
        return _sized(top.value / bottom.value)
    log = top.log + bottom.digits
    return Size(None, top.digits + bottom.digits, log, max(top.loglog, bottom.loglog), top.symbolic or bottom.symbolic)


def _equals(left: Size, right: Size) -> Size:
    return _opaque(max(left.log, right.log), left.symbolic or right.symbolic)


def _same(part: Size) -> Size:
    return part


def _negate(part: Size) -> Size:
    value = None if part.value is None else -part.value
    return Size(value, part.digits, part.log, part.loglog, part.symbolic)


def _percent(part: Size) -> Size:
    return _quotient(part, _sized(Fraction(100)))


def _mixed(whole: Size, top: Size, bottom: Size) -> Size:
    return _sum(whole, _quotient(top, bottom))


def _absolute(part: Size) -> Size:
    value = None if part.value is None else abs(part.value)
    return Size(value, part.digits, part.log, part.loglog, part.symbolic)


def _power(base: Size, exponent: Size) -> Size:
    if base.symbolic:
        return _symbolic_power(base, exponent)
    if exponent.symbolic:
        return Size(None, base.digits, base.log, symbolic=True)
    _refuse_senseless_power(base, exponent)
    if base.value is not None and abs(base.value) in {0, 1}:
        return _unit_power(base.value, exponent)
    steepness = max(base.digits, base.log)
    if exponent.value is not None and exponent.loglog < 300:
        times = abs(float(exponent.value)) if abs(exponent.value) < 10**300 else math.inf
        return _raised(base, exponent.value, times, steepness)
    log = steepness * 10**exponent.log if exponent.log < 290 else math.inf
    return Size(None, log, log, exponent.log + math.log10(max(steepness, 0.1)))


def _raised(base: Size, exponent: Fraction, times: float, steepness: float) -> Size:
    digits = times * steepness
    if base.value is not None and exponent.denominator == 1 and digits <= _EXACT_DIGITS:
        return _sized(base.value**exponent.numerator)
    loglog = _log10(exponent.numerator) - _log10(exponent.denominator) + math.log10(max(steepness, 0.1))
    return Size(None, digits, digits, max(loglog, 0.0))


def _unit_power(base: Fraction, exponent: Size) -> Size:
    if exponent.value is not None and exponent.value.denominator == 1:
        return _sized(base ** (exponent.value.numerator % 2 if base else 1))
    return _opaque()


def _symbolic_power(base: Size, exponent: Size) -> Size:
    if exponent.value is not None and abs(exponent.value) > bounds.EXPONENT:
        raise ReadingError(
            "too_large",
            N_("I can only work with powers of a letter up to {limit}."),
            limit=str(bounds.EXPONENT),
        )
    times = 1.0 if exponent.value is None else max(1.0, float(abs(exponent.value)))
    return Size(None, base.digits * times, base.log * times, symbolic=True)


def _refuse_senseless_power(base: Size, exponent: Size) -> None:
    if base.value == 0 and exponent.value is not None and exponent.value <= 0:
        if exponent.value == 0:
            raise ReadingError("undefined", N_("Zero to the power of zero has no agreed value."))
        raise ReadingError("undefined", N_("That divides by zero, and no number is the result of a division by zero."))
    whole = exponent.value is not None and exponent.value.denominator == 1
    if base.value is not None and base.value < 0 and not whole:
        raise ReadingError("unsupported", N_("I only take fractional powers of positive numbers."))


def _factorial(part: Size) -> Size:
    if part.symbolic:
        raise ReadingError("unsupported", N_("I can only work with factorials of whole numbers."))
    if part.value is None:
        loglog = part.log + math.log10(max(part.log, 1.0))
        return Size(None, math.inf, math.inf, loglog)
    if part.value < 0 or part.value.denominator != 1:
        raise ReadingError("undefined", N_("A factorial is only defined for the whole numbers 0, 1, 2, 3 and so on."))
    number = part.value.numerator
    if number < 170:
        return _sized(Fraction(math.factorial(number)))
    if number > 10**300:
        return Size(None, math.inf, math.inf, part.log + math.log10(part.log))
    log = math.lgamma(float(number) + 1) / math.log(10)
    return Size(None, log, log, math.log10(log))


def _sqrt(part: Size) -> Size:
    if part.value is not None and part.value < 0:
        raise ReadingError("undefined", N_("That takes an even root of a negative number, which is no real number."))
    return Size(None, part.digits, part.log / 2, part.loglog, part.symbolic)


def _root(part: Size, index: Size) -> Size:
    degree = index.value
    if degree is None or degree.denominator != 1 or not 2 <= degree <= bounds.ROOT_INDEX:
        raise ReadingError(
            "unsupported", N_("I can only take roots from the 2nd to the {limit}th."), limit=str(bounds.ROOT_INDEX)
        )
    if degree % 2 == 0:
        return _sqrt(part)
    return Size(None, part.digits, part.log / 2, part.loglog, part.symbolic)


def _exp(part: Size) -> Size:
    if part.symbolic:
        return Size(None, 1.0, 1.0, symbolic=True)
    exact = part.value is not None and abs(part.value) < 10**300
    log = 0.4343 * (abs(float(part.value)) if exact else 10**part.log if part.log < 290 else math.inf)
    return Size(None, log, log, part.log)


def _ln(part: Size) -> Size:
    if part.value is not None and part.value <= 0:
        raise ReadingError("undefined", N_("Logarithms are only defined for positive numbers."))
    return _opaque(2.0 + math.log10(1 + part.log), part.symbolic)


def _log(part: Size, base: Size) -> Size:
    if base.value is not None and (base.value <= 0 or base.value == 1):
        raise ReadingError("undefined", N_("The base of a logarithm is a positive number other than 1."))
    return _ln(part)


def _bounded(part: Size) -> Size:
    """sin, cos, atan and the rest: no size to speak of, except near a pole."""
    return _opaque(1.0, part.symbolic)


def _unknown(*parts: Size) -> Size:
    """A function whose definition is elsewhere: measured once it is put in."""
    return Size(None, sum(part.digits for part in parts), max(part.log for part in parts), symbolic=True)


_RULES = {
    "equals": _equals,
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), _equals),
    "call": _unknown,
    "prime": _unknown,
    "derivative": _unknown,
    "sum": _sum,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "negate": _negate,
    "subtract": _negate,
    "mixed": _mixed,
    "percent": _percent,
    "degrees": _same,
    "factorial": _factorial,
    "abs": _absolute,
    "sqrt": _sqrt,
    "root": _root,
    "log": _log,
    "ln": _ln,
    "exp": _exp,
    "sinh": _exp,
    "cosh": _exp,
}
