r"""Units (\SI{5}{\metre\per\second}) and chemical formulas (\ce{2H2 + O2 -> 2H2O}) as TeX that the converter knows."""

import re

_PREFIXES = {"kilo": "k", "centi": "c", "milli": "m", "micro": "μ", "mega": "M", "deci": "d", "giga": "G", "nano": "n"}
_NAMES = {
    **dict.fromkeys(["metre", "meter"], "m"),
    "gram": "g",
    **dict.fromkeys(["litre", "liter"], "L"),
    "second": "s",
    "minute": "min",
    "hour": "h",
    "kelvin": "K",
    "newton": "N",
    "joule": "J",
    "watt": "W",
    "pascal": "Pa",
    "hertz": "Hz",
    "volt": "V",
    "ampere": "A",
    "ohm": "Ω",
    "mole": "mol",
    "percent": r"\%",
    "per": "/",
    "squared": "^2",
    "cubed": "^3",
}
_DEGREES = {"celsius": "C", "degreeCelsius": "C", "degreeFahrenheit": "F"}
UNITS = _PREFIXES | _NAMES | {name: rf"{{}}^{{\circ}}\mathrm{{{letter}}}" for name, letter in _DEGREES.items()}
"""Macros: the words that siunitx makes units of."""

CHEMISTRY = re.compile(r"\\ce\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_STEPS = [
    (re.compile(r"\^\{?(\d*[+-])\}?"), r"^{\1}"),
    (re.compile(r"(?<=[A-Za-z)\]])(\d+)"), r"_{\1}"),
    (re.compile(r"(?<=[A-Za-z)\]}])([+-])(?=\s|\Z)"), r"^{\1}"),
    (re.compile(r"<=>|<->"), r"}\\rightleftharpoons\\mathrm{"),
    (re.compile(r"->"), r"}\\longrightarrow\\mathrm{"),
    (re.compile(r"\s[+]\s"), r"}+\\mathrm{"),
]


def chemical(match):
    """What CHEMISTRY found, with counts below the line and charges above it."""
    text = match[1]
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return rf"\mathrm{{{text}}}"
