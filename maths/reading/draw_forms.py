"""Probabilities of several draws, with or without putting back: balls, cards, dice; and odds."""

import re
from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.chance_forms import CHANCE_FORMS
from maths.reading.chance_words import BACK, BAG, BALLS, CHANCE, DECK, EVENT, HOLDS, SOME, STOP, THINGS
from maths.reading.formulas import Pieces
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.tree import integer, word_set

_COLORS = word_set("red blue green yellow white black orange purple pink brown gray grey")
_SUITS = word_set("heart diamond club spade")
_RANKS = word_set("ace king queen jack")
_MOST_DRAWS = 4
_MOST_BALLS = 10_000
_BALL = re.compile(rf"({COUNT}) ([a-z]+)(?: {THINGS})?", re.IGNORECASE)


def _bag(text: str) -> dict[str, int]:
    """How many there are of each color."""
    counts: dict[str, int] = {}
    for each in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text.strip()):
        match = _BALL.fullmatch(each.strip())
        color = match[2].lower() if match else ""
        if color not in _COLORS or color in counts:
            raise ReadingError("unreadable", N_("I could not read {text} there."), text=quoted(each))
        counts[color] = count_of(match[1]) or 0
    if not 0 < sum(counts.values()) <= _MOST_BALLS or len(counts) > 5:
        raise uncountable()
    return counts


def uncountable() -> ReadingError:
    return ReadingError("unsupported", N_("I cannot count the outcomes of that."))


def from_bag(pieces: Pieces) -> Task:
    """Several balls out of a bag, and what they should be."""
    groups = pieces.groups
    counts = _bag(groups["balls"] or "")
    draws = count_of(groups["n"] or "")
    return _task(counts, draws, groups.get("how"), _event(groups["e"] or "", counts, draws))


def _task(counts: dict[str, int], draws: int | None, how: str | None, event: str) -> Task:
    if not draws or not 2 <= draws <= _MOST_DRAWS:
        raise uncountable()
    if how is None:
        raise ReadingError(
            "ambiguous",
            N_(
                "Is each of them put back before the next draw? Please write `with replacement` or `without "
                "replacement`."
            ),
        )
    back = bool(re.match(r"with(?!out)|and (?:it is )?(?:put|replaced|returned)", how.strip(), re.IGNORECASE))
    if not back and draws > sum(counts.values()):
        raise uncountable()
    names = ".".join(counts)
    return Task(
        "draws",
        tuple(map(integer, counts.values())),
        details=(names, str(draws), "back" if back else "kept", event),
    )


def _event(text: str, counts: dict[str, int], draws: int | None) -> str:
    """What should be drawn, in words of our own: all.red, none.red, least.1.red, exactly.2.red, same, each.red.blue."""
    text = " ".join(
        re.sub(
            rf"\b{THINGS}|\b(?:ones|are|is|being|getting|drawing|picking|of them|that|colou?rs?)\b", " ", text.lower()
        ).split()
    )
    if re.fullmatch(r"(?:both|all|two|three|they)?\s*(?:of )?(?:have )?(?:the )?same", text):
        return "same"
    if re.fullmatch(r"(?:both|all|two|they)?\s*(?:have )?(?:of )?different", text) and draws == 2:
        return "different"
    if match := re.fullmatch(r"(?:both|all|two|three|four|2|3|4|only)(?: are)? ([a-z]+?)s?", text):
        count = count_of(text.split()[0])
        return (
            f"all.{_known(match[1], counts)}"
            if count in {None, draws}
            else f"exactly.{count}.{_known(match[1], counts)}"
        )
    if match := re.fullmatch(r"(?:no|none|neither|not any)(?: is| are)? ([a-z]+?)s?", text):
        return f"none.{_known(match[1], counts)}"
    if match := re.fullmatch(rf"(at least|exactly) ({COUNT}) ([a-z]+?)s?", text):
        return f"{'least' if match[1] == 'at least' else 'exactly'}.{count_of(match[2])}.{_known(match[3], counts)}"
    if match := re.fullmatch(r"(?:one|an?|1) ([a-z]+) and (?:one|an?|1) ([a-z]+)", text):
        first, second = (_known(each, counts) for each in match.groups())
        if draws == 2 and first != second:
            return f"each.{first}.{second}"
    raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(text))


def _known(color: str, counts: dict[str, int]) -> str:
    if color not in counts:
        raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(color))
    return color


def cards(pieces: Pieces) -> Task:
    """Several cards of one kind out of a deck."""
    groups = pieces.groups
    draws = count_of(groups["n"] or "")
    kind = (groups["e"] or "").lower().removesuffix("s")
    counts = {"wanted": 4 if kind in _RANKS else 13 if kind in _SUITS else 26 if kind in {"red", "black"} else 0}
    if not counts["wanted"]:
        raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(kind))
    counts["other"] = 52 - counts["wanted"]
    return _task(counts, draws, groups.get("how"), "all.wanted")


def rolls(pieces: Pieces) -> Task:
    """How often one number comes in several rolls of a die."""
    groups = pieces.groups
    draws, face = (count_of(groups[name] or "") for name in ("n", "k"))
    if face is None or not 1 <= face <= 6:
        raise uncountable()
    event = {"at least one": "least.1.wanted", "no": "none.wanted", "exactly one": "exactly.1.wanted"}.get(
        (groups.get("how") or "all").lower(), "all.wanted"
    )
    return _task({"wanted": 1, "other": 5}, draws, "with replacement", event)


def odds(pieces: Pieces) -> Task:
    """The odds of what the other questions ask the probability of."""
    event = pieces.groups["f"] or ""
    task = asked(f"probability {event if re.match('(?:of|that|to) ', event) else f'of {event}'}", pieces)
    side = "against" if pieces.groups.get("against") else "favor"
    return replace_field(task, kind="odds", details=(*task.details, side))


def asked(text: str, pieces: Pieces) -> Task:
    """The task of a question about chances in the order in which the forms know it."""
    first: ReadingError | None = None
    for pattern, builder in CHANCE_FORMS:
        if match := pattern.fullmatch(text):
            groups = match.groupdict()
            found = {name: groups.get(name) or groups.get(f"{name}1") for name in groups if not name.endswith("1")}
            try:
                return builder(Pieces(found, pieces.spans))
            except ReadingError as error:
                first = first or error
    raise first or uncountable()


def _times_rolled(pieces: Pieces) -> Task:
    count = {"twice": "2", "two times": "2", "2 times": "2"}.get((pieces.groups["n"] or "").lower(), "3")
    return rolls(replace_field(pieces, groups={**pieces.groups, "n": count}))


DRAW_FORMS: tuple[Form, ...] = (
    # several draws
    form(rf"{HOLDS}\s+{BALLS}{STOP}{SOME}(?:\s*,?\s*{BACK})?{STOP}{CHANCE}{EVENT}", from_bag),
    form(
        rf"{SOME}(?: {BACK})? from an? {BAG} (?:with|of|containing|that has|that contains"
        rf"|holding)\s+{BALLS}(?:\s*,?\s*(?P<how1>with(?:out)? replacement))?{STOP}{CHANCE}{EVENT}",
        from_bag,
    ),
    form(
        rf"{CHANCE}(?:drawing |picking |getting )?(?P<n>{COUNT}) (?P<e>[a-z]+)(?: cards?)?(?: in a row)?(?: from "
        rf"{DECK})?\s*,?\s*(?:{BACK})?(?: from {DECK})?",
        cards,
    ),
    form(
        rf"(?P<n>{COUNT}) cards are (?:drawn|dealt|picked|taken)(?: from {DECK})?(?: "
        rf"{BACK})?{STOP}{CHANCE}(?:both|all|they)(?: of them)?(?: are)? (?P<e>[a-z]+)(?: cards?)?",
        cards,
    ),
    form(
        rf"{CHANCE}(?:rolling |getting |throwing )?(?P<how>at least one|no|exactly one) (?P<k>{COUNT})s? (?:in"
        rf"|when rolling|with|from) (?P<n>{COUNT}) (?:dice|rolls?(?: of a die)?|throws?(?: of a die)?)",
        rolls,
    ),
    form(rf"{CHANCE}(?:rolling |getting |throwing )?(?P<n>{COUNT}) (?P<k>{COUNT})e?s in a row", rolls),
    form(
        rf"{CHANCE}(?:rolling |getting |throwing )?an? (?P<k>{COUNT}) (?P<n>twice|two times|three times|3 times|2 "
        rf"times)(?: in a row)?",
        _times_rolled,
    ),
    # odds
    form(
        r"(?:(?:what|how)(?:'s| are| is)?\s+)?(?:the )?odds(?: in favou?r| (?P<against>against))?(?: of)? "
        r"(?P<f>(?:that|to|an?|rolling|drawing|getting|picking|flipping) .+)",
        odds,
    ),
)
