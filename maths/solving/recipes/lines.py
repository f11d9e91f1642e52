"""Recipes about points and straight lines in the plane."""

from maths.phrases import N_
from maths.solving.recipes.recipe import line, recipe

LINE_RECIPES = {
    "slope_of_points": recipe(
        N_("Let us find the slope of the line through both points:"),
        "abcd",
        line("m", "(d - b)/(c - a)", N_("Divide how far it goes up by how far it goes across."), "slope"),
        check="b + m*(c - a) = d",
        final=N_("The slope is {m}{address}."),
        fraction=True,
    ),
    "distance_of_points": recipe(
        N_("Let us find the distance of the points:"),
        "abcd",
        line(
            "s",
            "sqrt((c - a)^2 + (d - b)^2)",
            N_("Across and up are the legs of a right triangle, the distance is its hypotenuse (Pythagoras)."),
            "pythagoras",
        ),
        check="s^2 = (a - c)^2 + (b - d)^2",
        final=N_("The distance is {s}{address}."),
    ),
    "midpoint": recipe(
        N_("Let us find the point halfway between both:"),
        "abcd",
        line("x", "(a + c)/2", N_("Take the mean of the first coordinates."), "mean"),
        line("y", "(b + d)/2", N_("Take the mean of the second coordinates."), "mean"),
        check="x - a = c - x; y - b = d - y",
        final=N_("The midpoint has the coordinates {x} and {y}{address}."),
        results="xy",
    ),
    "perpendicular_slope": recipe(
        N_("Let us find the slope at a right angle to that:"),
        "k",
        line("m", "-1/k", N_("Slopes at a right angle to each other have the product -1."), "perpendicular"),
        check="k*m = -1",
        final=N_("The slope is {m}{address}."),
        fraction=True,
    ),
}
