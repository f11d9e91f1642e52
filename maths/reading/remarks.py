"""What is no question, and what is said to it: a person in need, a follow-up, a nod, rudeness."""

import re

from maths.phrases import N_, Phrase
from maths.reading.way_wordings import ANOTHER_WAY

REMARKS = {
    "greeting": Phrase(N_("Hello{address}! What would you like to work on today?")),
    "thanks": Phrase(N_("You are welcome{address}! Ask me whenever you have another question.")),
    "distress": Phrase(
        N_(
            "I am only a math tutor, but what you wrote matters more than math{address}. Please talk to an adult you "
            "trust now, or call a helpline: people there listen at any time. If you are in danger, call the emergency "
            "number. You do not have to be alone with this."
        )
    ),
    "follow_up": Phrase(
        N_(
            "I am not sure which question you mean{address}: please write the whole formula, for instance "
            "`solve 3x + 11 = 14`, `derivative of x^2 + 3x` or `plot x^2 - 4`."
        )
    ),
    "one_way": Phrase(N_("I know only one way to do that{address}.")),
    "no_other_way": Phrase(N_("Those were all the ways that I know for that question{address}.")),
    "nod": Phrase(N_("All right{address}! Write your next question whenever you like, for instance `3x + 11 = 14`.")),
    "rude": Phrase(
        N_(
            "Math can be frustrating{address}. Let us try again: write one question, for instance `3x + 11 = 14`, and "
            "I will show you every step."
        )
    ),
}

_SELF = r"(?:myself|my self)"
_DISTRESS = re.compile(
    r"\b(?:i|i'?m|im) (?:just |really |only )?(?:want(?: to)?|wanna|going to|gonna|will|could|wish to) (?:die|be dead|"
    r"disappear forever|end it all|not be alive|not exist)\b"
    rf"|\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting) {_SELF}\b|\bkill me\b"
    r"|\b(?:suicide|suicidal|self[- ]?harm|kms)\b|\bend(?:ing)? my life\b|\bwish i (?:was|were) (?:dead|never born)\b"
    r"|\b(?:don'?t|do not) want to (?:live|be alive|exist)\b|\bno reason to live\b|\btake my (?:own )?life\b",
    re.IGNORECASE,
)
_THAT = r"(?:it|its|that|this|them|these|those|this one|that one|the (?:answer|result|solution|last|first|second) ?\w*)"
_DO = (
    r"(?:plot|graph|draw|sketch|differentiate|integrate|solve|simplify|factor|expand"
    r"|check|explain|round|do|show|repeat)"
)
_FOLLOW_UP = re.compile(
    r"(?:(?:and|now|ok|okay|please|but|so|then|can you|could you|then) )*"
    rf"(?:why(?: not| is (?:it|that|this).*)?|how(?: come| so| did you.*)?"
    rf"|what(?: do you mean| about.*| if.*)?|how about.*"
    rf"|{_DO} {_THAT}(?: again| too| now| more)?"
    rf"|explain(?: (?:more|again|please|further|(?:the )?(?:\w+ )?step(?: ?\d+)?))?"
    rf"|what (?:does|is|was) (?:that|this|it|(?:the )?(?:\w+ )?step(?: ?\d+)?)(?: mean)?|step ?\d+"
    r"|(?:what is )?(?:its|the|their) (?:\w+ )?(?:derivative|integral|graph|plot|roots?|zeros?|vertex|steps?)"
    r"|i (?:do ?n'?t|do not|didn'?t|still don'?t) (?:understand|get)"
    r"(?: (?:it|this|that|step ?\d+|the \w+ step|why|you))?"
    r"|(?:i am|i'?m|im) (?:still )?(?:confused|lost)|again|once more|more|next(?: step)?"
    r"|another(?: one)?|continue|go on)"
    r"(?: please| again)?",
    re.IGNORECASE,
)
_NOD = re.compile(
    r"(?:ok|okay|k|kk|yes|yep|yeah|yup|no|nope|sure|alright|all right|fine|right|cool|nice|great|good|got it|i see"
    r"|perfect|wow|lol|haha|hm+|oh|ah|good job|well done|correct|\?)(?: (?:ok|okay|then|i see|got it|good|great))*",
    re.IGNORECASE,
)
_RUDE = re.compile(
    r"\b(?:stupid|idiot\w*|dumb\w*|moron\w*|fuck\w*|f\*+k\w*|shit\w*|bitch\w*|asshole\w*|bastard\w*|cunt\w*"
    r"|retard\w*|whore\w*|slut\w*|sucks?|crap\w*|shut up|i hate you|loser\w*)\b",
    re.IGNORECASE,
)
_LONGEST = 80


def is_distress(text: str) -> bool:
    """Whether somebody writes of hurting or killing themselves, wherever in the text."""
    return bool(_DISTRESS.search(" ".join(text.replace("’", "'").split())))


def is_rude(text: str) -> bool:
    """Whether a word stands in the text that is not to be quoted back."""
    return bool(_RUDE.search(text))


def remark_of(text: str) -> str | None:
    """ "follow_up" or "nod" for a text that is nothing else; "" and whitespace are neither."""
    words = " ".join(re.sub(r"[.!,;:…]+", " ", text.replace("’", "'")).split())
    if not words or len(words) > _LONGEST:
        return None
    bare = words.rstrip("? ").strip() if words.strip("? ") else "?"
    if _NOD.fullmatch(bare):
        return "nod"
    return "follow_up" if _FOLLOW_UP.fullmatch(bare) or ANOTHER_WAY.fullmatch(bare) else None
