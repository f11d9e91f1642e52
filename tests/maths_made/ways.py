"""Questions that can be done in several ways, one strategy for each sort of them, and typical ones for each way."""

from hypothesis import strategies as st

from tests.maths_made.asking import NUMBER, OTHER_THAN_ZERO, SIGNED, SMALL, ask, polynomials, some

QUADRATIC = polynomials(some(2), st.sampled_from([1, 2, -3]))
FACTOR = st.integers(11, 999)


def _system(a, b, c, d, x, y):
    return f"solve {a}*x + ({b})*y = {a * x + b * y}, {c}*x + ({d})*y = {c * x + d * y}"


WAYS_OF = {
    "quadratics": st.one_of(
        ask("solve {} = 0", QUADRATIC),
        ask("solve {}x^2 + {}x + ({}) = 0", SMALL, SMALL, SIGNED),
        ask("solve {}x^2 = {}", SMALL, SMALL),
    ).filter(lambda text: "x^1" in text or "x^2 = " in text or "x + (" in text),
    "systems": st.builds(_system, SMALL, OTHER_THAN_ZERO, SMALL, OTHER_THAN_ZERO, SIGNED, SIGNED),
    "common divisors": ask(
        "gcd of {}", st.lists(NUMBER, min_size=2, max_size=3).map(lambda each: ", ".join(map(str, each)))
    ),
    "common multiples": ask("lcm of {} and {}", NUMBER, NUMBER),
    "percentages": ask("what is {}% of {}", NUMBER, NUMBER),
    "sums of fractions": st.builds(
        "{}/{} {} {}/{}".format, SMALL, st.integers(2, 12), st.sampled_from("+-"), SMALL, st.integers(2, 12)
    ),
    "quotients of fractions": ask("what is ({}/{})/({}/{})", SMALL, SMALL, SMALL, st.integers(2, 9)),
    "products of fractions": ask("what is {}/{} * {}/{}", SMALL, st.integers(2, 9), SMALL, st.integers(2, 9)),
    "mixed numbers": st.builds(
        "{} {}/7 {} {} {}/5".format,
        st.integers(5, 9),
        st.integers(1, 6),
        st.sampled_from("+-"),
        SMALL,
        st.integers(1, 4),
    ),
    "fractions": ask("simplify {}/{}", NUMBER, NUMBER),
    "products": ask("what is {} * {}", FACTOR, FACTOR),
    "brackets": st.one_of(
        ask("expand ({}x + {})({}x - {})", SMALL, SMALL, SMALL, SMALL),
        ask("expand (x - {})^2", SMALL),
        st.builds("expand (x + {0})(x - {0})".format, SMALL),
    ),
    "absolute values": st.one_of(
        ask("solve |{}x + {}| = {}", OTHER_THAN_ZERO, SIGNED, SMALL),
        ask("solve |x + {}| = |{}x - {}|", SMALL, SMALL, SMALL),
    ),
    "slopes of polynomials": st.one_of(
        ask("derivative of ({}x + {})(x^2 + {})", SMALL, SMALL, SMALL),
        ask("derivative of (x + {})^{}", SMALL, st.integers(2, 4)),
        ask("derivative of {}x^3 + {}x", SMALL, SMALL),
    ),
    "slopes of fractions": st.one_of(
        ask("derivative of ({}x + {})/(x^2 + {})", SMALL, SIGNED, SMALL),
        ask("derivative of {}/(x^2 + {})", SMALL, SMALL),
        ask("derivative of (x^3 + {}x)/({}x)", SMALL, SMALL),
    ),
}

TYPICAL_OF = {
    "quadratics": ["x^2 - 5x + 6 = 0", "3x^2 = 48"],
    "systems": [
        "solve 2x + 3y = 13, 5x - y = 7",
        "solve x + y = 5, 2x + 2y = 1",
        "solve x + y = 5, 2x + 2y = 10",
        "solve x/2 + y/3 = 5, x = 2y",
        "solve 3y = 6, 2x - 7y = 3",
    ],
    "systems of three": ["solve x + y + z = 6, x - y + z = 2, 2x + y - z = 1"],
    "common divisors": ["gcd of 12 and 18", "gcd of 8, 15"],
    "common multiples": ["lcm of 4 and 6", "lcm of 4, 6, 10"],
    "percentages": ["15% of 80", "2.5% of 0.4"],
    "sums of fractions": ["3/4 + 5/6", "1/4 - 2/5"],
    "quotients of fractions": ["(3/4)/(5/6)"],
    "products of fractions": ["3/4 * 8/9"],
    "mixed numbers": ["2 1/3 + 1 1/2", "5 3/4 - 2 1/3"],
    "fractions": ["12/18"],
    "products": ["23 * 47", "123 * 405"],
    "brackets": ["expand (2x + 3)(x - 4)", "expand (3x - 5)^2", "expand (x + 4)(x - 4)"],
    "absolute values": ["|2x - 3| = 5", "|x| = |x + 1|", "|12x| = 6"],
    "slopes of polynomials": ["derivative of (x + 1)(x^2 + 2)", "derivative of (2x + 1)^3", "derivative of x^2 + 3x"],
    "slopes of fractions": ["derivative of x/(x + 1)", "derivative of 3/(x^2 + 1)", "derivative of (x^2 + 3x)/x"],
}
