"""What the tutor is told for one run. The instructions of a run replace the assistant's, so they begin with those."""


def instructions_for(tutor, person):
    """The assistant's own text, then the sentences about the person."""
    return " ".join(sentence for sentence in (tutor.instructions.strip(), *told_about(person)) if sentence)


def told_about(person):
    """The sentences about the person, as they can read them on their own page."""
    if person.display_name:
        yield f"Please address the user as {person.display_name}."
    yield f"The user has a {person.plan} account."
