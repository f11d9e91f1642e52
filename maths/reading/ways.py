"""The ways in which schools do one task: how people name them, how we ask for them, and to what they belong."""

import re
from dataclasses import dataclass

from maths.phrases import N_
from maths.reading.patterns import Pattern
from maths.tree import word_set

KINDS = {
    "quadratics": word_set("equation"),
    "systems": word_set("system"),
    "divisors": word_set("gcd lcm"),
    "percentages": word_set("percent_of"),
    "fractions": word_set("arithmetic"),
    "products": word_set("arithmetic"),
    "brackets": word_set("expand"),
    "absolutes": word_set("general_equation"),
    "derivatives": word_set("derivative"),
}
"""The kinds of tasks of each topic."""

MISFITS = {
    "quadratics": N_("That method is for quadratic equations."),
    "systems": N_("That method is for systems of linear equations."),
    "divisors": N_("That method is for common divisors and multiples."),
    "percentages": N_("That method is for a percentage of a number."),
    "fractions": N_("That method is for calculating with fractions."),
    "products": N_("That method is for multiplying whole numbers."),
    "brackets": N_("That method is for multiplying out two brackets."),
    "absolutes": N_("That method is for equations with absolute values."),
    "derivatives": N_("That method is for derivatives."),
}
"""What is said when a way is asked for and the question is of another topic."""


@dataclass(frozen=True)
class Way:
    """One way of doing the tasks of a topic.

    name: as in Task.way, within a topic. called: a pattern of what people call it, behind "by" or "using".
    asked: how our own question ends that asks for it. said: the same, to be translated.
    """

    topic: str
    name: str
    called: str
    asked: str
    said: str

    @property
    def kinds(self) -> frozenset[str]:
        return KINDS[self.topic]


_FACTORING = r"factor(?:ing|i[sz]ing|i[sz]ation)|grouping|(?:the )?zero[- ]product|ac"
_DISTRIBUTING = (
    r"distribut(?:ion|ing|ive (?:law|property))|partial products|breaking (?:it|them|the numbers?) (?:up|apart)"
)
_COMMON = r"(?:least |lowest |smallest )?common denominators?|lcd|l\.c\.d\.?"
_GRID = r"grids?|box(?:es)?|area models?|multiplication tables?"
_PRIMES = r"prime factor(?:s|ing|i[sz]ations?)?|factoring into primes|factor trees?|prime decomposition|primes"
_GCD = r"gcd|hcf|gcf|(?:greatest|highest|largest) common (?:divisor|factor)"
_DECIMALS = r"decimals?(?: (?:numbers?|fractions?))?|converting to decimals?"

WAYS = (
    Way("quadratics", "factoring", _FACTORING, "by factoring", N_("by factoring")),
    Way(
        "quadratics",
        "roots",
        r"(?:(?:taking|extracting|finding) )?(?:the )?(?:square )?roots?(?: of both sides)?",
        "by taking square roots",
        N_("by taking square roots"),
    ),
    Way(
        "quadratics",
        "formula",
        r"(?:quadratic|abc|pq|a-b-c|p-q|midnight|solution)[- ]?(?:formula|equation)|formula",
        "by the quadratic formula",
        N_("by the quadratic formula"),
    ),
    Way(
        "quadratics",
        "square",
        r"complete?(?:ing|ion of)? (?:the |a )?squares?",
        "by completing the square",
        N_("by completing the square"),
    ),
    Way("systems", "substitution", r"substitut(?:ion|ing)", "by substitution", N_("by substitution")),
    Way(
        "systems",
        "elimination",
        r"(?:gauss(?:ian)? )?eliminat(?:ion|ing)(?: (?:a|one) (?:letter|variable))?|gauss|linear combinations?|addition"
        r"|adding(?: (?:and|or) subtracting)?|addition (?:and|or) subtraction|subtraction",
        "by elimination",
        N_("by elimination"),
    ),
    Way(
        "systems",
        "equating",
        r"equating(?: them| both)?|comparison|comparing|equali[sz]ation|equal values"
        r"|setting (?:them |both |two expressions )?equal(?: to each other)?",
        "by setting two expressions equal",
        N_("by setting two expressions equal"),
    ),
    Way(
        "systems",
        "determinants",
        r"determinants?|(?:cramer|kramer)(?:'?s)?|matri(?:x|ces)",
        "by Cramer's rule",
        N_("by Cramer's rule"),
    ),
    Way(
        "systems",
        "graph",
        r"(?:its |their )?graphs?|graph(?:ing|ic|ical)(?: them)?|graphically"
        r"|(?:plotting|drawing|sketching)(?: (?:(?:an?|the|both|two|its|their) )?(?:graphs?|lines?|pictures?))?",
        "by graphing",
        N_("by drawing both lines"),
    ),
    Way(
        "divisors",
        "euclid",
        r"euclid(?:'?s|e?an)?(?: division)?(?: algorithm)?",
        "by Euclid's algorithm",
        N_("by Euclid's algorithm"),
    ),
    Way("divisors", "primes", _PRIMES, "by prime factors", N_("by prime factors")),
    Way(
        "divisors",
        "lists",
        r"(?:making )?(?:a )?lists?(?: of (?:the |their )?(?:factors|divisors|multiples))?"
        r"|(?:listing|writing)(?: out| down)?(?: (?:all )?(?:of )?(?:the |their )?(?:factors|divisors|multiples))?",
        "by listing",
        N_("by writing lists"),
    ),
    Way("divisors", "divisor", _GCD, "by the gcd", N_("by the greatest common divisor")),
    Way("percentages", "fraction", r"(?:common )?fractions?", "by a fraction", N_("by a fraction")),
    Way("percentages", "decimal", _DECIMALS, "by decimals", N_("by a decimal")),
    Way(
        "percentages",
        "one_percent",
        r"(?:finding |first finding )?(?:1 ?%|(?:one|1) per ?cent)(?: first)?|unitary",
        "by one percent",
        N_("by one percent first"),
    ),
    Way("fractions", "common", _COMMON, "by a common denominator", N_("by the least common denominator")),
    Way(
        "fractions",
        "cross",
        r"cross[- ]?multipl(?:ying|ication)|butterfl(?:y|ies)|bow ?tie",
        "by cross-multiplying",
        N_("by multiplying crosswise"),
    ),
    Way("fractions", "decimal", _DECIMALS, "by decimals", N_("by decimals")),
    Way(
        "fractions",
        "reciprocal",
        r"(?:multiplying (?:by|with) )?(?:the |a )?reciprocals?|keep,?[ -]change,?[ -]flip|kcf|flipping|inverting",
        "by the reciprocal",
        N_("by the reciprocal"),
    ),
    Way("fractions", "multiply", r"multiplying first", "by multiplying first", N_("by multiplying first")),
    Way(
        "fractions",
        "cancel",
        r"(?:cross[- ]?)?cancel(?:l?ing|l?ation)(?: first)?|(?:cross[- ]?)simplifying(?: first)?",
        "by canceling first",
        N_("by canceling first"),
    ),
    Way(
        "fractions",
        "improper",
        r"(?:(?:converting|changing) (?:them )?(?:in)?to )?improper fractions?",
        "by improper fractions",
        N_("by improper fractions"),
    ),
    Way(
        "fractions",
        "apart",
        r"whole parts?(?: and fractions?)?(?: apart)?|(?:whole numbers?|wholes) and fractions?(?: apart| separately)?",
        "by whole parts and fractions",
        N_("by taking whole parts and fractions apart"),
    ),
    Way("fractions", "divisor", _GCD, "by the gcd", N_("by the greatest common divisor")),
    Way("fractions", "primes", _PRIMES, "by prime factors", N_("by prime factors")),
    Way(
        "products",
        "split",
        rf"splitting(?: up)?(?: (?:a|the|one) numbers?| into tens(?: and ones)?)?|{_DISTRIBUTING}",
        "by splitting",
        N_("by splitting a number"),
    ),
    Way(
        "products",
        "column",
        r"(?:long|column|written|vertical) multiplication|columns?|standard algorithm|standard",
        "by long multiplication",
        N_("by long multiplication"),
    ),
    Way("products", "grid", _GRID, "by a grid", N_("with a grid")),
    Way("brackets", "terms", rf"term by term|{_DISTRIBUTING}", "by distributing", N_("term by term")),
    Way("brackets", "foil", r"f\.?o\.?i\.?l\.?", "by FOIL", N_("by FOIL")),
    Way("brackets", "grid", _GRID, "by a grid", N_("with a grid")),
    Way(
        "brackets",
        "pattern",
        r"special products?|binomial (?:formulas?|theorem|expansion)|(?:square |squaring )?patterns?|identit(?:y|ies)"
        r"|(?:perfect )?square formula|difference of (?:two )?squares",
        "by a special product",
        N_("by a special product"),
    ),
    Way(
        "absolutes",
        "cases",
        r"(?:two |the )?cases|case (?:analysis|distinction|work)|casework",
        "by cases",
        N_("by cases"),
    ),
    Way("absolutes", "squaring", r"squaring(?: both sides)?", "by squaring", N_("by squaring both sides")),
    Way(
        "absolutes",
        "distance",
        r"number lines?|distances?",
        "by a number line",
        N_("as a distance on the number line"),
    ),
    Way("derivatives", "product", r"product", "by the product rule", N_("by the product rule")),
    Way("derivatives", "quotient", r"quotient", "by the quotient rule", N_("by the quotient rule")),
    Way("derivatives", "chain", r"chain", "by the chain rule", N_("by the chain rule")),
    Way("derivatives", "power", r"powers?", "by the power rule", N_("by the power rule")),
    Way(
        "derivatives",
        "expand",
        r"(?:expanding|multiplying (?:it )?out|simplifying)(?: it)?(?: first)?",
        "by expanding first",
        N_("by multiplying out first"),
    ),
    Way(
        "derivatives",
        "divide",
        r"(?:dividing|splitting)(?: (?:it|the fraction))?(?: (?:out|up))?(?: first)?",
        "by dividing first",
        N_("by dividing first"),
    ),
    Way(
        "derivatives",
        "definition",
        r"(?:limit )?definition(?: of (?:the|a) derivative)?|first principles?|difference quotients?|limits?",
        "by the definition",
        N_("by the definition"),
    ),
)

_CALLED = tuple((each, Pattern(each.called, re.IGNORECASE)) for each in WAYS)


def ways_called(name: str) -> tuple[Way, ...]:
    """The ways that people call so, of whatever topic."""
    return tuple(way for way, called in _CALLED if called.fullmatch(name))


def way(topic_kind: str, name: str) -> Way | None:
    """The way of that name for a kind of tasks."""
    return next((each for each in WAYS if each.name == name and topic_kind in each.kinds), None)
