"""The trees of operands: functions with their arguments, products, raised digits, fractions of one character."""

from maths.reading import bounds
from maths.reading.cursor import too_nested
from maths.tree import Apply, Node, Number, apply


def function_of(head: str, argument: Node, base: Node | None) -> Node:
    if head == "log":
        return apply("log", argument, base)
    if head == "cbrt":
        return apply("root", argument, Number("3"))
    return apply(head, argument)


def times(left: Node, right: Node) -> Node:
    """A product, kept flat so that long ones are not deep; brackets inside keep their own product."""
    if isinstance(left, Apply) and left.head == "product":
        return Apply("product", (*left.arguments, right))
    return apply("product", left, right)


def superscript(text: str) -> Node:
    digits = text.lstrip("+-")
    if len(digits) > bounds.DIGITS:
        raise too_nested()
    value = Number(digits)
    return apply("negate", value) if text.startswith("-") else value


def vulgar(text: str) -> Apply:
    top, bottom = text.split("/")
    return apply("quotient", Number(top), Number(bottom))
