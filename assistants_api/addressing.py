"""How the person wants to be spoken to, as the run's instructions tell it: by name, and in which language."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import get_language_info

LONGEST = 40
SENTENCE = re.compile(
    r"Please address the user as (?P<name>[^\n]{1,60}?)\."
    r"(?=\s+The user has\b|\s*\n|\s*\Z|(?<!\b\w\.)\s)"
)

SPOKEN = re.compile(r"The user speaks (\w+)\.")


def language(instructions):
    """Give the code of the language in the last sentence "The user speaks LANGUAGE.", or of English."""
    codes = {get_language_info(code)["name"]: code for code, _name in settings.LANGUAGES}
    return codes.get((SPOKEN.findall(instructions) or [""])[-1], settings.LANGUAGE_CODE)


def address(instructions):
    """Give ", NAME" by the last sentence "Please address the user as NAME.", or "" when there is no name."""
    names = [match["name"].strip() for match in SENTENCE.finditer(instructions)]
    return f", {names[-1]}" if names and _is_name(names[-1]) else ""


def _is_name(text):
    """Letters, marks, spaces, ' - and . only: such a name means nothing to Markdown or HTML."""
    return 0 < len(text) <= LONGEST and all(char in " '-." or unicodedata.category(char)[0] in "LM" for char in text)
