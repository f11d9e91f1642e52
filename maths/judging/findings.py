"""What a comparison ended with: agreeing, disagreeing or undecided, and the check in words."""

from dataclasses import dataclass

from maths.phrases import N_, Phrase


@dataclass(frozen=True)
class Finding:
    """agrees: True, False, or None when it cannot be said for sure."""

    agrees: bool | None
    check: Phrase


class Undecided(Exception):
    """Nothing can be said for sure; carries the reason as a phrase."""

    def __init__(self, template: str, **params: str):
        self.check = Phrase(template, params)
        super().__init__(template)


def undecided(template: str, **params: str) -> Finding:
    return Finding(None, Phrase(template, params))


OTHER_THING = N_("We could not tell whether the reply answers the question.")
MORE_SAID = N_("The reply says more than can be checked for sure.")
TWO_THINGS = N_("The reply says two different things.")
NOT_FINISHED = N_("The reply is equal to our result but not in the form that was asked for.")
NO_CLAIM = N_("No answer was found in the reply.")
NOT_READABLE = N_("The answer of the reply could not be read for sure.")
UNEQUAL = N_("The reply gives values that are not equal to each other.")
ROUNDED_EXACT = N_("The reply calls a result rounded that is exact.")
NOT_READ = N_("The question is not one that can be read for sure.")
NOT_SOLVED = N_("We have no result of our own to compare with.")
NOT_COMPARED = N_("The reply could not be compared with our own result for sure.")
