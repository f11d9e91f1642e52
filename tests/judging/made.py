"""Questions of many kinds made at random, each with its right answer and with answers that are a little wrong."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from hypothesis import strategies as st

_DIGITS = "0123456789abcdef"


@dataclass(frozen=True)
class Made:
    """A question, its right answer in a few notations, and wrong ones."""

    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def _distinct(right, wrong):
    return tuple(dict.fromkeys(each for each in wrong if each not in right))


@st.composite
def linear(draw):
    a, b, x = draw(st.integers(2, 9)), draw(st.integers(1, 20)), draw(st.integers(-20, 20))
    wrong = (f"x = {x + 1}", f"x = {x - 1}", f"x = {-x}", f"x = {x}.5", f"x > {x}", f"y = {x}", f"{a}x = {x}")
    return Made(f"Solve {a}x + {b} = {a * x + b}", (f"x = {x}",), _distinct((f"x = {x}",), wrong))


@st.composite
def quadratic(draw):
    p, q = sorted(draw(st.lists(st.integers(-9, 9), min_size=2, max_size=2, unique=True)))
    right = (f"x = {p} or x = {q}", f"x = {q}, x = {p}")
    wrong = [f"x = {p}", f"x = {q}", f"x = {p} or x = {q + 1}", f"x = {p} or x = {q} or x = {q + 1}"]
    wrong += [f"x = {-p} or x = {-q}"] if p != -q else []
    question = f"Solve x^2 {-p - q:+d}x {p * q:+d} = 0".replace("+0x ", "").replace("+0 ", "")
    return Made(question, right, tuple(wrong))


@st.composite
def inequality(draw):
    a, b, x = draw(st.integers(2, 9)), draw(st.integers(1, 9)), draw(st.integers(-9, 9))
    sign = draw(st.sampled_from("<>"))
    other = "<>".replace(sign, "")
    right = (f"x {sign} {x}", f"(-∞, {x})" if sign == "<" else f"({x}, ∞)")
    wrong = (
        f"x {other} {x}",
        f"x {sign}= {x}",
        f"x {sign} {x + 1}",
        f"x = {x}",
        right[1].replace("(", "[").replace(")", "]"),
    )
    return Made(f"solve {a}x + {b} {sign} {a * x + b}", right, wrong)


@st.composite
def chain(draw):
    low, high = sorted(draw(st.lists(st.integers(-9, 9), min_size=2, max_size=2, unique=True)))
    right = (f"{low} < x < {high}", f"({low}, {high})")
    wrong = (
        f"{high} < x < {low}",
        f"x < {low} or x > {high}",
        f"{low} <= x < {high}",
        f"({low}, {high}]",
        f"({high}, {low})",
    )
    return Made(f"solve {2 * low + 1} < 2x + 1 < {2 * high + 1}", right, wrong)


@st.composite
def fractions(draw):
    one, two = (Fraction(draw(st.integers(1, 30)), draw(st.integers(2, 12))) for _ in range(2))
    total = one + two
    wrong = [total + 1, -total, 1 / total, total + Fraction(1, total.denominator), one - two]
    wrong.append(Fraction(one.numerator + two.numerator, one.denominator + two.denominator))
    return Made(f"What is {one} + {two}?", (str(total),), tuple(str(each) for each in wrong if each != total))


@st.composite
def derivative(draw):
    a, n, b = draw(st.integers(2, 9)), draw(st.integers(2, 6)), draw(st.integers(1, 9))
    power = "x" if n == 2 else f"x^{n - 1}"
    right = (f"{a * n}{power} + {b}",)
    wrong = (
        f"{a * n}{power} - {b}",
        f"{a * n + 1}{power} + {b}",
        f"{a}{power} + {b}",
        f"{a * n}{power}",
        f"{a * n}x^{n} + {b}",
    )
    return Made(f"derivative of {a}x^{n} + {b}x", right, wrong)


@st.composite
def antiderivative(draw):
    a, n = draw(st.integers(2, 9)), draw(st.integers(2, 6))
    right = (f"{a}x^{n} + C",)
    wrong = (
        f"-{a}x^{n} + C",
        f"{a + 1}x^{n} + C",
        f"{a}x^{n + 1} + C",
        f"{a * n}x^{n} + C",
        f"{a}x^{n} + x",
        f"{a}x^{n} C",
    )
    return Made(f"integrate {a * n}x^{n - 1}" if n > 2 else f"integrate {a * n}x", right, wrong)


@st.composite
def numeral(draw):
    base, value = draw(st.sampled_from([2, 3, 8, 16])), draw(st.integers(17, 900))
    shown, moved, reverse = (_in_base(each, base) for each in (value, value + 1, value))
    wrong = (moved, reverse[::-1], f"{shown}0", f"{shown}_{base + 1}", f"{shown} (base {base + 2})", f"-{shown}")
    right = (shown, f"{shown}_{{{base}}}" if base < 16 else shown.upper())
    return Made(f"write {value} in base {base}", right, _distinct(right, wrong))


def _in_base(value, base):
    digits = ""
    while value:
        value, digit = divmod(value, base)
        digits = _DIGITS[digit] + digits
    return digits


@st.composite
def time(draw):
    start, shift = draw(st.integers(0, 1439)), draw(st.integers(2, 300))
    end = (start + shift) % 1440
    wrong = (_clock(end + 1), _clock(end + 720), _clock(end + 60), _clock(start - shift), _clock(end)[:-3])
    return Made(
        f"what time is it {shift} minutes after {_clock(start)}", (_clock(end),), _distinct((_clock(end),), wrong)
    )


def _clock(minutes):
    hour, minute = divmod(minutes % 1440, 60)
    return f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"


@st.composite
def ratio(draw):
    a, b, k = draw(st.integers(1, 12)), draw(st.integers(1, 12)), draw(st.integers(2, 9))
    d = gcd(a, b)
    a, b = a // d, b // d
    right = (f"{a}:{b}", f"{a} : {b}")
    return Made(
        f"simplify the ratio {a * k}:{b * k}", right, _distinct(right, (f"{b}:{a}", f"{a + 1}:{b}", f"{a * k}:{b * k}"))
    )


@st.composite
def matrix(draw):
    first, second = (draw(st.lists(st.integers(-9, 9), min_size=4, max_size=4)) for _ in range(2))
    total = [one + two for one, two in zip(first, second, strict=True)]
    at = draw(st.integers(0, 3))
    moved = [each + (i == at) for i, each in enumerate(total)]
    right = (_matrix(total), _latex_matrix(total))
    wrong = (
        _matrix(moved),
        _latex_matrix(moved),
        _matrix([total[0], total[2], total[1], total[3]]),
        _matrix([-each for each in total]),
    )
    return Made(f"{_matrix(first)} + {_matrix(second)}", right, _distinct(right, wrong))


def _matrix(entries):
    a, b, c, d = entries
    return f"[[{a}, {b}], [{c}, {d}]]"


def _latex_matrix(entries):
    a, b, c, d = entries
    return rf"$\begin{{pmatrix}} {a} & {b} \\ {c} & {d} \end{{pmatrix}}$"


@st.composite
def conversion(draw):
    start, goal, factor = draw(
        st.sampled_from([("m", "cm", 100), ("kg", "g", 1000), ("km", "m", 1000), ("h", "min", 60)])
    )
    value = draw(st.integers(2, 90))
    total = value * factor
    right = (f"{total} {goal}",)
    wrong = (
        f"{total} {start}",
        f"{total * 10} {goal}",
        f"{total + 1} {goal}",
        f"{value} {goal}",
        f"-{total} {goal}",
        f"{total} kJ",
    )
    return Made(f"convert {value} {start} to {goal}", right, wrong)


@st.composite
def percentage(draw):
    part, whole = draw(st.integers(2, 95)), 20 * draw(st.integers(2, 50))
    total = Fraction(part * whole, 100)
    right = (_decimal(total),)
    wrong = (
        _decimal(total * 10),
        _decimal(total + 1),
        f"{_decimal(total)}%",
        _decimal(whole - total),
        f"-{_decimal(total)}",
    )
    return Made(f"what is {part}% of {whole}", right, _distinct(right, wrong))


def _decimal(value):
    return f"{float(value):g}"


@st.composite
def divisor(draw):
    a, b = draw(st.integers(4, 90)), draw(st.integers(4, 90))
    right = (str(gcd(a, b)),)
    return Made(
        f"gcd of {a} and {b}",
        right,
        _distinct(right, (str(lcm(a, b)), str(gcd(a, b) + 1), str(a * b), f"-{gcd(a, b)}")),
    )


@st.composite
def remainder(draw):
    a, b = draw(st.integers(20, 900)), draw(st.integers(3, 19))
    right = (str(a % b),)
    wrong = (str(a // b), str(a % b + 1), str(b), f"{a / b:.2f}")
    return Made(f"what is the remainder when {a} is divided by {b}", right, _distinct(right, wrong))


@st.composite
def system(draw):
    x, y = draw(st.lists(st.integers(-9, 9), min_size=2, max_size=2, unique=True))
    right = (f"x = {x}, y = {y}", f"x = {x} and y = {y}")
    wrong = (f"x = {y}, y = {x}", f"x = {x}", f"x = {x}, y = {y + 1}", f"x = {x + 1}, y = {y}", f"y = {y}")
    return Made(f"solve x + y = {x + y}, x - y = {x - y}", right, wrong)


@st.composite
def complex_roots(draw):
    p, q = draw(st.integers(-6, 6)), draw(st.integers(1, 6))
    real, part = f"{p}" if p else "", "i" if q == 1 else f"{q}i"
    right = (
        f"x = {real} ± {part}".replace("=  ±", "= ±"),
        f"x = {real} + {part} or x = {real} - {part}".replace("=  +", "=").replace("=  -", "= -"),
    )
    wrong = [f"x = {p} ± {q + 1}i", f"x = {p} + {q}i", f"x = {p} ± {q}", f"x = {p}", "There is no solution."]
    wrong += [f"x = {-p} ± {q}i"] if p else []
    question = f"solve x^2 {-2 * p:+d}x + {p * p + q * q} = 0 over the complex numbers".replace("+0x ", "").replace(
        "-0x ", ""
    )
    return Made(question, right, tuple(wrong))


@st.composite
def angle(draw):
    first, second, name = draw(
        st.sampled_from([(60, 300, "cos(x) = 1/2"), (30, 150, "sin(x) = 1/2"), (45, 225, "tan(x) = 1")])
    )
    right = (f"x = {first}° or x = {second}°", f"x = {second}° and x = {first}°")
    move = draw(st.integers(1, 29))
    wrong = (
        f"x = {first}°",
        f"x = {second}°",
        f"x = {first}° or x = {second + move}°",
        f"x = {first - move}° or x = {second}°",
    )
    return Made(
        f"solve {name} between 0 and 360 degrees",
        right,
        (*wrong, f"x = {first}° or x = {second}° or x = {first + move}°"),
    )


@st.composite
def square(draw):
    h, k = draw(st.integers(1, 9)), draw(st.integers(-20, 20).filter(bool))
    right = (f"(x + {h})^2 {k:+d}",)
    wrong = (
        f"(x - {h})^2 {k:+d}",
        f"(x + {h})^2 {-k:+d}",
        f"(x + {h + 1})^2 {k:+d}",
        f"(x + {h})^2",
        f"x^2 + {2 * h}x {h * h + k:+d}",
    )
    return Made(f"complete the square: x^2 + {2 * h}x {h * h + k:+d}".replace(" +0", ""), right, wrong)


@st.composite
def rounding(draw):
    digits = draw(st.integers(10001, 99999).filter(lambda n: 50 <= n % 1000 < 950 and n % 100 != 50 and n % 10))
    value, nearest = Fraction(digits, 1000), Fraction((digits + 50) // 100, 10)
    right = (f"{float(nearest):.1f}",)
    wrong = (f"{float(nearest) + 0.1:.1f}", f"{float(nearest):.2f}", f"{float(value):.2f}", f"{float(value):.0f}")
    return Made(f"round {float(value):.3f} to one decimal place", right, _distinct(right, wrong))


@st.composite
def order(draw):
    numbers = draw(st.lists(st.integers(-50, 50), min_size=4, max_size=5, unique=True))
    wanted = sorted(numbers)
    swapped = [wanted[1], wanted[0], *wanted[2:]]
    wrong = (swapped, wanted[:-1], wanted[::-1], [*wanted, wanted[-1] + 1])
    shown = [", ".join(map(str, each)) for each in (wanted, *wrong)]
    return Made(f"sort {', '.join(map(str, numbers))} from smallest to largest", (shown[0],), tuple(shown[1:]))


@st.composite
def mean(draw):
    numbers = draw(st.lists(st.integers(1, 60), min_size=3, max_size=5))
    value = Fraction(sum(numbers), len(numbers))
    wrong = (str(sum(numbers)), str(value + 1), f"-{value}", str(value + Fraction(1, 7)))
    return Made(f"mean of {', '.join(map(str, numbers))}", (str(value),), wrong)


def by_a_way(made, *ways):
    """The same questions, each to be done in a way that is named."""
    return lambda: st.builds(
        lambda each, way: replace(each, question=f"{each.question} {way}"), made(), st.sampled_from(ways)
    )


KINDS = {
    "linear": linear,
    "quadratic": quadratic,
    "inequality": inequality,
    "chain": chain,
    "fractions": fractions,
    "derivative": derivative,
    "antiderivative": antiderivative,
    "numeral": numeral,
    "time": time,
    "ratio": ratio,
    "matrix": matrix,
    "conversion": conversion,
    "percentage": percentage,
    "divisor": divisor,
    "remainder": remainder,
    "system": system,
    "complex roots": complex_roots,
    "angle": angle,
    "square": square,
    "rounding": rounding,
    "order": order,
    "mean": mean,
    "quadratic by a way": by_a_way(
        quadratic, "by factoring", "using the quadratic formula", "by completing the square"
    ),
    "system by a way": by_a_way(system, "by elimination", "using substitution", "by Cramer's rule", "graphically"),
    "divisor by a way": by_a_way(divisor, "with Euclid's algorithm", "by prime factorization"),
    "percentage by a way": by_a_way(percentage, "using decimals", "by finding 1% first"),
    "fractions by a way": by_a_way(fractions, "by cross-multiplying", "using the least common denominator"),
}
STYLES = (
    "{}",
    "The answer is {}.",
    "**{}**",
    "So we get: {}",
    "Let's work it out step by step.\n\n**Answer:** {}",
    "First I thought about it.\n\nFinal answer: {}",
    "Sure! The result is {}. Let me know if you have any questions.",
    "Therefore, {}.",
)
