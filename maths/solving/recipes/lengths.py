"""Recipes about shapes of which a length is wanted: formulas for areas and the like, turned around."""

from maths.phrases import N_
from maths.solving.recipes.recipe import line, recipe

LENGTH_RECIPES = {
    "square_side_of_area": recipe(
        N_("Let us find the side of the square:"),
        "a",
        line("s", "sqrt(a)", N_("The area is the side times itself, so take the square root."), "root"),
        check="s^2 = a",
        final=N_("The side is {s}{address}."),
    ),
    "square_side_of_perimeter": recipe(
        N_("Let us find the side of the square:"),
        "p",
        line("s", "p/4", N_("The perimeter is four equal sides, so divide by 4."), "divide"),
        check="4s = p",
        final=N_("The side is {s}{address}."),
    ),
    "rectangle_side_of_area": recipe(
        N_("Let us find the other side of the rectangle:"),
        "al",
        line("w", "a/l", N_("The area is length times width, so divide it by {l}."), "divide"),
        check="l*w = a",
        final=N_("The other side is {w}{address}."),
    ),
    "rectangle_side_of_perimeter": recipe(
        N_("Let us find the other side of the rectangle:"),
        "pl",
        line("h", "p/2", N_("One length and one width make half of the perimeter."), "divide"),
        line("w", "h - l", N_("Take {l} away."), "subtract"),
        check="2(l + w) = p",
        final=N_("The other side is {w}{address}."),
    ),
    "circle_radius_of_area": recipe(
        N_("Let us find the radius of the circle:"),
        "a",
        line("q", "a/pi", N_("The area is π times the square of the radius, so divide it by π."), "divide"),
        line("r", "sqrt(q)", N_("Take the square root."), "root"),
        check="pi*r^2 = a",
        final=N_("The radius is {r}{address}."),
    ),
    "circle_radius_of_circumference": recipe(
        N_("Let us find the radius of the circle:"),
        "c",
        line("r", "c/(2pi)", N_("The circumference is 2π times the radius, so divide it by 2π."), "divide"),
        check="2pi*r = c",
        final=N_("The radius is {r}{address}."),
    ),
    "circle_diameter_of_circumference": recipe(
        N_("Let us find the diameter of the circle:"),
        "c",
        line("d", "c/pi", N_("The circumference is π times the diameter, so divide it by π."), "divide"),
        check="pi*d = c",
        final=N_("The diameter is {d}{address}."),
    ),
    "cube_side_of_volume": recipe(
        N_("Let us find the side of the cube:"),
        "v",
        line("s", r"\sqrt[3]{v}", N_("The volume is the side to the power of 3, so take the cube root."), "root"),
        check="s^3 = v",
        final=N_("The side is {s}{address}."),
    ),
    "triangle_height_of_area": recipe(
        N_("Let us find the height of the triangle:"),
        "ab",
        line("h", "2a/b", N_("The area is half of base times height, so double it and divide by {b}."), "divide"),
        check="(b*h)/2 = a",
        final=N_("The height is {h}{address}."),
    ),
    "triangle_base_of_area": recipe(
        N_("Let us find the base of the triangle:"),
        "ah",
        line("b", "2a/h", N_("The area is half of base times height, so double it and divide by {h}."), "divide"),
        check="(b*h)/2 = a",
        final=N_("The base is {b}{address}."),
    ),
}
