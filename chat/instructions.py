"""What the tutor is told for one run. The instructions of a run replace the assistant's, so they begin with those."""


def instructions_for(tutor, person):
    """The assistant's own text, then the sentences about the person."""
    sentences = [tutor.instructions.strip()]
    if person.display_name:
        sentences.append(f"Please address the user as {person.display_name}.")
    sentences.append(f"The user has a {person.plan} account.")
    return " ".join(sentence for sentence in sentences if sentence)
