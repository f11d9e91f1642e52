"""Questions about how many choices or orders there are."""

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Number


def chosen(key: str):
    """A builder for the number of choices of some out of many."""

    def build(pieces: Pieces) -> Task:
        many, some = (count_of(pieces.groups[name] or "") for name in "nk")
        if many is None or some is None or not 0 <= some <= many:
            raise ReadingError("undefined", N_("Nobody can choose more than there are."))
        if many > bounds.FACTORIAL // 2:
            raise ReadingError(
                "too_large", N_("I count choices out of up to {limit}."), limit=str(bounds.FACTORIAL // 2)
            )
        return Task("worked", (Number(str(many)), Number(str(some))), details=(key,))

    return build


def _braced(key: str, pieces: Pieces) -> Task:
    """The numbers of a notation that has several forms."""
    groups = pieces.groups
    many = next(groups[name] for name in ("n", "n2", "n3") if groups.get(name))
    some = next(groups[name] for name in ("k", "k2", "k3") if groups.get(name))
    return chosen(key)(Pieces({"n": many, "k": some}, []))


def ordered(pieces: Pieces) -> Task:
    """In how many orders some different things can stand."""
    many = count_of(pieces.groups["n"] or "")
    if not many or many > bounds.FACTORIAL // 2:
        raise ReadingError("too_large", N_("I count choices out of up to {limit}."), limit=str(bounds.FACTORIAL // 2))
    return Task("worked", (Number(str(many)),), details=("arrangements",))


def letters_ordered(pieces: Pieces) -> Task:
    """The letters of a word, if all are different."""
    word = (pieces.groups["w"] or "").lower()
    if len(set(word)) != len(word):
        raise ReadingError("unsupported", N_("I can only count orders of letters that are all different."))
    return Task("worked", (Number(str(len(word))),), details=("arrangements",))


_N, _K = rf"(?P<n>{COUNT})", rf"(?P<k>{COUNT})"
_PEOPLE = r"(?:different |distinct )?[a-z]+"
_WAYS = r"(?:in )?how many (?:different )?(?:ways|orders|arrangements|permutations)"
_CAN = r"(?:can|could) (?:you |we |i |one |be )?"
_WORD = "[\"'“]?(?P<w>[A-Za-z]+)[\"'”]?"

CHOICE_FORMS: tuple[Form, ...] = (
    form(rf"{ASK}{_N} choose {_K}", chosen("combinations")),
    form(
        rf"{ASK}(?:\\binom\{{\s*(?P<n>\d+)\s*\}}\{{\s*(?P<k>\d+)\s*\}}"
        rf"|n?C\(\s*(?P<n1>\d+)\s*[,;]\s*(?P<k1>\d+)\s*\)|(?P<n2>\d+)\s*C\s*(?P<k2>\d+)"
        rf"|ncr\(\s*(?P<n3>\d+)\s*[,;]\s*(?P<k3>\d+)\s*\))",
        lambda pieces: _braced("combinations", pieces),
    ),
    form(
        rf"{ASK}(?:n?P\(\s*(?P<n1>\d+)\s*[,;]\s*(?P<k1>\d+)\s*\)|(?P<n2>\d+)\s*P\s*(?P<k2>\d+)"
        rf"|npr\(\s*(?P<n3>\d+)\s*[,;]\s*(?P<k3>\d+)\s*\))",
        lambda pieces: _braced("permutations", pieces),
    ),
    form(
        rf"{_WAYS} (?:are there to |{_CAN}|to )(?:choose|pick|select)(?:ed)? (?:a (?:team|group|committee) of "
        rf")?{_K} (?:(?:out )?of|from)?\s*(?:{_PEOPLE} )?(?:(?:out )?of|from) (?:a group of )?{_N}(?: {_PEOPLE})?",
        chosen("combinations"),
    ),
    form(
        rf"{_WAYS} {_CAN}{_K} {_PEOPLE} be (?:chosen|picked|selected) (?:from|out of) (?:a group of )?{_N}(?: "
        rf"{_PEOPLE})?",
        chosen("combinations"),
    ),
    form(
        rf"{ASK}{THE}(?:number of )?combinations of {_N} (?:things |items |objects )?(?:taken|choose) {_K}(?: at a "
        rf"time)?",
        chosen("combinations"),
    ),
    form(
        rf"{ASK}{THE}(?:number of )?permutations of {_N} (?:things |items |objects )?taken {_K}(?: at a time)?",
        chosen("permutations"),
    ),
    form(
        rf"{_WAYS} (?:are there to |{_CAN}|to )(?:arrange|order|line up|seat|put|place)(?:d)? {_N} {_PEOPLE}(?: "
        rf"(?:on a shelf|in a row|in a line|in order))?",
        ordered,
    ),
    form(
        rf"{_WAYS} (?:can|could) {_N} {_PEOPLE} (?:be (?:arranged|ordered|seated|lined up|placed)|line up|stand"
        rf"|sit|queue|stand in line|form a line)(?: up)?(?: (?:on a shelf|in a row|in a line|in order|next to each "
        rf"other))?",
        ordered,
    ),
    form(rf"{_WAYS} (?:are there )?(?:of|for) {_N} {_PEOPLE}(?: (?:on a shelf|in a row|in a line))?", ordered),
    form(
        rf"{_WAYS} {_CAN}(?:arrange |order )?(?:the )?letters (?:of|in) (?:the word )?{_WORD}(?: be arranged| be "
        rf"ordered)?",
        letters_ordered,
    ),
    form(
        rf"(?:{_WAYS} (?:of|for)|{ASK}{THE}(?:number of )?(?:permutations|arrangements) of) "
        rf"(?:the (?:word|letters(?: of)?) )?{_WORD}",
        letters_ordered,
    ),
)
