"""The words that may stand around an answer: with any other word nobody can be sure that it is meant as one."""

import re

from maths.claims.replies import CLOSE, OPEN
from maths.claims.targets import Target
from maths.reading.letters import FUNCTIONS
from maths.tree import word_set

_CONNECTING = word_set(
    "the an is are so thus therefore hence this that it which your our we get have obtain find found and or in on at "
    "to of by for as with from into be means since because when where then now here finally also both into its has us "
    "gives give giving yields leaves remains becomes equals equal same there these those their they them let's "
    "lets let look looking see can will do does back over up together step steps "
    "die der das den dem ein eine ist sind also somit daher damit folglich folgt wir erhalten es ergibt sich lautet "
    "lauten von und oder auf beiden beide seiten durch bei zu zum aus im mit für denn weil da wird ergeben daraus nun "
    "gibt hat haben"
)
_SUBJECTS = word_set(
    "answer answers result results solution solutions value values root roots correct final exact simplest form "
    "conclusion conclude expression equation equations function problem question unknown variable number set unique "
    "real lösung lösungen ergebnis antwort wert gleichung lösungsmenge nullstelle nullstellen reelle zahl zahlen"
)
_METHOD = word_set(
    "solve solving solved subtract subtracting subtraction add adding addition divide dividing divided division "
    "multiply multiplying multiplied multiplication factor factors factoring factored factorize factorise "
    "factorization expand expanding expanded simplify simplifying simplified simplifies cancel cancels collect move "
    "isolate isolating combine combining take taking took apply applying use using rewrite rewriting convert "
    "converting work working calculate calculating compute computing evaluate evaluating reduce reducing reduced set "
    "setting side sides term terms like constant integration arbitrary coefficient square squares squaring root "
    "quadratic formula discriminant product sum difference quotient rule power chain differentiate "
    "differentiating integrate numerator denominator denominators common fraction fractions "
    "decimal decimals mixed improper percent percentage rounded place places about approximately roughly "
    "check checking checks verify verification substitute substituting substitution plug plugging put putting insert "
    "original true works satisfies satisfy remainder parentheses brackets distribute "
    "distributing distributive undo inverse operation operations lowest greatest least simplest terms "
    "subtrahiere subtrahieren addiere addieren dividiere dividieren teile teilen multipliziere multiplizieren probe "
    "einsetzen faktorisieren vereinfacht gerundet etwa rund ungefähr prozent rest"
)
_COURTESY = word_set(
    "hi hello sure great good job nice ok okay well done happy learning yes ja jane doe math mathbf text "
    "boxed explanation"
)
# Words that stand in the list above only because people are called so.
_PEOPLE = word_set("jane doe")
_KNOWN = _CONNECTING | _SUBJECTS | _METHOD | _COURTESY | {*FUNCTIONS, *word_set("pi dx dy dt du df lim det gcd lcm")}
# Words that turn a sentence even when the question holds them.
_TURNING = word_set("not never only without wrong if except ignore instead but before after")
_CALCULATING = word_set("plus minus times over half twice per")
_YES_OR_NO = word_set(
    "yes no ja nein true false prime composite even odd divisible it evenly divisor divisors factor factors because"
)
_UNITS = word_set(
    "km cm mm kg mg ml min sec hours hour minutes minute seconds meters metres percent per cent prozent "
    "dollars dollar euros euro pounds am pm"
)
_WHOLE_PHRASES = re.compile(
    r"\bthe only (?:real )?solution is\b|\bis the only (?:real )?solution\b"
    r"|\beach (?:factor|side|term)\b|\beach (?:equal )?to zero\b|\bequal to zero\b"
    r"|\b(?:first|second|third|other|one|another) (?:solution|root|factor|case|zero)\b"
    r"|\b(?:the )?two (?:real )?(?:solutions|roots|factors)\b|\binterval notation\b|\byou can (?:check|verify)\b"
    r"|\bwhich is (?:false|impossible|not true|never true|always true|true)\b|\bis impossible\b|\bby \d+\b"
    r"|^\W*first\b|\b(?:left|right)(?:[- ]hand)? side\b|\bsquare root of both sides\b"
    r"|\bto zero\b|\btwo numbers\b|\b(?:a|the) square (?:root )?(?:is never|cannot be|can't be) negative\b"
    r"|\b(?:two|both|all|the)?\s*decimal places?\b|\bdouble root\b|\bto (?:one|two|three|four) decimal places?\b"
    r"|\bone decimal place\b|\bis (?:never true|false|always true)\b|\bgreat(?:est)? common divisor\b"
    r"|\byou can verify this\b|\bif you have any (?:more |other )?questions\b|\blet me know\b"
    r"|\bnot divisible by\b|\bno remainder\b|\bwithout (?:a )?remainder\b|\bisn't (?:a )?prime\b"
    r"|\bis not (?:a )?prime\b"
    r"|\bno other divisors?\b|\bbut 1 and itself\b|\bother than 1 and itself\b|\bonly (?:by )?1 and itself\b",
    re.IGNORECASE,
)
_SHIFTS = word_set("after before")
_ENDINGS = ("d", "s")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüßéó]{2,}")
_DOUBTFUL = re.compile(
    r"[✗✘❌✖❎]|~~[^~\n]+~~|<(?:del|s|strike)>|\\(?:not|cancel|sout)(?![a-z])|\\text\s*\{\s*-?\d|\d ?% ?\d"
    r"|\band so on\b|\b[a-z]\s*!",
    re.IGNORECASE,
)
# "4!" may be 24 or a cheer; nobody means the factorial of 144.
_FACTORIAL = re.compile(r"(?<![\d.,])\d\s*!(?![\d=])(?=\s*(?:$|[A-Z.]))", re.MULTILINE)
_ANY_FACTORIAL = re.compile(r"\d\s*!\s*$", re.MULTILINE)
_COLON = re.compile(r"\d:\d")
_REFERENCE = re.compile(r"\(?\b(?:see|siehe) (?:page|Seite) \d+\b\.?\)?", re.IGNORECASE)
_OPERATIONS = word_set(
    "divide divided dividing multiply multiplied add adding subtract subtracting take square root roots sum difference "
    "product quotient inverse reduce double"
)
_CHECKS = re.compile(r"\b(?:check|verif|substitut|plug|put|probe|einsetzen)|✓|✔|✅", re.IGNORECASE)
# Words that may make "every number" or "no solution" a narrower claim.
_LIMITING = word_set("that which with where when into by divided but from")
_COURTESY_SENTENCE = re.compile(
    r"(?:would you like|do you want|if you(?:['’]d| would)? (?:like|have|need|want)|let me know|feel free"
    r"|(?:happy|keep) practicing)\b[^\d=]*$",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"\b(?:related|practice|sample|another|similar|different) (?:equation|problem|one|question|exercise|example)\b|"
    r"^\W*(?:or|oder|incorrect|wrong|no|nope|false|not quite|falsch|nein)\b(?! (?:problem|worries))"
    r"|\b(?:left|right)(?:[- ]hand)? side (?:is|equals)\b",
    re.IGNORECASE,
)
_OUTCOME_WORDS = word_set(
    "no any every all real number numbers value values infinitely many solution solutions always true negative "
    "keine kein alle jede reelle reellen unendlich viele empty identity contradiction false such root roots possible "
    "does exist exists same"
)


def means_something(name: str) -> bool:
    """Whether a word of a person's name would change a sentence, as "No" and "Not Prime" would."""
    words = {each.lower() for each in _WORD.findall(name)}
    return bool(words & ((_KNOWN | _CALCULATING | _TURNING | _YES_OR_NO | _LIMITING | _OUTCOME_WORDS) - _PEOPLE))


def is_courtesy(text: str) -> bool:
    """Whether a sentence only offers more help."""
    return bool(_COURTESY_SENTENCE.match(text.strip()))


def without_reference(text: str) -> str:
    """The text without a remark such as "(See page 12.)"."""
    return _REFERENCE.sub(" ", text)


def is_rejected(text: str) -> bool:
    """Whether a sentence only says that something is wrong, or speaks of one side of the equation."""
    return bool(_REJECTED.search(text)) and not is_courtesy(text)


def is_doubtful(text: str, target: Target) -> bool:
    """Whether something in a text takes it back or garbles it: a cross, struck-out words, "4!", "1:2" out of place."""
    asks_for_factorial = "!" in target.question or "factorial" in target.question.lower()
    factorial = _ANY_FACTORIAL if asks_for_factorial else _FACTORIAL
    colons = target.shape in {"time", "ratio"} or bool(_COLON.search(target.question))
    return bool(_DOUBTFUL.search(text) or factorial.search(text) or not colons and _COLON.search(text))


def goes_on(text: str) -> bool:
    """Whether words behind the last formula tell to calculate with it, as in "4. Divide by 2"."""
    words = _WORD.findall(re.split(rf"[\d{OPEN}{CLOSE}]", text.rstrip(f" .!{CLOSE}"))[-1].lower())
    return any(each in _OPERATIONS for each in words)


def operates(text: str) -> bool:
    """Whether a sentence behind the answer calculates on, and does not check it."""
    if _CHECKS.search(text) or is_courtesy(text):
        return False
    return any(each.lower() in _OPERATIONS for each in _WORD.findall(text))


def unknown_words(text: str, target: Target, outcome: bool = False) -> list[str]:
    """The words of a sentence that neither the question holds nor an answer needs.

    outcome: the sentence says that there is no solution, or that each number is one.
    """
    if is_courtesy(text):
        return []
    plain = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", " ", text)
    plain = without_reference(plain)
    plain = _WHOLE_PHRASES.sub(" ", re.sub(r"\\[A-Za-z]+", " ", plain).replace("’", "'"))
    asked = _asked(target) - _TURNING
    known = _KNOWN | asked | target.kind_words | _UNITS | (_OUTCOME_WORDS if outcome else set())
    known -= _LIMITING if outcome else set()
    known -= {"zero"} if target.solves else set()
    known |= _SHIFTS & _asked(target) if target.shape == "time" else set()
    known |= _YES_OR_NO if target.shape == "word" else set()
    return [each for each in _WORD.findall(plain) if not (each.lower() in known or _stem(each.lower()) in asked)]


def _asked(target: Target) -> set[str]:
    return {each.lower() for each in _WORD.findall(target.question)}


def _stem(word: str) -> str:
    """The word of the question of which another may be a form: "increase" of "increased"."""
    return next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end)), word)
