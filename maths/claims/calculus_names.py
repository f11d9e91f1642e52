"""The notations of derivatives and integrals: f'(x), dy/dx, d/dx(…), ∫ … dx."""

import re

from maths.claims.values import tree_of
from maths.reading.tasks import Task
from maths.tree import Node

_PRIMES = r"(?:'|′|’|\^?\{?\\prime\}?)"
_NAMED = re.compile(
    rf"^\s*(?:(?P<f>[a-zA-Z])\s*(?P<marks>(?:{_PRIMES}\s*)+|\^\{{(?:{_PRIMES}\s*)+\}}|″|‴)\s*(?:\(\s*[a-z]\s*\)"
    rf"|\\left\([a-z]\\right\))?"
    r"|(?:\\d?frac\s*\{\s*d(?P<top>\^\{?\d\}?)?\s*(?P<of>[a-z](?:\([a-z]\))?)?\s*\}\s*\{\s*d\s*[a-z](?:\^\{?\d\}?)?\s*\}"
    r"|d(?P<top2>\^?\d|[²³])?\s?(?P<of2>[a-z])?\s?/\s?d[a-z](?:\^?\d|[²³])?)\s*(?P<body>.*))\s*$",
    re.DOTALL,
)
_PRIMED = re.compile(rf"([a-zA-Z])\s*{_PRIMES}")
_DEFINED = re.compile(
    r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:\(\s*[a-z]\s*\))?\s*=\s*([^=,;$`\n]{1,80}?)(?=[=,;$`\n]|\\\)|\\\]|\.\s|\band\b|$)"
)
_INTEGRAL = re.compile(
    r"^\s*(?:\\int|∫)\s*(?P<limits>\\limits)?\s*(?P<low>_\s*(?:\{[^{}]*\}|\S))?\s*(?P<high>\^\s*(?:\{[^{}]*\}|\S))?"
    r"(?P<body>.*?)(?:\\[,;: !]|\s)*(?:\\mathrm\{d\}|d)\s*(?P<letter>[a-z])\s*$",
    re.DOTALL,
)
_FUNCTION_NAMED = re.compile(r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:\([a-z]\)|['′’]|=)")
_BRACKETS = re.compile(r"^\s*(?:\\left)?\s*[(\[{]\s*(?P<inside>.*?)\s*(?:\\right)?\s*[)\]}]\s*$", re.DOTALL)


def letters_taken(reply: str, subject: Node) -> frozenset[str]:
    """The letters that a reply uses for parts of a function, as in "let u = x^2"."""
    primed = {match[1] for match in _PRIMED.finditer(reply)}
    taken = {match[1] for match in _DEFINED.finditer(reply) if tree_of(match[2].strip()) != subject}
    return frozenset(taken | (primed if len(primed) > 1 else set()))


def names_derivative(text: str, task: Task, question: str, taken: frozenset[str], comma: bool) -> bool | None:
    """Whether a text is a notation of the derivative that was asked for; None for no derivative at all."""
    match = _NAMED.match(text)
    if not match:
        return None
    if task.kind != "derivative" or match["f"] in taken:
        return False
    if match["marks"]:
        known = match["f"] in {"y", "f", *_FUNCTION_NAMED.findall(question)}
        return known and _order_of(match["marks"]) == task.order
    top = re.sub(r"\D", "", (match["top"] or match["top2"] or "").translate(str.maketrans("²³", "23"))) or "1"
    if int(top) != task.order:
        return False
    body, of = (match["body"] or "").strip(), match["of"] or match["of2"]
    if of or re.fullmatch(r"[a-z](?:\s*\([a-z]\))?", body):
        return not body or not of
    return bool(body) and _is_body(body, task, comma)


def _order_of(marks: str) -> int:
    double = {"″": 2, "‴": 3}.get(marks.strip())
    return marks.count("\\prime") or double or len(re.findall("['′’]", marks))


def _is_body(body: str, task: Task, comma: bool) -> bool:
    inside = _BRACKETS.match(body)
    texts = [body, inside["inside"]] if inside else [body]
    return any(tree_of(each, comma) == task.expressions[0] for each in texts)


def names_integral(text: str, task: Task, comma: bool) -> bool | None:
    """Whether a text is a notation of the integral that was asked for; None for no integral at all."""
    match = _INTEGRAL.match(text)
    if not match:
        return None
    if task.kind != "integral" or match["letter"] != task.variable:
        return False
    limits = [match["low"], match["high"]]
    found = [tree_of(re.sub(r"^[_^]\s*", "", each).strip("{}"), comma) for each in limits if each]
    return found == list(task.expressions[1:]) and _is_body(match["body"], task, comma)
