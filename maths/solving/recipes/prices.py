"""Recipes about prices before and after a change, costs of several kinds of things, and shares of a whole."""

from maths.phrases import N_
from maths.solving.recipes.recipe import line, recipe

_GIVEN = N_("Let us work that out step by step:")

PRICE_RECIPES = {
    "price_before_discount": recipe(
        N_("Let us find the price before the discount:"),
        "pr",
        line("k", "100 - r", N_("After the discount, this percentage of the price is left."), "subtract"),
        line("u", "p/k", N_("{k} percent are {p}, so one percent is this much: divide."), "divide"),
        line("w", "100u", N_("The whole price is 100 percent."), "multiply"),
        check="w - w*r/100 = p",
        final=N_("The price before was {w}{address}."),
    ),
    "price_before_increase": recipe(
        N_("Let us find the price before the increase:"),
        "pr",
        line("k", "100 + r", N_("After the increase, the price is this percentage of the old one."), "add"),
        line("u", "p/k", N_("{k} percent are {p}, so one percent is this much: divide."), "divide"),
        line("w", "100u", N_("The old price is 100 percent."), "multiply"),
        check="w + w*r/100 = p",
        final=N_("The price before was {w}{address}."),
    ),
    "saved": recipe(
        N_("Let us find the amount that is taken off:"),
        "pr",
        line("d", "p*r/100", N_("Take {r} percent of {p}."), "percent"),
        check="100d = p*r",
        final=N_("That is {d} less{address}."),
    ),
    "two_costs": recipe(
        _GIVEN,
        "apbq",
        line("u", "a*p", N_("{a} of the first kind at {p} each: multiply."), "multiply"),
        line("v", "b*q", N_("{b} of the second kind at {q} each: multiply."), "multiply"),
        line("t", "u + v", N_("Add both."), "add"),
        check="t - b*q = a*p",
        final=N_("All together it is {t}{address}."),
    ),
    "change_back": recipe(
        _GIVEN,
        "mnp",
        line("c", "n*p", N_("{n} of them at {p} each: multiply."), "multiply"),
        line("r", "m - c", N_("Take that away from {m}."), "subtract"),
        check="r + n*p = m",
        final=N_("What is left is {r}{address}."),
    ),
    "rest_percent": recipe(
        _GIVEN,
        "wr",
        line("k", "100 - r", N_("The others are what is left of 100 percent."), "subtract"),
        line("n", "w*k/100", N_("Take {k} percent of {w}."), "percent"),
        check="n + w*r/100 = w",
        final=N_("The answer is {n}{address}."),
    ),
    "fraction_left": recipe(
        _GIVEN,
        "wn",
        line("r", "w - n", N_("Take {n} away from {w}."), "subtract"),
        line("q", "r/w", N_("That is this part of the whole: divide by {w}."), "divide"),
        check="q*w + n = w",
        final=N_("The answer is {q}{address}."),
        fraction=True,
    ),
    "fraction_taken": recipe(
        _GIVEN,
        "wn",
        line("q", "n/w", N_("{n} out of {w} is this part of the whole: divide."), "divide"),
        check="q*w = n",
        final=N_("The answer is {q}{address}."),
        fraction=True,
    ),
    "part_and_multiple": recipe(
        _GIVEN,
        "tk",
        line("m", "k + 1", N_("One part and {k} such parts make this many parts."), "add"),
        line("x", "t/m", N_("All parts together are {t}, so one part is this: divide."), "divide"),
        line("y", "k*x", N_("The other one has {k} such parts."), "multiply"),
        check="x + y = t; y = k*x",
        final=N_("The smaller share is {x} and the larger share is {y}{address}."),
        results="xy",
    ),
    "smaller_part": recipe(
        _GIVEN,
        "tk",
        line("m", "k + 1", N_("One part and {k} such parts make this many parts."), "add"),
        line("x", "t/m", N_("All parts together are {t}, so one part is this: divide."), "divide"),
        check="x + k*x = t",
        final=N_("The answer is {x}{address}."),
    ),
    "larger_part": recipe(
        _GIVEN,
        "tk",
        line("m", "k + 1", N_("One part and {k} such parts make this many parts."), "add"),
        line("x", "t/m", N_("All parts together are {t}, so one part is this: divide."), "divide"),
        line("y", "k*x", N_("The other one has {k} such parts."), "multiply"),
        check="y + y/k = t",
        final=N_("The answer is {y}{address}."),
    ),
    "smaller_of_two": recipe(
        _GIVEN,
        "td",
        line(
            "m", "t - d", N_("Without the difference of {d}, both would be equal: take it away from {t}."), "subtract"
        ),
        line("x", "m/2", N_("Half of that is the smaller one."), "divide"),
        check="x + (x + d) = t",
        final=N_("The answer is {x}{address}."),
    ),
    "larger_of_two": recipe(
        _GIVEN,
        "td",
        line(
            "m", "t - d", N_("Without the difference of {d}, both would be equal: take it away from {t}."), "subtract"
        ),
        line("x", "m/2", N_("Half of that is the smaller one."), "divide"),
        line("y", "x + d", N_("The larger one has {d} more."), "add"),
        check="y + (y - d) = t",
        final=N_("The answer is {y}{address}."),
    ),
    "both_of_two": recipe(
        _GIVEN,
        "td",
        line(
            "m", "t - d", N_("Without the difference of {d}, both would be equal: take it away from {t}."), "subtract"
        ),
        line("x", "m/2", N_("Half of that is the smaller one."), "divide"),
        line("y", "x + d", N_("The larger one has {d} more."), "add"),
        check="x + y = t; y - x = d",
        final=N_("The smaller one is {x} and the larger one is {y}{address}."),
        results="xy",
    ),
}
