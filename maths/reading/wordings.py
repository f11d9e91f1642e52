"""What the tables of wordings share: how a form is made, and the words in which a question begins."""

import re
from collections.abc import Callable

from maths.reading.formulas import Pieces
from maths.reading.patterns import Pattern
from maths.reading.tasks import Task
from maths.reading.words import MARK

Form = tuple[Pattern, Callable[[Pieces], Task]]

ASK = (
    r"(?:(?:what is|what's|whats|what are|what will be|what would be|what does|what number is|which number is"
    r"|i need|i want|find|calculate|compute"
    r"|evaluate|work out|determine|figure out|get|give|"
    r"how much is|how much are|how many is|solve|do|answer|write down|state|obtain)\s*:?\s*)?"
)
THE = r"(?:the\s+|an?\s+)?"
NUMBER = rf"(?:[-−+]?\s?[\d.][\d.,/]*|{MARK})"
LIST = r"(?P<f>[^=]+?)"


def form(pattern: str, builder: Callable[[Pieces], Task]) -> Form:
    """A wording, which must match all of a question, and what makes a task of what it caught."""
    return Pattern(pattern, re.IGNORECASE | re.DOTALL), builder


def number_group(name: str) -> str:
    """A pattern that catches one number by name."""
    return rf"(?P<{name}>{NUMBER})"
