"""Digits: their places and values, and numbers in other bases."""

from maths.phrases import N_, Phrase, together
from maths.reading.tasks import Task
from maths.solving.divisibility import aligned, bracketed, value_answer, values_of
from maths.solving.steps import Part, Step, math, require
from maths.tree import Apply

_NAMES = {
    12: N_("trillions"),
    11: N_("hundred billions"),
    10: N_("ten billions"),
    9: N_("billions"),
    8: N_("hundred millions"),
    7: N_("ten millions"),
    6: N_("millions"),
    5: N_("hundred thousands"),
    4: N_("ten thousands"),
    3: N_("thousands"),
    2: N_("hundreds"),
    1: N_("tens"),
    0: N_("ones"),
    -1: N_("tenths"),
    -2: N_("hundredths"),
    -3: N_("thousandths"),
    -4: N_("ten thousandths"),
}
_SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz"


def explain_digit(task: Task) -> Part:
    """The table of places of a number, and one of its digits or what that is worth."""
    tree, place = task.expressions[0], int(task.details[1])
    text = (tree.arguments[0] if isinstance(tree, Apply) else tree).value
    whole, _, decimals = text.partition(".")
    digits = {len(whole) - 1 - i: each for i, each in enumerate(whole)}
    digits |= {-1 - i: each for i, each in enumerate(decimals)}
    digit = digits.get(place, "0")
    if task.details[0] == "place":
        require(place < 0 or int(digit) == int(whole) // 10**place % 10, "digit")
        return _digit_part(task, text, digits, place, digit)
    return _value_part(text, digits, place)


def _digit_part(task: Task, text: str, digits: dict[int, str], place: int, digit: str) -> Part:
    names = {"number": math(text), "place": Phrase(_NAMES[place]), "digit": math(digit)}
    asked = {key: names[key] for key in ("number", "place")}
    shift = f"// 10**{place}" if place >= 0 else f"* 10**{-place} // 1"
    source = (
        f"print({text.partition('.')[0].lstrip('0') or '0'} {shift} % 10)"
        if place >= 0
        else f'from fractions import Fraction\nprint(Fraction("{text}") {shift} % 10)'
    )
    return Part(
        kind="digit",
        opening=Phrase(N_("Let us find the {place} digit of {number}:"), asked),
        steps=(_table(digits),),
        program=source,
        final=Phrase(N_("The {place} digit of {number} is {digit}{address}."), names),
        answer=value_answer(int(digit)),
    )


def _value_part(text: str, digits: dict[int, str], place: int) -> Part:
    digit = int(digits[place])
    value = str(digit * 10**place) if place >= 0 else f"0.{'0' * (-place - 1)}{digit}"
    names = {"number": math(text), "digit": math(str(digit)), "value": math(value)}
    known = place in _NAMES
    said = Phrase(
        N_("The {digit} stands in the {place} place."), {"digit": names["digit"], "place": Phrase(_NAMES[place])}
    )
    return Part(
        kind="digit",
        opening=Phrase(
            N_("Let us see what the digit {digit} is worth in {number}:"),
            {key: names[key] for key in ("digit", "number")},
        ),
        steps=(
            _table(digits),
            *([Step(said, None, rf"{digit} \cdot {_unit(place)} = {value}", "value")] if known else []),
        ),
        program=f'from fractions import Fraction\nprint({digit} * Fraction("{_unit(place)}"))',
        final=Phrase(N_("In {number} the digit {digit} is worth {value}{address}."), names),
        answer={"kind": "value", "values": [value], "latex": [value]},
    )


def _unit(place: int) -> str:
    return str(10**place) if place >= 0 else f"0.{'0' * (-place - 1)}1"


def _table(digits: dict[int, str]) -> Step:
    """The digits with the names of their places, largest first."""
    known = [at for at in sorted(digits, reverse=True) if at in _NAMES]
    shown = [Phrase("{place} {digit}", {"place": Phrase(_NAMES[at]), "digit": digits[at]}) for at in known]
    places = {"places": together(shown, ", ")}
    return Step(Phrase(N_("Name the places of the digits: {places}."), places), None, None, "places")


# -- bases -----------------------------------------------------------------------------------------------------------


def numeral(value: int, base: int) -> str:
    """The digits of a number in a base from 2 to 36, with letters from ten on."""
    if not 2 <= base <= len(_SYMBOLS):
        raise ValueError("no such base")
    digits, rest = "", abs(value)
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = _SYMBOLS[digit] + digits
    return "-" * (value < 0) + digits


def based(value: int, base: int) -> str:
    """LaTeX of a numeral with its base."""
    text = numeral(value, base)
    return rf"{_upright(text)}_{{{base}}}"


def _upright(text: str) -> str:
    if text.lstrip("-").isdigit():
        return text
    return "-" * text.startswith("-") + rf"\mathrm{{{text.lstrip('-')}}}"


def explain_base(task: Task) -> Part:
    """Through the decimal system: the digits times the powers of the base, then divisions with remainders."""
    (value,) = values_of(task)
    source, target = (int(each) for each in task.details)
    result = numeral(value, target)
    require(int(result, target) == value, "base")
    names = {"number": math(based(value, source)), "value": math(based(value, target)), "base": str(target)}
    steps = [] if source == 10 else [_expansion(value, source)]
    steps += [] if target == 10 else [_divisions(value, target)]
    return Part(
        kind="base",
        opening=Phrase(N_("Let us write {number} in base {base}:"), {key: names[key] for key in ("number", "base")}),
        steps=tuple(steps),
        program=_program(f'int("{numeral(value, source)}", {source})', target),
        final=Phrase(N_("{number} in base {base} is {value}{address}."), names),
        answer={"kind": "numeral", "values": [result], "base": target, "latex": [based(value, target)]},
    )


def _expansion(value: int, base: int) -> Step:
    digits = numeral(abs(value), base)
    top = len(digits) - 1
    terms = [rf"{int(each, 36)} \cdot {base}^{{{top - i}}}" for i, each in enumerate(digits) if each != "0"]
    total = sum(int(each, 36) * base ** (top - i) for i, each in enumerate(digits))
    require(total == abs(value), "expansion")
    shown = " + ".join(terms or ["0"])
    sentence = N_("Multiply each digit by its power of {base} and add.")
    letters = N_("Multiply each digit by its power of {base} and add; a is 10, b is 11 and so on.")
    return Step(
        Phrase(sentence if digits.isdigit() else letters, {"base": str(base)}),
        None,
        f"{based(value, base)} = " + (f"-({shown}) = {value}" if value < 0 else f"{shown} = {value}"),
        "expand",
    )


def _divisions(value: int, base: int) -> Step:
    lines, rest, digits = [], abs(value), ""
    while rest or not lines:
        lines.append(rf"{rest} = {rest // base} \cdot {base} + {rest % base}")
        digits = _SYMBOLS[rest % base] + digits
        rest //= base
    require(int(digits, base) == abs(value), "divisions")
    sentence = N_("Divide by {base} again and again. The remainders, read from the last to the first, are the digits.")
    return Step(Phrase(sentence, {"base": str(base)}), None, aligned(lines), "divide")


def _program(calculation: str, target: int) -> str:
    lines = [f"number = {calculation}"]
    if target == 10:
        return "\n".join([*lines, "print(number)"])
    lines += [
        'digits, rest = "", abs(number)',
        "while rest or not digits:",
        f"    rest, digit = divmod(rest, {target})",
        f'    digits = "{_SYMBOLS[:target]}"[digit] + digits',
        'print("-" * (number < 0) + digits)',
    ]
    return "\n".join(lines)


def explain_base_sum(task: Task) -> Part:
    """Both numbers in the decimal system, the sum, and back."""
    first, second = values_of(task)
    base, minus = int(task.details[0]), task.details[1] == "minus"
    value = first - second if minus else first + second
    result = numeral(value, base)
    require(int(result, base) == value, "base_sum")
    sign = "-" if minus else "+"
    calculation = rf"{based(first, base)} {sign} {_grouped(second, base)}"
    steps = [_expansion(each, base) for each in (first, second)] if base != 10 else []
    added = Step(
        Phrase(N_("Subtract.")) if minus else Phrase(N_("Add.")),
        None,
        f"{first} {sign} {bracketed(second)} = {value}",
        "subtract" if minus else "add",
    )
    return Part(
        kind="base_sum",
        opening=Phrase(N_("Let us work out {sum} in base {base}:"), {"sum": math(calculation), "base": str(base)}),
        steps=(*steps, added, *([_divisions(value, base)] if base != 10 else [])),
        program=_program(f'int("{numeral(first, base)}", {base}) {sign} int("{numeral(second, base)}", {base})', base),
        final=Phrase(
            N_("In base {base}, {sum} is {value}{address}."),
            {"sum": math(calculation), "base": str(base), "value": math(based(value, base))},
        ),
        answer={"kind": "numeral", "values": [result], "base": base, "latex": [based(value, base)]},
    )


def _grouped(value: int, base: int) -> str:
    return f"({based(value, base)})" if value < 0 else based(value, base)
