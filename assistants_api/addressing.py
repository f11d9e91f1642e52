"""How the person wants to be called, as the run's instructions tell it."""

import re
import unicodedata

LONGEST = 40
SENTENCE = re.compile(
    r"Please address the user as (?P<name>[^\n]{1,60}?)\."
    r"(?=\s+The user has\b|\s*\n|\s*\Z|(?<!\b\w\.)\s)"
)


def address(instructions):
    """Give ", NAME" by the last sentence "Please address the user as NAME.", or "" when there is no name."""
    names = [match["name"].strip() for match in SENTENCE.finditer(instructions)]
    return f", {names[-1]}" if names and _is_name(names[-1]) else ""


def _is_name(text):
    """Letters, marks, spaces, ' - and . only: such a name means nothing to Markdown or HTML."""
    return 0 < len(text) <= LONGEST and all(char in " '-." or unicodedata.category(char)[0] in "LM" for char in text)
