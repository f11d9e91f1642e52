"""The signs that formulas are written with: operators, brackets, small digits, LaTeX commands, Greek letters."""

OPERATORS = {
    **dict.fromkeys("+＋", "+"),
    **dict.fromkeys("-−–—‐‑－", "-"),
    **dict.fromkeys("*×·⋅∙✕✖∗＊", "*"),
    **dict.fromkeys("/÷∕⁄／", "/"),
    **dict.fromkeys("=＝", "="),
    **dict.fromkeys("'′", "'"),
    **{each: each for each in "^!%°|,_"},
}
OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(OPENING.values())
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
VULGAR = dict(
    pair.split("=")
    for pair in [
        "½=1/2",
        "⅓=1/3",
        "⅔=2/3",
        "¼=1/4",
        "¾=3/4",
        "⅕=1/5",
        "⅖=2/5",
        "⅗=3/5",
        "⅘=4/5",
        "⅙=1/6",
        "⅚=5/6",
        "⅛=1/8",
        "⅜=3/8",
        "⅝=5/8",
        "⅞=7/8",
        "⅐=1/7",
        "⅑=1/9",
        "⅒=1/10",
    ]
)
LATEX_SPACES = frozenset({",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "big", "Big", "displaystyle"})
LATEX_OPERATORS = {"cdot": "*", "times": "*", "div": "/", "ast": "*", "%": "%", "{": "{", "}": "}", "|": "|"}
LATEX_OPERATORS |= {"vert": "|", "lvert": "|", "rvert": "|", "mid": "|", "degree": "°", "circ": "°"}
LATEX_STRUCTURES = {"frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "sqrt": "sqrt"}
COMPARISONS = frozenset("<>≤≥≠≈∈±")
GREEK_LETTERS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "θ": "theta",
    "λ": "lambda",
    "μ": "mu",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "ω": "omega",
}
