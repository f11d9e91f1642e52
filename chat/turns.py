"""A conversation as it is read: turns of a question and the blocks that answer it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from chat.models import Attachment, FileLink, Message, Run, RunStep


@dataclass(frozen=True)
class Turn:
    """A question, the finished blocks (RunSteps) of all its runs, and its newest run (None in imported records)."""

    question: Message
    blocks: list
    run: Run | None


def blocks_of(runs, since=0):
    """The blocks of runs that were finished after a revision, oldest first, with all that their templates need.

    `pictures` are the Attachments that a block shows, `links` its FileLinks: looked up only where there are some.
    """
    steps = RunStep.objects.filter(run__in=runs, revision__gt=since).select_related("message", "run")
    pictures, links = Attachment.objects.filter(step=OuterRef("pk")), FileLink.objects.filter(step=OuterRef("pk"))
    blocks = list(steps.annotate(has_pictures=Exists(pictures), has_links=Exists(links)))
    for block in blocks:
        if not block.has_pictures:
            block.pictures = []
        if not block.has_links:
            block.links = []
    pictures = Prefetch("attachments", Attachment.objects.without_content(), to_attr="pictures")
    links = Prefetch("file_links", FileLink.objects.with_files(), to_attr="links")
    prefetch_related_objects([block for block in blocks if block.has_pictures], pictures)
    prefetch_related_objects([block for block in blocks if block.has_links], links)
    return blocks


def turns_of(conversation):
    """All turns of a conversation, oldest first, in a number of queries that does not grow with it."""
    questions = conversation.messages.filter(role=Message.Role.USER)
    runs = {run.pk: run for run in Run.objects.filter(conversation=conversation)}
    # A block that was finished after its run was read comes with the page's next poll.
    blocks = [block for block in blocks_of(runs.values()) if block.revision <= runs[block.run_id].revision]
    for run in runs.values():
        run.conversation = conversation
    return [
        Turn(
            question,
            [block for block in blocks if block.run.message_id == question.pk],
            next((run for run in reversed(runs.values()) if run.message_id == question.pk), None),
        )
        for question in questions
    ]
