"""Recipes about what goes on evenly: speed, and so much each hour, liter or person."""

from maths.phrases import N_
from maths.solving.recipes.recipe import line, recipe

_GIVEN = N_("Let us work that out step by step:")

RATE_RECIPES = {
    "speed": recipe(
        _GIVEN,
        "st",
        line("v", "s/t", N_("Speed is distance divided by time: {s} in {t}.")),
        check="v*t = s",
        final=N_("The speed is {v}{address}."),
    ),
    "distance_traveled": recipe(
        _GIVEN,
        "vt",
        line("s", "v*t", N_("Distance is speed times time: {v} for {t}.")),
        check="s/t = v",
        final=N_("The distance is {s}{address}."),
    ),
    "travel_time": recipe(
        _GIVEN,
        "sv",
        line("t", "s/v", N_("Time is distance divided by speed: {s} at {v}.")),
        check="v*t = s",
        final=N_("It takes {t}{address}."),
    ),
    "rate_amount": recipe(
        _GIVEN,
        "rt",
        line("a", "r*t", N_("So much each time, that many times: {r} times {t}."), "multiply"),
        check="a/t = r",
        final=N_("The answer is {a}{address}."),
    ),
    "rate_time": recipe(
        _GIVEN,
        "ar",
        line("t", "a/r", N_("How often does {r} go into {a}? Divide."), "divide"),
        check="r*t = a",
        final=N_("The answer is {t}{address}."),
    ),
    "in_proportion": recipe(
        _GIVEN,
        "nak",
        line("u", "a/n", N_("{n} of them make {a}, so one of them makes this much: divide."), "divide"),
        line("b", "u*k", N_("Take that {k} times."), "multiply"),
        check="b*n = a*k",
        final=N_("The answer is {b}{address}."),
    ),
    "in_inverse_proportion": recipe(
        _GIVEN,
        "nak",
        line("w", "n*a", N_("Alone, one of them would need {n} times as long: multiply."), "multiply"),
        line("b", "w/k", N_("{k} of them share the work: divide."), "divide"),
        check="b*k = n*a",
        final=N_("The answer is {b}{address}, if all of them work equally fast."),
    ),
}
