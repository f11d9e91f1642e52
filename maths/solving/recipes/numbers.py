"""Recipes about single numbers, sequences that are given by their first term, angles, and choices that are counted."""

from maths.phrases import N_
from maths.solving.recipes.recipe import line, recipe

NUMBER_RECIPES = {
    "reciprocal": recipe(
        N_("Let us find the reciprocal:"),
        "a",
        line("b", "1/a", N_("The reciprocal is 1 divided by the number."), "divide"),
        check="a*b = 1",
        final=N_("The reciprocal is {b}{address}."),
        fraction=True,
    ),
    "opposite": recipe(
        N_("Let us find the opposite number:"),
        "a",
        line("b", "-a", N_("The opposite has the other sign."), "negate"),
        check="a + b = 0",
        final=N_("The opposite is {b}{address}."),
    ),
    "complement": recipe(
        N_("Let us find the complement:"),
        "a",
        line("b", "90 - a", N_("Complementary angles make 90° together."), "subtract"),
        check="a + b = 90",
        final=N_("The complement is {b}{address}."),
    ),
    "supplement": recipe(
        N_("Let us find the supplement:"),
        "a",
        line("b", "180 - a", N_("Supplementary angles make 180° together."), "subtract"),
        check="a + b = 180",
        final=N_("The supplement is {b}{address}."),
    ),
    "arithmetic_term": recipe(
        N_("Let us find that term:"),
        "adn",
        line("k", "n - 1", N_("From the first term on, this many steps are taken."), "subtract"),
        line("t", "a + k*d", N_("Each step adds {d}."), "arithmetic"),
        check="(t - a)/(n - 1) = d",
        final=N_("The term is {t}{address}."),
    ),
    "geometric_term": recipe(
        N_("Let us find that term:"),
        "aqn",
        line("k", "n - 1", N_("From the first term on, this many steps are taken."), "subtract"),
        line("t", "a*q^k", N_("Each step multiplies by {q}."), "geometric"),
        check="t/q^(n - 1) = a",
        final=N_("The term is {t}{address}."),
    ),
    "infinite_sum": recipe(
        N_("Let us add up all terms, without end:"),
        "aq",
        line(
            "m", "1 - q", N_("Each term is {q} times the one before, which is closer to 0 than 1, so the sum exists.")
        ),
        line("s", "a/m", N_("Divide the first term by 1 minus that factor."), "infinite_sum"),
        check="s = a + q*s",
        final=N_("The sum is {s}{address}."),
    ),
    "combinations": recipe(
        N_("Let us count the choices in which the order does not matter:"),
        "nk",
        line("a", "n!/(n - k)!", N_("In order, there are this many choices."), "permutations"),
        line("b", "k!", N_("Each choice was counted in this many orders."), "factorial"),
        line("c", "a/b", N_("Divide."), "combinations"),
        check="c*k!*(n - k)! = n!",
        final=N_("There are {c} choices{address}."),
    ),
    "permutations": recipe(
        N_("Let us count the choices in which the order matters:"),
        "nk",
        line("a", "n!/(n - k)!", N_("There are {n} choices for the first place, one fewer for the next, and so on.")),
        check="a*(n - k)! = n!",
        final=N_("There are {a} choices{address}."),
    ),
    "arrangements": recipe(
        N_("Let us count the orders:"),
        "n",
        line(
            "a", "n!", N_("There are {n} choices for the first place, one fewer for the next, and so on."), "factorial"
        ),
        check="a = n!",
        final=N_("There are {a} orders{address}."),
    ),
    "missing_value": recipe(
        N_("Let us find the missing value:"),
        "msn",
        line("t", "m*n", N_("A mean of {m} for {n} values needs this total."), "multiply"),
        line("x", "t - s", N_("The known values make {s}; the rest is the missing one."), "subtract"),
        check="(s + x)/n = m",
        final=N_("The missing value is {x}{address}."),
    ),
    "common_difference": recipe(
        N_("Let us find the common difference:"),
        "ab",
        line("d", "b - a", N_("Take one term away from the next."), "subtract"),
        check="a + d = b",
        final=N_("The common difference is {d}{address}."),
    ),
    "common_ratio": recipe(
        N_("Let us find the common ratio:"),
        "ab",
        line("q", "b/a", N_("Divide one term by the one before."), "divide"),
        check="a*q = b",
        final=N_("The common ratio is {q}{address}."),
        fraction=True,
    ),
    "to_radians": recipe(
        N_("Let us write the angle in radians:"),
        "a",
        line("r", "a*pi/180", N_("180° are π radians, so one degree is π/180: multiply."), "multiply"),
        check="180r = a*pi",
        final=N_("In radians, the angle is {r}{address}."),
    ),
    "to_degrees": recipe(
        N_("Let us write the angle in degrees:"),
        "a",
        line("d", "a*180/pi", N_("π radians are 180°, so one radian is 180°/π: multiply."), "multiply"),
        check="d*pi = 180a",
        final=N_("In degrees, the angle is {d}{address}."),
    ),
}
