"""A conversation as it is read: turns of a question and the blocks that answer it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from chat.models import Attachment, FileLink, Message, Run, RunStep

PER_PAGE = 30
"""Turns of a conversation that are shown at once."""


@dataclass(frozen=True)
class Turn:
    """A question, the finished blocks (RunSteps) of all its runs, and its newest run (None in imported records).

    `newest`: nothing was asked after it, so it may be answered anew.
    """

    question: Message
    blocks: list
    run: Run | None
    newest: bool


@dataclass(frozen=True)
class TurnPage:
    """Turns that follow each other, oldest first. `earlier` is the message before which there are more, or None."""

    turns: list
    earlier: int | None


def blocks_of(runs, since=0):
    """The blocks of runs that were finished after a revision, oldest first, with all that their templates need. One
    that was finished after its run was read is left for the next poll, which the run's own revision makes ask for it.

    `pictures` are the Attachments that a block shows, `links` its FileLinks: looked up only where there are some.
    """
    steps = RunStep.objects.filter(run__in=runs, revision__gt=since).select_related("message")
    pictures, links = Attachment.objects.filter(step=OuterRef("pk")), FileLink.objects.filter(step=OuterRef("pk"))
    found = steps.annotate(has_pictures=Exists(pictures), has_links=Exists(links))
    read = {run.pk: run.revision for run in runs}
    blocks = [block for block in found if block.revision <= read[block.run_id]]
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


def turns_of(conversation, before=None):
    """The TurnPage that ends a conversation, or that ends before a message, in a number of queries that never grows."""
    questions = conversation.messages.filter(role=Message.Role.USER).order_by("-pk")
    if before:
        questions = questions.filter(pk__lt=before)
    found = list(questions[: PER_PAGE + 1])
    shown = found[:PER_PAGE][::-1]
    earlier = shown[0].pk if len(found) > PER_PAGE else None
    newest = shown[-1] if shown and not before else None
    return TurnPage([_turn(*parts, newest) for parts in _answered(conversation, shown)], earlier)


def _answered(conversation, questions):
    """(question, the blocks of all its runs, the runs) of each, in order."""
    runs = {run.pk: run for run in Run.objects.filter(message__in=questions)}
    for run in runs.values():
        run.conversation = conversation
    blocks = blocks_of(runs.values())
    for question in questions:
        mine = [run for run in runs.values() if run.message_id == question.pk]
        yield question, [block for block in blocks if runs[block.run_id] in mine], mine


def _turn(question, blocks, runs, newest):
    return Turn(question, blocks, runs[-1] if runs else None, question == newest)
