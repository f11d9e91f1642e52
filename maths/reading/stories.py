"""Word problems in plain English, of which every clause must be understood: who has, gains, loses, shares, pays.

A story is a start and operations on it. Nothing is passed over: an unknown verb, a second kind of thing or a person of
whom nothing was said makes it unreadable.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from maths.phrases import N_
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number
from maths.reading.number_words import WORD
from maths.reading.problems import ReadingError
from maths.reading.story_words import same_noun
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.tree import Node

_LONGEST = 400
_MOST_CLAUSES = 6
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{WORD})"
_N, _M = rf"(?P<n>{_NUMBER})", rf"(?P<m>{_NUMBER})"
_NOUN = r"(?!more\b|of\b|each\b)[a-z]+"
_THING = rf"(?P<thing>{_NOUN})"
_ACTOR = r"(?:(?:mr|mrs|ms|miss|dr)\.? [a-z]+|(?:a|the|my) [a-z]+|[a-z]+)"
_WHO = rf"(?P<who>{_ACTOR})"
_MORE = rf"(?: more)?(?: {_THING})?"
_CUT = re.compile(
    r"\s*(?<!\bmr)(?<!\bms)[.;!?]\s+|\s*,\s*(?:(?:and then|and|then|but)\s+)?|\s+(?:and then|and|then|but)\s+",
    re.IGNORECASE,
)
_HAS = r"(?:has|have|had|starts with|started with|owns)"
_GAINS = (
    r"(?:buys?|bought|gets?|got|finds?|found|receives?|received|wins?|won|picks?|picked|collects?|collected|earns?"
    r"|earned|bakes?|baked|adds?|added)"
)
_LOSES = (
    r"(?:eats?|ate|loses?|lost|sells?|sold|gives? away|gave away|uses?|used|spends?|spent|breaks?|broke|drops?|dropped"
    r"|throws? away|threw away)"
)
_PRONOUNS = {"he", "she", "they", "it", "him", "her", "them"}
_TOTAL = r"(?:now|left|in total|altogether|in all|remaining|together|in the end)"
_CLAUSES = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"there (?:are|were|is) {_N} {_THING}(?: (?:in|on) (?:a|the) [a-z]+)?", "start"),
        (rf"{_WHO} {_HAS} {_N}(?: {_THING})?", "start"),
        (rf"(?:{_WHO} )?{_GAINS} {_N}{_MORE}", "gain"),
        (rf"(?:{_WHO} )?{_LOSES} {_N}(?: of (?:them|the {_THING}))?(?: (?P<thing2>{_NOUN}))?", "lose"),
        (rf"(?:{_WHO} )?(?:gives?|gave) {_N}{_MORE} to (?P<other>(?:(?:a|the|his|her|my) )?[a-z]+)", "give"),
        (rf"(?:{_WHO} )?(?:gives?|gave) (?P<other>[a-z]+) {_N}{_MORE}", "give"),
        (rf"{_N} (?:of them )?(?:fly|flew|run|ran|swim|swam|go|went|walk|walked) (?:away|off)", "lose"),
    )
)
_QUESTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"how many(?: {_THING})? (?:does|do|did) {_WHO} have(?: {_TOTAL})*",
        rf"how many(?: {_THING})? (?:are|were|is) (?:there )?{_TOTAL}",
        rf"how much(?: money)? (?:does|do|did) {_WHO} have(?: {_TOTAL})*",
    )
)
_STOP = r"\s*[.,;?]\s*"
_ASKED = r"(?P<asked>[a-z]+)"
_TWO_HAVE = rf"{_WHO} has {_N} {_THING}(?:{_STOP}(?:and )?| and )(?P<who2>{_ACTOR}) has {_M}(?: (?P<thing2>{_NOUN}))?"
_WHOLE = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            rf"(?:there are |{_ACTOR} (?:has|buys) ){_N} [a-z]+(?:{_STOP}| and | )"
            rf"(?:(?:each|every) (?:[a-z]+ )?(?:has|contains|holds)|with) {_M} {_THING}(?: (?:in )?each)?{_STOP}"
            rf"how many {_ASKED} (?:are there|does {_ACTOR} have|do they have)(?: {_TOTAL})?",
            "times",
        ),
        (
            rf"(?:{_ACTOR} (?:shares|shared|divides|divided|splits) )?{_N} {_THING} (?:are shared )?(?:equally|evenly) "
            rf"(?:among|between|with) {_M} [a-z]+{_STOP}"
            rf"how many(?: {_ASKED})? (?:does|do|will|did) each(?: [a-z]+)? (?:get|receive|have)",
            "split",
        ),
        (
            rf"(?:if )?{_N} {_THING} costs? {_M}(?: dollars| euros| pounds)?(?:{_STOP}|\s+)"
            rf"(?:how much|what) (?:do|does|will|would) (?P<k>\d+|{WORD})(?: {_ASKED})? cost",
            "price",
        ),
        (
            _TWO_HAVE + rf"{_STOP}how many {_ASKED} do they have (?:together|altogether|in total|in all)",
            "gain",
        ),
        (
            _TWO_HAVE + rf"{_STOP}how many more {_ASKED} does (?P<first>{_ACTOR}) have than (?P<second>{_ACTOR})",
            "more",
        ),
    )
)


@dataclass
class _State:
    """What is known while the clauses are read one after the other.

    pronoun: that of the actor, if it was used before a second person came in. second: whether that one gives or gets.
    """

    who: str | None = None
    thing: str | None = None
    amounts: list[Node] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    pronoun: str | None = None
    second: str | None = None


def story(pieces: Pieces) -> Task:
    """The task of a word problem, if all of it is understood and possible."""
    text = " ".join((pieces.groups["f"] or "").split()).rstrip("?. ")
    task = None if len(text) > _LONGEST else _in_one_piece(text) or _clause_by_clause(text)
    if task is None:
        raise ReadingError("unreadable", N_("I do not understand every sentence of that word problem."))
    return task


def _in_one_piece(text: str) -> Task | None:
    for pattern, kind in _WHOLE:
        if match := pattern.fullmatch(text):
            return _whole(kind, match.groupdict())
    return None


def _whole(kind: str, groups: dict) -> Task | None:
    """A story of one sentence and a question, if both are about the same things."""
    if any(groups.get(name) and not same_noun(groups[name], groups["thing"]) for name in ("asked", "thing2")):
        return None
    numbers = [rational_number(groups[name]).tree for name in ("n", "m", "k") if groups.get(name)]
    if kind == "price":
        count, price, wanted = numbers
        return story_task([price, count, wanted], ["start", "split", "times"], money=True)
    if kind == "more":
        actors = [groups[name].lower() for name in ("who", "who2")]
        asked = [groups[name].lower() for name in ("first", "second")]
        if sorted(actors) != sorted(asked) or actors[0] == actors[1]:
            return None
        return story_task(numbers if actors == asked else numbers[::-1], ["start", "lose"])
    return story_task(numbers, ["start", kind])


def _clause_by_clause(text: str) -> Task | None:
    clauses = [each for each in _CUT.split(text) if each]
    if not 2 <= len(clauses) <= _MOST_CLAUSES:
        return None
    state = _State()
    for clause in clauses[:-1]:
        if not _read_clause(state, clause):
            return None
    asked = next((match for pattern in _QUESTIONS if (match := pattern.fullmatch(clauses[-1]))), None)
    if asked is None or not state.amounts or len(state.amounts) < 2:
        return None
    groups = asked.groupdict()
    if groups.get("thing") and not same_noun(groups["thing"], state.thing or ""):
        return None
    if groups.get("who") and not _is_asked_about(state, groups["who"], "left" in clauses[-1].lower()):
        return None
    return story_task(state.amounts, state.operations, money="how much" in clauses[-1].lower())


def _read_clause(state: _State, clause: str) -> bool:
    """Whether a clause was understood; what it says is put into the state."""
    for pattern, kind in _CLAUSES:
        match = pattern.fullmatch(clause)
        if not match:
            continue
        groups = match.groupdict()
        if (kind == "start") != (not state.amounts):
            return False
        thing = groups.get("thing") or groups.get("thing2")
        if not _fits(state, kind, groups, thing):
            return False
        if kind != "start" and groups.get("who") and groups["who"].lower() in _PRONOUNS and not state.second:
            state.pronoun = groups["who"].lower()
        if kind == "give":
            kind = "gain" if _is_actor(state, groups["other"]) else "lose"
            state.second = "giver" if kind == "gain" else "receiver"
        state.amounts.append(rational_number(groups["n"]).tree)
        state.operations.append(kind)
        return True
    return False


def _fits(state: _State, kind: str, groups: dict, thing: str | None) -> bool:
    """Whether a clause is about the same person and the same things."""
    who = groups.get("who")
    if kind == "start":
        state.who, state.thing = who, thing
        return True
    if thing and not (state.thing and same_noun(thing, state.thing)):
        return False
    if kind == "give":
        to_actor, by_actor = _is_actor(state, groups["other"]), who is None or _is_actor(state, who)
        return to_actor != by_actor
    return who is None or _is_actor(state, who)


def _is_asked_about(state: _State, who: str, left: bool) -> bool:
    """Whether the question is about the actor; with a second person, "she" may be either of them."""
    if who.lower() not in _PRONOUNS or state.second is None:
        return _is_actor(state, who)
    return who.lower() == state.pronoun or left and state.second == "receiver"


def _is_actor(state: _State, who: str) -> bool:
    if state.who is None:
        return False
    return who.lower() == state.who.lower() or who.lower() in _PRONOUNS and state.who.lower() not in {"i", "we"}


def story_task(amounts: list[Node], operations: list[str], money: bool = False) -> Task:
    total = exact_value(amounts[0])
    for amount, operation in zip(amounts[1:], operations[1:], strict=True):
        total = _applied(total, operation, exact_value(amount))
        if total < 0:
            raise ReadingError("undefined", N_("Nobody can give away or lose more than there is."))
    if "split" in operations and not money and total.denominator != 1:
        raise ReadingError(
            "unsupported", N_("That does not come out even, and I am not sure what happens to the rest.")
        )
    details = (".".join(operations), "money" if money else "")
    return Task("story", tuple(amounts), source="", details=details)


def _applied(total: Fraction, operation: str, amount: Fraction) -> Fraction:
    if operation == "split" and not amount:
        raise ReadingError("undefined", N_("Nothing can be shared among nobody."))
    return {
        "gain": lambda: total + amount,
        "lose": lambda: total - amount,
        "times": lambda: total * amount,
        "split": lambda: total / amount,
    }[operation]()


STORY_FORMS: tuple[Form, ...] = (form(r"(?P<f>(?=.*\bhow (?:many|much|far)\b).+)", story),)
