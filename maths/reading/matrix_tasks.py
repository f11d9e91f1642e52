"""Reads matrices up to 3 by 3, in brackets or LaTeX, and what is to be done with one or two of them."""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces, formula_of, refuse_letters
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import Apply, Node

_LATEX = r"\\begin\{[pbvB]?(?:small)?matrix\}.+?\\end\{[pbvB]?(?:small)?matrix\}"
_NESTED = r"\[\s*\[[^\[\]]*\](?:\s*,?\s*\[[^\[\]]*\])*\s*\]|\(\s*\([^()]*\)(?:\s*,\s*\([^()]*\))+\s*\)"
_SEMICOLONS = r"\[[^\[\];]+(?:;[^\[\];]+)+\]"
MATRIX = re.compile(rf"(?:{_LATEX})|(?:{_NESTED})|(?:{_SEMICOLONS})", re.DOTALL)
_NAMED = re.compile(
    r"(?i:(?:\b(?:let|given|if|where|and|with|for|when|matri(?:x|ces))\s+)*)(?<![A-Za-z])(?P<name>[A-Z])\s*=\s*"
    r"(?P<matrix>\{\d\})\s*[.,;]?\s*"
)
_MOST = 3
_SLOT = r"\{(?P<%s>\d)\}"
_FIRST, _SECOND = _SLOT % "m", _SLOT % "n"
_ASK = r"(?:(?:what is|what's|find|calculate|compute|evaluate|determine|work out|give)\s+)?(?:the\s+)?"
_OF = r"(?:of\s+)?(?:the\s+|a\s+)?(?:[23]\s*(?:x|×|by)\s*[23]\s+)?(?:matrix\s+)?"
_QUESTIONS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("matrix_determinant", rf"{_ASK}(?:\\?det(?:erminant)?)\s*{_OF}\(?\s*{_FIRST}\s*\)?"),
        ("matrix_determinant", rf"{_ASK}\|\s*{_FIRST}\s*\|"),
        ("matrix_inverse", rf"{_ASK}inverse\s+{_OF}{_FIRST}|(?:invert)\s+{_OF}\{{(?P<m1>\d)\}}"),
        ("matrix_inverse", rf"{_ASK}\(?{_FIRST}\)?\s*\^\s*\{{?\(?-1\)?\}}?"),
        ("matrix_transpose", rf"{_ASK}transpose\s+{_OF}{_FIRST}"),
        ("matrix_transpose", rf"{_ASK}\(?{_FIRST}\)?\s*\^\s*\{{?T\}}?"),
        ("matrix_sum", rf"{_ASK}(?:sum of\s+|add\s+)?{_OF}{_FIRST}\s*(?:\+|plus|and|to)\s*{_OF}{_SECOND}"),
        ("matrix_difference", rf"{_ASK}{_FIRST}\s*(?:-|−|minus)\s*{_SECOND}"),
        (
            "matrix_product",
            rf"{_ASK}(?:product of\s+|multiply\s+)?{_OF}{_FIRST}\s*"
            rf"(?:\*|×|·|\\cdot|\\times|times|by|with|and|multiplied by)?"
            rf"\s*{_OF}{_SECOND}",
        ),
        ("matrix_square", rf"{_ASK}\(?{_FIRST}\)?\s*(?:\^\s*\{{?2\}}?|²|squared)"),
        ("matrix_multiple", rf"{_ASK}(?P<k>-?\s*[\d./]+)\s*(?:\*|×|·|\\cdot|times)?\s*{_FIRST}"),
    )
)


def matrices(pieces: Pieces) -> Task:
    """One operation on one or two matrices, which may have been given names."""
    text = unmark(pieces.groups["f"] or "", pieces.spans)
    found = list(MATRIX.finditer(text))
    if not 1 <= len(found) <= 2:
        raise ReadingError("elsewhere", N_("I expected one or two matrices there."))
    trees = [matrix_of(each[0]) for each in found]
    slots = iter(range(2))
    question = _with_names(MATRIX.sub(lambda _: f"{{{next(slots)}}}", text)).strip(" .?,;")
    for kind, pattern in _QUESTIONS:
        if kind == "matrix_sum" and re.match(r"\s*(?:multiply|.*product)", question, re.IGNORECASE):
            continue
        if match := pattern.fullmatch(question):
            return _task(kind, match.groupdict(), trees, text)
    raise ReadingError("unreadable", N_("I do not know what to do with the matrices there."))


def _with_names(text: str) -> str:
    """The question with {0} in place of A, where "A = {0}" stood before it."""
    names = {match["name"]: match["matrix"] for match in _NAMED.finditer(text)}
    text = _NAMED.sub("", text)
    if not names:
        return text
    run = re.compile(rf"(?<![A-Za-z])[{''.join(names)}]{{1,2}}(?![A-Za-z])")
    return run.sub(lambda match: "".join(names[each] for each in match[0]), text)


def _task(kind: str, groups: dict[str, str | None], trees: list[Node], text: str) -> Task:
    chosen = [trees[int(groups[name])] for name in ("m", "m1", "n") if groups.get(name) is not None]
    if groups.get("k"):
        factor = formula_of(groups["k"] or "").tree
        return Task(kind, (factor, *chosen), None, text[:200], False)
    _check_sizes(kind, [_size(each) for each in chosen])
    return Task(kind, tuple(chosen), None, text[:200], False)


def _size(matrix: Apply) -> tuple[int, int]:
    return len(matrix.arguments), len(matrix.arguments[0].arguments)


def _check_sizes(kind: str, sizes: list[tuple[int, int]]) -> None:
    square = sizes[0][0] == sizes[0][1]
    if kind in {"matrix_determinant", "matrix_inverse", "matrix_square"} and not square:
        raise ReadingError("undefined", N_("That is only defined for matrices with as many rows as columns."))
    if kind in {"matrix_sum", "matrix_difference"} and sizes[0] != sizes[1]:
        raise ReadingError("undefined", N_("Matrices can only be added or subtracted when they have the same size."))
    if kind == "matrix_product" and sizes[0][1] != sizes[1][0]:
        raise ReadingError(
            "undefined",
            N_("That product is not defined: the first matrix must have as many columns as the second has rows."),
        )


def matrix_of(text: str) -> Apply:
    """A "matrix" of "row"s of numbers."""
    rows = tuple(Apply("row", tuple(_entry(each) for each in row)) for row in _rows(text))
    widths = {len(each.arguments) for each in rows}
    if len(widths) != 1 or not 1 <= len(rows) <= _MOST or not 1 <= widths.pop() <= _MOST:
        raise ReadingError("unsupported", N_("I can work with matrices of up to three rows and columns."))
    return Apply("matrix", rows)


def _rows(text: str) -> list[list[str]]:
    if text.startswith("\\"):
        inside = re.sub(r"\\(?:begin|end)\{\w+\}", "", text)
        return [row.split("&") for row in re.split(r"\\\\", inside) if row.strip()]
    if ";" in text:
        return [_cells(row) for row in text.strip("[] ").split(";")]
    rows = r"\[([^\[\]]+)\]" if text.startswith("[") else r"\(([^()]+)\)"
    return [_cells(row) for row in re.findall(rows, text[1:-1])]


def _cells(row: str) -> list[str]:
    return [each for each in (row.split(",") if "," in row else row.split()) if each.strip()]


def _entry(text: str) -> Node:
    tree = formula_of(text.strip()).tree
    refuse_letters(tree)
    return tree
