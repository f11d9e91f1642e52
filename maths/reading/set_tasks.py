"""Reads sets in braces and intervals, and what is asked of one or two of them."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces, formula_of, refuse_letters
from maths.reading.magnitude import exact_value
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.reading.words import unmark
from maths.tree import Apply, Name, Node

_FINITE = r"\\?\{[^{}]*?\\?\}|∅|\\emptyset|\\varnothing"
_INTERVAL = r"[\[(\]]\s*[^\[\](){},;]+\s*[,;]\s*[^\[\](){},;]+\s*[\])\[]"
_SET = re.compile(rf"{_FINITE}|{_INTERVAL}")
_INFINITY = re.compile(r"(?P<sign>[-−+]?)\s*(?:\\infty|∞|infinity|inf|oo)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?i:(?:\b(?:let"
    r"|given|if|where|and|with|for|when|sets?|suppose|the)\s+)*)(?<![A-Za-z])(?P<name>[A-Z])\s*(?:=|is|be)\s*"
    r"(?P<set>@\d)\s*[.,;]?\s*"
)
_CLEANED = ((r"\\cup", "∪"), (r"\\cap", "∩"), (r"\\setminus", r"\\"), (r"\\in(?![a-z])", "∈"), (r"\\left|\\right", ""))
_CLEANED += ((r"\\subseteq|\\subset", "⊆"), (r"\\times", "×"))
_A, _B = r"@(?P<a>\d)", r"@(?P<b>\d)"
_ASK = (
    r"(?:(?:what is|what's|whats|what are|find|calculate|compute|determine|work out|give|write down|list|state"
    r"|is)\s+)?(?:the\s+)?"
)
_SETS = r"(?:(?:the )?(?:two )?(?:sets?|intervals?)\s+)?"
_AND = r"\s*(?:and|with|,)\s*"
_ELEMENT = r"(?P<e>(?:(?!(?!pi )[a-z]{2,} )[^@])+?)"
_NOT = r"(?:(?:an? )?(?:element|member) of|in|inside|part of|contained in|∈)"
_QUESTIONS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("union", rf"{_ASK}(?:union of )?{_SETS}{_A}\s*(?:∪|u|union(?: with)?)\s*{_SETS}{_B}"),
        (
            "union",
            rf"{_ASK}union (?:of |between |: ?)?{_SETS}{_A}{_AND}{_SETS}{_B}|unite "
            rf"{_SETS}@(?P<a1>\d){_AND}{_SETS}@(?P<b1>\d)",
        ),
        (
            "intersection",
            rf"{_ASK}{_SETS}{_A}\s*(?:∩|n|intersection(?: with)?|intersects?(?: with)?|intersected "
            rf"with)\s*{_SETS}{_B}",
        ),
        (
            "intersection",
            rf"{_ASK}intersection (?:of |between |: ?)?{_SETS}{_A}{_AND}{_SETS}{_B}|intersect "
            rf"{_SETS}@(?P<a1>\d){_AND}{_SETS}@(?P<b1>\d)",
        ),
        (
            "intersection",
            rf"(?:what|which)(?: elements| numbers)?(?: are| is)? (?:(?:in )?both|common to|shared by|in common "
            rf"(?:of|in)?)\s*"
            rf"(?:in |of )?{_SETS}{_A}{_AND}{_SETS}{_B}(?: have in common)?",
        ),
        ("difference", rf"{_ASK}{_SETS}{_A}\s*(?:\\|-|−|–|∖|minus|without|set ?minus)\s*{_SETS}{_B}"),
        ("difference", rf"{_ASK}(?:set )?difference (?:of |between |: ?)?{_SETS}{_A}{_AND}{_SETS}{_B}"),
        (
            "symmetric",
            rf"{_ASK}symmetric difference (?:of |between |: ?)?{_SETS}{_A}{_AND}{_SETS}{_B}"
            rf"|{_ASK}@(?P<a1>\d)\s*(?:△|∆)\s*@(?P<b1>\d)",
        ),
        (
            "count",
            rf"(?:how many (?:elements|members|numbers) (?:are (?:there )?(?:in|of)|does|do|has) {_SETS}{_A}(?: "
            rf"have| contain)?|{_ASK}(?:cardinality|size|number of elements) (?:of|in) {_SETS}@(?P<a1>\d)"
            r"|\|@(?P<a2>\d)\|)",
        ),
        (
            "element",
            rf"(?:is|does|check (?:if|whether)|whether|if)?\s*(?:the )?(?:number |element )?{_ELEMENT}\s*(?:is "
            rf")?(?:{_NOT}|belongs? to|lies? in)\s*{_SETS}{_A}",
        ),
        (
            "element",
            rf"(?:does|do)\s+{_SETS}{_A}\s+(?:contain|include|have)\s+(?:the )?(?:number |element )?{_ELEMENT}",
        ),
        (
            "subset",
            rf"(?:is |check (?:if|whether) )?{_SETS}{_A}\s*(?:is )?(?:an? )?(?:⊆|subset of|contained "
            rf"in)\s*{_SETS}{_B}",
        ),
        ("subsets", rf"{_ASK}(?:all )?(?:the )?(?:subsets|power set) of {_SETS}{_A}"),
        ("subset_count", rf"how many subsets (?:does|do|has|are there of) {_SETS}{_A}(?: have)?"),
        (
            "complement",
            rf"{_ASK}complement of {_SETS}{_A}\s*(?:in|with respect to|relative to|within)\s*(?:the )?(?:universal "
            rf"set |universe )?{_B}",
        ),
        ("product", rf"{_ASK}(?:cartesian product (?:of )?)?{_A}\s*(?:×|x|times|and|cross)\s*{_B}"),
    )
)
_MOST_FOR_SUBSETS = 4
_MOST_PAIRS = 36


def sets(pieces: Pieces) -> Task:
    """One question about one or two sets, which may have been given names."""
    text = unmark(pieces.groups["f"] or "", pieces.spans)
    for pattern, instead in _CLEANED:
        text = re.sub(pattern, instead, text)
    found = list(_SET.finditer(text))
    if not 1 <= len(found) <= 2:
        raise ReadingError("elsewhere", "")
    places = iter(range(2))
    question = _with_names(_SET.sub(lambda _: f"@{next(places)}", text)).strip(" .?,;")
    for kind, pattern in _QUESTIONS:
        if match := pattern.fullmatch(" ".join(question.split())):
            return _task(kind, match.groupdict(), [each[0] for each in found], text)
    raise ReadingError("elsewhere", "")


def _with_names(text: str) -> str:
    """The question with @0 in place of A, where "A = @0" stood before or after it."""
    names = {match["name"]: match["set"] for match in _NAMED.finditer(text)}
    text = _NAMED.sub(" ", text)
    if not names:
        return text
    return re.sub(rf"(?<![A-Za-z])[{''.join(names)}](?![A-Za-z])", lambda match: names[match[0]], text)


def _task(kind: str, groups: dict[str, str | None], texts: list[str], source: str) -> Task:
    chosen = [groups.get(name) or groups.get(f"{name}1") or groups.get(f"{name}2") for name in "ab"]
    trees = [_set(texts[int(each)]) for each in chosen if each is not None]
    if kind == "element":
        trees.insert(0, _element(groups["e"] or ""))
    _refuse_unfit(kind, trees)
    return Task("set_question", tuple(trees), None, source[:200], details=(kind,))


def _refuse_unfit(kind: str, trees: list[Apply]) -> None:
    finite = [each for each in trees if isinstance(each, Apply) and each.head == "set"]
    if kind in {"count", "subsets", "subset_count", "product", "complement"} and len(finite) < len(trees):
        raise ReadingError("unsupported", N_("I can only do that with sets whose elements are listed in braces."))
    sizes = [len(each.arguments) for each in finite]
    if kind == "subsets" and sizes[0] > _MOST_FOR_SUBSETS or kind == "product" and sizes[0] * sizes[-1] > _MOST_PAIRS:
        raise ReadingError("too_large", N_("Written out, that would be too long for me."))
    if len(finite) < len(trees) and any(isinstance(each, Name) for tree in finite for each in tree.arguments):
        raise ReadingError("unreadable", N_("An interval holds numbers, so I cannot compare it with letters."))


def _set(text: str) -> Apply:
    text = text.strip().replace("\\{", "{").replace("\\}", "}")
    if text.startswith("{") or text in {"∅", "\\emptyset", "\\varnothing"}:
        return _finite(text.strip("{} ") if text.startswith("{") else "")
    return _interval(text)


def _finite(inside: str) -> Apply:
    if re.search(r"\.\.|…|\\[lc]?dots|[|:]", inside):
        raise ReadingError(
            "unsupported",
            N_("I can only work with sets whose elements are all written down, as in {example}."),
            example="`{1, 2, 3}`",
        )
    parts = [each for each in re.split(r"\s*[,;]\s*", inside) if each] if inside else []
    if len(parts) > bounds.LIST:
        raise ReadingError("too_large", N_("I can work with at most {limit} numbers."), limit=str(bounds.LIST))
    return Apply("set", tuple([_element(each) for each in parts]))


def _element(text: str) -> Node:
    text = text.strip()
    if re.fullmatch(r"[A-Za-z]", text):
        return Name(text)
    tree = formula_of(text).tree
    refuse_letters(tree)
    return tree


def _interval(text: str) -> Apply:
    left, right = "c" if text[0] == "[" else "o", "c" if text[-1] == "]" else "o"
    low, high = [each.strip() for each in re.split(r"[,;]", text[1:-1])]
    below, above = _INFINITY.fullmatch(low), _INFINITY.fullmatch(high)
    if below and above:
        return Apply("reals", ())
    if below:
        return Apply(f"below_{right}", (_end(high),))
    if above:
        return Apply(f"above_{left}", (_end(low),))
    ends = (_end(low), _end(high))
    values = [exact_value(each) for each in ends]
    if None not in values and values[0] >= values[1]:
        raise ReadingError(
            "undefined", N_("The interval {text} should go from a smaller to a larger number."), text=quoted(text)
        )
    return Apply(f"interval_{left}{right}", ends)


def _end(text: str) -> Node:
    tree = formula_of(text).tree
    refuse_letters(tree)
    return tree


SET_FORMS: tuple[Form, ...] = (
    form(
        r"(?P<f>(?=.*(?:\{|∅|emptyset|[∪∩∈∖]|\\|[\ue000-\ue0ff]|\bunion\b|\bintersection\b|\binterval\b"
        r"|\bin\b)).*[\])}∅\[\ue000-\ue0ff].*)",
        sets,
    ),
)
