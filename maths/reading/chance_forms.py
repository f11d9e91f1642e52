"""Probabilities of simple draws: dice, coins, a deck of cards, balls in a bag."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.tree import Number, integer, word_set

_COLORS = word_set("red blue green yellow white black orange purple pink brown gray grey")
_RANKS = ["ace", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "jack", "queen", "king"]
_SUITS = word_set("hearts diamonds clubs spades")
_MOST_BALLS = 10_000
_THINGS = r"(?:balls?|marbles?|counters?|sweets?|candies|beads?|socks?)"
_BALL = re.compile(rf"({COUNT}) ([a-z]+)(?: {_THINGS})?", re.IGNORECASE)


def die(pieces: Pieces) -> Task:
    """One roll of a die with equal faces."""
    faces = count_of(pieces.groups.get("n") or "6")
    _refuse_unless(faces is not None and 2 <= faces <= bounds.FACES)
    event, negated = _alternatives(pieces.groups["e"] or "", _die_event)
    for each in event:
        kind, _, number = each.partition(".")
        _refuse_unless(kind != "eq" or 1 <= int(number) <= faces)
    return _task(f"die.{faces}", event, negated, faces)


def two_dice(pieces: Pieces) -> Task:
    """Two rolls, or two dice at once."""
    groups = pieces.groups
    event = f"sum.{count_of(groups['s'])}" if groups.get("s") else "double"
    _refuse_unless(groups.get("s") is None or count_of(groups["s"]) is not None)
    return _task("dice.6", [event], False, 36)


def coins(pieces: Pieces) -> Task:
    """How often one side comes up in some tosses; "a head in 3 tosses" may be one of them or at least one."""
    groups = pieces.groups
    tosses = count_of(groups.get("n") or "1")
    wanted, how = (groups.get("k") or "a").lower(), (groups.get("how") or "").lower()
    _refuse_unless(tosses is not None and 1 <= tosses <= bounds.TOSSES)
    if wanted == "a" and not how and tosses > 1:
        raise ReadingError("ambiguous", N_("Is that exactly once, at least once, or every time? Please say so."))
    count = {"all": tosses, "only": tosses, "no": 0, "a": 1}.get(wanted, count_of(wanted))
    _refuse_unless(count is not None and count <= tosses)
    key = {"at least": "atleast", "at most": "atmost"}.get(how, "exactly")
    return _task(f"coins.{tosses}", [f"{key}.{count}"], False, 2**tosses)


def card(pieces: Pieces) -> Task:
    """One card from a deck of 52."""
    event, negated = _alternatives(pieces.groups["e"] or "", _card_event)
    return _task("cards", event, negated, 52)


def bag(pieces: Pieces) -> Task:
    """One ball out of several colors."""
    counts: dict[str, int] = {}
    for each in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", pieces.groups["balls"] or ""):
        match = _BALL.fullmatch(each)
        color = match[2].lower() if match else ""
        if color not in _COLORS or color in counts:
            raise ReadingError("unreadable", N_("I could not read {text} there."), text=quoted(each))
        counts[color] = count_of(match[1]) or 0
    total = sum(counts.values())
    _refuse_unless(0 < total <= _MOST_BALLS and len(counts) <= 5)
    event, negated = _alternatives(pieces.groups["e"] or "", lambda text: _ball_event(text, counts))
    names = ".".join(counts)
    return Task(
        "chance",
        tuple(map(integer, counts.values())),
        source=pieces.groups["balls"] or "",
        details=(f"bag.{names}", "+".join(event), "not" if negated else ""),
    )


def _task(experiment: str, event: list[str], negated: bool, total: int) -> Task:
    details = (experiment, "+".join(event), "not" if negated else "")
    return Task("chance", (Number(str(total)),), source=experiment, details=details)


def _refuse_unless(condition: bool) -> None:
    if not condition:
        raise ReadingError("unsupported", N_("I cannot count the outcomes of that."))


def _alternatives(text: str, read) -> tuple[list[str], bool]:
    """The events that are joined by "or", and whether none of them is meant."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    negated = text.startswith("not ")
    parts = re.split(r"\s+or\s+|\s*,\s*(?:or\s+)?", text.removeprefix("not "))
    found = [read(re.sub(r"^(?:either )?(?:an?|the) ", "", each.strip())) for each in parts]
    if len(found) > 4 or negated and len(found) > 1:
        raise ReadingError("unreadable", N_("I could not read {text} there."), text=quoted(text))
    return found, negated


def _die_event(text: str) -> str:
    text = text.removeprefix("number ").removeprefix("that is ").removesuffix(" number").strip()
    if text in {"even", "odd", "prime"}:
        return text
    if (number := count_of(text)) is not None:
        return f"eq.{number}"
    for pattern, key in _COMPARED:
        if (match := re.fullmatch(pattern, text)) and (number := count_of(match[1])) is not None:
            return f"{key}.{number}"
    if (match := re.fullmatch(r"multiple of (\w+)", text)) and (number := count_of(match[1])):
        return f"mult.{number}"
    raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(text))


_COMPARED = (
    (r"(?:greater|more|higher|bigger|larger) than (\w+)", "gt"),
    (r"(?:less|lower|smaller|fewer) than (\w+)", "lt"),
    (r"at least (?:an? )?(\w+)", "ge"),
    (r"at most (?:an? )?(\w+)", "le"),
)


def _card_event(text: str) -> str:
    text = text.removesuffix(" card").removesuffix("s") if text not in _SUITS else text
    if text in {"red", "black"}:
        return f"color.{text}"
    if text in {"face", "picture"}:
        return "face"
    if text + "s" in _SUITS or text in _SUITS:
        return f"suit.{text.removesuffix('s')}s"
    rank = _rank(text)
    if rank:
        return f"rank.{rank}"
    if (match := re.fullmatch(r"(\w+) of (\w+)", text)) and _rank(match[1]):
        suit = match[2].removesuffix("s") + "s"
        if suit in _SUITS:
            return f"card.{_rank(match[1])}.{suit}"
    if (match := re.fullmatch(r"(red|black) (\w+)", text)) and _rank(match[2]):
        return f"mixed.{match[1]}.{_rank(match[2])}"
    raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(text))


def _rank(text: str) -> str | None:
    number = count_of(text)
    if number is not None:
        return _RANKS[number - 1] if 2 <= number <= 10 else None
    return text if text in _RANKS else None


def _ball_event(text: str, counts: dict[str, int]) -> str:
    color = re.sub(r"\s+(?:ball|marble|counter|sweet|candy|bead|sock|one)s?$", "", text)
    if color not in counts:
        raise ReadingError("unreadable", N_("I do not know the event {text}."), text=quoted(text))
    return color


_CHANCE = (
    r"(?:(?:what is|what's|whats|find|calculate|work out|determine|give)\s+)?(?:the )?"
    r"(?:probability|chances?|likelihood)(?: of| that (?:i|you|we|it)| to)?\s+"
)
_GET = (
    r"(?:getting|get|rolling|roll|throwing|throw|flipping|flip|tossing|drawing|draw|picking|pick|choosing|choose"
    r"|selecting|pulling|landing on)"
)
_DIE = rf"(?:an? |one |the )(?:fair |normal |standard |single )?(?:(?P<n>{COUNT})[- ]sided )?(?:die|dice|number cube)"
_TWO_DICE = r"(?:with|on|from|when rolling|rolling|using|of) two (?:fair )?dice"
_ON = r"(?:on|with|in|from|when rolling|when throwing|by rolling|rolling|using|of)"
_EVENT = r"(?P<e>.{1,60}?)"
_DECK = (
    r"(?:an? |the )?(?:standard |normal |full |well[- ]shuffled |shuffled )*(?:deck|pack)"
    r"(?: of (?:52 )?(?:playing )?cards)?(?: of 52)?"
)
_SIDE = r"(?:heads?|tails?)"
_TOSS = r"(?:when (?:flipping|tossing)|in|from|with|out of|on)"
_TOSSES = rf"(?P<n>{COUNT}) (?:fair )?(?:coin )?(?:coins?|flips?|tosses|throws|times)"
_BAG = r"(?:bag|box|jar|urn|hat|drawer|basket|bowl)"
_BALLS = r"(?P<balls>.{3,120}?)"

CHANCE_FORMS: tuple[Form, ...] = (
    form(rf"{_CHANCE}(?:{_GET} )?(?:a )?(?:sum|total) (?:of |is |being )(?P<s>{COUNT}) {_TWO_DICE}", two_dice),
    form(rf"{_CHANCE}the (?:sum|total) of two (?:fair )?dice (?:is|being) (?P<s>{COUNT})", two_dice),
    form(rf"{_CHANCE}(?:{_GET} )?(?:a double|doubles) {_TWO_DICE}", two_dice),
    form(rf"{_CHANCE}(?:{_GET} )?{_EVENT} {_ON} {_DIE}(?: roll)?", die),
    form(rf"{_CHANCE}(?:rolling|roll) {_EVENT}", die),
    form(
        rf"{_CHANCE}(?:{_GET} )?(?:(?P<how>at least|at most|exactly) )?(?:(?P<k>{COUNT}|all|only|no|a) )?{_SIDE} "
        rf"{_TOSS} {_TOSSES}",
        coins,
    ),
    form(rf"{_CHANCE}(?:{_GET} )?(?:a )?{_SIDE}(?: {_TOSS} (?:an? |one )?(?:fair )?coin(?: flip| toss)?)?", coins),
    form(rf"{_CHANCE}(?:{_GET} )?{_EVENT} (?:from|out of|in|with) {_DECK}", card),
    form(
        rf"(?:there are|(?:an? |the )?{_BAG} (?:contains|has|holds|with))\s+{_BALLS}"
        rf"(?: in (?:a|the) {_BAG})?\s*[.,;?]\s*"
        rf"(?:(?:one|an?) {_THINGS} is (?:drawn|picked|chosen)(?: at random)?[.,;]\s*)?"
        rf"(?:what is|what's|find|calculate)?\s*(?:the )?(?:probability|chance)\s*"
        rf"(?:of {_GET}|that (?:it|the \w+) is)\s+{_EVENT}",
        bag,
    ),
    form(
        rf"{_CHANCE}(?:{_GET} )?{_EVENT} (?:from|out of) (?:an? |the )?{_BAG} "
        rf"(?:with|of|containing|that has)\s+{_BALLS}",
        bag,
    ),
)
