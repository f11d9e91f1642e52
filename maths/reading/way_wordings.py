"""How people name a way: within a question, and in a follow-up of one."""

import re
from dataclasses import dataclass

from maths.reading.patterns import Pattern
from maths.reading.ways import WAYS, Way, ways_called
from maths.reading.words import MARK

_NAMES = "|".join(dict.fromkeys(each.called for each in WAYS))
_NOUN = r"(?: (?:method|rule|algorithm|technique|approach|way|strategy|property|theorem|formula|model)s?)?"
NAMED = rf"(?:the |an? )?(?:method of |help of (?:the )?)?(?P<name>{_NAMES}){_NOUN}(?![A-Za-z])"
"""What people call any way, with its article."""
BY = r"(?:by means of|with the help of|by (?:using|applying|use of)|by|using|with|via|use|through|from|applying)"
_VERBS = (
    r"(?:re)?solve|find|work out|calculate|compute|evaluate|determine|differentiate|derive|expand|simplify|multiply|add"
    r"|subtract|divide|do"
)
_IT = (
    r"(?:it|(?:this|that)(?: one)?|them|these"
    r"|(?:the|this) (?:following )?(?:equations?|system(?: of (?:linear )?equations)?|problem|question|sum))"
)
_WORDINGS = tuple(
    Pattern(each, re.IGNORECASE | re.DOTALL)
    for each in (
        rf"(?P<rest>.+?)(?:\s*[,;:.]\s*|\s+)(?:(?:and )?(?:please )?(?:{_VERBS})(?: {_IT})? )?"
        rf"(?:{BY} {NAMED}|graphically)",
        rf"(?:{BY}|apply)\s+{NAMED}\s*(?:[,:]|to (?=(?:{_VERBS})\b)|to|for|on|with|and|in)?\s*(?P<rest>.+)",
        rf"(?P<verb>{_VERBS})\s+(?:{_IT} )?(?:{BY} {NAMED}|graphically)\s*[,:]?\s*(?P<rest>.+)",
        rf"{NAMED}\s*(?::|to (?=(?:{_VERBS})\b)|for|on)\s*(?P<rest>.*[={MARK[1:-1]}].*)",
    )
)
_HINT = re.compile(rf"\b(?:{BY}|apply|graphically)\b|^[^=:]{{3,40}}?(?::|\b(?:for|on|to)\b)", re.IGNORECASE)
"""What stands in each question that names a way; in most others nothing of it does."""
WORDS = frozenset(re.findall(r"[a-z]{3,}", _NAMES + _NOUN))
"""The words that a way is named with."""


@dataclass(frozen=True)
class Named:
    """What a question asks without the way that it names, what it calls the way, and the ways that are called so."""

    rest: str
    name: str
    ways: tuple[Way, ...]


def named_in(text: str) -> list[Named]:
    """How a question can be taken apart into what is asked and the way that it names; [] where it names none."""
    if not _HINT.search(text):
        return []
    found = []
    for wording in _WORDINGS:
        if match := wording.fullmatch(text):
            verb, name = match.groupdict().get("verb"), match["name"] or "graphically"
            rest = f"{verb} {match['rest']}" if verb else match["rest"]
            found.append(Named(rest.strip(" ,;:"), name.lower(), ways_called(name)))
    return found


# -- what leans on a question before ----------------------------------------------------------------------------------

_ANOTHER = (
    r"(?:an(?:other)?|one more|any (?:other|alternative)|some other|other|different|a different"
    r"|an alternative|alternative|a second|a third|the other|more|a new|a better|an easier|a faster|a quicker|a shorter"
    r"|a simpler)(?: (?:other|different))?"
)
_WAYS = r"(?:ways?|methods?|approach(?:es)?|solution methods?|techniques?|strateg(?:y|ies)|alternatives?|options?)"
_TO_DO = rf"(?: (?:to|of|for) (?:{_VERBS}|doing|solving|finding|working)(?: (?:{_IT}|out))*)?"
_ASKING = (
    r"(?:is there|are there|isn't there|aren't there|do you (?:know|have)|(?:can|could|may) i (?:see|have|get)"
    r"|(?:can|could|would) you (?:please )?(?:show|give|tell|teach)(?: me| us)?"
    r"|(?:please )?(?:show|give|tell|teach)(?: me| us)?|what is|what's|what about|how about|i want|i need"
    r"|i would like|i'd like|have you(?: got)?|got|try|let's try|use)"
)
ANOTHER_WAY = Pattern(
    rf"(?:(?:{_ASKING} )?(?:to see )?{_ANOTHER} {_WAYS}{_TO_DO}(?: too| as well)?"
    rf"|(?:{_ASKING} |(?:what|which)(?: are(?: the)?)? )?(?:any )?(?:other|more|alternative) {_WAYS}(?: are there)?"
    rf"{_TO_DO}"
    rf"|(?:(?:can|could) (?:you|we|i) )?(?:{_VERBS}|try|show|explain)(?: me| us)?(?: (?:it|this|that|the same))?"
    rf"(?: again)? (?:in )?(?:{_ANOTHER} {_WAYS})"
    rf"|(?:in|by|with) {_ANOTHER} {_WAYS}"
    rf"|how else(?: (?:can|could|do|would|should) (?:you|we|i|one) (?:get|{_VERBS})(?: {_IT})?)?"
    rf"|(?:can|could) (?:you|we|i|it|this|that) (?:(?:be )?(?:do|done|solve|solved))(?: (?:it|this|that))? (?:in )?"
    rf"{_ANOTHER} {_WAYS}"
    rf"|(?:(?:can|could) (?:you|we|i) )?(?:(?:{_VERBS}|try)(?: {_IT})? )?differently)(?:,? please)?",
    re.IGNORECASE,
)
"""A wish for any other way: "is there another way to do it", "show me a different method"."""

_AGAIN = r"(?:,? (?:instead|too|this time|as well|now|again|please|then))*"
BY_NAME = Pattern(
    rf"(?:(?:what|how) about |(?:(?:can|could|would) (?:you|we|i) |how (?:do|can|could|would|should) (?:i|you|we) "
    r"|what if (?:i|we|you) |(?:i|we) (?:need|have|want|wanted|would like|had)(?: you)?(?: to)? "
    r"|my teacher (?:wants|wanted|says|said)(?: us| me)?(?: to)? )?(?:please )?"
    rf"(?:(?:{_VERBS}|try|show|explain|show me|see|redo|repeat)(?: {_IT})?(?: {_IT})?(?: (?:again|instead|now))? )?)"
    rf"(?P<by>(?:{BY}|apply) )?{NAMED}{_AGAIN}",
    re.IGNORECASE,
)
"""A wish for one way, by its name: "can you do it by elimination instead", "now with the quadratic formula"."""

DRAW_IT = Pattern(
    rf"(?:plot|graph|draw|sketch)(?: {_IT}| both(?: lines)?| (?:the|both) (?:lines|graphs))?", re.IGNORECASE
)
"""A wish that is one for a way where the question before was about two lines."""
