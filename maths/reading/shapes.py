"""Shapes and their formulas: which lengths each needs, and what may not be."""

import re
from dataclasses import dataclass
from fractions import Fraction

from maths.phrases import N_
from maths.reading.parser import parse
from maths.tree import Node


@dataclass(frozen=True)
class Formula:
    """A formula of a shape. quantity: what it finds. letters: the name of each letter in order. power: of the unit."""

    quantity: str
    tree: Node
    letters: dict[str, str]
    power: int


def _formula(quantity: str, text: str, power: int, **letters: str) -> Formula:
    return Formula(quantity, parse(text), letters, power)


FORMULAS = {
    "circle_area": _formula("area", "pi r^2", 2, r="radius"),
    "circle_circumference": _formula("circumference", "2 pi r", 1, r="radius"),
    "square_area": _formula("area", "s^2", 2, s="side"),
    "square_perimeter": _formula("perimeter", "4s", 1, s="side"),
    "rectangle_area": _formula("area", "l*w", 2, l="length", w="width"),
    "rectangle_perimeter": _formula("perimeter", "2(l + w)", 1, l="length", w="width"),
    "rectangle_diagonal": _formula("diagonal", "sqrt(l^2 + w^2)", 1, l="length", w="width"),
    "triangle_area": _formula("area", "(b*h)/2", 2, b="base", h="height"),
    "triangle_perimeter": _formula("perimeter", "a + b + c", 1, a="side", b="side", c="side"),
    "triangle_angle": _formula("angle", "180 - a - b", 0, a="angle", b="angle"),
    "right_hypotenuse": _formula("hypotenuse", "sqrt(a^2 + b^2)", 1, a="leg", b="leg"),
    "right_leg": _formula("leg", "sqrt(c^2 - a^2)", 1, c="hypotenuse", a="leg"),
    "right_area": _formula("area", "(a*b)/2", 2, a="leg", b="leg"),
    "heron_area": _formula(
        "area", "sqrt((a + b + c)*(b + c - a)*(a + c - b)*(a + b - c))/4", 2, a="side", b="side", c="side"
    ),
    "equilateral_area": _formula("area", "(sqrt(3)*s^2)/4", 2, s="side"),
    "equilateral_perimeter": _formula("perimeter", "3s", 1, s="side"),
    "semicircle_area": _formula("area", "(pi r^2)/2", 2, r="radius"),
    "parallelogram_area": _formula("area", "b*h", 2, b="base", h="height"),
    "trapezoid_area": _formula("area", "((a + b)*h)/2", 2, a="base", b="base", h="height"),
    "rhombus_area": _formula("area", "(p*q)/2", 2, p="diagonal", q="diagonal"),
    "cube_volume": _formula("volume", "s^3", 3, s="side"),
    "cube_surface": _formula("surface", "6s^2", 2, s="side"),
    "box_volume": _formula("volume", "l*w*h", 3, l="length", w="width", h="height"),
    "box_surface": _formula("surface", "2(l*w + l*h + w*h)", 2, l="length", w="width", h="height"),
    "cylinder_volume": _formula("volume", "pi r^2 h", 3, r="radius", h="height"),
    "cylinder_surface": _formula("surface", "2 pi r (r + h)", 2, r="radius", h="height"),
    "cone_volume": _formula("volume", "(pi r^2 h)/3", 3, r="radius", h="height"),
    "sphere_volume": _formula("volume", "(4 pi r^3)/3", 3, r="radius"),
    "sphere_surface": _formula("surface", "4 pi r^2", 2, r="radius"),
    "polygon_sum": _formula("angles", "(n - 2)*180", 0, n="corners"),
    "polygon_angle": _formula("angle", "((n - 2)*180)/n", 0, n="corners"),
}
SHAPES = {
    "circle": r"(?<!semi)(?<!semi-)circle",
    "square": r"square",
    "rectangle": r"rectangle",
    "right": r"right(?:[- ]angled)? triangle",
    "equilateral": r"equilateral triangle",
    "triangle": r"triangle",
    "semicircle": r"semi-?circle|half[- ]circle",
    "parallelogram": r"parallelogram",
    "trapezoid": r"trapezoid|trapezium",
    "rhombus": r"rhombus|kite",
    "cube": r"cube",
    "box": r"box|cuboid|rectangular (?:prism|box|solid)",
    "cylinder": r"cylinder",
    "cone": r"cone",
    "sphere": r"sphere|ball",
}
QUANTITIES = {
    "area": r"area",
    "perimeter": r"perimeter",
    "circumference": r"circumference|perimeter",
    "diagonal": r"(?:length of the )?diagonal",
    "volume": r"volume",
    "surface": r"(?:total )?surface(?: area)?",
    "hypotenuse": r"(?:length of the )?hypotenuse",
    "leg": r"(?:length of the )?(?:other|missing|second|third) (?:leg|side|cathetus)",
    "angle": r"(?:size of the )?(?:third|other|missing|last|remaining) angle",
}
NAMES = {
    "radius": r"radius|radii|r",
    "diameter": r"diameter|d",
    "side": r"side lengths?|sides?(?: of)?(?: length)?|edges?(?: lengths?)?|edge length",
    "length": r"length|long side|long|l",
    "width": r"width|breadth|short side|wide|w",
    "base": r"bases?|parallel sides|b",
    "height": r"(?:perpendicular )?height|altitude|high|tall|h",
    "leg": r"legs?|catheti|shorter sides|other sides?",
    "hypotenuse": r"hypotenuse",
    "diagonal": r"diagonals?",
    "angle": r"angles?",
}
POLYGONS = {
    "triangle": 3,
    "quadrilateral": 4,
    "pentagon": 5,
    "hexagon": 6,
    "heptagon": 7,
    "octagon": 8,
    "nonagon": 9,
    "decagon": 10,
    "dodecagon": 12,
}
UNORDERED = frozenset({"equilateral", "square", "cube", "rectangle", "box"})
"""Shapes whose lengths may come without names, since any order gives the same."""


def formula_of(shape: str, quantity: str) -> str | None:
    """The key of the formula that finds a quantity of a shape."""
    for key, formula in FORMULAS.items():
        if key.split("_")[0] == shape and formula.quantity == quantity:
            return key
    return None


def impossible(key: str, values: list[Fraction]) -> str | None:
    """Why no such shape exists, as a template; None if it does."""
    if any(value <= 0 for value in values):
        return N_("Lengths and angles of a shape are larger than zero.")
    if key == "right_leg" and values[0] <= values[1]:
        return N_("The hypotenuse is the longest side of a right triangle, so that cannot be.")
    if key == "triangle_angle" and sum(values) >= 180:
        return N_("The angles of a triangle make 180 degrees together, so that cannot be.")
    if key in {"triangle_perimeter", "heron_area"} and 2 * max(values) >= sum(values):
        return N_("Two sides of a triangle are together longer than the third, so that cannot be.")
    return None


def any_of(patterns: dict[str, str]) -> str:
    return "|".join(f"(?:{each})" for each in patterns.values())


def key_of(patterns: dict[str, str], text: str) -> str | None:
    """The key of the first pattern that a text matches."""
    return next((key for key, each in patterns.items() if re.fullmatch(each, text, re.IGNORECASE)), None)
