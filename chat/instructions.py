"""What the tutor is told for one run. The instructions of a run replace the assistant's, so they begin with those."""

from django.conf import settings
from django.utils.translation import get_language_info


def instructions_for(tutor, person, language=""):
    """The assistant's own text, then the sentences about the person."""
    return " ".join(sentence for sentence in (tutor.instructions.strip(), *told_about(person, language)) if sentence)


def told_about(person, language=""):
    """The sentences about the person, who reads this language, as they can read them on their own page.

    English is not named: it is what the instructions are in, and what is answered when nothing is said.
    """
    if person.display_name:
        yield f"Please address the user as {person.display_name}."
    yield f"The user has a {person.plan} account."
    if language and language != settings.LANGUAGE_CODE:
        yield f"The user speaks {get_language_info(language)['name']}."
