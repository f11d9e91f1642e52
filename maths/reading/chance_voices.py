"""Probabilities in other voices: the experiment told first, spinners, one ball out of a bag."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.chance_words import BALLS, CHANCE, DECK, EVENT, HOLDS, ROLLED, STOP, THINGS
from maths.reading.draw_forms import asked, uncountable
from maths.reading.formulas import Pieces
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form


def rephrased(kind: str):
    """A builder for "A die is rolled. What is the probability of …?": the same question with the experiment last."""

    def build(pieces: Pieces) -> Task:
        return asked(_rephrased(kind, pieces), pieces)

    return build


def _count(text: str) -> str:
    """The number of "3 times" or "twice"."""
    return {"twice": "2", "thrice": "3"}.get(text.lower()) or text.removesuffix(" times")


def _rephrased(kind: str, pieces: Pieces) -> str:
    groups = {**pieces.groups, "e": _event(pieces.groups["e"] or "")}
    texts = {
        "die": f"probability of rolling {groups['e']} on a {groups.get('n') + ' sided ' if groups.get('n') else ''}die",
        "coin": f"probability of {groups['e']} on a coin",
        "card": f"probability of drawing {groups['e']} from a deck of cards",
        "dice": f"probability of {groups['e']} with two dice",
        "coins": f"probability of {groups['e']} in {_count(groups.get('n') or '')} coin flips",
    }
    return texts[kind]


_SUM = re.compile(
    rf"(?:that )?(?:the |their )?(?:sum|total) (?:is|equals|being|of (?:the|both) (?:numbers|dice) is) (?P<s>{COUNT})"
    rf"|(?:that )?they (?:add up to|sum to|total) (?P<s1>{COUNT})"
)


def _event(text: str) -> str:
    """The event in the words that the forms know: "the sum is 7" as "a sum of 7"."""
    match = _SUM.fullmatch(text.strip().lower())
    return f"a sum of {match['s'] or match['s1']}" if match else text


def _with_two_dice(pieces: Pieces) -> Task:
    """ "A 7 with two dice" can only be their sum; "a 5" may also be on one of them."""
    if (count_of(pieces.groups["s"] or "") or 0) <= 6:
        raise ReadingError(
            "ambiguous",
            N_("Should both dice together show that, or one of them? Please write `a sum of 5` or `at least one 5`."),
        )
    return _sum_of_dice(pieces)


def _sum_of_dice(pieces: Pieces) -> Task:
    return asked(f"probability of a sum of {pieces.groups['s']} with two dice", pieces)


def _one_ball(pieces: Pieces) -> Task:
    text = re.sub(rf"\s+{THINGS}$", "", (pieces.groups["e"] or "").strip(), flags=re.IGNORECASE)
    return asked(f"probability of drawing {text} from a bag with {pieces.groups['balls']}", pieces)


def _spinner(pieces: Pieces) -> Task:
    faces = count_of(pieces.groups["n"] or "")
    if not faces or not 2 <= faces <= bounds.FACES:
        raise uncountable()
    return asked(f"probability of rolling {pieces.groups['e']} on a {faces}-sided die", pieces)


_FLIP = r"(?:if |when )?(?:(?:(?:i|you|we|someone) )?(?:flip|toss|throw) )?"
_ROLL = r"(?:if |when )?(?:(?:(?:i|you|we|someone) )?(?:roll|throw) )?"

CHANCE_VOICES: tuple[Form, ...] = (
    # the experiment first
    form(
        rf"(?:if |when )?(?:(?:i|you|we|someone) (?:roll|throw)(?: an?)?|an?)? ?(?:fair |normal |standard )*"
        rf"(?:(?P<n>{COUNT})[- ]sided )?(?:die|dice)(?: {ROLLED})?(?: once)?"
        rf"{STOP}{CHANCE}(?:rolling |getting )?{EVENT}",
        rephrased("die"),
    ),
    form(
        rf"(?:if |when )?(?:(?:i|you|we|someone) (?:flip|toss|throw)(?: an?)?|an?)? ?(?:fair )?coin(?: {ROLLED})?(?: "
        rf"once)?{STOP}{CHANCE}{EVENT}",
        rephrased("coin"),
    ),
    form(
        rf"{_FLIP}(?P<n>{COUNT}) (?:fair )?coins(?: "
        rf"{ROLLED})?{STOP}{CHANCE}{EVENT}",
        rephrased("coins"),
    ),
    form(
        rf"{_FLIP}(?:a )?(?:fair )?coin (?:is (?:flipped|tossed"
        rf"|thrown) )?(?P<n>{COUNT} times|twice|thrice){STOP}{CHANCE}{EVENT}",
        rephrased("coins"),
    ),
    form(
        rf"{_ROLL}two (?:fair )?dice(?: {ROLLED})?{STOP}{CHANCE}{EVENT}",
        rephrased("dice"),
    ),
    form(
        rf"(?:(?:i|you|we|someone) (?:draw|pick|take)s?|an?|one) ?(?:an? |one )?card(?: is (?:drawn|picked"
        rf"|taken|chosen))?(?: at random)? from {DECK}{STOP}{CHANCE}(?:that )?(?:it |the card )?(?:is |being "
        rf"|'s )?{EVENT}",
        rephrased("card"),
    ),
    form(
        rf"{CHANCE}(?:drawing |picking |getting )?(?P<e>(?:an? )?(?:heart|spade|club|diamond|king|queen|jack|ace"
        rf"|face card|(?:red|black) card))(?: card)?",
        rephrased("card"),
    ),
    form(
        rf"(?:P|p)\(\s*(?:sum|total)\s*=\s*(?P<s>{COUNT})\s*\)\s*(?:with|for|when rolling|on|of)?\s*two dice",
        _sum_of_dice,
    ),
    form(
        rf"{CHANCE}(?:rolling |getting |throwing )?(?:an? )?(?P<s>{COUNT}) (?:with|on|when rolling|using|from) "
        rf"two (?:fair )?dice",
        _with_two_dice,
    ),
    form(
        rf"{CHANCE}two (?:fair )?dice (?:add up to|sum to|total|show a (?:sum|total) of|make) (?P<s>{COUNT})",
        _sum_of_dice,
    ),
    form(
        rf"{CHANCE}(?P<not>not )(?:rolling|throwing|getting) (?P<e>.+?)(?: (?:on|with) a (?:die|dice))?",
        lambda pieces: asked(f"probability of rolling not {pieces.groups['e']}", pieces),
    ),
    form(
        rf"{HOLDS}\s+{BALLS}{STOP}(?:(?:i|you|we) (?:pick|draw|take) (?:one|an?)(?: {THINGS})?(?: at "
        rf"random)?{STOP})?{CHANCE}(?:it is |it's |drawing |an? )*{EVENT}",
        _one_ball,
    ),
    form(
        rf"{CHANCE}(?:landing on |spinning |getting )?(?:an? |the )?(?P<e>.+?) (?:on|with) a spinner (?:with|that "
        rf"has|divided into) (?P<n>{COUNT}) equal (?:sections|parts|sectors)(?: (?:numbered|labeled|labelled) "
        rf"(?:from )?1 (?:to|through|-) \d+)?",
        _spinner,
    ),
    form(
        rf"(?:an? |the )?spinner (?:has|with) (?P<n>{COUNT}) equal (?:sections|parts|sectors)(?: (?:numbered"
        rf"|labeled|labelled) (?:from )?1 (?:to|through|-) \d+)?{STOP}{CHANCE}(?:landing on |it lands on "
        rf"|spinning )?(?:an? |the )?(?P<e>.+?)",
        _spinner,
    ),
)
