"""How a question is made from numbers that hypothesis draws."""

from hypothesis import strategies as st

SMALL = st.integers(1, 9)
SIGNED = st.integers(-9, 9)
NUMBER = st.integers(2, 90)
OTHER_THAN_ZERO = SIGNED.filter(bool)


def ask(template, *numbers):
    """Questions with the numbers put in where the template has {}."""
    return st.tuples(*numbers).map(lambda drawn: template.format(*drawn))


def product(*roots, factor=1):
    """A polynomial in x with these roots, multiplied out, as a student types it."""
    coefficients = [factor]
    for root in roots:
        shifted = [*coefficients, 0]
        coefficients = [high - root * low for high, low in zip(shifted, [0, *coefficients], strict=True)]
    degree = len(coefficients) - 1
    return " + ".join(f"({each})*x^{degree - i}" for i, each in enumerate(coefficients) if each) or "0"


def polynomials(roots, factors):
    """Polynomials in x with drawn roots, times a drawn factor."""
    return st.builds(lambda found, factor: product(*found, factor=factor), roots, factors)


def some(count):
    """That many whole numbers as roots."""
    return st.lists(SIGNED, min_size=count, max_size=count)
